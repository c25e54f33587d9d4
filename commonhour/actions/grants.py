"""What somebody may do, and from when to when: given, dated anew and ended by whoever may give it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require, require_giving
from commonhour.actions.ways_in import end_ways_in
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.models import Grant, Group, Membership, Person, User


@dataclass(frozen=True, slots=True)
class Terms:
    """A role in a group, or in the whole community; `since` None is now, `until` None is for good. Instants in UTC."""

    role: Role
    group: Group | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@contextmanager
def granting(
    user: User, terms: Terms, person: Person | None = None, *, now: dt.datetime, actor: Actor
) -> Iterator[Changes]:
    """The change in which a user gets a role, for what else belongs to it. In a group they are named with it, but as a reviewer;
    their Person is made when they have none, or is `person`, who is named there already and has no account."""
    group = terms.group
    require(actor, Verb.GRANT, group)
    require_giving(actor, terms.role, group.pk if group else None)
    facts = {"person": user.name} | ({"group": group.name} if group else {})
    with change_set(now, actor, f"{terms.role}-made", facts, group=group) as changes:
        give(changes, user, terms, now=now, actor=actor)
        its_person = _person(changes, user, person)
        if group and terms.role != Role.REVIEWER:  # no page says who reviews
            _name(changes, its_person or _new_person(changes, user), group, terms, now)
        yield changes


def give(changes: Changes, user: User, terms: Terms, *, now: dt.datetime, actor: Actor) -> None:
    """A grant on these terms. Who has the role already has it from now on these terms. Who may decide more, and never
    showed that the address is theirs, signs in once more: whoever made an earlier link may have come in by it."""
    since = max(terms.since or now, now)
    if terms.until and terms.until <= since:
        raise RefusedInput("ends-before-it-begins")
    found = Grant.objects.lasting(now).filter(user=user, role=terms.role, group=terms.group)
    present = found.order_by("since").first()
    if present:
        changes.set(present, until=terms.until, since=min(present.since, since))
        if terms.role == Role.MANAGER and terms.until:
            require_a_manager(terms.until)
        return
    if user.last_login and user.proved_at is None and _decides_more(user, terms, now):
        end_ways_in(user)
    by = actor.name or actor.kind
    changes.add(
        Grant(user=user, role=terms.role, group=terms.group, given_by=by, since=since, until=terms.until)
    )


def _decides_more(user: User, terms: Terms, now: dt.datetime) -> bool:
    may_already = user.as_actor(now).may(Verb.CHANGE_SERIES, terms.group.pk if terms.group else None)
    return terms.role not in (Role.NOTE_TAKER, Role.REVIEWER) and not may_already


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


def _name(changes: Changes, person: Person, group: Group, terms: Terms, now: dt.datetime) -> None:
    """The page names them with their role, when that begins now."""
    begins_later = terms.since is not None and terms.since > now
    if begins_later or Membership.objects.filter(person=person, group=group, role=terms.role).exists():
        return
    changes.add(Membership(person=person, group=group, role=terms.role, since=now.date()))


def change_until(
    grant: Grant, until: dt.datetime | None, *, seen: dt.datetime | None, now: dt.datetime, actor: Actor
) -> None:
    """Another end, or none. Raises Conflict when its end is not the one that was `seen`."""
    require_giving(actor, Role(grant.role), grant.group_id)
    facts = {"person": grant.user.name}
    with change_set(now, actor, "grant-dated", facts, group=grant.group) as changes:
        fresh = lock(grant)
        if fresh.until != seen:
            raise Conflict("grant-changed")
        if until and until <= max(now, fresh.since):
            raise RefusedInput("ends-before-it-begins")
        changes.set(fresh, until=until)
        if fresh.role == Role.MANAGER and until:
            require_a_manager(until)


def end_grant(grant: Grant, *, now: dt.datetime, actor: Actor) -> None:
    """One thing less that somebody may do; whoever has it may end it too. Raises Conflict for the last programme
    manager, who would lock everybody out."""
    if actor.user != grant.user_id or not actor.user:
        require_giving(actor, Role(grant.role), grant.group_id)
    facts = {"person": grant.user.name}
    with change_set(now, actor, "grants-ended", facts, group=grant.group) as changes:
        changes.set(lock(grant), until=now)
        if grant.role == Role.MANAGER:
            require_a_manager(now)


def end_grants(email: str, group_slug: str = "", role: str = "", *, now: dt.datetime, actor: Actor) -> int:
    """End what a user may do, everywhere or in one group; returns how many grants ended. The roles that pages name
    stay. Raises NotFound for an address nobody signs in with, Conflict for the last programme manager."""
    require(actor, Verb.GRANT)
    user = User.objects.filter(email=email.casefold()).first()
    if user is None:
        raise NotFound("no-such-user", email=email[:80])
    found = Grant.objects.lasting(now).filter(user=user)
    found = found.filter(group__slug=group_slug) if group_slug else found
    ended = list(found.filter(role=role) if role else found)
    with change_set(now, actor, "grants-ended", {"person": user.name}) as changes:
        for grant in ended:
            changes.set(grant, until=now)
        if any(grant.role == Role.MANAGER for grant in ended):
            require_a_manager(now)
    return len(changes.rows)


def require_a_manager(at: dt.datetime) -> None:
    """Raises Conflict when nobody would be left at that time who may give everything to others. Call it in the transaction
    of the change; it locks, so that of two managers who end each other one is told."""
    managers = Grant.objects.filter(role=Role.MANAGER, group=None).select_for_update(no_key=True)
    list(managers.order_by("pk"))
    if not Grant.objects.valid(at).filter(role=Role.MANAGER, group=None, user__is_active=True).exists():
        raise Conflict("last-manager")
