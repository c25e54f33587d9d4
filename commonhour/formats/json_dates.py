"""Dates, and what clock changes do to them, as the JSON that `docs/reference/json.md` promises."""

from collections.abc import Iterable, Mapping
from typing import Any

from commonhour.core.foresight.disagreement import ClockWeeks, PlaceHour
from commonhour.core.foresight.hour_changes import HourChange
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.core.time.wall import iso_text


def dates_document(
    dates: Iterable[ListedDate],
    base_url: str,
    following: str | None = None,
    replies: Mapping[str, tuple[int, int]] | None = None,
) -> dict[str, Any]:
    """`following` leads to the rest; `replies` are how many come and cannot, by the id of a date that asks."""
    found = [_date(one, base_url) | reply_counts((replies or {}).get(one.id)) for one in dates]
    return {"occurrences": found, "next": following}


def reply_counts(counts: tuple[int, int] | None) -> dict[str, Any]:
    return {"replies": {"yes": counts[0], "no": counts[1]}} if counts else {}


def _date(one: ListedDate, base_url: str) -> dict[str, Any]:
    """UTC instants; whole days as dates."""
    return {
        "id": one.id,
        "uid": one.uid,
        "recurrence_id": iso_text(one.recurrence_id),
        "start": rfc3339(one.start, one.all_day),
        "end": rfc3339(one.end, one.all_day),
        "all_day": one.all_day,
        "tzid": one.tzid,
        "status": one.status,
        "title": one.title,
        "series": one.series,
        "group": one.group or None,
        "url": base_url + one.path,
        "source": one.source or None,
    }


def hour_change(change: HourChange, series: str, uid: str, tzid: str, sentence: str) -> dict[str, Any]:
    """A change of a call's hour for readers in zone `tzid`; `series` is the slug."""
    return {
        "series": series,
        "uid": uid,
        "tzid": tzid,
        "from": change.first_date.isoformat(),
        "to": change.last_date.isoformat() if change.last_date else None,
        "first": rfc3339(change.first_instant),
        "minutes": change.minutes,
        "usual": f"{change.usual:%H:%M}",
        "changed": f"{change.changed:%H:%M}",
        "sentence": sentence,
    }


def clock_week(weeks: ClockWeeks, there: PlaceHour, series: str, sentence: str) -> dict[str, Any]:
    """One place in weeks when clocks disagree."""
    return {
        "series": series,
        "tzid": there.tzid,
        "from": weeks.first_date.isoformat(),
        "to": weeks.last_date.isoformat(),
        "minutes": there.minutes,
        "usual": f"{there.usual:%H:%M}",
        "changed": f"{there.changed:%H:%M}",
        "sentence": sentence,
    }
