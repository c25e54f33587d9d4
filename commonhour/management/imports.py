"""`import`: pages and calendars into the hub, or only a look at what would come of it."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonhour.core.draft import Draft
from commonhour.errors import NotFound, RefusedInput, UserError
from commonhour.errors.telling import tell
from commonhour.management.checked_files import folder_files
from commonhour.management.documents import print_json, say_findings
from commonhour.management.files import files_beside, read_file
from commonhour.management.setting_up import prepare, say, set_up

if TYPE_CHECKING:
    from commonhour.models import Group

REFUSED = 2


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option(
    "--as",
    "kind",
    default="",
    metavar="KIND",
    help="What it is, when it cannot be told: page, calendar, sigs, irc-meetings, rust-calendar, yaml2ics, node-meetings, list or charter.",
)
@click.option(
    "--group", "group_slug", default="", metavar="SLUG", help="Put a calendar's calls into this group."
)
@click.option("--dry-run", is_flag=True, help="Only show what would be imported; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def import_(paths: tuple[str, ...], kind: str, group_slug: str, dry_run: bool, as_json: bool) -> None:
    """Import a meetings page, a calendar, a catalogue or a folder of them. Importing again updates; what was changed here stays.

    \b
    Examples:
      commonhour import meetings.md
      commonhour import meetings.md community.ics --dry-run --json
      commonhour import calls.ics --group metrics
      commonhour import meetings/ --as irc-meetings
      commonhour import https://calendar.example.org/basic.ics
    """
    documents = _previews(paths, kind, group_slug) if dry_run else _writes(paths, kind, group_slug)
    if as_json:
        print_json(documents if len(paths) > 1 else documents[0])
    if any("error" in document for document in documents):
        raise SystemExit(REFUSED)


def _previews(paths: tuple[str, ...], kind: str, group_slug: str) -> list[dict[str, Any]]:
    """The draft of each file, matched as if those before it were imported. Never makes a database."""
    set_up()
    from commonhour.actions.upstream.hub import has_hub
    from commonhour.actions.upstream.preview import preview

    with_hub = has_hub()
    if group_slug and not with_hub:
        raise RefusedInput("no-group-as-empty", name=group_slug)
    before: list[Draft] = []
    documents: list[dict[str, Any]] = []
    for path in paths:
        try:
            name, draft = _draft(path, kind)
            group = _group(group_slug) if with_hub else None
            now, seen = _now(), list(before)
            preview(draft, now=now, name=name, group=group, alongside=seen, with_hub=with_hub)
        except UserError as error:
            documents.append(_refused(path, error))
            continue
        before.append(draft)
        _tell(name, draft)
        documents.append(draft.as_json())
    return documents


def _writes(paths: tuple[str, ...], kind: str, group_slug: str) -> list[dict[str, Any]]:
    """Each file is one transaction: a refused one changes nothing, and those beside it are imported."""
    prepare(static=False)
    from commonhour.actions.upstream import import_draft
    from commonhour.actions.upstream.preview import count_dates
    from commonhour.core.rights import TERMINAL

    group = _group(group_slug)
    documents: list[dict[str, Any]] = []
    for path in paths:
        try:
            name, draft = _draft(path, kind)
            report = import_draft(draft, now=_now(), actor=TERMINAL, name=name, group=group)
        except UserError as error:
            documents.append(_refused(path, error))
            continue
        draft.occurrences = count_dates(draft, _now())
        _tell(name, draft)
        say(f"{name}: {report.summary}.")
        documents.append(draft.as_json())
    return documents


def _draft(path: str, kind: str) -> tuple[str, Draft]:
    from commonhour.actions.recognise import read_any, recognise

    if path != "-" and Path(path).is_dir():
        return path, _of_folder(path, kind)
    name, body = read_file(path)
    known = kind or recognise(name, body)
    return name, read_any(name, body, kind=known, now=_now(), read=files_beside(path))


def _of_folder(path: str, kind: str) -> Draft:
    """All files of the folder as one draft, with a bar on a terminal while they are read."""
    from commonhour.actions.folders import Folder, read_folder

    names = folder_files(path)
    with click.progressbar(
        length=len(names), label=path, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        folder = Folder(path, names, lambda name: read_file(name)[1], files_beside, lambda: bar.update(1))
        return read_folder(folder, kind=kind, now=_now())


def _now() -> dt.datetime:
    from commonhour import clock

    return clock.now()


def _group(slug: str) -> "Group | None":
    from commonhour.models import Group

    if not slug:
        return None
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        raise NotFound("no-group-called", name=slug)
    return group


def _refused(path: str, error: UserError) -> dict[str, Any]:
    say(f"commonhour: {error.sentence()}")
    return {"file": path, "error": error.sentence()}


def _tell(name: str, draft: Draft) -> None:
    """What was read, for people."""
    say_findings(draft.findings)
    if not draft.groups and draft.kind in ("page", "sigs"):
        say(f"{name}: no groups found.")
    parts = [f"{len(draft.groups)} groups", f"{len(draft.series)} series", f"{len(draft.findings)} findings"]
    say(f"{name}: {draft.kind}, " + ", ".join(parts) + f", {draft.occurrences} dates in the next year.")
    for match in draft.matches:
        say(f"  {match.title}: {tell(match.reason)}")
