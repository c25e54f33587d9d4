"""A break: "nothing from 21 December to 3 January" for some groups or all; its dates are called off in one change."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from commonhour.actions.dates.materialise import AHEAD, materialise_all
from commonhour.actions.dates.overrides import save_override
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.core import limits
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule.edits import cancel_one
from commonhour.core.time.zones import wall_of
from commonhour.errors import Conflict, RefusedInput, TooLarge
from commonhour.models import Group, Occurrence, Override, Schedule

_REACH = AHEAD - dt.timedelta(days=14)  # two years: so far every date is made
_ROOM = dt.timedelta(days=2)  # that a day lies apart in another zone, and more


@dataclass(frozen=True)
class InBreak:
    """The dates that lie in a break: those to be called off, and those of outside calendars, which stay."""

    ours: list[Occurrence]
    theirs: list[Occurrence]

    @property
    def token(self) -> str:
        """Another one means other dates."""
        told = [f"{row.public_id} {row.start.isoformat()} {row.end.isoformat()}" for row in self.ours]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def dates_in(groups: Sequence[Group] | None, first: dt.date, last: dt.date, now: dt.datetime) -> InBreak:
    """What takes place on these days, each date counted by the day it is held on in its own place; `groups` None is the
    whole community, with the calls that belong to no group. What was called off already is in neither list."""
    _check(first, last, now)
    after, before = _midnight(first) - _ROOM, _midnight(last) + _ROOM
    rows = Occurrence.objects.upcoming(max(now, after)).confirmed().filter(start__gt=now, start__lt=before)
    if groups is not None:
        rows = rows.filter(series__group__in=groups)
    rows = rows.filter(schedule__isnull=False).select_related("series__group", "schedule__source")
    found = [row for row in rows if first <= _day(row) <= last]
    ours = [row for row in found if row.schedule and row.schedule.source_id is None]
    if len(ours) > limits.DATES_OF_A_BREAK:
        raise TooLarge("break-too-big", most=limits.DATES_OF_A_BREAK)
    return InBreak(ours, [row for row in found if row not in ours])


def call_break(
    groups: Sequence[Group] | None,
    first: dt.date,
    last: dt.date,
    *,
    now: dt.datetime,
    actor: Actor,
    reason: str = "",
    keep: Collection[str] = (),
    seen: str = "",
    tell: bool = False,
) -> int:
    """Call off what takes place from `first` to `last`, but for the dates whose public ids are in `keep`. Returns how many
    dates that were. `seen` is the token of the dates somebody was looking at: any other is a Conflict."""
    _require(actor, groups)
    with transaction.atomic():
        schedules = _locked(dates_in(groups, first, last, now))
        recompute_these(list(schedules.values()), now)
        found = dates_in(groups, first, last, now)
        if seen and seen != found.token:
            raise Conflict("break-changed")
        rows = [row for row in found.ours if str(row.public_id) not in keep]
        if not rows:
            raise RefusedInput("break-without-dates")
        facts = {"first": f"{first:%Y%m%d}", "last": f"{last:%Y%m%d}", "cancelled": len(rows),
                 "groups": [group.pk for group in groups] if groups is not None else None}  # fmt: skip
        alone = groups[0] if groups and len(groups) == 1 else None
        with change_set(now, actor, "break-called", facts, tell=tell) as changes:
            if alone:
                changes.belongs_to(group=alone)
            _call_off(changes, rows, guarded(None, None, {"reason": reason})["reason"], now)
    return len(rows)


def _require(actor: Actor, groups: Sequence[Group] | None) -> None:
    if groups is None:
        require(actor, Verb.CHANGE_COMMUNITY)
    for group in groups or ():
        require(actor, Verb.CHANGE_DATE, group)


def _check(first: dt.date, last: dt.date, now: dt.datetime) -> None:
    if last < first:
        raise RefusedInput("break-ends-before")
    if last > (now + _REACH).date():
        raise RefusedInput("break-too-far")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _day(row: Occurrence) -> dt.date:
    """On which it is held, on the clocks of its own place."""
    return wall_of(row.start, "UTC" if row.all_day else row.tzid).date()


def _locked(found: InBreak) -> dict[int, Schedule]:
    lock_series(row.series_id for row in found.ours)
    keys = {row.schedule.pk for row in found.ours if row.schedule}
    rows = Schedule.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _call_off(changes: Changes, rows: Sequence[Occurrence], reason: str, now: dt.datetime) -> None:
    """Keeps of each series only what is touched here: a break may reach hundreds of them."""
    by_schedule: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_schedule[row.schedule_id or 0].append(row.recurrence_id)
    schedules = list(Schedule.objects.filter(pk__in=by_schedule).prefetch_related("overrides"))
    overrides = Override.objects.filter(schedule__in=schedules)
    changes.keep_rows("occurrence", (row.pk for row in rows))
    changes.keep_rows("schedule", by_schedule)
    changes.keep_rows("override", overrides.values_list("pk", flat=True))
    for schedule in schedules:
        pure, ids = schedule.as_core(), set(by_schedule[schedule.pk])
        for text in ids:
            pure = cancel_one(pure, text, reason=reason)
        for one in pure.overrides:
            if one.recurrence_id in ids:
                save_override(changes, schedule, one, now)
        changes.set(schedule, changed_at=now)
    changes.keep_new("override", overrides.values_list("pk", flat=True))
    fresh = Schedule.objects.filter(pk__in=by_schedule).select_related("series", "source")
    materialise_all(fresh.prefetch_related("overrides"), now, changes)
