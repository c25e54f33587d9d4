"""Compares the engine with its own walk, python-dateutil and recurring-ical-events over random rules, zones and
windows, and names every difference: `python bench/agreement.py --cases 10000 --seed 1`.

A difference from dateutil counts as explained only when dateutil, asked in other words for what we mean, gives just
what we give; one from recurring-ical-events, which builds on dateutil, is named by what is special in the rule.
docs/explanation/time.md has the words of the RFC for each class.
"""

import argparse
import datetime as dt
import itertools
import random
import sys
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).parents[1])]

import icalendar
import recurring_ical_events
from dateutil import rrule as dateutil_rrule

from bench.cases import DAY, FREQ, Case, random_case
from commonhour.core.recurrence.expansion import is_off_rule, starts, walls
from commonhour.core.recurrence.rules import Rule, rule_text
from commonhour.core.recurrence.walk import rule_walls
from commonhour.core.time.instants import seconds_to
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import UTC, instant, is_in_gap

EQUAL, EMPTY, UNEXPLAINED = "equal", "equal, no date in the window", "UNEXPLAINED"
NOT_ASKED = "not asked: no date for 40 years, it would run to 9999"
OFF_RULE = "DTSTART off its rule"
FIRST_WEEK = "BYSETPOS in the week of DTSTART"
BOTH_DAYS = "a weekday numbered and plain, as in MO,1MO"
IN_GAP = "a wall time that the clocks skip"


def walked(case: Case) -> list[int]:
    """Our own walk from DTSTART on, each wall time turned into an instant by itself."""
    high = case.before.replace(tzinfo=None) + 2 * DAY
    return in_window(case, list(walls(case.schedule, high)))


def in_window(case: Case, found: list[dt.datetime]) -> list[int]:
    if case.schedule.is_all_day:
        begins = [wall.replace(tzinfo=UTC) for wall in found]
    else:
        begins = [instant(wall, case.schedule.tzid) for wall in found]
    length = case.schedule.duration
    return sorted(seconds_to(at) for at in begins if at < case.before and at + length > case.after)


def dateutil_walls(case: Case, rule: Rule, start: dt.datetime) -> list[dt.datetime]:
    high = case.before.replace(tzinfo=None) + 2 * DAY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateutil_rrule.rrule(
            FREQ[rule.freq], dtstart=start, interval=rule.interval, wkst=rule.wkst, until=rule.until, count=rule.count,
            bysetpos=rule.bysetpos or None, bymonth=rule.bymonth or None, bymonthday=rule.bymonthday or None,
            byyearday=rule.byyearday or None, byweekno=rule.byweekno or None, byhour=rule.byhour or None,
            byweekday=[dateutil_rrule.weekday(day, number or None) for number, day in rule.byday] or None,
        )  # fmt: skip
        return list(itertools.takewhile(lambda wall: wall <= high, found))


def reader_starts(case: Case) -> list[int]:
    calendar, event = icalendar.Calendar(), icalendar.Event()
    zone, rule = ZoneInfo(case.schedule.tzid), case.rule
    event.add("UID", "u")
    event.add("DTSTART", case.start.date() if case.schedule.is_all_day else case.start.replace(tzinfo=zone))
    event.add("DURATION", case.schedule.duration)
    text = rule_text(replace(rule, until=None))
    if rule.until:
        end = instant(rule.until, case.schedule.tzid)
        text += (
            f";UNTIL={wall_text(rule.until.date())}"
            if case.schedule.is_all_day
            else f";UNTIL={end:%Y%m%dT%H%M%SZ}"
        )
    event["RRULE"] = icalendar.vRecur.from_ical(text)
    calendar.add_component(event)
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar.to_ical())).between(
        case.after, case.before
    )
    return sorted(_second(one.start) for one in found)


def _second(start: dt.date) -> int:
    if not isinstance(start, dt.datetime):
        start = dt.datetime.combine(start, dt.time(), UTC)
    return seconds_to(start)


# --- comparing ---------------------------------------------------------------------------------------------


def dateutil_verdict(case: Case, ours: list[int]) -> str:
    if not _goes_on(case):
        return NOT_ASKED
    if in_window(case, dateutil_walls(case, case.rule, case.start)) == ours:
        return EQUAL
    classes, found = _as_we_read(case)
    return " + ".join(classes) if classes and in_window(case, found) == ours else UNEXPLAINED


