"""Dates and calls that are in the calendar no more: their pages stay and say so; what was taken back is not announced."""

import datetime as dt

import pytest
from cast import HOUR, NOW, give_join, make_community, make_group, make_series

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.series import edit_series
from commonhour.actions.source import adopt_series, give_back_series, stop_source, take_copy
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.models import Occurrence, Series, Source

pytestmark = pytest.mark.django_db

URL = "https://partner.example.org/calendar.ics"
CALL = (
    "BEGIN:VEVENT\r\nUID:a@there\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Partner call\r\n"
    "DTSTART;TZID=Europe/Madrid:20261124T150000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n{more}END:VEVENT\r\n"
)

OTHER = CALL.format(more="").replace("a@there", "b@there").replace("Partner call", "Other call")


def take(source, *events, now=NOW):
    body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//there//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    take_copy(source, body.encode(), etag="", modified="", now=now, actor=WORKER)
    source.refresh_from_db()


@pytest.fixture
def source(now):
    make_community()
    found = Source.objects.create(
        kind="ics", url=URL, feed_url=URL, label="Partner", is_shown=True, group=make_group()
    )
    take(found, CALL.format(more=""))
    return found


@pytest.fixture
def call(source) -> Series:
    found = Series.objects.get(title="Partner call")
    give_join(found)
    return found


def without_first_of_december(source):
    take(source, CALL.format(more="EXDATE;TZID=Europe/Madrid:20261201T150000\r\n"), now=NOW + HOUR)


GONE = "/meetings/partner-call/2026-12-01/"


def text_of(client, path) -> str:
    return client.get(path).content.decode()


def test_a_date_that_was_taken_out_says_so_and_invites_nobody(call, source, client):
    assert "It takes place." in text_of(client, GONE)
    without_first_of_december(source)
    answer = client.get(GONE)
    text = answer.content.decode()
    assert answer.status_code == 200
    main = text[text.index("<h1>") : text.index('<nav class="turn"')]
    assert "This date is not in the calendar any more." in main
    assert "It was planned for" in main
    for word in ("It takes place", "How to join", "Subscribe", "In other places", "Move or cancel"):
        assert word not in main
    assert "Move or cancel this date" not in text
    assert '<meta name="robots" content="noindex">' in text
    assert "schema.org" not in text
    assert "/meetings/partner-call/2026-12-08/" in text
    assert "It takes place." in text_of(client, "/meetings/partner-call/2026-12-08/")


def test_one_that_is_over_was_taken_out_before(call, source, client, settings):
    without_first_of_december(source)
    settings.NOW = (NOW + dt.timedelta(days=20)).isoformat()
    text = text_of(client, GONE)
    assert "This date was taken out of the calendar before it was over." in text
    assert "This meeting is over." not in text


@pytest.mark.parametrize("ending", ["ics", "json", "md"])
def test_its_twins_are_gone_in_one_sentence(call, source, client, ending):
    path = f"{GONE.rstrip('/')}.{ending}"
    assert client.get(path).status_code == 200
    without_first_of_december(source)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["detail"] == "This date is not in the calendar any more."
    assert answer.json()["status"] == 410


def test_its_door_lets_nobody_in(call, source, client, settings):
    without_first_of_december(source)
    settings.NOW = "2026-12-01T14:10:00+00:00"
    answer = client.get(f"{GONE}join")
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "This date is not in the calendar any more." in text
    assert "/meetings/partner-call/2026-12-08/" in text
    assert '<form method="post"' not in text
    posted = client.post(f"{GONE}join")
    assert (posted.status_code, posted.headers["Location"]) == (302, f"{GONE}join")
    assert "MARKER" not in str(posted.headers) + posted.content.decode()


def test_a_call_that_its_calendar_does_not_list_says_since_when(call, source, client):
    take(source, OTHER, now=NOW + HOUR)
    text = text_of(client, call.path)
    assert "The calendar Partner has not listed it since" in text
    assert ">Mon, 23 Nov 2026</time>." in text
    for word in ("Concluded", "when needed", "No further dates"):
        assert word not in text


