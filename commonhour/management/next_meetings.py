"""`next`: the coming meetings in the terminal."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from commonhour.errors import NotFound
from commonhour.management.documents import print_json
from commonhour.management.setting_up import prepare, say

if TYPE_CHECKING:
    from commonhour.core.schedule.listed_date import ListedDate

SOON = 30  # days


@click.command("next")
@click.option("--group", default="", metavar="SLUG", help="Only the calls of this group.")
@click.option("--zone", default="", metavar="CITY", help="Show times in this zone, e.g. Asia/Tokyo.")
@click.option("--limit", default=10, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def next_(group: str, zone: str, limit: int, as_json: bool) -> None:
    """List the coming meetings. With --zone, also what a change of the clocks does to them within thirty days.

    \b
    Examples:
      commonhour next
      commonhour next --group metrics --zone Asia/Tokyo
    """
    prepare(static=False)
    from django.conf import settings

    from commonhour import clock
    from commonhour.core.foresight.hour_changes import change_sentence
    from commonhour.core.scope import Scope
    from commonhour.core.time.zones import canonical, city
    from commonhour.formats.json_dates import dates_document
    from commonhour.models import Community, Group
    from commonhour.reads.calendar import coming, dates_page
    from commonhour.reads.foresight import foreseen

    if group and not Group.objects.filter(slug=group).exists():
        raise NotFound("no-group-called", name=group)
    tzid, scope, now = (
        canonical(zone or Community.the().tzid),
        Scope(groups=(group,) if group else ()),
        clock.now(),
    )
    if as_json:
        page = dates_page(scope, now, f"{settings.BASE_URL}/calendar.json", limit=limit)
        print_json(dates_document(page.dates, settings.BASE_URL, page.following))
        return
    found = coming(scope, now, limit)
    for line in found:
        click.echo(_shown(line, tzid))
    if not found:
        say("Nothing is planned.")
    shown = {line.series for line in found}
    for one in foreseen(scope, now, tzid, SOON) if zone else []:
        if one.series in shown:
            say(f"{one.title}: {change_sentence(one.change)} ({city(tzid)}).")


def _shown(line: "ListedDate", tzid: str) -> str:
    from commonhour.core.time.zones import city, offset_text, wall_of

    if line.all_day:
        when = f"{line.start.date().isoformat()}  all day"
    else:
        wall: dt.datetime = wall_of(line.start, tzid)
        when = f"{wall:%a %Y-%m-%d %H:%M} {city(tzid)} ({offset_text(line.start, tzid)})"
    status = "" if line.status == "CONFIRMED" else f"  [{line.status.lower()}]"
    return f"{when}  {line.title}{status}"
