"""A calendar's calls: each is matched to a group, with the reason, or waits to be placed."""

from collections.abc import Sequence
from typing import Any

from commonhour.actions.upstream.placing import PLACEMENT, fill, fillable, put_into
from commonhour.actions.upstream.run import Run
from commonhour.actions.upstream.same_file import file_of, follow_new_uids, report_gone, series_key
from commonhour.actions.upstream.series import (
    existing_series,
    finish_series,
    is_as_last_read,
    new_series,
    update_series,
)
from commonhour.core.draft import Draft, DraftGroup, DraftSeries, Match
from commonhour.core.finding import notice
from commonhour.core.matching.roster import Known
from commonhour.core.matching.series import Candidate
from commonhour.errors.telling import fault
from commonhour.models import Community, Group, Series

_NOBODYS_LINKS = ("calendar", "video")  # a calendar or a room is often everybody's


def write_calls(run: Run) -> None:
    """Match every call, then write it where it belongs."""
    follow_new_uids(run)
    matches = _matches(run)
    run.draft.matches = matches
    for there, match in zip(run.draft.series, matches, strict=True):
        there.group = match.group
        _write(run, there, match)
    run.rows.write()
    report_gone(run)


def match_ahead(look: Run) -> None:
    """The long part of it, before anything is locked: asked again in the transaction, the same question is answered."""
    look.recall()
    _matches(look)


def _write(run: Run, there: DraftSeries, match: Match) -> None:
    key = series_key(there)
    group = run.groups.get(match.group) if match.certain and match.group else None
    here = existing_series(run, there, key, group)
    if here is None and run.memory.ref("series", key):
        run.find("kept-both", there.where, "removed-here", title=there.title)
        return
    filled = run.memory.last("series", key)
    more: dict[str, Any] = {"filled": filled["filled"]} if "filled" in filled else {}
    if here is not None and is_as_last_read(run, here, there, key, file=file_of(run), **more):
        run.finds("series", key, here)
    else:
        if here is None:
            here, more = _new(run, there, match, group)
        else:
            update_series(run, here, there, key)
        finish_series(run, here, there, key, file=file_of(run), **more)
    if here.group is None and group is not None:
        run.memory.keep()
        run.rows.write()
        put_into(run.changes, here, group, run.now, match.reason)
        run.recall()
    elif here.group is None:
        report_unmatched(run.draft, there, match)


def _new(run: Run, there: DraftSeries, match: Match, group: Group | None) -> tuple[Series, dict[str, Any]]:
    target = None
    if group and group.pk in run.waiting_groups:
        run.rows.write()
        target = fillable(group, there.title)
    if target is None:
        if group and not there.schedules:
            run.waiting_groups.add(group.pk)
        return new_series(run, there, group, match_reason=match.reason), {}
    question = target.question
    if not there.schedules:
        run.changes.set(target, match_reason=match.reason)  # it asks the same question
        return target, {"filled": question}
    fill(run.changes, target, there.title, there.description, there.url, match.reason)
    return target, {"filled": question}


def report_unmatched(draft: Draft, there: DraftSeries, match: Match) -> None:
    draft.note(notice("unmatched-event", there.where, title=there.title, reason=match.reason))


def _matches(run: Run) -> list[Match]:
    nowhere = {
        ref.key for (noun, _), ref in run.memory.refs.items() if noun == PLACEMENT and not ref.object_id
    }
    candidates = [_candidate(run, there) for there in run.draft.series]
    matches = run.ahead.matches(candidates, known_groups(), Community.the().title)
    return [
        Match(m.uid, m.title, None, fault("taken-out"), False) if key in nowhere and not c.chosen else m
        for m, c, key in zip(matches, candidates, map(series_key, run.draft.series), strict=True)
    ]


def _candidate(run: Run, there: DraftSeries) -> Candidate:
    key = series_key(there)
    placed = run.memory.ref(PLACEMENT, key)
    by_person = next((one for one in run.groups.values() if placed and one.pk == placed.object_id), None)
    chosen = run.chosen or by_person
    here = existing_series(run, there, key, None)
    before = here.group.slug if here and here.group else None
    own = run.found.get(("group", there.group or ""))
    return candidate(
        there,
        chosen=chosen.slug if chosen else None,
        before=before,
        own=own.slug if isinstance(own, Group) else None,
    )


def candidate(
    there: DraftSeries, *, chosen: str | None = None, before: str | None = None, own: str | None = None
) -> Candidate:
    uid = there.schedules[0].uid if there.schedules else ""
    return Candidate(
        uid,
        there.title,
        there.description,
        tuple(there.categories),
        there.url,
        chosen=chosen,
        before=before,
        own=own,
    )


def known_groups() -> list[Known]:
    """The hub's groups as matching sees them."""
    return [
        Known(
            slug=group.slug,
            name=group.name,
            aliases=tuple(group.aliases),
            urls=tuple(c.url for c in group.channels.all() if c.url and c.kind not in _NOBODYS_LINKS),
            chats=tuple(c.name for c in group.channels.all() if c.name),
            lead=group.lead_organisation,
        )
        for group in Group.objects.prefetch_related("channels")
    ]


def known_of_drafts(groups: Sequence[DraftGroup]) -> list[Known]:
    """The groups of a page that is not imported yet."""
    return [
        Known(
            slug=group.slug,
            name=group.name,
            urls=tuple(c.url for c in group.channels if c.url and c.kind not in _NOBODYS_LINKS),
            chats=tuple(c.name for c in group.channels if c.name),
            lead=group.lead_organisation,
        )
        for group in groups
    ]
