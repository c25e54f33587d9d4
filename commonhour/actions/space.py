"""Spaces: the parts of a community that groups gather under, and the order in which pages list both."""

import datetime as dt

from django.db import transaction

from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.order import number, step
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.core.slugs import unique_slug
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Community, Group, Space


def add_space(*, name: str, description: str = "", now: dt.datetime, actor: Actor) -> Space:
    """A new space behind the others."""
    require(actor, Verb.CHANGE_COMMUNITY)
    facts = _checked(name, description)
    with transaction.atomic():
        lock(Community.the())
        with change_set(now, actor, "space-added", {"name": facts["name"]}) as changes:
            slug = unique_slug(name, set(Space.objects.values_list("slug", flat=True)))
            space = Space(slug=slug, position=Space.objects.count(), **facts)
            changes.add(space)
    return space


def edit_space(
    space: Space, *, name: str, description: str, version: int, now: dt.datetime, actor: Actor
) -> list[str]:
    """Rename or describe it; its address in filters and feeds stays. Raises Conflict when `version` is not the present
    one."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        fresh = lock(space)
        if version != fresh.version:
            raise Conflict("space-changed")
        with change_set(now, actor, "space-edited", {"name": name.strip()}) as changes:
            changed = changes.set(fresh, **_checked(name, description))
            if changed:
                changes.set(fresh, version=fresh.version + 1)
    return changed


def remove_space(space: Space, *, into: Space | None, now: dt.datetime, actor: Actor) -> None:
    """Its groups go `into` another one, or into none."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        fresh = lock(space)
        with change_set(now, actor, "space-removed", {"name": fresh.name}) as changes:
            for group in Group.objects.select_for_update(no_key=True).filter(space=fresh).order_by("pk"):
                changes.set(group, space=into, version=group.version + 1)
            changes.remove(fresh)


def move_space(space: Space, *, is_up: bool, now: dt.datetime, actor: Actor) -> None:
    """One place further up or down on every page that lists spaces."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        lock(Community.the())
        rows = list(Space.objects.all())
        with change_set(now, actor, "space-moved", {"name": space.name}) as changes:
            number(changes, step(rows, space, rows, is_up=is_up))


def move_group(group: Group, *, is_up: bool, now: dt.datetime, actor: Actor) -> None:
    """One place further up or down among the groups of its space."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        lock(Community.the())
        rows = list(Group.objects.all())
        beside = [one for one in rows if one.space_id == group.space_id]
        with change_set(now, actor, "group-moved", {"name": group.name}) as changes:
            number(changes, step(rows, group, beside, is_up=is_up))


def _checked(name: str, description: str) -> dict[str, str]:
    if not name.strip():
        raise RefusedInput("space-without-name")
    return {"name": name.strip(), **guarded(None, None, {"description": description.strip()})}
