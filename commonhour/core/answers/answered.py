"""The draft that follows from somebody's answers. An answer that does not fit changes nothing."""

from copy import deepcopy
from dataclasses import replace

from commonhour.core.answers.answers import CONFIRM, WHEN_NEEDED, Answers, MeetingAnswer
from commonhour.core.answers.codes import letters_of, reading_of, zone_code
from commonhour.core.answers.grouping import regroup
from commonhour.core.answers.starts import AssumedStart, assumed_starts, may_start
from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import Question


def answered(draft: Draft, answers: Answers) -> Draft:
    """A draft of its own: twice is as once, and without answers it is the same."""
    found = deepcopy(draft)
    found.answers = answers.as_json()
    found.community.chosen |= answers.community
    regroup(found, answers.groups)
    for series in found.series:
        if series.question and (answer := answers.meetings.get(series.slug)):
            _answer(series, answer)
        _take_letters(series, answers)
    for start in assumed_starts(found):
        said = answers.starts.get(start.series.slug, "")
        if said == CONFIRM or may_start(start.schedule, said):
            _start(start, said)
            found.findings.remove(start.finding)
    return found


def _take_letters(series: DraftSeries, answers: Answers) -> None:
    """Only the readings with that zone are left; when it is one, that is the answer."""
    word, question = letters_of(series), series.question
    code = answers.letters.get(word) if word else None
    fitting = [one for one in series.readings if code == zone_code(one.facts.get("zone", {"tzid": ""}))]
    if question is None or not fitting:
        return
    if len(fitting) == 1:
        _decide(series, fitting[0].schedules)
        return
    _keep_question(series, question)
    asks = [ask for ask in question.facts["asks"] if ask.get("word") != word]
    series.question = Question(question.code, {**question.facts, "asks": asks})
    series.readings = fitting


def _answer(series: DraftSeries, answer: MeetingAnswer) -> None:
    if answer.reading == WHEN_NEEDED:
        _decide(series, ())
    elif reading := reading_of(series.readings, answer.reading):
        lasting = (
            one if one.duration or not answer.minutes else replace(one, duration=answer.length)
            for one in reading.schedules
        )
        _decide(series, tuple(lasting))


def _decide(series: DraftSeries, schedules: tuple[Schedule, ...]) -> None:
    if series.question:
        _keep_question(series, series.question)
    series.schedules, series.question, series.readings = list(schedules), None, []


def _keep_question(series: DraftSeries, question: Question) -> None:
    series.as_read.setdefault("question", question.as_json())


def _start(start: AssumedStart, said: str) -> None:
    """Counted from the assumed date, or from another one."""
    series, assumed = start.series, start.schedule
    series.as_read.setdefault("start", start.finding.facts["first"])
    if said != CONFIRM:
        counted = replace(assumed, dtstart=said.replace("-", "") + assumed.dtstart[8:])
        series.schedules = [counted if one is assumed else one for one in series.schedules]
