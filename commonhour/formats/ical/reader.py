"""Reads a calendar file: a Draft for the import, or its occurrences for `expand`."""

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass

from commonhour.core import limits
from commonhour.core.draft import Draft, DraftCommunity, DraftSeries
from commonhour.core.finding import Finding, notice
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.slugs import unique_slug
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import Question
from commonhour.errors import RefusedInput
from commonhour.errors.telling import Fault, fault
from commonhour.formats.ical.content import Component, components
from commonhour.formats.ical.one_uid import Group, Placed, calls_of, uid_of
from commonhour.formats.ical.prescan import scan
from commonhour.formats.ical.private import hidden_part, is_private_call
from commonhour.formats.ical.recurrence import CalendarContext
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.series import read_series
from commonhour.formats.ical.texts import safe_text
from commonhour.formats.ical.values import BadValue, plain_text
from commonhour.formats.ical.zones import ZoneBook

_NOT_EVENTS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VALARM")


@dataclass(frozen=True, slots=True)
class Expanded:
    """One occurrence of a file, with its title at that date."""

    occurrence: Occurrence
    summary: str


def read_calendar(
    body: bytes,
    *,
    where: str,
    community_tzid: str = "UTC",
    max_bytes: int = limits.STAFF_BODY_BYTES,
    may_be_empty: bool = False,
) -> Draft:
    """What a calendar file says, one series a UID (RFC 5545). `where` names the file in findings.

    Raises RefusedInput, with one sentence, when nothing in it can be read, and TooLarge over a limit. A sound
    calendar without events is refused too, unless it `may_be_empty`.
    """
    draft, refused = _read(body, where, community_tzid, max_bytes, strict=True)
    if not draft.series and refused:
        raise refused
    if not (draft.series or draft.busy or may_be_empty):
        raise RefusedInput("no-events", where=where)
    return draft


def expand_calendar(
    body: bytes,
    *,
    where: str,
    after: dt.datetime,
    before: dt.datetime,
    community_tzid: str = "UTC",
    max_bytes: int = limits.STAFF_BODY_BYTES,
    findings: list[Finding] | None = None,
) -> list[Expanded]:
    """Every occurrence of a file that starts before `before` and ends after `after` (UTC), sorted by start.

    What of a sound file could not be expanded is added to `findings`.

    Cancelled ones are in, with their status; EXDATEs are not. Raises RefusedInput as `read_calendar` does, but a
    sound calendar without events is just empty.
    """
    draft, refused = _read(body, where, community_tzid, max_bytes, strict=False)
    if not draft.series and refused:
        raise refused
    if findings is not None:
        findings += [finding for finding in draft.findings if finding.code == "refused-input"]
        findings += [
            notice("refused-input", series.where, reason=_asked(series.title, series.question))
            for series in draft.series
            if series.question
        ]
    found = [
        Expanded(occurrence, (occurrence.override and occurrence.override.summary) or series.title)
        for series in draft.series
        for schedule in series.schedules
        for occurrence in occurrences(schedule, after, before)
    ]
    return sorted(
        found, key=lambda each: (each.occurrence.start, each.occurrence.uid, each.occurrence.recurrence_id)
    )


def _read(
    body: bytes, where: str, community_tzid: str, max_bytes: int, *, strict: bool
) -> tuple[Draft, RefusedInput | None]:
    """The draft, and the first refusal when there was one."""
    scanned = scan(body, where=where, max_bytes=max_bytes)
    report = Report(where)
    if scanned.encoding == "cp1252":
        report.add("mis-decoded-text", 1, "file")
    calendars = _calendars(components(scanned.lines), where)
    draft = Draft(kind="calendar", community=_community(calendars, report))
    groups = _groups(calendars, community_tzid, report, strict)
    _add_series(draft, list(itertools.filterfalse(is_private_call, groups)), report)
    _add_busy(draft, list(filter(None, map(hidden_part, groups))), report)
    draft.findings = report.close()
    return draft, next((_refusal(one) for one in draft.findings if one.code == "refused-input"), None)


