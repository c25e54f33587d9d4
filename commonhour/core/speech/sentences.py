"""Schedules and lengths of time in sentences that cannot be misread, in any language.

Every string is a whole template with named places, so that a translator may put them in another order.
"""

import datetime as dt
import itertools
from collections.abc import Iterable

from commonhour.core.recurrence.expansion import is_off_rule, walls
from commonhour.core.recurrence.rule_days import rule_days
from commonhour.core.recurrence.rules import Rule, parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.words import ENGLISH, Translate, Voice, Words, identity
from commonhour.core.time import zones
from commonhour.core.time.wall import parse_wall

__all__ = ["Translate", "duration_words", "relative_text", "rule_sentence", "span_words"]

_LISTED = 6  # dates named in one sentence; more are counted
_SEEN_AHEAD = dt.timedelta(days=30 * 366)  # a rule that makes nothing for so long has no more dates
_DAY = dt.timedelta(days=1)


def rule_sentence(
    schedule: Schedule, gettext: Translate = identity, words: Words = ENGLISH, now: dt.datetime | None = None
) -> str:
    """ "Every other Tuesday at 16:00 Madrid time, 60 min, counted from 24 November 2026".

    A rule too odd for words lists its next dates: from `now` on when given, else its first. Overrides are
    not in it. Raises RefusedInput for a rule that is none.
    """
    voice = Voice(gettext, words)
    if not schedule.rrule:
        return _without_rule(schedule, voice)
    rule = parse_rule(schedule.rrule)
    start = parse_wall(schedule.dtstart)
    times = _times(rule, start)
    days = None if _chooses_times(rule, times) else rule_days(rule, start.date(), voice)
    if days is None:
        return _listed(schedule, times, now, voice)
    sentence = _with_clock(days.text, schedule, times, voice)
    if days.counted_from:
        sentence = gettext("{sentence}, counted from {date}").format(
            sentence=sentence, date=words.date(days.counted_from)
        )
    return _with_exceptions(_with_end(sentence, rule, start, voice), schedule, voice)


