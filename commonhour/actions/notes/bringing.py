"""Notes of files into the tables: each to its date, published at once. Importing again merges three ways, as every import does."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from commonhour.actions.dates.day_names import name_days
from commonhour.actions.dates.rows import columns_of
from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.notes.derived import derive
from commonhour.actions.notes.known import Known
from commonhour.actions.notes.placing import Past, Place, Places
from commonhour.actions.notes.writing import names_of, write_text
from commonhour.actions.rights import require
from commonhour.core.finding import Finding, notice
from commonhour.core.merge import merge, shown
from commonhour.core.notes.brought import BroughtNotes, NotesFiles, digest
from commonhour.core.notes.reading import read_notes
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.secrets import guard
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule.occurrence import day_slug, public_id
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.errors import NotAllowed, RefusedInput
from commonhour.models import Notes, NotesDate, NotesRevision, Occurrence, Series
from commonhour.models.notes import AGENDA, DRAFT, PUBLISHED

ADDED, CHANGED, SAME, KEPT, REMOVED = "added", "changed", "same", "kept", "removed"
NONE, DATE, PAST = "", "date", "past"
_LAST = dt.date.max


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one: `what` was done with it, and whether it is `matched` to a date of the calendar, to a past one that
    was made for it, or to none."""

    notes: BroughtNotes
    series: str
    what: str
    matched: str
    decisions: int
    actions: int


@dataclass(slots=True)
class BringReport:
    done: list[Brought] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def number(self, what: str) -> int:
        return sum(one.what == what for one in self.done)

    def matched(self, how: str) -> int:
        return sum(one.matched == how for one in self.done)

    @property
    def decisions(self) -> int:
        return sum(one.decisions for one in self.done)

    @property
    def actions(self) -> int:
        return sum(one.actions for one in self.done)

    def as_json(self) -> dict[str, Any]:
        return {
            "matched": self.matched(DATE), "past": self.matched(PAST), "decisions": self.decisions, "actions": self.actions,
            "list": [
                {
                    "file": one.notes.origin, "date": one.notes.date.isoformat() if one.notes.date else None,
                    "title": one.notes.title, "series": one.series, "matched": one.matched or None, "result": one.what,
                    "decisions": one.decisions, "actions": one.actions,
                }
                for one in self.done
            ],
        }  # fmt: skip


def foresee_notes(
    read: NotesFiles, series: Sequence[Series], *, now: dt.datetime, actor: Actor
) -> BringReport:
    """What `bring_notes` would do: it is done, and taken back."""
    with transaction.atomic():
        report = bring_notes(read, series, name="", now=now, actor=actor)
        transaction.set_rollback(True)
    return report


