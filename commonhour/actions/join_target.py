"""The ways into a series, in their order; the first is the main one. The log says that they changed, never what they are."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.order import number, step
from commonhour.actions.sourced import lock_ours
from commonhour.core.rights import Actor
from commonhour.models import JoinTarget, Series


def set_join_target(
    series: Series, url: str, passcode: str, *, now: dt.datetime, actor: Actor, version: int | None = None
) -> None:
    """The main way in gets this link, or goes when there is none; the others stay."""
    with _changing(series, "join-link-set", version, now, actor):
        seal_main(series, url, passcode)


def add_join_target(
    series: Series, *, url: str, passcode: str, version: int, now: dt.datetime, actor: Actor, **said: str
) -> None:
    """One more, behind the others. `said` are its kind, its label, and whom it is for."""
    with _changing(series, "way-in-added", version, now, actor):
        last = JoinTarget.objects.filter(series=series).last()
        target = JoinTarget(series=series, position=last.position + 1 if last else 0, **said)
        target.seal(url, passcode)
        target.save()


def edit_join_target(
    target: JoinTarget, *, url: str, passcode: str, version: int, now: dt.datetime, actor: Actor, **said: str
) -> None:
    """Nobody can read what is kept, so what is left empty stays; a new link comes with its own passcode, or with none."""
    with _changing(target.series, "way-in-edited", version, now, actor) as changes:
        fresh = lock(target)
        changes.set(fresh, **said)
        if url:
            fresh.seal(url, passcode)
        elif passcode:
            fresh.seal(fresh.reveal()[0], passcode)
        fresh.save()


def move_join_target(target: JoinTarget, *, is_up: bool, now: dt.datetime, actor: Actor) -> None:
    """One place further up or down; what comes first becomes the main one."""
    with _changing(target.series, "way-in-moved", None, now, actor) as changes:
        rows = list(JoinTarget.objects.filter(series=target.series))
        number(changes, step(rows, lock(target), rows, is_up=is_up))


def remove_join_target(target: JoinTarget, *, version: int, now: dt.datetime, actor: Actor) -> None:
    with _changing(target.series, "way-in-removed", version, now, actor):
        lock(target).delete()


def seal_main(series: Series, url: str, passcode: str) -> None:
    """Call inside a change set that keeps the series."""
    target = JoinTarget.objects.filter(series=series).first() or JoinTarget(series=series)
    if url.strip():
        target.seal(url.strip(), passcode.strip())
        target.save()
    elif target.pk:
        target.delete()


@contextmanager
def _changing(
    series: Series, kind: str, version: int | None, now: dt.datetime, actor: Actor
) -> Iterator[Changes]:
    """Readers are told when the main one is another. Raises Conflict when `version` is not the present one."""
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        facts, before = {"title": fresh.title}, _rows(fresh)
        with change_set(now, actor, kind, facts, group=fresh.group, series=fresh) as changes:
            yield changes
            after = _rows(fresh)
            if before != after:
                changes.set(fresh, version=fresh.version + 1)
                _tell(changes, fresh, before[:1], after[:1])


def _rows(series: Series) -> list[dict[str, Any]]:
    return [dict(row) for row in JoinTarget.objects.filter(series=series).values()]


def _tell(
    changes: Changes, series: Series, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    sealed = [[(one["url_sealed"], one["passcode_sealed"]) for one in side] for side in (before, after)]
    if sealed[0] != sealed[1]:
        changes.relocated(series, "earlier" if before else None, "kept" if after else None)
