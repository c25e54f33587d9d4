"""What is worth a look about the series of the hub: undecided, ending, over, unplaced, or told otherwise elsewhere."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from commonhour.core.audit.calls import call_contradictions
from commonhour.core.audit.claim import CallClaim, Passage
from commonhour.core.audit.endings import ending, last_date
from commonhour.core.audit.schedule_claim import schedule_claim
from commonhour.core.audit.subject import subject
from commonhour.core.finding import Finding, notice
from commonhour.errors.telling import fault
from commonhour.models import Series
from commonhour.reads.spot import Spot

_NEXT = re.compile(r"^\W*next\b", re.IGNORECASE)
Found = Iterator[tuple[Finding, Spot, Spot | None]]


def series_findings(now: dt.datetime) -> Found:
    """In three queries."""
    every = list(Series.objects.select_related("group", "source").prefetch_related("schedules__overrides"))
    for series in every:
        yield from ((finding, spot_of(series), None) for finding in _of_one(series, now))
    yield from _contradictions(every, now.date())


def spot_of(series: Series) -> Spot:
    form = f"/desk/series/{series.slug}/schedule/" if series.question else f"/desk/series/{series.slug}/"
    if _is_unplaced(series):
        form = "/desk/unplaced/"
    return Spot(
        series.path, series.title, "" if series.source_id and series.group_id else form, series.group_id
    )


def _is_unplaced(series: Series) -> bool:
    return series.group_id is None and not series.is_of_community


def _of_one(series: Series, now: dt.datetime) -> Iterator[Finding]:
    if _is_unplaced(series):
        reason = series.match_reason or fault("fits-no-group")
        yield notice(
            "unmatched-event", series.path, "waiting", subject=series.slug, title=series.title, reason=reason
        )
    if series.state != "active" or (series.group and series.group.has_concluded):
        return
    if series.question:
        asked = series.question
        yield notice("undecided", series.path, subject=series.slug, title=series.title, question=asked)
    elif series.source_id is None:
        yield from _endings(series, now)


def _endings(series: Series, now: dt.datetime) -> Iterator[Finding]:
    schedules = [row.as_core() for row in series.schedules.all() if row.gone_at is None]
    found = ending(series.title, schedules, series.path, now.date())
    last = last_date(schedules)
    is_over = last is not None and last < now.date()
    if found:
        yield found
    elif is_over and any(schedule.rrule for schedule in schedules):
        yield notice("series-ending", series.path, "over", title=series.title, last=str(last))
    elif is_over and _NEXT.match(series.title):
        yield notice("past-next-meeting", series.path, "was", title=series.title, last=str(last))


def _contradictions(every: Sequence[Series], today: dt.date) -> Found:
    """A call of ours and the copy in an outside calendar, at two times."""
    spots = {series.path: spot_of(series) for series in every}
    for finding in call_contradictions(
        [claim for series in every for claim in _claims(series, today)], today
    ):
        yield finding, spots[finding.where], spots[finding.other]


def _claims(series: Series, today: dt.date) -> Iterator[CallClaim]:
    if series.state != "active":
        return
    above = subject(series.group.name) if series.group else None
    about = subject(series.title, above)
    place = Passage(series.path, f"source {series.source_id}" if series.source_id else "hub")
    for row in series.schedules.all():
        claim = schedule_claim(about, place, row.as_core(), today) if row.gone_at is None else None
        if claim and not claim.date:
            yield claim
