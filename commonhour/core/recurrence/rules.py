"""A Rule: RFC 5545 RRULE text, read strictly and kept in wall time (UNTIL has no zone in here)."""

import datetime as dt
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commonhour.core import limits
from commonhour.core.time.wall import is_date, parse_wall, wall_text
from commonhour.core.time.zones import UTC, wall_of
from commonhour.errors import RefusedInput, TooLarge

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
_USUAL_LENGTH = 500  # characters; longer ones are read anew each time rather than kept
_BYDAY = re.compile(r"^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
# part: lowest, highest, may be negative, zero allowed (RFC 5545 §3.3.10)
_NUMBER_PARTS = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`byday` holds (n, weekday): n is 0 for "every", 2 for the second, -1 for the last; weekday 0 is Monday.
    `until` is a wall time in the schedule's zone; for all-day rules its midnight."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: dt.datetime | None = None
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: tuple[int, ...] = ()
    bymonth: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysecond: tuple[int, ...] = ()
    wkst: int = 0


def rule_parts(text: str) -> dict[str, str]:
    """The parts of an RRULE as NAME → value, upper case. Raises RefusedInput for a part given twice."""
    parts: dict[str, str] = {}
    for part in text.strip().strip(";").split(";"):
        name, equals, value = part.strip().partition("=")
        name = name.strip().upper()
        if not equals or not value.strip():
            raise RefusedInput("rule-part-without-value", part=part[:40])
        if name in parts:
            raise RefusedInput("rule-part-twice", name=name[:30])
        parts[name] = value.strip().upper()
    return parts


def normal_rrule(text: str, *, tzid: str = "UTC", all_day: bool = False) -> str:
    """An RRULE as it is stored: checked, in one order of parts, UNTIL as wall text in `tzid`.

    Raises RefusedInput for what RFC 5545 §3.3.10 does not allow or what `core/limits.py` does not.
    """
    return stored_rule(rule_parts(text), tzid=tzid, all_day=all_day)


def stored_rule(parts: Mapping[str, str], *, tzid: str = "UTC", all_day: bool = False) -> str:
    """The same from the parts of an RRULE."""
    ends = {"UNTIL": _wall_until(parts["UNTIL"], tzid, all_day)} if "UNTIL" in parts else {}
    rule = _rule({**parts, **ends})
    if all_day:
        rule = replace(rule, byhour=(), byminute=(), bysecond=())  # "MUST be ignored" beside a DATE (§3.3.10)
    return rule_text(rule, all_day=all_day)


def parse_rule(text: str) -> Rule:
    """The Rule of a stored (or still to be checked) RRULE whose UNTIL is wall text. Raises RefusedInput."""
    return _parsed(text) if len(text) <= _USUAL_LENGTH else _rule(rule_parts(text))


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Rule:
    return _rule(rule_parts(text))


def rule_text(rule: Rule, *, all_day: bool = False) -> str:
    """The RRULE text of a rule, always in the same order."""
    parts = [f"FREQ={rule.freq}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={wall_text(rule.until.date() if all_day else rule.until)}")
    for name in ("bymonth", "byweekno", "byyearday", "bymonthday"):
        parts += _numbers(name, getattr(rule, name))
    if rule.byday:
        parts.append("BYDAY=" + ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in rule.byday))
    for name in ("byhour", "byminute", "bysecond", "bysetpos"):
        parts += _numbers(name, getattr(rule, name))
    if rule.wkst != 0:
        parts.append(f"WKST={WEEKDAYS[rule.wkst]}")
    return ";".join(parts)


def is_same_rule(one: str, other: str) -> bool:
    """True for the same rule with the same end ("" is no rule); the hour of UNTIL does not matter."""

    def plain(text: str) -> Rule | None:
        rule = parse_rule(text) if text else None
        return rule and replace(rule, until=rule.until and dt.datetime.combine(rule.until.date(), dt.time()))

    return plain(one) == plain(other)


def _numbers(name: str, numbers: tuple[int, ...]) -> list[str]:
    return [f"{name.upper()}={','.join(map(str, numbers))}"] if numbers else []