def bring_notes(
    read: NotesFiles, series: Sequence[Series], *, name: str, now: dt.datetime, actor: Actor,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> BringReport:  # fmt: skip
    """One transaction. `series` are those whose dates they may be of, at least one. `told` how many of all are done."""
    for row in series:
        require(actor, Verb.KEEP_RECORD, *row.holders)
    with change_set(now, actor, "imported", {"name": name}) as changes:
        lock_series(one.pk for one in series)
        run = _Run(changes, Places.of(series, now), Known.of(series, read.notes), now, actor)
        # Oldest first: what a later one says of an action is the last word.
        ordered = sorted(read.notes, key=lambda one: one.date or _LAST)
        for number, one in enumerate(ordered, 1):
            run.bring(one)
            told(number, len(ordered))
        run.known.memory.keep()
        name_days(run.named)
    return run.report


def told_text(one: BroughtNotes, findings: list[Finding]) -> str:
    """The text as it is kept, and so the title; what is left out of it is told."""
    one.title = Notes.as_kept(one.title)
    text, joins = guard(one.text)
    if text != one.text:
        findings.append(notice("notes-secret", one.where, times=max(1, len(joins))))
    clean, hidden = hide_addresses(text)
    if hidden:
        findings.append(notice("notes-private-address", one.where, times=hidden))
    return clean


@dataclass(slots=True)
class _Run:
    changes: Changes
    places: Places
    known: Known
    now: dt.datetime
    actor: Actor
    report: BringReport = field(default_factory=BringReport)
    named: set[int] = field(default_factory=set)  # series with a new date
    _here: dict[tuple[int, dt.date | None, str], Notes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Notes.objects.filter(series__in=[one.pk for one in self.places.series])
        self._here = {(row.series_id, row.date, digest(row.text)): row for row in rows}

    def bring(self, one: BroughtNotes) -> None:
        text = told_text(one, self.report.findings)
        ref = self.known.ref(one, text)
        here = Notes.objects.filter(pk=ref.object_id).first() if ref else self._here_already(one, text)
        if here:
            self._merge(one, here, text, ref.fields["text"] if ref else "")
        elif ref:
            self.report.findings.append(notice("kept-both", one.where, "removed-here", title=_name(one)))
            self._tell(one, "", REMOVED, NONE, text)
        else:
            self._add(one, self.places.of_notes(one), text)

    def _here_already(self, one: BroughtNotes, text: str) -> Notes | None:
        """Ours by its id; else that very text of that very day, wherever it came from."""
        if one.public_id and (own := Notes.objects.filter(public_id=one.public_id).first()):
            return own
        keys = ((row.pk, one.date, digest(text)) for row in self.places.series)
        return next((self._here[key] for key in keys if key in self._here), None)

    def _merge(self, one: BroughtNotes, here: Notes, text: str, last: str) -> None:
        """`last` is the digest of what was last brought; a file of ours says itself which of ours it was made of."""
        ours = digest(here.text)
        merged = merge(ours if one.base == ours else last, digest(text), ours)
        if here.series not in self.places.series and here.text != text:
            self._keep_ours(one, here, _both(one, text, ""))  # others' may be a draft
            return
        if merged.changed:
            before = here.version
            try:
                write_text(here, text, now=self.now, actor=self.actor, how="imported")
            except NotAllowed as closed:  # the other files come in all the same
                self._keep_ours(one, here, notice("notes-frozen", one.where, days=closed.facts["days"]))
                return
            except RefusedInput as named:
                self._keep_ours(one, here, notice("notes-with-names", one.where, names=named.facts["names"]))
                return
            self.changes.record(here, "version", before, here.version)
        elif merged.conflict:
            self.report.findings.append(_both(one, text, here.text))
        self._keep(one, here, text, CHANGED if merged.changed else KEPT if merged.conflict else SAME)

    def _keep_ours(self, one: BroughtNotes, here: Notes, why: Finding) -> None:
        """As long as it is refused it is told again."""
        self.report.findings.append(why)
        here.refresh_from_db()
        self._tell(one, here.series.slug, KEPT, self._matched(here), here.text)

    def _keep(self, one: BroughtNotes, here: Notes, text: str, what: str) -> None:
        self.known.remember(one, here, text)
        self._tell(one, here.series.slug, what, self._matched(here), here.text)

    def _matched(self, here: Notes) -> str:
        dates = Occurrence.objects.filter(notes_date__notes=here).values_list("is_from_notes", flat=True)
        return NONE if not dates else PAST if all(dates) else DATE

    def _add(self, one: BroughtNotes, place: Place, text: str) -> None:
        self.report.findings += place.findings
        date = place.date or (self._made(place.series, place.past) if place.past else None)
        row = self._row(one, place.series, date)
        if names := names_of(row):
            row.stage, row.published_at = DRAFT, None
            self.report.findings.append(notice("notes-with-names", one.where, names=", ".join(names)))
        self.changes.add(row)
        if date:
            NotesDate.objects.create(notes=row, occurrence=date)
        user, name = (None, "") if row.is_nameless else (self.actor.user, self.actor.name)
        NotesRevision.objects.create(
            notes=row,
            number=1,
            text=row.text,
            at=self.now,
            user_id=user,
            name=name,
            how="imported",
            is_public=row.stage == PUBLISHED,
        )
        derive(row, self.now)
        self._here[(row.series_id, row.date, digest(row.text))] = row
        self.known.remember(one, row, text)
        matched = (PAST if date.is_from_notes else DATE) if date else NONE
        self._tell(one, place.series.slug, ADDED, matched, row.text)

    def _row(self, one: BroughtNotes, series: Series, date: Occurrence | None) -> Notes:
        """An archive was public where it comes from, since its meeting was over; what is to come is an agenda."""
        end = date.end if date else None
        is_over = end <= self.now if end else one.date is None or one.date <= self.now.date()
        row = Notes(
            series=series, title=one.title[:300], date=one.date, text=one.text, stage=PUBLISHED if is_over else AGENDA,
            is_nameless=one.is_nameless, recording=one.recording[:2_000], slides=one.slides[:2_000], origin=one.origin[:1_000],
            begun_at=self.now, changed_at=self.now, published_at=(end or self.now) if is_over else None,
        )  # fmt: skip
        if one.public_id and not Notes.objects.filter(public_id=one.public_id).exists():
            row.public_id = uuid.UUID(one.public_id)
        return row

    def _made(self, series: Series, past: Past) -> Occurrence:
        """It is over, so nothing that a calendar does later moves it."""
        row = _as_planned(past) or Occurrence(
            series=series, schedule=None, recurrence_id=past.recurrence_id, public_id=uuid.uuid4(), start=past.start, end=past.end,
            all_day="T" not in past.recurrence_id, tzid=past.tzid, outcome="held", is_from_notes=True,
            tzdata_version=TZDATA_VERSION,
        )  # fmt: skip
        row.first_recurrence_id, row.slug = past.recurrence_id, day_slug(past.recurrence_id)
        row.save()
        self.named.add(series.pk)
        return row

    def _tell(self, one: BroughtNotes, series: str, what: str, matched: str, text: str) -> None:
        said = read_notes(text, day=one.date)
        self.report.done.append(Brought(one, series, what, matched, len(said.decisions), len(said.actions)))


def _as_planned(past: Past) -> Occurrence | None:
    """The date as its schedule would have made it in time."""
    if past.schedule is None or past.planned is None:
        return None
    core = past.schedule.as_core()
    known = public_id(core.uid, past.recurrence_id)
    if Occurrence.objects.filter(public_id=known).exists():
        return None
    return Occurrence(**columns_of(past.schedule, core, past.planned)._asdict(), public_id=known)


def _both(one: BroughtNotes, theirs: str, ours: str) -> Finding:
    return notice(
        "kept-both", one.where, what=_name(one), field="text", theirs=shown(theirs), ours=shown(ours)
    )


def _name(one: BroughtNotes) -> str:
    return one.title or (one.date.isoformat() if one.date else one.where)
