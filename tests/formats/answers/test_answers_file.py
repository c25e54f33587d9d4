"""The file of answers: what is written is read back, and what is none is refused with its line."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.answers.answers import (
    MERGE,
    REJECT,
    RENAME,
    WHEN_NEEDED,
    Answers,
    GroupAnswer,
    MeetingAnswer,
)
from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.finding import notice
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.question import Question, fact
from commonhour.core.undecided.readings import readings
from commonhour.core.undecided.zone_said import ZoneSaid, offset_choices
from commonhour.errors import RefusedInput
from commonhour.formats.answers import Stand, read_answers, write_answers

TODAY = dt.date(2026, 11, 23)
HOUR = dt.timedelta(hours=1)
SLUGS = ["thread", "null", "böard"]


def draft() -> Draft:
    found = Draft("page", groups=[DraftGroup(slug, f"The {slug}", where="page.md:7") for slug in SLUGS])
    found.community.title, found.community.path = "Weavers: # of looms", "/weavers/"
    zone = ZoneSaid("UTC-3", is_offset=True, offset=-3 * HOUR)
    for slug in SLUGS:
        series = DraftSeries(slug, f"The {slug}", slug, where="page.md:7")
        series.question = Question(
            "page-says", {"quote": "Tuesdays\n16:00 UTC-3", "asks": [fact("offset-zone", word="UTC-3")]}
        )
        series.readings = readings(Cadence("interval", (1,), 2), dt.time(16), HOUR, offset_choices(-3 * HOUR, TODAY), TODAY)  # fmt: skip
        found.series.append(series)
    assert zone.is_offset
    assumed = DraftSeries(
        "board", "Board", None, schedules=[Schedule("20261127T160000", "UTC", HOUR, "FREQ=WEEKLY;BYDAY=FR")]
    )
    found.series.append(assumed)
    found.findings.append(notice("assumed-start", "page.md:9", title="Board", first="2026-11-27"))
    return found


names = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1).map(str.strip).filter(bool)
)
answers = st.builds(
    Answers,
    community=st.dictionaries(st.sampled_from(["title", "path"]), st.booleans()),
    groups=st.dictionaries(
        st.sampled_from(SLUGS),
        st.one_of(
            st.just(GroupAnswer(REJECT)), st.builds(GroupAnswer, st.sampled_from([MERGE, RENAME]), names)
        ),
    ),
    letters=st.dictionaries(st.just("UTC-3"), st.sampled_from(["UTC-03:00", "America/Sao_Paulo"])),
    starts=st.dictionaries(st.just("board"), st.sampled_from(["confirm", "2026-11-06"])),
    meetings=st.dictionaries(
        st.sampled_from(SLUGS),
        st.builds(
            MeetingAnswer,
            st.sampled_from(
                [WHEN_NEEDED, "UTC-03:00, 2026-11-24", "2026-12-01T15:00 Europe/Berlin FREQ=WEEKLY;BYDAY=TU"]
            ),
            st.sampled_from([0, 45]),
        ),
    ),
)


@given(answers, names)
def test_what_is_written_is_read_back(given: Answers, name: str) -> None:
    text = write_answers([Stand("another.md", draft(), Answers()), Stand(name, draft(), given)])
    found = read_answers(text.encode(), "answers.yaml", ["another.md", name])
    kept = {slug: one for slug, one in found[name].answers.groups.items() if one.verb != "keep"}
    assert (kept, found[name].answers.letters) == (given.groups, given.letters)
    assert found[name].answers.community == given.community
    assert (found[name].answers.starts, found[name].answers.meetings) == (given.starts, given.meetings)


def test_every_choice_stands_beside_its_question() -> None:
    text = write_answers([Stand("page.md", draft(), Answers(), frozenset({"title"}), frozenset({"thread"}))])
    assert "title: open  # Weavers: # of looms is taken" in text
    assert "path: open  # /weavers/ is not taken" in text
    assert "    thread: reject  # The thread, line 7" in text
    assert "# UTC-3, in 3 of them: UTC-03:00, " in text
    assert "    board: open  # 2026-11-27: Every Friday at 16:00 UTC" in text
    assert "    #   UTC-03:00, 2026-11-24: Every other Tuesday at 19:00 UTC, 60 min" in text


def test_a_file_may_be_called_by_its_last_part() -> None:
    body = b"page.md:\n  groups: {faq: reject}\n"
    assert list(read_answers(body, "a.yaml", ["docs/page.md", "docs/other.md"])) == ["docs/page.md"]
    with pytest.raises(RefusedInput) as refused:
        read_answers(body, "a.yaml", ["docs/page.md", "more/page.md"])
    assert refused.value.code == "answer-no-file"


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("other.md: {}", "answer-no-file", 1),
        ("page.md:\n  circles: {}", "answer-no-part", 2),
        ("page.md:\n  groups:\n    a: keep\n    a: reject", "answer-twice", 4),
        ("page.md: {}\npage.md: {}", "answer-twice", 2),
        ("page.md:\n  groups:\n    a: [keep]", "answer-no-text", 3),
        ("page.md:\n  groups:\n    a: {move: b}", "answer-no-group-verb", 3),
        ("page.md:\n  groups:\n    a: {merge: b, rename: c}", "answer-no-group-verb", 3),
        ("page.md:\n  community:\n    title: sure", "answer-no-take", 3),
        ("page.md:\n  meetings:\n    a: {reading: UTC, minutes: long}", "answer-no-meeting-answer", 3),
        ("page.md:\n  meetings:\n    a: {minutes: 60}", "answer-no-meeting-answer", 3),
        ("page.md:\n  meetings:\n    a: {reading: UTC, colour: red}", "answer-no-meeting-answer", 3),
        ("page.md:\n  letters:\n    PST: [a", "broken-yaml", 3),
        ("just words", "no-mapping", 0),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_its_line(body: str, code: str, line: int) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_answers(body.encode(), "a.yaml", ["page.md"])
    assert (refused.value.code, refused.value.where) == (code, f"a.yaml:{line}" if line else "a.yaml")
    assert "…" not in refused.value.sentence() or code == "answer-no-meeting-answer"


def test_open_and_empty_lines_are_no_answers() -> None:
    body = b"page.md:\n  groups: {a: open, b: , c: ~}\n  letters:\n  meetings: {a: open}\n"
    assert read_answers(body, "a.yaml", ["page.md"])["page.md"].answers == Answers()
