"""Folding: what came as several components of a calendar and is one call for the people who hold it."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import name_key
from commonhour.core.schedule.schedule import Schedule

# Google ends a call at "this and following" and goes on under the same id with the date behind it.
_GOES_ON = re.compile(r"_R\d{8}(?:T\d{6})?(?=@|$)")
_FEWEST_DATES = 3  # two dates of one title are no list yet that anybody must be told about


def folded(series: Sequence[DraftSeries]) -> tuple[list[DraftSeries], list[Finding]]:
    """The same calls, fewer series: parts of one divided call, and single dates of one title and link.

    Every part keeps its schedule and its UID. No rule is made up for a list of dates; a finding says so.
    """
    uids = [one.schedules[0].uid for one in series if one.schedules]
    divided = {_GOES_ON.sub("", uid) for uid in uids if _GOES_ON.search(uid)}
    keys = [_call_of(one, divided) for one in series]
    times = Counter(keys)
    found: dict[Hashable, DraftSeries] = {}
    for one, key in zip(series, keys, strict=True):
        if key in found and times[key] > 1:
            _join(found[key], one)
        else:
            found[key if times[key] > 1 else id(one)] = replace(one)
    return list(found.values()), [
        _listed(one) for one in found.values() if is_list(one) and len(one.schedules) >= _FEWEST_DATES
    ]


def in_sentences(schedules: Sequence[Schedule]) -> list[tuple[Schedule, frozenset[str]]]:
    """What takes a sentence each, with the UIDs it stands for: single dates of one zone and length take one."""
    found: dict[Hashable, list[Schedule]] = {}
    for number, one in enumerate(schedules):
        is_single = not (one.rrule or one.rdates or one.exdates or one.overrides or one.is_all_day)
        key = (one.tzid, one.duration, one.status) if is_single else number
        found.setdefault(key, []).append(one)
    return [(_as_list(some), frozenset(one.uid for one in some)) for some in found.values()]


def _as_list(schedules: list[Schedule]) -> Schedule:
    if len(schedules) == 1:
        return schedules[0]
    first, *others = sorted(schedules, key=lambda one: one.dtstart)
    return replace(first, rdates=tuple(dict.fromkeys(one.dtstart for one in others)))


def is_list(one: DraftSeries) -> bool:
    """True for a call that is nothing but single dates with a time."""
    return bool(one.schedules) and all(
        not (part.rrule or part.rdates or part.is_all_day) for part in one.schedules
    )


def _call_of(one: DraftSeries, divided: set[str]) -> Hashable:
    """What tells one call from another; its place in memory when nothing says that it belongs to another."""
    if not one.schedules:
        return id(one)
    title, uid = name_key(one.title), _GOES_ON.sub("", one.schedules[0].uid)
    if is_list(one) and uid not in divided:
        return "dates", title, one.url, one.joins[0].url if one.joins else ""
    return "parts", title, uid


def _join(first: DraftSeries, more: DraftSeries) -> None:
    """The later part says how it is now."""
    later = more.schedules[0].dtstart >= first.schedules[-1].dtstart
    if later:
        first.title, first.description, first.url = more.title, more.description, more.url or first.url
    first.schedules = sorted([*first.schedules, *more.schedules], key=lambda part: part.dtstart)
    first.categories = list(dict.fromkeys([*first.categories, *more.categories]))
    joins = [*more.joins, *first.joins] if later else [*first.joins, *more.joins]
    first.joins = list(dict.fromkeys(joins))


def _listed(one: DraftSeries) -> Finding:
    case = "in-utc" if {part.tzid for part in one.schedules} == {"UTC"} else ""
    return notice("listed-dates", one.where, case, title=one.title, count=len(one.schedules))
