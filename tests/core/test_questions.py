"""Why a call has no time yet: every code has its sentence, in any language, and JSON keeps it."""

import json

import pytest

from commonhour.core.speech.questions import question_sentence, reading_label
from commonhour.core.speech.words import BabelWords
from commonhour.core.undecided.question import Question, fact, question_of, told
from commonhour.core.undecided.readings import Reading, restored, stored

SAID = Question(
    "page-says",
    {"quote": "Tue 3 April 16:00 CET", "asks": [fact("year-of", date="2029-04-03"), fact("length")]},
)
KEPT = {
    "label": "kept from before",
    "dtstart": "20261126T110000",
    "tzid": "UTC",
    "duration": 3600,
    "rrule": "",
}


def test_a_sentence_is_made_of_its_facts() -> None:
    assert question_sentence(SAID) == (
        "The page says “Tue 3 April 16:00 CET”. The year is missing; Tuesday 3 April was in 2029. Which year?"
        " How long does it last?"
    )


def test_it_is_made_in_the_readers_language() -> None:
    """With a language whose every template is turned round, no English is left but the page's own words."""
    spanish = question_sentence(
        SAID, lambda text: text.replace("The page says", "La página dice"), BabelWords("es")
    )
    assert spanish.startswith("La página dice “Tue 3 April")
    assert "martes 3 de abril" in spanish


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (fact("which-zone", word="IST", tzids=["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]), "Does IST mean Kolkata or Dublin or Jerusalem?"),
        (fact("letters-all-year", word="CET", tzid="Europe/Paris"), "Does CET mean the clocks of Europe/Paris all year?"),
        (fact("unknown-zone", word="Moon"), "“Moon” is no time zone we know: which city's clock is meant?"),
        (fact("which-of-month", days=[0, 1]), "On which Monday or Tuesday of the month?"),
        (fact("which-of-month", days=[]), "On which day of the month?"),
        (fact("first-date-is", weekday=3), "Its first date is a Thursday: on which date is one of its meetings?"),
        (fact("whose-clock", hours=[["08:00", "America/Los_Angeles"], ["11:00", "America/New_York"], ["16:00", "Europe/London"]]),
         "Its hour stays the same in which city? It would be 08:00 in Los Angeles, 11:00 in New York or 16:00 in London."),
        (fact("everything"), "On which day, at what time, in which zone and how often does it meet?"),
    ],
)  # fmt: skip
def test_what_is_asked(ask: dict[str, object], sentence: str) -> None:
    assert question_sentence(Question("file-says", {"quote": "", "asks": [ask]})) == sentence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("nobody-said"), "Nobody has said yet when it meets: which day, what time, in which zone?"),
        (Question("hours-without-day", {"hours": ["13:00", "21:00"], "asks": []}),
         "The file gives 13:00 (in an unnamed zone) and 21:00 (in an unnamed zone) but no day."),
        (Question("two-seasons", {"summer": ["15:00", "UTC"], "winter": ["16:00", "UTC"], "asks": [fact("which-weeks")]}),
         "The file says “15:00 UTC in summer, 16:00 UTC in winter”. It skips weeks: on which date is one of its meetings?"),
    ],
)  # fmt: skip
def test_how_it_opens(question: Question, sentence: str) -> None:
    assert question_sentence(question) == sentence


def test_json_keeps_it() -> None:
    assert question_of(json.loads(json.dumps(SAID.as_json()))) == SAID
    assert question_of(None) is None
    assert told("  ") is None


def test_a_label_an_older_version_kept_is_shown_as_it_was() -> None:
    (reading,) = restored([KEPT])
    assert reading_label(reading) == "kept from before"
    assert restored(stored([reading])) == [reading]


def test_a_label_is_made_when_it_is_shown() -> None:
    (reading,) = restored(
        [
            {
                **KEPT,
                "facts": {
                    "zone": fact("letters-offset", word="PST", minutes=-480),
                    "rule": "",
                    "counted": True,
                },
            }
        ]
    )
    assert reading_label(reading) == "PST as UTC−8 all year, once, counted from Thursday, 26 November 2026"
    assert "jueves, 26 de noviembre de 2026" in reading_label(reading, words=BabelWords("es"))
    assert (
        reading_label(Reading(reading.schedules, {"apart": True}))
        == "two calls, each in its months, as written"
    )
