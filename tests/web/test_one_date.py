"""The page of one date: what is unlike the last time, how to add it to a calendar, and where to go instead."""

from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from cast import HOUR, NOW, give_join, make_community, make_group, make_series

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.rights import TERMINAL

pytestmark = pytest.mark.django_db
UNLIKE = "One hour later than last time, and on Friday"


@pytest.fixture
def hub(now):
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    series.dates = list(series.occurrences.order_by("start"))
    return series


@pytest.fixture
def moved(hub):
    move_occurrence(hub.dates[1], now=NOW, actor=TERMINAL, dtstart="20261204T170000")
    return hub


def page(client, path):
    return client.get(path).content.decode()


def test_a_date_unlike_the_last_says_so_on_its_page_and_in_the_agenda(moved, client):
    for path in ("/meetings/metrics-call/2026-12-03/", "/calendar/", "/embed/agenda/"):
        assert page(client, path).count(UNLIKE) == 1, path
        back = "One hour earlier than last time, and on Thursday"
        assert page(client, path).count(back) == (0 if "meetings" in path else 1), path


def test_it_is_told_on_the_readers_clock(hub, client):
    make_series("Far", dtstart="20270325T160000")
    text = page(client, "/meetings/far/2027-04-01/?tz=Asia/Tokyo")
    assert "One hour earlier than last time, and on Thursday." in text
    assert "than last time" not in page(client, "/meetings/far/2027-04-01/")


def test_a_cancelled_date_is_no_last_time_and_is_compared_with_none(moved, client):
    cancel_occurrence(moved.dates[1], now=NOW, actor=TERMINAL)
    assert "last time" not in page(client, "/calendar/")


def test_feeds_tell_it_in_the_zone_of_their_times(moved, client):
    assert "one hour later than last time, and on Friday" in page(client, "/calendar.atom")
    assert "): one hour later than last time, and on Friday" in page(client, "/calendar.md")
    for query, words in (
        ("", "Madrid: one hour later than last time, and on Friday."),
        ("?tz=Asia/Tokyo", "Tokyo: one hour later than last time, and on Saturday."),
    ):
        calendar = icalendar.Calendar.from_ical(client.get(f"/calendar.ics{query}").content)
        [about] = [str(one["DESCRIPTION"]) for one in calendar.events if "RECURRENCE-ID" in one]
        assert words in about


def test_a_date_is_added_at_exact_instants_with_the_join_page_as_its_place(hub, client, settings):
    settings.BASE_URL = "https://hub.example.org"
    text = client.get("/meetings/metrics-call/2026-11-26/").content.decode()
    links = [urlsplit(link.split('"')[0].replace("&amp;", "&")) for link in text.split('href="')]
    asked = {
        link.hostname: {k: v[0] for k, v in parse_qs(link.query).items()} for link in links if link.query
    }
    door, date = ("https://hub.example.org/meetings/metrics-call/2026-11-26/" + end for end in ("join", ""))
    assert asked["calendar.google.com"] == {
        "action": "TEMPLATE", "text": "Metrics call", "dates": "20261126T150000Z/20261126T160000Z",
        "location": door, "details": date,
    }  # fmt: skip
    for host in ("outlook.live.com", "outlook.office.com"):
        found = asked[host]
        assert (found["startdt"], found["enddt"]) == ("2026-11-26T15:00:00Z", "2026-11-26T16:00:00Z")
        assert (found["subject"], found["location"], found["body"]) == ("Metrics call", door, date)
    assert "/meetings/metrics-call/2026-11-26.ics" in {link.path for link in links}
    assert "MARKER" not in text


def test_a_whole_day_is_added_as_one(hub, client):
    make_series("Fair", dtstart="20261210", rrule="", duration=24 * HOUR)
    text = page(client, "/meetings/fair/2026-12-10/")
    assert "dates=20261210/20261211" in text.replace("%2F", "/")
    assert "startdt=2026-12-10&amp;enddt=2026-12-11" in text
    assert "allday=true" in text


@pytest.mark.parametrize("door", ["", "join"])
def test_a_cancelled_date_leads_to_the_next_that_takes_place(hub, client, door):
    for one in hub.dates[:2]:
        cancel_occurrence(one, now=NOW, actor=TERMINAL)
    text = page(client, f"/meetings/metrics-call/2026-11-26/{door}")
    main = text[text.index("<main") : text.index("</main>")]
    assert 'The next one: <a href="/meetings/metrics-call/2026-12-10/">' in main
    assert "The next one:" not in page(client, f"/meetings/metrics-call/2026-12-10/{door}")
