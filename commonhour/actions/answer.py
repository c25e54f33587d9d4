"""Answers to "when does it meet?": one of the readings its words allow, or that it meets when needed;"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.actions.series import decide_series, free_uid
from commonhour.actions.upstream.placing import filled_ref
from commonhour.core.rights import Actor, Verb
from commonhour.core.undecided.readings import Reading, restored
from commonhour.errors import Conflict, NotFound
from commonhour.models import Series


def decide_by_reading(
    series: Series,
    number: int,
    *,
    seen: str,
    now: dt.datetime,
    actor: Actor,
    length: dt.timedelta | None = None,
) -> Series:
    """Answer with the reading of this number, from 0. `length` is for words that do not say how long it lasts.

    Raises Conflict when the question is no longer the one of `seen`, NotFound when it has no such reading.
    """
    with transaction.atomic():
        fresh = _asked(series, seen)
        first, *others = _chosen(fresh, number, length).schedules
        decide_series(fresh, first, others, now=now, actor=actor)
    series.refresh_from_db()
    return series


def decide_on_demand(series: Series, *, seen: str, now: dt.datetime, actor: Actor) -> Series:
    """It has no schedule on purpose: it meets when needed, and nobody is asked about it again."""
    with transaction.atomic():
        fresh = _asked(series, seen)
        require(actor, Verb.CHANGE_SERIES, fresh.group_id)
        facts = {"title": fresh.title}
        with change_set(now, actor, "series-on-demand", facts, group=fresh.group, series=fresh) as changes:
            changes.set(fresh, question=None, version=fresh.version + 1)
            forget_readings(fresh)
            _ask_without_call(fresh, None)
    series.refresh_from_db()
    return series


def forget_readings(series: Series) -> None:
    """They are working notes of the desk and no part of its history."""
    series.readings = []
    series.save(update_fields=["readings"])


def _ask_without_call(series: Series, question: dict[str, Any] | None) -> None:
    """What a series asks when the outside call that filled it is away: nothing, once people have said so."""
    ref = filled_ref(series)
    if ref is not None:
        ref.fields["filled"] = question
        ref.save(update_fields=["fields"])


def _asked(series: Series, seen: str) -> Series:
    """The series as it is now, if its question is still the one that was looked at."""
    fresh = lock(series)
    if not fresh.question or fresh.has_schedule:
        raise Conflict("answered-meanwhile")
    if fresh.question_token != seen:
        raise Conflict("question-changed")
    return fresh


def _chosen(series: Series, number: int, length: dt.timedelta | None) -> Reading:
    found = restored(series.readings)
    if not 0 <= number < len(found):
        raise NotFound("no-such-answer")
    schedules = (replace(one, uid=one.uid and free_uid(one.uid)) for one in found[number].schedules)
    return replace(
        found[number], schedules=tuple(one if one.duration or not length else replace(one, duration=length) for one in schedules)
    )  # fmt: skip
