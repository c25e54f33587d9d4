"""A feed as software that is not ours reads it, beside our own reading: which instants, which status."""

import datetime as dt
import importlib.metadata
import importlib.util
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import icalendar
from dateutil import rrule

from commonhour.core.time.zones import UTC
from commonhour.formats.ical import expand_calendar

_DAY = dt.timedelta(days=1)
Event = Any  # an icalendar.Event: what its properties hold is known by their names only
Tables = dict[str, dt.tzinfo]  # the zones of a feed, each from its own VTIMEZONE


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """One instance as a reader sees it. `start` and `end` are `2026-11-26T15:00:00Z`, or `2026-11-26` for a
    whole day, where `end` is the day after the last."""

    uid: str
    start: str
    end: str
    status: str
    summary: str


Read = Callable[[bytes, dt.datetime, dt.datetime], list[Instant]]


@dataclass(frozen=True, slots=True)
class FeedReader:
    """A reader by its name and version. `read` gives what starts in `after` ≤ … < `before` (UTC)."""

    name: str
    read: Read
    is_slow: bool = False


def readers() -> list[FeedReader]:
    """The readers there are on this machine."""
    found = [
        FeedReader("Common Hour", by_ourselves),
        FeedReader(_named("icalendar", "python-dateutil"), by_dateutil),
    ]
    if importlib.util.find_spec("recurring_ical_events"):
        name = _named("icalendar", "recurring-ical-events")
        found.append(FeedReader(name, by_recurring_ical_events, is_slow=True))
    return found


def by_ourselves(body: bytes, after: dt.datetime, before: dt.datetime) -> list[Instant]:
    """Our own reader and engine, from the bytes alone."""
    found = [
        Instant(
            one.uid, text_of(one.start, one.all_day), text_of(one.end, one.all_day), one.status, each.summary
        )
        for each in expand_calendar(body, where="feed.ics", after=after - _DAY, before=before + _DAY)
        for one in [each.occurrence]
    ]
    return _inside(found, after, before)


def by_recurring_ical_events(body: bytes, after: dt.datetime, before: dt.datetime) -> list[Instant]:
    """icalendar's parse, expanded by recurring-ical-events; its zones are tzdata's."""
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(body)
    query = recurring_ical_events.of(calendar, keep_recurrence_attributes=True)
    found = [_instant(event, event.start, event.end) for event in query.between(after - _DAY, before + _DAY)]
    return _inside(found, after, before)


def by_dateutil(body: bytes, after: dt.datetime, before: dt.datetime) -> list[Instant]:
    """icalendar's parse, expanded by dateutil; its zones are the feed's own VTIMEZONEs and nothing else."""
    calendar: Any = icalendar.Calendar.from_ical(body)
    tables = {str(part["TZID"]): part.to_tz(lookup_tzid=False) for part in calendar.walk("VTIMEZONE")}
    near = after.replace(tzinfo=None) - 2 * _DAY, before.replace(tzinfo=None) + 2 * _DAY
    by_uid: dict[str, list[Event]] = defaultdict(list)
    for event in calendar.walk("VEVENT"):
        by_uid[str(event["UID"])].append(event)
    found = [one for events in by_uid.values() for one in _expanded(events, tables, near)]
    return _inside(found, after, before)


def text_of(moment: dt.date, all_day: bool = False) -> str:
    """An instant in UTC, or a date."""
    if isinstance(moment, dt.datetime) and not all_day:
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{moment:%Y-%m-%d}"


def _expanded(
    events: list[Event], tables: Tables, near: tuple[dt.datetime, dt.datetime]
) -> Iterator[Instant]:
    """The instances of one UID: the master's, each with its changed component in its place (RFC 5545 §3.8.4.4).

    `near` are the wall times between which an unchanged instance can be asked for at all.
    """
    changed = {_moment(event["RECURRENCE-ID"], tables): event for event in events if "RECURRENCE-ID" in event}
    for event in (event for event in events if "RECURRENCE-ID" not in event):
        start = _moment(event["DTSTART"], tables)
        length = _absolute(_end(event, tables)) - _absolute(start)
        for place in _places(event, start, tables, max([near[1], *map(_naive, changed)])):
            if place in changed:
                other = changed[place]
                yield _instant(other, _moment(other["DTSTART"], tables), _end(other, tables))
            elif near[0] <= _naive(place) <= near[1]:
                yield _instant(event, place, _later(place, length))


def _places(event: Event, start: dt.date, tables: Tables, last: dt.datetime) -> Iterator[dt.date]:
    """The recurrence set up to a wall time, by dateutil: of dates, or of wall times with the feed's own zone."""
    found: Any = rrule.rruleset()
    found.rdate(_wall(start))
    if "RRULE" in event:
        found.rrule(rrule.rrulestr(event["RRULE"].to_ical().decode(), dtstart=_wall(start)))
    for moment in _listed(event, "RDATE", tables):
        found.rdate(_wall(moment))
    for moment in _listed(event, "EXDATE", tables):
        found.exdate(_wall(moment))
    made = itertools.takewhile(lambda moment: _naive(moment) <= last, found)
    return made if isinstance(start, dt.datetime) else (moment.date() for moment in made)


def _listed(event: Event, name: str, tables: Tables) -> Iterator[dt.date]:
    lists = event.get(name, [])
    for one in lists if isinstance(lists, list) else [lists]:
        yield from (_zoned(value.dt, one.params, tables) for value in one.dts)


def _moment(prop: Any, tables: Tables) -> dt.date:
    return _zoned(prop.dt, prop.params, tables)


def _zoned(moment: dt.date, params: Any, tables: Tables) -> dt.date:
    """A time in its own zone's VTIMEZONE rather than in what the machine knows of that name."""
    if isinstance(moment, dt.datetime) and "TZID" in params:
        return moment.replace(tzinfo=tables[params["TZID"]])
    return moment


def _end(event: Event, tables: Tables) -> dt.date:
    if "DTEND" in event:
        return _moment(event["DTEND"], tables)
    start: dt.date = _moment(event["DTSTART"], tables)
    return _later(start, event["DURATION"].dt)


def _later(moment: dt.date, length: dt.timedelta) -> dt.date:
    """A moment so much later by the clock on the wall of the world, not by that of its zone."""
    return _absolute(moment) + length if isinstance(moment, dt.datetime) else moment + length


def _absolute(moment: dt.date) -> dt.datetime:
    return moment.astimezone(UTC) if isinstance(moment, dt.datetime) else _wall(moment).replace(tzinfo=UTC)


def _naive(moment: dt.date) -> dt.datetime:
    return _wall(moment).replace(tzinfo=None)


def _wall(moment: dt.date) -> dt.datetime:
    """A date as its midnight, which dateutil wants; a time as it is."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _instant(event: Event, start: dt.date, end: dt.date) -> Instant:
    status, summary = str(event.get("STATUS", "CONFIRMED")), str(event.get("SUMMARY", ""))
    return Instant(str(event["UID"]), text_of(start), text_of(end), status, summary)


def _inside(found: Iterable[Instant], after: dt.datetime, before: dt.datetime) -> list[Instant]:
    """Those that start in the window; a whole day by its midnight in UTC."""
    first, last = text_of(after), text_of(before)
    return sorted(one for one in found if first <= _midnight(one.start) < last)


def _midnight(start: str) -> str:
    return start if "T" in start else f"{start}T00:00:00Z"


def _named(*packages: str) -> str:
    return " with ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
