"""Series, their calls for proposals, join targets and sessions, from a draft into their tables."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from commonhour.actions.imports.lists import Facts, keyed, merge_list
from commonhour.actions.imports.run import Run, clipped
from commonhour.actions.imports.schedules import write_schedules
from commonhour.core.draft import DraftCall, DraftJoin, DraftSeries
from commonhour.core.naming import name_key
from commonhour.core.slugs import unique_slug
from commonhour.errors import UserError
from commonhour.models import Call, Group, JoinTarget, Series

_PLAIN = ("title", "region", "description", "url")


def write_series(run: Run) -> None:
    """The series of a page; a calendar's calls go through `calls.py`."""
    for there in run.draft.series:
        group = run.found.get(("group", there.group or ""))
        here = existing_series(run, there, there.slug, group if isinstance(group, Group) else run.chosen)
        if here is None and run.ref("series", there.slug):
            run.find("kept-both", there.where, f"“{there.title}” was removed here; it was left out.")
            continue
        if here is None:
            here = new_series(run, there, group if isinstance(group, Group) else run.chosen)
        else:
            if run.ref("series", there.slug) is None:
                run.renamed("series", there.slug, here)
            update_series(run, here, there, there.slug)
        finish_series(run, here, there, there.slug)


def existing_series(run: Run, there: DraftSeries, key: str, group: Group | None) -> Series | None:
    """By what it was last time; by the UID of a schedule; by slug or title within the same group."""
    ref = run.ref("series", key)
    if ref:
        return Series.objects.filter(pk=ref.object_id).first()
    known = [run.uids[schedule.uid][1] for schedule in there.schedules if schedule.uid in run.uids]
    same = Series.objects.filter(pk__in=known).first() if known else None
    if same is not None or run.holds_calls:
        return same
    claimed = run.claimed("series") | {row.pk for (noun, _), row in run.found.items() if noun == "series"}
    free = [one for one in Series.objects.filter(group=group, source=None) if one.pk not in claimed]
    alike = [one for one in free if one.slug == there.slug or name_key(one.title) == name_key(there.title)]
    return alike[0] if len(alike) == 1 else None


def series_facts(run: Run, there: DraftSeries) -> dict[str, Any]:
    fields = clipped(Series, {name: getattr(there, name) for name in _PLAIN})
    # A category that is the name of a group says whose call it is; our own feeds write it.
    tags = [tag for tag in there.categories if name_key(tag) not in run.group_names]
    return {**fields, "undecided": there.undecided or "", "tags": tags}


def new_series(run: Run, there: DraftSeries, group: Group | None, *, match_reason: str = "") -> Series:
    slug = unique_slug(there.slug or there.title, run.slugs, "meeting")
    here = Series(slug=slug, group=group, match_reason=match_reason[:300], **series_facts(run, there))
    run.changes.add(here)
    run.slugs.add(slug)
    run.fresh.add(here.pk)
    return here


def update_series(run: Run, here: Series, there: DraftSeries, key: str) -> None:
    theirs = series_facts(run, there)
    if here.schedules.exists():
        del theirs["undecided"]  # it has been answered
    ours = {name: getattr(here, name) for name in theirs}
    taken = run.merged("series", key, theirs, ours, f"“{here.title}”", there.where).taken
    if not run.holds_calls:
        taken |= _moved_group(run, here, there, key)
    if taken:
        run.changes.set(here, **taken, version=here.version + 1)
        for schedule in here.schedules.all():
            run.changes.set(schedule, changed_at=run.now)


def _moved_group(run: Run, here: Series, there: DraftSeries, key: str) -> dict[str, Any]:
    """Which group it belongs to, by the groups' keys in the draft."""
    groups = {found.pk: slug for (noun, slug), found in run.found.items() if noun == "group"}
    ours = groups.get(here.group.pk, here.group.slug) if here.group else ""
    theirs = {"group": there.group or ""}
    taken = run.merged("series", key, theirs, {"group": ours}, f"“{here.title}”", there.where).taken
    return {"group": run.found.get(("group", taken["group"]))} if "group" in taken else {}


def finish_series(run: Run, here: Series, there: DraftSeries, key: str, **more: Any) -> None:
    """Its schedules, calls and join target, and the memory of it all."""
    last = run.last("series", key)
    write_schedules(run, here, there, key)
    if there.schedules and here.undecided and here.schedules.exists():
        run.changes.set(here, undecided="", version=here.version + 1)
    calls = {call_key: {"label": one.label} for call_key, one in keyed(there.calls, lambda c: c.url).items()}
    if calls or last:
        _merge_calls(run, here, there.calls, calls, last.get("calls", {}), there.where)
    join = _merge_join(run, here, there.joins, last.get("join", ""), there.where)
    fields = {**series_facts(run, there), "calls": calls, "join": join, **more}
    if not run.holds_calls:
        fields["group"] = there.group or ""
    run.remember("series", key, here, fields)


def _merge_calls(
    run: Run,
    here: Series,
    there: Sequence[DraftCall],
    theirs: Mapping[str, Facts],
    last: Mapping[str, Facts],
    where: str,
) -> None:
    urls = {key: call.url for key, call in keyed(there, lambda c: c.url).items()}

    def add(key: str, position: int) -> None:
        run.changes.add(
            Call(series=here, position=position, **clipped(Call, {**theirs[key], "url": urls[key]}))
        )

    merge_list(
        run, what=f"Calls of “{here.title}”", where=where, last=last, theirs=theirs,
        rows=keyed(here.calls.all(), lambda c: c.url), facts_of=lambda call: {"label": call.label}, add=add,
        change=lambda call, taken: _relabel(run, call, taken), remove=run.changes.remove,
    )  # fmt: skip


def _relabel(run: Run, call: Call, taken: Facts) -> None:
    run.changes.set(call, **clipped(Call, taken))


def _merge_join(run: Run, here: Series, joins: list[DraftJoin], last: str, where: str) -> str:
    """The way in, sealed, three ways by fingerprints: neither memory, log nor finding ever holds the link."""
    if not joins:
        return last
    join = _whole(joins)
    theirs = _fingerprint(join.url, join.passcode)
    target = JoinTarget.objects.filter(series=here).first()
    ours = _fingerprint(*_revealed(target)) if target else ""
    if theirs in (last, ours):
        return theirs
    if ours not in ("", last):
        run.find(
            "kept-both", where, f"The join link of “{here.title}” was changed here and there; ours was kept."
        )
        return theirs
    target = target or JoinTarget(series=here)
    target.seal(join.url, join.passcode)
    target.provider = ".".join((urlsplit(join.url).hostname or "").split(".")[-2:])[:40]
    target.save()
    run.changes.record(here, "join_target", "…" if ours else None, "(kept behind the join page)")
    return theirs


def _whole(joins: list[DraftJoin]) -> DraftJoin:
    """The first link with its passcode; a code that came without a link goes with it when it has none."""
    first = next((join for join in joins if join.url), joins[0])
    passcode = first.passcode or next((join.passcode for join in joins if not join.url), "")
    return DraftJoin(first.url, passcode)


def _revealed(target: JoinTarget) -> tuple[str, str]:
    try:
        return target.reveal()
    except UserError:
        return "", ""  # sealed with a lost key: nobody can use it any more


def _fingerprint(url: str, passcode: str) -> str:
    return salted_hmac("commonhour.imports.join", f"{url}\n{passcode}").hexdigest() if url or passcode else ""
