"""The dates of an accepted talk: those on which it is held, and those on which it could be, the fairest to its speakers first."""

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from commonhour.core.message import Moment
from commonhour.core.slots import Burden, Speaker, burdens, paired
from commonhour.core.speech.messages.decision import HeldOn
from commonhour.models import Occurrence, Proposal, Series
from commonhour.models.proposal import ACCEPTED
from commonhour.reads.mail_links import proposal_path

SHOWN = 6
_EDITION = re.compile(r"^(.*\S)\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class SlotDate:
    """One date, in UTC; `path` is its page. `sessions` counts what else is held on it."""

    id: int
    title: str
    start: dt.datetime
    end: dt.datetime
    tzid: str
    path: str
    sessions: int = 0

    @property
    def file(self) -> str:
        """For a calendar."""
        return f"{self.path.rstrip('/')}.ics"

    @classmethod
    def of(cls, row: Occurrence) -> "SlotDate":
        """Read it with its series."""
        path = f"{row.series.path}{row.slug}/"
        return cls(
            row.pk, row.title, row.start, row.end, row.tzid, path, getattr(row, "held", 0),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """As the speakers and those who decide see it. `state` is "waits", "confirmed" or "declined"; `words` is why not."""

    title: str
    dates: list[SlotDate]
    state: str
    words: str
    answered_at: dt.datetime | None
    path: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """What a date is on the clock of one speaker; `name` is "" where nobody is to know."""

    name: str
    tzid: str
    start: dt.datetime
    burden: Burden


@dataclass(frozen=True, slots=True)
class Choice:
    """A date, or both dates of a round that has two editions. `clocks` are those of each speaker on each date, in order;
    `key` is how a form names it."""

    dates: tuple[SlotDate, ...]
    clocks: tuple[tuple[Clock, ...], ...]
    worst: Burden
    is_held: bool

    @property
    def key(self) -> str:
        return "-".join(str(one.id) for one in self.dates)

    @property
    def is_fine(self) -> bool:
        return self.worst <= Burden.EDGE


def slot_of(row: Proposal, now: dt.datetime | None = None) -> Slot | None:
    """None while it has no date."""
    if row.state != ACCEPTED or row.session is None:
        return None
    taking_place = Occurrence.objects.attached().confirmed().filter(sessions=row.session)
    rows = list(taking_place.select_related("series").order_by("start", "pk"))
    answered = row.slot_confirmed_at or row.slot_declined_at
    state = "confirmed" if row.slot_confirmed_at else "declined" if row.slot_declined_at else "waits"
    is_over = bool(rows) and now is not None and rows[0].start <= now
    dates = [SlotDate.of(one) for one in rows]
    return (
        Slot(row.title, dates, state, row.slot_words, answered, proposal_path(row.pk), is_over)
        if rows
        else None
    )


def series_to_choose(row: Proposal, groups: list[int] | None) -> list[tuple[str, str]]:
    """(slug, title) of those in whose dates it may be held: the call's own first, then others of the groups somebody keeps
    the record of."""
    held = Occurrence.objects.attached().of_groups(groups).values("series")
    found = Series.objects.filter(source=None, state="active", pk__in=held).order_by("title", "pk")
    own = row.call.series
    group = own.group_id if own else None
    rows = sorted(found, key=lambda one: (one != own, one.group_id != group, one.title.casefold(), one.pk))
    return [(one.slug, one.title) for one in rows]


def choices(row: Proposal, slug: str, now: dt.datetime, *, is_veiled: bool = False) -> list[Choice]:
    """The coming dates of a series, and those of its other editions: both of a round, and each alone. The fairest first, of alike ones
    those of both editions, then the soonest."""
    speakers = [
        (Speaker(one.tzid, tuple((first, last) for first, last in one.hours)), "" if is_veiled else one.name)
        for one in row.speakers.all()
    ]
    present = {one.pk for one in row.session.occurrences.all()} if row.session else set()
    rounds = [_choice(dates, speakers, present) for dates in _rounds(_editions(slug), now)]
    return sorted(rounds, key=lambda one: _rank(one, [speaker for speaker, _ in speakers]))


def _editions(slug: str) -> list[Series]:
    """The series, and those of its group that are called the same but for what stands in brackets behind it."""
    series = Series.objects.filter(slug=slug).first()
    if series is None:
        return []
    stem = _EDITION.match(series.title)
    if stem is None:
        return [series]
    rows = Series.objects.filter(
        group=series.group_id, source=None, state="active", title__startswith=stem[1]
    )
    others = [
        one
        for one in rows.order_by("title", "pk")
        if (found := _EDITION.match(one.title)) and found[1] == stem[1]
    ]
    return [series, *(one for one in others if one != series)]


def _rounds(series: Sequence[Series], now: dt.datetime) -> list[tuple[SlotDate, ...]]:
    rows = (
        Occurrence.objects.upcoming(now)
        .confirmed()
        .ours()
        .filter(series__in=series, start__gt=now, all_day=False)
    )
    editions: dict[tuple[int, int | None], list[SlotDate]] = defaultdict(list)
    for one in rows.select_related("series").annotate(held=Count("sessions"))[: SHOWN * 16]:
        if len(editions[one.series_id, one.schedule_id]) < SHOWN:
            editions[one.series_id, one.schedule_id].append(SlotDate.of(one))
    own = [found for (key, _), found in editions.items() if key == series[0].pk]
    both = list(_pairs(list(editions.values())))
    alone = [(one,) for one in sorted(itertools.chain(*own), key=lambda one: one.start)[:SHOWN]]
    others = {one.id: (one,) for pair in both for one in pair} | {one.id: (one,) for (one,) in alone}
    return [*both, *others.values()]


def _pairs(editions: Sequence[list[SlotDate]]) -> Iterable[tuple[SlotDate, ...]]:
    for first, second in itertools.combinations(editions, 2):
        for n, m in paired([one.start for one in first], [one.start for one in second]):
            yield tuple(sorted((first[n], second[m]), key=lambda one: one.start))


def _choice(dates: tuple[SlotDate, ...], speakers: list[tuple[Speaker, str]], present: set[int]) -> Choice:
    clocks = tuple(
        tuple(Clock(name, one.tzid, date.start, one.burden(date.start, date.end)) for one, name in speakers)
        for date in dates
    )
    worst = max((clock.burden for row in clocks for clock in row), default=Burden.NONE)
    return Choice(dates, clocks, worst, {one.id for one in dates} == present)


def _rank(one: Choice, speakers: list[Speaker]) -> tuple[list[Burden], int, dt.datetime]:
    spans = [(date.start, date.end) for date in one.dates]
    return burdens(spans, speakers), -len(one.dates), one.dates[0].start


def told_dates(dates: Iterable[SlotDate], base_url: str) -> list[HeldOn]:
    """As a message tells them."""
    return [
        HeldOn(one.title, Moment(one.start, one.tzid, one.end), base_url + one.path, base_url + one.file)
        for one in dates
    ]
