"""A series and its schedules: add one, answer an undecided one, change it from a date on, edit its facts."""

import datetime as dt
import hashlib
import itertools
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from commonhour.actions.co_groups import hold_together
from commonhour.actions.dates.materialise import materialise
from commonhour.actions.dates.overrides import drop_overrides, save_overrides
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.dates.repoint import repoint
from commonhour.actions.guarded import guarded
from commonhour.actions.join_target import seal_main
from commonhour.actions.last_modified import stamp_series
from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.sourced import lock_ours, refuse_sourced
from commonhour.core.recurrence.rules import is_same_rule, normal_rrule
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule import following
from commonhour.core.schedule import schedule as core
from commonhour.core.slugs import unique_slug
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import canonical
from commonhour.core.undecided.question import Question, told
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Group, Override, Schedule, Series


def new_uid() -> str:
    """A globally unique iCalendar UID (RFC 7986 §5.3 advises a random one)."""
    return f"{uuid.uuid4()}@commonhour"


def add_series(
    *,
    title: str,
    group: Group | None,
    schedule: core.Schedule | None,
    now: dt.datetime,
    actor: Actor,
    description: str = "",
    region: str = "",
    undecided: str = "",
    join: tuple[str, str] = ("", ""),
) -> Series:
    """A new series of a group, or of the whole community; with its first schedule or with the reason why it has none.
    `join` is a link and its passcode."""
    if not title.strip():
        raise RefusedInput("series-without-name")
    require(actor, Verb.CHANGE_SERIES, group)
    with change_set(now, actor, "series-added", {"title": title}, group=group) as changes:
        taken = set(Series.every.values_list("slug", flat=True))
        series = Series(
            slug=unique_slug(title, taken), title=title.strip(), group=group, region=region,
            is_of_community=group is None,
        )  # fmt: skip
        changes.add(series)
        words = {"description": description, "undecided": undecided, "title": title}
        texts = guarded(changes, series, words)
        question = None if schedule else told(texts["undecided"]) or Question("nobody-said")
        series.description, series.question = texts["description"], question and question.as_json()
        series.save(update_fields=["description", "question"])
        changes.belongs_to(series=series)
        if join[0].strip():
            seal_main(series, *join)
            changes.relocated(series, None, "kept")
        if schedule:
            add_schedule(changes, series, schedule, now)
    return series


def decide_series(
    series: Series,
    schedule: core.Schedule,
    others: Sequence[core.Schedule] = (),
    *,
    now: dt.datetime,
    actor: Actor,
) -> Schedule:
    """Answer an undecided series: it gets its schedule and its dates. A call of two seasons has `others` too."""
    with transaction.atomic():
        fresh = lock_ours(series, actor)
        if fresh.has_schedule:
            raise Conflict("schedule-exists")
        facts = {"title": fresh.title}
        with change_set(now, actor, "series-decided", facts, group=fresh.group, series=fresh) as changes:
            row, *_ = [add_schedule(changes, fresh, one, now) for one in (schedule, *others)]
            changes.set(fresh, question=None, version=fresh.version + 1)
            fresh.readings = []
            fresh.save(update_fields=["readings"])
    series.refresh_from_db()
    return row


def change_series_following(
    schedule: Schedule,
    recurrence_id: str,
    *,
    now: dt.datetime,
    actor: Actor,
    dtstart: str | None = None,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    rrule: str | None = None,
    tell: bool = False,
) -> Schedule:
    """This date and all after it. The past keeps its times; every later date keeps its page and its id. With `tell`
    whoever asked to hear of it is written to."""
    with transaction.atomic():
        lock_series([schedule.series_id])
        fresh = lock(schedule)
        require(actor, Verb.CHANGE_SERIES, fresh.series.group_id)
        refuse_sourced(fresh)
        recompute_these([fresh], now)
        pure = fresh.as_core()
        split = following.change_following(
            pure, recurrence_id, dtstart=dtstart, tzid=tzid, duration=duration, rrule=rrule
        )
        as_it_is = following.change_following(pure, recurrence_id).opened
        if dtstart in (None, recurrence_id) and _repeats(as_it_is, split.opened):
            return fresh
        series = fresh.series
        facts = {"title": series.title, "date": recurrence_id[:8], "goes_on": _goes_on(split.opened)}
        with change_set(
            now, actor, "series-changed", facts, group=series.group, series=series, tell=tell
        ) as changes:
            opened = _write_split(changes, fresh, split, recurrence_id, now)
    schedule.refresh_from_db()
    return opened


def schedules_token(series: Series) -> str:
    """Which state of a series somebody is looking at who sees all its dates: the rules that make them, and each date that
    was changed by itself."""
    rules = Schedule.objects.filter(series=series).order_by("pk").values_list("pk", "sequence")
    dates = Override.objects.filter(schedule__series=series).order_by("pk")
    seen = [*rules, *dates.values_list("pk", "sequence", "changed_at")]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _repeats(as_it_is: core.Schedule, opened: core.Schedule) -> bool:
    """True when what goes on is what would anyway: nothing to write, and no reason for a SEQUENCE to grow. A COUNT
    is that of the dates from here on."""
    is_same_time = (opened.tzid, opened.duration) == (as_it_is.tzid, as_it_is.duration)
    return is_same_time and is_same_rule(opened.rrule, as_it_is.rrule)


