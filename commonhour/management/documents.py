"""How every reading command prints: one JSON document on stdout; prose and tables on stderr."""

import datetime as dt
import json
import sys
from collections.abc import Iterable

import click

from commonhour.core.finding import Finding, Severity
from commonhour.management.setting_up import say

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_rows(rows: Iterable[object]) -> None:
    """A JSON list with one object a line, for many: the standard library indents without its quick encoder, which would
    cost more than what is printed."""
    click.echo("[\n" + ",\n".join(map(_encoded, rows)) + "\n]")


def say_findings(findings: list[Finding]) -> None:
    """One line each, in colour on a terminal."""
    for finding in findings:
        severity = click.style(finding.severity.value, fg=_COLOURS[finding.severity])
        click.echo(f"{finding.where}: {severity} [{finding.code}] {finding.message}", err=True)
        if finding.suggestion and sys.stderr.isatty():
            say(f"    {finding.suggestion}")


class Instant(click.ParamType[dt.datetime]):
    """An RFC 3339 moment, or a date for its first moment in UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        if isinstance(value, dt.datetime):
            return value
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a time such as 2026-11-26T16:00:00Z or 2026-11-26.", param, ctx)
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
