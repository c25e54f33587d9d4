"""The agenda and the notes of a date as everybody reads them: on the page of the date, and no draft."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series

from commonhour.actions.notes.keeping import keep_notes, unpublish_notes
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
PAGE = "/meetings/metrics-call/2026-11-26/"


@pytest.fixture
def series(now):
    make_community()
    series = make_series(group=make_group(), dtstart="20260903T160000")
    series.agenda_template = "- Standing item\n"
    series.save()
    return series


def date_of(series):
    return series.occurrences.get(slug="2026-11-26")


def test_a_draft_is_on_no_page_and_published_notes_are(client, series):
    date, text = (
        date_of(series),
        "TOPIC: MARKER\nDECISION: Ship on Friday\nACTION: @ana write the post by 2026-12-01\n",
    )
    keep_notes(date, text, base="", stage="draft", **BY)
    assert "MARKER" not in client.get(PAGE).content.decode()
    kept = keep_notes(
        date, text, base=text, stage="published", facts={"recording": ("", "https://v.example.org/1")}, **BY
    )
    shown = client.get(PAGE).content.decode()
    assert '<li id="line-2">Ship on Friday</li>' in shown
    assert "<strong>TOPIC:</strong> MARKER" in shown
    assert "https://v.example.org/1" in shown
    assert "Corrected on" not in shown
    assert "Standing item" not in shown
    unpublish_notes(kept.notes, **BY)
    assert "MARKER" not in client.get(PAGE).content.decode()


def test_a_correction_is_seen_and_compared_without_a_name(client, series):
    date = date_of(series)
    assert client.get(f"{PAGE}notes-history/").status_code == 404
    make_notes(date, "one\n")
    keep_notes(
        date, "two\n", base="one\n", stage="published", now=NOW + dt.timedelta(hours=1), actor=TERMINAL
    )
    assert "Corrected on" in client.get(PAGE).content.decode()
    text = client.get(f"{PAGE}notes-history/").content.decode()
    assert "corrected 1 time" in text
    assert "<del>one</del>" in text
    assert "<ins>two</ins>" in text


def test_an_agenda_fills_by_itself_and_stays_when_the_date_is_cancelled(client, series):
    make_notes(series.occurrences.get(slug="2026-11-19"), "ACTION: @bo call the venue\n")
    shown = client.get(PAGE).content.decode()
    assert "Standing item" in shown
    assert "call the venue" in shown
    cancel_occurrence(date_of(series), reason="Flu", **BY)
    assert "Standing item" in client.get(PAGE).content.decode()


def test_what_somebody_wrote_as_the_agenda_stands_for_it_also_while_notes_are_drafted(client, series):
    date = date_of(series)
    keep_notes(date, "- Own agenda\n", base="", stage="agenda", **BY)
    keep_notes(date, "- Own agenda\nMARKER\n", base="- Own agenda\n", stage="draft", **BY)
    shown = client.get(PAGE).content.decode()
    assert "Own agenda" in shown
    assert "Standing item" not in shown
    assert "MARKER" not in shown


def test_names_that_were_there_are_only_counted_in_notes_without_names(client, series):
    date = date_of(series)
    make_notes(date, "DECISION: Ship\n", is_nameless=True, present=["Ana"], present_count=3)
    shown = client.get(PAGE).content.decode()
    assert "Without names" in shown
    assert "Ana" not in shown
