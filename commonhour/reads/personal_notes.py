"""What notes, and what they speak of, hold of one person."""

import datetime as dt
from dataclasses import dataclass

from commonhour.models import ActionItem, AgendaItem, Notes, NotesRevision, User


@dataclass(frozen=True, slots=True)
class ItemProposed:
    """What they proposed for the agenda of a date."""

    meeting: str
    date: str
    text: str
    name: str
    state: str
    answer: str
    proposed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ActionOwned:
    """What notes say that somebody called exactly so does."""

    meeting: str
    text: str
    due: dt.date | None
    state: str
    waiting_on: str
    why: str


@dataclass(frozen=True, slots=True)
class NotesNaming:
    """Notes that they wrote in (`wrote_at`), or that name them among who was there, or who sent regrets."""

    meeting: str
    date: dt.date | None
    how: str
    wrote_at: dt.datetime | None = None


def items_proposed(address: str | None) -> list[ItemProposed]:
    rows = AgendaItem.objects.filter(email=address) if address else AgendaItem.objects.none()
    names = (
        "occurrence__series__title",
        "occurrence__slug",
        "text",
        "name",
        "state",
        "answer",
        "proposed_at",
    )
    return [ItemProposed(*one) for one in rows.values_list(*names)]


def actions_owned(names: set[str]) -> list[ActionOwned]:
    rows = ActionItem.objects.filter(owner__in=names).order_by("pk")
    return [
        ActionOwned(*one)
        for one in rows.values_list("series__title", "text", "due", "state", "waiting_on", "why")
    ]


def notes_naming(user: User | None, names: set[str]) -> list[NotesNaming]:
    of = ("notes__series__title", "notes__date", "how", "at")
    wrote = NotesRevision.objects.filter(user=user).order_by("pk").values_list(*of) if user else ()
    found = [NotesNaming(*one) for one in wrote]
    rows = Notes.objects.exclude(present=[], regrets=[]).values_list(
        "series__title", "date", "present", "regrets"
    )
    for title, date, present, regrets in rows if names else ():
        lists = (("present", present), ("regrets", regrets))
        found += [NotesNaming(title, date, how) for how, said in lists if names & set(map(str, said))]
    return found
