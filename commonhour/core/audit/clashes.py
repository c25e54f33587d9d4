"""Clashes: two calls of one group at the same time."""

from collections import defaultdict
from collections.abc import Iterable

from commonhour.core.audit.claim import Held
from commonhour.core.finding import Finding, notice


def clashes(held: Iterable[Held]) -> list[Finding]:
    """One finding for each two series of a group that overlap: their first date, and how often they do."""
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        groups[one.group].append(one)
    found: dict[tuple[str, str, str], list[tuple[Held, Held]]] = defaultdict(list)
    for group, dates in groups.items():
        for one, two in _overlapping(sorted(dates, key=lambda date: (date.start, date.series))):
            first, second = sorted((one, two), key=lambda date: date.series)
            found[group, first.series, second.series].append((first, second))
    return [_finding(pairs) for pairs in found.values()]


def _overlapping(dates: list[Held]) -> Iterable[tuple[Held, Held]]:
    running: list[Held] = []
    for date in dates:
        running = [one for one in running if one.end > date.start]
        yield from ((one, date) for one in running if one.series != date.series)
        running.append(date)


def _finding(pairs: list[tuple[Held, Held]]) -> Finding:
    one, two = min(pairs, key=lambda pair: pair[0].start)
    moment = max(one.start, two.start)
    return notice(
        "clash", one.where, subject=f"{one.series} {two.series}", other=two.where, one=one.title, two=two.title,
        first_date=f"{moment:%Y-%m-%d}", first_clock=f"{moment:%H:%M}", times=len(pairs), more=len(pairs) - 1,
    )  # fmt: skip
