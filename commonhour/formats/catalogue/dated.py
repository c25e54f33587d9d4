"""A call that a catalogue gives by its first date: with rule, exceptions and zone to a Schedule, or to a question."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from commonhour.core import limits
from commonhour.core.draft import DraftSeries
from commonhour.core.places.secrets import beginning, has_secret
from commonhour.core.recurrence.expansion import is_off_rule
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, TENTATIVE, Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.core.undecided.asking import zone_ask
from commonhour.core.undecided.question import Facts
from commonhour.core.undecided.readings import Reading, unique
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.catalogue.when import file_question, report_zone
from commonhour.formats.words.stamps import Stamp, read_stamp
from commonhour.formats.words.zones import zone_of

_STATUS = {"tentative": TENTATIVE, "cancelled": CANCELLED, "canceled": CANCELLED}
_DAY = dt.timedelta(days=1)
_LONGEST = dt.timedelta(days=3_660)


@dataclass(slots=True)
class Dated:
    """What an entry says. `zone` is what its times are in when they carry no offset; `rule` an RRULE or ""."""

    said: str
    start: Stamp
    zone: ZoneSaid
    end: Stamp | None = None
    length: dt.timedelta | None = None
    rule: str = ""
    exdates: list[Stamp] = field(default_factory=list)
    rdates: list[Stamp] = field(default_factory=list)
    uid: str = ""
    status: str = CONFIRMED


def decide_dated(catalogue: Catalogue, series: DraftSeries, dated: Dated, line: int) -> None:
    """Gives the series its schedule, or the reason and question why it has none. Raises RefusedInput."""
    ask = _zone_ask(dated)
    if dated.start.offset is None and not dated.start.is_date:
        report_zone(catalogue, dated.zone, line)
    if ask:
        series.question = file_question(catalogue, dated.said, [ask], line)
        series.readings = unique(_readings(dated))
        return
    schedule = _schedule(dated)
    series.schedules.append(schedule)
    if schedule.rrule and is_off_rule(schedule):
        catalogue.find("off-rule-start", line, "call", title=series.title)
    if not schedule.duration:
        catalogue.find("no-time", line, "length", title=series.title)


def _readings(dated: Dated) -> Iterator[Reading]:
    """The same dates in each zone the words allow."""
    for choice in _zone_said(dated).choices(dated.start.wall.date()):
        there = replace(dated, zone=ZoneSaid(choice.tzid, (choice.tzid,)))
        if choice.offset is not None and not _is_same_rule_in_utc(dated, choice.offset):
            continue
        if choice.offset is not None:
            there = _at_offset(there, choice.offset)
        yield Reading((_schedule(there),), {"zone": choice.facts} if choice.facts else {})


def _is_same_rule_in_utc(dated: Dated, offset: dt.timedelta) -> bool:
    """A rule that names days is another one when the dates in UTC are; so is one that ends at a wall time."""
    is_same_day = (dated.start.wall - offset).date() == dated.start.wall.date()
    until = re.search(r"UNTIL=[^;]*", dated.rule.upper())
    return (is_same_day or "BY" not in dated.rule.upper()) and (not until or until[0].endswith("Z"))


def _at_offset(dated: Dated, offset: dt.timedelta) -> Dated:
    """The same with every hour so far from UTC."""

    def placed(stamp: Stamp) -> Stamp:
        return stamp if stamp.is_date or stamp.offset is not None else replace(stamp, offset=offset)

    return replace(
        dated, start=placed(dated.start), end=dated.end and placed(dated.end),
        exdates=[placed(one) for one in dated.exdates], rdates=[placed(one) for one in dated.rdates],
    )  # fmt: skip


def _zone_ask(dated: Dated) -> Facts | None:
    if dated.start.is_date:
        return None
    if dated.start.offset is None:
        return zone_ask(dated.zone)
    if dated.start.is_utc or not (dated.rule or dated.rdates) or _agrees(dated):
        return None
    return zone_ask(_zone_said(dated))


def _zone_said(dated: Dated) -> ZoneSaid:
    """What is said about the zone: the offset of the first date, or the words beside it."""
    offset = dated.start.offset
    if offset is None:
        return dated.zone
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    text = f"{'+' if minutes > 0 else '-'}{hours:02d}:{rest:02d}"
    return ZoneSaid(text, is_offset=True, offset=offset)


def _agrees(dated: Dated) -> bool:
    """True when the entry also names a zone, and the offset is the one of that zone on that date."""
    tzid = dated.zone.tzid
    return tzid is not None and tzid != "UTC" and dated.start.wall_in(tzid) == dated.start.wall


def _schedule(dated: Dated) -> Schedule:
    tzid, start = _place(dated), dated.start
    wall = start.wall_in(tzid)
    bare = Schedule(
        wall_text(wall.date() if start.is_date else wall),
        tzid,
        _length(dated, tzid),
        normal_rrule(dated.rule, tzid=tzid, all_day=start.is_date) if dated.rule else "",
        uid=dated.uid,
        status=dated.status,
    )
    if len(dated.exdates) + len(dated.rdates) > limits.EXTRA_DATES:
        raise TooLarge("too-many-listed-dates", most=limits.EXTRA_DATES)
    exdates = {_wall_like(bare, one) for one in dated.exdates}
    rdates = {_wall_like(bare, one) for one in dated.rdates} - {bare.dtstart}
    return replace(bare, exdates=tuple(sorted(exdates)), rdates=tuple(sorted(rdates)))


def _place(dated: Dated) -> str:
    if dated.start.is_date:
        return dated.zone.tzid or "UTC"
    if dated.start.offset is None or _agrees(dated):
        return dated.zone.tzid or "UTC"
    return "UTC"


def _wall_like(schedule: Schedule, stamp: Stamp) -> str:
    """A date as an instance of the schedule: one without an hour has that of the others."""
    if schedule.is_all_day:
        return wall_text(stamp.wall.date())
    if stamp.is_date:
        return wall_text(dt.datetime.combine(stamp.wall.date(), parse_wall(schedule.dtstart).time()))
    return wall_text(stamp.wall_in(schedule.tzid))


def _length(dated: Dated, tzid: str) -> dt.timedelta:
    length = dated.length
    if dated.end is not None:
        length = _between(dated.start, dated.end, tzid)
    if dated.start.is_date:
        length = max(_DAY, _DAY * -(-(length or _DAY) // _DAY))
    if length is not None and length < dt.timedelta():
        raise RefusedInput("ends-before-start")
    if length is not None and length > _LONGEST:
        raise RefusedInput("too-long")
    return length or dt.timedelta()


def _between(start: Stamp, end: Stamp, tzid: str) -> dt.timedelta:
    if start.is_date or end.is_date:
        return end.wall - start.wall
    begins, ends = (zones.instant(one.wall_in(tzid), tzid) for one in (start, end))
    return ends - begins


def status_of(text: str) -> str:
    return _STATUS.get(text.lower(), CONFIRMED)


def uid_of(text: str) -> str:
    """A UID that holds no secret."""
    return "" if has_secret(text) else text[:255]


def stamps_in(catalogue: Catalogue, table: Table, name: str) -> list[Stamp]:
    """The dates of a list, each a text or `{date: …}`; what is none is refused on its own."""
    found = []
    for item in table.items(name):
        text = item.text("date") if isinstance(item, Table) else item if isinstance(item, str) else ""
        stamp = read_stamp(text)
        if stamp is None:
            catalogue.refuse(table.line_of(name), fault("date-none", name=name, text=beginning(text, 40)))
        else:
            found.append(stamp)
    return found


def until_text(stamp: Stamp) -> str:
    """A stamp as UNTIL: UTC when it gives an offset, else wall time, a date as it is."""
    if stamp.offset is not None:
        return stamp.instant().strftime("%Y%m%dT%H%M%SZ")
    return wall_text(stamp.wall.date() if stamp.is_date else stamp.wall)


def zone_or_default(text: str, default: ZoneSaid) -> ZoneSaid:
    return zone_of(text) if text else default