def duration_words(duration: dt.timedelta, gettext: Translate = identity) -> str:
    """ "60 min", "1 h 30 min", "2 days"; "" for no length at all."""
    minutes = int(duration.total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, rest = (0, minutes) if minutes <= 60 else divmod(minutes, 60)
    clock = _clock_length(hours, rest, gettext)
    if not days:
        return clock
    named = _day_count(days, gettext)
    return gettext("{days} {hours}").format(days=named, hours=clock) if clock else named


def relative_text(delta: dt.timedelta, gettext: Translate = identity) -> str:
    """How far away an instant is: "in 15 h", "in 3 days", "2 h ago", "now". Rounded towards now."""
    minutes = int(abs(delta).total_seconds() // 60)
    if minutes == 0:
        return gettext("now")
    if minutes < 60:
        length = gettext("{minutes} min").format(minutes=minutes)
    elif minutes < 3 * 60:
        length = _clock_length(minutes // 60, minutes % 60, gettext)
    elif minutes < 48 * 60:
        length = gettext("{hours} h").format(hours=minutes // 60)
    else:
        length = _day_count(minutes // (24 * 60), gettext)
    return (gettext("in {length}") if delta > dt.timedelta() else gettext("{length} ago")).format(
        length=length
    )


def span_words(first: dt.date, last: dt.date, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """Whole days, both included: "1 May 2026", "1 to 3 May 2026", "30 April to 2 May 2026"."""
    if first == last:
        return words.date(first)
    return gettext("{first} to {last}").format(first=words.span_start(first, last), last=words.date(last))


def _clock_length(hours: int, minutes: int, gettext: Translate) -> str:
    if hours and minutes:
        return gettext("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if hours:
        return gettext("{hours} h").format(hours=hours)
    return gettext("{minutes} min").format(minutes=minutes) if minutes else ""


def _day_count(days: int, gettext: Translate) -> str:
    return gettext("1 day") if days == 1 else gettext("{days} days").format(days=days)


def _times(rule: Rule, start: dt.datetime) -> list[dt.time]:
    """The hours of one day of the rule; DTSTART gives what the rule does not."""
    hours, minutes = rule.byhour or (start.hour,), rule.byminute or (start.minute,)
    return [dt.time(hour, minute) for hour, minute in itertools.product(sorted(hours), sorted(minutes))]


def _chooses_times(rule: Rule, times: list[dt.time]) -> bool:
    """True when the rule picks by hour rather than by day, or names more hours than a sentence holds."""
    return len(rule.bysecond) > 1 or len(times) > _LISTED or (len(times) > 1 and bool(rule.bysetpos))


def _with_clock(days: str, schedule: Schedule, times: Iterable[dt.time], voice: Voice) -> str:
    gettext = voice.gettext
    length = duration_words(schedule.duration, gettext)
    if schedule.is_all_day and schedule.duration <= _DAY:
        return gettext("{days} (whole day)").format(days=days)
    if schedule.is_all_day:
        return gettext("{days}, {count} whole days").format(days=days, count=schedule.duration.days)
    clock = _clock(schedule, times, voice)
    if not length:
        return gettext("{days} at {clock}").format(days=days, clock=clock)
    return gettext("{days} at {clock}, {length}").format(days=days, clock=clock, length=length)


def _clock(schedule: Schedule, times: Iterable[dt.time], voice: Voice) -> str:
    """ "12:00 London time", "12:00 UTC"; an offset nobody lives in is named as what it is, "12:00 (UTC−5)"."""
    clocks = voice.words.all_of([voice.words.time(clock) for clock in times])
    if schedule.tzid == "UTC":
        return voice.gettext("{clock} UTC").format(clock=clocks)
    if zones.is_fixed(schedule.tzid):
        start = zones.instant(parse_wall(schedule.dtstart), schedule.tzid)
        offset = zones.offset_text(start, schedule.tzid)
        return voice.gettext("{clock} ({offset})").format(clock=clocks, offset=offset)
    place = voice.words.place(zones.canonical(schedule.tzid))
    return voice.gettext("{clock} {place} time").format(clock=clocks, place=place)


def _with_end(sentence: str, rule: Rule, start: dt.datetime, voice: Voice) -> str:
    gettext = voice.gettext
    if rule.count == 1:
        return gettext("{sentence}, once").format(sentence=sentence)
    if rule.count:
        return gettext("{sentence}, {count} times").format(sentence=sentence, count=rule.count)
    if rule.until:
        # An UNTIL before that day's hour leaves the day out (RFC 5545: inclusive, to the second).
        leaves_out = rule.until > start and rule.until.time() < min(_times(rule, start))
        last = rule.until.date() - _DAY if leaves_out else rule.until.date()
        return gettext("{sentence}, until {date}").format(sentence=sentence, date=voice.words.date(last))
    return sentence


def _with_exceptions(sentence: str, schedule: Schedule, voice: Voice) -> str:
    gettext = voice.gettext
    extra = [parse_wall(text).date() for text in schedule.rdates]
    if is_off_rule(schedule):
        extra.append(parse_wall(schedule.dtstart).date())
    if extra:
        dates = _some_dates(extra, voice)
        sentence = gettext("{sentence}, also on {dates}").format(sentence=sentence, dates=dates)
    if schedule.exdates:
        dates = _some_dates((parse_wall(text).date() for text in schedule.exdates), voice)
        sentence = gettext("{sentence}, except {dates}").format(sentence=sentence, dates=dates)
    return sentence


def _some_dates(days: Iterable[dt.date], voice: Voice) -> str:
    """All of a few dates; of many the first ones and how many more."""
    ordered = sorted(set(days))
    if len(ordered) <= _LISTED:
        return voice.words.dates(ordered)
    named = [voice.words.date(day) for day in ordered[: _LISTED - 1]]
    more = voice.gettext("{count} more dates").format(count=len(ordered) - len(named))
    return voice.words.all_of([*named, more])


def _without_rule(schedule: Schedule, voice: Voice) -> str:
    """A one-off, or a list of dates."""
    gettext, words = voice.gettext, voice.words
    starts = sorted({parse_wall(text) for text in (schedule.dtstart, *schedule.rdates)} - _excluded(schedule))
    clocks = {start.time() for start in starts}
    if len(starts) == 1 and schedule.is_all_day:
        last = starts[0] + max(schedule.duration, _DAY) - _DAY
        dates = span_words(starts[0].date(), last.date(), gettext, words)
        return _whole_days(dates, last > starts[0], gettext)
    if len(clocks) == 1:
        days = gettext("On {dates}").format(dates=_some_dates((start.date() for start in starts), voice))
        return _with_clock(days, schedule, sorted(clocks), voice)
    return _listed(schedule, [], None, voice)


def _whole_days(dates: str, is_several: bool, gettext: Translate) -> str:
    if is_several:
        return gettext("From {dates} (whole days)").format(dates=dates)
    return gettext("On {dates} (whole day)").format(dates=dates)


def _excluded(schedule: Schedule) -> set[dt.datetime]:
    return {parse_wall(text) for text in schedule.exdates}


def _listed(schedule: Schedule, times: list[dt.time], now: dt.datetime | None, voice: Voice) -> str:
    """The honest way out: no rule in words, but its next dates."""
    gettext, words = voice.gettext, voice.words
    since = parse_wall(schedule.dtstart) if now is None else zones.wall_of(now, schedule.tzid)
    coming = (wall for wall in walls(schedule, _latest(since)) if wall >= since)
    found = list(itertools.islice(coming, _LISTED + 1))
    shown, more = found[:_LISTED], "…" if len(found) > _LISTED else ""
    if not shown:
        return gettext("On a custom rule that has no more dates")
    if schedule.is_all_day:
        dates = words.dates([wall.date() for wall in shown])
        return gettext("On a custom rule (whole days): {dates}").format(dates=dates) + more
    if len(times) == 1:
        values = {"clock": _clock(schedule, times, voice), "dates": words.dates([w.date() for w in shown])}
        return gettext("At {clock} on a custom rule: {dates}").format(**values) + more
    each = [_with_time(wall, voice) for wall in shown]
    values = {"place": _clock(schedule, [], voice).strip(), "dates": words.all_of(each)}
    if not schedule.rrule:
        return gettext("In {place}: {dates}").format(**values) + more
    return gettext("On a custom rule, in {place}: {dates}").format(**values) + more


def _latest(since: dt.datetime) -> dt.datetime:
    try:
        return since + _SEEN_AHEAD
    except OverflowError:
        return since


def _with_time(wall: dt.datetime, voice: Voice) -> str:
    date, clock = voice.words.date(wall.date()), voice.words.time(wall.time())
    return voice.gettext("{date} at {clock}").format(date=date, clock=clock)
