"""The hub's own calls as they would stand in somebody's calendar."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from commonhour.core.policies import Policies
from commonhour.core.scope import Scope
from commonhour.formats.ical.feed import FeedSeries
from commonhour.formats.ical.itip import weight
from commonhour.models import Community, Occurrence, Schedule
from commonhour.reads.door import expected_in
from commonhour.reads.feed import series_feed
from commonhour.reads.talks_told import talks_told


@dataclass(frozen=True, slots=True)
class InvitedCall:
    """`weight` is a digest of when, where and what it is, "" when nothing of it is left; `is_coming` says that it has a
    date that is not over. `series` is the id, `policies` what to expect in it."""

    uid: str
    series: int
    feed: FeedSeries
    weight: str
    is_coming: bool
    policies: Policies


def invited_calls(now: dt.datetime, base_url: str) -> list[InvitedCall]:
    """Of all series that go on, or have not had their last call yet. A handful of queries, however many."""
    coming = Occurrence.objects.attached().confirmed().filter(schedule=OuterRef("pk"), end__gt=now)
    rows = (
        Schedule.objects.in_feed(Scope()).filter(series__removed_at=None).annotate(is_coming=Exists(coming))
    )
    usual = Community.the()
    found = rows.exclude(Q(series__stops_on=None) | Q(is_coming=False), series__state="concluded")
    talks = talks_told(Scope())
    return [_call(row, base_url, talks.get(row.uid, {}), usual, is_coming=row.is_coming) for row in found]


def _call(
    row: Schedule, base_url: str, talks: dict[str, str], usual: Community, *, is_coming: bool
) -> InvitedCall:
    feed = series_feed(row, base_url, hide_cancelled=True, talks=talks)
    return InvitedCall(row.uid, row.series_id, feed, weight(feed), is_coming, expected_in(row.series, usual))
