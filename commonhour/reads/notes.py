"""Notes of a date as its page shows them, and their versions; a draft is nobody's to read but who keeps the record."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.notes.address import address_on
from commonhour.core.notes.comparing import ComparedLine, compare
from commonhour.errors.telling import Fault
from commonhour.models import ActionItem, Notes, NotesFetch, NotesRevision, Occurrence
from commonhour.models.notes import PUBLISHED


@dataclass(frozen=True, slots=True)
class Decided:
    """`line` is that of the text, where ledgers lead; "" on the second thing that one line says."""

    text: str
    result: str
    line: str


@dataclass(frozen=True, slots=True)
class ToDo:
    text: str
    owner: str
    due: dt.date | None
    is_done: bool
    line: str


@dataclass(frozen=True, slots=True)
class NotesShape:
    """Published notes. `corrections` is how often their text was changed since people could read it."""

    text: str
    decisions: tuple[Decided, ...]
    actions: tuple[ToDo, ...]
    present: tuple[str, ...]
    present_count: int | None
    regrets: tuple[str, ...]
    regrets_count: int | None
    recording: str
    slides: str
    origin: str
    is_nameless: bool
    published_at: dt.datetime | None
    corrected_at: dt.datetime | None
    corrections: int


class _Once(set[int]):
    """Each number once, as a page has each id once."""

    def __call__(self, line: int) -> str:
        if line in self:
            return ""
        self.add(line)
        return str(line)


def notes_of(date: Occurrence) -> NotesShape | None:
    """None while nothing is published."""
    row = Notes.objects.published().filter(dates__occurrence=date).first()
    return _shape(row) if row else None


def _shape(row: Notes) -> NotesShape:
    mentions, once = row.mentions.select_related("action"), _Once()
    return NotesShape(
        text=row.text,
        decisions=tuple(Decided(one.text, one.result, once(one.line)) for one in row.decisions.all()),
        actions=tuple(
            ToDo(
                one.action.text,
                one.action.owner,
                one.action.due,
                one.action.state == ActionItem.DONE,
                once(one.line),
            )
            for one in mentions
        ),
        present=tuple(row.present), present_count=row.present_count, regrets=tuple(row.regrets),
        regrets_count=row.regrets_count, recording=row.recording, slides=row.slides, origin=row.origin,
        is_nameless=row.is_nameless, published_at=row.published_at, corrected_at=row.corrected_at,
        corrections=max(0, row.revisions.filter(is_public=True).count() - 1),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revision:
    """`name` is of who wrote it, "" for nobody known. `how` as the model has it."""

    number: int
    at: dt.datetime
    name: str
    how: str
    is_public: bool
    lines: tuple[ComparedLine, ...]
    is_first: bool = False


def revisions_of(notes: Notes) -> list[Revision]:
    """For who keeps the record, the latest first; each without its lines."""
    rows = notes.revisions.order_by("-number")
    return [_revision(row, []) for row in rows.defer("text")]


def changed_by(notes: Notes, number: int) -> Revision | None:
    """One version, with what it changed of the one before."""
    row = notes.revisions.filter(number=number).first()
    before = notes.revisions.filter(number__lt=number).order_by("-number").first()
    return _revision(row, compare(before.text if before else "", row.text)) if row else None


def corrections_of(date: Occurrence) -> list[Revision]:
    """Of published notes what everybody could read, the latest first, each with what it changed of the one that people
    read before. Nobody's name stands in it: of nameless notes not what was taken out either."""
    notes = Notes.objects.filter(dates__occurrence=date, stage=PUBLISHED).first()
    rows = (
        list(notes.revisions.filter(is_public=True).select_related("notes").order_by("number"))
        if notes
        else []
    )
    found = [
        replace(
            _revision(row, compare(before.text, row.text) if before and not row.notes.is_nameless else []),
            name="",
            is_first=before is None,
        )
        for before, row in zip([None, *rows], rows, strict=False)
    ]
    return found[::-1]


def _revision(row: NotesRevision, lines: list[ComparedLine]) -> Revision:
    return Revision(
        row.number, row.at, row.name, row.how, row.is_public, tuple(lines)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the notes of a date are written, and what went wrong when they were asked for last ({} for nothing)."""

    address: str
    fault: Fault


def elsewhere(date: Occurrence) -> Elsewhere | None:
    """None for notes that are written here."""
    if not date.series.notes_url:
        return None
    row = NotesFetch.objects.filter(occurrence=date).first()
    return Elsewhere(address_on(date.series.notes_url, date.local_day), row.fault if row else {})
