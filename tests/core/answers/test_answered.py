"""Answers applied to a draft: none change nothing, twice is as once, and each does what it says."""

import datetime as dt
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import (
    CONFIRM,
    FACTS,
    KEEP,
    MERGE,
    REJECT,
    RENAME,
    WHEN_NEEDED,
    Answers,
    GroupAnswer,
    MeetingAnswer,
    answers_of,
)
from commonhour.core.answers.codes import codes, letters_of, reading_of
from commonhour.core.answers.misfits import fitting, misfits, overruled
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.finding import notice
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.question import Question, fact
from commonhour.core.undecided.readings import readings
from commonhour.core.undecided.zone_said import zone_choices

TODAY = dt.date(2026, 11, 23)
ZONES = ("America/Los_Angeles", "Asia/Manila")
SLUGS = ["thread", "pattern", "dyeing", "faq", "board"]


def asking(slug: str, cadence: Cadence, word: str = "PST") -> DraftSeries:
    series = DraftSeries(slug, slug.title(), slug)
    asks = [fact("which-zone", word=word, tzids=list(ZONES))]
    series.question = Question("page-says", {"quote": f"some day, {word}", "asks": asks})
    series.readings = readings(cadence, dt.time(16), dt.timedelta(0), zone_choices(word, ZONES), TODAY)
    return series


def draft() -> Draft:
    """Three calls that ask what PST means, one of them also which weeks; a silent one; one with an assumed start."""
    found = Draft("page", groups=[DraftGroup(slug, slug.title(), parent=None) for slug in SLUGS])
    weekly, fortnightly = Cadence("weekly", (1,)), Cadence("interval", (3,), 2)
    found.series = [asking("thread", weekly), asking("pattern", weekly), asking("dyeing", fortnightly)]
    found.series.append(DraftSeries("faq", "Faq", "faq", question=Question("no-time-said")))
    board = DraftSeries("board", "Board", "board", schedules=[Schedule("20261127T160000", "UTC", dt.timedelta(hours=1), "FREQ=WEEKLY;BYDAY=FR")])  # fmt: skip
    found.series.append(board)
    found.findings.append(notice("assumed-start", "page.md:9", title="Board", first="2026-11-27"))
    found.groups[1].parent = "faq"
    return found


def series(found: Draft, slug: str) -> DraftSeries:
    return next(one for one in found.series if one.slug == slug)


group_answers = st.one_of(
    st.sampled_from([GroupAnswer(KEEP), GroupAnswer(REJECT), GroupAnswer(RENAME, "Another name")]),
    st.sampled_from([*SLUGS, "of-the-hub", "nowhere"]).map(lambda slug: GroupAnswer(MERGE, slug)),
)
meeting_answers = st.builds(
    MeetingAnswer,
    st.sampled_from([*(code for one in draft().series for code in codes(one.readings)), WHEN_NEEDED, "gone"]),
    st.sampled_from([0, 45]),
)
answers = st.builds(
    Answers,
    community=st.dictionaries(st.sampled_from([*FACTS, "none"]), st.booleans()),
    groups=st.dictionaries(st.sampled_from([*SLUGS, "nobody"]), group_answers),
    letters=st.dictionaries(st.sampled_from(["PST", "EST"]), st.sampled_from([*ZONES, "Mars/X"])),
    starts=st.dictionaries(
        st.sampled_from(SLUGS), st.sampled_from([CONFIRM, "2026-11-06", "2026-11-05", "soon"])
    ),
    meetings=st.dictionaries(st.sampled_from([*SLUGS, "nobody"]), meeting_answers),
)


def test_no_answers_change_nothing() -> None:
    assert answered(draft(), Answers()) == draft()


@given(answers)
def test_twice_is_as_once_and_the_draft_that_was_read_stays(given: Answers) -> None:
    read = draft()
    once = answered(read, given)
    assert read == draft()
    assert answered(deepcopy(once), given) == once


