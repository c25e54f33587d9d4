"""What somebody answers on an import's preview: the form as it was sent, laid over the answers given before."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict

from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import (
    CONFIRM,
    MERGE,
    RENAME,
    Answers,
    GroupAnswer,
    MeetingAnswer,
)
from commonhour.core.answers.codes import AS_READ, codes
from commonhour.core.answers.misfits import fitting, misfits
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, DraftSeries
from commonhour.errors import RefusedInput
from commonhour.web.desk.question import LENGTHS

CONFIRM_ALL, ASK_AGAIN = "confirm", "ask-again"
_MINUTES = [str(minutes) for minutes in LENGTHS]


def posted(sent: QueryDict, draft: Draft, before: Answers, groups: list[str]) -> Answers:
    """`draft` as it was read, `groups` the slugs of the hub's. Raises RefusedInput; what does not fit is left out."""
    if "form" not in sent:
        return before  # only a button, without the form round it
    answers = replace(
        before,
        community=_facts(sent, before),
        groups=_groups(sent, before),
        letters=_chosen(sent, "letters-", before.letters),
        meetings=_meetings(sent, before),
    )
    if sent.get("do") == ASK_AGAIN:
        answers = _asked_again(answers)
    for one in misfits(draft, answers, groups):
        if one.reason["code"] == "answer-same-name":
            raise RefusedInput("answer-same-name", name=one.key, text=answers.groups[one.key].to)
    answers = fitting(draft, answers, groups)
    if sent.get("do") == CONFIRM_ALL:
        answers = _confirmed(draft, answers)
    return answers


def without_verb(sent: QueryDict) -> QueryDict:
    rest = sent.copy()
    rest.pop("verb", None)
    return rest


def _facts(sent: QueryDict, before: Answers) -> dict[str, bool]:
    """Ticked now and not before, or the other way round."""
    shown, was, ticked = sent.getlist("fact"), sent.getlist("was-taken"), sent.getlist("take")
    changed = {name: name in ticked for name in shown if (name in ticked) != (name in was)}
    return {**before.community, **changed}


def _groups(sent: QueryDict, before: Answers) -> dict[str, GroupAnswer]:
    verb, ticked = sent.get("verb", ""), sent.getlist("group")
    if not verb:
        return dict(before.groups)
    if not ticked:
        raise RefusedInput("no-group-ticked")
    to = {MERGE: sent.get("into", ""), RENAME: " ".join(sent.get("name", "").split())[:200]}.get(verb, "")
    if verb == RENAME and (len(ticked) > 1 or not to):
        raise RefusedInput("one-group-to-rename")
    if verb == MERGE and not to:
        raise RefusedInput("no-group-to-merge")
    return {
        **before.groups,
        **{slug: GroupAnswer(verb, to) for slug in ticked if (verb, slug) != (MERGE, to)},
    }


def _chosen(sent: QueryDict, prefix: str, before: Mapping[str, str]) -> dict[str, str]:
    """By what stands behind the prefix; "" takes an answer back, and what the page did not show stays."""
    now = {name.removeprefix(prefix): str(value) for name, value in sent.items() if name.startswith(prefix)}
    return {key: value for key, value in {**before, **now}.items() if value}


def _meetings(sent: QueryDict, before: Answers) -> dict[str, MeetingAnswer]:
    readings = {slug: one.reading for slug, one in before.meetings.items()}
    minutes = {slug: str(one.minutes or "") for slug, one in before.meetings.items()}
    minutes = _chosen(sent, "minutes-", minutes)
    return {
        slug: MeetingAnswer(reading, int(minutes[slug]) if minutes.get(slug, "") in _MINUTES else 0)
        for slug, reading in _chosen(sent, "meeting-", readings).items()
    }


def _confirmed(draft: Draft, answers: Answers) -> Answers:
    """Every assumed first date is right, and so is the only reading that a question has."""
    now = answered(draft, answers)
    starts = {one.series.slug: CONFIRM for one in assumed_starts(now)}
    meetings = {one.slug: MeetingAnswer(code) for one in now.series if (code := only_reading(one))}
    return replace(answers, starts={**answers.starts, **starts}, meetings={**answers.meetings, **meetings})


def _asked_again(answers: Answers) -> Answers:
    meetings = {slug: one for slug, one in answers.meetings.items() if one.reading != AS_READ}
    return replace(answers, starts={}, meetings=meetings)


def only_reading(series: DraftSeries) -> str:
    """The code of the one reading an open question has; "" where there are more or none."""
    found = list(codes(series.readings)) if series.question else []
    return found[0] if found == [AS_READ] else ""
