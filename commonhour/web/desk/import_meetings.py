"""The meetings of an import as a table: what the page says, what was understood, the next date, and what is asked."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from commonhour.actions.upstream.foreseen import Foreseen, ForeseenSeries
from commonhour.actions.upstream.preview import next_date
from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import Answers, MeetingAnswer
from commonhour.core.answers.codes import codes, is_typed, letters_of, typed_reading, zone_code
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, DraftSeries, Match
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.speech.questions import question_sentence, reading_label
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.zones import wall_of
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.readings import Reading
from commonhour.web.desk.question import LENGTHS
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence, words

Choice = tuple[str, str]  # a code, and what it says
_QUOTED = ("page-says", "file-says")


@dataclass(frozen=True)
class Letters:
    """Letters that some calls ask about, with what they may mean; `chosen` is its code."""

    word: str
    meetings: int
    choices: list[Choice]
    chosen: str


@dataclass(frozen=True)
class MeetingRow:
    """`asks` is what is open or was answered here, `choices` its readings; `reason` says why it goes into `group`, and
    `is_certain` is False when a person will be asked about that. `lengths` where no words say how long it lasts."""

    slug: str
    title: str
    group: str
    said: str
    sentences: list[str]
    next: str
    asks: str
    choices: list[Choice]
    chosen: str
    lengths: tuple[int, ...]
    minutes: int
    is_assumed: bool
    is_left_out: bool
    reason: str
    is_certain: bool
    is_here: bool


def letters(read: Draft, answers: Answers) -> list[Letters]:
    asking: dict[str, list[DraftSeries]] = {}
    for series in read.series:
        if word := letters_of(series):
            asking.setdefault(word, []).append(series)
    return [
        Letters(word, len(several), _meanings(several), answers.letters.get(word, ""))
        for word, several in asking.items()
    ]


def _meanings(several: list[DraftSeries]) -> list[Choice]:
    readings = [one for series in several for one in series.readings if "zone" in one.facts]
    found = {zone_code(one.facts["zone"]): one for one in readings}
    return [
        (code, reading_label(replace(one, facts={"zone": one.facts["zone"]}), gettext, words()))
        for code, one in found.items()
    ]


def meeting_rows(
    read: Draft, draft: Draft, found: Foreseen, answers: Answers, now: dt.datetime
) -> list[MeetingRow]:
    """Those that ask come first, then those whose first date is assumed; else in the order of the page."""
    asking = {one.slug: one for one in answered(read, replace(answers, meetings={})).series}
    asking |= {one.slug: one for one in read.series if one.slug in answers.meetings}
    matches = draft.matches if len(draft.matches) == len(draft.series) else [None] * len(draft.series)
    assumed = {one.series.slug for one in assumed_starts(draft)}
    rows = [
        _row(one, asking[one.slug], match, found, answers, now, one.slug in assumed)
        for one, match in zip(draft.series, matches, strict=True)
    ]
    return sorted(
        rows, key=lambda row: (row.is_certain, not (row.asks and not row.sentences), not row.is_assumed)
    )


def _row(
    series: DraftSeries, asking: DraftSeries, match: Match | None, found: Foreseen, answers: Answers,
    now: dt.datetime, is_assumed: bool,
) -> MeetingRow:  # fmt: skip
    then = found.series.get(series.slug)
    is_asked = (
        asking.question is not None
        and then is not None
        and (then.question is not None or series.question is None)
    )
    answer = answers.meetings.get(series.slug, MeetingAnswer(""))
    typed = {answer.reading: typed_reading(answer.reading)} if is_typed(answer.reading) else {}
    readings = codes(asking.readings) | typed if is_asked else {}
    choices = [(code, _reading(one, now)) for code, one in readings.items()]
    lasts = all(one.duration for reading in asking.readings for one in reading.schedules)
    return MeetingRow(
        slug=series.slug,
        title=then.title if then else series.title,
        group=then.group if then else "",
        said=series.said or _quote(asking.question or series.question),
        sentences=_sentences(then, now),
        next=_next(next_date(then.schedules, now), then.schedules[0].tzid) if then and then.schedules else "",
        asks=_asks(asking.question) if is_asked and asking.question else "",
        choices=choices,
        chosen=answer.reading,
        lengths=LENGTHS if choices and not lasts else (),
        minutes=answer.minutes,
        is_assumed=is_assumed,
        is_left_out=then is None,
        reason=in_a_sentence(match.reason) if match else "",
        is_certain=match.certain if match else True,
        is_here=then is not None and not then.is_new,
    )


def _sentences(then: ForeseenSeries | None, now: dt.datetime) -> list[str]:
    return [rule_sentence(one, gettext, words(), now) for one in then.schedules[:5]] if then else []


def _reading(reading: Reading, now: dt.datetime) -> str:
    return " / ".join(rule_sentence(one, gettext, words(), now) for one in reading.schedules)


def _next(coming: Occurrence | None, tzid: str) -> str:
    if coming is None:
        return gettext("no date to come")
    return day_text(coming.start.date() if coming.all_day else wall_of(coming.start, tzid).date())


def _quote(question: Question | None) -> str:
    return str(question.facts.get("quote", "")) if question else ""


def _asks(question: Question) -> str:
    """What is left open; the words themselves stand beside it."""
    asked = Question("", question.facts) if question.code in _QUOTED else question
    return question_sentence(asked, gettext, words())
