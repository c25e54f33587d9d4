"""A group's facts: what it is called, what it wants, who runs it, where it talks."""

import datetime as dt
from collections.abc import Sequence

from commonhour.actions.change_set import Changes, change_set
from commonhour.core.draft import DraftChannel, DraftGoal, DraftPerson
from commonhour.core.slugs import unique_slug
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Channel, Goal, Group, Membership, OldPath, Person, Space, User


def add_group(
    *, name: str, kind: str, space: Space | None, now: dt.datetime, actor: User | None, description: str = ""
) -> Group:
    if not name.strip():
        raise RefusedInput("A group needs a name.")
    with change_set(now, actor, f"Added {name}") as changes:
        slug = unique_slug(name, set(Group.objects.values_list("slug", flat=True)))
        group = Group(
            slug=slug, name=name.strip(), kind=kind, space=space, description=description,
            position=Group.objects.count(),
        )  # fmt: skip
        changes.add(group)
        changes.row.group = group
        changes.row.save(update_fields=["group"])
    return group


def edit_group(
    group: Group, *, now: dt.datetime, actor: User | None, version: int, **facts: object
) -> list[str]:
    """Change its own fields. Raises Conflict when `version` is not the present one: nobody overwrites silently.

    A new name keeps the slug; a new slug leaves a trail, so that the old address works for ever.
    """
    _same_version(group, version)
    with change_set(now, actor, f"Edited {group.name}", group=group) as changes:
        old_slug = group.slug
        changed = changes.set(group, **facts)
        if "slug" in changed:
            OldPath.objects.update_or_create(
                path=f"/groups/{old_slug}/", defaults={"noun": "group", "object_id": group.pk}
            )
        _next_version(changes, group, bool(changed))
    return changed


def set_goals(
    group: Group, goals: Sequence[DraftGoal], *, now: dt.datetime, actor: User | None, version: int
) -> None:
    _same_version(group, version)
    with change_set(now, actor, f"Goals of {group.name}", group=group) as changes:
        before = [str(goal) for goal in group.goals.all()]
        outcomes = {goal.text: goal.outcome for goal in group.goals.all()}
        group.goals.all().delete()
        Goal.objects.bulk_create(
            Goal(group=group, text=g.text, due=g.due, outcome=outcomes.get(g.text, ""), position=n)
            for n, g in enumerate(goals)
        )
        changes.record(group, "goals", before, [g.text for g in goals])
        _next_version(changes, group, True)


def set_people(
    group: Group, people: Sequence[DraftPerson], *, now: dt.datetime, actor: User | None, version: int
) -> None:
    """Replace who runs it. People keep their identity: a name this group already has is the same person."""
    _same_version(group, version)
    with change_set(now, actor, f"People of {group.name}", group=group) as changes:
        before = [str(membership) for membership in group.memberships.select_related("person")]
        known = {m.person.name: m.person for m in group.memberships.select_related("person")}
        present = group.memberships.filter(until=None).select_related("person")
        since = {(m.person.name, m.role): m.since for m in present}
        present.delete()  # who has left stays in the record
        for position, one in enumerate(people):
            person = known.get(one.name) or Person.objects.create(
                name=one.name, organisation=one.organisation
            )
            known[one.name] = person
            changes.set(person, organisation=one.organisation)
            begun = since.get((one.name, one.role), now.date())
            Membership.objects.update_or_create(
                person=person, group=group, role=one.role,
                defaults={"position": position, "since": begun, "until": None},
            )  # fmt: skip
        changes.record(group, "people", before, [f"{one.name} ({one.role})" for one in people])
        _next_version(changes, group, True)


def set_channels(
    group: Group | None,
    channels: Sequence[DraftChannel],
    *,
    now: dt.datetime,
    actor: User | None,
    version: int | None = None,
) -> None:
    """Replace where it talks; without a group, the community's own channels."""
    if group is not None and version is not None:
        _same_version(group, version)
    rows = Channel.objects.filter(group=group)
    with change_set(now, actor, f"Channels of {group or 'the community'}", group=group) as changes:
        before = [str(channel) for channel in rows]
        rows.delete()
        made = Channel.objects.bulk_create(
            Channel(group=group, kind=c.kind, label=c.label, name=c.name, url=c.url, position=n)
            for n, c in enumerate(channels)
        )
        if group is not None:
            changes.record(group, "channels", before, [str(channel) for channel in made])
            _next_version(changes, group, True)
        elif made:
            changes.record(made[0], "channels", before, [str(channel) for channel in made])


def _same_version(group: Group, version: int) -> None:
    if version != group.version:
        raise Conflict("Somebody else changed this group while you were writing.")


def _next_version(changes: Changes, group: Group, changed: bool) -> None:
    if changed:
        changes.set(group, version=group.version + 1)
