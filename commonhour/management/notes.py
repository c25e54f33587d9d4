"""`import … --as notes`: notes of meetings from files, folders and addresses."""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from commonhour.core.limits import FOLDER_BYTES, FOLDER_FILES, STAFF_BODY_BYTES
from commonhour.core.notes.brought import NotesFiles, keepable
from commonhour.errors import RefusedInput, TooLarge, UserError
from commonhour.formats.notes import SUFFIXES, Held, read_notes_files
from commonhour.management.documents import say_findings
from commonhour.management.files import read_file
from commonhour.management.setting_up import prepare, say, set_up

KIND = "notes"
_SKIPPED = {"node_modules", "vendor", "venv", "__pycache__", "site-packages"}
_SHOWN = 20


def import_notes(paths: tuple[str, ...], group: str, series: str, *, dry_run: bool) -> list[dict[str, Any]]:
    """One document for each path; each is one transaction, and a refused one changes nothing."""
    set_up() if dry_run else prepare(static=False)
    documents = [_import_path(path, group, series, dry_run=dry_run) for path in paths]
    if len(documents) > 1 and not any("error" in one for one in documents):
        _say_sum(documents)
    return documents


def _import_path(path: str, group: str, series: str, *, dry_run: bool) -> dict[str, Any]:
    try:
        read = _read(path)
        shown = keepable(path)
        return {"file": shown, **_brought(shown, read, group, series, dry_run=dry_run)}
    except UserError as error:
        say(f"commonhour: {error.sentence()}")
        return {"file": keepable(path), "error": error.sentence()}


def _brought(path: str, read: NotesFiles, group: str, series: str, *, dry_run: bool) -> dict[str, Any]:
    from commonhour import clock
    from commonhour.actions.notes.bringing import BringReport, bring_notes, foresee_notes
    from commonhour.actions.notes.foreseen import read_alone
    from commonhour.actions.notes.whose import series_of_notes
    from commonhour.actions.upstream.hub import has_hub
    from commonhour.core.rights import TERMINAL

    now, report = clock.now(), BringReport()
    if dry_run and not has_hub():
        report = read_alone(read)
    else:
        rows = series_of_notes(read, str(Path(path).absolute()), group=group, series=series)
        if dry_run:
            report = foresee_notes(read, rows, now=now, actor=TERMINAL)
        else:
            report = bring_notes(read, rows, name=path, now=now, actor=TERMINAL, told=_progress)
    read.findings += report.findings
    document = read.as_json() | report.as_json()
    _tell(path, document, read)
    return document


def _read(path: str) -> NotesFiles:
    files = list(_held(path))
    with click.progressbar(
        length=len(files), label=path, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        return read_notes_files(files, _today(), lambda: bar.update(1))


def _held(path: str) -> Iterator[Held]:
    """The files of a folder by name, known by the folder's name and the way below it; or the one file."""
    if path == "-" or "://" in path or not Path(path).is_dir():
        name, body = read_file(path)
        if len(body) > STAFF_BODY_BYTES:
            raise TooLarge("file-too-large", bytes=len(body), most=STAFF_BODY_BYTES, where=name)
        yield Held(name, _origin(path, name), body)
        return
    root, size = Path(path).resolve(), 0
    for number, file in enumerate(_files(root), 1):
        shown = str(Path(path) / file.relative_to(root))
        body = read_file(str(file))[1]
        size += len(body)
        if number > FOLDER_FILES:
            raise RefusedInput("too-many-files", most=FOLDER_FILES, where=path)
        if len(body) > STAFF_BODY_BYTES or size > FOLDER_BYTES:
            most = STAFF_BODY_BYTES if len(body) > STAFF_BODY_BYTES else FOLDER_BYTES
            raise TooLarge("file-too-large", bytes=max(len(body), size), most=most, where=shown)
        yield Held(shown, f"{root.name}/{file.relative_to(root).as_posix()}", body)


def _files(root: Path) -> Iterator[Path]:
    """Those of a kind that notes are kept in; no link leads out of the folder."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            file = Path(folder) / name
            if file.suffix.lower() in SUFFIXES and file.resolve().is_relative_to(root) and file.is_file():
                yield file


def _origin(path: str, name: str) -> str:
    if path == "-" or "://" in path:
        return name
    file = Path(path).resolve()
    return f"{file.parent.name}/{file.name}"


def _today() -> dt.date:
    from commonhour import clock

    return clock.now().date()


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {of:,} notes", nl=done == of, err=True)


def _tell(path: str, document: dict[str, Any], read: NotesFiles) -> None:
    say_findings(read.findings)
    say(f"{path}: {_numbers(document)}.")
    for where, text in read.left_over[:_SHOWN]:
        say(f"  left over: {where}: {' '.join(text.split())[:100]}")
    if len(read.left_over) > _SHOWN:
        say("  … all of it is in --json.")


def _say_sum(documents: list[dict[str, Any]]) -> None:
    names = ("files", "notes", "dated", "matched", "past", "decisions", "actions")
    whole: dict[str, Any] = {name: sum(one[name] for one in documents) for name in names}
    for name in ("left_over", "list", "findings"):
        whole[name] = [each for one in documents for each in one[name]]
    say(f"All: {_numbers(whole)}.")


def _numbers(document: dict[str, Any]) -> str:
    """ "170 files, 159 notes, 143 dated, …": what there was, and what was done."""
    results = [one["result"] for one in document["list"]]
    done = ", ".join(f"{what} {results.count(what)}" for what in dict.fromkeys(results) if what)
    return (
        f"{document['files']} files, {document['notes']} notes, {document['dated']} dated, {document['matched']} matched to the calendar, "
        f"{document['past']} past meetings, {document['decisions']} decisions, {document['actions']} actions, "
        f"{len(document['left_over'])} left over, {len(document['findings'])} findings"
        + (f"; {done}" if done else "")
    )
