"""Findings are facts: what is kept of one tells it again, in any language, and each kind of fact in its own way."""

import json

import pytest

from commonhour.core.finding import Finding, notice, with_texts
from commonhour.core.speech.findings import message
from commonhour.core.speech.words import BabelWords, Voice, identity
from commonhour.errors.telling import fault

SPANISH = Voice(identity, BabelWords("es"))  # its dates and places; the sentences stay English here


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (notice("contradiction", "a:1", "weekday", date="2026-11-26", right=3, said=4),
         "26 de noviembre de 2026 is a jueves, not a viernes."),
        (notice("no-year", "a:1", day="11-26"), "“26 de noviembre” has no year, here or in the headings above."),
        (notice("hour-change", "a:1", title="A", clock="15:00", usual="16:00", zone="America/New_York",
                dates=["2027-03-14", "2027-03-28"], last="2027-03-28"),
         "“A” is at 15:00 instead of 16:00 in Nueva York from 14 to 28 de marzo de 2027."),
        (notice("same-name", "a:1", name="Ana", groups=["A", "B", "C"]), "“Ana” stands in A and B and C: one person or two?"),
        (notice("link-kind", "a:1", label="Code", claim="repo", actual="list"), "“Code” reads like a repo but leads to a list."),
        (notice("undecided", "a:1", title="A", question={"code": "page-says", "facts": {"quote": "Tuesdays", "asks": [{"code": "hour"}]}}),
         "“A” has no time yet. The page says “Tuesdays”. At what time?"),
        (notice("kept-both", "a:1", what="“A”", field="url", theirs="x" * 90, ours=""),
         f"“A”: “url” was changed here and there. There: “{'x' * 79}…”. Here, and kept: nothing."),
        (notice("refused-input", "a:1", reason=fault("call-left-out", title="A", reason=fault("ends-before-start"))),
         "“A” was left out: It ends before it starts."),
    ],
)  # fmt: skip
def test_facts_are_told_by_their_kind(found, sentence):
    assert message(found, SPANISH) == sentence


def test_a_day_that_no_year_has_is_told_all_the_same():
    assert notice("no-year", "a:1", day="04-31").message.startswith("“31 April” has no year")


@pytest.mark.parametrize(
    ("also", "told"),
    [
        ((), ""),
        (("a.md:9",), " Also in line 9."),
        (("a.md:9", "a.md:11"), " Also in lines 9, 11."),
        (("b.md:9",), " Also in b.md:9."),
        (("a.md:1", "a.md:2", "a.md:3", "a.md:4"), " Also in lines 1, 2, 3 and 1 more."),
    ],
)
def test_further_places_are_told_with_a_contradiction(also, told):
    one, two = {"clock": "16:00 CET", "date": ""}, {"clock": "17:00 CET", "date": "2026-11-26"}
    found = notice("contradiction", "a.md:3", "hour", also=also, name="A", one=one, two=two, place="b.md:1")
    assert found.message == f"A: 16:00 CET here, 17:00 CET on 2026-11-26 in b.md:1.{told}"


def test_what_is_kept_of_a_finding_tells_it_again():
    found = notice("clash", "/a/", subject="a b", other="/b/", also=("/c/",), one="A", two="B", times=3, more=2,
                   first_date="2026-11-26", first_clock="15:30")  # fmt: skip
    kept = json.loads(json.dumps(found.as_row()))
    assert Finding.of(kept) == found
    assert found.message.endswith("at 15:30 UTC, and 2 more times in the coming weeks.")
    assert found.as_json() | {"facts": {}} == {
        "code": "clash", "severity": "warning", "where": "/a/", "subject": "a b", "other": "/b/", "also": ["/c/"],
        "message": found.message, "suggestion": "Move one of them, or say that both are meant.", "facts": {},
    }  # fmt: skip


def test_what_an_earlier_version_kept_is_told_in_its_words():
    row = {
        "code": "no-zone",
        "where": "a:1",
        "case": "told",
        "facts": {"text": "As it was.", "suggestion": "Do."},
    }
    assert (Finding.of(row).message, Finding.of(row).suggestion) == ("As it was.", "Do.")


def test_every_text_of_the_facts_can_be_changed():
    facts = {"a": "x", "b": ["x", 1], "reason": {"code": "told", "facts": {"text": "x"}}, "n": 3}
    assert with_texts(facts, lambda text: text.replace("x", "y")) == {
        "a": "y", "b": ["y", 1], "reason": {"code": "told", "facts": {"text": "y"}}, "n": 3,
    }  # fmt: skip
