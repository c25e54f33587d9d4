"""Measures the expansion of rules against others and against the least it could cost: run with `make bench`.

A mixture of series in many zones, two years of each, made into epoch integers and into occurrence objects by us, by
recurring-ical-events, by python-dateutil, and by a floor that has everything but the loops done beforehand. CPU time,
the best of some rounds in which each has its turn. Every answer is compared before anything is timed.
"""

import argparse
import datetime as dt
import gc
import itertools
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).parents[1])]

import icalendar
import recurring_ical_events
from dateutil.rrule import rruleset, rrulestr

from bench.floor import AFTER, BEFORE, HOUR, floor_of
from commonhour.core.recurrence import expansion, strides
from commonhour.core.recurrence import set as recurrence_set
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time import instants
from commonhour.core.time.wall import parse_wall, wall_text

ZONES = (
    "Europe/Madrid", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Stockholm", "Europe/Warsaw",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto",
    "America/St_Johns", "America/Sao_Paulo", "America/Mexico_City", "America/Santiago", "Asia/Tokyo",
    "Asia/Kolkata", "Asia/Shanghai", "Asia/Singapore", "Asia/Kathmandu", "Asia/Jerusalem", "Asia/Dubai",
    "Africa/Casablanca", "Africa/Cairo", "Africa/Nairobi", "Africa/Lagos", "Australia/Sydney",
    "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham", "UTC",
)  # fmt: skip
# Of 100 series: how many have this rule; {days} is the weekday of DTSTART and so on.
MIXTURE = (
    (30, "FREQ=WEEKLY;BYDAY={day}"), (10, "FREQ=WEEKLY"), (20, "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"),
    (4, "FREQ=WEEKLY;INTERVAL=4"), (5, "FREQ=WEEKLY;BYDAY=MO,WE"), (1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    (9, "FREQ=MONTHLY;BYDAY={nth}{day}"), (6, "FREQ=MONTHLY;BYDAY=-1{day}"),
    (4, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), (4, "FREQ=MONTHLY"),
    (2, "FREQ=MONTHLY;INTERVAL=3;BYDAY={nth}{day}"), (2, "FREQ=YEARLY"), (3, "FREQ=WEEKLY;COUNT=40"),
)  # fmt: skip
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def mixture(size: int) -> list[Schedule]:
    """So many series, the same every time: most run without an end, every seventh has exceptions."""
    rules = list(itertools.chain.from_iterable([rule] * share for share, rule in MIXTURE))
    return [_series(number, rules[number * 37 % 100]) for number in range(size)]


def _series(number: int, rule: str) -> Schedule:
    # Begun in the year before the window, so that those who walk from DTSTART have not far to go.
    day = dt.date(2025, 1, 6) + dt.timedelta(days=number * 11 % 360)
    if "MO,WE" in rule or "MO,TU" in rule:
        day -= dt.timedelta(days=day.weekday())
    if "-1" in rule:
        day = _last(day.year, day.month, range(5) if "SETPOS" in rule else [day.weekday()])
    if rule == "FREQ=MONTHLY":
        day = day.replace(day=min(day.day, 28))
    rule = rule.format(day=WEEKDAYS[day.weekday()], nth=min((day.day + 6) // 7, 4))
    if "BYDAY=4" in rule:
        day = day.replace(day=min(day.day, 28)) if day.day <= 28 else day - dt.timedelta(days=7)
    time_ = dt.time(6 + number * 7 % 14, number % 2 * 30)
    bare = Schedule(wall_text(dt.datetime.combine(day, time_)), ZONES[number * 13 % len(ZONES)], HOUR, rule,
                    uid=f"{number}@bench")  # fmt: skip
    return _with_exceptions(bare) if number % 7 == 0 else bare


def _with_exceptions(bare: Schedule) -> Schedule:
    ids = [one.recurrence_id for one in expansion.occurrences(bare, AFTER, BEFORE)]
    if len(ids) < 8:
        return bare
    moved = wall_text(parse_wall(ids[5]) + dt.timedelta(days=1, hours=1))
    overrides = (Override(ids[3], status=CANCELLED), Override(ids[5], dtstart=moved))
    return Schedule(
        bare.dtstart, bare.tzid, bare.duration, bare.rrule, (), (ids[1], ids[6]), overrides, bare.uid
    )


def _last(year: int, month: int, weekdays) -> dt.date:
    day = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    while day.weekday() not in weekdays:
        day -= dt.timedelta(days=1)
    return day


# --- the others --------------------------------------------------------------------------------------------


def dateutil_set(schedule: Schedule) -> rruleset:
    found = rruleset()
    found.rrule(rrulestr(schedule.rrule, dtstart=parse_wall(schedule.dtstart)))
    moved = [override for override in schedule.overrides if override.dtstart]
    for text in (*schedule.exdates, *(override.recurrence_id for override in moved)):
        found.exdate(parse_wall(text))
    for override in moved:
        found.rdate(parse_wall(override.dtstart))
    return found


def dateutil_starts(found: rruleset, zone: ZoneInfo) -> list[int]:
    """Wall times between two walls a day outside the window, then instants, then the window."""
    day = dt.timedelta(days=1)
    walls = found.between(AFTER.replace(tzinfo=None) - day, BEFORE.replace(tzinfo=None) + day)
    low, high = AFTER.timestamp() - 3600, BEFORE.timestamp()
    return sorted(s for wall in walls if low < (s := int(wall.replace(tzinfo=zone).timestamp())) < high)


def calendar_of(series: list[Schedule]) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    for schedule in series:
        calendar.add_component(event := _event(schedule, schedule.dtstart))
        event["RRULE"] = icalendar.vRecur.from_ical(schedule.rrule)
        zone = ZoneInfo(schedule.tzid)
        for text in schedule.exdates:
            event.add("EXDATE", parse_wall(text).replace(tzinfo=zone))
        for override in schedule.overrides:
            calendar.add_component(changed := _event(schedule, override.dtstart or override.recurrence_id))
            changed.add("RECURRENCE-ID", parse_wall(override.recurrence_id).replace(tzinfo=zone))
    return icalendar.Calendar.from_ical(calendar.to_ical())


def _event(schedule: Schedule, dtstart: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", schedule.uid)
    event.add("DTSTART", parse_wall(dtstart).replace(tzinfo=ZoneInfo(schedule.tzid)))
    event.add("DURATION", HOUR)
    return event


# --- measuring ---------------------------------------------------------------------------------------------


def cpu(what: Callable[[], object]) -> float:
    """CPU seconds, without Python's search for cycles, as timeit has it: it would cost the later ones more."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        what()
        return time.process_time() - began
    finally:
        gc.enable()


def best(rounds: int, **contestants: Callable[[], object]) -> dict[str, float]:
    """The least CPU seconds of each, over rounds in which each has its turn."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, what in contestants.items():
            found[name].append(cpu(what))
    return {name: min(seconds) for name, seconds in found.items()}


def forget() -> None:
    """Everything the engine keeps from one expansion to the next."""
    for cached in (recurrence_set._read, recurrence_set._begun, recurrence_set.seconds_of, strides._days_of_months, strides._kinds_of, instants._clock, instants._changes, strides._months, strides._years,
                   parse_wall, instants.seconds_to, expansion._exact_length, expansion._day_text, expansion._time_text):  # fmt: skip
        cached.cache_clear()


def measure(size: int, rounds: int, *, with_reader: bool) -> None:
    series = mixture(size)
    floors = [floor_of(schedule) for schedule in series]
    ours = [expansion.starts(schedule, AFTER, BEFORE) for schedule in series]
    assert ours == [floor() for floor in floors], "the floor makes something else"
    sets = [(dateutil_set(schedule), ZoneInfo(schedule.tzid)) for schedule in series]
    assert ours == [dateutil_starts(*one) for one in sets], "dateutil makes something else"
    total = sum(map(len, ours))
    print(f"\n{size:,} series, {total:,} occurrences from {AFTER:%Y-%m-%d} to {BEFORE:%Y-%m-%d}")
    forget()
    cold = cpu(lambda: [expansion.starts(schedule, AFTER, BEFORE) for schedule in series])
    found = best(
        rounds,
        floor=lambda: [floor() for floor in floors],
        ints=lambda: [expansion.starts(schedule, AFTER, BEFORE) for schedule in series],
        objects=lambda: [expansion.occurrences(schedule, AFTER, BEFORE) for schedule in series],
    )
    found |= best(
        2,
        dateutil=lambda: [dateutil_starts(dateutil_set(one), ZoneInfo(one.tzid)) for one in series],
        dateutil_read=lambda: [dateutil_starts(*one) for one in sets],
    )

    def show(name: str, seconds: float) -> None:
        print(f"  {name:<52}{seconds * 1e3:>10.1f} ms{seconds / total * 1e9:>10,.0f} ns each")

    show("the floor", found["floor"])
    show("ours, epoch integers", found["ints"])
    show("ours, epoch integers, first time in a process", cold)
    show("ours, occurrence objects", found["objects"])
    show("python-dateutil, epoch integers", found["dateutil"])
    show("python-dateutil, rules read beforehand", found["dateutil_read"])
    print(f"  ours / floor             {found['ints'] / found['floor']:>8.2f}   (wanted ≤ 2)")
    print(f"  dateutil / ours          {found['dateutil'] / found['ints']:>8.1f}   (wanted ≥ 10)")
    print(f"  dateutil read / ours     {found['dateutil_read'] / found['ints']:>8.1f}")
    if with_reader:
        reader(series, total, found, show)
    memory(series)


def reader(series: list[Schedule], total: int, found: dict[str, float], show) -> None:
    query = recurring_ical_events.of(calendar_of(series))
    made = query.between(AFTER, BEFORE)
    seconds = min(cpu(lambda: query.between(AFTER, BEFORE)) for _ in range(2))
    theirs = sorted(int(event.start.timestamp()) for event in made)
    ours = sorted(itertools.chain.from_iterable(expansion.starts(one, AFTER, BEFORE) for one in series))
    show("recurring-ical-events, calendar parsed beforehand", seconds)
    print(f"  recurring-ical-events / integers {seconds / found['ints']:>8.0f}   (wanted ≥ 100)")
    print(f"  recurring-ical-events / objects  {seconds / found['objects']:>8.1f}   (wanted ≥ 20)")
    print(f"  its instants are ours: {theirs == ours} ({len(theirs):,} and {len(ours):,})")


def memory(series: list[Schedule]) -> None:
    forget()
    for name, make in (("integers", expansion.starts), ("objects", expansion.occurrences)):
        tracemalloc.start()
        kept = [make(schedule, AFTER, BEFORE) for schedule in series]
        size, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  memory, all {name} kept: {size / 2**20:.1f} MiB, peak {peak / 2**20:.1f} MiB")
        del kept


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    given.add_argument("--rounds", type=int, default=15)
    arguments = given.parse_args()
    print(f"Python {platform.python_version()}, CPU time, best of {arguments.rounds} rounds")
    for size in arguments.sizes:
        measure(size, arguments.rounds, with_reader=size <= 1_000)
