"""An import's preview as a page shows it: what becomes what, why, and what was noticed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.core.draft import Draft, DraftGroup, DraftSeries, Match
from commonhour.core.finding import Finding
from commonhour.core.speech.questions import question_sentence
from commonhour.core.speech.sentences import rule_sentence
from commonhour.models import Group, Schedule, Series
from commonhour.models.group import KINDS
from commonhour.web.voice import in_a_sentence, words

_SHOWN = 300


@dataclass(frozen=True)
class SeriesRow:
    """`reason` says why it goes into `group`; `is_certain` is False when a person will be asked."""

    title: str
    group: str
    sentences: list[str]
    undecided: str
    reason: str
    is_certain: bool
    is_here: bool


@dataclass(frozen=True)
class GroupRow:
    name: str
    kind: str
    parts: str
    is_here: bool


@dataclass(frozen=True)
class FindingList:
    severity: str
    title: str
    rows: list[Finding]


@dataclass(frozen=True)
class ImportPage:
    counts: list[str]
    groups: list[GroupRow]
    series: list[SeriesRow]
    findings: list[FindingList]
    unplaced: list[Mapping[str, str]]
    asked: int
    left_out: int


@dataclass(frozen=True)
class _Here:
    """What the hub knows already, so that a second import does not look like a first one."""

    groups: set[str]
    scheduled: set[str]
    uids: set[str]

    @classmethod
    def now(cls) -> "_Here":
        return cls(
            set(Group.objects.values_list("slug", flat=True)),
            set(Series.objects.filter(schedules__isnull=False).values_list("slug", flat=True)),
            set(Schedule.objects.values_list("uid", flat=True)),
        )

    def has(self, series: DraftSeries) -> bool:
        if series.schedules:
            return any(schedule.uid in self.uids for schedule in series.schedules)
        return series.slug in self.scheduled


def import_page(draft: Draft) -> ImportPage:
    names = dict(Group.objects.values_list("slug", "name")) | {
        group.slug: group.name for group in draft.groups
    }
    matches = list(draft.matches) if len(draft.matches) == len(draft.series) else [None] * len(draft.series)
    here = _Here.now()
    series = [_series_row(one, names, match, here) for one, match in zip(draft.series, matches, strict=True)]
    return ImportPage(
        counts=_counts(draft),
        groups=[_group_row(group, here) for group in draft.groups],
        series=sorted(series, key=lambda row: row.is_certain)[:_SHOWN],
        findings=finding_lists(draft.findings),
        unplaced=[{"where": one.where, "text": one.text} for one in draft.unplaced[:_SHOWN]],
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


def _group_row(group: DraftGroup, here: _Here) -> GroupRow:
    goals, people, channels = len(group.goals), len(group.people), len(group.channels)
    parts = [
        (goals, ngettext("{n} goal", "{n} goals", goals)),
        (people, ngettext("{n} person", "{n} people", people)),
        (channels, ngettext("{n} channel", "{n} channels", channels)),
    ]
    return GroupRow(
        group.name,
        str(dict(KINDS).get(group.kind, group.kind)),
        ", ".join(text.format(n=n) for n, text in parts if n),
        group.slug in here.groups,
    )


def _series_row(series: DraftSeries, names: Mapping[str, str], match: Match | None, here: _Here) -> SeriesRow:
    slug = series.group or (match.group if match else None)
    question = None if here.has(series) else series.question
    return SeriesRow(
        title=series.title,
        group=names.get(slug or "", slug or ""),
        sentences=[rule_sentence(one, gettext, words(), clock.now()) for one in series.schedules[:5]],
        undecided=question_sentence(question, gettext, words()) if question else "",
        reason=in_a_sentence(match.reason) if match else "",
        is_certain=match.certain if match else True,
        is_here=here.has(series),
    )