@given(answers)
def test_what_does_not_fit_changes_nothing(given: Answers) -> None:
    fit = fitting(draft(), given, ["of-the-hub"])
    assert not list(misfits(draft(), fit, ["of-the-hub"]))
    if {one.verb for one in given.groups.values()} <= {KEEP, REJECT, RENAME}:
        assert replaced(answered(draft(), fit)) == replaced(answered(draft(), given))


def replaced(found: Draft) -> Draft:
    """Without a note of the answers themselves."""
    found.answers, found.community.chosen = {}, {}
    return found


@given(answers)
def test_answers_are_kept_as_json(given: Answers) -> None:
    assert answers_of(given.as_json()) == given


@given(answers)
def test_no_series_and_no_group_is_lost_but_those_rejected_or_merged(given: Answers) -> None:
    found = answered(draft(), given)
    gone = {slug for noun, slug in found.rejected if noun == "series"}
    assert {one.slug for one in found.series} | gone == set(SLUGS)
    known = {one.slug for one in found.groups} | {into for _, into in found.merged}
    assert all(one.group in known for one in found.series)
    assert all(one.parent is None or one.parent in known for one in found.groups)


def test_letters_are_answered_once_for_all_that_ask() -> None:
    found = answered(draft(), Answers(letters={"PST": "America/Los_Angeles"}))
    assert [one.tzid for slug in ("thread", "pattern") for one in series(found, slug).schedules] == [
        ZONES[0]
    ] * 2
    weeks = series(found, "dyeing")
    assert list(codes(weeks.readings)) == [
        "America/Los_Angeles, 2026-11-26",
        "America/Los_Angeles, 2026-12-03",
    ]
    assert weeks.question is not None
    assert weeks.question.facts["asks"] == []
    assert letters_of(weeks) == ""


def test_a_meeting_s_own_answer_counts_before_the_letters() -> None:
    given = Answers(letters={"PST": ZONES[0]}, meetings={"thread": MeetingAnswer("Asia/Manila", 45)})
    [schedule] = series(answered(draft(), given), "thread").schedules
    assert (schedule.tzid, schedule.duration) == ("Asia/Manila", dt.timedelta(minutes=45))


def test_a_code_of_last_month_still_means_the_same_weeks() -> None:
    found = series(draft(), "dyeing").readings
    this, other = found[0], found[1]
    assert reading_of(found, "America/Los_Angeles, 2026-10-29") == this
    assert reading_of(found, "America/Los_Angeles, 2026-10-22") == other
    assert reading_of(found, "America/Los_Angeles, 2026-10-30") is None
    assert reading_of(found, "America/Los_Angeles, 2027-01-07") is None


def test_starts_are_confirmed_or_given() -> None:
    confirmed = answered(draft(), Answers(starts={"board": CONFIRM}))
    assert (confirmed.findings, assumed_starts(confirmed)) == ([], [])
    given = answered(draft(), Answers(starts={"board": "2026-11-06"}))
    assert series(given, "board").schedules[0].dtstart == "20261106T160000"
    wrong = Answers(starts={"board": "2026-11-05"})
    assert answered(draft(), wrong).series == draft().series
    assert [one.reason["code"] for one in misfits(draft(), wrong)] == ["answer-wrong-start"]


def test_a_rejected_group_takes_its_meetings_along_and_leaves_its_children() -> None:
    found = answered(draft(), Answers(groups={"faq": GroupAnswer(REJECT)}))
    assert "faq" not in {one.slug for one in found.groups} | {one.slug for one in found.series}
    assert found.groups[1].parent is None
    assert found.rejected == [("series", "faq"), ("group", "faq")]


def test_a_merged_group_brings_its_meetings_and_drops_the_one_that_says_nothing() -> None:
    found = answered(
        draft(), Answers(groups={"faq": GroupAnswer(MERGE, "board"), "thread": GroupAnswer(MERGE, "faq")})
    )
    assert series(found, "thread").group == "board"
    assert "faq" not in [one.slug for one in found.series]
    assert found.groups[0].slug == "pattern"
    assert found.groups[0].parent == "board"
    assert [(one.slug, into) for one, into in found.merged] == [("thread", "board"), ("faq", "board")]


