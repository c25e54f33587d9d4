"""What changed on a page, newest first: by whom, when, and from what to what. Facts only; words are the page's."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, Q

from commonhour.core.rights import Actor
from commonhour.models import Change, ChangeSet, Occurrence
from commonhour.reads.undo import is_theirs_to_undo

# No reader has a use for these; what was done to an override is told by what happened to its date.
_UNSEEN_FIELDS = frozenset({"version", "changed_at", "sequence", "tzdata_version", "held", ""})
_UNSEEN_NOUNS = frozenset({"override", "grant", "externalref", "destination"})
_WORDS_OF_SERIES = ("title", "group")  # of those that an entry shows
PER_PAGE = 50
BEFORE_ANYTHING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class ChangedField:
    """`field` of a date is what happened to it (`core.happening`), and both sides are what was seen. `dates` counts
    the dates of one series to which the same happened; the first of them is here."""

    noun: str
    field: str
    before: Any
    after: Any
    dates: int = 1


@dataclass(frozen=True, slots=True)
class PastChange:
    """`kind` and `facts` as in `core.speech.changes`, `at` in UTC."""

    id: int
    at: dt.datetime
    kind: str
    facts: dict[str, Any]
    actor_kind: str
    actor_role: str
    actor_name: str
    changes: tuple[ChangedField, ...]
    can_ask_back: bool = False


def history(*, group: int | None = None, series: int | None = None, limit: int = 20) -> list[PastChange]:
    """The change sets of a group's or a series' page, by their ids. A set that reached dates of many series is in
    the history of each, with that one's dates."""
    rows = ChangeSet.objects.all()
    if group is not None:
        rows = rows.filter(group=group)
    if series is not None:
        elsewhere = Change.objects.filter(noun="occurrence", series=series).order_by()
        rows = rows.filter(Q(series=series) | Q(pk__in=elsewhere.values("change_set")))
    return [_past(row, _of_series(row, series)) for row in rows.prefetch_related("changes")[:limit]]


def history_of_date(date: int, limit: int = 20) -> list[PastChange]:
    """What happened to one date, by the id of its row."""
    told = Change.objects.filter(noun="occurrence", object_id=date).order_by()
    rows = ChangeSet.objects.filter(pk__in=told.values("change_set")).prefetch_related("changes")
    return [_past(row, [one for one in row.changes.all() if one.object_id == date and one.noun == "occurrence"])
            for row in rows[:limit]]  # fmt: skip


def changes_page(
    groups: list[int] | None, number: int, actor: Actor | None = None
) -> tuple[list[PastChange], bool]:
    """One page of everything that was changed, newest first, and whether there is another. `groups` None means
    those of everybody; `actor` is who is asked which of them are to be undone."""
    rows = ChangeSet.objects.select_related("kept_rows", "undone_by").defer("kept_rows__rows")
    rows = rows.prefetch_related("changes")
    if groups is not None:
        rows = rows.filter(group_id__in=groups)
    first = (number - 1) * PER_PAGE
    found = list(rows[first : first + PER_PAGE + 1])
    entries = [
        replace(_past(row, row.changes.all()), can_ask_back=bool(actor and is_theirs_to_undo(row, actor)))
        for row in found[:PER_PAGE]
    ]
    return entries, len(found) > PER_PAGE


def told_at(dates: Collection[str]) -> dict[str, dt.datetime]:
    """When something last happened to each of these dates, by their public ids, or to the words of its series; else
    when its schedule came to be. In two queries."""
    rows = Occurrence.objects.filter(public_id__in=dates)
    known = {
        str(row[0]): row[1:] for row in rows.values_list("public_id", "pk", "series", "schedule__created_at")
    }
    of_date = Q(noun="occurrence", object_id__in=[pk for pk, *_ in known.values()])
    of_series = Q(noun="series", object_id__in=[series for _, series, _ in known.values()])
    of_series &= Q(field__in=_WORDS_OF_SERIES)
    told: dict[tuple[str, int], dt.datetime] = {}
    found = Change.objects.filter(of_date | of_series).order_by().values_list("noun", "object_id")
    for noun, key, at in found.annotate(at=Max("change_set__at")):
        told[(noun, key)] = at
    return {
        public_id: max(
            filter(None, (told.get(("occurrence", pk)), told.get(("series", series)), made)),
            default=BEFORE_ANYTHING,
        )
        for public_id, (pk, series, made) in known.items()
    }


def last_change() -> dt.datetime:
    """When anything was last written (UTC): what every feed's Last-Modified says."""
    return ChangeSet.objects.order_by("-at").values_list("at", flat=True).first() or BEFORE_ANYTHING


def _of_series(row: ChangeSet, series: int | None) -> Iterable[Change]:
    """Of a set that is not of that series' page only what happened to its dates."""
    if series is None or row.series_id == series:
        return row.changes.all()
    return [
        change for change in row.changes.all() if change.noun == "occurrence" and change.series_id == series
    ]


def _past(row: ChangeSet, changes: Iterable[Change]) -> PastChange:
    actor = row.actor_kind, row.actor_role, row.actor_name
    return PastChange(row.pk, row.at, row.kind, row.facts, *actor, changes=tuple(_seen(changes)))


def _seen(changes: Iterable[Change]) -> list[ChangedField]:
    """What a reader sees, and of many dates to which the same happened the first with their number."""
    found: dict[tuple[object, ...], ChangedField] = {}
    for one in changes:
        if one.field in _UNSEEN_FIELDS or one.noun in _UNSEEN_NOUNS:
            continue
        is_date = one.noun == "occurrence"
        key = (one.series_id, one.field) if is_date else (one.noun, one.object_id, one.field)
        count = found[key].dates + 1 if key in found else 1
        first = found.get(key) or ChangedField(one.noun, one.field, one.before, one.after)
        found[key] = ChangedField(first.noun, first.field, first.before, first.after, count)
    return list(found.values())
