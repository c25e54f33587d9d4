"""`sync`: asks the outside calendars now, and says what came."""

from typing import TYPE_CHECKING, Any

import click

from commonhour.core.finding import Finding
from commonhour.errors import NotFound
from commonhour.errors.telling import tell
from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say

if TYPE_CHECKING:
    from commonhour.models import Source
    from commonhour.tasks.poll import Polled

FOUND = 1  # exit code when a calendar could not be read


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def sync(names: tuple[str, ...], as_json: bool) -> None:
    """Ask the outside calendars that are shown for what is new, whether they are due or not.

    SOURCE is a calendar's number, name, address or host; without any, all are asked. Exit 1 when one could not be
    read: its last good copy stays.

    \b
    Examples:
      commonhour sync
      commonhour sync "Partner calendar"
      commonhour sync calendar.example.org --json
    """
    prepare(static=False)
    from commonhour import clock
    from commonhour.core.rights import TERMINAL
    from commonhour.models import Source
    from commonhour.tasks.poll import poll_these

    shown = list(Source.objects.shown())
    wanted = [one for one in shown if not names or _names(one) & {name.casefold() for name in names}]
    _refuse_unknown(names, shown)
    if not wanted:
        say("No outside calendar is shown.")
    done = poll_these(wanted, clock.now(), actor=TERMINAL)
    for polled in done:
        say(f"{polled.source}: {polled.summary}{'' if polled.fault else '.'}")
    if as_json:
        print_json([_document(polled) for polled in done])
    if any(polled.fault for polled in done):
        raise SystemExit(FOUND)


def _names(source: "Source") -> set[str]:
    names = (str(source.pk), source.label, source.url, source.feed_url, source.host)
    return {name.casefold() for name in names if name}


def _refuse_unknown(names: tuple[str, ...], shown: "list[Source]") -> None:
    known = {name for one in shown for name in _names(one)}
    for name in names:
        if name.casefold() not in known:
            raise NotFound("no-calendar-called", name=name)


def _document(polled: "Polled") -> dict[str, Any]:
    from commonhour.core.time.rfc3339 import rfc3339

    source, report = polled.source, polled.report
    return {
        "id": source.pk,
        "label": str(source),
        "url": source.url,
        "read_at": rfc3339(source.read_at) if source.read_at else None,
        "due_at": rfc3339(source.due_at) if source.due_at else None,
        "fault": tell(polled.fault) or None,
        "calls": report.calls if report else None,
        "added": report.added if report else 0,
        "changed": report.changed if report else 0,
        "gone": report.gone if report else 0,
        "findings": [Finding.of(row).as_json() for row in source.findings],
    }
