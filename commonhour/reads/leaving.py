"""What somebody who leaves would leave behind, by kind, and who could take it on."""

import datetime as dt
from dataclasses import dataclass, field

from commonhour.core.rights import Actor, Role
from commonhour.models import Grant, Group, Membership, Person, SignInLink, User


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing of theirs. `key` is the id of its row; `role` and `group` are what it is called; it is ended, or given to
    one of `takers`, which are (id, name): of users for a role, of persons for a place on a group's page."""

    kind: str
    key: int
    role: str = ""
    group: str = ""
    takers: list[tuple[int, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.key}"


def holdings(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    """Everything, in the order of the page; each kind is a function of these three."""
    return [one for kind in (_roles, _places, _links) for one in kind(user, actor, now)]


def _roles(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    rows = Grant.objects.lasting(now).filter(user=user).select_related("group").order_by("group__name", "pk")
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    sees_all = actor.may_give(Role.MANAGER, None)
    everybody = [(one.pk, str(one)) for one in others.order_by("name", "email")] if sees_all else None
    return [
        Holding(
            "role", one.pk, one.role, one.group.name if one.group else "",
            everybody if everybody is not None else _beside(user, one.group, now),
        )
        for one in rows
    ]  # fmt: skip


def _beside(user: User, group: Group | None, now: dt.datetime) -> list[tuple[int, str]]:
    """Who looks after the same group with a name: nobody who leaves brings in somebody new."""
    rows = Grant.objects.valid(now).filter(group=group, user__is_active=True).exclude(user=user)
    found = rows.exclude(user__name="").order_by("user__name").values_list("user", "user__name").distinct()
    return [(pk, name) for pk, name in found] if group else []


def _places(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    rows = Membership.objects.filter(person__user=user, until=None).select_related("group")
    sees_all = actor.may_give(Role.MANAGER, None)
    everybody = _persons(user) if sees_all else None
    return [
        Holding(
            "place", one.pk, one.role, one.group.name,
            everybody if everybody is not None else _persons(user, one.group),
        )
        for one in rows.order_by("group__name", "position", "pk")
    ]  # fmt: skip


def _persons(user: User, group: Group | None = None) -> list[tuple[int, str]]:
    rows = Person.objects.filter(merged_into=None).exclude(user=user)
    rows = rows.filter(memberships__group=group, memberships__until=None) if group else rows
    return [(pk, name) for pk, name in rows.order_by("name", "pk").values_list("pk", "name").distinct()]


def _links(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    rows = SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).order_by("pk")
    return [Holding("link", pk) for pk in rows.values_list("pk", flat=True)]