def _add_series(draft: Draft, groups: list[Group], report: Report) -> None:
    """One series a call; what a hub wrote as the schedules of one series is one again."""
    of_hub: dict[str, DraftSeries] = {}
    titles: Counter[str] = Counter()
    taken: set[str] = set()
    for group in groups:
        series = _series_or_finding(group, report)
        if series is None:
            draft.unread.append(group.uid)
        elif series.slug in of_hub:
            of_hub[series.slug].schedules += series.schedules
        else:
            of_hub |= {series.slug: series} if series.slug else {}
            titles[series.title] += 1
            number = f" {titles[series.title]}" if titles[series.title] > 1 else ""
            series.slug = unique_slug(series.slug or series.title + number, taken, "meeting")
            taken.add(series.slug)
            draft.series.append(series)


def _add_busy(draft: Draft, hidden: list[Group], report: Report) -> None:
    for group in hidden:
        series = _series_or_finding(group, Report(""))
        draft.busy += series.schedules if series else []
    if hidden:
        report.add("private-event", _speaking(hidden[0])[0][0].line, times=len(hidden))


def _refusal(finding: Finding) -> RefusedInput:
    """What one part was left out for, as the refusal of the whole."""
    reason = finding.facts["reason"]
    return RefusedInput(reason["code"], where=finding.where, **reason["facts"])


def _asked(title: str, question: Question) -> Fault:
    return fault("call-undecided", title=title, question=question_sentence(question))


def _calendars(root: Component, where: str) -> list[Component]:
    """Every VCALENDAR, also one inside another; events outside of any make one of their own."""
    found = [part for part in root.walk() if part.name == "VCALENDAR"]
    bare = [part for part in root.children if part.name != "VCALENDAR"]
    if not found and not any(part.name == "VEVENT" for part in bare):
        raise RefusedInput("no-calendar", where=where)
    return found + ([Component("VCALENDAR", 1, root.properties, bare)] if bare else [])


def _community(calendars: list[Component], report: Report) -> DraftCommunity:
    community = DraftCommunity()
    for calendar in calendars:
        name = calendar.first("NAME") or calendar.first("X-WR-CALNAME")
        about = calendar.first("X-WR-CALDESC") or calendar.first("DESCRIPTION")
        zone = calendar.first("X-WR-TIMEZONE")
        if name and not community.title:
            community.title = safe_text(plain_text(name), name.line, report)
        if about and not community.description:
            community.description = safe_text(plain_text(about), about.line, report)
        if zone and not community.tzid:
            community.tzid = ZoneBook(calendar, "UTC", Report("")).calendar_tzid or ""
    return community


def _groups(calendars: list[Component], community_tzid: str, report: Report, strict: bool) -> list[Group]:
    """The VEVENTs of all calendars of the file by UID, in the order of the file."""
    groups: dict[str, Group] = {}
    for calendar in calendars:
        book = ZoneBook(calendar, community_tzid, report)
        cancelled = calendar.text("METHOD").upper() == "CANCEL"
        context = CalendarContext(book, report, strict, cancelled)
        for part in calendar.children:
            if part.name in _NOT_EVENTS:
                report.dropped(part.line, part.name)
            elif part.name == "VEVENT":
                uid = uid_of(part)
                group = groups.setdefault(uid, Group(uid))
                (group.overrides if part.first("RECURRENCE-ID") else group.masters).append((part, context))
    return [call for group in groups.values() for call in calls_of(group)]


def _speaking(group: Group) -> list[Placed]:
    """What says what the call is: its master, or what stands in for one."""
    return group.masters or [*group.overrides, *group.dates]


def _series_or_finding(group: Group, report: Report) -> DraftSeries | None:
    """One bad component refuses itself, not the file."""
    line = _speaking(group)[0][0].line
    try:
        return read_series(group)
    except RefusedInput as error:
        report.refuse(error.line if isinstance(error, BadValue) else line, error.as_json())
    except (ValueError, ArithmeticError, LookupError, TypeError) as error:
        # The net under what no rule above foresaw: the component is left out, and said to be.
        report.refuse(line, fault("event-unreadable", kind=type(error).__name__))
    return None
