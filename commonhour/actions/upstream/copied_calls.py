"""A calendar's calls: each is found again or made, and joins a group by the same rules as an imported one."""

from commonhour.actions.upstream.calls import candidate, known_groups, report_unmatched
from commonhour.actions.upstream.copied_schedules import sound_schedules, write_schedule
from commonhour.actions.upstream.copying import Copying
from commonhour.actions.upstream.joins import follow_join
from commonhour.actions.upstream.placing import PLACEMENT, fill, fillable, put_into
from commonhour.actions.upstream.reported import report_changes
from commonhour.actions.upstream.run import clipped
from commonhour.core.draft import Draft, DraftSeries, Match
from commonhour.core.matching.folding import is_list
from commonhour.core.matching.naming import name_key
from commonhour.core.matching.series import match_series
from commonhour.core.schedule import schedule as core
from commonhour.core.slugs import unique_slug
from commonhour.errors.telling import fault
from commonhour.models import Community, Schedule, Series


def write_calls(copying: Copying, calls: list[DraftSeries]) -> None:
    """Every call of the copy: ours are compared, the calendar's are written."""
    written: list[tuple[DraftSeries, list[core.Schedule], Series | None]] = []
    for there in calls:
        theirs = sound_schedules(copying, there)
        if not report_changes(copying, there, theirs) and (theirs or not there.schedules):
            written.append((there, theirs, _existing(copying, there)))
    matches = _matches(copying, [(there, here) for there, _, here in written])
    for (there, theirs, here), match in zip(written, matches, strict=True):
        _write(copying, there, theirs, here, match)


def match_waiting(copying: Copying) -> None:
    """Calls without a group look for one again: a group may have come since."""
    waiting = [row for row in copying.series.values() if row.source_id and row.group_id is None]
    drafts = [_as_draft(copying, row) for row in waiting]
    matches = _matches(copying, list(zip(drafts, waiting, strict=True))) if waiting else []
    for row, match in zip(waiting, matches, strict=True):
        _join_group(copying, row, match)


def _as_draft(copying: Copying, row: Series) -> DraftSeries:
    uids = [
        core.Schedule(part.dtstart, part.tzid, part.duration, uid=part.uid) for part in copying.parts(row)
    ]
    return DraftSeries(
        row.slug,
        row.title,
        description=row.description,
        url=row.url,
        categories=list(row.tags),
        schedules=uids,
    )


def _existing(copying: Copying, there: DraftSeries) -> Series | None:
    """By a UID; else by the title, where the calendar gives the same call new UIDs or none."""
    known = [copying.schedules[one.uid] for one in there.schedules if one.uid in copying.schedules]
    for row in known:
        if not _is_answered(copying, row):
            return row.series
    alike = [row for row in copying.alike(there.title) if row.pk not in copying.seen]
    alike = [row for row in alike if _goes_on(copying, row, there)]
    return alike[0] if len(alike) == 1 else None


def _goes_on(copying: Copying, row: Series, there: DraftSeries) -> bool:
    """True when a series can be what a call of other UIDs was before."""
    parts = copying.parts(row)
    if is_list(there) and parts and all(not (one.rrule or one.rdates) for one in parts):
        return True
    return not any(one.uid in copying.listed for one in parts)


def _is_answered(copying: Copying, row: Schedule) -> bool:
    """True when people have meanwhile said themselves when this series of ours meets."""
    series = row.series
    if series.source_id is not None:
        return False
    return series.schedules.filter(source=None).exists()


def _write(
    copying: Copying, there: DraftSeries, theirs: list[core.Schedule], here: Series | None, match: Match
) -> None:
    here = here or _new(copying, there, theirs, match)
    copying.seen.add(here.pk)
    if here.source_id:
        _update(copying, here, there)
    for position, schedule in enumerate(theirs):
        row = copying.schedules.get(schedule.uid)
        if row is not None and row.series_id != here.pk and _is_answered(copying, row):
            copying.give_part(row, here)
        write_schedule(copying, here, schedule, position)
    _remember(copying, here, there)
    if here.group_id is None:
        _join_group(copying, here, match)
    if here.source_id and here.group_id is None:
        draft = Draft("calendar")
        report_unmatched(draft, there, match)
        copying.findings += draft.findings


