"""Notes that are written elsewhere come in after their call, as a draft, once for all workers; what is written here is left alone."""

import datetime as dt

import pytest
from cast import make_community, make_group, make_notes, make_series

from commonhour.actions.notes.writing import begin_notes, publish_notes, save_notes
from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.core.rights import TERMINAL
from commonhour.errors import GatewayError
from commonhour.gateways.fetch import Fetched
from commonhour.models import ExternalRef, Notes, NotesFetch
from commonhour.tasks.budget import Budget
from commonhour.tasks.notes_fetch import _lease, fetch_notes

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
PATTERN = "https://pad.example.org/{yyyy}-{mm}-{dd}/download"
ALL = "https://pad.example.org/all"


@pytest.fixture
def series(db):
    make_community()
    return written_at(PATTERN, make_series(group=make_group(), dtstart="20260903T160000"))


@pytest.fixture
def date(series):
    return series.occurrences.get(slug="2026-11-19")


def written_at(pattern, series):
    series.notes_url = pattern
    series.save()
    return series


def pad(text, kind="text/markdown"):
    asked = []

    def ask(url):
        asked.append(url)
        body = text if isinstance(text, bytes) else text.encode()
        return Fetched(200, body, "", "", kind, url)

    ask.asked = asked
    return ask


def faults():
    return [row.fault.get("code", "") for row in NotesFetch.objects.order_by("occurrence__start")]


def published(notes, now):
    return publish_notes(notes, version=notes.version, now=now, actor=TERMINAL)


def test_an_hour_after_the_call_and_once(date):
    ask = pad("DECISION: Ship\n")
    assert fetch_notes(date.end + HOUR / 2, ask=ask) == 0
    assert fetch_notes(date.end + HOUR, ask=ask) == 1
    assert fetch_notes(date.end + 2 * HOUR, ask=ask) == 0
    assert ask.asked == ["https://pad.example.org/2026-11-19/download"]
    notes = Notes.objects.get()
    assert (notes.text, notes.date, notes.stage) == ("DECISION: Ship\n", dt.date(2026, 11, 19), "draft")
    assert notes.dates.get().occurrence == date
    assert [one.how for one in notes.revisions.all()] == ["imported"]
    assert not ExternalRef.objects.exists()


def test_the_draft_follows_what_is_corrected_there_for_three_days(date):
    fetch_notes(date.end + HOUR, ask=pad("one"))
    assert fetch_notes(date.end + 8 * HOUR, ask=pad("two")) == 1
    assert (Notes.objects.get().text, faults()) == ("two", [""])
    assert fetch_notes(date.end + 73 * HOUR, ask=pad("three")) == 0


def test_published_notes_are_changed_by_nobody_but_people_and_a_change_there_is_told(date):
    fetch_notes(date.end + HOUR, ask=pad("one"))
    published(Notes.objects.get(), date.end + 2 * HOUR)
    fetch_notes(date.end + 8 * HOUR, ask=pad("one"))
    assert faults() == [""]
    fetch_notes(date.end + 15 * HOUR, ask=pad("two"))
    assert (Notes.objects.get().text, faults()) == ("one", ["notes-changed-there"])
    save_notes(Notes.objects.get(), "two", base="one", now=date.end + 16 * HOUR, actor=TERMINAL)
    fetch_notes(date.end + 22 * HOUR, ask=pad("two"))
    assert faults() == [""]


def test_a_draft_that_was_changed_here_is_kept_and_a_change_there_is_told(date):
    fetch_notes(date.end + HOUR, ask=pad("one"))
    save_notes(Notes.objects.get(), "one!", base="one", now=date.end + 2 * HOUR, actor=TERMINAL)
    fetch_notes(date.end + 8 * HOUR, ask=pad("one"))
    assert faults() == [""]
    fetch_notes(date.end + 15 * HOUR, ask=pad("two"))
    assert (Notes.objects.get().text, faults()) == ("one!", ["notes-changed-there"])


def test_frozen_notes_are_not_changed_and_that_is_told(date):
    community = make_community()
    community.notes_frozen_days = 1
    community.save()
    fetch_notes(date.end + HOUR, ask=pad("one"))
    fetch_notes(date.end + 50 * HOUR, ask=pad("two"))
    assert (Notes.objects.get().text, faults()) == ("one", ["notes-frozen"])


