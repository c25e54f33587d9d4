"""Dates that ended within the last day, with what one needs then: where the notes are kept, and the recording."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Channel, Occurrence, Session

DAY = dt.timedelta(days=1)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class JustOver:
    """`notes` is where its group keeps them, `recording` that of its first session that has one; "" for none."""

    line: ListedDate
    notes: str
    recording: str


def just_over(groups: list[int] | None, now: dt.datetime) -> list[JustOver]:
    """Of these groups (None: of all), the last first; what was cancelled did not take place."""
    over = Occurrence.objects.attached().of_groups(groups).confirmed().filter(series__source=None)
    latest = over.filter(end__gt=now - DAY, end__lte=now).order_by("-end", "-pk")
    rows = list(latest.select_related("series")[:SHOWN])
    lines = {one.id: one for one in Occurrence.objects.filter(pk__in=[row.pk for row in rows]).listed()}
    notes, recordings = _notes(rows), _recordings(rows)
    return [
        JustOver(lines[str(row.public_id)], notes.get(row.series.group_id, ""), recordings.get(row.pk, ""))
        for row in rows
    ]


def _notes(rows: list[Occurrence]) -> dict[int | None, str]:
    """By the id of the group; of several the first, which is read last."""
    kept = Channel.objects.filter(kind="notes").exclude(url="").order_by("-position", "-pk")
    of_theirs = Q(group__in=[row.series.group_id for row in rows if row.series.group_id]) | Q(group=None)
    return dict(kept.filter(of_theirs).values_list("group", "url"))


def _recordings(rows: list[Occurrence]) -> dict[int, str]:
    """By the id of the date."""
    days = {row.local_day for row in rows}
    of_that_day = Q(occurrences=None, series__in=[row.series_id for row in rows], date__in=days)
    found = Session.objects.filter(Q(occurrences__in=rows) | of_that_day).exclude(recording="").distinct()
    sessions = list(found.order_by("position", "pk").prefetch_related("occurrences"))
    return {
        row.pk: one.recording
        for row in rows
        for one in reversed(sessions)
        if row in one.occurrences.all()
        or (not one.occurrences.all() and (one.series_id, one.date) == (row.series_id, row.local_day))
    }
