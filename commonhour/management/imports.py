"""`import`: pages and calendars into the hub, or only a look at what would come of it."""

import datetime as dt
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import Answers
from commonhour.core.draft import Draft
from commonhour.errors import NotFound, RefusedInput, UserError
from commonhour.errors.telling import tell
from commonhour.formats.answers import Stand
from commonhour.management.answering import NONE, Given, given_answers, save_answers
from commonhour.management.checked_files import folder_files
from commonhour.management.documents import print_json, say_findings
from commonhour.management.files import files_beside, read_file
from commonhour.management.notes import KIND as NOTES
from commonhour.management.notes import import_notes
from commonhour.management.proposals import import_files, is_of_proposals
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
    help="What it is, when it cannot be told: page, calendar, sigs, irc-meetings, rust-calendar, yaml2ics, node-meetings, list, charter, proposals or notes.",
)
@click.option(
    "--group",
    "group_slug",
    default="",
    metavar="SLUG",
    help="Put a calendar's calls, or notes, into this group.",
)
@click.option("--series", "series_slug", default="", metavar="SLUG", help="Notes are of this series.")
@click.option("--call", default="", metavar="SLUG", help="Put proposals into this call for proposals.")
@click.option(
    "--answers",
    "answers_path",
    default="",
    metavar="FILE",
    help="Answers to what is asked, as --write-answers lists it.",
)
@click.option(
    "--write-answers",
    "template_path",
    default="",
    metavar="FILE",
    help="With --dry-run: write all that is asked into this file, to be filled in.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be imported; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def import_(
    paths: tuple[str, ...],
    kind: str,
    group_slug: str,
    series_slug: str,
    call: str,
    answers_path: str,
    template_path: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import a meetings page, a calendar, a catalogue or a folder of them. Importing again updates; what was changed here stays.

    \b
    Examples:
      commonhour import meetings.md
      commonhour import meetings.md community.ics --dry-run --json
      commonhour import meetings.md --dry-run --write-answers answers.yaml
      commonhour import meetings.md --answers answers.yaml
      commonhour import calls.ics --group metrics
      commonhour import meetings/ --as irc-meetings
      commonhour import issues.json --as proposals --call talks
      commonhour import minutes/ --as notes --group metrics
      commonhour import https://calendar.example.org/basic.ics
    """
    if template_path and not dry_run:
        raise RefusedInput("answers-need-dry-run")
    if kind == NOTES:
        documents = import_notes(paths, group_slug, series_slug, dry_run=dry_run)
    elif all(is_of_proposals(path, kind) for path in paths):
        documents = import_files(paths, call, dry_run=dry_run)
    elif dry_run:
        documents = _previews(paths, kind, group_slug, answers_path, template_path)
    else:
        documents = _writes(paths, kind, group_slug, answers_path)
    if as_json:
        print_json(documents if len(paths) > 1 else documents[0])
    if any("error" in document for document in documents):
        raise SystemExit(REFUSED)


def _previews(
    paths: tuple[str, ...], kind: str, group_slug: str, answers_path: str, template_path: str
) -> list[dict[str, Any]]:
    """The draft of each file, matched as if those before it were imported. Never makes a database."""
    set_up()
    from commonhour.actions.upstream.foreseen import stand_of
    from commonhour.actions.upstream.hub import has_hub
    from commonhour.actions.upstream.preview import foresee
    from commonhour.management.foretelling import foretell

    with_hub = has_hub()
    if group_slug and not with_hub:
        raise RefusedInput("no-group-as-empty", name=group_slug)
    files = _Files(paths, kind, answers_path, with_hub=with_hub)
    before: list[Draft] = []
    stands: list[Stand] = []
    documents: list[dict[str, Any]] = []
    for path in paths:
        try:
            name, read, answers = files.read(path)
            draft = answered(read, answers)
            group = _group(group_slug) if with_hub else None
            now, seen = _now(), list(before)
            found = foresee(draft, now=now, name=name, group=group, alongside=seen, with_hub=with_hub)
        except UserError as error:
            documents.append(_refused(path, error))
            continue
        before.append(draft)
        stands.append(stand_of(name, read, answers, found))
        _tell(name, draft)
        foretell(draft, found, now)
        documents.append(draft.as_json())
    if template_path:
        save_answers(template_path, stands, is_given=template_path == answers_path)
        say(f"Wrote what is asked to {template_path}.")
    return documents


def _writes(paths: tuple[str, ...], kind: str, group_slug: str, answers_path: str) -> list[dict[str, Any]]:
    """Each file is one transaction, and its dates follow: a refused one changes nothing, and those beside it are
    imported."""
    prepare(static=False)
    from commonhour.actions.upstream import import_draft
    from commonhour.actions.upstream.preview import count_dates
    from commonhour.core.rights import TERMINAL

    group = _group(group_slug)
    files = _Files(paths, kind, answers_path, with_hub=True)
    documents: list[dict[str, Any]] = []
    for path in paths:
        try:
            name, read, answers = files.read(path)
            draft = answered(read, answers)
            report = import_draft(draft, now=_now(), actor=TERMINAL, name=name, group=group, told=_progress)
        except UserError as error:
            documents.append(_refused(path, error))
            continue
        draft.occurrences = count_dates(draft, _now())
        _tell(name, draft)
        say(f"{name}: {report.summary}.")
        documents.append(draft.as_json())
    return documents


class _Files:
    """Each file as it was read, with the answers given to it; all of those fit, or RefusedInput is raised at once."""

    def __init__(self, paths: tuple[str, ...], kind: str, answers_path: str, *, with_hub: bool) -> None:
        self._kind = kind
        self._read: dict[str, tuple[str, Draft]] = {}
        self._given: Given = {}
        if answers_path:
            self._fit(paths, answers_path, with_hub)

    def _fit(self, paths: tuple[str, ...], answers_path: str, with_hub: bool) -> None:
        from commonhour.models import Group

        found: dict[str, tuple[str, Draft]] = {}
        for path in paths:
            with suppress(UserError):  # its turn comes, and then it is told
                found[path] = _draft(path, self._kind)
        groups = list(Group.objects.values_list("slug", flat=True)) if with_hub else []
        self._given = given_answers(answers_path, found.values(), groups)
        # A calendar is read again after the page before it was imported: it may be in the zone of that.
        self._read = {path: one for path, one in found.items() if one[1].kind != "calendar" or path == "-"}

    def read(self, path: str) -> tuple[str, Draft, Answers]:
        name, draft = self._read.get(path) or _draft(path, self._kind)
        return name, draft, self._given.get(name, NONE).answers


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


def _progress(done: int, of: int) -> None:
    """On a terminal, in one line that is written over."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {of:,} calls have their dates", nl=done == of, err=True)


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
