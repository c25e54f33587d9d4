"""A group's facts: what it is called, what it wants, who runs it, where it talks."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from django.db import transaction

from commonhour.actions.channels import replace_channels
from commonhour.actions.guarded import guarded
from commonhour.actions.last_modified import stamp_group
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.core.draft import DraftChannel, DraftGoal, DraftPerson
from commonhour.core.rights import Actor, Role, Verb
from commonhour.core.slugs import unique_slug
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Goal, Grant, Group, Membership, OldPath, Person, Space


def add_group(
    *, name: str, kind: str, space: Space | None, now: dt.datetime, actor: Actor, description: str = ""
) -> Group:
    if not name.strip():
        raise RefusedInput("group-without-name")
    require(actor, Verb.ADD_GROUP)
    with change_set(now, actor, "group-added", {"name": name}) as changes:
        slug = unique_slug(name, set(Group.every.values_list("slug", flat=True)))
        group = Group(
            slug=slug, name=name.strip(), kind=kind, space=space,
            description=guarded(None, None, {"description": description})["description"],
            position=Group.objects.count(),
        )  # fmt: skip
        changes.add(group)
        changes.belongs_to(group=group)
    return group


def edit_group(group: Group, *, now: dt.datetime, actor: Actor, version: int, **facts: object) -> list[str]:
    """Change its own fields. Raises Conflict when `version` is not the present one: nobody overwrites silently.

    A new name keeps the slug; a new slug leaves a trail, so that the old address works for ever.
    """
    with _present(group, version, actor) as fresh, _changes(fresh, now, actor, "group-edited") as changes:
        old_slug = fresh.slug
        changed = changes.set(fresh, **guarded(None, None, facts))
        if "slug" in changed:
            OldPath.objects.update_or_create(
                path=f"/groups/{old_slug}/", defaults={"noun": "group", "object_id": fresh.pk}
            )
        if changed:
            _next_version(changes, fresh)
            stamp_group(changes, fresh, changed, now)
    return changed


def set_goals(
    group: Group, goals: Sequence[DraftGoal], *, now: dt.datetime, actor: Actor, version: int
) -> None:
    with _present(group, version, actor) as fresh, _changes(fresh, now, actor, "group-goals") as changes:
        before = [str(goal) for goal in fresh.goals.all()]
        outcomes = {goal.text: goal.outcome for goal in fresh.goals.all()}
        fresh.goals.all().delete()
        Goal.objects.bulk_create(
            Goal(group=fresh, text=g.text, due=g.due, outcome=outcomes.get(g.text, ""), position=n)
            for n, g in enumerate(goals)
        )
        changes.record(fresh, "goals", before, [g.text for g in goals])
        _next_version(changes, fresh)


def set_people(
    group: Group, people: Sequence[DraftPerson], *, now: dt.datetime, actor: Actor, version: int
) -> None:
    """Replace who runs it. People keep their identity: a name this group already has is the same person, and
    so is a new name in the same place with the same role. Who is taken off the list stays in the record. Nobody but
    themselves gives somebody who can sign in another name."""
    with _present(group, version, actor) as fresh, _changes(fresh, now, actor, "group-people") as changes:
        every = list(fresh.memberships.select_related("person"))
        before, present = [str(one) for one in every], [one for one in every if one.until is None]
        known = {one.person.name: one.person for one in every}
        since = {(one.person_id, one.role): one.since for one in present}
        staying = set()
        for position, one in enumerate(people):
            person = known.get(one.name) or _renamed(changes, present, people, position, actor)
            if person is None:
                person = Person(name=one.name, organisation=one.organisation)
                changes.add(person)
            known[one.name] = person
            changes.set(person, organisation=one.organisation)
            begun = since.get((person.pk, one.role), now.date())
            row, _ = Membership.objects.update_or_create(
                person=person, group=fresh, role=one.role,
                defaults={"position": position, "since": begun, "until": None},
            )  # fmt: skip
            staying.add(row.pk)
        gone = fresh.memberships.filter(until=None).exclude(pk__in=staying)
        _end_grants(changes, fresh, [one.person for one in gone.select_related("person")], now, actor)
        gone.update(until=now.date())
        changes.record(fresh, "people", before, [f"{one.name} ({one.role})" for one in people])
        _next_version(changes, fresh)


def _end_grants(
    changes: Changes, group: Group, leaving: Sequence[Person], now: dt.datetime, actor: Actor
) -> None:
    """Who is on the list in no other role looks after the group no longer, where the actor may end that."""
    left = [one.pk for one in leaving if one.memberships.filter(group=group, until=None).count() == 1]
    for grant in Grant.objects.valid(now).filter(group=group, user__person__in=left):
        if grant.user_id == actor.user or actor.may_give(Role(grant.role), group.pk):
            changes.set(grant, until=now)


def _renamed(
    changes: Changes, present: list[Membership], people: Sequence[DraftPerson], position: int, actor: Actor
) -> Person | None:
    """The person who has this place and role and is called otherwise now: a spelling was corrected. Whom another group
    names too keeps their name there."""
    was = present[position] if position < len(present) else None
    if was is None or was.role != people[position].role:
        return None
    if was.person.name in {one.name for one in people}:
        return None
    if was.person.user_id not in (None, actor.user):
        return None  # whoever signs in is called what they call themselves
    is_elsewhere = was.person.memberships.exclude(group=was.group_id).exists()
    if was.person.user_id is None and is_elsewhere and not actor.may(Verb.CHANGE_COMMUNITY):
        return None
    changes.set(was.person, name=people[position].name)
    return was.person


def set_channels(
    group: Group, channels: Sequence[DraftChannel], *, now: dt.datetime, actor: Actor, version: int
) -> None:
    """Replace where it talks."""
    with _present(group, version, actor) as fresh, _changes(fresh, now, actor, "group-channels") as changes:
        replace_channels(changes, fresh, channels)
        if changes.rows:
            _next_version(changes, fresh)


@contextmanager
def _present(group: Group, version: int, actor: Actor) -> Iterator[Group]:
    """The group as it is now, locked in a transaction; the caller's own row is read again when all went well.

    Raises NotAllowed, and Conflict when `version` is not the present one.
    """
    require(actor, Verb.CHANGE_GROUP, group)
    with transaction.atomic():
        fresh = lock(group)
        if version != fresh.version:
            raise Conflict("group-changed")
        yield fresh
    group.refresh_from_db()


def _changes(group: Group, now: dt.datetime, actor: Actor, kind: str) -> AbstractContextManager[Changes]:
    return change_set(now, actor, kind, {"name": group.name}, group=group)


def _next_version(changes: Changes, group: Group) -> None:
    changes.set(group, version=group.version + 1)
