"""`check`: what contradicts, what rots and what is missing, on files before they are imported or on the hub."""

import datetime as dt
from collections import defaultdict

import click

from commonhour.core.audit.clocks import clock_findings
from commonhour.core.audit.contradictions import contradictions
from commonhour.core.audit.report import report, split_place
from commonhour.core.finding import Finding, Severity
from commonhour.core.time.zones import canonical
from commonhour.errors import RefusedInput
from commonhour.management.annotations import annotation
from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say, set_up

FOUND, REFUSED = 1, 2
_YEAR = dt.timedelta(days=365)
_LEVELS = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING)}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
@click.option(
    "--fail-on", type=click.Choice(list(_LEVELS)), help="Exit 1 when there are findings this bad or worse."
)
@click.option(
    "--annotations", type=click.Choice(["github"]), help="Print the findings as remarks on a pull request."
)
@click.option(
    "--zone", default="", metavar="CITY", help="Say whose hour changes there in the next year: Asia/Tokyo."
)
@click.option(
    "--links", "with_links", is_flag=True, help="Ask every public link of the files whether it still works."
)
def check(
    paths: tuple[str, ...],
    as_json: bool,
    fail_on: str | None,
    annotations: str | None,
    zone: str,
    with_links: bool,
) -> None:
    """Say what contradicts, rots or is missing: in files and folders, or on the hub when none is named.

    \b
    Examples:
      commonhour check
      commonhour check content/meetings.md agendas/ community.ics
      commonhour check . --fail-on error --annotations github
      commonhour check community.ics --zone America/New_York
    """
    if as_json and annotations:
        raise click.UsageError("--json and --annotations are two ways to print one thing; choose one.")
    set_up()
    tzid = canonical(zone) if zone else ""
    findings, checked, refused = _of_files(paths, tzid, with_links) if paths else _of_hub(tzid, with_links)
    if as_json:
        print_json({"findings": [finding.as_json() for finding in findings], "checked": checked})
    elif annotations:
        for finding in findings:
            click.echo(annotation(finding))
    else:
        _tell(findings)
    say(_summary(findings, checked))
    if refused:
        raise SystemExit(REFUSED)
    if fail_on and any(finding.severity in _LEVELS[fail_on] for finding in findings):
        raise SystemExit(FOUND)


def _of_files(
    paths: tuple[str, ...], tzid: str, with_links: bool
) -> tuple[list[Finding], list[str], list[str]]:
    from commonhour.management.checked_claims import read_files
    from commonhour.management.checked_files import checked_files

    now = _now()
    checked = read_files(checked_files(paths), now)
    found = contradictions(checked.claims, now.date())
    if tzid:
        for title, schedules, where in checked.claims.meets:
            found += clock_findings(title, schedules, where, tzid, now, now + _YEAR)
    if with_links:
        from commonhour.management.checked_links import link_findings

        found += link_findings(checked.claims.links)
    for sentence in checked.skipped:
        say(f"commonhour: skipped: {sentence}")
    for sentence in checked.refused:
        say(f"commonhour: {sentence}")
    return report(found), checked.files, checked.refused


def _of_hub(tzid: str, with_links: bool) -> tuple[list[Finding], list[str], list[str]]:
    from commonhour.actions.upstream.hub import has_hub

    if with_links:
        raise click.UsageError("--links is for files; the links of the hub are asked by its worker.")
    if not has_hub():
        raise RefusedInput("no-hub-yet")
    prepare(static=False)
    from commonhour.actions.dismissal import known_anew
    from commonhour.models import Dismissal
    from commonhour.reads.audit import hub_findings

    found = hub_findings(_now(), tzid)
    known_anew(one.finding for one in found)
    aside = set(Dismissal.objects.values_list("key", flat=True))
    return [one.finding for one in found if one.key not in aside], ["hub"], []


def _now() -> dt.datetime:
    from commonhour import clock

    return clock.now()


def _tell(findings: list[Finding]) -> None:
    """Worst first. What a file repeats line by line is told once, with its lines."""
    together: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        file, _ = split_place(finding.where)
        together[file, finding.code, finding.message, finding.other].append(finding)
    for alike in together.values():
        _tell_one(alike)


def _tell_one(alike: list[Finding]) -> None:
    finding = alike[0]
    severity = click.style(finding.severity.value, fg=_COLOURS[finding.severity])
    lines = ", ".join(str(split_place(one.where)[1]) for one in alike[1:])
    also = f" (also in line{'s' if len(alike) > 2 else ''} {lines})" if lines else ""
    click.echo(f"{finding.where}: {severity} [{finding.code}] {finding.message}{also}")
    if finding.other:
        click.echo(f"    {finding.other}: the other place")
    if finding.suggestion:
        click.echo(f"    {finding.suggestion}")


def _summary(findings: list[Finding], checked: list[str]) -> str:
    counts = [
        f"{number} {name}{'s' if number != 1 else ''}"
        for severity, name in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
        if (number := sum(finding.severity is severity for finding in findings))
    ]
    what = "The hub" if checked == ["hub"] else f"{len(checked)} file{'s' if len(checked) != 1 else ''}"
    return f"{what}: {', '.join(counts) or 'nothing found'}."
