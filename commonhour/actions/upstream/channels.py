"""The channels and goals of an imported group, and the community's own channels."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from commonhour.actions.upstream.lists import Facts, keyed, merge_list
from commonhour.actions.upstream.run import Run, clipped
from commonhour.core.draft import DraftChannel, DraftGoal
from commonhour.models import Channel, Goal, Group


def channel_facts(channels: Sequence[DraftChannel]) -> dict[str, Facts]:
    found = keyed(channels, lambda c: f"{c.kind} {c.url or c.name or c.label}")
    return {key: {"kind": c.kind, "label": c.label, "name": c.name, "url": c.url} for key, c in found.items()}


def goal_facts(goals: Sequence[DraftGoal]) -> dict[str, Facts]:
    found = keyed(goals, lambda goal: goal.text)
    return {key: {"due": goal.due.isoformat() if goal.due else None} for key, goal in found.items()}


def merge_channels(
    run: Run, group: Group | None, theirs: Mapping[str, Facts], last: Mapping[str, Facts], where: str
) -> bool:
    """`group` None means the community's own."""
    rows = keyed(Channel.objects.filter(group=group), lambda c: f"{c.kind} {c.url or c.name or c.label}")

    def add(key: str, position: int) -> None:
        run.changes.add(Channel(group=group, position=position, **clipped(Channel, theirs[key])))

    return merge_list(
        run, what=f"Channels of {group or 'the community'}", where=where, last=last, theirs=theirs, rows=rows,
        facts_of=lambda c: {"kind": c.kind, "label": c.label, "name": c.name, "url": c.url},
        add=add, change=lambda c, taken: _set(run, c, taken), remove=run.changes.remove,
    )  # fmt: skip


def merge_goals(
    run: Run, group: Group, theirs: Mapping[str, Facts], last: Mapping[str, Facts], where: str
) -> bool:
    rows = keyed(group.goals.all(), lambda goal: goal.text)

    def add(key: str, position: int) -> None:
        run.changes.add(Goal(group=group, text=key, due=day(theirs[key]["due"]), position=position))

    return merge_list(
        run, what=f"Goals of {group}", where=where, last=last, theirs=theirs, rows=rows,
        facts_of=lambda goal: {"due": goal.due.isoformat() if goal.due else None},
        add=add, change=lambda goal, taken: _set(run, goal, {"due": day(taken["due"])}), remove=run.changes.remove,
    )  # fmt: skip


def day(text: str | None) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text) if text else None


def _set(run: Run, row: models.Model, taken: Facts) -> None:
    run.changes.set(row, **clipped(type(row), taken))