def _new(copying: Copying, there: DraftSeries, theirs: list[core.Schedule], match: Match) -> Series:
    """A series of the calendar's own, or the undecided one of the group whose question it answers."""
    group = copying.groups.get(match.group or "") if match.certain else None
    target = fillable(group, there.title) if group and theirs else None
    if target is not None:
        question = target.question
        fill(copying.changes, target, there.title, there.description, there.url, match.reason)
        copying.add(target)
        _remember(copying, target, there, filled=question)
        return target
    slug = unique_slug(there.slug or there.title, copying.slugs, "meeting")
    here = Series(slug=slug, source=copying.source, group=group, match_reason=match.reason, **_facts(there))
    copying.changes.add(here)
    copying.add(here)
    copying.fresh.add(here.pk)
    return here


def _facts(there: DraftSeries) -> dict[str, object]:
    plain = {"title": there.title, "description": there.description, "url": there.url}
    return {
        **clipped(Series, plain),
        "question": there.question and there.question.as_json(),
        "tags": list(there.categories),
    }


def _update(copying: Copying, here: Series, there: DraftSeries) -> None:
    """A series of the calendar's own says what the calendar says."""
    facts = _facts(there)
    if any(getattr(here, name) != value for name, value in facts.items()):
        copying.changes.set(here, **facts, version=here.version + 1)


def _remember(copying: Copying, here: Series, there: DraftSeries, **more: object) -> None:
    """What it is there: needed when a series it filled gets its question back. In such a series, which is ours,
    the way to join follows the calendar until people change it."""
    ref = copying.ref_of(here)
    before = dict(ref.fields) if ref else {}
    key = ref.key if ref else keys_of(there)[0]
    last = None if here.source_id else str(before.get("join", ""))
    facts = {"title": there.title, "description": there.description, "url": there.url}
    # Nothing to look up, as with most calls; but a call that was given back may have a way to join of ours.
    is_new = here.pk in copying.fresh
    is_quiet = not there.joins and before.get("join", "") == "" and (is_new or copying.source.digest != "")
    join = "" if is_quiet else follow_join(copying.changes, here, there.joins, last, is_new=is_new)
    copying.remember("series", key, here.pk, {**before, **facts, "join": join, **more})


def keys_of(there: DraftSeries) -> list[str]:
    """What a call is known by: its UIDs, or its title when no time could be read."""
    return [one.uid for one in there.schedules] or [f"title:{name_key(there.title)}"]


def _join_group(copying: Copying, here: Series, match: Match) -> None:
    group = copying.groups.get(match.group or "") if match.certain else None
    if group is None:
        copying.changes.set(here, match_reason=match.reason)
        return
    copying.memory.keep()
    placed = put_into(copying.changes, here, group, copying.now, match.reason)
    if placed.pk != here.pk:
        copying.recall()


def _matches(copying: Copying, calls: list[tuple[DraftSeries, Series | None]]) -> list[Match]:
    chosen = copying.source.group.slug if copying.source.group else None
    candidates = [
        candidate(there, chosen=chosen, before=here.group.slug if here and here.group else None)
        for there, here in calls
    ]
    matches = match_series(candidates, known_groups(), community=Community.the().title)
    nowhere = {
        ref.key for (noun, _), ref in copying.memory.refs.items() if noun == PLACEMENT and not ref.object_id
    }
    return [
        Match(match.uid, match.title, None, fault("taken-out"), False)
        if any(key in nowhere for key in keys_of(there)) and not (here and here.group_id)
        else match
        for match, (there, here) in zip(matches, calls, strict=True)
    ]
