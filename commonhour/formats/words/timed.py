"""Hours with their zones where they stand in a sentence; "10:30 ET / 7:30 PT" and "16.00 (4 pm)" are one."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core.time.hours import length_between
from commonhour.core.undecided.one_hour import settled
from commonhour.core.undecided.when import HourIn, When
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.formats.words.hours import HourSaid, hours_in
from commonhour.formats.words.weekdays import IN_SENTENCE as WEEKDAY
from commonhour.formats.words.zones import zone_behind, zone_in, zones_named

_TO = re.compile(r"\W*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\W*", re.I)
# What stands between an hour and the same one said again.
_AGAIN = re.compile(
    r"\s*(?:(?:hours?|hrs?|uhr)\b)?\s*[)\]]?\s*(?:[(\[/=|,–-]|\b(?:or|aka|i\.e\.)\s)?[\s(\[]*", re.I
)
# In another zone it may be the next day: "Wednesdays 5pm PT (Thursdays 9am Beijing)".
_NEXT_DAY = re.compile(rf"\s*[)\]]?\s*[(/=,]\s*\(?{WEEKDAY.pattern},?\s*(?:at|@)?\s*")
# Two hours that take turns; without these, "between" and "and" are a span.
IN_TURNS = re.compile(r"\b(?:(?:alternat\w+|rotat\w+|in turns?)(?:\s+between)?|weeks?\s+[AB12])\b", re.I)
_MOST = 12  # hours; a line with more gives no call's time
_BETWEEN = re.compile(r"\bbetween\s+$", re.I)


@dataclass(frozen=True, slots=True)
class TimedHour:
    """An hour and the zone that goes with it, from `begin` to `end`; `also` is the same hour on other clocks."""

    hour: HourSaid
    zone: ZoneSaid
    begin: int
    end: int
    also: tuple[HourIn, ...] = ()


def timed_hours(sentence: str) -> list[TimedHour]:
    """Every hour of a sentence, with the zone behind it, else in front of it, else the sentence's."""
    hours = hours_in(sentence)[:_MOST]
    are_led = bool(hours) and _is_led(sentence, hours[0])
    found = [
        (are_led and _before(sentence, hours, i)) or _behind(sentence, hours, i) for i in range(len(hours))
    ]
    done: list[TimedHour] = []
    for one in found:
        same = _joined(done[-1], one, sentence) if done else None
        done = [*done[:-1], same] if same else [*done, one]
    return [
        one if one.zone.text else replace(one, zone=_elsewhere(sentence, done, i))
        for i, one in enumerate(done)
    ]


def _behind(sentence: str, hours: list[HourSaid], number: int) -> TimedHour:
    hour = hours[number]
    until = hours[number + 1].begin if number + 1 < len(hours) else len(sentence)
    zone = zone_behind(sentence[hour.end : until])
    if zone is None:
        return TimedHour(hour, ZoneSaid(), hour.begin, hour.end)
    return TimedHour(hour, zone.said, hour.begin, hour.end + zone.end)


def _is_led(sentence: str, hour: HourSaid) -> bool:
    """ "ET: 10:30, PT: 7:30": where the first zone stands right in front, and none right behind, each does."""
    named = list(zones_named(sentence[: hour.begin]))[-1:]
    is_near = bool(named) and bool(re.fullmatch(r"[\s:)]*", sentence[named[0].end() : hour.begin]))
    return is_near and not (re.match(r"\s*\(?[A-Z]{2,4}\b", hour.rest) and zone_behind(hour.rest[:8]))


def _before(sentence: str, hours: list[HourSaid], number: int) -> TimedHour | None:
    after = hours[number - 1].end if number else 0
    own = list(zones_named(sentence[after : hours[number].begin]))[-1:]
    if not own:
        return None
    return TimedHour(hours[number], zone_in(own[0][0], ""), after + own[0].start(), hours[number].end)


def _joined(one: TimedHour, two: TimedHour, sentence: str) -> TimedHour | None:
    """Both as one: an hour and its end, an hour said twice, an hour and what it is elsewhere."""
    between = sentence[one.end : two.begin]
    is_one_zone = not one.zone.text or not two.zone.text or one.zone.text == two.zone.text
    zone = one.zone if one.zone.text else two.zone
    if is_one_zone and one.hour.length is None and not one.also and _is_span(sentence, one, two):
        length = length_between(one.hour.start, two.hour.start)
        return replace(one, hour=replace(one.hour, length=length), zone=zone, end=two.end)
    if is_one_zone:
        is_same = one.hour.start == two.hour.start and _AGAIN.fullmatch(between)
        return replace(one, zone=zone, end=two.end) if is_same else None
    whole = replace(one, end=two.end, also=(*one.also, HourIn(two.hour.start, two.zone)))
    is_translated = _AGAIN.fullmatch(between) or (_NEXT_DAY.fullmatch(between) and _can_be_one(whole))
    return whole if is_translated else None


def _is_span(sentence: str, one: TimedHour, two: TimedHour) -> bool:
    """ "16:00 UTC to 17:00 UTC", "between 16:00 and 17:00 UTC"."""
    between = sentence[one.end : two.begin]
    is_between = between.strip().lower() == "and" and bool(_BETWEEN.search(sentence, 0, one.begin))
    return bool(_TO.fullmatch(between)) or (is_between and not IN_TURNS.search(sentence))


def _can_be_one(timed: TimedHour) -> bool:
    """True when its hours are the same on some date of a year, whichever."""
    when = When(start=timed.hour.start, zone=timed.zone, also=timed.also)
    return bool(settled(when, dt.date(2026, 1, 7)).zone.zones)


def _elsewhere(sentence: str, found: list[TimedHour], number: int) -> ZoneSaid:
    """The next hour's zone ("9:00 and 10:00 PT"), else what the sentence names beside its hours."""
    later = (one.zone for one in found[number:] if one.zone.text)
    is_own = any(one.zone.text for one in found)
    return next(later, ZoneSaid() if is_own else zone_in(sentence, ""))
