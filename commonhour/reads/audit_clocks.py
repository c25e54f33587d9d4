"""What is worth a look about clocks: calls that will be at another hour for the people of one zone."""

import datetime as dt
from collections.abc import Iterator

from commonhour.core.audit.clocks import change_finding
from commonhour.core.finding import Finding
from commonhour.core.scope import Scope
from commonhour.models import Community, Series
from commonhour.reads.audit_series import spot_of
from commonhour.reads.foresight import YEAR, foreseen
from commonhour.reads.spot import Spot

SOON = 30  # days; what is further away need not be told every day


def clock_findings(now: dt.datetime, tzid: str = "") -> Iterator[tuple[Finding, Spot, Spot | None]]:
    """For the community's own zone within a month, or for the zone that was asked about within a year."""
    zone = tzid or Community.the().tzid
    found = foreseen(Scope(), now, zone, YEAR if tzid else SOON)
    rows = Series.objects.filter(slug__in={one.series for one in found}).select_related("group", "source")
    spots = {series.slug: spot_of(series) for series in rows}
    for one in found:
        yield change_finding(one.title, one.change, one.path, zone), spots[one.series], None
