"""The questions of undecided series, the soonest first, each with the answers its words allow and their next dates."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.undecided.readings import Reading, restored
from commonhour.errors import UserError
from commonhour.models import Series
from commonhour.reads.shapes.series import SeriesShape

PER_PAGE = 15
SHOWN = 6
_AHEAD = dt.timedelta(days=400)  # a year, so that summer and winter both count
_NEVER = "9"  # after every date


@dataclass(frozen=True)
class Answer:
    """`dates` are the next ones; `parts_at` is the first instant that only this answer or only the first one has."""

    number: int
    reading: Reading
    dates: list[Occurrence]
    parts_at: dt.datetime | None


@dataclass(frozen=True)
class OpenQuestion:
    """`id` is the series', and `token` tells this question from every other one."""

    id: int
    series: SeriesShape
    token: str
    answers: list[Answer]

    @property
    def lacks_length(self) -> bool:
        """True when the words do not say how long it lasts."""
        return any(not one.duration for answer in self.answers for one in answer.reading.schedules)


@dataclass(frozen=True)
class Questions:
    """One page of them; `number` of `pages`, `total` in all."""

    shown: list[OpenQuestion]
    total: int
    number: int
    pages: int

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def questions(
    groups: list[int] | None, now: dt.datetime, number: int = 1, holding: Series | None = None
) -> Questions:
    """Those of the groups somebody looks after, in one query; the page that holds one series when it is given."""
    rows = sorted(Series.objects.questions(groups), key=_soonest)
    if holding in rows:
        number = rows.index(holding) // PER_PAGE + 1
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(number, 1), pages)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Questions([question(series, now) for series in shown], len(rows), number, pages)


def question(series: Series, now: dt.datetime) -> OpenQuestion:
    found = [
        (number, reading, _coming(reading, now)) for number, reading in enumerate(restored(series.readings))
    ]
    first = found[0][2] if found else []
    answers = [Answer(number, one, dates[:SHOWN], _parting(first, dates)) for number, one, dates in found]
    return OpenQuestion(series.pk, SeriesShape.of(series), series.question_token, answers)


def _soonest(series: Series) -> tuple[str, str]:
    """Those that can be answered at once come first, by the first date that is at stake."""
    return min((one["dtstart"] for one in series.readings), default=_NEVER), series.title


def _coming(reading: Reading, now: dt.datetime) -> list[Occurrence]:
    try:
        found = [one for schedule in reading.schedules for one in occurrences(schedule, now, now + _AHEAD)]
    except UserError:
        return []  # a rule that is too much for a preview; saving refuses it in a sentence
    return sorted(found, key=lambda one: one.start)


def _parting(first: list[Occurrence], other: list[Occurrence]) -> dt.datetime | None:
    apart = {one.start for one in first} ^ {one.start for one in other}
    return min(apart, default=None)
