"""Spaces, groups, sources and the community's own facts, from a draft into their tables."""

from collections.abc import Mapping
from typing import Any

from commonhour.actions.calendar_address import feed_of
from commonhour.actions.last_modified import stamp_group
from commonhour.actions.upstream.channels import channel_facts, goal_facts, merge_channels, merge_goals
from commonhour.actions.upstream.people import merge_people, people_facts
from commonhour.actions.upstream.run import Run, clipped
from commonhour.core.draft import DraftCommunity, DraftGroup, DraftSource, DraftSpace
from commonhour.core.matching.naming import name_key
from commonhour.core.slugs import unique_slug
from commonhour.errors import RefusedInput
from commonhour.models import Community, Group, OldPath, Source, Space

_GROUP_FIELDS = ("name", "kind", "state", "description", "region", "lead_organisation")
_COMMUNITY_FIELDS = ("title", "path", "contact_email", "description", "tzid")
_LISTS = ("goals", "people", "channels")
_UNSET = "UTC"  # as nobody has chosen the community's zone


def write_community(run: Run) -> None:
    """Its own facts and channels. A calendar's name is not the community's."""
    here, last = Community.the(), run.memory.last("community", "")
    # A folder of pages may be without one that stands for the community.
    if run.origin != "page" or run.draft.community == DraftCommunity():
        _take_facts(run, here, {"tzid": run.draft.tzid} if here.tzid == _UNSET else {})
        return
    theirs = clipped(Community, {name: getattr(run.draft.community, name) for name in _COMMUNITY_FIELDS})
    is_further = _is_further_page(run, last)
    _take_facts(run, here, {} if is_further else _changed_facts(run, here, theirs, last))
    key = f"page {run.name}" if is_further else ""
    channels = channel_facts(run.draft.community.channels)
    merge_channels(run, None, channels, run.memory.last("community", key).get("channels", {}), run.name)
    groups = [one.slug for one in run.draft.groups]
    facts = {} if is_further else {**theirs, "page": run.name, "groups": groups}
    run.remember("community", key, here, {**facts, "channels": channels})


