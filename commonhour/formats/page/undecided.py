"""From the words about a call's time to a schedule, or to the question that must be answered first."""

import datetime as dt

from commonhour.core.draft import DraftSeries
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.abbreviations import CLAIMED_HOURS, SPELT_OUT
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import instant, zone
from commonhour.formats.page.allowed import allowed, length_of
from commonhour.formats.page.reading import Reading
from commonhour.formats.page.times import MONTHS, WEEKDAYS, Times

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NO_TIME = "The page gives no day, time or zone. On which day, at what time, in which zone and how often does it meet?"


def decide(series: DraftSeries, times: Times, line: int, reading: Reading, *, is_next: bool = False) -> None:
    """Gives the series its schedule, or says why it has none; reports what is doubtful about the words."""
    _report(series.title, times, line, reading, is_next=is_next)
    schedule = _schedule(times)
    if schedule:
        series.schedules.append(schedule)
        series.undecided = None
        return
    if not times.says_something:
        series.undecided = NO_TIME
        return
    series.readings = allowed(times, reading.today)
    quote = times.text if len(times.text) <= 200 else times.text[:199] + "…"
    series.undecided = (
        f"The page says “{quote}”. {' '.join(_questions(times, reading.today, is_next=is_next))}"
    )


def _schedule(times: Times) -> Schedule | None:
    """The schedule, when day, clock, length, zone and first date are all said and none is in doubt."""
    anchor = times.starts or times.date
    if not (
        anchor
        and anchor.year
        and times.start
        and len(times.zones) == 1
        and times.zone_word not in CLAIMED_ABBREVIATIONS
    ):
        return None
    duration = length_of(times)
    first = anchor.in_year(anchor.year)
    if (
        not (duration and first)
        or (times.days and times.days[0] != first.weekday())
        or len(set(times.days)) > 1
    ):
        return None
    rule = _rule(times, first)
    if rule is None:
        return None
    start = dt.datetime.combine(first, times.start)
    return Schedule(wall_text(start), times.zones[0], duration, rule)


# A letter code that is one fixed offset cannot carry a recurring call through the year; UTC can.
CLAIMED_ABBREVIATIONS = frozenset(CLAIMED_HOURS) - {"UTC"}


def _rule(times: Times, first: dt.date) -> str | None:
    if not times.cadence:
        return "" if times.date else None
    if times.cadence == "nth" and times.nth in _places_in_month(first):
        return f"FREQ=MONTHLY;BYDAY={times.nth}{_BYDAY[first.weekday()]}"
    return {
        "daily": "FREQ=DAILY",
        "weekly": f"FREQ=WEEKLY;BYDAY={_BYDAY[first.weekday()]}",
        "biweekly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_BYDAY[first.weekday()]}",
    }.get(times.cadence)


