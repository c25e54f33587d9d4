"""Calls for proposals that are collected here: what each asks, and the page that lists them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from commonhour.core.proposals import OPTIONAL, REQUIRED, SPEAKER_FIELDS, TALK_FIELDS, Standing
from commonhour.core.proposing import OwnQuestion
from commonhour.models import CallForProposals, Proposal
from commonhour.reads.shapes.proposals import ProposalsShape

_LATELY = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """`fields` says of what is asked beside title and abstract whether it is "optional" or "required"; `topics`, `formats` and
    `languages` are the choices, none for free text."""

    fields: dict[str, str]
    topics: list[str]
    formats: list[str]
    languages: list[str]
    questions: list[OwnQuestion]
    is_listed: bool

    @classmethod
    def of(cls, row: CallForProposals) -> "Asked":
        known = (*TALK_FIELDS, *SPEAKER_FIELDS)
        fields = {name: row.fields[name] for name in known if row.fields.get(name) in (OPTIONAL, REQUIRED)}
        return cls(
            fields, list(row.topics), list(row.formats), list(row.languages),
            [question_of(one) for one in row.questions], row.is_listed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallsPage:
    """Open ones whose deadline comes first stand first; `closed` are those of the last month."""

    open: list[ProposalsShape]
    opening: list[ProposalsShape]
    closed: list[ProposalsShape]


def question_of(kept: dict[str, Any]) -> OwnQuestion:
    return OwnQuestion(
        str(kept["id"]), str(kept["text"]), str(kept.get("kind") or "line"), tuple(kept.get("choices") or ()),
        bool(kept.get("is_required")),
    )  # fmt: skip


def calls_page(now: dt.datetime) -> CallsPage:
    rows = CallForProposals.objects.select_related("series__group")
    shapes = [ProposalsShape.of(row, now) for row in rows]
    by_deadline = sorted(shapes, key=lambda one: (one.deadline is None, one.deadline or now))
    found = {standing: [one for one in by_deadline if one.standing is standing] for standing in Standing}
    closed = [one for one in found[Standing.CLOSED] if one.deadline and now - _LATELY < one.deadline <= now]
    opening = sorted(found[Standing.OPENING], key=lambda one: one.opens_at or now)
    return CallsPage(found[Standing.OPEN], opening, closed[::-1])


def submitted_to(calls: Collection[int]) -> dict[int, int]:
    """How many proposals those who decide see, by the ids of calls; without those to which none came."""
    rows = Proposal.objects.reviewed().filter(call__in=calls).order_by()
    return dict(rows.values_list("call").annotate(Count("pk")))


def came_to(call: int) -> int:
    """How many proposals there are to a call by its id, drafts and what was withdrawn among them."""
    return Proposal.objects.filter(call=call).count()
