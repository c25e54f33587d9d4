"""Which days the headings of one document mean: its own order tells the years nobody wrote, and whether 03/04 is in March."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from commonhour.core.notes.days import DAY_FIRST, MONTH_FIRST, DaySaid

AHEAD = dt.timedelta(days=31)  # an agenda may stand there before its meeting
_ASTRAY = 45  # days: so far one may stand out of order; more is another year


@dataclass(frozen=True, slots=True)
class Heading:
    """A day and the weekday beside it, if there is one (0 is Monday)."""

    said: DaySaid
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class _Try:
    cost: int
    span: int
    days: tuple[dt.date | None, ...]


def days_of(
    headings: Sequence[Heading], today: dt.date, *, year: int | None = None, order: str = ""
) -> list[dt.date | None]:
    """One for each, None for what stays undecided. `year` is that of the document, `order` that of others of its place."""
    known = own_order([one.said for one in headings]) or order
    if known or not any(one.said.is_either for one in headings):
        return list(_best(_read(headings, known), today, year).days)
    tries = [_best(_read(headings, one), today, year) for one in (DAY_FIRST, MONTH_FIRST)]
    if tries[0].cost != tries[1].cost:
        return list(min(tries, key=lambda one: one.cost).days)
    return [day if day == other else None for day, other in zip(tries[0].days, tries[1].days, strict=True)]


def own_order(said: Sequence[DaySaid]) -> str:
    """The order that those among them show which can be read in one only; "" where they show none, or both."""
    shown = {one.order for one in said if one.order}
    return shown.pop() if len(shown) == 1 else ""


def _read(headings: Sequence[Heading], order: str) -> list[Heading]:
    return [replace(one, said=one.said.ordered(order)) for one in headings]


def _best(headings: Sequence[Heading], today: dt.date, year: int | None) -> _Try:
    """Newest first or last, whichever has fewer of them out of order."""
    tries = [_try(headings, step, today, year) for step in (-1, 1)]
    return min(tries, key=lambda one: (one.cost, one.span))


def _try(headings: Sequence[Heading], step: int, today: dt.date, year: int | None) -> _Try:
    days = _with_years(headings, step, today, year)
    known = [day for day in days if day]
    astray = sum((after - before).days * step < 0 for before, after in pairwise(known))
    wrong = sum(
        one.weekday is not None and day is not None and day.weekday() != one.weekday
        for one, day in zip(headings, days, strict=True)
    )
    span = (max(known) - min(known)).days if known else 0
    return _Try(astray + wrong, span, tuple(days))


def _with_years(
    headings: Sequence[Heading], step: int, today: dt.date, year: int | None
) -> list[dt.date | None]:
    days: list[dt.date | None] = [one.said.in_year() for one in headings]
    if not any(days) and headings:
        first = 0 if (step == 1 and year) or (step == -1 and not year) else len(days) - 1
        days[first] = headings[first].said.in_year(year) if year else _latest(headings[first], today)
    for number in range(1, len(days)):
        if days[number] is None and (before := days[number - 1]):
            days[number] = _beside(headings[number].said, before, step)
    for number in range(len(days) - 2, -1, -1):
        if days[number] is None and (after := days[number + 1]):
            days[number] = _beside(headings[number].said, after, -step)
    return days


def _beside(said: DaySaid, other: dt.date, step: int) -> dt.date | None:
    """The nearest such day in the direction of `step` from its neighbour, a little astray at most."""
    found = [day for year in range(-4, 5) if (day := said.in_year(other.year + year))]
    near = [day for day in found if (day - other).days * step >= -_ASTRAY]
    return min(near, key=lambda day: (day - other).days * step, default=None)


def _latest(heading: Heading, today: dt.date) -> dt.date | None:
    """The last such day until now, on the weekday that stands beside it."""
    days = [day for back in range(-1, 9) if (day := heading.said.in_year(today.year - back))]
    past = [day for day in days if day <= today + AHEAD]
    fitting = [day for day in past if heading.weekday in (None, day.weekday())]
    return max(fitting or past, default=None)
