"""What somebody who leaves would leave behind, by kind, and who could take it on."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from commonhour.core.asking import KINDS
from commonhour.core.rights import MAY, Actor, Role, Verb
from commonhour.models import Change, Grant, Group, Membership, Person, SignInLink, Subscriber, User
from commonhour.reads.subscriber import subscribed

STAYS = 0  # no taker, and not ended either


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing of theirs. `key` is the id of its row; `role` and `group` are what it is called; it is ended, given to
    one of `takers`, which are (id, name): of users for a role and for mails, of persons for a place on a group's page,
    or, where it `may_stay`, left as it is. `about` are other names it has: whom an invitation is for, what mails are
    about; `mails` are of `core.asking.KINDS`. `is_only` says that nobody else looks after the group."""

    kind: str
    key: int
    role: str = ""
    group: str = ""
    takers: list[tuple[int, str]] = field(default_factory=list)
    about: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    may_stay: bool = False
    is_only: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.key}"


def holdings(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    """Everything, in the order of the page; each kind is a function of these three."""
    kinds = (_roles, _places, _subscriptions, _links, _invitations)
    return [one for kind in kinds for one in kind(user, actor, now)]


def _roles(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    rows = Grant.objects.lasting(now).filter(user=user).select_related("group").order_by("group__name", "pk")
    runs = MAY[Verb.CHANGE_GROUP]
    others = Grant.objects.valid(now).filter(role__in=runs, user__is_active=True).exclude(user=user)
    looked_after = {None, *others.values_list("group", flat=True)}
    everybody = _everybody(user, actor)
    return [
        Holding(
            "role", one.pk, one.role, one.group.name if one.group else "",
            everybody if everybody is not None else _beside(user, [one.group_id or 0], now),
            is_only=one.role in runs and one.group_id not in looked_after,
        )
        for one in rows
    ]  # fmt: skip


def _everybody(user: User, actor: Actor) -> list[tuple[int, str]] | None:
    """None for who may not give everything to everybody."""
    if not actor.may_give(Role.MANAGER, None):
        return None
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return [(one.pk, str(one)) for one in others.order_by("name", "email")]


def _beside(user: User, groups: Collection[int], now: dt.datetime) -> list[tuple[int, str]]:
    """Who looks after one of these groups with a name: nobody who leaves brings in somebody new."""
    rows = Grant.objects.valid(now).filter(group__in=groups, user__is_active=True).exclude(user=user)
    found = rows.exclude(user__name="").order_by("user__name").values_list("user", "user__name").distinct()
    return [(pk, name) for pk, name in found]


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


def _subscriptions(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    """Their own affair, so they stay unless somebody says otherwise; whoever is to have them is asked by mail."""
    row = Subscriber.objects.told().filter(email=user.email.casefold()).first()
    if row is None:
        return []
    mails = tuple(kind for kind, name in KINDS.items() if getattr(row, name))
    takers = _everybody(user, actor)
    if takers is None:
        held = Grant.objects.valid(now).filter(user=user).exclude(group=None)
        takers = _beside(user, list(held.values_list("group_id", flat=True)), now)
    return [
        Holding("subscription", one.id, takers=takers, about=one.names, mails=mails, may_stay=True)
        for one in subscribed(row.subscriptions.select_related("series"))
    ]


def _links(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    rows = SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).order_by("pk")
    return [Holding("link", pk) for pk in rows.values_list("pk", flat=True)]


def _invitations(user: User, actor: Actor, now: dt.datetime) -> list[Holding]:
    """Links they made for others: whoever kept one could sign in as those."""
    made = Change.objects.filter(noun="signinlink", field="", change_set__actor=user).values("object_id")
    rows = SignInLink.objects.filter(pk__in=made, used_at=None, expires_at__gt=now).exclude(user=user)
    return [
        Holding("invitation", one.pk, about=(str(one.user),))
        for one in rows.select_related("user").order_by("pk")
    ]
