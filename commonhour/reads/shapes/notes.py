"""Where notes stand: their series and group, and the page of their date."""

import datetime as dt
from dataclasses import dataclass

from commonhour.models import Notes, Occurrence

WITH_PAGES = ("series__group", "dates__occurrence")


@dataclass(frozen=True, slots=True)
class NotesPlace:
    """`date` is the day where the meeting is held, None while that is not known; `path` is the page of their first date, the
    series where they have none. `group` is "" where the series has none. `updated_at` is when what they say was published or corrected last (UTC)."""

    path: str
    title: str
    date: dt.date | None
    series: str
    series_path: str
    group: str
    group_path: str
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: Notes) -> "NotesPlace":
        """Of notes read with `WITH_PAGES`."""
        series, group = row.series, row.series.group
        return cls(
            page_of(row), row.title or series.title, row.date, series.title, series.path, group.name if group else "",
            group.path if group else "", row.corrected_at or row.published_at or row.changed_at,
        )  # fmt: skip


def page_of(row: Notes) -> str:
    first = _first_date(row)
    return f"{row.series.path}{first.slug}/" if first else row.series.path


def desk_page_of(row: Notes) -> str:
    """Where they are written; the series where they have no date."""
    first = _first_date(row)
    return f"/desk/notes/{first.public_id}/" if first else f"/desk/series/{row.series.slug}/"


def _first_date(row: Notes) -> Occurrence | None:
    dates = [one.occurrence for one in row.dates.all() if not one.occurrence.is_detached]
    return min(dates, key=lambda one: one.start, default=None)
