"""`expand`: what a calendar file says, as occurrences. The engine on its own, without a hub."""

import datetime as dt
from typing import Any

import click

from commonhour.core.finding import Finding
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import UserError
from commonhour.management.documents import Instant, print_rows
from commonhour.management.files import read_file
from commonhour.management.setting_up import say

REFUSED = 2


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.ics...")
@click.option(
    "--after", type=Instant(), required=True, metavar="TIME", help="From this moment on (RFC 3339)."
)
@click.option("--before", type=Instant(), required=True, metavar="TIME", help="Up to this moment (RFC 3339).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def expand(files: tuple[str, ...], after: dt.datetime, before: dt.datetime, as_json: bool) -> None:
    """List every occurrence of calendar files between two moments, in UTC, sorted by start.

    \b
    Examples:
      commonhour expand call.ics --after 2026-11-01 --before 2027-01-01
      commonhour expand *.ics --after 2026-11-01T00:00:00Z --before 2026-12-01T00:00:00Z --json
    """
    if after > before:
        raise click.BadParameter("--after is later than --before.")
    rows: list[dict[str, Any]] = []
    for path in files:
        rows += rows_of(path, after, before)
    if as_json:
        print_rows(_sorted(rows))
    else:
        for row in _sorted(rows):
            click.echo(
                row["error"]
                if "error" in row
                else "  ".join(str(row[n]) for n in ("start", "end", "status", "summary"))
            )
    if any("error" in row for row in rows):
        raise SystemExit(REFUSED)


def rows_of(path: str, after: dt.datetime, before: dt.datetime) -> list[dict[str, Any]]:
    from commonhour.formats.ical import Expanded, expand_calendar

    def row(one: Expanded) -> dict[str, Any]:
        occurrence = one.occurrence
        return {
            "file": path,
            "uid": occurrence.uid,
            "recurrence_id": occurrence.recurrence_id,
            "start": rfc3339(occurrence.start, occurrence.all_day),
            "end": rfc3339(occurrence.end, occurrence.all_day),
            "all_day": occurrence.all_day,
            "status": occurrence.status,
            "summary": one.summary,
        }

    try:
        name, body = read_file(path)
        findings: list[Finding] = []
        found = expand_calendar(body, where=name, after=after, before=before, findings=findings)
        for finding in findings:
            say(f"commonhour: {finding.where}: {finding.message}")
        return [row(one) for one in found]
    except UserError as error:
        say(f"commonhour: {error.sentence()}")
        return [{"file": path, "error": error.sentence()}]


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By start; a refusal stands where its file stood among the files, before everything else."""
    return sorted(rows, key=lambda row: (row.get("start", ""), row.get("uid", "")))
