"""A call changes hands: an outside calendar's becomes ours, and goes back, with its UID, its past and its pages."""

import datetime as dt

from django.db import transaction

from commonhour.actions.answer import forget_readings
from commonhour.actions.dates.materialise import materialise_all
from commonhour.actions.lock import lock_with_calendars
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.copied_schedules import fresh_rows
from commonhour.actions.upstream.memory import origin_of
from commonhour.actions.upstream.placing import filled_ref
from commonhour.actions.upstream.reported import UPSTREAM, forget_upstream, upstream_facts
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict
from commonhour.models import ExternalRef, Schedule, Series, Source


def adopt_series(series: Series, *, now: dt.datetime, actor: Actor) -> Series:
    """Ours from now on: UID, changed dates, past and pages stay, the calendar's copy is not shown any more, and
    what changes there is reported. Raises Conflict when it is ours, or its UID is in use here."""
    with transaction.atomic():
        fresh = lock_with_calendars(series)
        require(actor, Verb.ADOPT_CALL, fresh.group_id)
        rows = list(
            fresh.schedules.exclude(source=None).select_related("source").prefetch_related("overrides")
        )
        source = fresh.source or next((row.source for row in rows), None)
        if source is None:
            raise Conflict("call-ours-already", title=fresh.title)
        _refuse_taken(fresh, rows)
        with change_set(
            now, actor, "series-adopted", {"title": fresh.title}, group=fresh.group, series=fresh
        ) as changes:
            _remember(source, fresh, rows)
            _take(changes, fresh, source, rows, now)
    series.refresh_from_db()
    return series


def give_back_series(series: Series, *, now: dt.datetime, actor: Actor) -> Series:
    """The calendar's again: its next copy, read at once, is the truth, and what was changed here since goes.

    Raises Conflict when it was not adopted, or its calendar is not shown.
    """
    with transaction.atomic():
        fresh = lock_with_calendars(series)
        require(actor, Verb.ADOPT_CALL, fresh.group_id)
        source = fresh.adopted_from
        if source is None:
            raise Conflict("call-not-from-outside", title=fresh.title)
        if not source.is_shown:
            raise Conflict("calendar-not-shown-at-present", name=str(source))
        with change_set(
            now, actor, "series-given-back", {"title": fresh.title}, group=fresh.group, series=fresh
        ) as changes:
            _return(changes, fresh, source)
    series.refresh_from_db()
    return series


def _refuse_taken(series: Series, rows: list[Schedule]) -> None:
    taken = Schedule.objects.filter(source=None, uid__in=[row.uid for row in rows]).select_related("series")
    one = taken.first()
    if one is not None:
        raise Conflict("uid-taken", title=series.title, other=one.series.title)


def _remember(source: Source, series: Series, rows: list[Schedule]) -> None:
    """What it is upstream today, so that only what changes later is reported."""
    for row in rows:
        ExternalRef.objects.update_or_create(
            origin=origin_of(source), noun=UPSTREAM, key=row.uid,
            defaults={"object_id": row.pk, "fields": upstream_facts(row.as_core(), series.title)},
        )  # fmt: skip


def _take(changes: Changes, series: Series, source: Source, rows: list[Schedule], now: dt.datetime) -> None:
    is_gone = all(row.gone_at is not None for row in rows)  # then it is taken in because it shall go on
    for row in rows:
        changes.set(row, source=None, gone_at=None if is_gone else row.gone_at)
    changes.set(series, source=None, adopted_from=source, state="active", version=series.version + 1)
    if rows:  # they answer its question, also the one it had back while its calendar was away
        changes.set(series, question=None)
        forget_readings(series)
    materialise_all(fresh_rows(rows), now, changes)


def _return(changes: Changes, series: Series, source: Source) -> None:
    """A part that we split off goes along: the calendar does not list it, so its dates go to the part that is."""
    rows = list(series.schedules.filter(source=None))
    uids = [row.uid for row in rows]
    forget_upstream(series)
    ExternalRef.objects.filter(origin=origin_of(source), noun=UPSTREAM, key__in=uids).delete()
    for row in rows:
        changes.set(row, source=source)
    owner = None if filled_ref(series) else source
    changes.set(series, source=owner, adopted_from=None, version=series.version + 1)
    Source.objects.filter(pk=source.pk).read_anew()
