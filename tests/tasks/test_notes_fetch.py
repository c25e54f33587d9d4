"""Notes that are written elsewhere come in after their call, once for all workers, and what is written here is left alone."""

import datetime as dt

import pytest
from cast import make_community, make_group, make_notes, make_series

from commonhour.errors import GatewayError
from commonhour.gateways.fetch import Fetched
from commonhour.models import Notes, NotesFetch
from commonhour.tasks.notes_fetch import fetch_notes

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
PATTERN = "https://pad.example.org/{yyyy}-{mm}-{dd}/download"


@pytest.fixture
def date(db):
    make_community()
    series = make_series(group=make_group(), dtstart="20260903T160000")
    series.notes_url = PATTERN
    series.save()
    return series.occurrences.get(slug="2026-11-19")


def pad(text):
    asked = []

    def ask(url):
        asked.append(url)
        return Fetched(200, text.encode(), "", "", "text/markdown", url)

    ask.asked = asked
    return ask


def test_an_hour_after_the_call_and_once(date):
    ask = pad("DECISION: Ship\n")
    assert fetch_notes(date.end + HOUR / 2, ask=ask) == 0
    assert fetch_notes(date.end + HOUR, ask=ask) == 1
    assert fetch_notes(date.end + 2 * HOUR, ask=ask) == 0
    assert ask.asked == ["https://pad.example.org/2026-11-19/download"]
    notes = Notes.objects.get()
    assert (notes.text, notes.date, notes.stage) == ("DECISION: Ship\n", dt.date(2026, 11, 19), "published")
    assert notes.dates.get().occurrence == date


def test_what_is_corrected_there_follows_for_three_days(date):
    fetch_notes(date.end + HOUR, ask=pad("one"))
    assert fetch_notes(date.end + 8 * HOUR, ask=pad("two")) == 1
    assert Notes.objects.get().text == "two"
    assert fetch_notes(date.end + 73 * HOUR, ask=pad("three")) == 0


def test_of_one_document_for_all_dates_that_day_only(date):
    date.series.notes_url = "https://pad.example.org/all"
    date.series.save()
    fetch_notes(date.end + HOUR, ask=pad("## 2026-11-19\nDECISION: Ship\n\n## 2026-11-12\nDECISION: Wait\n"))
    assert "Ship" in Notes.objects.get().text
    assert "Wait" not in Notes.objects.get().text


def test_what_is_written_here_is_not_asked_for(date):
    make_notes(date, "here")
    ask = pad("there")
    assert fetch_notes(date.end + HOUR, ask=ask) == 0
    assert Notes.objects.get().text == "here"


def test_a_pad_that_does_not_answer_is_asked_again_later_and_its_fault_is_kept(date):
    def refuses(url):
        raise GatewayError("answered-status", permanent=False, status=404)

    assert fetch_notes(date.end + HOUR, ask=refuses) == 1
    row = NotesFetch.objects.get()
    assert (row.tries, row.fault["code"]) == (1, "answered-status")
    assert fetch_notes(date.end + 7 * HOUR, ask=pad("one")) == 1
    row.refresh_from_db()
    assert (row.tries, row.fault) == (2, {})


def test_a_date_that_was_not_held_has_none(date):
    date.outcome = "not-held"
    date.save()
    assert fetch_notes(date.end + HOUR, ask=pad("one")) == 0
