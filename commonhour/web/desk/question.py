"""The question of an undecided series as the desk shows it: each possible answer a sentence with its next dates."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext

from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.speech.questions import reading_label
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.zones import wall_of
from commonhour.reads.question import Answer, OpenQuestion
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.dates import reader_hour
from commonhour.web.times import clock, day_text, short_day, zone_label
from commonhour.web.voice import words

LENGTHS = (15, 30, 45, 60, 90, 120)


@dataclass(frozen=True)
class AnswerCard:
    """`dates` are (machine-readable, in words), `clock` the hour they share where it is held, `reader` what that
    is on the reader's clock on the first of them; `note` says where it parts from the first answer."""

    number: int
    sentences: list[str]
    label: str
    dates: list[tuple[str, str]]
    clock: str
    reader: str
    note: str


@dataclass(frozen=True)
class QuestionCard:
    id: int
    series: SeriesShape
    token: str
    answers: list[AnswerCard]
    lengths: tuple[int, ...]


def card(question: OpenQuestion, now: dt.datetime, reader_tzid: str) -> QuestionCard:
    return QuestionCard(
        id=question.id,
        series=question.series,
        token=question.token,
        answers=[_answer(one, now, reader_tzid) for one in question.answers],
        lengths=LENGTHS if question.lacks_length else (),
    )


def _answer(answer: Answer, now: dt.datetime, reader_tzid: str) -> AnswerCard:
    schedules = answer.reading.schedules
    tzid = schedules[0].tzid
    return AnswerCard(
        number=answer.number,
        sentences=[rule_sentence(one, gettext, words(), now) for one in schedules],
        label=reading_label(answer.reading, gettext, words()),
        dates=[_date(one, tzid, answer.dates[0]) for one in answer.dates],
        clock=_clock(answer.dates[0], tzid) if answer.dates else "",
        reader=_reader_clock(answer.dates[0], tzid, reader_tzid) if answer.dates else "",
        note=_note(answer, tzid),
    )


def _date(one: Occurrence, tzid: str, first: Occurrence) -> tuple[str, str]:
    """The day; with its hour where that is not the first one's."""
    if one.all_day:
        return f"{one.start:%Y-%m-%d}", short_day(one.start.date())
    wall = wall_of(one.start, tzid)
    is_same = wall.time() == wall_of(first.start, tzid).time()
    day = short_day(wall.date())
    return f"{one.start:%Y-%m-%dT%H:%M:%SZ}", day if is_same else f"{day} {clock(one.start, tzid)}"


def _clock(first: Occurrence, tzid: str) -> str:
    return "" if first.all_day else f"{clock(first.start, tzid)} {zone_label(first.start, tzid)}"


def _reader_clock(first: Occurrence, tzid: str, reader_tzid: str) -> str:
    return "" if first.all_day else reader_hour(first.start, tzid, reader_tzid)


def _note(answer: Answer, tzid: str) -> str:
    """Answers that look alike for months are told apart by the first date that differs."""
    at = answer.parts_at
    if at is None:
        return gettext("The same moments as the first answer all through the year.") if answer.number else ""
    if answer.dates and at <= answer.dates[-1].start:
        return ""
    day = day_text(wall_of(at, tzid).date())
    return gettext("The first date that differs from the first answer: {day}.").format(day=day)
