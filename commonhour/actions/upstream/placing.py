"""Putting a call into a group, by a match or by a person, and taking it out again; both are remembered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock_with_calendars
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.noted_dates import follow_dates, hand_on_notes
from commonhour.actions.rights import require
from commonhour.actions.upstream.joins import fingerprint_of
from commonhour.core.matching.naming import name_key, words
from commonhour.core.rights import Actor, Verb
from commonhour.core.slugs import unique_slug
from commonhour.errors import Conflict
from commonhour.errors.telling import Fault, fault
from commonhour.models import (
    ExternalRef,
    Group,
    JoinTarget,
    Occurrence,
    OldPath,
    Schedule,
    Series,
    Session,
    Source,
)

PLACEMENT = "placement"  # noun of the refs that remember a person's choice; object_id 0 means "no group"
_ORIGIN = "calendar"


@dataclass(frozen=True)
class Placing:
    """`stays_own` for a call that fills no undecided series of the group's."""

    series: Series
    group: Group
    stays_own: bool = False


def place_calls(placings: Sequence[Placing], *, now: dt.datetime, actor: Actor) -> list[Series]:
    """Put unmatched calls into groups, all in one step, for the next imports too. A call fills its group's undecided
    series when there is one: the series returned are those to show. Raises Conflict when one already has a group, and
    then none is placed."""
    with transaction.atomic():
        require(actor, Verb.PLACE_CALL)
        in_order = sorted(placings, key=lambda one: one.series.pk)
        chosen = [replace(one, series=_placeable(one.series)) for one in in_order]
        kind, facts = _told(chosen)
        groups = {one.group for one in chosen}
        with change_set(now, actor, kind, facts, group=groups.pop() if len(groups) == 1 else None) as changes:
            placed = [_place(changes, one, now, actor) for one in chosen]
            if len(placed) == 1:
                changes.belongs_to(series=placed[0])
    return placed


def _placeable(series: Series) -> Series:
    fresh = lock_with_calendars(series)
    if fresh.group is not None:
        raise Conflict("call-has-group", title=fresh.title, group=str(fresh.group))
    return fresh


def _told(chosen: Sequence[Placing]) -> tuple[str, dict[str, Any]]:
    if len(chosen) == 1:
        return "call-placed", {"title": chosen[0].series.title, "group": chosen[0].group.name}
    return "calls-placed", {"titles": [one.series.title for one in chosen]}


def _place(changes: Changes, one: Placing, now: dt.datetime, actor: Actor) -> Series:
    reason = fault("put-into", group=one.group.name)
    if actor.name:
        reason = fault("put-into-by", group=one.group.name, name=actor.name)
    changes.keep(one.series)
    remember_choice(one.series, one.group.pk)
    return put_into(changes, one.series, one.group, now, reason, stays_own=one.stays_own)


def unplace_series(series: Series, *, now: dt.datetime, actor: Actor) -> Series:
    """Take a call out of its group again. A series it had filled goes back to being undecided."""
    with transaction.atomic():
        require(actor, Verb.PLACE_CALL)
        fresh = lock_with_calendars(series)
        group = fresh.group
        if group is None:
            raise Conflict("call-without-group", title=fresh.title)
        reason = fault("taken-out-of", group=group.name)
        if actor.name:
            reason = fault("taken-out-of-by", group=group.name, name=actor.name)
        facts = {"title": fresh.title, "group": group.name}
        with change_set(now, actor, "call-taken-out", facts, group=group, series=fresh) as changes:
            remember_choice(fresh, 0)
            filled = filled_ref(fresh)
            if filled is not None:
                return _emptied(changes, fresh, filled, now, reason)
            changes.set(fresh, group=None, match_reason=reason, version=fresh.version + 1)
    return fresh


def answered_by(series: Series, group: Group) -> Series | None:
    """The undecided series of a group that a call would fill, and vanish into."""
    return fillable(group, series.title) if series.schedules.exists() else None


def title_after(target: Series, title: str) -> str:
    """What a series is called once a call of this title has filled it. A page that gave the call no name of its own
    named it after its group: then the calendar's name is the better one."""
    named_after_group = target.group is not None and target.title == target.group.name
    return title if named_after_group and title else target.title


def put_into(
    changes: Changes,
    series: Series,
    group: Group,
    now: dt.datetime,
    reason: Fault,
    *,
    stays_own: bool = False,
) -> Series:
    """The series in its group: it fills an undecided one of the group's, or joins as a further one."""
    target = None if stays_own else answered_by(series, group)
    if target is None:
        changes.set(series, group=group, match_reason=reason, version=series.version + 1)
        return series
    changes.keep(target)
    for ref in ExternalRef.objects.filter(noun="series", object_id=series.pk):
        ref.object_id, ref.fields = target.pk, {**ref.fields, "filled": target.question}
        ref.save()
    _move_dates(changes, series, target, now)
    Session.objects.filter(series=series).update(series=target)
    hand_on_notes(changes, series, target)
    if not JoinTarget.objects.filter(series=target).exists():
        JoinTarget.objects.filter(series=series).update(series=target)
    fill(changes, target, series.title, series.description, series.url, reason)
    OldPath.objects.update_or_create(
        path=f"/meetings/{series.slug}/", defaults={"noun": "series", "object_id": target.pk}
    )
    changes.remove(series)
    return target


