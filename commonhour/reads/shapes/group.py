"""A group as pages show it, with its goals and people."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.hues import hue_of
from commonhour.models import Goal, Group, Membership
from commonhour.reads.shapes.space import SpaceName


@dataclass(frozen=True, slots=True)
class GroupName:
    slug: str
    name: str
    hue: int = -1

    @property
    def path(self) -> str:
        return f"/groups/{self.slug}/"

    @classmethod
    def of(cls, row: Group | None) -> "GroupName | None":
        return cls(row.slug, row.name, hue_of(row.pk)) if row else None


@dataclass(frozen=True, slots=True)
class GroupShape:
    """`kind` and `state` are codes; pages name them in their language."""

    slug: str
    name: str
    kind: str
    state: str
    state_reason: str
    description: str
    region: str
    lead_organisation: str
    space: SpaceName | None
    parent: GroupName | None
    hue: int

    @property
    def path(self) -> str:
        return f"/groups/{self.slug}/"

    @property
    def has_concluded(self) -> bool:
        return self.state == "concluded"

    @classmethod
    def of(cls, row: Group) -> "GroupShape":
        """Select `space` and `parent` when reading many."""
        space = SpaceName(row.space.slug, row.space.name) if row.space else None
        return cls(
            row.slug, row.name, row.kind, row.state, row.state_reason, row.description, row.region,
            row.lead_organisation, space, GroupName.of(row.parent), hue_of(row.pk),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalShape:
    """`due` is the last day of the date it gave."""

    text: str
    due: dt.date | None
    outcome: str

    @classmethod
    def of(cls, row: Goal) -> "GoalShape":
        return cls(row.text, row.due, row.outcome)


@dataclass(frozen=True, slots=True)
class MemberShape:
    """A person in their role in a group."""

    name: str
    organisation: str
    role: str
    since: dt.date | None

    @classmethod
    def of(cls, row: Membership) -> "MemberShape":
        return cls(row.person.name, row.person.organisation, row.role, row.since)
