"""The ledger of actions: who does what until when, over all calls, for as long as it is not done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from commonhour.core.speakers import speaker_key
from commonhour.models import ActionItem, ActionMention, Occurrence, Series
from commonhour.models.notes import ActionItemQuerySet
from commonhour.reads.ledger import (
    LedgerAsked,
    LedgerChoices,
    Turned,
    choices_of_actions,
    has_all,
    series_asked,
    turned,
    week_after,
)
from commonhour.reads.shapes.notes import WITH_PAGES, NotesPlace

STATES = (ActionItem.OPEN, ActionItem.DONE, ActionItem.DROPPED, "all")
DUE = ("overdue", "week")
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (F("due").asc(nulls_last=True), "said_on", "pk"),
    "newest": (F("said_on").desc(nulls_last=True), "-pk"),
    "group": (F("series__group__name").asc(nulls_last=True), F("due").asc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`carried` is how many further notes spoke of it while it was open, `meetings` how many dates of its series took place
    since it was said. `notes` are the latest that speak of it, on `line`. `ended_at` is when it was done or dropped (UTC),
    `updated_at` when notes said something of it last."""

    id: str
    pk: int
    text: str
    owner: str
    owner_key: str
    due: dt.date | None
    waiting_on: str
    why: str
    state: str
    said_on: dt.date | None
    ended_at: dt.datetime | None
    carried: int
    meetings: int
    version: int
    line: int
    notes: NotesPlace

    def is_overdue(self, today: dt.date) -> bool:
        return self.state == ActionItem.OPEN and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class ActionsPage:
    rows: list[ActionRow]
    turned: Turned


def actions_page(
    asked: LedgerAsked, number: int, today: dt.date, now: dt.datetime, groups: Collection[int] | None = None
) -> ActionsPage:
    """The page with this number, or the last one there is; `today` is the reader's. Of series that these groups hold, by
    their ids; None for all. In a fixed number of queries."""
    page = turned(_keys(asked, today, groups), number)
    return ActionsPage(action_rows(page.keys, now), page)


def all_actions(asked: LedgerAsked, today: dt.date, now: dt.datetime) -> list[ActionRow]:
    return action_rows(_keys(asked, today), now)


def due_actions(asked: LedgerAsked, today: dt.date, now: dt.datetime) -> list[ActionRow]:
    """Those with a day until which they are to be done."""
    return [one for one in all_actions(asked, today, now) if one.due]


def action_choices() -> LedgerChoices:
    names = ActionItem.objects.said().filter(series__removed_at=None).exclude(owner="")
    return choices_of_actions(
        {speaker_key(name): name for name in names.order_by("pk").values_list("owner", flat=True)}.items()
    )


def _keys(asked: LedgerAsked, today: dt.date, groups: Collection[int] | None = None) -> list[int]:
    """The ids of those that were asked for, in order. No database folds accents and capitals as we do: words and owners are
    compared here."""
    rows = ActionItem.objects.said().filter(_narrowed(asked, today), series__in=series_asked(asked))
    if groups is not None:
        held = Q(group__in=groups) | Q(co_groups__in=groups)
        rows = rows.filter(series__in=Series.objects.filter(held).order_by().values("pk"))
    rows = rows.order_by(*SORTS.get(asked.sort, SORTS["due"]))
    is_wanted = _wanted(asked)
    if is_wanted is None:
        return list(rows.values_list("pk", flat=True))
    told = rows.values_list("pk", "text", "owner", "waiting_on", "series__title")
    return [pk for pk, *texts in told if is_wanted(*texts)]


def _narrowed(asked: LedgerAsked, today: dt.date) -> Q:
    state = asked.state or ActionItem.OPEN
    found = Q() if state == "all" else Q(state=state)
    found &= Q(said_on__year=asked.year) if asked.year else Q()
    if asked.due == "overdue":
        return found & Q(due__lt=today)
    return found & Q(due__gte=today, due__lte=week_after(today)) if asked.due == "week" else found


def _wanted(asked: LedgerAsked) -> Callable[..., bool] | None:
    words = asked.words()
    if not (words or asked.owner):
        return None

    def is_wanted(text: str, owner: str, waiting_on: str, series: str) -> bool:
        is_theirs = not asked.owner or speaker_key(owner) == asked.owner
        return is_theirs and has_all(words, text, owner, waiting_on, series)

    return is_wanted


def action_rows(keys: Iterable[int], now: dt.datetime) -> list[ActionRow]:
    found = _with_mentions(ActionItem.objects.all()).in_bulk(list(keys))
    items = [found[key] for key in keys if key in found]
    held = _held(items, now)
    return [_row(one, held) for one in items if one.mentions.all()]


def _with_mentions(rows: ActionItemQuerySet) -> ActionItemQuerySet:
    return rows.prefetch_related("mentions__notes", *(f"mentions__notes__{one}" for one in WITH_PAGES))


def _held(items: list[ActionItem], now: dt.datetime) -> dict[int, list[dt.date]]:
    """The days on which the series of open ones met since, by the id of the series."""
    said = [one.said_on for one in items if one.said_on and one.state == ActionItem.OPEN]
    if not said:
        return {}
    since = dt.datetime.combine(min(said), dt.time(), dt.UTC)
    rows = Occurrence.objects.attached().confirmed().filter(start__gte=since, end__lte=now)
    found = defaultdict(list)
    for row in rows.filter(series__in={one.series_id for one in items}).only(
        "series", "start", "all_day", "tzid"
    ):
        found[row.series_id].append(row.local_day)
    return found


def _row(item: ActionItem, held: dict[int, list[dt.date]]) -> ActionRow:
    mentions = sorted(item.mentions.all(), key=lambda one: (one.notes.date or dt.date.max, one.notes_id))
    last = mentions[-1]
    said_on = item.said_on
    return ActionRow(
        str(item.public_id), item.pk, item.text, item.owner, speaker_key(item.owner), item.due, item.waiting_on, item.why,
        item.state, said_on, item.done_at, _carried(mentions),
        sum(1 for day in held.get(item.series_id, ()) if said_on and day > said_on) if item.state == ActionItem.OPEN else 0,
        item.version, last.line, NotesPlace.of(last.notes),
    )  # fmt: skip


def _carried(mentions: list[ActionMention]) -> int:
    return max(0, sum(1 for one in mentions if not one.is_done) - 1)
