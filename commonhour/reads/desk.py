"""What the desk shows: the next call, what is just over, the coming fortnight, and what waits for an answer, worst first.

`groups` are the ids of the groups a person looks after; None means all of them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Min

from commonhour.core.finding import SEVERITIES
from commonhour.core.layout import Day, agenda
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.errors.telling import Fault
from commonhour.models import Group, Import, Occurrence, Series, Source
from commonhour.reads.agenda import DateAsked, dates_asked
from commonhour.reads.group import next_of_groups
from commonhour.reads.health import unheard_count
from commonhour.reads.history import PastChange, changes_page
from commonhour.reads.just_over import JustOver, just_over
from commonhour.reads.letter import letter_count
from commonhour.reads.outbox import failed_lately
from commonhour.reads.replies import Counts, counts_of
from commonhour.reads.shapes.group import GroupShape
from commonhour.reads.shapes.series import SeriesShape
from commonhour.reads.submission import waiting_count
from commonhour.reads.wish import wish_count

FORTNIGHT = dt.timedelta(days=14)
SHOWN = 60


@dataclass(frozen=True)
class ImportSummary:
    """An import that was done, and how many findings of each severity it left."""

    id: int
    name: str
    at: dt.datetime
    errors: int
    warnings: int
    infos: int

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.infos

    @property
    def path(self) -> str:
        return f"/desk/import/done/{self.id}/"


@dataclass(frozen=True)
class Today:
    """`next` is the first call that takes place; `days` are the reader's."""

    next: ListedDate | None
    over: list[JustOver]
    days: list[Day[ListedDate]]
    undecided: int
    unplaced: int
    offered: int  # outside calendars that wait for a yes or a no
    failing: int  # and those shown whose last try met a fault
    unheard: int  # groups that did not say for two weeks whether they still meet
    untold: int  # messages that failed lately
    sent_in: int  # meetings of people without an account that wait for a yes or a no
    wished: int  # changes of them that somebody asked for
    letters: int  # mails that a person should read
    asked: tuple[DateAsked, ...]  # dates for whose agenda somebody proposed something
    imports: list[ImportSummary]
    changes: list[PastChange]
    replies: dict[str, Counts]  # of the dates that ask who comes, by their id


@dataclass(frozen=True)
class DeskGroup:
    group: GroupShape
    series: list[SeriesShape]
    next: ListedDate | None

    @property
    def undecided(self) -> int:
        return sum(bool(one.question) for one in self.series)


def today(groups: list[int] | None, now: dt.datetime, tzid: str, changed: list[int] | None = None) -> Today:
    """The first page of the desk, in a fixed number of queries; of `groups`, those that may be `changed` have open
    questions too."""
    rows = Occurrence.objects.upcoming(now).of_groups(groups)
    soon = rows.filter(start__lt=now + FORTNIGHT).listed(SHOWN)
    following = next((one for one in soon if not (one.is_cancelled or one.is_sourced)), None)
    first = following or rows.confirmed().filter(series__source=None).first_listed()
    return Today(
        next=first,
        over=just_over(groups, now),
        days=agenda(soon, tzid),
        undecided=Series.objects.questions(changed if groups is not None else None).count(),
        unplaced=Series.objects.unplaced().count() if groups is None else 0,
        offered=Source.objects.offered().count() if groups is None else 0,
        failing=Source.objects.shown().exclude(fault={}).count() if groups is None else 0,
        unheard=unheard_count(now) if groups is None else 0,
        untold=failed_lately(groups, now),
        sent_in=waiting_count(groups),
        wished=wish_count(groups),
        letters=letter_count() if groups is None else 0,
        asked=dates_asked(groups, now),
        imports=_last_imports() if groups is None else [],
        changes=changes_page(groups, 1)[0][:5],
        replies=counts_of([one.id for one in (*soon, *([first] if first else []))]),
    )


@dataclass(frozen=True)
class UnplacedCall:
    """A call without a group, and its next date, which helps to recognise it."""

    id: int
    title: str
    match_reason: Fault
    next: ListedDate | None


def unplaced_series(now: dt.datetime, limit: int = 200) -> list[UnplacedCall]:
    """Calls that belong to no group yet, in two queries."""
    found = list(Series.objects.unplaced().values_list("pk", "slug", "title", "match_reason")[:limit])
    soonest = _next_of_series([pk for pk, *_ in found], now)
    return [UnplacedCall(pk, title, reason, soonest.get(slug)) for pk, slug, title, reason in found]


def _next_of_series(series: list[int], now: dt.datetime) -> dict[str, ListedDate]:
    """The next date of each series, by its slug."""
    rows = Occurrence.objects.upcoming(now).filter(series__in=series)
    firsts = rows.order_by().values("series_id").annotate(first=Min("start")).values("first")
    return {one.series: one for one in reversed(rows.filter(start__in=firsts).listed())}


def group_rows(groups: list[int] | None, now: dt.datetime) -> list[DeskGroup]:
    """Every group one looks after with its series, undecided ones first, in a fixed number of queries."""
    found = Group.objects.select_related("space", "parent")
    wanted = list(found if groups is None else found.filter(pk__in=groups))
    series: dict[int | None, list[SeriesShape]] = defaultdict(list)
    for row in Series.objects.filter(group__in=wanted).told():
        series[row.group_id].append(SeriesShape.of(row))
    soonest = next_of_groups(now, [group.slug for group in wanted])
    rows = [DeskGroup(GroupShape.of(one), series[one.pk], soonest.get(one.slug)) for one in wanted]
    return sorted(rows, key=lambda row: (row.group.has_concluded, not row.undecided))


def community_series() -> list[SeriesShape]:
    """The calls of the whole community."""
    return [SeriesShape.of(row) for row in Series.objects.of_community().told()]


def _last_imports() -> list[ImportSummary]:
    """The last import of each file that left findings, three at most."""
    last: dict[str, Import] = {}
    for row in Import.objects.all()[:20]:
        last.setdefault(row.name, row)
    return [one for one in map(import_summary, last.values()) if one.total][:3]


def import_summary(row: Import) -> ImportSummary:
    counts = severities(row.findings)
    return ImportSummary(row.pk, row.name, row.at, counts["error"], counts["warning"], counts["info"])


def severities(findings: list[Mapping[str, str]]) -> dict[str, int]:
    return Counter(SEVERITIES[finding["code"]].value for finding in findings)
