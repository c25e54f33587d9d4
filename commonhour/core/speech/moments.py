"""Instants in words that cannot be misread: weekday, date, hour and zone, for the reader and for the host."""

import datetime as dt

from commonhour.core.message import Moment
from commonhour.core.speech.words import Words
from commonhour.core.time.zones import offset_text, wall_of


def moment_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "Thursday 26 November 2026, 16:00–17:00 Tokyo (UTC+9)"; a whole day has no hour and no zone."""
    if moment.all_day:
        return words.full_date(moment.start.date())
    day = words.full_date(wall_of(moment.start, tzid).date())
    return words.at_hour(day, f"{hours_text(moment, tzid, words)} {zone_text(moment.start, tzid, words)}")


def in_both(moment: Moment, tzid: str, words: Words) -> str:
    """The reader's, and the host's where that is another: "… 16:00 Tokyo (UTC+9) = 08:00 Madrid (UTC+1)"."""
    text = moment_text(moment, tzid, words)
    here, there = wall_of(moment.start, tzid), wall_of(moment.start, moment.tzid)
    if moment.all_day or here == there:
        return text
    if here.date() != there.date():
        return f"{text} = {moment_text(moment, moment.tzid, words)}"
    hours = hours_text(moment, moment.tzid, words)
    return f"{text} = {hours} {zone_text(moment.start, moment.tzid, words)}"


def brief_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "Thu, 26 Nov 2026, 16:00" for a subject line, whose zone the text names."""
    if moment.all_day:
        return words.short_date(moment.start.date())
    wall = wall_of(moment.start, tzid)
    return words.at_hour(words.short_date(wall.date()), words.time(wall.time()))


def hours_text(moment: Moment, tzid: str, words: Words) -> str:
    """ "16:00–17:00", or "16:00" without an end."""
    start = words.time(wall_of(moment.start, tzid).time())
    if moment.end is None or moment.end == moment.start:
        return start
    return f"{start}–{words.time(wall_of(moment.end, tzid).time())}"


def zone_text(at: dt.datetime, tzid: str, words: Words) -> str:
    """ "Tokyo (UTC+9)"; UTC alone says its name once."""
    offset = offset_text(at, tzid)
    return offset if tzid == "UTC" else f"{words.place(tzid)} ({offset})"
