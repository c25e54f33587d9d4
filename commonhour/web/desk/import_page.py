"""An import's preview as a page shows it: what becomes what, why, what is asked, and what was noticed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions.upstream.foreseen import Foreseen
from commonhour.core.answers.answers import REJECT, Answers
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, DraftGroup, Unplaced
from commonhour.core.finding import Finding
from commonhour.models import Group
from commonhour.models.group import KINDS
from commonhour.web.desk.import_answers import only_reading
from commonhour.web.desk.import_meetings import Letters, MeetingRow, letters, meeting_rows

_SHOWN = 300
_TIME_LEFT = "time-left-over"
_FACTS = {
    "title": lambda: gettext("Name"), "path": lambda: gettext("Address of the meetings page"),
    "contact_email": lambda: gettext("Contact address"), "description": lambda: gettext("What is it?"),
    "tzid": lambda: gettext("Usual time zone"),
}  # fmt: skip


@dataclass(frozen=True)
class FactRow:
    """A line to tick: what the page says, and what stands here now."""

    name: str
    label: str
    there: str
    here: str
    is_taken: bool


@dataclass(frozen=True)
class GroupRow:
    """`name` as it will be, `was` as the page calls it where that is another one; `into` which group it is merged into."""

    slug: str
    name: str
    was: str
    kind: str
    parts: str
    into: str
    is_left_out: bool
    is_here: bool


@dataclass(frozen=True)
class FindingList:
    severity: str
    title: str
    rows: list[Finding]


@dataclass(frozen=True)
class ImportPage:
    """`starts` and `confirmed` count the first dates that nobody gave; `times_left` are sentences with a time that
    reached no meeting."""

    counts: list[str]
    facts: list[FactRow]
    groups: list[GroupRow]
    targets: list[tuple[str, str]]
    letters: list[Letters]
    series: list[MeetingRow]
    starts: int
    confirmed: int
    times_left: list[Finding]
    findings: list[FindingList]
    unplaced: list[Unplaced]
    asked: int
    left_out: int


def import_page(read: Draft, draft: Draft, found: Foreseen, answers: Answers) -> ImportPage:
    """`read` as the file has it, `draft` as it was answered, `found` what that comes to."""
    hub = dict(Group.objects.values_list("slug", "name"))
    series = meeting_rows(read, draft, found, answers, clock.now())
    return ImportPage(
        counts=_counts(draft),
        facts=_facts(found),
        groups=[_group_row(group, draft, found, hub) for group in read.groups],
        targets=_targets(read, answers, hub),
        letters=letters(read, answers),
        series=series[:_SHOWN],
        starts=len(assumed_starts(draft)) + sum(bool(only_reading(one)) for one in draft.series),
        confirmed=len(answers.starts),
        times_left=[one for one in draft.findings if one.code == _TIME_LEFT],
        findings=finding_lists(one for one in draft.findings if one.code != _TIME_LEFT),
        unplaced=draft.unplaced[:_SHOWN],
        asked=sum(not row.is_certain for row in series),
        left_out=max(0, len(series) - _SHOWN),
    )


def finding_lists(findings: Iterable[Finding]) -> list[FindingList]:
    """Findings by severity, worst first; severities without any are left out."""
    rows = list(findings)
    titles = {"error": gettext("Errors"), "warning": gettext("Warnings"), "info": gettext("Good to know")}
    lists = [
        FindingList(name, title, [row for row in rows if row.severity == name])
        for name, title in titles.items()
    ]
    return [one for one in lists if one.rows]


def _counts(draft: Draft) -> list[str]:
    spaces, groups, series = len(draft.spaces), len(draft.groups), len(draft.series)
    sessions, sources = len(draft.sessions), len(draft.sources)
    counted = [
        (spaces, ngettext("{n} space", "{n} spaces", spaces)),
        (groups, ngettext("{n} group", "{n} groups", groups)),
        (series, ngettext("{n} series", "{n} series", series)),
        (
            draft.occurrences,
            ngettext("{n} date in the next year", "{n} dates in the next year", draft.occurrences),
        ),
        (sessions, ngettext("{n} session", "{n} sessions", sessions)),
        (sources, ngettext("{n} outside calendar", "{n} outside calendars", sources)),
    ]
    return [text.format(n=n) for n, text in counted if n]


def _facts(found: Foreseen) -> list[FactRow]:
    """Those that differ from what is here."""
    return [
        FactRow(name, _FACTS[name](), fact.there, fact.here, fact.then == fact.there)
        for name, fact in found.facts.items()
        if fact.there != fact.here
    ]


def _group_row(group: DraftGroup, draft: Draft, found: Foreseen, hub: Mapping[str, str]) -> GroupRow:
    goals, people, channels = len(group.goals), len(group.people), len(group.channels)
    parts = [
        (goals, ngettext("{n} goal", "{n} goals", goals)),
        (people, ngettext("{n} person", "{n} people", people)),
        (channels, ngettext("{n} channel", "{n} channels", channels)),
    ]
    then = found.groups.get(group.slug)
    name = then.name if then else group.name
    into = next((slug for merged, slug in draft.merged if merged.slug == group.slug), "")
    names = {**hub, **{slug: one.name for slug, one in found.groups.items()}}
    return GroupRow(
        slug=group.slug,
        name=name,
        was=group.name if name != group.name else "",
        kind=str(dict(KINDS).get(group.kind, group.kind)),
        parts=", ".join(text.format(n=n) for n, text in parts if n),
        into=names.get(into, into),
        is_left_out=then is None and not into,
        is_here=then is not None and not then.is_new,
    )


def _targets(read: Draft, answers: Answers, hub: Mapping[str, str]) -> list[tuple[str, str]]:
    """The groups that others may be merged into: of the page, then of the hub."""
    rejected = {slug for slug, one in answers.groups.items() if one.verb == REJECT}
    names = {one.slug: one.name for one in read.groups if one.slug not in rejected}
    return list(({**hub, **names}).items()) if names else []
