"""`import … --as proposals` and `export proposals`: talks that were offered, in and out."""

import datetime as dt
from typing import Any

import click

from commonhour.core.proposed import ProposalsRead
from commonhour.errors import NotFound, UserError
from commonhour.management.files import read_file
from commonhour.management.setting_up import prepare, say, set_up

KIND = "proposals"


def is_of_proposals(path: str, kind: str) -> bool:
    """Whether a file is one, as it was said or by its look; what cannot be read is told by who reads it."""
    from commonhour.formats.proposals import is_like_proposals

    if kind or path == "-" or not path.lower().endswith((".json", ".csv", ".tsv")):
        return kind == KIND
    try:
        name, body = read_file(path)
        return is_like_proposals(body, name)
    except UserError:
        return False


def import_files(paths: tuple[str, ...], call: str, *, dry_run: bool) -> list[dict[str, Any]]:
    """Each file is one transaction."""
    set_up() if dry_run else prepare(static=False)
    return [_import_file(path, call, dry_run=dry_run) for path in paths]


def _import_file(path: str, call: str, *, dry_run: bool) -> dict[str, Any]:
    from commonhour import clock
    from commonhour.actions.proposals_in import import_proposals
    from commonhour.core.rights import TERMINAL

    try:
        name, read = _read(path)
        document = {"file": name, **read.as_json()}
        if not dry_run:
            report = import_proposals(read, call=call, name=name, now=clock.now(), actor=TERMINAL)
            for title, field in report.kept:
                say(f"{name}: “{title}”: {field.replace('_', ' ')} was changed here and there; ours stays.")
            say(
                f"{name}: proposals added: {report.added}, changed: {report.changed}, talks that were held: {report.held}; "
                f"in {', '.join(report.calls) or 'no call'}."
            )
    except UserError as error:
        say(f"commonhour: {error.sentence()}")
        return {"file": path, "error": error.sentence()}
    _tell(name, read)
    return document


def _read(path: str) -> tuple[str, ProposalsRead]:
    from commonhour.core.limits import STAFF_BODY_BYTES
    from commonhour.errors import TooLarge
    from commonhour.formats.proposals import read_proposals

    name, body = read_file(path)
    if len(body) > STAFF_BODY_BYTES:
        raise TooLarge("file-too-large", bytes=len(body), most=STAFF_BODY_BYTES, where=name)
    return name, read_proposals(body, name)


def _tell(name: str, read: ProposalsRead) -> None:
    say(
        f"{name}: read as {read.kind}; proposals: {len(read.proposals)}, values that have no place: {len(read.left_over)}"
    )
    for where, text in read.left_over[:20]:
        say(f"  {where}: {text[:120]}")
    if len(read.left_over) > 20:
        say("  … all of them are in --json.")


@click.command("proposals")
@click.option("--call", default="", metavar="SLUG", help="Only those to this call for proposals.")
@click.option(
    "--as", "kind", type=click.Choice(["csv", "json", "pretalx"]), default="json", show_default=True
)
@click.option("--state", default="", metavar="STATE", help="Only those in this state, such as accepted.")
def export_proposals(call: str, kind: str, state: str) -> None:
    """Proposals with their speakers, on stdout. CSV and JSON hold the addresses of the speakers; pretalx is the XML that its
    `import_schedule` takes, of what is accepted.

    \b
    Examples:
      commonhour export proposals --call talks-2027 --as csv > talks.csv
      commonhour export proposals --as pretalx > schedule.xml
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.formats.proposals import write_csv, write_json, write_pretalx
    from commonhour.models import CallForProposals
    from commonhour.reads.proposals_out import pretalx_talks, proposals_out

    found = CallForProposals.objects.filter(slug=call).first()
    if call and found is None:
        raise NotFound("no-such-call-for-proposals")
    if kind == "pretalx":
        title = found.label if found else "Common Hour"
        click.echo(write_pretalx(title, pretalx_talks(call, state), _utc(clock.now())), nl=False)
    else:
        write = write_csv if kind == "csv" else write_json
        click.echo(write(proposals_out(call, state)), nl=False)


def _utc(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.UTC)
