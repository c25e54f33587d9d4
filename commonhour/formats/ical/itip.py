"""One call for one person's own calendar: an invitation, and its end (iTIP, RFC 5546; by mail RFC 6047)."""

import datetime as dt
import functools
import hashlib
from dataclasses import replace
from urllib.parse import quote

from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.one_off import as_changed
from commonhour.core.schedule.schedule import CONFIRMED, Override, Schedule
from commonhour.core.time.wall import is_date, parse_wall
from commonhour.core.time.zones import instant
from commonhour.formats.ical.feed import FeedSeries, zones_of
from commonhour.formats.ical.lines import escape, joined, utc
from commonhour.formats.ical.vtimezone import vtimezone
from commonhour.formats.ical.writer import PRODID, write_component

# A calendar that shows another one of these is not wrong.
_OF_NO_WEIGHT = (
    b"DTSTAMP",
    b"CREATED",
    b"LAST-MODIFIED",
    b"SEQUENCE",
    b"DESCRIPTION",
    b"COMMENT",
    b"CATEGORIES",
)


def request(feed: FeedSeries, organizer: str, attendee: str, sequence: int, at: dt.datetime) -> str:
    """The whole series as it is now, with one SEQUENCE for all of it: dates that are called off are left out, because a
    REQUEST may not call them cancelled (RFC 5546 §3.2.2)."""
    schedule = _counting(feed.schedule, sequence)
    feed = replace(feed, schedule=schedule, people=_people(organizer, attendee), stamped_at=at)
    zones = (vtimezone(tzid, year) for tzid, year in sorted(zones_of(feed)))
    return b"".join([_head("REQUEST"), *zones, write_component(feed), b"END:VCALENDAR\r\n"]).decode()


def cancel(
    uid: str, title: str, begins: str, organizer: str, attendee: str, sequence: int, at: dt.datetime
) -> str:
    """All of it is taken out."""
    lines = ["BEGIN:VEVENT", f"UID:{escape(uid)}", f"DTSTAMP:{utc(at)}", f"SEQUENCE:{sequence}"]
    lines += [*_people(organizer, attendee), f"DTSTART{';VALUE=DATE' * is_date(begins)}:{begins}"]
    lines += ["STATUS:CANCELLED", f"SUMMARY:{escape(title)}", "END:VEVENT", "END:VCALENDAR"]
    return (_head("CANCEL") + joined(lines)).decode()


@functools.lru_cache(maxsize=20_000)
def weight(feed: FeedSeries) -> str:
    """A digest of when, where and what it is; "" when no date of it is left."""
    text = write_component(replace(feed, schedule=_without_idle(feed.schedule))).replace(b"\r\n ", b"")
    kept = [line for line in text.split(b"\r\n") if not line.startswith(_OF_NO_WEIGHT)]
    return hashlib.sha256(b"\n".join(kept)).hexdigest() if text else ""


def top_sequence(schedule: Schedule) -> int:
    """The highest of it and of its changed dates, also of those that are called off."""
    return max(schedule.sequence, *(one.sequence for one in schedule.overrides), 0)


def begins(feed: FeedSeries) -> str:
    """Its DTSTART, in UTC where it has an hour."""
    schedule, _ = as_changed(feed.schedule)
    if schedule.is_all_day:
        return schedule.dtstart
    return utc(instant(parse_wall(schedule.dtstart), schedule.tzid))


def _without_idle(schedule: Schedule) -> Schedule:
    """Without changed dates that are as planned again, and only tell so."""
    idle = {one.recurrence_id for one in schedule.overrides if _is_idle(schedule, one)}
    made = made_among(schedule, idle)
    kept = tuple(one for one in schedule.overrides if one.recurrence_id not in made)
    return replace(schedule, overrides=kept)


def _is_idle(schedule: Schedule, one: Override) -> bool:
    return (
        one.status == CONFIRMED
        and one.dtstart in (None, one.recurrence_id)
        and one.tzid in (None, schedule.tzid)
        and one.duration in (None, schedule.duration)
        and not one.summary
    )


def _counting(schedule: Schedule, sequence: int) -> Schedule:
    overrides = tuple(replace(one, sequence=sequence) for one in schedule.overrides)
    return replace(schedule, sequence=sequence, overrides=overrides)


def _head(method: str) -> bytes:
    return joined(
        ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    )


def _people(organizer: str, attendee: str) -> tuple[str, ...]:
    """They asked for it, so it is no question any more, and nobody waits for an answer."""
    ours, theirs = ("mailto:" + quote(address, safe="@!$'*+") for address in (organizer, attendee))
    return (f"ORGANIZER:{ours}", f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:{theirs}")