def fillable(group: Group, title: str) -> Series | None:
    """The undecided series of a group that a call with this title answers; None when it could be several."""
    waiting: list[Series] = list(group.series.undecided().filter(schedules=None, source=None).order_by("pk"))
    same = [one for one in waiting if name_key(one.title) == name_key(title)]
    if len(same) == 1 or len(waiting) == 1:
        return (same or waiting)[0]
    wanted = {word.text for word in words(title)}
    shared = {one.pk: len(wanted & {word.text for word in words(one.title)}) for one in waiting}
    best = [one for one in waiting if shared[one.pk] == max(shared.values()) and shared[one.pk]]
    return best[0] if len(best) == 1 else None


def fill(changes: Changes, target: Series, title: str, description: str, url: str, reason: Fault) -> None:
    """An undecided series has its answer; what people wrote about it stays."""
    changes.set(
        target, title=title_after(target, title), question=None, description=target.description or description, url=target.url or url,
        match_reason=reason, version=target.version + 1,
    )  # fmt: skip


def _move_dates(
    changes: Changes, series: Series, target: Series, now: dt.datetime, source: Source | None = None
) -> None:
    """All its dates; with `source` only those of that calendar."""
    moving = series.schedules.filter(source=source) if source else series.schedules.all()
    dates = Occurrence.objects.filter(series=series)
    keys = list((dates.filter(schedule__in=list(moving)) if source else dates).values_list("pk", flat=True))
    Occurrence.objects.filter(pk__in=keys).update(series=target)
    follow_dates(Occurrence.objects.filter(pk__in=keys))
    for schedule in moving:
        changes.set(schedule, series=target, changed_at=now)


def filled_ref(series: Series) -> ExternalRef | None:
    """The memory of the call that answered this series' question; its `filled` is the question."""
    refs = ExternalRef.objects.filter(noun="series", object_id=series.pk).order_by("-pk")
    return next((ref for ref in refs if "filled" in ref.fields), None)


def _emptied(changes: Changes, series: Series, ref: ExternalRef, now: dt.datetime, reason: Fault) -> Series:
    """The call gets a series of its own again, and the one it had filled its question back. What people put there
    stays: its talks, and its way to join unless it is the call's."""
    fields = {name: ref.fields.get(name, "") for name in ("title", "description", "url")}
    slug = unique_slug(fields["title"], set(Series.every.values_list("slug", flat=True)), "meeting")
    sourced = series.schedules.exclude(source=None).first()
    source = sourced.source if sourced else None
    own = Series(slug=slug, match_reason=reason, source=source, adopted_from=series.adopted_from, **fields)
    changes.add(own)
    _move_dates(changes, series, own, now, source)
    _move_join(series, own, source, str(ref.fields.get("join", "")))
    question = ref.fields["filled"]
    ref.object_id, ref.fields = (
        own.pk,
        {name: value for name, value in ref.fields.items() if name != "filled"},
    )
    ref.save()
    title = series.group.name if series.group and series.title == own.title else series.title
    changes.set(
        series,
        title=title,
        question=question,
        match_reason={},
        adopted_from=None,
        version=series.version + 1,
    )
    return own


def _move_join(series: Series, own: Series, source: Source | None, theirs: str) -> None:
    """The call's way to join goes with it, known by its fingerprint; where ours stands, its own is read anew."""
    target = JoinTarget.objects.filter(series=series).first()
    if target and theirs and fingerprint_of(target) == theirs:
        JoinTarget.objects.filter(pk=target.pk).update(series=own)
    elif theirs and source is not None:
        Source.objects.filter(pk=source.pk).read_anew()


def remember_choice(series: Series, group_id: int) -> None:
    """For the next import of the same kind, and for the next copy of the same outside calendar."""
    rows = Schedule.objects.filter(series=series)
    known = {(f"source {row.source_id}" if row.source_id else _ORIGIN, row.uid) for row in rows}
    for ref in ExternalRef.objects.filter(noun="series", object_id=series.pk):
        known.add((ref.origin if ref.origin.startswith("source ") else _ORIGIN, ref.key))
    for origin, key in known:
        ExternalRef.objects.update_or_create(
            origin=origin, noun=PLACEMENT, key=key, defaults={"object_id": group_id, "fields": {}}
        )
