"""Instants in words that cannot be misread: weekday, date, hour and zone, for the reader and for the host."""

import datetime as dt
from dataclasses import replace

from commonhour.core.message import Moment
from commonhour.core.speech.words import Words
from commonhour.core.time.zones import offset_text, wall_of

_DAY = dt.timedelta(days=1)


def moment_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "Thursday 26 November 2026, 16:00–17:00 Tokyo (UTC+9)"; a whole day has no hour and no zone."""
    if moment.all_day:
        last = (moment.end or moment.start) - _DAY
        days = [words.full_date(day.date()) for day in (moment.start, last) if day >= moment.start]
        return " – ".join(dict.fromkeys(days))
    day = words.full_date(wall_of(moment.start, tzid).date())
    text = words.at_hour(day, hours_text(moment, tzid, words))
    if moment.end and _is_long(moment):
        end = wall_of(moment.end, tzid)
        text = f"{text} – {words.at_hour(words.full_date(end.date()), words.time(end.time()))}"
    return f"{text} {zone_text(moment, tzid, words)}"


def in_both(moment: Moment, tzid: str, words: Words) -> str:
    """The reader's, and the host's where that is another: "… 16:00 Tokyo (UTC+9) = 08:00 Madrid (UTC+1)"."""
    text = moment_text(moment, tzid, words)
    here, there = wall_of(moment.start, tzid), wall_of(moment.start, moment.tzid)
    if moment.all_day or here == there:
        return text
    if here.date() != there.date() or _is_long(moment):
        return f"{text} = {moment_text(moment, moment.tzid, words)}"
    hours = hours_text(moment, moment.tzid, words)
    return f"{text} = {hours} {zone_text(moment, moment.tzid, words)}"


def brief_text(moment: Moment, tzid: str, words: Words, *, with_zone: bool = False) -> str:
    """ "Thu, 26 Nov 2026, 16:00" for a subject line in the reader's own zone; one that many read names the zone."""
    if moment.all_day:
        return words.short_date(moment.start.date())
    wall = wall_of(moment.start, tzid)
    text = words.at_hour(words.short_date(wall.date()), words.time(wall.time()))
    return f"{text} {zone_text(replace(moment, end=None), tzid, words)}" if with_zone else text


def hours_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "16:00–17:00"; "16:00" without an end, and when that is another day's."""
    start = words.time(wall_of(moment.start, tzid).time())
    if moment.end is None or moment.end == moment.start or _is_long(moment):
        return start
    return f"{start}–{words.time(wall_of(moment.end, tzid).time())}"


def zone_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "Tokyo (UTC+9)", "New York (UTC−4 → UTC−5)" when the clocks change meanwhile; UTC alone says its name once."""
    offsets = dict.fromkeys(offset_text(at, tzid) for at in (moment.start, moment.end or moment.start))
    return "UTC" if tzid == "UTC" else f"{words.place(tzid)} ({' → '.join(offsets)})"


def _is_long(moment: Moment) -> bool:
    return moment.end is not None and moment.end - moment.start >= _DAY
