"""One good copy of a calendar becomes rows, in one transaction, and its dates follow in slices; a bad one is refused in a sentence before that."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from commonhour.actions.calendar_address import refuse_own
from commonhour.actions.dates.owed import make_owed_dates
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.ahead import Ahead, look_ahead
from commonhour.actions.upstream.busy import report_busy
from commonhour.actions.upstream.copied_calls import write_calls
from commonhour.actions.upstream.copied_schedules import make_dates, take_away
from commonhour.actions.upstream.copying import Copying
from commonhour.actions.upstream.memory import origin_of
from commonhour.actions.upstream.reported import report_gone
from commonhour.actions.upstream.settling import settle
from commonhour.actions.upstream.waiting import groups_known, keep_matched, match_again
from commonhour.core.draft import Draft
from commonhour.core.limits import FETCH_BYTES
from commonhour.core.matching.folding import folded
from commonhour.core.places.drafts import without_secrets
from commonhour.core.polling import when_good
from commonhour.core.rights import Actor, Verb
from commonhour.errors import RefusedInput
from commonhour.formats.ical import read_calendar
from commonhour.formats.ical.glance import Glance, glance
from commonhour.models import Community, ExternalRef, Schedule, Source

# The fault of a calendar that had calls and now has none: believed when it says so twice.
_EMPTIED = "emptied-calendar"
_STAMPED = re.compile(
    rb"\r?\nDTSTAMP[^\r\n]*"
)  # some publishers stamp every answer with the hour it was given
_FINDINGS = 200
RHYTHM = "rhythm"  # noun of the ref that remembers how often a publisher wants to be asked


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one good copy brought: `calls` in it, `added` new ones, `changed` ones, `gone` schedules."""

    calls: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def is_news(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def take_copy(
    source: Source, body: bytes, *, etag: str, modified: str, now: dt.datetime, actor: Actor
) -> SourceReport:
    """Upstream is the truth for everything that is not ours. Raises RefusedInput for what is no calendar, is cut
    off, over a limit, our own feed, or suddenly empty; then nothing is changed."""
    require(actor, Verb.KEEP_IN_LINE)
    where = host_of(source)
    look = glance(body, where=where, max_bytes=FETCH_BYTES)
    refuse_own(look.source)
    read = read_calendar(
        body, where=where, community_tzid=Community.the().tzid, max_bytes=FETCH_BYTES, may_be_empty=True
    )
    draft = without_secrets(read)
    digest = hashlib.sha256(_STAMPED.sub(b"", body)).hexdigest()
    groups = groups_known(source)
    ahead = look_ahead(draft, now, where)
    with change_set(now, actor, "source-read", {"calendar": str(source)}) as changes:
        fresh = lock(source)
        if not fresh.is_shown:
            return SourceReport()  # somebody stopped it while it was asked
        if not (draft.series or draft.busy):
            _refuse_emptied(fresh)
        if digest == fresh.digest:
            match_again(changes, fresh, groups, now)
            report = SourceReport(len(folded(draft.series)[0]))
        else:
            report = _write(changes, fresh, draft, look, now, ahead)
            keep_matched(fresh, groups)
        _keep(fresh, draft, etag=etag, modified=modified, digest=digest)
        _keep_rhythm(fresh, look.refresh)
        _is_good(fresh, now, asked_for=source.due_at)
    if changes.rows:
        make_owed_dates(now, actor=actor, change=changes.row)
    source.refresh_from_db()
    return report


def confirm_copy(source: Source, *, now: dt.datetime, actor: Actor) -> None:
    """The last copy is still the present one. Calls that wait for a group are matched again."""
    require(actor, Verb.KEEP_IN_LINE)
    groups = groups_known(source)
    with change_set(now, actor, "source-read", {"calendar": str(source)}) as changes:
        fresh = lock(source)
        if not fresh.is_shown:
            return
        match_again(changes, fresh, groups, now)
        _is_good(fresh, now, asked_for=source.due_at)
    source.refresh_from_db()


def host_of(source: Source) -> str:
    """What names a calendar in findings: an address may hold more than everybody should read."""
    return urlsplit(source.feed_url or source.url).hostname or "calendar"


def _refuse_emptied(source: Source) -> None:
    has_calls = Schedule.objects.filter(source=source, gone_at=None).exists()
    if has_calls and source.fault.get("code") != _EMPTIED:
        raise RefusedInput("emptied-calendar")


def _write(
    changes: Changes, source: Source, draft: Draft, look: Glance, now: dt.datetime, ahead: Ahead
) -> SourceReport:
    calls, findings = folded(draft.series)
    uids = {part.uid for call in calls for part in call.schedules}
    private = {part.uid for part in draft.busy}
    copying = Copying(changes, source, now, (look.uids - private) | uids, ahead)
    report_busy(draft, now)
    copying.findings = [*draft.findings, *findings]
    copying.recall()
    recompute_these(copying.schedules.values(), now)
    write_calls(copying, calls)
    gone = take_away(copying)
    report_gone(copying)
    make_dates(copying)
    copying.memory.keep()
    settle(changes, source, copying.seen)
    source.findings = [finding.as_row() for finding in copying.findings[:_FINDINGS]]
    return _report(changes, len(calls), gone)


def _report(changes: Changes, calls: int, gone: int) -> SourceReport:
    rows = [row for row in changes.rows if row.noun == "series"]
    added = {row.object_id for row in rows if row.field == "" and row.before is None}
    touched = {row.object_id for row in changes.rows if row.noun == "schedule" and row.field != "gone_at"}
    new = {row.object_id for row in changes.rows if row.noun == "schedule" and row.field == ""}
    renamed = {row.object_id for row in rows if row.field in ("title", "description", "url")} - added
    return SourceReport(calls, len(added), len(touched - new) + len(renamed), gone)


def _keep(source: Source, draft: Draft, *, etag: str, modified: str, digest: str) -> None:
    source.etag, source.modified, source.digest = etag[:300], modified[:100], digest
    if not source.label:
        source.label = draft.community.title[:200]


def _is_good(source: Source, now: dt.datetime, *, asked_for: dt.datetime | None) -> None:
    """Whoever set another hour while the calendar was asked wants it asked once more: that wish stands."""
    source.tried_at = source.read_at = now
    if source.due_at == asked_for:
        source.due_at = now + when_good(_rhythm(source))
    source.failures, source.fault = 0, {}
    source.save()


def _rhythm(source: Source) -> dt.timedelta | None:
    """How often the publisher wants to be asked: an answer without a body does not say it again."""
    ref = ExternalRef.objects.filter(origin=origin_of(source), noun=RHYTHM).first()
    return dt.timedelta(seconds=ref.fields["seconds"]) if ref else None


def _keep_rhythm(source: Source, wanted: dt.timedelta | None) -> None:
    refs = ExternalRef.objects.filter(origin=origin_of(source), noun=RHYTHM)
    if wanted is None:
        refs.delete()
    else:
        refs.update_or_create(
            origin=origin_of(source), noun=RHYTHM, key="",
            defaults={"object_id": source.pk, "fields": {"seconds": int(wanted.total_seconds())}},
        )  # fmt: skip
