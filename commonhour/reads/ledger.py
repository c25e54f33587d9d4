"""What the ledgers of decisions and of actions have in common: what one may ask of them, and how they are turned over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonhour.core.time.cities import fold
from commonhour.models import ActionItem, Decision, Series
from commonhour.models.notes import PUBLISHED

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class LedgerAsked:
    """`group` and `series` are slugs, `owner` the key of a name (`core/speakers.py`), `state` one of open, done, dropped and
    all, `due` "overdue" or "week", `sort` one of due, newest and group; "" and None for whatever there is, or the usual."""

    query: str = ""
    group: str = ""
    series: str = ""
    owner: str = ""
    state: str = ""
    due: str = ""
    year: int | None = None
    sort: str = ""

    @property
    def is_everything(self) -> bool:
        return self == LedgerAsked(sort=self.sort)

    def words(self) -> list[str]:
        return fold(self.query).split()


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """What there is to choose from; groups and series by slug and name, owners by key and name."""

    groups: list[tuple[str, str]]
    series: list[tuple[str, str]]
    years: list[int]
    owners: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of a ledger: `keys` are the ids of its rows."""

    keys: list[int]
    total: int
    number: int
    pages: int


def turned(keys: list[int], number: int) -> Turned:
    """The page with this number, or the last one there is."""
    pages = max(1, -(-len(keys) // PER_PAGE))
    number = min(max(1, number), pages)
    return Turned(keys[(number - 1) * PER_PAGE : number * PER_PAGE], len(keys), number, pages)


def series_asked(asked: LedgerAsked) -> list[int]:
    """The ids of the series that were asked for."""
    rows = Series.objects.for_groups([asked.group]) if asked.group else Series.objects.all()
    rows = rows.filter(slug=asked.series) if asked.series else rows
    return list(rows.order_by().values_list("pk", flat=True))


def has_all(words: Iterable[str], *texts: str) -> bool:
    told = fold(" ".join(texts))
    return all(word in told for word in words)


def choices_of_decisions() -> LedgerChoices:
    rows = Decision.objects.filter(notes__stage=PUBLISHED, notes__series__removed_at=None)
    return _choices(rows, "notes__series", "notes__date")


def choices_of_actions(owners: Iterable[tuple[str, str]]) -> LedgerChoices:
    rows = ActionItem.objects.said().filter(series__removed_at=None)
    return _choices(rows, "series", "said_on", owners)


def _choices(rows: Any, series: str, day: str, owners: Iterable[tuple[str, str]] = ()) -> LedgerChoices:
    names = (
        f"{series}__group__slug",
        f"{series}__group__name",
        f"{series}__slug",
        f"{series}__title",
        f"{day}__year",
    )
    found = set(rows.order_by().values_list(*names).distinct())
    return LedgerChoices(
        groups=by_name((slug, name) for slug, name, *_ in found if slug),
        series=by_name((slug, title) for _, _, slug, title, _ in found),
        years=sorted({year for *_, year in found if year}, reverse=True),
        owners=by_name(owners),
    )


def by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda pair: fold(pair[1]))


def week_after(today: dt.date) -> dt.date:
    """The Sunday of the week of `today`."""
    return today + dt.timedelta(days=7 - today.isoweekday())
