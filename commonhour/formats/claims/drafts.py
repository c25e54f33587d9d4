"""What a Draft claims: the schedules of a calendar or catalogue, the channels of a page's groups."""

import datetime as dt

from commonhour.core.audit.claim import ChannelClaim, Claims, Held, Passage
from commonhour.core.audit.endings import ending
from commonhour.core.audit.schedule_claim import schedule_claim
from commonhour.core.audit.subject import subject
from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.finding import Finding, notice
from commonhour.core.places.rooms import room_name
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.errors import UserError
from commonhour.formats.page.reading import PageReading

_CUT = 2  # characters; more is another name
WEEKS = dt.timedelta(weeks=8)
_CHANNEL_KINDS = ("chat", "list", "repo")


def draft_claims(draft: Draft, *, page: str, today: dt.date) -> Claims:
    """The claims of a calendar or catalogue. Schedules that are over claim nothing."""
    groups = {group.slug: subject(group.name) for group in draft.groups}
    calls = []
    for series in draft.series:
        about = subject(series.title, groups.get(series.group or ""))
        calls += [
            claim
            for s in series.schedules
            if (claim := schedule_claim(about, Passage(series.where, page), s, today))
        ]
    held = [date for series in draft.series if series.group or series.joins for date in _held(series, today)]
    findings = [found for s in draft.series if (found := ending(s.title, s.schedules, s.where, today))]
    meets = [(s.title, s.schedules, s.where) for s in draft.series if s.schedules]
    return Claims(calls=calls, held=held, meets=meets, findings=[*draft.findings, *findings])


def _held(series: DraftSeries, today: dt.date) -> list[Held]:
    """The dates of a call in the coming weeks."""
    rooms = frozenset(name for join in series.joins if (name := room_name(join.url)))
    start = dt.datetime.combine(today, dt.time(), dt.UTC)
    try:
        found = [
            o for s in series.schedules for o in occurrences(s, start, start + WEEKS) if not s.is_all_day
        ]
    except UserError:
        return []
    return [
        Held(series.group or "", series.slug, series.title, o.start, o.end, series.where, rooms)
        for o in found
        if o.status != CANCELLED
    ]


def channel_claims(reading: PageReading, *, page: str) -> list[ChannelClaim]:
    """The channels of a page's groups, each on the line it was read from."""
    return [
        ChannelClaim(
            subject(group.name),
            channel.kind,
            channel.name or channel.url,
            Passage(_where(reading, channel, group), page),
        )
        for group in reading.draft.groups
        for channel in group.channels
        if channel.kind in _CHANNEL_KINDS and (channel.name or channel.url)
    ]


def cut_links(reading: PageReading) -> list[Finding]:
    """Two links of one group of which one looks like the other with its end cut off: …/g/a and …/g/ai."""
    found: dict[str, Finding] = {}
    for group in reading.draft.groups:
        firsts = {stem: channel for channel in reversed(group.channels) if (stem := _stem(channel.url))}
        for short, long in ((long[:-cut], long) for long in firsts for cut in range(1, _CUT + 1)):
            if short in firsts:
                here, there = (_where(reading, firsts[stem], group) for stem in (short, long))
                found[here] = notice(
                    "channel-name-differs", here, "cut-off", name=group.name, short=short, long=long, other=there
                )  # fmt: skip
    return list(found.values())


def _stem(url: str) -> str:
    """Host and the first two parts of a path, which name a list or a repository."""
    host, *parts = url.partition("://")[2].split("/")
    return "/".join([host, *parts[:2]]) if len(parts) > 1 and parts[1] else ""


def _where(reading: PageReading, channel: object, group: DraftGroup) -> str:
    line = reading.line_of(channel)
    return reading.where(line) if line else group.where