def test_a_call_of_a_stopped_calendar_says_that(call, source, client):
    stop_source(source, now=NOW, actor=TERMINAL)
    text = text_of(client, call.path)
    assert "The calendar Partner is not shown here any more." in text
    for word in ("Concluded", "when needed", "No further dates", "Every Tuesday"):
        assert word not in text
    assert "Every Tuesday" not in text_of(client, "/groups/metrics/")


def test_a_call_that_is_back_is_as_it_was(call, source, client):
    before = text_of(client, call.path)
    take(source, OTHER, now=NOW + HOUR)
    take(source, CALL.format(more=""), now=NOW + 2 * HOUR)
    text = text_of(client, call.path)
    assert "has not listed it" not in text
    assert ("Every Tuesday" in before, "Every Tuesday" in text) == (True, True)


def test_what_a_person_says_stands_as_before(now, client):
    make_community()
    Series.objects.create(slug="on-demand", title="On demand")
    assert "It meets when needed and has no regular time." in text_of(client, "/meetings/on-demand/")
    ours = make_series(group=make_group())
    edit_series(ours, now=NOW, actor=TERMINAL, version=ours.version, state="concluded")
    assert "Concluded" in text_of(client, ours.path)


def first(series) -> Occurrence:
    return series.occurrences.order_by("start").first()


def changed(client, query="") -> str:
    text = text_of(client, f"/{query}")
    start = text.find('<ul class="history">')
    return text[start : text.index("</ul>", start)] if start >= 0 else ""


def test_a_cancellation_that_went_back_with_its_call_is_not_announced(call, source, client):
    adopt_series(call, now=NOW, actor=TERMINAL)
    cancel_occurrence(first(call), now=NOW, actor=TERMINAL, reason="Ill")
    assert "Cancelled" in changed(client)
    give_back_series(call, now=NOW, actor=TERMINAL)
    take(source, CALL.format(more=""), now=NOW + HOUR)
    assert first(call).status == "CONFIRMED"
    assert changed(client) == ""


def test_what_changed_is_said_in_words_of_the_readers_language(now, client):
    make_community()
    series = make_series(group=make_group())
    cancelled, moved = series.occurrences.order_by("start")[:2]
    cancel_occurrence(cancelled, now=NOW, actor=TERMINAL, reason="Ill")
    move_occurrence(moved, now=NOW, actor=TERMINAL, dtstart="20261204T170000")
    text = changed(client)
    assert "Thu, 26 Nov 2026" in text
    assert "2026-11-26<" not in text
    assert "Cancelled: Metrics call" not in text
    assert text.index("Moved") < text.index("Thu, 3 Dec 2026") < text.index("Fri, 4 Dec 2026")
    assert "26 nov 2026" in changed(client, "?lang=es")
    restore_occurrence(moved, now=NOW + HOUR, actor=TERMINAL)
    assert "Moved" not in changed(client)


def test_a_date_cancelled_long_ago_and_put_back_now_is_news(now, client, settings):
    make_community()
    one = make_series(group=make_group(), dtstart="20261210T160000").occurrences.order_by("start").first()
    cancel_occurrence(one, now=NOW - dt.timedelta(days=10), actor=TERMINAL)
    assert changed(client) == ""
    restore_occurrence(one, now=NOW, actor=TERMINAL)
    assert "It takes place after all" in changed(client)


def test_a_group_is_counted_from_when_it_came_here(now, client, settings):
    make_community()
    series = make_series(group=make_group(), dtstart="20261001T160000")
    assert series.occurrences.filter(end__lte=NOW).exists()
    text = text_of(client, "/groups/metrics/")
    assert "Before" in text
    assert "of the last" not in text
    cancel_occurrence(series.occurrences.get(slug="2026-12-03"), now=NOW, actor=TERMINAL)
    settings.NOW = "2026-12-12T10:00:00+00:00"
    assert "Met 2 of the last 3 times." in text_of(client, "/groups/metrics/")