def test_a_renamed_group_renames_the_call_that_is_called_after_it() -> None:
    found = answered(draft(), Answers(groups={"board": GroupAnswer(RENAME, "The Board")}))
    assert (series(found, "board").title, found.groups[-1].name) == ("The Board", "The Board")
    assert found.groups[-1].as_read == {"name": "Board"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Answers(community={"colour": True}), "answer-no-fact"),
        (Answers(groups={"nobody": GroupAnswer(KEEP)}), "answer-no-group"),
        (Answers(groups={"faq": GroupAnswer("drop")}), "answer-no-verb"),
        (Answers(groups={"faq": GroupAnswer(RENAME)}), "answer-no-name"),
        (Answers(groups={"faq": GroupAnswer(MERGE, "nowhere")}), "answer-no-target"),
        (Answers(groups={"faq": GroupAnswer(MERGE, "faq")}), "answer-lost-target"),
        (Answers(groups={"faq": GroupAnswer(MERGE, "board"), "board": GroupAnswer(REJECT)}), "answer-lost-target"),
        (Answers(letters={"EST": ZONES[0]}), "answer-no-letters"),
        (Answers(letters={"PST": "Mars/X"}), "answer-no-zone"),
        (Answers(starts={"thread": CONFIRM}), "answer-no-start"),
        (Answers(meetings={"nobody": MeetingAnswer(WHEN_NEEDED)}), "answer-no-meeting"),
        (Answers(meetings={"board": MeetingAnswer(WHEN_NEEDED)}), "answer-not-asked"),
        (Answers(meetings={"thread": MeetingAnswer("Mars/X")}), "answer-no-reading"),
        (Answers(groups={"faq": GroupAnswer(RENAME, "board")}), "answer-same-name"),
        (Answers(starts={"board": "soon"}), "answer-no-date"),
        (Answers(meetings={"thread": MeetingAnswer("2026-12-01T15:00 Mars/X FREQ=WEEKLY")}), "unknown-zone"),
        (Answers(meetings={"thread": MeetingAnswer("2026-12-01T15:00 EST FREQ=WEEKLY")}), "unknown-zone"),
        (Answers(meetings={"thread": MeetingAnswer("2026-12-01T15:00 UTC FREQ=WEEKLY;BYDAY=MO")}), "answer-off-rule"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_does_not_fit_is_told_by_its_code(given: Answers, code: str) -> None:
    assert [one.reason["code"] for one in misfits(draft(), given)] == [code]


def test_groups_may_swap_their_names() -> None:
    swapped = {"faq": GroupAnswer(RENAME, "Board"), "board": GroupAnswer(RENAME, "Faq")}
    assert not [*misfits(draft(), Answers(groups=swapped))]


def test_a_time_that_somebody_wrote_out_is_the_calls_time() -> None:
    typed = MeetingAnswer("2026-12-01T15:00 Europe/Berlin FREQ=WEEKLY;BYDAY=TU", 45)
    found = answered(draft(), Answers(meetings={"thread": typed}))
    (schedule,) = series(found, "thread").schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule) == (
        "20261201T150000",
        "Europe/Berlin",
        "FREQ=WEEKLY;BYDAY=TU",
    )
    assert schedule.duration == dt.timedelta(minutes=45)


def test_an_answer_of_its_own_against_its_letters_is_told() -> None:
    given = Answers(letters={"PST": ZONES[0]}, meetings={"thread": MeetingAnswer(ZONES[1])})
    (one,) = overruled(draft(), given)
    assert (one.key, one.reason["facts"]["other"]) == ("thread", ZONES[0])
    assert not [*overruled(draft(), Answers(meetings=given.meetings))]
