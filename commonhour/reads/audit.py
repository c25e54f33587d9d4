"""What is worth a look on the hub: contradictions, dead links, stale goals, undecided calls, clashes; worst first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from commonhour.core.audit.claim import Held
from commonhour.core.audit.clashes import clashes
from commonhour.core.audit.link_health import DEAD, MOVED, link_finding
from commonhour.core.audit.report import as_checked, finding_key, report
from commonhour.core.finding import Finding, notice, with_texts
from commonhour.core.places.secrets import guard
from commonhour.errors.telling import tell
from commonhour.models import Community, LinkCheck, Occurrence, Source
from commonhour.reads.audit_clocks import clock_findings
from commonhour.reads.audit_groups import group_findings
from commonhour.reads.audit_series import series_findings
from commonhour.reads.audit_texts import secret_findings
from commonhour.reads.clash import rooms_of_series
from commonhour.reads.links import public_links
from commonhour.reads.spot import Spot

CLASHES_AHEAD = dt.timedelta(weeks=8)
SILENT = dt.timedelta(days=2)  # a calendar that could not be read for longer is worth a word


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding, the places it is about, and the key it is set aside by."""

    finding: Finding
    here: Spot
    there: Spot | None = None

    @property
    def key(self) -> str:
        return finding_key(self.finding)

    @property
    def groups(self) -> set[int | None]:
        return {spot.group_id for spot in (self.here, self.there) if spot}


Found = Iterator[tuple[Finding, Spot, Spot | None]]


def hub_findings(now: dt.datetime, tzid: str = "") -> list[Noticed]:
    """Everything, in a fixed number of queries. With a zone, its clock changes of a whole year too."""
    found = [
        *group_findings(now),
        *series_findings(now),
        *secret_findings(),
        *_clashes(now),
        *_links(),
        *_sources(now),
        *clock_findings(now, tzid),
    ]
    noticed = {
        _placed(finding, here, there): (_public(here), there and _public(there))
        for finding, here, there in found
    }
    return [Noticed(finding, *noticed[finding]) for finding in report(noticed)]


def stamp(now: dt.datetime) -> tuple[object, ...]:
    """What changes whenever the findings may, in three queries: a write, another state of a link or a fault of a
    calendar, an hour gone by. An answer that says what was known already changes nothing."""
    links = tuple((row.url, row.state, row.location, tell(row.fault)) for row in _bad_links())
    sources = tuple((row.pk, row.label, tell(row.fault), row.read_at) for row in _failing_sources())
    version = Community.objects.filter(id=1).values_list("content_version", flat=True).first()
    return version, links, sources, now.replace(minute=0, second=0, microsecond=0)


def _placed(finding: Finding, here: Spot, there: Spot | None) -> Finding:
    other = there.where if there else ""
    facts = with_texts(dict(finding.facts), lambda text: guard(text)[0])
    return as_checked(replace(finding, facts=facts, where=here.where, other=other))


def _public(spot: Spot) -> Spot:
    """Names and messages may quote a text with a way into a call."""
    return replace(spot, name=guard(spot.name)[0])


def _clashes(now: dt.datetime) -> Found:
    """Two calls of one group, or in one room, at one time, in the coming weeks."""
    rooms = rooms_of_series()
    rows = (
        Occurrence.objects.upcoming(now)
        .confirmed()
        .filter(start__lt=now + CLASHES_AHEAD, all_day=False)
        .values_list("series_id", "series__group_id", "series__slug", "series__title", "start", "end")
    )
    spots: dict[str, Spot] = {}
    held = []
    for key, group, slug, title, start, end in rows:
        path = f"/meetings/{slug}/"
        spots[path] = Spot(path, title, f"/desk/series/{slug}/", group)
        held.append(Held(str(group or ""), slug, title, start, end, path, rooms.get(key, frozenset())))
    for finding in clashes(held):
        yield finding, spots[finding.where], spots[finding.other]


def _bad_links() -> QuerySet[LinkCheck]:
    return LinkCheck.objects.filter(state__in=(DEAD, MOVED))


def _failing_sources() -> QuerySet[Source]:
    return Source.objects.shown().exclude(fault={})


def _links() -> Found:
    places = public_links()
    for check in _bad_links():
        for spot in places.get(check.url, []):
            finding = link_finding(check.state, check.url, check.location, check.fault, spot.where)
            if finding:
                yield finding, spot, None


def _sources(now: dt.datetime) -> Found:
    for source in _failing_sources():
        if source.read_at and source.read_at > now - SILENT:
            continue
        spot = Spot("", str(source), "/desk/sources/", source.group_id)
        facts = {"name": str(source), "reason": source.fault}
        if source.read_at:
            since = f"{source.read_at:%Y-%m-%d}"
            yield (
                notice("source-failing", spot.where, subject=str(source.pk), **facts, since=since),
                spot,
                None,
            )
        else:
            yield (
                notice("source-failing", spot.where, "never-read", subject=str(source.pk), **facts),
                spot,
                None,
            )
