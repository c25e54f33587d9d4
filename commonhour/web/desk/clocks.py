"""One instant on four clocks, and what is odd about a wall time: the clocks skip it or show it twice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from commonhour.core.layout import day_shift
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import is_in_gap, wall_of, zone
from commonhour.web.times import clock, day_text, full, place

_OTHERS = ("UTC", "America/New_York", "Asia/Tokyo", "Europe/London")


@dataclass(frozen=True)
class ClockRow:
    """A place, why it is listed, and its time before and after a change ("" for no change)."""

    place: str
    role: str
    before: str
    after: str = ""
    shift: str = ""


def clock_rows(
    line: ListedDate, reader_tzid: str, moved_to: dt.datetime | None = None, others: Sequence[str] = ()
) -> list[ClockRow]:
    """The host's clock, the reader's, those of `others` who hear of it, else UTC and another one; four in all.
    `moved_to` adds the time after a move."""
    if line.all_day:
        after = "" if moved_to is None else day_text(moved_to.date())
        return [ClockRow(gettext("everywhere"), "", day_text(line.start.date()), after)]
    zones = list(dict.fromkeys([line.tzid, reader_tzid, *others, *_OTHERS]))[:4]
    return [_row(line, tzid, reader_tzid, moved_to) for tzid in zones]


def _row(line: ListedDate, tzid: str, reader_tzid: str, moved_to: dt.datetime | None) -> ClockRow:
    roles = [gettext("host")] * (tzid == line.tzid) + [gettext("you")] * (tzid == reader_tzid)
    after = "" if moved_to is None else full(moved_to, tzid)
    return ClockRow(
        place(tzid), ", ".join(roles), full(line.start, tzid), after, "" if after else _shift(line, tzid)
    )


def _shift(line: ListedDate, tzid: str) -> str:
    days = day_shift(line, line.tzid, tzid)
    return "" if not days else gettext("+1 day") if days > 0 else gettext("−1 day")


def oddity(wall: dt.datetime, tzid: str) -> str:
    """A sentence about a wall time the clocks skip or show twice; "" for an ordinary one."""
    first = wall.replace(tzinfo=zone(tzid), fold=0)
    if is_in_gap(wall, tzid):
        really = wall_of(first.astimezone(dt.UTC), tzid)
        return gettext("The clocks in {city} skip {time} on that day; it will start at {really}.").format(
            city=place(tzid), time=f"{wall:%H:%M}", really=f"{really:%H:%M}"
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        return gettext("The clocks in {city} show {time} twice on that day; the first one is meant.").format(
            city=place(tzid), time=f"{wall:%H:%M}"
        )
    return ""


def in_words(moment: dt.datetime, tzid: str) -> str:
    """ "Thu, 26 Nov 2026 at 16:00 Madrid time"."""
    return gettext("{day} at {time} {city} time").format(
        day=day_text(wall_of(moment, tzid).date()), time=clock(moment, tzid), city=place(tzid)
    )
