"""From one VEVENT to a Schedule: DTSTART, length, RRULE, RDATE and EXDATE, all in wall time of one zone."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core import limits
from commonhour.core.places.secrets import beginning
from commonhour.core.recurrence.expansion import is_off_rule
from commonhour.core.recurrence.rules import Rule, parse_rule, rule_text
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, TENTATIVE, Override, Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.ical.called_off import is_called_off
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.rule_meant import rule_meant
from commonhour.formats.ical.values import BadValue, Moment, checked_length, duration, moment
from commonhour.formats.ical.zone_names import SINGLE_OFFSET
from commonhour.formats.ical.zones import FileZone, ZoneBook, offset_text

_DAY = dt.timedelta(days=1)
_NO_LENGTHS = (
    "event-ends-before-start", "duration-negative", "no-ical-duration", "no-ical-time", "no-such-ical-date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarContext:
    """What the components of one calendar are read with. `strict`: a fixed offset is a question for a person."""

    book: ZoneBook
    report: Report
    strict: bool = True
    cancelled: bool = False  # METHOD:CANCEL


class Undecided(Exception):
    """The component is sound, but when it takes place in summer a person must say: its zone is only this offset."""


class NeverHeld(Exception):
    """The component is sound, and its rule ended before it began: it has no date at all."""


def read_schedule(component: Component, context: CalendarContext, uid: str) -> Schedule:
    """The schedule of a master component, without overrides. Raises RefusedInput, NeverHeld, or Undecided (strict
    only)."""
    start_prop = required_start(component)
    start = moment(start_prop)
    rule = _one_rule(component, context.report)
    zone = _schedule_zone(start, start_prop.line, rule is not None, context)
    wall, tzid = (start.wall, zone.tzid) if zone.tzid else (_naive_utc(zone.instant(start.wall)), "UTC")
    bare = Schedule(
        dtstart=wall_text(wall.date() if start.is_date else wall),
        tzid=tzid,
        duration=read_duration(component, start, start_prop.line, context),
        uid=uid,
        sequence=sequence(component),
        status=status(component, context),
    )
    ruled = replace(bare, rrule=_rrule(rule, bare, context)) if rule else bare
    schedule = _without_ghost(_with_dates(ruled, component, context))
    if schedule.is_all_day:
        schedule = replace(schedule, tzid="UTC")  # the same dates everywhere, whatever the calendar's zone
    _report_off_rule(schedule, rule, context.report)
    return schedule


def required_start(component: Component) -> Property:
    start = component.first("DTSTART")
    if start is None:
        raise RefusedInput("no-dtstart")
    return start


def wall_in(schedule: Schedule, at: Moment, line: int, context: CalendarContext) -> str:
    """A RECURRENCE-ID, RDATE or EXDATE as wall text of the schedule, whatever type and zone it was written in.

    A date stands for the instance of that day (readers agree on this, RFC 5545 does not allow it).
    """
    if schedule.is_all_day:
        return wall_text(context.book.day_of(at, line))
    time = parse_wall(schedule.dtstart).time()
    if at.is_date:
        return wall_text(dt.datetime.combine(at.wall.date(), time))
    zone = context.book.zone(at, line) if at.tzid else None
    if zone is None or zone.tzid == schedule.tzid:
        # One without a zone beside a DTSTART that has one means that zone.
        return wall_text(at.wall)
    instant = zone.instant(at.wall)
    wall = zones.wall_of(instant, schedule.tzid)
    # An instance in a gap has moved; in UTC it is written where it went.
    original = dt.datetime.combine(wall.date(), time)
    return wall_text(original if zones.instant(original, schedule.tzid) == instant else wall)


def read_duration(component: Component, start: Moment, line: int, context: CalendarContext) -> dt.timedelta:
    """RFC 5545 §3.6.1: DTEND, or DURATION, or one day for a date and nothing for a time."""
    given = given_duration(component, start, line, context)
    return given if given is not None else _DAY if start.is_date else dt.timedelta()


def given_duration(
    component: Component, start: Moment, line: int, context: CalendarContext
) -> dt.timedelta | None:
    """By DTEND or DURATION; None without both. A length that is none loses the length and not the event."""
    try:
        return _given_duration(component, start, line, context)
    except BadValue as error:
        if error.code not in _NO_LENGTHS:
            raise
        context.report.refuse(error.line, fault("length-left-out", reason=error.as_json()))
        return None


def _given_duration(
    component: Component, start: Moment, line: int, context: CalendarContext
) -> dt.timedelta | None:
    end_prop, length = component.first("DTEND"), component.first("DURATION")
    if end_prop is not None:
        if length is not None:
            context.report.dropped(length.line, case="second-length")
        end = moment(end_prop)
        end = end if end.tzid else replace(end, tzid=start.tzid)
        if start.is_date or end.is_date:
            days = end.wall.date() - start.wall.date()
            if start.is_date:
                return _whole_days(checked_length(days, end_prop.line), end)
            return checked_length(end.wall - start.wall, end_prop.line)
        return checked_length(_between(start, end, line, context), end_prop.line)
    if length is not None:
        found = duration(length.value, length.line)
        return max(_DAY, _DAY * -(-found // _DAY)) if start.is_date else found
    return None


def sequence(component: Component) -> int:
    """SEQUENCE (§3.8.7.4); 0 when it is absent or no number."""
    text = component.text("SEQUENCE")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def status(component: Component, context: CalendarContext) -> str:
    found = component.text("STATUS").upper()
    if found == "CANCELED" or context.cancelled or is_called_off(component.text("SUMMARY")):
        return CANCELLED
    return found if found in (TENTATIVE, CANCELLED) else CONFIRMED


def _whole_days(days: dt.timedelta, end: Moment) -> dt.timedelta:
    """Days of an all-day event; a DTEND on the first day, or within a day, still fills its day."""
    has_rest = not end.is_date and end.wall.time() != dt.time()
    return max(_DAY, days + _DAY * has_rest)


def _between(start: Moment, end: Moment, line: int, context: CalendarContext) -> dt.timedelta:
    """From start to end; whole days are wall days and the rest is exact, as RFC 5545 §3.3.6 counts."""
    book = context.book
    exact = book.instant(end, line) - book.instant(start, line)
    if exact < _DAY:
        return exact
    zone, ends_at = book.zone(start, line), book.instant(end, line)
    days = exact // _DAY
    while days and zone.instant(start.wall + days * _DAY) > ends_at:
        days -= 1
    return days * _DAY + (ends_at - zone.instant(start.wall + days * _DAY))


def _rrule(rule: Property, start: Schedule, context: CalendarContext) -> str:
    """The stored rule; an all-day one ends where the calendar is."""
    home = context.book.home_tzid(rule.line) if start.is_all_day else start.tzid
    return rule_meant(rule, replace(start, tzid=home), context.report)


def _without_ghost(schedule: Schedule) -> Schedule:
    """A rule that ended before DTSTART makes no date, DTSTART included, as all readers agree: its RDATEs are left."""
    until = parse_rule(schedule.rrule).until if schedule.rrule else None
    if until is None or until >= parse_wall(schedule.dtstart):
        return schedule
    if not schedule.rdates:
        raise NeverHeld
    return replace(schedule, dtstart=schedule.rdates[0], rdates=schedule.rdates[1:], rrule="")


def _one_rule(component: Component, report: Report) -> Property | None:
    rules = component.all("RRULE")
    if len({rule.value.strip().upper() for rule in rules}) > 1:
        raise BadValue("rrule-twice", rules[1].line)
    if len(rules) > 1:
        report.add("odd-rule", rules[1].line, "given-twice")
    for rule in component.all("EXRULE"):
        raise BadValue("exrule", rule.line)
    return rules[0] if rules and rules[0].value.strip() else None


def _schedule_zone(start: Moment, line: int, has_rule: bool, context: CalendarContext) -> FileZone:
    """The zone of a schedule. A one-off in a bare offset becomes UTC; a rule there is a question."""
    zone = context.book.zone(start, line)
    if zone.tzid is not None or not has_rule:
        return zone
    if context.strict:
        raise Undecided(beginning(zone.name, 60))
    only = zone.offset
    place = SINGLE_OFFSET.get(offset_text(only)) if only is not None else None
    if place:
        return FileZone(zone.name, place)
    hours = only // dt.timedelta(hours=1) if only is not None else None
    if hours is None or only != dt.timedelta(hours=hours) or not -12 <= hours <= 14:
        raise RefusedInput("rule-zone-unknown", zone=beginning(zone.name, 60))
    return FileZone(zone.name, f"Etc/GMT{-hours:+d}")


def _with_dates(schedule: Schedule, component: Component, context: CalendarContext) -> Schedule:
    """The schedule with its RDATEs and EXDATEs; periods with a length of their own become overrides."""
    exdates = dict.fromkeys(
        wall
        for prop, at, _ in _dates(component, "EXDATE", context)
        for wall in [wall_in(schedule, at, prop.line, context)]
    )
    rdates: dict[str, dt.timedelta | None] = {}
    for prop, at, length in _dates(component, "RDATE", context):
        rdates[wall_in(schedule, at, prop.line, context)] = length
    if len(exdates) + len(rdates) > limits.EXTRA_DATES:
        raise TooLarge("event-too-many-listed", most=limits.EXTRA_DATES)
    overrides = tuple(
        Override(wall, duration=length)
        for wall, length in sorted(rdates.items())
        if length is not None and length != schedule.duration and wall not in exdates
    )
    rdates.pop(schedule.dtstart, None)
    return replace(
        schedule, rdates=tuple(sorted(rdates)), exdates=tuple(sorted(exdates)), overrides=overrides
    )


def _dates(
    component: Component, name: str, context: CalendarContext
) -> list[tuple[Property, Moment, dt.timedelta | None]]:
    """Every date of RDATE or EXDATE with its line; one that cannot be read is reported and left out."""
    found: list[tuple[Property, Moment, dt.timedelta | None]] = []
    left_out = 0
    for prop in component.all(name):
        for text in filter(None, map(str.strip, prop.value.split(","))):
            try:
                found.append((prop, *_date_or_period(prop, text, context)))
            except RefusedInput as error:
                left_out += 1
                met = fault("date-left-out", name=name, reason=error.as_json())
                context.report.refuse(prop.line, met)
            if len(found) + left_out > limits.EXTRA_DATES:
                raise TooLarge("event-too-many-named", most=limits.EXTRA_DATES, name=name)
    return found


def _date_or_period(
    prop: Property, text: str, context: CalendarContext
) -> tuple[Moment, dt.timedelta | None]:
    """A date, or the start and length of a PERIOD (§3.3.9)."""
    begin, slash, end = text.partition("/")
    start = moment(prop, begin)
    if not slash:
        return start, None
    if end[:1] in ("P", "p", "+", "-"):
        return start, duration(end, prop.line)
    stop = moment(prop, end)
    if start.is_date or stop.is_date:
        return start, None
    return start, checked_length(_between(start, stop, prop.line, context), prop.line)


def _report_off_rule(schedule: Schedule, rule: Property | None, report: Report) -> None:
    if rule is not None and schedule.rrule and _is_off_rule(schedule):
        report.add("off-rule-start", rule.line)


def _is_off_rule(schedule: Schedule) -> bool:
    """As in the core, but asked in the last 400 years of the calendar, which repeats every 400 years to the day.

    There a rule that never matches runs out of years at once; from today it would be followed for millennia.
    """
    start = parse_wall(schedule.dtstart)
    late = start.replace(year=start.year + 400 * ((9_999 - start.year) // 400))
    rule = replace(parse_rule(schedule.rrule), count=None, until=None)
    if (rule.bymonth and start.month not in rule.bymonth) or _is_other_weekday(rule, start):
        return True
    late_text = wall_text(late.date() if schedule.is_all_day else late)
    return is_off_rule(replace(schedule, dtstart=late_text, rrule=rule_text(rule)))


def _is_other_weekday(rule: Rule, start: dt.datetime) -> bool:
    return bool(rule.byday) and start.weekday() not in {day for _, day in rule.byday}


def _naive_utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(zones.UTC).replace(tzinfo=None)
