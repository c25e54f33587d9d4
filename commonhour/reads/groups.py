"""All groups in one table: searched, sorted, each with its next call."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Group
from commonhour.reads.group import next_of_groups
from commonhour.reads.shapes.group import GroupShape
from commonhour.reads.table import Key, arranged, by_date, by_name, by_owner


@dataclass(frozen=True, slots=True)
class GroupRow:
    group: GroupShape
    next: ListedDate | None

    @property
    def space_name(self) -> str:
        return self.group.space.name if self.group.space else ""


_SORTS: dict[str, Callable[[GroupRow], Key]] = {
    "name": lambda row: by_name(row.group.name),
    "space": lambda row: by_owner(row.space_name, row.group.name),
    "next": lambda row: by_date(row.next, row.group.name),
}


def group_rows(now: dt.datetime, query: str = "", sort: str = "") -> list[GroupRow]:
    """Every group, in the community's order unless `sort` says another. Four queries, however many groups."""
    groups = [GroupShape.of(row) for row in Group.objects.select_related("space", "parent")]
    following = next_of_groups(now, [group.slug for group in groups])
    rows = [GroupRow(group, following.get(group.slug)) for group in groups]
    return arranged(rows, query, sort, told=_told, sorts=_SORTS)


def _told(row: GroupRow) -> str:
    group = row.group
    return " ".join(
        [group.name, group.slug, row.space_name, group.region, row.next.title if row.next else ""]
    )
