"""The readings of an undecided call on a page: every schedule that its words about when allow."""

import datetime as dt
import re
from dataclasses import replace

from commonhour.core.time.abbreviations import CLAIMED_HOURS
from commonhour.core.time.zones import city
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.readings import Place, Reading, places, readings
from commonhour.formats.page.times import PartialDate, Times, nths_in, read_times, weeks_in

_OTHER_WEEK = 2
_YEARS_AHEAD = 2


def allowed_by_question(text: str, today: dt.date) -> list[Reading]:
    """The answers to a question of ours, from the words it quotes."""
    quote = re.match(r"The page says “(.*)”\. ", text, re.S)
    return allowed(read_times(quote[1]), today) if quote else []


def allowed(times: Times, today: dt.date) -> list[Reading]:
    """The answers the words allow; none when the hour, the zone or how often is quite open."""
    if times.start is None or times.clocks > 1 or not times.zones:
        return []
    cadence = _cadence(times, today)
    return readings(cadence, times.start, length_of(times) or dt.timedelta(), _places(times), today)


def length_of(times: Times) -> dt.timedelta | None:
    """How long it lasts, when the words say it."""
    if times.minutes:
        return dt.timedelta(minutes=times.minutes)
    if not (times.start and times.end):
        return None
    day = dt.date(2024, 1, 1)
    length = dt.datetime.combine(day, times.end) - dt.datetime.combine(day, times.start)
    return length if length > dt.timedelta(0) else length + dt.timedelta(days=1)


def _places(times: Times) -> list[Place]:
    """The zones the words may mean. Letters that claim one offset may mean that offset all year."""
    hours = CLAIMED_HOURS.get(times.zone_word)
    if len(times.zones) > 1 or not hours:
        return places(times.zone_word, times.zones)
    (tzid,) = times.zones
    always = f"UTC{hours:+g}".replace("-", "−")
    return [
        Place(tzid, f"{times.zone_word} as the clocks of {city(tzid)}"),
        Place("UTC", f"{times.zone_word} as {always} all year", dt.timedelta(hours=hours)),
    ]


def _cadence(times: Times, today: dt.date) -> Cadence:
    """How often, with every meaning that its words leave open."""
    if not times.cadence and times.date:
        dates = _coming(times.date, tuple(times.days), today)
        return Cadence("", allows=tuple(Cadence("once", start=day) for day in dates))
    return Cadence("", allows=tuple(one for often in _often(times) for one in _on_days(often, times)))


def _often(times: Times) -> list[Cadence]:
    start = _known(times.starts) or _known(times.date)
    days = tuple(dict.fromkeys(times.days)) or ((start.weekday(),) if start else ())
    every_other = Cadence("interval", days, weeks_in(times.text) or _OTHER_WEEK, start=start)
    on_the_nth = Cadence("nth", days, nths=nths_in(times.text), start=start)
    is_doubtful = bool(re.search(r"\bevery\s+(?:third|3rd|fourth|4th)\b(?!.*\bmonth)", times.text, re.I))
    every_nth = [replace(every_other, interval=n) for n in on_the_nth.nths if is_doubtful]
    return {
        # A day and not a word about how often.
        "": [Cadence("weekly", days), every_other],
        "weekly": [Cadence("weekly", days, start=start)],
        "biweekly": [every_other],
        "interval": [every_other],
        "nth": [on_the_nth, *every_nth],
        "monthly": [Cadence("monthly", days, start=start)],
        "daily": [Cadence("daily", start=start)],
    }.get(times.cadence, [])


def _on_days(cadence: Cadence, times: Times) -> tuple[Cadence, ...]:
    """On each of two days, or on both, as the words have it."""
    if len(cadence.days) < 2 or re.search(r"\band\b|&", times.text, re.I):
        return cadence.exact()
    each = [(day,) for day in cadence.days]
    choices = each if re.search(r"\bor\b", times.text, re.I) else [cadence.days, *each]
    return tuple(one for days in choices for one in replace(cadence, days=days).exact())


def _known(date: PartialDate | None) -> dt.date | None:
    return date.in_year(date.year) if date and date.year else None


def _coming(date: PartialDate, days: tuple[int, ...], today: dt.date) -> list[dt.date]:
    """The dates to come that a day and a month may be, on the weekday that stands with them."""
    years = [date.year] if date.year else range(today.year, today.year + _YEARS_AHEAD + 1)
    found = [day for year in years if (day := date.in_year(year)) and day >= today]
    fitting = [day for day in found if not days or day.weekday() in days]
    return fitting[:_YEARS_AHEAD]
