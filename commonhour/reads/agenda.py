"""The agenda of a date: as somebody wrote it, or as it fills by itself from the series' template, what was proposed and
accepted, placed sessions and actions that are open. It hangs on the date, so it moves along and stays when that is cancelled."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from commonhour.models import ActionItem, AgendaItem, Notes, Occurrence, Session
from commonhour.models.agenda_item import ACCEPTED, WAITING
from commonhour.models.notes import AGENDA, DRAFT, PUBLISHED
from commonhour.reads.shapes.session import SessionShape


@dataclass(frozen=True, slots=True)
class OpenAction:
    """`due` is a day where the meeting is held, None for none."""

    text: str
    owner: str
    due: dt.date | None

    @property
    def as_line(self) -> str:
        """As notes are written: a box that the next notes tick."""
        owner = f"@{self.owner} " if self.owner else ""
        return f"- [ ] {owner}{self.text}" + (f" by {self.due}" if self.due else "")


@dataclass(frozen=True, slots=True)
class Proposed:
    """`name` is "" for who gave none. `is_new` when the agenda that somebody wrote does not have it."""

    id: int
    text: str
    name: str
    state: str
    answer: str
    version: int
    proposed_at: dt.datetime
    is_new: bool = True

    @property
    def as_line(self) -> str:
        return f"TOPIC: {self.text}" + (f" ({self.name})" if self.name else "")


@dataclass(frozen=True, slots=True)
class DateAsked:
    """A date to come, by its public id, for whose agenda `number` things were proposed that nobody answered."""

    date: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """`written` is Markdown that somebody wrote as the agenda, "" where it fills by itself: then there are `standing`,
    also Markdown, and the actions. `items` are accepted ones."""

    written: str
    standing: str
    items: tuple[Proposed, ...]
    actions: tuple[OpenAction, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.written or self.standing or self.items or self.actions)

    @property
    def new_items(self) -> list[Proposed]:
        return [one for one in self.items if one.is_new]


def agenda_of(date: Occurrence, now: dt.datetime) -> Agenda:
    """Of a date that is over only what was meant for it alone."""
    notes = Notes.objects.filter(dates__occurrence=date).first()
    written = _written(notes)
    items = tuple(_proposed(row, written) for row in date.agenda_items.filter(state=ACCEPTED))
    fills = not written and date.end > now
    return Agenda(
        written, date.series.agenda_template.strip() if fills else "", items, _open_actions(date) if fills else ()
    )  # fmt: skip


def _written(notes: Notes | None) -> str:
    if notes is None or notes.stage == PUBLISHED:
        return ""
    return notes.text if notes.stage == AGENDA else notes.agenda if notes.stage == DRAFT else ""


def _open_actions(date: Occurrence) -> tuple[OpenAction, ...]:
    rows = ActionItem.objects.open().said().filter(series=date.series_id)
    return tuple(OpenAction(row.text, row.owner, row.due) for row in rows)


def first_text(date: Occurrence, now: dt.datetime) -> str:
    """What the notes of a date begin with: its whole agenda as Markdown, also of one that is over."""
    items = [_proposed(row, "") for row in date.agenda_items.filter(state=ACCEPTED)]
    talks = [
        f"TOPIC: {row.title}" + (f" ({', '.join(names)})" if (names := _names(row)) else "")
        for row in Session.objects.on(date)
    ]
    boxes = [one.as_line for one in _open_actions(date)]
    parts = [
        date.series.agenda_template.strip(),
        "\n".join([*talks, *(one.as_line for one in items)]),
        "\n".join(boxes),
    ]
    return "\n\n".join(part for part in parts if part) + ("\n" if any(parts) else "")


def _names(row: Session) -> list[str]:
    return [one.name for one in SessionShape.of(row).speakers if one.name]


def proposed_for(date: Occurrence, written: str = "") -> list[Proposed]:
    """Everything that was proposed for a date, for who keeps its record: what waits first."""
    rows = [_proposed(row, written) for row in date.agenda_items.all()]
    return sorted(rows, key=lambda one: one.state != WAITING)


def _proposed(row: AgendaItem, written: str) -> Proposed:
    return Proposed(
        row.pk, row.text, row.name, row.state, row.answer, row.version, row.proposed_at, row.text not in written
    )  # fmt: skip


def dates_asked(groups: list[int] | None, now: dt.datetime) -> tuple[DateAsked, ...]:
    """Of what these groups hold, None for all; the soonest first."""
    rows = Occurrence.objects.upcoming(now).of_groups(groups).filter(agenda_items__state=WAITING)
    counted = rows.annotate(number=Count("agenda_items")).values_list(
        "public_id", "summary", "series__title", "number"
    )
    return tuple(DateAsked(str(date), summary or title, number) for date, summary, title, number in counted)
