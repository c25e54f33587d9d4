"""Random rules, zones and windows to compare the engine over: what calendars hold, and anything RFC 5545 allows."""

import datetime as dt
import random
from dataclasses import dataclass, replace

from commonhour.core.recurrence.rules import Rule, parse_rule, rule_text
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.core.time.zones import UTC
from commonhour.errors import RefusedInput

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FREQ = {"YEARLY": 0, "MONTHLY": 1, "WEEKLY": 2, "DAILY": 3}
PLACES = (
    "Europe/Madrid", "Europe/Dublin", "Europe/London", "Africa/Casablanca", "Africa/Cairo", "America/New_York",
    "America/St_Johns", "America/Sao_Paulo", "America/Caracas", "America/Nuuk", "Asia/Tokyo", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Gaza", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Adelaide",
    "Pacific/Chatham", "Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati", "Antarctica/Troll", "UTC",
)  # fmt: skip
# Where clocks did something rare: a day left out, half an hour, a standard time that is the summer's.
RARE = (
    ("Pacific/Apia", 2011, 12), ("Pacific/Kwajalein", 1993, 8), ("Pacific/Kiritimati", 1994, 12),
    ("Australia/Lord_Howe", 2026, 10), ("Africa/Casablanca", 2026, 2), ("Europe/Dublin", 2026, 10),
    ("America/Caracas", 2007, 12), ("Asia/Pyongyang", 2018, 5), ("Antarctica/Troll", 2026, 3),
    ("Europe/London", 1968, 2), ("Asia/Kathmandu", 1985, 12), ("America/Sao_Paulo", 2018, 11),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    schedule: Schedule
    rule: Rule
    after: dt.datetime
    before: dt.datetime

    @property
    def start(self) -> dt.datetime:
        return parse_wall(self.schedule.dtstart)


def some(dice: random.Random, values, most: int = 3) -> tuple:
    return tuple(dict.fromkeys(dice.choice(values) for _ in range(dice.randint(0, most))))


def random_case(dice: random.Random) -> Case:
    while True:
        tzid, start = _beginning(dice)
        is_all_day = dice.random() < 0.08
        rule = _common(dice, start) if dice.random() < 0.6 else _odd(dice)
        if is_all_day:
            start, rule = dt.datetime.combine(start, dt.time()), replace(rule, byhour=())
        rule = _ended(dice, rule, start, is_all_day)
        text = wall_text(start.date() if is_all_day else start)
        try:
            rule = parse_rule(rule_text(rule, all_day=is_all_day))
        except RefusedInput:
            continue
        schedule = Schedule(
            text, tzid, DAY if is_all_day else HOUR, rule_text(rule, all_day=is_all_day), uid="u"
        )
        after = start.replace(tzinfo=UTC) + dt.timedelta(hours=dice.randint(-24 * 60, 24 * 400))
        return Case(schedule, rule, after, after + dt.timedelta(hours=dice.randint(1, 24 * 700)))


def _beginning(dice: random.Random) -> tuple[str, dt.datetime]:
    time = dt.timedelta(minutes=15 * dice.choice([*range(20), *range(96)]))
    if dice.random() < 0.2:
        tzid, year, month = dice.choice(RARE)
        begin = dt.datetime(year, month, 1)  # noqa: DTZ001 - wall time
        return tzid, begin - dt.timedelta(days=dice.randint(0, 60)) + time
    first, last = dice.choice([(2024, 2028), (2024, 2028), (2035, 2040), (2085, 2095), (1925, 1980)])
    day = dt.datetime(first, 1, 1)  # noqa: DTZ001 - wall time
    day += dt.timedelta(days=dice.randint(0, 365 * (last - first)))
    return dice.choice(PLACES), day + time


def _common(dice: random.Random, start: dt.datetime) -> Rule:
    """What calendars hold: mostly on the rule."""
    day, nth = start.weekday(), min((start.day + 6) // 7, 4)
    interval = dice.choice([1, 1, 1, 2, 2, 3, 4])
    return dice.choice([
        Rule("WEEKLY", interval), Rule("WEEKLY", interval, byday=((0, day),)), Rule("DAILY", interval),
        Rule("WEEKLY", interval, byday=((0, day), (0, (day + 2) % 7)), wkst=dice.choice([0, 6])),
        Rule("WEEKLY", byday=tuple((0, n) for n in range(5))), Rule("DAILY", byday=tuple((0, n) for n in range(5))),
        Rule("MONTHLY", interval, byday=((nth, day),)), Rule("MONTHLY", interval, byday=((-1, day),)),
        Rule("MONTHLY", interval), Rule("MONTHLY", interval, bymonthday=(-1,)), Rule("YEARLY"),
        Rule("MONTHLY", byday=tuple((0, n) for n in range(5)), bysetpos=(-1,)),
        Rule("MONTHLY", byday=((0, day),), bymonthday=tuple(range(8, 15))),
        Rule("YEARLY", byday=((nth, day),), bymonth=(start.month, (start.month + 5) % 12 + 1)),
    ])  # fmt: skip


def _odd(dice: random.Random) -> Rule:
    """Anything RFC 5545 allows at daily or coarser."""
    freq = dice.choice(list(FREQ))
    numbers = [0] if freq in ("DAILY", "WEEKLY") or dice.random() < 0.4 else [0, 1, 2, -1]
    signed = lambda high: [*range(1, high + 1), *range(-high, 0)]  # noqa: E731
    rule = Rule(
        freq,
        interval=dice.randint(1, 4),
        byday=some(dice, [(number, day) for number in numbers for day in range(7)]),
        bymonth=some(dice, range(1, 13), 4) if dice.random() < 0.5 else (),
        bymonthday=some(dice, signed(31)) if freq != "WEEKLY" and dice.random() < 0.5 else (),
        byyearday=some(dice, signed(366)) if freq == "YEARLY" and dice.random() < 0.3 else (),
        byweekno=some(dice, signed(53)) if freq == "YEARLY" and dice.random() < 0.3 else (),
        byhour=some(dice, range(24), 2) if dice.random() < 0.2 else (),
        wkst=dice.choice([0, 0, 6, 4]),
    )
    is_mixed = {number == 0 for number, _ in rule.byday} == {True, False}
    return rule if is_mixed or dice.random() < 0.6 else replace(rule, bysetpos=some(dice, signed(4), 2))


def _ended(dice: random.Random, rule: Rule, start: dt.datetime, is_all_day: bool) -> Rule:
    chance = dice.random()
    if chance < 0.2:
        return replace(rule, count=dice.randint(1, 60))
    if chance < 0.4:
        until = start + dt.timedelta(days=dice.randint(1, 900))
        return replace(rule, until=dt.datetime.combine(until, dt.time()) if is_all_day else until)
    return rule
