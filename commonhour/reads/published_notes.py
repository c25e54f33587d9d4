"""Published notes: of a group or a series the latest, with what was decided; one with everything it says; and for feeds."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q

from commonhour.core.notes.news import ActionNews, NotesNews
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.errors import NotFound
from commonhour.formats.markdown_html import plain_words
from commonhour.models import (
    ActionItem,
    ActionMention,
    Change,
    Decision,
    Group,
    Notes,
    NotesDate,
    Notice,
    Series,
)
from commonhour.models.notes import PUBLISHED, NotesQuerySet
from commonhour.reads.ledger import PER_PAGE, Turned, turned
from commonhour.reads.shapes.group import GroupName
from commonhour.reads.shapes.notes import WITH_PAGES, NotesPlace

LAST = 5
_FRESH = dt.timedelta(days=14)
_BEGINNING = 400  # characters of a text, in a feed or a mail


@dataclass(frozen=True, slots=True)
class Decided:
    text: str
    result: str
    line: int


@dataclass(frozen=True, slots=True)
class ToBeDone:
    id: str
    text: str
    owner: str
    due: dt.date | None
    state: str
    line: int


@dataclass(frozen=True, slots=True)
class NotesRow:
    """Published notes with what was decided and who does what; `id` is their public id, `beginning` how the rest of their text
    begins, without marks."""

    id: str
    place: NotesPlace
    decisions: list[Decided]
    actions: list[ToBeDone]
    beginning: str

    @property
    def open_actions(self) -> int:
        return sum(1 for one in self.actions if one.state == ActionItem.OPEN)


@dataclass(frozen=True, slots=True)
class GroupNotes:
    group: GroupName
    rows: list[NotesRow]
    turned: Turned


@dataclass(frozen=True, slots=True)
class NotesDocument:
    """Public notes of a date whole: an agenda, or what came of it. Of nameless ones nobody who was there is named."""

    row: NotesRow
    stage: str
    text: str
    recording: str
    slides: str
    present: list[str]
    present_count: int | None
    regrets: list[str]
    published_at: dt.datetime | None
    corrected_at: dt.datetime | None


def named_group(slug: str) -> GroupName:
    """Raises NotFound."""
    name = GroupName.of(Group.objects.filter(slug=slug).first())
    if name is None:
        raise NotFound("no-such-group")
    return name


def group_notes(slug: str, number: int) -> GroupNotes:
    """The page with this number, the latest first. Raises NotFound."""
    name = named_group(slug)
    keys = _published(Q(series__in=_held(slug))).latest_first().values_list("pk", flat=True)
    page = turned(list(keys), number)
    found = {row.pk: row for row in _whole(Notes.objects.filter(pk__in=page.keys))}
    return GroupNotes(name, [notes_row(found[key]) for key in page.keys], page)


def last_notes(*, group: str = "", series: str = "") -> list[NotesRow]:
    """The last few of a group or a series, by its slug."""
    wanted = Q(series__in=_held(group)) if group else Q(series__slug=series)
    return [notes_row(row) for row in _whole(_published(wanted).latest_first()[:LAST])]


def noted_among(dates: Collection[str]) -> int:
    """How many of these dates, by their public ids, have published notes."""
    rows = NotesDate.objects.filter(occurrence__public_id__in=dates, notes__stage=PUBLISHED)
    return rows.count()


def newest_notes(group: str = "") -> list[NotesRow]:
    """Those that were published or corrected last, the last one first; of a group or of all."""
    rows = _published(Q(series__in=_held(group)) if group else Q())
    at = F("corrected_at").desc(nulls_last=True)
    latest = sorted(
        {*rows.order_by(at)[:PER_PAGE].values_list("pk", "corrected_at"),
         *rows.order_by("-published_at")[:PER_PAGE].values_list("pk", "published_at")},
        key=lambda pair: pair[1] or dt.datetime.min.replace(tzinfo=dt.UTC), reverse=True,
    )  # fmt: skip
    keys = list(dict.fromkeys(pk for pk, _ in latest))[:PER_PAGE]
    found = {row.pk: notes_row(row) for row in _whole(Notes.objects.filter(pk__in=keys))}
    return sorted((found[key] for key in keys), key=lambda one: one.place.updated_at, reverse=True)


def latest_path(slug: str) -> str:
    """The page of the date of the last published notes of a series. Raises NotFound where there are none."""
    row = _whole(_published(Q(series__slug=slug)).latest_first()).first()
    if row is None:
        raise NotFound("no-published-notes")
    return NotesPlace.of(row).path


def notes_document(date: ListedDate) -> NotesDocument:
    """Raises NotFound for a date without notes that everybody may read."""
    rows = _whole(
        Notes.objects.public().filter(dates__occurrence__public_id=date.id, series__removed_at=None)
    )
    row = rows.first()
    if row is None:
        raise NotFound("no-notes-of-date")
    present, regrets = ([], []) if row.is_nameless else (row.present, row.regrets)
    return NotesDocument(
        notes_row(row), row.stage, row.text, row.recording, row.slides, list(map(str, present)), row.present_count,
        list(map(str, regrets)), row.published_at, row.corrected_at,
    )  # fmt: skip


def notes_news(key: int) -> NotesNews | None:
    """What is told of published notes, by the id of the row; None where they are not published any more."""
    row = _whole(_published(Q(pk=key))).first()
    if row is None:
        return None
    found = notes_row(row)
    actions = (
        ActionNews(one.text, one.owner, one.due) for one in found.actions if one.state == ActionItem.OPEN
    )
    decisions = tuple(one.text for one in found.decisions)
    return NotesNews(
        found.place.title, row.date, found.place.path, decisions, tuple(actions), found.beginning
    )


def is_worth_telling(notes: Notes, now: dt.datetime) -> bool:
    """Whether people are told of the publication unless somebody says otherwise: of the first, soon after the meeting, and
    once, also where it was undone after they were told."""
    is_fresh = notes.date is not None and notes.date >= now.date() - _FRESH
    return notes.published_at is None and is_fresh and not _was_told(notes)


def _was_told(notes: Notes) -> bool:
    published = Change.objects.filter(noun="notes", object_id=notes.pk, change_set__kind="notes-published")
    return published.filter(change_set__notices__state=Notice.LEFT).exists()


def _published(wanted: Q) -> NotesQuerySet:
    return Notes.objects.published().filter(wanted, series__removed_at=None)


def _held(group: str) -> object:
    return Series.objects.for_groups([group]).order_by().values("pk")


def _whole(rows: NotesQuerySet) -> NotesQuerySet:
    mentions = ActionMention.objects.select_related("action")
    said = ("decisions", Prefetch("mentions", mentions), *WITH_PAGES)
    return rows.prefetch_related(*said)


def notes_row(row: Notes) -> NotesRow:
    decisions = [_decided(one) for one in row.decisions.all()]
    actions = [_to_be_done(one) for one in row.mentions.all()]
    said = {one.line for one in decisions} | {one.line for one in actions}
    rest = "\n".join(line for number, line in enumerate(row.text.split("\n"), 1) if number not in said)
    return NotesRow(str(row.public_id), NotesPlace.of(row), decisions, actions, beginning_of(rest))


def _decided(row: Decision) -> Decided:
    return Decided(row.text, row.result, row.line)


def _to_be_done(row: ActionMention) -> ToBeDone:
    item = row.action
    return ToBeDone(str(item.public_id), item.text, item.owner, item.due, item.state, row.line)


def beginning_of(text: str) -> str:
    words = plain_words(text[: _BEGINNING * 4])
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rsplit(' ', 1)[0]} …"
