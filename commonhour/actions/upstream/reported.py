"""Calls of a calendar that are ours: never touched, never made twice; what changes there is reported once."""

from typing import Any

from commonhour.actions.dates.overrides import facts_of_all
from commonhour.actions.upstream.copying import Copying
from commonhour.actions.upstream.schedules import schedule_facts
from commonhour.core.draft import DraftSeries
from commonhour.core.matching.naming import name_key
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.upstream import changes_upstream, said
from commonhour.core.time.wall import day_and_hour
from commonhour.models import Occurrence, Series

UPSTREAM = "upstream"  # noun of the refs that remember what a call of ours was there
_KEPT = 100  # changes that a calendar remembers
_TITLE_LENGTH = 300


def upstream_facts(schedule: core.Schedule, title: str) -> dict[str, Any]:
    return {
        **schedule_facts(schedule),
        "overrides": facts_of_all(schedule),
        "title": title[:_TITLE_LENGTH],
    }


def report_changes(copying: Copying, there: DraftSeries, theirs: list[core.Schedule]) -> bool:
    """True for a call that is ours, by a UID, or by its title where the calendar gives it a new UID."""
    known = (copying.ours[one.uid].series for one in theirs if one.uid in copying.ours)
    ours = next(known, None) or _adopted(copying, there)
    if ours is None:
        return False
    for schedule in theirs:
        _compare(copying, ours.pk, there.title, schedule)
    return True


def _adopted(copying: Copying, there: DraftSeries) -> Series | None:
    """A list of dates gets new UIDs as time goes on; a call whose time could not be read has none."""
    if any(one.rrule for one in there.schedules):
        return None
    alike = (row for row in copying.adopted if name_key(row.title) == name_key(there.title))
    return next((row for row in alike if not any(part.rrule for part in row.schedules.all())), None)


def _compare(copying: Copying, ours: int, title: str, schedule: core.Schedule) -> None:
    ref = copying.memory.ref(UPSTREAM, schedule.uid)
    facts = upstream_facts(schedule, title)
    row = copying.ours.get(schedule.uid)
    if ref is None and row is None:
        day = day_and_hour(schedule.dtstart)
        _report(copying, ours, schedule.uid, title, [said("another-part", day=day)])
    elif ref is not None and ref.fields.get("gone"):
        _report(copying, ours, schedule.uid, title, [said("back-again")])
    elif ref is not None:
        changes = changes_upstream(ref.fields, facts)
        if changes:
            _report(copying, ours, schedule.uid, title, changes)
    copying.remember(UPSTREAM, schedule.uid, row.pk if row else 0, facts)


def report_gone(copying: Copying) -> None:
    """A call of ours that the calendar does not list any more, once; one that is over needs no words."""
    missing = [
        ref
        for (noun, key), ref in copying.memory.refs.items()
        if noun == UPSTREAM and key not in copying.listed and not ref.fields.get("gone")
    ]
    coming = Occurrence.objects.upcoming(copying.now)
    rows = coming.filter(schedule__in=[ref.object_id for ref in missing]).order_by()
    going_on = dict(rows.values_list("schedule", "series").distinct())
    for ref in missing:
        if ours := going_on.get(ref.object_id):
            _report(copying, ours, ref.key, ref.fields["title"], [said("not-listed")])
        copying.remember(UPSTREAM, ref.key, ref.object_id, {**ref.fields, "gone": True})


def forget_upstream(series: Series) -> None:
    """A call that is the calendar's again has nothing to report."""
    source = series.adopted_from
    if source is not None:
        source.upstream = [one for one in source.upstream if one.get("series") != series.pk]
        source.save(update_fields=["upstream"])


def _report(copying: Copying, series: int, uid: str, title: str, what: list[dict[str, Any]]) -> None:
    """Kept for the series, as the calendar may say it under a UID that is not here at all."""
    entry = {"series": series, "uid": uid, "title": title, "what": what, "at": copying.now.isoformat()}
    copying.source.upstream = [*copying.source.upstream, entry][-_KEPT:]
