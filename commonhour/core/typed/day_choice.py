"""Which date a typed day is, seen from today: the nearest to come, and what had to be assumed for it."""

import datetime as dt

from commonhour.core.typed.date import TypedDay
from commonhour.core.typed.scan import Scan

_DAY = dt.timedelta(days=1)


def choose_date(scan: Scan, typed: TypedDay, now: dt.datetime, clock: dt.time) -> dt.date:
    """The date meant, `now` being the naive wall time in the zone that was typed. Raises Unclear when a
    weekday and a date contradict each other."""
    today = now.date()
    if typed.is_missing:
        return _unsaid(scan, now, clock)
    if typed.shift is not None:
        return today + typed.shift * _DAY
    if typed.month is None:
        return _weekday(scan, typed, now, clock)
    date = _calendar_date(scan, typed, today)
    if typed.weekday is not None and date.weekday() != typed.weekday:
        raise _contradiction(scan, typed, date)
    return date


def _unsaid(scan: Scan, now: dt.datetime, clock: dt.time) -> dt.date:
    gettext, words = scan.voice.gettext, scan.voice.words
    if clock >= now.time():
        scan.say(gettext("No day was given: today, {date}.").format(date=words.full_date(now.date())))
        return now.date()
    tomorrow = now.date() + _DAY
    text = gettext("No day was given and today that hour is over: tomorrow, {date}.")
    scan.say(text.format(date=words.full_date(tomorrow)))
    return tomorrow


def _weekday(scan: Scan, typed: TypedDay, now: dt.datetime, clock: dt.time) -> dt.date:
    assert typed.weekday is not None
    today = now.date()
    if typed.turn < 0:
        return today - ((today.weekday() - typed.weekday - 1) % 7 + 1) * _DAY
    ahead = (typed.weekday - today.weekday()) % 7
    if ahead == 0 and (typed.turn > 0 or clock < now.time()):
        ahead = 7
    date = today + ahead * _DAY
    text = scan.voice.gettext("“{text}” was read as the first one from now, {date}.")
    scan.say(text.format(text=typed.word.strip(" ,"), date=scan.voice.words.full_date(date)))
    return date


def _calendar_date(scan: Scan, typed: TypedDay, today: dt.date) -> dt.date:
    gettext, words = scan.voice.gettext, scan.voice.words
    month, day = typed.month or today.month, typed.day or 1
    if typed.year:
        date = dt.date(typed.year, month, day)
    else:
        date = _nearest_year(month, day if typed.day else 28, today).replace(day=day)
        if date.year != today.year or date < today:
            scan.say(gettext("No year was given: {date}, the next one.").format(date=words.date(date)))
    if typed.day is None:
        scan.say(gettext("No day was given: {date}, the first of the month.").format(date=words.date(date)))
    return date


def _nearest_year(month: int, day: int, today: dt.date) -> dt.date:
    """The next time that day comes, today included; 29 February may be years away."""
    for year in range(today.year, today.year + 9):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date >= today:
            return date
    raise AssertionError("every day of a leap year comes within eight years")


def _contradiction(scan: Scan, typed: TypedDay, date: dt.date) -> Exception:
    """ "Fri 26 Nov 2026" is a Thursday: ask which of the two was meant."""
    assert typed.weekday is not None
    gettext, words = scan.voice.gettext, scan.voice.words
    after = (typed.weekday - date.weekday()) % 7
    other = date + (after if after <= 3 else after - 7) * _DAY
    sentence = gettext("{date} is not a {weekday}. Which day is meant?").format(
        date=words.date(date), weekday=words.weekday(typed.weekday)
    )
    weekday = scan.text[typed.weekday_span[0] : typed.weekday_span[1]]
    choices = [(words.full_date(day), day.isoformat()) for day in (date, other)]
    begin, end = min(typed.span[0], typed.weekday_span[0]), max(typed.span[1], typed.weekday_span[1])
    # The weekday goes and the date stays where it was; what stood between them is kept.
    between = scan.text[begin:end].replace(weekday, "").replace(typed.word, "{day}")
    return scan.ask(
        sentence, (begin, end), [(label, between.replace("{day}", text)) for label, text in choices]
    )
