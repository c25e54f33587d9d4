"""All groups in one table: searched, sorted, each with its next call."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.cities import fold
from commonhour.models import Group
from commonhour.reads.group import next_of_groups
from commonhour.reads.shapes.group import GroupShape

LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
Sorter = Callable[["GroupRow"], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class GroupRow:
    group: GroupShape
    next: ListedDate | None

    @property
    def space_name(self) -> str:
        return self.group.space.name if self.group.space else ""


SORTS: dict[str, Sorter] = {
    "name": lambda row: (fold(row.group.name),),
    "space": lambda row: (not row.space_name, fold(row.space_name), fold(row.group.name)),
    "next": lambda row: (row.next.start if row.next else LAST, fold(row.group.name)),
}


def group_rows(now: dt.datetime, query: str = "", sort: str = "") -> list[GroupRow]:
    """Every group whose facts hold all words of `query`, in the community's order or by a key of SORTS ("-" before
    it turns it round). Four queries, however many groups."""
    groups = [GroupShape.of(row) for row in Group.objects.select_related("space", "parent")]
    following = next_of_groups(now, [group.slug for group in groups])
    rows = [GroupRow(group, following.get(group.slug)) for group in groups]
    rows = [row for row in rows if all(word in _told(row) for word in fold(query).split())]
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows


def _told(row: GroupRow) -> str:
    group = row.group
    return fold(
        " ".join([group.name, group.slug, row.space_name, group.region, row.next.title if row.next else ""])
    )
