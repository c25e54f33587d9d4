"""Writes feeds: the VEVENTs of one schedule, and the VCALENDAR round them (RFC 5545, RFC 7986). Pure."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from commonhour.core.recurrence.expansion import is_off_rule, last_wall, span
from commonhour.core.recurrence.membership import made_among
from commonhour.core.recurrence.rules import parse_rule, rule_text
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import is_date, wall_text
from commonhour.formats.ical.feed import FeedCalendar, FeedSeries, settled
from commonhour.formats.ical.lines import escape, joined, uri, utc
from commonhour.formats.ical.odd_hours import is_odd, is_told_twice, with_odd_hours
from commonhour.formats.ical.vtimezone import vtimezone

PRODID = "-//Common Hour//Common Hour//EN"


def write_calendar(calendar: FeedCalendar) -> bytes:
    """A whole feed. The same input gives the same bytes."""
    first_years: dict[str, int] = {}
    for tzid, year in calendar.zones:
        first_years[tzid] = min(year, first_years.get(tzid, year))
    parts = [vtimezone(tzid, year) for tzid, year in sorted(first_years.items())]
    return b"".join(
        [joined(_head(calendar, _shown_in(calendar))), *parts, *calendar.components, b"END:VCALENDAR\r\n"]
    )


def write_component(feed: FeedSeries) -> bytes:
    """The VEVENTs of one schedule: the master, then its changed instances in order; empty when none is left."""
    feed = settled(feed)
    feed = replace(feed, schedule=with_odd_hours(feed.schedule, feed.last_modified.year))
    schedule = feed.schedule
    hidden = [override.recurrence_id for override in schedule.overrides if override.status == CANCELLED]
    skipped = {*schedule.exdates, *(hidden if feed.hide_cancelled else ())}
    if (feed.hide_cancelled and schedule.status == CANCELLED) or _leaves_nothing(schedule, skipped):
        return b""
    shown = (override for override in schedule.overrides if override.recurrence_id not in skipped)
    overrides = sorted(shown, key=lambda override: override.recurrence_id)
    parts = [joined(_master(feed, sorted(skipped)))]
    return b"".join(parts + [joined(_changed(feed, override)) for override in overrides])


def _shown_in(calendar: FeedCalendar) -> str:
    """X-WR-TIMEZONE. Some readers move UTC times into it before they apply a rule or a length, so that a call which
    keeps its UTC hour jumps with that zone's clocks; a feed with such a time is therefore shown in UTC."""
    return "UTC" if any(b"\nDTSTART:" in component for component in calendar.components) else calendar.tzid


def _head(calendar: FeedCalendar, tzid: str) -> list[str]:
    name, minutes = escape(calendar.name), max(1, calendar.refresh_minutes)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}", f"X-WR-TIMEZONE:{escape(tzid)}"]
    if calendar.description:
        about = escape(calendar.description)
        lines += [f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:PT{minutes}M", f"X-PUBLISHED-TTL:PT{minutes}M"]
    if re.fullmatch(r"[A-Za-z]+", calendar.colour):
        lines.append(f"COLOR:{calendar.colour.lower()}")
    if calendar.source_url:
        lines.append(f"SOURCE;VALUE=URI:{uri(calendar.source_url)}")
    if calendar.url:
        lines.append(f"URL:{uri(calendar.url)}")
    return lines


def _master(feed: FeedSeries, exdates: Iterable[str]) -> list[str]:
    schedule = feed.schedule
    lines = _opening(feed, schedule.sequence)
    repeats = schedule.rrule or schedule.rdates or schedule.overrides
    times = _times if repeats else _times_alone
    lines += times(schedule.dtstart, schedule.tzid, schedule.duration)
    rrule, rdates = _recurrence(schedule)
    lines += [f"RRULE:{rrule}"] if rrule else []
    lines += [_dated("RDATE", wall, schedule.tzid) for wall in rdates]
    lines += [_dated("EXDATE", wall, schedule.tzid) for wall in exdates]
    return lines + _told(feed, feed.reason, feed.summary, feed.description, schedule.status)


def _changed(feed: FeedSeries, override: Override) -> list[str]:
    """The VEVENT of one changed instance; its RECURRENCE-ID is in the schedule's zone (§3.8.4.4)."""
    schedule = feed.schedule
    lines = _opening(feed, max(schedule.sequence, override.sequence))
    lines.append(_dated("RECURRENCE-ID", override.recurrence_id, schedule.tzid))
    dtstart = override.dtstart or override.recurrence_id
    duration = schedule.duration if override.duration is None else override.duration
    lines += _times_alone(dtstart, override.tzid or schedule.tzid, duration)
    status = CANCELLED if schedule.status == CANCELLED else override.status
    description = feed.description if override.description is None else override.description
    return lines + _told(feed, override.reason, override.summary or feed.summary, description, status)


def _opening(feed: FeedSeries, sequence: int) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(feed.schedule.uid)}",
        f"DTSTAMP:{utc(feed.stamped_at or feed.last_modified)}",
    ]
    lines += [f"CREATED:{utc(feed.created)}"] if feed.created else []
    return [*lines, f"LAST-MODIFIED:{utc(feed.last_modified)}", f"SEQUENCE:{sequence}", *feed.people]


