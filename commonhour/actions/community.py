"""The community's own facts, and whether its hub is public yet."""

import datetime as dt

from django.db import transaction

from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.core.time.zones import canonical
from commonhour.errors import Conflict
from commonhour.models import Community, OldPath


def edit_community(*, now: dt.datetime, actor: Actor, version: int, **facts: object) -> list[str]:
    """Change title, path, description, contact address, zone or accent. An old path keeps leading here."""
    if "tzid" in facts:
        facts["tzid"] = canonical(str(facts["tzid"]))
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        community = lock(Community.the())
        if version != community.version:
            raise Conflict("community-changed")
        with change_set(now, actor, "community-edited") as changes:
            old_path = community.path
            changed = changes.set(community, **guarded(None, None, facts))
            if "path" in changed and old_path:
                OldPath.objects.update_or_create(path=old_path, defaults={"noun": "page", "object_id": None})
            if changed:
                changes.set(community, version=community.version + 1)
    return changed


def publish(*, now: dt.datetime, actor: Actor) -> None:
    """From now on everybody may read the hub."""
    require(actor, Verb.CHANGE_COMMUNITY)
    community = Community.the()
    with change_set(now, actor, "published") as changes:
        changes.set(community, published_at=now)


def unpublish(*, now: dt.datetime, actor: Actor) -> None:
    """Back to the desk only."""
    require(actor, Verb.CHANGE_COMMUNITY)
    community = Community.the()
    with change_set(now, actor, "unpublished") as changes:
        changes.set(community, published_at=None)