def _goes_on(opened: core.Schedule) -> dict[str, Any]:
    """How it meets from then on, as a change set remembers it."""
    seconds = int(opened.duration.total_seconds())
    return {"dtstart": opened.dtstart, "tzid": opened.tzid, "duration": seconds, "rrule": opened.rrule}


def _write_split(
    changes: Changes, row: Schedule, split: following.Split, recurrence_id: str, now: dt.datetime
) -> Schedule:
    if split.ended is None:
        opened = _change_in_place(changes, row, split.opened, now)
    else:
        _change_in_place(changes, row, split.ended, now)
        pure = replace(split.opened, uid=free_uid(split.opened.uid))
        opened = _schedule_row(row.series, pure, now, position=row.position + 1)
        changes.add(opened)
        save_overrides(changes, opened, pure, now)
    # Read again: what is kept of the old overrides must not answer for the new ones.
    opened = Schedule.objects.get(pk=opened.pk)
    repoint(row, opened, recurrence_id, now, changes, {override.recurrence_id for override in split.dropped})
    materialise(opened, now, changes)
    if split.ended is not None:
        materialise(Schedule.objects.get(pk=row.pk), now, changes)
    return opened


def free_uid(uid: str) -> str:
    """The UID, with a number behind it when another schedule has it."""
    taken = set(Schedule.objects.filter(uid__startswith=uid).values_list("uid", flat=True))
    return next(
        one for one in itertools.chain([uid], (f"{uid}-{n}" for n in itertools.count(2))) if one not in taken
    )


def edit_series(
    series: Series,
    *,
    now: dt.datetime,
    actor: Actor,
    version: int,
    co_groups: Collection[Group] | None = None,
    **facts: object,
) -> list[str]:
    """Change title, description, region, tags, url, state, or the further groups that hold it (None: as they are).
    Raises Conflict when `version` is not the present."""
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        with change_set(
            now, actor, "series-edited", {"title": fresh.title}, group=fresh.group, series=fresh
        ) as changes:
            changed = changes.set(fresh, **guarded(changes, fresh, facts))
            if co_groups is not None:
                changed += hold_together(changes, fresh, co_groups, actor)
            if changed:
                changes.set(fresh, version=fresh.version + 1)
                stamp_series(changes, fresh, changed, now)
    series.refresh_from_db()
    return changed


def checked(schedule: core.Schedule) -> core.Schedule:
    """The schedule with its zone and rule in canonical form. Raises RefusedInput for what cannot be."""
    parse_wall(schedule.dtstart)
    tzid = canonical(schedule.tzid)
    rrule = schedule.rrule and normal_rrule(schedule.rrule, tzid=tzid, all_day=schedule.is_all_day)
    return core.Schedule(
        dtstart=schedule.dtstart, tzid=tzid, duration=schedule.duration, rrule=rrule, rdates=schedule.rdates,
        exdates=schedule.exdates, overrides=schedule.overrides, uid=schedule.uid or new_uid(),
        sequence=schedule.sequence, status=schedule.status,
    )  # fmt: skip


def add_schedule(changes: Changes, series: Series, schedule: core.Schedule, now: dt.datetime) -> Schedule:
    schedule = checked(schedule)
    row = _schedule_row(series, schedule, now, position=series.schedules.count())
    changes.add(row)
    save_overrides(changes, row, schedule, now)
    materialise(row, now, changes)
    return row


def _schedule_row(series: Series, schedule: core.Schedule, now: dt.datetime, *, position: int) -> Schedule:
    return Schedule(
        series=series, uid=schedule.uid, dtstart=schedule.dtstart, tzid=schedule.tzid,
        duration_seconds=int(schedule.duration.total_seconds()), rrule=schedule.rrule,
        rdates=list(schedule.rdates), exdates=list(schedule.exdates), status=schedule.status,
        sequence=schedule.sequence, position=position, created_at=now, changed_at=now,
    )  # fmt: skip


def _change_in_place(changes: Changes, row: Schedule, schedule: core.Schedule, now: dt.datetime) -> Schedule:
    changes.set(
        row, dtstart=schedule.dtstart, tzid=schedule.tzid, rrule=schedule.rrule,
        duration_seconds=int(schedule.duration.total_seconds()), rdates=list(schedule.rdates),
        exdates=list(schedule.exdates), sequence=schedule.sequence, changed_at=now,
    )  # fmt: skip
    kept = {override.recurrence_id for override in schedule.overrides}
    gone = row.overrides.exclude(recurrence_id__in=kept).values_list("recurrence_id", flat=True)
    drop_overrides(changes, row, list(gone))
    save_overrides(changes, row, schedule, now)
    return row