def _wall_until(value: str, tzid: str, all_day: bool) -> str:
    if value.endswith("Z"):
        moment = parse_wall(value[:-1]).replace(tzinfo=UTC)
        # A day's midnight in UTC is that day; any other hour is where the calendar is.
        is_day = all_day and moment.time() == dt.time()
        wall = moment.replace(tzinfo=None) if is_day else wall_of(moment, tzid)
        return wall_text(wall)
    wall = parse_wall(value)
    if is_date(value) and not all_day:
        # A date-only UNTIL on a timed rule means the whole of that day.
        wall = wall.replace(hour=23, minute=59, second=59)
    return wall_text(wall)


def _rule(parts: dict[str, str]) -> Rule:
    freq = _frequency(parts)
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_NUMBER_PARTS}
    for name in parts:
        if name not in known and not name.startswith("X-"):
            raise RefusedInput("rule-part-unknown", name=name[:30])
    if "COUNT" in parts and "UNTIL" in parts:
        raise RefusedInput("count-and-until")
    rule = Rule(
        freq=freq,
        interval=_positive(parts, "INTERVAL", 10_000) or 1,
        count=_positive(parts, "COUNT", limits.COUNT),
        until=parse_wall(parts["UNTIL"]) if "UNTIL" in parts else None,
        byday=_byday(parts, freq),
        wkst=_weekday(parts.get("WKST", "MO")),
        **{name.lower(): _number_list(parts, name) for name in _NUMBER_PARTS},
    )
    _refuse_combinations(rule)
    return rule


def _frequency(parts: dict[str, str]) -> str:
    freq = parts.get("FREQ", "")
    if freq in _SUB_DAILY:
        raise RefusedInput("rule-within-a-day", freq=freq)
    if freq not in FREQUENCIES:
        raise RefusedInput("rule-frequency-unknown", freq=freq[:20] or "(missing)")
    return freq


def _positive(parts: dict[str, str], name: str, highest: int) -> int | None:
    if name not in parts:
        return None
    text = parts[name]
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise RefusedInput("rule-number", name=name, text=text[:20])
    if int(text) > highest:
        raise TooLarge("rule-number-too-large", name=name, text=text, most=highest)
    return int(text)


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise RefusedInput("rule-weekday", text=text[:20])
    return WEEKDAYS.index(text)


def _byday(parts: dict[str, str], freq: str) -> tuple[tuple[int, int], ...]:
    days = []
    for text in filter(None, parts.get("BYDAY", "").split(",")):
        match = _BYDAY.match(text.strip())
        if not match:
            raise RefusedInput("rule-byday", text=text[:20])
        number = int(match[1] or 0)
        if abs(number) > 53 or (match[1] and number == 0):
            raise RefusedInput("rule-byday-week", text=text[:20])
        # RFC 5545 §3.3.10: a number has no meaning in a daily or weekly rule; readers ignore it.
        days.append((number if freq in ("MONTHLY", "YEARLY") else 0, WEEKDAYS.index(match[2])))
    return tuple(dict.fromkeys(days))


def _number_list(parts: dict[str, str], name: str) -> tuple[int, ...]:
    lowest, highest, may_be_negative = _NUMBER_PARTS[name]
    numbers = []
    for text in filter(None, parts.get(name, "").split(",")):
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", text.strip()):
            raise RefusedInput("rule-no-number", name=name, text=text[:20])
        number = int(text)
        size = abs(number) if may_be_negative else number
        if not lowest <= size <= highest:
            raise RefusedInput(
                "rule-number-outside", name=name, number=number, lowest=lowest, highest=highest
            )
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def _refuse_combinations(rule: Rule) -> None:
    if rule.byweekno and rule.freq != "YEARLY":
        raise RefusedInput("byweekno-not-yearly")
    if rule.bymonthday and rule.freq == "WEEKLY":
        raise RefusedInput("bymonthday-weekly")
    if rule.byyearday and rule.freq in ("DAILY", "WEEKLY", "MONTHLY"):
        raise RefusedInput("byyearday-not-yearly")
    others = (rule.byday, rule.bymonthday, rule.bymonth, rule.byyearday, rule.byweekno, rule.byhour,
              rule.byminute, rule.bysecond)  # fmt: skip
    if rule.bysetpos and not any(others):
        raise RefusedInput("bysetpos-alone")
    times = math.prod(max(1, len(part)) for part in (rule.byhour, rule.byminute, rule.bysecond))
    if times > limits.TIMES_A_DAY:
        raise TooLarge("rule-times-a-day", times=times, most=limits.TIMES_A_DAY)
