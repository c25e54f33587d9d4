"""Reads calendars with libical 3 through ctypes: its parser, its rule iterators, its zones from VTIMEZONE."""

import ctypes as c
import ctypes.util
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

Row = tuple[str, str, str, str, str]
Wall = tuple[int, ...]

# ical.h of libical 3.0
_VEVENT = 4
_DTSTART, _DURATION, _EXDATE, _RDATE, _RECURRENCE_ID, _RRULE, _STATUS = 32, 34, 35, 62, 66, 73, 76
_SECONDS, _MINUTES, _HOURS, _DAYS, _MONTH_DAYS = 62, 61, 25, 7 * 55 + 1, 32
_YEAR_DAYS, _WEEKS, _MONTHS, _POSITIONS = 386, 56, 14, 386


class Time(c.Structure):
    """struct icaltimetype"""

    _fields_ = [
        *((name, c.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c.c_int),
        ("is_daylight", c.c_int),
        ("zone", c.c_void_p),
    ]

    @property
    def wall(self) -> Wall:
        return (self.year, self.month, self.day, self.hour, self.minute, self.second)

    @property
    def place(self) -> tuple[Wall, int | None]:
        """Its wall time in its zone: how a RECURRENCE-ID names an instance."""
        return self.wall, self.zone

    @property
    def is_null(self) -> bool:
        return self.year == 0


class Rule(c.Structure):
    """struct icalrecurrencetype"""

    _fields_ = [
        ("freq", c.c_int), ("until", Time), ("count", c.c_int), ("interval", c.c_short), ("week_start", c.c_int),
        ("by_second", c.c_short * _SECONDS), ("by_minute", c.c_short * _MINUTES), ("by_hour", c.c_short * _HOURS),
        ("by_day", c.c_short * _DAYS), ("by_month_day", c.c_short * _MONTH_DAYS),
        ("by_year_day", c.c_short * _YEAR_DAYS), ("by_week_no", c.c_short * _WEEKS),
        ("by_month", c.c_short * _MONTHS), ("by_set_pos", c.c_short * _POSITIONS),
        ("rscale", c.c_char_p), ("skip", c.c_int),
    ]  # fmt: skip


class Duration(c.Structure):
    """struct icaldurationtype"""

    _fields_ = [
        ("is_neg", c.c_int),
        *((name, c.c_uint) for name in ("days", "weeks", "hours", "minutes", "seconds")),
    ]


def _library() -> c.CDLL | None:
    name = ctypes.util.find_library("ical")
    if not name or not name.endswith(".so.3"):
        return None
    library = c.CDLL(name)
    node, text = c.c_void_p, c.c_char_p
    signatures = {
        "icalparser_parse_string": (node, [text]),
        "icalcomponent_free": (None, [node]),
        "icalcomponent_count_errors": (c.c_int, [node]),
        "icalrestriction_check": (c.c_int, [node]),
        "icalcomponent_get_first_component": (node, [node, c.c_int]),
        "icalcomponent_get_next_component": (node, [node, c.c_int]),
        "icalcomponent_get_first_property": (node, [node, c.c_int]),
        "icalcomponent_get_next_property": (node, [node, c.c_int]),
        "icalcomponent_get_uid": (text, [node]),
        "icalcomponent_get_summary": (text, [node]),
        "icalcomponent_get_dtend": (Time, [node]),
        "icalproperty_get_datetime_with_component": (Time, [node, node]),
        "icalproperty_get_rrule": (Rule, [node]),
        "icalproperty_get_value_as_string": (text, [node]),
        "icalproperty_get_duration": (Duration, [node]),
        "icaltime_add": (Time, [Time, Duration]),
        "icalrecur_iterator_new": (node, [Rule, Time]),
        "icalrecur_iterator_next": (Time, [node]),
        "icalrecur_iterator_free": (None, [node]),
        "icaltime_as_timet_with_zone": (c.c_long, [Time, node]),
        "icalerror_set_errors_are_fatal": (None, [c.c_int]),
    }
    for function, (result, arguments) in signatures.items():
        getattr(library, function).restype, getattr(library, function).argtypes = result, arguments
    library.icalerror_set_errors_are_fatal(0)
    return library


LIBICAL = _library()


@contextmanager
def parsed(body: bytes) -> Iterator[int]:
    """The root component of a calendar."""
    root = LIBICAL.icalparser_parse_string(body)
    if not root:
        raise ValueError("libical cannot parse this")
    try:
        yield root
    finally:
        LIBICAL.icalcomponent_free(root)


def faults(body: bytes) -> list[str]:
    """What its parser and its table of restrictions (RFC 5546) object to."""
    with parsed(body) as root:
        errors = LIBICAL.icalcomponent_count_errors(root)
        is_valid = LIBICAL.icalrestriction_check(root)
        # The check leaves its objections in the tree, as errors too.
        errors_after = LIBICAL.icalcomponent_count_errors(root)
    found = [f"{errors} errors when parsing"] if errors else []
    return found + ([f"restrictions not kept, {errors_after} errors"] if errors_after or not is_valid else [])


def read(body: bytes, windows: list[tuple[dt.datetime, dt.datetime]]) -> list[Row]:
    """(uid, start, end, status, summary) of what starts in one of the windows; UTC instants or dates."""
    last = max(before for _, before in windows)
    rows = []
    with parsed(body) as root:
        for masters, changed in _by_uid(root).values():
            for event, start, end in _instances(masters, changed, last):
                at = dt.datetime.fromisoformat(start if "T" in start else f"{start}T00:00:00Z")
                if any(after <= at < before for after, before in windows):
                    rows.append((_uid(event), start, end, _status(event), _summary(event)))
    return rows


def _by_uid(root: int) -> dict[str, tuple[list[int], list[int]]]:
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for event in _components(root):
        is_changed = bool(LIBICAL.icalcomponent_get_first_property(event, _RECURRENCE_ID))
        found[_uid(event)][is_changed].append(event)
    return found


def _instances(masters: list[int], changed: list[int], last: dt.datetime) -> Iterator[tuple[int, str, str]]:
    """Each instance with the component that speaks for it, its start and its end."""
    by_place = {_time(event, _RECURRENCE_ID).place: event for event in changed}
    for event in masters:
        start = _time(event, _DTSTART)
        for place in _places(event, start, last):
            if place.place in by_place:
                yield _alone(by_place[place.place])
            else:
                yield event, _text(place), _end(event, start, place)


def _places(event: int, start: Time, last: dt.datetime) -> list[Time]:
    """The recurrence set (RFC 5545 §3.8.5), up to a while behind the last window."""
    found = {time.wall: time for time in _times(event, _RDATE)} | {start.wall: start}
    for prop in _properties(event, _RRULE):
        iterator = LIBICAL.icalrecur_iterator_new(LIBICAL.icalproperty_get_rrule(prop), start)
        while not (time := LIBICAL.icalrecur_iterator_next(iterator)).is_null and time.year <= last.year + 1:
            found[time.wall] = time
        LIBICAL.icalrecur_iterator_free(iterator)
    excluded = {time.wall for time in _times(event, _EXDATE)}
    for time in found.values():
        time.zone = start.zone
    return [time for wall, time in sorted(found.items()) if wall not in excluded]


def _alone(event: int) -> tuple[int, str, str]:
    return event, _text(_time(event, _DTSTART)), _text(LIBICAL.icalcomponent_get_dtend(event))


def _end(event: int, start: Time, place: Time) -> str:
    """A DURATION is added to each start; DTEND gives an exact length (RFC 5545 §3.8.5.3)."""
    for prop in _properties(event, _DURATION):
        return _text(LIBICAL.icaltime_add(place, LIBICAL.icalproperty_get_duration(prop)))
    return _text(place, _seconds(LIBICAL.icalcomponent_get_dtend(event)) - _seconds(start))


def _text(time: Time, seconds: int = 0) -> str:
    at = dt.datetime.fromtimestamp(_seconds(time) + seconds, dt.UTC)
    return f"{at:%Y-%m-%d}" if time.is_date else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _seconds(time: Time) -> int:
    return LIBICAL.icaltime_as_timet_with_zone(time, time.zone)


def _components(root: int) -> Iterator[int]:
    event = LIBICAL.icalcomponent_get_first_component(root, _VEVENT)
    while event:
        yield event
        event = LIBICAL.icalcomponent_get_next_component(root, _VEVENT)


def _properties(event: int, kind: int) -> Iterator[int]:
    prop = LIBICAL.icalcomponent_get_first_property(event, kind)
    while prop:
        yield prop
        prop = LIBICAL.icalcomponent_get_next_property(event, kind)


def _times(event: int, kind: int) -> list[Time]:
    return [
        LIBICAL.icalproperty_get_datetime_with_component(prop, event) for prop in _properties(event, kind)
    ]


def _time(event: int, kind: int) -> Time:
    return _times(event, kind)[0]


def _uid(event: int) -> str:
    return LIBICAL.icalcomponent_get_uid(event).decode()


def _summary(event: int) -> str:
    return LIBICAL.icalcomponent_get_summary(event).decode()


def _status(event: int) -> str:
    prop = LIBICAL.icalcomponent_get_first_property(event, _STATUS)
    return LIBICAL.icalproperty_get_value_as_string(prop).decode() if prop else "CONFIRMED"