def _told(feed: FeedSeries, reason: str, summary: str, description: str, status: str) -> list[str]:
    """Why it is so, and its words."""
    if not reason:
        return _words(feed, summary, description, status)
    return [f"COMMENT:{escape(reason)}", *_words(feed, summary, f"{reason}\n\n{description}".strip(), status)]


def _words(feed: FeedSeries, summary: str, description: str, status: str) -> list[str]:
    """Status and texts. The join page is the place, and the first line of the description; what to expect there
    follows."""
    prefix = feed.cancelled_prefix if status == CANCELLED else ""
    join = uri(feed.join_url)
    lines = [f"STATUS:{status}", f"SUMMARY:{escape(prefix + summary)}"]
    text = "\n\n".join(filter(None, [join, feed.expected, description])).strip()
    lines += [f"DESCRIPTION:{escape(text)}"] if text else []
    lines += [f"LOCATION:{escape(join)}", f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{join}"] if join else []
    lines += [f"URL:{uri(feed.url)}"] if feed.url else []
    lines += ["CATEGORIES:" + ",".join(map(escape, feed.categories))] if feed.categories else []
    return [*lines, "END:VEVENT"]


def _times(dtstart: str, tzid: str, duration: dt.timedelta) -> list[str]:
    """DTSTART with DTEND where both clocks agree on the length, else with DURATION, which is exact."""
    lines = [_dated("DTSTART", dtstart, tzid)]
    _, end = span(dtstart, tzid, duration)
    if is_date(dtstart):
        return [*lines, f"DTEND;VALUE=DATE:{wall_text(end.date())}"]
    if duration and not is_odd(dtstart, tzid, duration):
        return [*lines, _dated("DTEND", wall_text(zones.wall_of(end, tzid)), tzid)]
    seconds = duration.seconds
    days = f"{duration.days}D" if duration.days else ""
    clock = f"T{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S" if seconds or not days else ""
    return [*lines, f"DURATION:P{days}{clock}"]


def _times_alone(dtstart: str, tzid: str, duration: dt.timedelta) -> list[str]:
    """DTSTART and DTEND of one date, such that nobody can read them in two ways; in UTC where the clocks could."""
    if not is_odd(dtstart, tzid, duration):
        return _times(dtstart, tzid, duration)
    start, end = span(dtstart, tzid, duration)
    if any(is_told_twice(zones.wall_of(moment, tzid), tzid) for moment in (start, end)):
        tzid = "UTC"
    return [
        _dated(name, wall_text(zones.wall_of(moment, tzid)), tzid)
        for name, moment in (("DTSTART", start), ("DTEND", end))
    ]


def _dated(name: str, wall: str, tzid: str) -> str:
    """A date property, typed like every other one of its component."""
    if is_date(wall):
        return f"{name};VALUE=DATE:{wall}"
    return f"{name}:{wall}Z" if tzid == "UTC" else f"{name};TZID={tzid}:{wall}"


def _recurrence(schedule: Schedule) -> tuple[str, list[str]]:
    """RRULE with UNTIL in UTC, and RDATEs, those of dates that only an override makes among them.

    DTSTART off its rule is written as an RDATE too, and UNTIL instead of COUNT: readers disagree on whether such
    a DTSTART is an instance and whether it counts (RFC 5545 §3.8.5.3 leaves it open); like this they all agree.
    Beside RDATEs alone it is repeated as one, because ical.js shows only those.
    """
    rdates = sorted({*schedule.rdates, *_only_overridden(schedule)})
    if not schedule.rrule:
        return "", sorted({schedule.dtstart, *rdates}) if rdates else []
    rule = parse_rule(schedule.rrule)
    if is_off_rule(schedule):
        rdates = sorted({schedule.dtstart, *rdates})
        if rule.count is not None:
            rule = replace(
                rule, count=None, until=last_wall(replace(schedule, rdates=(), exdates=(), overrides=()))
            )
    if rule.until is None:
        return rule_text(rule), rdates
    until = rule.until
    text = rule_text(replace(rule, until=None))
    if schedule.is_all_day:
        return f"{text};UNTIL={wall_text(until.date())}", rdates
    return f"{text};UNTIL={utc(zones.instant(until, schedule.tzid))}", rdates


def _only_overridden(schedule: Schedule) -> set[str]:
    """The dates that an override makes and neither rule nor RDATE does; most readers would not show them."""
    ids = {override.recurrence_id for override in schedule.overrides} - {*schedule.exdates}
    return ids - made_among(schedule, ids)


def _leaves_nothing(schedule: Schedule, skipped: set[str]) -> bool:
    """True when no date is left of a schedule without a rule."""
    ids = {schedule.dtstart, *schedule.rdates, *(override.recurrence_id for override in schedule.overrides)}
    return not schedule.rrule and ids <= skipped
