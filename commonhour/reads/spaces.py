"""The spaces of the community with their groups, in the order in which pages list them."""

from collections import defaultdict
from dataclasses import dataclass

from commonhour.models import Group, Space
from commonhour.reads.shapes.group import GroupName


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """The last one, without a slug, holds the groups of no space."""

    slug: str
    name: str
    description: str
    groups: list[GroupName]
    is_last: bool = False


def space_rows() -> list[SpaceRow]:
    """In two queries."""
    groups: dict[int | None, list[GroupName]] = defaultdict(list)
    for space, slug, name in Group.objects.values_list("space", "slug", "name"):
        groups[space].append(GroupName(slug, name))
    spaces = list(Space.objects.all())
    rows = [
        SpaceRow(one.slug, one.name, one.description, groups[one.pk], one == spaces[-1]) for one in spaces
    ]
    return rows + ([SpaceRow("", "", "", groups[None])] if groups[None] else [])