def _changed_facts(
    run: Run, here: Community, theirs: Mapping[str, Any], last: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page changed. A fact it does not give any more stays: addresses and subscriptions hang on it."""
    ours = {name: getattr(here, name) for name in _COMMUNITY_FIELDS}
    if here.tzid == _UNSET and not last:
        theirs, ours = {**theirs, "tzid": run.draft.tzid}, {**ours, "tzid": ""}
    taken = run.merged("community", "", theirs, ours, "The community", run.name).taken
    return {name: value for name, value in taken.items() if value or name == "description"}


def _take_facts(run: Run, here: Community, taken: dict[str, Any]) -> None:
    """What a person takes or leaves counts before what the page changed."""
    there = run.draft.community
    for name, is_taken in there.chosen.items():
        value = run.draft.tzid if name == "tzid" else getattr(there, name)
        taken = {**taken, name: value} if is_taken else {one: taken[one] for one in taken if one != name}
    taken = {name: value for name, value in clipped(Community, taken).items() if value != getattr(here, name)}
    if not taken.get("tzid", _UNSET):
        del taken["tzid"]
    if "path" in taken and here.path:
        OldPath.objects.update_or_create(path=here.path, defaults={"noun": "page", "object_id": None})
    if taken:
        run.changes.set(here, **taken, version=here.version + 1)


def _is_further_page(run: Run, last: Mapping[str, Any]) -> bool:
    """True for another page than the one the community's facts came from: its own facts are not the community's.
    The same page has two of its path, its file's name, its title and most of its groups: any README is called so,
    and many a page is called "Meetings"."""
    if not last:
        return False
    there = run.draft.community
    known = last.get("groups") or [key for noun, key in run.memory.refs if noun == "group"]
    ours = [one.slug in known for one in run.draft.groups]
    has_same_path = bool(there.path) and there.path == last["path"]
    is_same_file, has_same_title = run.name == last.get("page", run.name), there.title == last["title"]
    return [has_same_path, is_same_file, has_same_title, sum(ours) * 2 > len(ours)].count(True) < 2


def write_spaces(run: Run) -> None:
    for space in run.draft.spaces:
        _write_space(run, space)


def _write_space(run: Run, there: DraftSpace) -> None:
    theirs = clipped(
        Space, {"name": there.name, "description": there.description, "position": there.position}
    )
    ref = run.memory.ref("space", there.slug)
    here = Space.objects.filter(pk=ref.object_id).first() if ref else None
    here = (
        here or Space.objects.filter(slug=there.slug).first() or Space.objects.filter(name=there.name).first()
    )
    if here is None:
        here = Space(
            slug=unique_slug(there.slug, set(Space.objects.values_list("slug", flat=True))), **theirs
        )
        run.changes.add(here)
    else:
        ours = {name: getattr(here, name) for name in theirs}
        run.changes.set(
            here, **run.merged("space", there.slug, theirs, ours, f"Space {here}", run.name).taken
        )
    run.remember("space", there.slug, here, theirs)


def write_groups(run: Run) -> None:
    """First every group, then who is whose parent, as a child may stand before its parent."""
    claimed: set[int] = set()
    _forget_rejections(run)
    for there in run.draft.groups:
        here = _existing(run, there, claimed | run.claimed("group"))
        if here is None and run.memory.ref("group", there.slug):
            run.find("kept-both", there.where, "group-removed-here", name=there.name)
            continue
        if here is not None and run.memory.ref("group", there.slug) is None:
            run.renamed("group", there.slug, here)
        here = _write_group(run, there, here)
        claimed.add(here.pk)
    for there, into in run.draft.merged:
        _write_merged(run, there, into)
    for there in run.draft.groups:
        if ("group", there.slug) in run.found:
            _write_place(run, there)


def _existing(run: Run, there: DraftGroup, claimed: set[int]) -> Group | None:
    """By what it was last time, by its slug, by its name in any spelling."""
    ref = run.memory.ref("group", there.slug)
    if ref:
        known: Group | None = Group.objects.filter(pk=ref.object_id).first()
        return known
    free = Group.objects.exclude(pk__in=claimed)
    same: Group | None = free.filter(slug=there.slug).first()
    if same is not None:
        return same
    key = name_key(there.name)
    alike = [group for group in free if key in {name_key(name) for name in (group.name, *group.aliases)}]
    return alike[0] if len(alike) == 1 else None


def _write_group(run: Run, there: DraftGroup, here: Group | None) -> Group:
    theirs = clipped(Group, {name: getattr(there, name) for name in _GROUP_FIELDS})
    last = run.memory.last("group", there.slug)
    if here is None:
        slugs = set(Group.every.values_list("slug", flat=True))
        here = Group(
            slug=unique_slug(there.slug or there.name, slugs), position=Group.objects.count(), **theirs
        )
        run.changes.add(here)
    else:
        ours = {name: getattr(here, name) for name in _GROUP_FIELDS}
        taken = run.merged("group", there.slug, theirs, ours, here.name, there.where).taken
        if taken:
            run.changes.set(here, **taken, version=here.version + 1)
            stamp_group(run.changes, here, taken, run.now)
    lists = _merge_lists(run, there, here, last)
    placed: dict[str, Any] = {name: last[name] for name in ("space", "parent") if name in last}
    run.remember("group", there.slug, here, theirs | there.as_read | lists | placed)
    return here


def _write_merged(run: Run, there: DraftGroup, into: str) -> None:
    """Its goals, people and channels go to another group, which keeps its own facts; remembered as that group."""
    here = run.found.get(("group", into)) or Group.objects.filter(slug=into).first()
    if not isinstance(here, Group):
        raise RefusedInput("answer-no-target", name=there.slug, target=into)
    run.finds("group", into, here)
    last = run.memory.last("group", there.slug)
    lists = _merge_lists(run, there, here, last)
    theirs = clipped(Group, {name: getattr(there, name) for name in _GROUP_FIELDS})
    run.remember("group", there.slug, here, theirs | there.as_read | lists | {"space": there.space or "", "parent": there.parent or ""})  # fmt: skip


def _forget_rejections(run: Run) -> None:
    """What a person wants back comes as if it had never been left out."""
    for noun, key in run.draft.kept:
        ref = run.memory.ref(noun, key)
        if ref is not None and not ref.object_id:
            del run.memory.refs[(noun, ref.key)]
            ref.delete()


def remember_rejections(run: Run) -> None:
    """Once rejected, left out by the next import too; what is here already stays."""
    for noun, key in run.draft.rejected:
        if run.memory.ref(noun, key) is None:
            run.memory.remember(noun, key, 0, {})


def _merge_lists(run: Run, there: DraftGroup, here: Group, last: dict[str, Any]) -> dict[str, Any]:
    lists = {
        "goals": goal_facts(there.goals),
        "people": people_facts(there.people),
        "channels": channel_facts(there.channels),
    }
    merges = {"goals": merge_goals, "people": merge_people, "channels": merge_channels}
    changed = [merges[name](run, here, lists[name], last.get(name, {}), there.where) for name in _LISTS]
    if any(changed) and last:
        run.changes.set(here, version=here.version + 1)
    return lists


def _write_place(run: Run, there: DraftGroup) -> None:
    """Its space and its parent, known by their keys in the draft."""
    here = run.found[("group", there.slug)]
    assert isinstance(here, Group)
    theirs = {"space": there.space or "", "parent": there.parent or ""}
    ours = {
        "space": run.key_of("space", here.space) if here.space else "",
        "parent": run.key_of("group", here.parent) if here.parent else "",
    }
    taken = run.merged("group", there.slug, theirs, ours, here.name, there.where).taken
    rows: dict[str, Any] = {
        "space": run.found.get(("space", theirs["space"])),
        "parent": run.found.get(("group", theirs["parent"])),
    }
    run.changes.set(here, **{name: rows[name] for name in taken})
    run.remember("group", there.slug, here, {**run.memory.last("group", there.slug), **theirs})


def write_sources(run: Run) -> None:
    for there in run.draft.sources:
        _write_source(run, there)


def _write_source(run: Run, there: DraftSource) -> None:
    if not there.url or len(there.url) > 2000:
        return
    theirs = clipped(Source, {"kind": there.kind, "tzid": there.tzid})
    here = Source.objects.filter(url=there.url).first()
    feed = feed_of(there.url)  # with it, the calendar is offered at once
    if here is None:
        if run.memory.ref("source", there.url) or (feed and Source.objects.filter(feed_url=feed).exists()):
            return  # removed here, or added here by another address
        here = Source(url=there.url, feed_url=feed, **theirs)
        run.changes.add(here)
    else:
        run.changes.set(here, feed_url=here.feed_url or feed)
        ours = {name: getattr(here, name) for name in theirs}
        run.changes.set(here, **run.merged("source", there.url, theirs, ours, "Calendar", run.name).taken)
    run.remember("source", there.url, here, theirs)
