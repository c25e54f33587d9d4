"""Where a group or the community talks and keeps things, brought in line with what somebody wrote, row by row."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from commonhour.actions.guarded import guarded
from commonhour.actions.news.change_set import Changes
from commonhour.core.draft import DraftChannel
from commonhour.models import Channel, Group


def replace_channels(changes: Changes, group: Group | None, wanted: Sequence[DraftChannel]) -> None:
    """In this order. A channel that says the same stays; of the others, the first that is there becomes the first that
    is wanted, so that a corrected address is a change and no new channel."""
    present = list(Channel.objects.filter(group=group))
    facts = [guarded(None, None, asdict(one)) for one in wanted]
    same = {n: row for n, one in enumerate(facts) if (row := _taken(present, one))}
    for position, one in enumerate(facts):
        row = same.get(position) or (present.pop(0) if present else None)
        if row is None:
            changes.add(Channel(group=group, position=position, **one))
        else:
            changes.set(row, position=position, **({} if position in same else one))
    for row in present:
        changes.remove(row)


def _shown(facts: dict[str, Any]) -> tuple[str, str, str]:
    return facts["kind"], facts["name"] or facts["label"] or facts["url"], facts["url"]


def _taken(rows: list[Channel], facts: dict[str, Any]) -> Channel | None:
    """The row that is shown just like that, taken out of the list."""
    found = next((row for row in rows if (row.kind, str(row), row.url) == _shown(facts)), None)
    if found is not None:
        rows.remove(found)
    return found
