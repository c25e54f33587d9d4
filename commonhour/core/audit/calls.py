"""Contradictions about when a call is: two hours, zones, days or rhythms for one call in two places."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from commonhour.core.audit.claim import ON_DEMAND, CallClaim, Passage
from commonhour.core.audit.hours import Difference, differences
from commonhour.core.audit.report import split_place
from commonhour.core.finding import Finding, notice

# Rhythms that are one where nothing else is said; what is not in here says nothing about how often.
_RHYTHMS = {
    "daily": "daily", "weekly": "weekly", "biweekly": "biweekly", "interval": "interval", "nth": "monthly",
    "monthly": "monthly", "rare": "rare",
}  # fmt: skip


_YEAR, _NEAR = dt.timedelta(days=365), dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class _Apart:
    """Two claims that contradict each other, in what, and what each of them says."""

    what: str
    one: CallClaim
    two: CallClaim

    @property
    def places(self) -> tuple[Passage, Passage]:
        if self.what == "day":
            return self.one.on, self.two.on
        return self.one.place, self.two.place


def call_contradictions(
    claims: Sequence[CallClaim], today: dt.date, owners: frozenset[str] = frozenset()
) -> list[Finding]:
    """One finding for each fact that two places state differently, with every other place that takes part in it."""
    together: dict[object, list[CallClaim]] = defaultdict(list)
    for claim in claims:
        if claim.subject.is_named:
            together[claim.subject.key(owners)].append(claim)
    found = [apart for group in together.values() for apart in _in_group(group, today, owners)]
    found += _on_demand(claims, owners)
    return _findings(found)


def _in_group(claims: list[CallClaim], today: dt.date, owners: frozenset[str]) -> Iterator[_Apart]:
    files: dict[str, list[CallClaim]] = defaultdict(list)
    for claim in claims:
        if claim.cadence != ON_DEMAND:
            files[split_place(claim.place.where)[0]].append(claim)
    dates = [claim for claim in claims if claim.date]
    found = [apart for here in files.values() for apart in _within(here, today)]
    for here, there in _meeting(list(files.values())):
        if here[0].place.page != there[0].place.page:  # versions of one page are no two places
            found += _between(here, there, today, owners)
    yield from (apart for apart in found if not _is_history(apart, dates, today))


def _is_history(apart: _Apart, dates: list[CallClaim], today: dt.date) -> bool:
    """A date that is over, against the rule of today. Another day was an exception when the dates near it kept the
    rule; and what is a year old was right in its time, when no date of that time did."""
    dated, rule = apart.one, apart.two
    if not dated.date or rule.date or dated.date >= today:
        return False
    is_old, is_day = dated.date < today - _YEAR, apart.what == Difference.DAY
    if is_old and is_day:
        return True
    was_kept = any(
        not differences(one, rule, today) for one in _around(dated.date, dates, _NEAR if is_day else _YEAR)
    )
    return was_kept if is_day else is_old and not was_kept


def _around(date: dt.date, dates: list[CallClaim], reach: dt.timedelta) -> Iterator[CallClaim]:
    """The claims about other dates, with an hour, so near to one."""
    return (
        one for one in dates if one.date and one.clock and one.date != date and abs(one.date - date) <= reach
    )


def _meeting(files: list[list[CallClaim]]) -> list[tuple[list[CallClaim], list[CallClaim]]]:
    """Each two files of which one gives a rule, or that name one date: a thousand minutes have nothing else to say to
    each other."""
    dated: dict[dt.date | None, list[int]] = defaultdict(list)
    for number, file in enumerate(files):
        for date in {claim.date for claim in file}:
            dated[date].append(number)
    pairs = {pair for date, numbers in dated.items() if date for pair in combinations(numbers, 2)}
    pairs |= {
        (min(rule, other), max(rule, other))
        for rule in dated[None]
        for other in range(len(files))
        if other != rule
    }
    return [(files[one], files[two]) for one, two in sorted(pairs)]


def _within(claims: list[CallClaim], today: dt.date) -> Iterator[_Apart]:
    """One page: a date against the rule it gives. Two rules or two dates on one page are two calls."""
    rules = [claim for claim in claims if not claim.date]
    for dated in (claim for claim in claims if claim.date):
        yield from _against(dated, rules, today)


def _between(
    ones: list[CallClaim], twos: list[CallClaim], today: dt.date, owners: frozenset[str]
) -> Iterator[_Apart]:
    """A date against the same date over there, else against the rule; rules against rules."""
    for one in (one for one in ones if one.date):
        yield from _against(one, _counterparts(one, twos), today)
    dates = {one.date for one in ones if one.date}
    rules = [one for one in ones if not one.date]
    for two in (two for two in twos if two.date and two.date not in dates):
        yield from _against(two, rules, today)
    yield from _rules_apart(rules, [two for two in twos if not two.date], today, owners)


def _rules_apart(
    ones: list[CallClaim], twos: list[CallClaim], today: dt.date, owners: frozenset[str]
) -> Iterator[_Apart]:
    """The slots that only one of two places gives, where each gives one that the other does not."""
    is_open = len(ones) > 1 or len(twos) > 1 or (ones and ones[0].subject.words <= owners)
    mine = [one for one in ones if not any(_agree(one, two, today) for two in twos)]
    theirs = [two for two in twos if not any(_agree(one, two, today) for one in ones)]
    fewer, more = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    for one in fewer:
        found = list(_against(one, more, today))
        if not _are_two_calls({apart.what for apart in found}, is_open=bool(is_open)):
            yield from found


def _are_two_calls(what: set[str], *, is_open: bool) -> bool:
    """Two rules that share too little to be one call's. `is_open`: who meets has several calls, or is the community
    itself, which may have."""
    is_at_other_hour = bool(what & {Difference.HOUR, Difference.ZONE})
    is_on_other_day, is_other_rhythm = Difference.DAY in what, "rhythm" in what
    if is_on_other_day and is_other_rhythm:
        return True
    return is_open and is_at_other_hour and (is_on_other_day or is_other_rhythm)


def _agree(one: CallClaim, two: CallClaim, today: dt.date) -> bool:
    return not differences(one, two, today) and not _rhythm(one, two)


def _counterparts(one: CallClaim, others: list[CallClaim]) -> list[CallClaim]:
    same_date = [other for other in others if one.date and other.date == one.date]
    return same_date or [other for other in others if not other.date]


def _against(one: CallClaim, others: list[CallClaim], today: dt.date) -> Iterator[_Apart]:
    """What contradicts all that is said over there. One that agrees with any of it is right; a date that is said
    to be an exception cannot contradict a rule."""
    if one.is_moved and all(other.date is None for other in others):
        return
    apart = [
        ({str(what) for what in differences(one, other, today)} | _rhythm(one, other), other)
        for other in others
    ]
    if not apart or any(not found for found, _ in apart):
        return
    found, other = min(apart, key=lambda pair: len(pair[0]))
    pair = (other, one) if other.date and not one.date else (one, other)
    yield from (_Apart(str(what), *pair) for what in sorted(found))


def _rhythm(one: CallClaim, two: CallClaim) -> set[str]:
    ones, twos = _RHYTHMS.get(one.cadence, ""), _RHYTHMS.get(two.cadence, "")
    is_apart = bool(ones and twos and ones != twos and not (one.date or two.date))
    return {"rhythm"} if is_apart else set()


def _on_demand(claims: Sequence[CallClaim], owners: frozenset[str]) -> list[_Apart]:
    """A call without a fixed calendar here that has fixed hours there, whatever the region."""
    return [
        _Apart("rhythm", one, two)
        for one in claims
        if one.cadence == ON_DEMAND and one.subject.is_named
        for two in claims
        if two.cadence != ON_DEMAND and not two.date and two.days and two.clock and two.place.page != one.place.page
        and two.subject.key(owners)[0] == one.subject.key(owners)[0]
    ]  # fmt: skip


def _findings(found: list[_Apart]) -> list[Finding]:
    """What says the same is one finding: its first two places, and the others beside them."""
    together: dict[object, list[_Apart]] = defaultdict(list)
    for apart in sorted(found, key=lambda apart: apart.one.date is None):
        alike = frozenset(_gist(claim, apart.what) for claim in (apart.one, apart.two))
        together[apart.what, apart.one.subject.name, split_place(apart.one.place.where)[0], alike].append(
            apart
        )
    return [_finding(alike) for alike in together.values()]


def _finding(alike: list[_Apart]) -> Finding:
    first = alike[0]
    here, there = first.places
    places = [place.where for apart in alike for place in apart.places]
    also = [place for place in dict.fromkeys(places) if place not in (here.where, there.where)]
    return notice(
        "contradiction", here.where, first.what, subject=first.one.subject.name, other=there.where, also=tuple(also),
        name=first.one.subject.name, one=_said(first.one, first.what), two=_said(first.two, first.what), place=there.where,
    )  # fmt: skip


def _gist(claim: CallClaim, what: str) -> str:
    """What a claim says, but for the date it says it of."""
    if what == "rhythm":
        return claim.cadence if claim.cadence == ON_DEMAND else _RHYTHMS.get(claim.cadence, "")
    return str(_said(replace(claim, date=None, days=_days(claim)), what))


def _said(claim: CallClaim, what: str) -> dict[str, Any]:
    """What a claim says of a call's hour, day or rhythm."""
    clock = claim.clock.text if claim.clock else ""
    date = claim.date.isoformat() if claim.date else ""
    if what == "rhythm":
        return {"rhythm": claim.cadence, "days": sorted(claim.days), "clock": clock}
    if what == Difference.DAY:
        return {"days": sorted(_days(claim)), "date": date}
    return {"clock": clock, "date": date}


def _days(claim: CallClaim) -> frozenset[int]:
    return claim.days or (frozenset({claim.date.weekday()}) if claim.date else frozenset())
