"""A day's hours on the clocks of several cities, as the converter shows them: links, words and text to copy."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour.core.day_clocks import Cell, HourRow, Part, day_clocks, part_of_day
from commonhour.core.time.cities import city_zone
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.core.time.zones import offset_text, resolve, wall_of
from commonhour.web import times
from commonhour.web.reader import Reader

USUAL = ("America/Los_Angeles", "America/New_York", "Europe/London", "Asia/Kolkata", "Asia/Tokyo")
MOST, _LONGEST = 12, 400


@dataclass(frozen=True)
class Cities:
    """The zones of the columns, the reader's own first; `asked` is what the address said, "" for the usual ones."""

    tzids: tuple[str, ...]
    asked: str
    unknown: str


@dataclass(frozen=True)
class City:
    """One place at the chosen moment; `without` is the same page without it, "" for the reader's own."""

    tzid: str
    name: str
    text: SafeString
    part: str
    without: str


@dataclass(frozen=True)
class Clocks:
    """`moment` is what is chosen, or only now when not `is_chosen`; `text` and `markdown` are to be copied."""

    moment: dt.datetime
    is_chosen: bool
    date: dt.date
    time: str
    asked: str
    unknown: str
    cities: list[City]
    earlier: str
    later: str
    hours: SafeString
    text: str
    markdown: str


def cities_of(query: QueryDict, typed_tzid: str, reader: Reader) -> Cities:
    """`cities=` names zones or cities, `add=` one more; without them a few all over the world."""
    named = [one.strip() for one in query.get("cities", "")[:_LONGEST].split(",") if one.strip()]
    wanted = named + [one.strip() for one in query.get("add", "")[:80].split(",") if one.strip()]
    found = [(one, resolve(one) if "/" in one else city_zone(one)) for one in wanted]
    known = [tzid for _, tzid in found if tzid]
    if not named:
        known = [*known, *USUAL]
    columns = dict.fromkeys([reader.tzid, *([typed_tzid] if typed_tzid else []), *known])
    tzids = tuple(columns)[:MOST]
    asked = ",".join(tzids[1:]) if named or query.get("add") else ""
    return Cities(tzids, asked, next((one[:60] for one, tzid in found if not tzid), ""))


def clocks(moment: dt.datetime, cities: Cities, reader: Reader, *, is_chosen: bool) -> Clocks:
    wall = wall_of(moment, reader.tzid)
    rows = day_clocks(wall.date(), wall.minute if is_chosen else 0, cities.tzids)
    link = _Links(reader, cities.asked)
    return Clocks(
        moment=moment,
        is_chosen=is_chosen,
        date=wall.date(),
        time=f"{wall:%H:%M}",
        asked=cities.asked,
        unknown=cities.unknown,
        cities=[_city(tzid, moment, cities, reader) for tzid in cities.tzids],
        earlier=link.to(moment - dt.timedelta(days=1)),
        later=link.to(moment + dt.timedelta(days=1)),
        hours=_table(rows, moment, cities.tzids, link, is_chosen=is_chosen),
        text=_text(moment, cities.tzids, link),
        markdown=_markdown(moment, cities.tzids, link),
    )


@dataclass(frozen=True)
class _Links:
    """Addresses of the same clocks at another moment."""

    reader: Reader
    asked: str

    def to(self, moment: dt.datetime) -> str:
        return self.reader.link("/convert/", at=rfc3339(moment), cities=self.asked)


def _city(tzid: str, moment: dt.datetime, cities: Cities, reader: Reader) -> City:
    others = [one for one in cities.tzids[1:] if one != tzid]
    without = reader.link("/convert/", at=rfc3339(moment), cities=",".join(others)) if others else ""
    part = _part_name(part_of_day(wall_of(moment, tzid).hour))
    is_own = tzid == cities.tzids[0]
    return City(tzid, times.place(tzid), times.there(moment, tzid), part, "" if is_own else without)


def _table(
    rows: Sequence[HourRow], moment: dt.datetime, tzids: Sequence[str], link: _Links, *, is_chosen: bool
) -> SafeString:
    """One row an hour; written in Python, as it has hundreds of cells."""
    names = {part: _part_name(part) for part in Part}
    chosen = max((one.instant for one in rows if one.instant <= moment), default=moment)
    return format_html_join(
        "",
        '<tr{}><th scope="row"><a href="{}"{}>{}</a></th>{}</tr>',
        (
            (
                mark_safe(' class="chosen"') if one.instant == chosen else "",
                link.to(one.instant),
                mark_safe(' aria-current="true"') if one.instant == chosen and is_chosen else "",
                _cell(one.cells[0], names, tzids[0], one.instant, with_offset=_is_twice(one, rows)),
                format_html_join("", '<td class="{}">{}</td>', (
                    (cell.part.value, _cell(cell, names, tzid, one.instant))
                    for cell, tzid in zip(one.cells[1:], tzids[1:], strict=True)
                )),
            )
            for one in rows
        ),
    )  # fmt: skip


def _is_twice(one: HourRow, rows: Sequence[HourRow]) -> bool:
    """True where the clocks show the hour of a row again."""
    return sum(other.cells[0].wall == one.cells[0].wall for other in rows) > 1


def _cell(
    cell: Cell, names: dict[Part, str], tzid: str, moment: dt.datetime, *, with_offset: bool = False
) -> SafeString:
    day = times.weekday_text(cell.wall.date()) if cell.days else ""
    offset = offset_text(moment, tzid) if with_offset else ""
    return format_html(
        "<b>{}</b>{}{} <small>{}</small>",
        times.clock(moment, tzid),
        format_html(" <i>{}</i>", day) if day else "",
        format_html(" <small>{}</small>", offset) if offset else "",
        names[cell.part],
    )


def _part_name(part: Part) -> str:
    return {
        Part.NIGHT: gettext("night"),
        Part.EARLY: gettext("early"),
        Part.WORK: gettext("work"),
        Part.EVENING: gettext("evening"),
    }[part]


def _text(moment: dt.datetime, tzids: Sequence[str], link: _Links) -> str:
    return "\n".join(
        [*(f"{times.place(tzid)}: {_at(moment, tzid)}" for tzid in tzids), _absolute(link, moment)]
    )


def _markdown(moment: dt.datetime, tzids: Sequence[str], link: _Links) -> str:
    lines = [f"| {gettext('City')} | {gettext('Time')} |", "|---|---|"]
    lines += [f"| {times.place(tzid)} | {_at(moment, tzid)} |" for tzid in tzids]
    return "\n".join([*lines, "", f"<{_absolute(link, moment)}>"])


def _at(moment: dt.datetime, tzid: str) -> str:
    day = times.day_text(wall_of(moment, tzid).date())
    return f"{times.day_and_hour(day, times.clock(moment, tzid))} ({offset_text(moment, tzid)})"


def _absolute(link: _Links, moment: dt.datetime) -> str:
    return settings.BASE_URL + link.to(moment)