def test_of_one_document_for_all_dates_that_day_only(date):
    written_at(ALL, date.series)
    fetch_notes(date.end + HOUR, ask=pad("## 2026-11-19\nDECISION: Ship\n\n## 2026-11-12\nDECISION: Wait\n"))
    assert "Ship" in Notes.objects.get().text
    assert "Wait" not in Notes.objects.get().text


def test_a_pad_that_is_used_again_each_week_leaves_last_week_alone(series):
    written_at(ALL, series)
    first, second = (series.occurrences.get(slug=f"2026-11-{day}") for day in (12, 19))
    fetch_notes(first.end + HOUR, ask=pad("one"))
    fetch_notes(second.end + HOUR, ask=pad("one"))
    assert faults() == ["", "notes-not-there"]
    fetch_notes(second.end + 8 * HOUR, ask=pad("two"))
    assert [(row.date.day, row.text) for row in Notes.objects.order_by("date")] == [(12, "one"), (19, "two")]


def test_a_call_that_was_not_held_leaves_the_pad_to_the_one_before(db):
    make_community()
    series = written_at(ALL, make_series(group=make_group(), dtstart="20261116T160000", rrule="FREQ=DAILY"))
    first, second = (series.occurrences.get(slug=f"2026-11-{day}") for day in (17, 18))
    series.occurrences.filter(pk=second.pk).update(outcome="not-held")
    fetch_notes(first.end + HOUR, ask=pad("one"))
    fetch_notes(second.end + HOUR, ask=pad("two"))
    assert dict(Notes.objects.values_list("date__day", "text"))[17] == "two"


def test_a_pad_that_is_used_again_the_next_day_leaves_the_day_before_alone(db):
    make_community()
    series = written_at(ALL, make_series(group=make_group(), dtstart="20261116T160000", rrule="FREQ=DAILY"))
    first, second = (series.occurrences.get(slug=f"2026-11-{day}") for day in (17, 18))
    fetch_notes(first.end + HOUR, ask=pad("one"))
    fetch_notes(second.end + HOUR, ask=pad("two"))
    texts = dict(Notes.objects.values_list("date__day", "text"))
    assert (texts[17], texts[18]) == ("one", "two")


def test_two_series_with_one_pad_have_notes_of_their_own(series):
    written_at(ALL, series)
    other = make_series("Friday call", group=series.group, dtstart="20260904T160000")
    thursday = series.occurrences.get(slug="2026-11-19")
    friday = written_at(ALL, other).occurrences.get(slug="2026-11-20")
    fetch_notes(thursday.end + HOUR, ask=pad("thursday"))
    fetch_notes(friday.end + HOUR, ask=pad("friday"))
    assert Notes.objects.get(series=series).text == "thursday"
    assert Notes.objects.get(series=other).text == "friday"


@pytest.mark.parametrize(
    "text",
    ["one\n\nNext meeting: 2026-11-26\n", "## Action items from 2026-11-12\n\n- write\n", "# 2026-11-12\n\none\n\n# 2026-11-05\n\ntwo\n"],
)  # fmt: skip
def test_where_the_address_holds_the_day_all_of_it_is_of_that_day(date, text):
    fetch_notes(date.end + HOUR, ask=pad(text))
    assert [(row.date.day, row.text) for row in Notes.objects.all()] == [(19, text)]


def test_where_the_address_holds_the_day_no_other_day_in_the_head_counts(date):
    fetch_notes(date.end + HOUR, ask=pad("---\ndate: 2026-11-12\n---\none\n"))
    assert [(row.date.day, row.text) for row in Notes.objects.all()] == [(19, "one\n")]


SIGN_IN = "<!doctype html><title>Pad</title><form><input name=u><input type='password' name=p></form>"
PAGE = "<html><body><h1>Sign in</h1><p>with your account</p></body></html>"


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"%PDF-1.7\n1 0 obj", "text/plain", "notes-no-text"),
        (b"\x00\x01\x02\x03\x04\x05" * 9, "text/plain", "notes-no-text"),
        ("some text", "application/pdf", "notes-no-text"),
        ("some text", "image/svg+xml", "notes-no-text"),
        (SIGN_IN, "text/html", "notes-web-page"),
        ('{"error": "no"}', "application/json", "notes-not-there"),
        ('{"error": "no"}', "text/plain", "notes-not-there"),
        (" \n", "text/plain", "notes-not-there"),
        ("a" * (NOTES_CHARACTERS + 1), "text/plain", "notes-too-long"),
    ],
)
def test_what_is_no_notes_is_not_taken(date, body, kind, code):
    fetch_notes(date.end + HOUR, ask=pad(body, kind))
    assert (faults(), Notes.objects.count()) == ([code], 0)


