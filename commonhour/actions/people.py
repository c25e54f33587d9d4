"""People, what they may do, and since when."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require, require_oneself
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import Conflict, NotFound
from commonhour.models import Grant, Group, Membership, Person, User


def make_moderator(
    user: User, group_slug: str, *, now: dt.datetime, actor: Actor, person: Person | None = None
) -> None:
    """Let a user look after a group, and name them as its moderator. Their Person is made when they have none, or is
    `person`, who is named there already and has no account."""
    require(actor, Verb.GRANT)
    group = Group.objects.filter(slug=group_slug).first()
    if group is None:
        raise NotFound("no-group-here", name=group_slug[:60])
    with granting(user, group, person, now=now, actor=actor):
        pass


@contextmanager
def granting(
    user: User, group: Group | None, person: Person | None, *, now: dt.datetime, actor: Actor
) -> Iterator[Changes]:
    """The change in which a user may look after a group, or without one edit everything, for what else belongs to it."""
    require(actor, Verb.GRANT)
    kind, role = ("moderator-made", Role.MODERATOR) if group else ("manager-made", Role.MANAGER)
    facts = {"person": user.name} | ({"group": group.name} if group else {})
    with change_set(now, actor, kind, facts, group=group) as changes:
        give(changes, user, role, group, now=now, actor=actor)
        its_person = _person(changes, user, person)
        if group:
            _name_moderator(changes, its_person or _new_person(changes, user), group, now)
        yield changes


def _person(changes: Changes, user: User, named: Person | None) -> Person | None:
    """Theirs; whom a page names becomes it when neither is somebody's already."""
    person = Person.objects.filter(user=user).first()
    if person is None and named is not None and named.user_id is None:
        changes.set(named, user=user)
        return named
    return person


def _new_person(changes: Changes, user: User) -> Person:
    person = Person(name=user.name or "A moderator", user=user)
    changes.add(person)
    return person


def _name_moderator(changes: Changes, person: Person, group: Group, now: dt.datetime) -> None:
    if not Membership.objects.filter(person=person, group=group, role="moderator").exists():
        changes.add(Membership(person=person, group=group, role="moderator", since=now.date()))


def give(
    changes: Changes, user: User, role: Role, group: Group | None, *, now: dt.datetime, actor: Actor
) -> None:
    """A grant, unless they have it."""
    if not Grant.objects.valid(now).filter(user=user, role=role, group=group).exists():
        changes.add(Grant(user=user, role=role, group=group, given_by=actor.name or actor.kind, since=now))


def take_away(email: str, group_slug: str = "", *, now: dt.datetime, actor: Actor) -> int:
    """End what a user may do, everywhere or in one group; returns how many grants ended. The roles that pages name
    stay. Raises NotFound for an address nobody signs in with."""
    require(actor, Verb.GRANT)
    user = User.objects.filter(email=email.casefold()).first()
    if user is None:
        raise NotFound("no-such-user", email=email[:80])
    found = Grant.objects.valid(now).filter(user=user)
    found = found.filter(group__slug=group_slug) if group_slug else found
    with change_set(now, actor, "grants-ended", {"person": user.name}) as changes:
        for grant in found:
            changes.set(grant, until=now)
    return len(changes.rows)


def end_grant(grant: Grant, *, now: dt.datetime, actor: Actor) -> None:
    """One thing less that somebody may do. Raises Conflict for the last programme manager, who would lock everybody out."""
    require(actor, Verb.GRANT)
    others = Grant.objects.valid(now).filter(role=Role.MANAGER, group=None, user__is_active=True)
    if grant.role == Role.MANAGER and not others.exclude(pk=grant.pk).exists():
        raise Conflict("last-manager")
    facts = {"person": grant.user.name}
    with change_set(now, actor, "grants-ended", facts, group=grant.group) as changes:
        changes.set(lock(grant), until=now)


def rename_oneself(user: User, name: str, *, now: dt.datetime, actor: Actor) -> None:
    """What pages and the history call whoever does this, from now on. Nobody renames anybody else."""
    require_oneself(actor, user)
    with change_set(now, actor, "renamed-oneself", {"name": name.strip()}) as changes:
        changes.set(user, name=name.strip())
        for person in Person.objects.filter(user=user) if name.strip() else ():
            changes.set(person, name=name.strip())
