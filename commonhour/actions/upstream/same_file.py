"""The same calendar file once more: calls that came under new UIDs go on, and what it does not list any more is told."""

from collections import defaultdict

from django.db.models import Q

from commonhour.actions.upstream.memory import short_key
from commonhour.actions.upstream.placing import PLACEMENT
from commonhour.actions.upstream.run import Run
from commonhour.core.draft import DraftSeries
from commonhour.core.matching.naming import name_key
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.models import ExternalRef, Occurrence, Schedule, Series


def series_key(there: DraftSeries) -> str:
    """A calendar's call is its UID; one without, or without a readable time, is known by its title."""
    is_read = there.schedules and "question" not in there.as_read
    return (there.schedules[0].uid if is_read else "") or f"title:{there.slug}"


def follow_new_uids(run: Run) -> None:
    """A call of the same title whose old UID is gone is the same call: the one at the same time, or the only one of
    the same file."""
    gone, fresh = defaultdict(list), defaultdict(list)
    for ref in _not_listed(run):
        gone[name_key(ref.fields.get("title", ""))].append(ref)
    for there in run.draft.series:
        if gone and _is_new(run, there):
            fresh[name_key(there.title)].append(there)
    found = [pair for title, calls in fresh.items() for pair in _pairs(run, calls, gone[title])]
    if found:
        keys = {ref.object_id: key for (noun, key), ref in run.memory.refs.items() if noun == "schedule"}
        for there, ref in found:
            _go_on(run, ref, there, keys)


def report_gone(run: Run) -> None:
    """What the file had and has no longer, as long as it is still to come here."""
    missing = {ref.object_id: ref for ref in _not_listed(run) if ref.fields.get("file") == file_of(run)}
    private = {short_key(part.uid) for part in run.draft.busy}
    hidden = {pk for pk, ref in missing.items() if ref.key in private}
    coming = Occurrence.objects.upcoming(run.now).filter(series__in=missing, schedule__source=None)
    # A cancelled date shows the title, too, which is private now.
    told = coming.filter(~Q(status=CANCELLED) | Q(series__in=hidden))
    for series in Series.objects.filter(pk__in=told.order_by().values("series")).order_by("pk"):
        facts = {"title": series.title, "file": run.name}
        if series.pk in hidden:
            run.find("gone-upstream", run.name, "private", subject=series.slug, **facts)
        else:
            run.find("gone-upstream", run.name, subject=series.slug, **facts)


def file_of(run: Run) -> list[str]:
    """What tells one file from another: many calendars are called basic.ics."""
    return [run.name, run.draft.community.title]


def _not_listed(run: Run) -> list[ExternalRef]:
    listed = {short_key(key) for key in (*map(series_key, run.draft.series), *run.draft.unread)}
    return [ref for (noun, key), ref in run.memory.refs.items() if noun == "series" and key not in listed]


def _is_new(run: Run, there: DraftSeries) -> bool:
    is_known = run.memory.ref("series", series_key(there)) is not None
    return not is_known and not any(one.uid in run.uids for one in there.schedules)


def _pairs(
    run: Run, calls: list[DraftSeries], gone: list[ExternalRef]
) -> list[tuple[DraftSeries, ExternalRef]]:
    """Each with the one at the same time; what is left over only where nothing else could be meant."""
    found = []
    for there in list(calls):
        ref = next((ref for ref in gone if _is_at_same_time(run, there, ref)), None)
        if ref is not None:
            found.append((there, ref))
            calls.remove(there)
            gone.remove(ref)
    same_file = [ref for ref in gone if ref.fields.get("file") == file_of(run)]
    return [*found, *zip(calls, same_file, strict=True)] if len(calls) == len(same_file) == 1 else found


def _is_at_same_time(run: Run, there: DraftSeries, ref: ExternalRef) -> bool:
    last = run.memory.last("schedule", ref.key)
    return any(
        (one.dtstart, one.tzid, one.rrule) == (last.get("dtstart"), last.get("tzid"), last.get("rrule"))
        for one in there.schedules
    )


def _go_on(run: Run, ref: ExternalRef, there: DraftSeries, keys: dict[int, str]) -> None:
    """In our feeds it keeps the UID it has here: who subscribed sees the same call."""
    old = ref.key
    rows = [row.pk for row in Schedule.objects.filter(series=ref.object_id) if row.pk in keys]
    for row, one in zip(rows, there.schedules, strict=False):
        run.memory.rename("schedule", keys[row], one.uid)
    for noun in (PLACEMENT, "series"):
        run.memory.rename(noun, old, series_key(there))
