"""Messages to those who proposed a talk, made when they go, from what holds then; and who is asked for slides, once."""

import datetime as dt

from django.conf import settings

from commonhour.actions.slot import ASKED_WITHIN, ask_afterwards, follow_calendar
from commonhour.core.message import Message
from commonhour.core.speech.messages.decision import (
    ANSWERS,
    MOVED,
    OFF,
    SLOT,
    after_message,
    decision_message,
)
from commonhour.core.speech.words import Voice
from commonhour.models import Delivery, Proposal
from commonhour.models.proposal import ACCEPTED
from commonhour.reads.mail_links import proposal_path
from commonhour.reads.slot import slot_of, told_dates
from commonhour.tasks.budget import UNLIMITED, Budget


def proposal_answer(row: Delivery, voice: Voice) -> Message | None:
    """None when it was taken back, or an earlier message that went meanwhile said the same."""
    found = Proposal.objects.whole().filter(pk=row.facts["id"]).first()
    if found is None or found.state not in ANSWERS or _was_said(row):
        return None
    about, slot = row.facts["about"], slot_of(found)
    if (about in (SLOT, MOVED) and slot is None) or (about == OFF and (slot or found.state != ACCEPTED)):
        return None
    dates = told_dates(slot.dates if slot else [], settings.BASE_URL)
    return decision_message(
        about,
        found.state,
        found.title,
        found.answer,
        dates,
        settings.BASE_URL + proposal_path(found.pk),
        voice,
    )


def proposal_after(row: Delivery, voice: Voice) -> Message | None:
    found = Proposal.objects.whole().filter(pk=row.facts["id"]).first()
    if found is None or found.session is None:
        return None
    return after_message(found.title, settings.BASE_URL + proposal_path(found.pk), voice)


def follow_dates(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Of talks that are to come; returns how many speakers were told of another time, or of none."""
    rows = Proposal.objects.filter(state=ACCEPTED, session__occurrences__end__gt=now)
    found = rows.exclude(slot_asked_at=None).distinct().order_by("pk")
    return sum(follow_calendar(one, now) for one in budget.spend_on(list(found)))


def ask_for_slides(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Of talks that were held a day ago; returns how many were asked."""
    rows = Proposal.objects.filter(state=ACCEPTED, after_asked_at=None, session__isnull=False)
    held = rows.filter(session__occurrences__end__gt=now - ASKED_WITHIN, session__occurrences__end__lte=now)
    return sum(ask_afterwards(one, now) for one in budget.spend_on(list(held.distinct().order_by("pk"))))


def _was_said(row: Delivery) -> bool:
    """What another message about it said that went after this one was written."""
    others = Delivery.objects.filter(
        kind=row.kind, to=row.to, state=Delivery.SENT, ended_at__gt=row.queued_at
    )
    return any(one.facts.get("id") == row.facts["id"] for one in others.exclude(pk=row.pk))