def _goes_on(case: Case) -> bool:
    """True when the rule makes a date after the window, so that dateutil comes to an end."""
    high = case.before.replace(tzinfo=None) + 2 * DAY
    endless = replace(case.rule, count=None, until=None)
    return next(rule_walls(endless, case.start, high + 40 * 365 * DAY, high), None) is not None


def _as_we_read(case: Case) -> tuple[list[str], list[dt.datetime]]:
    """The classes of difference in a case, and dateutil's answer when it is asked so that it means what we mean."""
    rule, start, classes = case.rule, case.start, []
    begin, endless = start, replace(rule, count=None)
    if rule.freq == "WEEKLY" and rule.bysetpos:
        classes.append(FIRST_WEEK)
        begin = start - dt.timedelta(days=(start.weekday() - rule.wkst) % 7)
        endless = replace(endless, byday=rule.byday or ((0, start.weekday()),))
    parts = [endless]
    if is_mixed(rule):
        classes.append(BOTH_DAYS)
        parts = [
            replace(endless, byday=tuple(d for d in rule.byday if bool(d[0]) == numbered))
            for numbered in (0, 1)
        ]
    made = {wall for part in parts for wall in dateutil_walls(case, part, begin) if wall >= start}
    if is_off_rule(case.schedule):
        classes.append(OFF_RULE)
    return classes, sorted(made | {start})[: rule.count]


def is_mixed(rule: Rule) -> bool:
    return {number == 0 for number, _ in rule.byday} == {True, False}


def reader_verdict(case: Case, ours: list[int]) -> str:
    """recurring-ical-events builds on dateutil, so its differences are dateutil's and those of its own."""
    if not _goes_on(case):
        return NOT_ASKED
    theirs, mine = reader_starts(case), ours
    if case.schedule.is_all_day:
        # Dates have no instant: what touches only the edge of a window in UTC is left out.
        low, high = seconds_to(case.after + DAY), seconds_to(case.before - DAY)
        theirs, mine = ([at for at in side if low <= at < high] for side in (theirs, ours))
    if theirs == mine:
        return EQUAL
    classes = []
    if case.rule.freq == "WEEKLY" and case.rule.bysetpos:
        classes.append(FIRST_WEEK)
    if is_mixed(case.rule):
        classes.append(BOTH_DAYS)
    if is_off_rule(case.schedule):
        classes.append(OFF_RULE)
    skipped = {seconds_to(instant(wall, case.schedule.tzid)) for wall in walls(case.schedule, case.before.replace(tzinfo=None) + 2 * DAY)
               if not case.schedule.is_all_day and is_in_gap(wall, case.schedule.tzid)}  # fmt: skip
    if skipped & {*theirs, *mine}:
        classes.append(IN_GAP)
    return " + ".join(classes) or UNEXPLAINED


def agree(cases: int, seed: int, *, show: int = 0, reader: bool = True) -> dict[str, Counter[str]]:
    """How often each reader gives what we give, and the classes of all the rest."""
    dice = random.Random(seed)
    verdicts = {
        "own walk": Counter[str](),
        "dateutil": Counter[str](),
        "recurring-ical-events": Counter[str](),
    }
    for _ in range(cases):
        case = random_case(dice)
        ours = starts(case.schedule, case.after, case.before)
        found = {
            "own walk": EQUAL if walked(case) == ours else UNEXPLAINED,
            "dateutil": dateutil_verdict(case, ours),
        }
        if reader:
            found["recurring-ical-events"] = reader_verdict(case, ours)
        for name, verdict in found.items():
            verdicts[name][EMPTY if verdict == EQUAL and not ours else verdict] += 1
            if verdict == UNEXPLAINED and show > 0:
                show -= 1
                print(name, case, sep="\n  ")
    return verdicts


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--cases", type=int, default=10_000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--show", type=int, default=5, help="unexplained cases to print")
    arguments = given.parse_args()
    for name, counts in agree(arguments.cases, arguments.seed, show=arguments.show).items():
        print(f"\n{name}: {counts.total():,} cases")
        for verdict, count in counts.most_common():
            print(f"  {count:>7,}  {verdict}")