@pytest.mark.parametrize("kind", ["", "text/plain; charset=utf-8", "application/octet-stream"])
def test_a_text_is_taken_by_whatever_kind_it_is_sent(date, kind):
    fetch_notes(date.end + HOUR, ask=pad("[agenda](https://example.org/a)\n\none", kind))
    assert (faults(), Notes.objects.count()) == ([""], 1)


def test_a_text_that_speaks_of_passwords_is_no_page_to_sign_in(date):
    fetch_notes(date.end + HOUR, ask=pad('Ana mends `<input type="password">`.\n'))
    assert (faults(), Notes.objects.count()) == ([""], 1)


def test_a_web_page_that_is_another_one_does_not_replace_what_was_there(date):
    fetch_notes(date.end + HOUR, ask=pad("DECISION: one"))
    fetch_notes(date.end + 8 * HOUR, ask=pad(PAGE, "text/html"))
    assert (Notes.objects.get().text, faults()) == ("DECISION: one", ["notes-web-page"])


def test_a_web_page_of_notes_is_followed(date):
    fetch_notes(date.end + HOUR, ask=pad("<h1>Sync</h1><p>one</p>", "text/html"))
    fetch_notes(date.end + 8 * HOUR, ask=pad("<h1>Sync</h1><p>two</p>", "text/html"))
    assert (Notes.objects.get().text, faults()) == ("# Sync\n\ntwo\n", [""])


def test_of_the_address_only_the_site_is_kept(date):
    written_at("https://user:word@pad.example.org/p/7Kd93-{yyyy}-{mm}-{dd}", date.series)
    fetch_notes(date.end + HOUR, ask=pad("one"))
    assert Notes.objects.get().origin == "https://pad.example.org"


def test_what_is_written_here_is_not_asked_for(date):
    make_notes(date, "here")
    ask = pad("there")
    assert fetch_notes(date.end + HOUR, ask=ask) == 0
    assert Notes.objects.get().text == "here"


def test_what_is_begun_here_while_it_is_asked_for_stays_alone(date):
    def slow(url):
        begin_notes(date, text="here", now=date.end + HOUR, actor=TERMINAL)
        return pad("there")(url)

    fetch_notes(date.end + HOUR, ask=slow)
    assert (Notes.objects.get().text, faults()) == ("here", [""])


def test_what_went_to_another_series_while_it_is_asked_for_is_not_taken(date):
    other = make_series("Other", group=date.series.group, dtstart="20260904T160000")

    def slow(url):
        type(date).objects.filter(pk=date.pk).update(series=other)
        return pad("there")(url)

    fetch_notes(date.end + HOUR, ask=slow)
    assert not Notes.objects.exists()


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


@pytest.fixture
def calls(date):
    """Four at the same time."""
    group = date.series.group
    for name in ("Second", "Third", "Fourth"):
        written_at(PATTERN, make_series(name, group=group, dtstart="20260903T160000"))
    return date


def test_who_is_told_to_stop_asks_for_no_more(calls):
    budget, ask = Budget(60), pad("one")

    def last(url):
        budget.stop.set()
        return ask(url)

    assert fetch_notes(calls.end + HOUR, budget, ask=last) == 1
    assert budget.is_spent
    assert fetch_notes(calls.end + HOUR, ask=ask) == 3


def test_a_bug_in_one_holds_up_no_other(calls):
    def broken(url):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fetch_notes(calls.end + HOUR, ask=broken)
    assert fetch_notes(calls.end + HOUR, ask=pad("one")) == 3


def test_those_that_are_due_are_found_in_one_query(calls, django_assert_num_queries):
    with django_assert_num_queries(1):
        fetch_notes(calls.end + HOUR, Budget(-1), ask=pad("one"))


def test_two_workers_do_not_both_ask(date):
    now = date.end + HOUR
    assert [_lease(date, now), _lease(date, now)] == [True, False]
    assert _lease(date, now + 6 * HOUR)
