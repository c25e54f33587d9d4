"""`export notes`: notes as files that are read back byte for byte, as one document, as JSON, or back to where they came from."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commonhour.errors import NotFound, RefusedInput
from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say

if TYPE_CHECKING:
    from commonhour.core.notes.brought import BroughtNotes


@click.command("notes")
@click.option("--group", default="", metavar="SLUG", help="Only those of this group.")
@click.option("--series", default="", metavar="SLUG", help="Only those of this series.")
@click.option("--year", type=int, default=None, metavar="YEAR", help="Only those of this year.")
@click.option(
    "--as", "kind", type=click.Choice(["folder", "md", "json", "origin"]), default="md", show_default=True,
    help="One file for each, one Markdown document, JSON, or the files they came from.",
)  # fmt: skip
@click.option("--to", default="", metavar="PATH", help="Where to write; stdout for md and json without it.")
def export_notes(group: str, series: str, year: int | None, kind: str, to: str) -> None:
    """Published notes. A folder of them is made for git: `import --as notes` reads it back byte for byte.

    \b
    Examples:
      commonhour export notes --group metrics > metrics.md
      commonhour export notes --as folder --to notes/
      commonhour export notes --as origin --to ~/repositories
    """
    if kind in ("folder", "origin") and not to:
        raise RefusedInput("export-needs-to")
    prepare(static=False)
    from commonhour.reads.notes_out import notes_out

    _check(group, series)
    notes = notes_out(group, series, year)
    if kind == "json":
        _print_json(notes, to)
    elif kind == "md":
        _print_document(notes, " ".join(filter(None, (series or group, str(year or "")))), to)
    else:
        _write(_files(notes, kind, Path(to)), Path(to))


def _check(group: str, series: str) -> None:
    from commonhour.models import Group, Series

    if group and not Group.objects.filter(slug=group).exists():
        raise NotFound("no-group-called", name=group)
    if series and not Series.objects.filter(slug=series).exists():
        raise NotFound("no-series-called", name=series)


def _print_json(notes: "list[BroughtNotes]", to: str) -> None:
    import json

    rows = [
        {
            "id": one.public_id, "date": one.date.isoformat() if one.date else None, "series": one.series, "title": one.title,
            "text": one.text, "recording": one.recording, "slides": one.slides, "origin": one.origin,
        }
        for one in notes
    ]  # fmt: skip
    if to:
        Path(to).write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    else:
        print_json(rows)


def _print_document(notes: "list[BroughtNotes]", title: str, to: str) -> None:
    from commonhour.formats.notes.ours import write_document

    text = write_document(title or "Notes", notes)
    if to:
        Path(to).write_text(text, encoding="utf-8", newline="")
    else:
        click.echo(text, nl=False)


def _files(notes: "list[BroughtNotes]", kind: str, root: Path) -> dict[str, str]:
    from commonhour import clock
    from commonhour.formats.notes.back import files_back
    from commonhour.formats.notes.ours import write_folder

    if kind == "folder":
        return write_folder(notes)

    def held(path: str) -> bytes | None:
        file = root / path
        return file.read_bytes() if file.is_file() else None

    files, left = files_back(notes, held, clock.now().date())
    if left:
        say(f"{len(left)} notes came from no file, or are not found in it, and stay here.")
    return files


def _write(files: Mapping[str, str], root: Path) -> None:
    """Only what is another now. No link leads out of the folder."""
    changed = 0
    for path, text in files.items():
        file = root / path
        if not file.resolve().is_relative_to(root.resolve()):
            raise RefusedInput("file-outside-folder", where=path)
        body = text.encode()
        if not file.is_file() or file.read_bytes() != body:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
            changed += 1
    say(f"{root}: {len(files)} files, {changed} of them written.")
