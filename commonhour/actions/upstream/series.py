"""Series, their calls for proposals, join targets and sessions, from a draft into their tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from commonhour.actions.last_modified import stamp_series
from commonhour.actions.upstream.joins import join_of, merge_join
from commonhour.actions.upstream.lists import Facts, keyed, merge_list
from commonhour.actions.upstream.run import Run, clipped
from commonhour.actions.upstream.schedules import is_schedule_as_read, write_schedules
from commonhour.core.draft import DraftCallForProposals, DraftSeries
from commonhour.core.matching.naming import name_key
from commonhour.core.slugs import unique_slug
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import Question, question_of
from commonhour.core.undecided.readings import stored
from commonhour.errors.telling import Fault
from commonhour.models import CallForProposals, Group, Series

_Question = dict[str, Any] | None  # as JSON keeps it
_PLAIN = ("title", "region", "description", "url")


def write_series(run: Run) -> None:
    """The series of a page; a calendar's calls go through `calls.py`."""
    for there in run.draft.series:
        group = run.found.get(("group", there.group or ""))
        here = existing_series(run, there, there.slug, group if isinstance(group, Group) else run.chosen)
        if here is None and run.memory.ref("series", there.slug):
            run.find("kept-both", there.where, "removed-here", title=there.title)
            continue
        if here is None:
            here = new_series(run, there, group if isinstance(group, Group) else run.chosen)
        elif is_as_last_read(run, here, there, there.slug):
            run.finds("series", there.slug, here)
            continue
        else:
            if run.memory.ref("series", there.slug) is None:
                run.renamed("series", there.slug, here)
            update_series(run, here, there, there.slug)
        finish_series(run, here, there, there.slug)
    run.rows.write()


def existing_series(run: Run, there: DraftSeries, key: str, group: Group | None) -> Series | None:
    """By what it was last time; by the UID of a schedule; by slug or title within the same group."""
    ref = run.memory.ref("series", key)
    if ref:
        return run.series_by_id(ref.object_id)
    known = [run.uids[schedule.uid][1] for schedule in there.schedules if schedule.uid in run.uids]
    same = run.series_by_id(known[0]) if known else None
    if same is not None or run.holds_calls:
        return same
    claimed = run.claimed("series")
    alike = [one for one in run.named_alike(group, there.slug, there.title) if one.pk not in claimed]
    return alike[0] if len(alike) == 1 else None


def series_facts(run: Run, there: DraftSeries) -> dict[str, Any]:
    fields = clipped(Series, {name: getattr(there, name) for name in _PLAIN})
    # A category that is the name of a group says whose call it is; our own feeds write it.
    tags = [tag for tag in there.categories if name_key(tag) not in run.group_names]
    return {**fields, "question": there.question and there.question.as_json(), "tags": tags}


def new_series(
    run: Run, there: DraftSeries, group: Group | None, *, match_reason: Fault | None = None
) -> Series:
    slug = unique_slug(there.slug or there.title, run.slugs, "meeting")
    here = Series(
        slug=slug, group=group, match_reason=match_reason or {},
        is_of_community=group is None and not run.holds_calls, **series_facts(run, there),
    )  # fmt: skip
    run.rows.add(run.changes, here)
    run.slugs.add(slug)
    run.fresh.add(here.pk)
    return here


def is_as_last_read(run: Run, here: Series, there: DraftSeries, key: str, **more: Any) -> bool:
    """True when it says what it said the last time: then there is nothing to merge, whatever people did here."""
    ref = run.memory.ref("series", key)
    if ref is None or here.question or there.question:
        return False
    join = join_of(there.joins) if there.joins else ref.fields.get("join", "")
    facts = _remembered(run, there, join, more)
    parts = enumerate(there.schedules)
    return facts == ref.fields and all(
        is_schedule_as_read(run, here, there, part, key, n) for n, part in parts
    )


def update_series(run: Run, here: Series, there: DraftSeries, key: str) -> None:
    theirs = series_facts(run, there)
    if here.schedules.exists():
        del theirs["question"]  # it has been answered
    else:
        theirs["question"] = _as_known(
            theirs["question"], here.question, run.memory.last("series", key).get("question")
        )
    ours = {name: getattr(here, name) for name in theirs}
    taken = run.merged("series", key, theirs, ours, f"“{here.title}”", there.where).taken
    if not run.holds_calls:
        taken |= _moved_group(run, here, there, key)
    if taken:
        run.changes.set(here, **taken, version=here.version + 1)
        stamp_series(run.changes, here, taken, run.now)


