"""People, what they may do, and since when."""

import datetime as dt

from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import NotFound
from commonhour.models import Grant, Group, Membership, Person, User


def make_moderator(user: User, group_slug: str, *, now: dt.datetime, actor: Actor) -> Membership:
    """Let a user look after a group, and name them as its moderator; their Person is made when they have none."""
    require(actor, Verb.GRANT)
    group = Group.objects.filter(slug=group_slug).first()
    if group is None:
        raise NotFound("no-group-here", name=group_slug[:60])
    facts = {"person": user.name, "group": group.name}
    with change_set(now, actor, "moderator-made", facts, group=group) as changes:
        give(changes, user, Role.MODERATOR, group, now=now, actor=actor)
        membership = Membership.objects.filter(person__user=user, group=group, role="moderator").first()
        if membership is None:
            membership = Membership(
                person=_person(changes, user), group=group, role="moderator", since=now.date()
            )
            changes.add(membership)
    return membership


def make_manager(user: User, *, now: dt.datetime, actor: Actor) -> None:
    """Let a user edit everything."""
    require(actor, Verb.GRANT)
    with change_set(now, actor, "manager-made", {"person": user.name}) as changes:
        give(changes, user, Role.MANAGER, None, now=now, actor=actor)


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


def _person(changes: Changes, user: User) -> Person:
    person = Person.objects.filter(user=user).first()
    if person is None:
        person = Person(name=user.name or "A moderator", user=user)
        changes.add(person)
    return person