def _places_in_month(day: dt.date) -> set[int]:
    """Which weekday of its month a day is: the third is 3, the last also -1."""
    is_last = (day + dt.timedelta(days=7)).month != day.month
    return {(day.day + 6) // 7} | ({-1} if is_last else set())


def _report(title: str, times: Times, line: int, reading: Reading, *, is_next: bool) -> None:
    if not times.says_something:
        reading.find(
            "no-time",
            line,
            f"The page does not say when “{title}” meets.",
            "Give day, time, zone and how often.",
        )
        return
    if times.cadence in ("biweekly", "interval") and not (times.starts or (times.date and times.date.year)):
        reading.find(
            "no-anchor-date", line, f"“{_short(times)}” skips weeks, but no date says which weeks.",
            "Give the date of one meeting.",
        )  # fmt: skip
    if times.start and not times.zone_word:
        reading.find(
            "no-zone",
            line,
            f"“{_short(times)}” has a time but no zone.",
            "Name a place, such as Europe/Madrid.",
        )
    _report_abbreviation(times, line, reading)
    report_wrong_letters(times, line, reading)
    if is_next and _is_past(times, reading.today):
        reading.find(
            "past-next-meeting",
            line,
            f"The “next” meeting, {_short(times)}, is past.",
            "Publish the series; the next date then follows.",
        )


def _short(times: Times) -> str:
    return times.text if len(times.text) <= 80 else times.text[:79] + "…"


def _report_abbreviation(times: Times, line: int, reading: Reading) -> None:
    word = times.zone_word
    if (
        not times.zones
        or "/" in word
        or times.zones == ("UTC",)
        or not (word.isupper() or word.casefold() in SPELT_OUT)
    ):
        return
    meaning = " or ".join(times.zones)
    reading.find(
        "zone-abbreviation", line, f"“{word}” is no time zone: it may mean {meaning}, and says nothing about summer time.",
        f"Write {times.zones[0]}.",
    )  # fmt: skip


def report_wrong_letters(times: Times, line: int, reading: Reading) -> None:
    """Letters that no clock of theirs shows on the date: CET in April."""
    claimed = CLAIMED_HOURS.get(times.zone_word)
    date = times.date
    if (
        claimed is None
        or date is None
        or times.start is None
        or not times.zones
        or times.zone_word in ("UTC", "GMT")
    ):
        return
    days = [day for year in _years(times, reading.today) if (day := date.in_year(year))]
    wrong = [_offset_hours(day, times.start, tzid) for tzid in times.zones for day in days]
    if wrong and all(hours != claimed for hours in wrong):
        right = next(
            (
                w
                for w, h in CLAIMED_HOURS.items()
                if h == wrong[0] and w[0] == times.zone_word[0] and len(w) > 2
            ),
            "",
        )
        right = right or f"UTC{wrong[0]:+g}"
        reading.find(
            "zone-contradicts-date", line,
            f"On {date.day} {MONTHS[date.month - 1]} the clocks of {times.zones[0]} show {right}, not {times.zone_word}: one hour apart.",
            f"Write {right}, or better the zone {times.zones[0]}.",
        )  # fmt: skip


def _offset_hours(day: dt.date, clock: dt.time, tzid: str) -> float:
    moment = instant(dt.datetime.combine(day, clock), tzid)
    offset = moment.astimezone(zone(tzid)).utcoffset() or dt.timedelta(0)
    return offset.total_seconds() / 3600


def _years(times: Times, today: dt.date) -> list[int]:
    """The years a date without one may be in: those where it falls on the weekday that stands with it."""
    date = times.date
    if date is None:
        return []
    if date.year:
        return [date.year]
    near = range(today.year - 6, today.year + 3)
    days = [day for year in near if (day := date.in_year(year))]
    fitting = [day.year for day in days if len(times.days) == 1 and day.weekday() == times.days[0]]
    return fitting or [day.year for day in days]


def _is_past(times: Times, today: dt.date) -> bool:
    """True when no date it can mean lies in the coming year, as a next meeting's must."""
    if times.date is None or (not times.date.year and not times.days):
        return False
    days = [times.date.in_year(year) for year in _years(times, today)]
    return bool(days) and not any(day and today <= day <= today + dt.timedelta(days=366) for day in days)


def _questions(times: Times, today: dt.date, *, is_next: bool) -> list[str]:
    questions = []
    anchor = times.starts or times.date
    if times.cadence in ("biweekly", "interval") and not (anchor and anchor.year):
        questions.append("It skips weeks: on which date is one of its meetings?")
    elif times.date and not times.date.year:
        questions.append(_year_question(times, today))
    elif not anchor or not anchor.year:
        questions.append("Since which date?" if times.cadence else "How often, and since which date?")
    if not times.days and not anchor:
        questions.append("On which day?")
    if times.start is None:
        questions.append("At what time?")
    questions += _zone_questions(times)
    if times.start and not length_of(times):
        questions.append("How long does it last?")
    if is_next and not times.cadence:
        questions.append("How often does it recur?")
    return questions or ["Is this right, and how does it recur?"]


def _year_question(times: Times, today: dt.date) -> str:
    fitting = _years(times, today)
    if len(times.days) == 1 and len(fitting) == 1 and times.date:
        return f"The year is missing; {WEEKDAYS[times.days[0]]} {times.date.day} {MONTHS[times.date.month - 1]} was in {fitting[0]}. Which year?"
    return "The year is missing. Which year?"


def _zone_questions(times: Times) -> list[str]:
    if times.start and not times.zone_word:
        return ["In which time zone?"]
    if len(times.zones) > 1:
        names = " or ".join(
            "UTC" if z == "UTC" else z.rpartition("/")[2].replace("_", " ") for z in times.zones
        )
        return [f"Does {times.zone_word} mean {names}?"]
    if times.zone_word in CLAIMED_ABBREVIATIONS:
        return [f"Does {times.zone_word} mean the clocks of {times.zones[0]} all year?"]
    return []