def _as_known(theirs: _Question, ours: _Question, last: _Question) -> _Question:
    """The same question as facts and in words, as a page of ours has it or an older version kept it, is no change."""
    alike = [one for one in (ours, last) if one and _said(question_of(one)) == _said(question_of(theirs))]
    is_worded = theirs is not None and theirs["code"] == "told"
    return alike[0] if alike and (is_worded or ours != last) else theirs


def _said(question: Question | None) -> str:
    return question_sentence(question) if question else ""


def _moved_group(run: Run, here: Series, there: DraftSeries, key: str) -> dict[str, Any]:
    """Which group it belongs to, by the groups' keys in the draft."""
    ours = run.key_of("group", here.group) if here.group else ""
    theirs = {"group": there.group or ""}
    taken = run.merged("series", key, theirs, {"group": ours}, f"“{here.title}”", there.where).taken
    return {"group": run.found.get(("group", taken["group"]))} if "group" in taken else {}


def finish_series(run: Run, here: Series, there: DraftSeries, key: str, **more: Any) -> None:
    """Its schedules, calls and join target, and the memory of it all."""
    last = run.memory.last("series", key)
    write_schedules(run, here, there, key)
    if there.schedules and here.question:
        run.rows.write()
        if here.has_schedule:
            run.changes.set(here, question=None, version=here.version + 1)
    _keep_readings(here, there)
    calls = _calls(there)
    if calls or last:
        _merge_calls(
            run, here, _elsewhere(there.calls_for_proposals), calls, last.get("calls", {}), there.where
        )
    join = merge_join(run, here, there.joins, last.get("join", ""), there.where)
    run.remember("series", key, here, _remembered(run, there, join, more))


def _remembered(run: Run, there: DraftSeries, join: str, more: Mapping[str, Any]) -> dict[str, Any]:
    fields = {**series_facts(run, there), **there.as_read, "calls": _calls(there), "join": join, **more}
    return fields if run.holds_calls else {**fields, "group": there.group or ""}


def _calls(there: DraftSeries) -> dict[str, Facts]:
    found = keyed(_elsewhere(there.calls_for_proposals), lambda call: call.url)
    return {key: {"label": call.label} for key, call in found.items()}


def _elsewhere(calls: Sequence[DraftCallForProposals]) -> list[DraftCallForProposals]:
    """Without those that our own page, read back, says are collected here."""
    return [call for call in calls if not call.url.startswith(f"{settings.BASE_URL}/cfp/")]


def _keep_readings(here: Series, there: DraftSeries) -> None:
    """The answers its words allow, as long as nobody has given one. They are no part of its history."""
    is_theirs = _said(there.question) == _said(question_of(here.question))
    is_alone = is_theirs and not there.readings  # our own page, read back, has the question without them
    is_narrowed = there.readings and not is_theirs  # somebody answered a part of it
    if here.question and (is_alone or is_narrowed):
        return
    readings = stored(there.readings) if here.question else []
    if here.readings != readings:
        here.readings = readings
        if not here._state.adding:
            here.save(update_fields=["readings"])


def _merge_calls(
    run: Run,
    here: Series,
    there: Sequence[DraftCallForProposals],
    theirs: Mapping[str, Facts],
    last: Mapping[str, Facts],
    where: str,
) -> None:
    urls = {key: call.url for key, call in keyed(there, lambda c: c.url).items()}

    def add(key: str, position: int) -> None:
        run.changes.add(
            CallForProposals(
                series=here, position=position, **clipped(CallForProposals, {**theirs[key], "url": urls[key]})
            )
        )

    merge_list(
        run, what=f"Calls of “{here.title}”", where=where, last=last, theirs=theirs,
        rows=keyed(here.calls_for_proposals.exclude(url=""), lambda c: c.url), facts_of=lambda call: {"label": call.label}, add=add,
        change=lambda call, taken: _relabel(run, call, taken), remove=run.changes.remove,
    )  # fmt: skip


def _relabel(run: Run, call: CallForProposals, taken: Facts) -> None:
    run.changes.set(call, **clipped(CallForProposals, taken))
