"""The ledger of decisions: what was decided in every call, the newest first."""

from dataclasses import dataclass

from django.db.models import F

from commonhour.models import Decision
from commonhour.models.notes import PUBLISHED
from commonhour.reads.ledger import PER_PAGE, LedgerAsked, Turned, has_all, series_asked, turned
from commonhour.reads.shapes.notes import WITH_PAGES, NotesPlace


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """`line` is where it stands in its notes; `result` is carried, rejected or ""."""

    id: int
    text: str
    result: str
    line: int
    notes: NotesPlace


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    rows: list[DecisionRow]
    turned: Turned


def decisions_page(asked: LedgerAsked, number: int = 1) -> DecisionsPage:
    """The page with this number, or the last one there is; in a fixed number of queries."""
    page = turned(_keys(asked), number)
    return DecisionsPage(decision_rows(page.keys), page)


def latest_decisions(asked: LedgerAsked) -> list[DecisionRow]:
    """For a feed, the newest first."""
    return decision_rows(_keys(asked)[:PER_PAGE])


def all_decisions(asked: LedgerAsked) -> list[DecisionRow]:
    return decision_rows(_keys(asked))


def _keys(asked: LedgerAsked) -> list[int]:
    rows = Decision.objects.filter(notes__series__in=series_asked(asked), notes__stage=PUBLISHED)
    rows = rows.filter(notes__date__year=asked.year) if asked.year else rows
    newest = (F("notes__date").desc(nulls_last=True), "-notes__pk", "line", "pk")
    rows = rows.order_by(*(["notes__series__group__name"] if asked.sort == "group" else []), *newest)
    words = asked.words()
    if not words:
        return list(rows.values_list("pk", flat=True))
    told = rows.values_list("pk", "text", "notes__series__title")
    return [pk for pk, *texts in told if has_all(words, *texts)]


def decision_rows(keys: list[int]) -> list[DecisionRow]:
    pages = [f"notes__{one}" for one in WITH_PAGES]
    found = Decision.objects.select_related("notes").prefetch_related(*pages).in_bulk(keys)
    return [_row(found[key]) for key in keys if key in found]


def _row(row: Decision) -> DecisionRow:
    return DecisionRow(row.pk, row.text, row.result, row.line, NotesPlace.of(row.notes))
