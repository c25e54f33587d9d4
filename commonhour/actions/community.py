"""The community's own facts, and whether its hub is public yet."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction

from commonhour.actions.channels import replace_channels
from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.draft import DraftChannel
from commonhour.core.rights import Actor, Verb
from commonhour.core.time.zones import canonical
from commonhour.errors import Conflict
from commonhour.models import Community, Import, OldPath


def edit_community(*, now: dt.datetime, actor: Actor, version: int, **facts: object) -> list[str]:
    """Change title, path, description, contact address, zone or accent. An old path keeps leading here."""
    if "tzid" in facts:
        facts["tzid"] = canonical(str(facts["tzid"]))
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        community = _present(version)
        with change_set(now, actor, "community-edited") as changes:
            old_path = community.path
            changed = changes.set(community, **guarded(None, None, facts))
            if "path" in changed and old_path:
                OldPath.objects.update_or_create(path=old_path, defaults={"noun": "page", "object_id": None})
            if changed:
                changes.set(community, version=community.version + 1)
    return changed


def set_links(channels: Sequence[DraftChannel], *, now: dt.datetime, actor: Actor, version: int) -> None:
    """Replace the links of the home page: where the whole community talks and keeps things."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        community = _present(version)
        with change_set(now, actor, "community-channels") as changes:
            replace_channels(changes, None, channels)
            if changes.rows:
                changes.set(community, version=community.version + 1)


def take_off_page(texts: Collection[str], *, now: dt.datetime, actor: Actor) -> None:
    """Which of the texts that fit no field when the page was imported no longer stand on the home page."""
    require(actor, Verb.CHANGE_COMMUNITY)
    last = Import.last_page()
    if last is None:
        return
    with change_set(now, actor, "leftovers-edited") as changes:
        changes.set(last, taken_away=sorted(texts))


def leave_out_step(name: str, *, is_out: bool, now: dt.datetime, actor: Actor) -> None:
    """A step of the first run that nobody needs, or needs after all."""
    require(actor, Verb.CHANGE_COMMUNITY)
    with transaction.atomic():
        community = lock(Community.the())
        left_out = {*community.skipped_steps, name} if is_out else {*community.skipped_steps} - {name}
        with change_set(now, actor, "step-left-out", {"step": name}) as changes:
            changes.set(community, skipped_steps=sorted(left_out))


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


def _present(version: int) -> Community:
    """The community as it is now, locked. Raises Conflict when `version` is not the present one."""
    community = lock(Community.the())
    if version != community.version:
        raise Conflict("community-changed")
    return community
