"""The converter: what was typed or chosen, on the clocks of many cities, and all of it in the address."""

import html
import re
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from cast import make_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(now, client):
    make_community()
    return lambda query: html.unescape(client.get(f"/convert/?{query}").content.decode())


def columns(text):
    return re.findall(r'<th scope="col">([^<]+?) <small>', text)


def chosen(text):
    return re.findall(r'<tr class="chosen"><th scope="row"><a [^>]*><b>([\d:]+)</b>', text)


def test_what_was_typed_is_chosen_and_its_zone_is_a_column(text):
    page = text("q=3pm+PT+Thursday")
    assert columns(page) == ["Madrid", "Los Angeles", "New York", "London", "Kolkata", "Tokyo"]
    assert chosen(page) == ["00:00"]
    assert "<b>15:00</b> <i>Thu</i> <small>work</small>" in page


def test_a_date_and_a_time_are_the_readers(text):
    page = text("date=2027-03-28&time=12:30&tz=Asia/Tokyo")
    assert chosen(page) == ["12:30"]
    assert "Sun, 28 Mar 2027, 12:30 Tokyo · UTC+9" in page
    assert page.count('<th scope="row"><a') == 24


def test_each_hour_is_a_link_to_itself_with_the_same_cities(text):
    page = text("date=2026-11-27&time=16:00&cities=Asia/Tokyo,America/New_York&tz=Europe/Madrid")
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', page)
    assert len(links) == 24
    asked = parse_qs(urlsplit(links[9]).query)
    assert asked == {
        "tz": ["Europe/Madrid"], "cities": ["Asia/Tokyo,America/New_York"], "at": ["2026-11-27T08:00:00Z"],
    }  # fmt: skip
    again = text(urlsplit(links[9]).query)
    assert chosen(again) == ["09:00"]
    assert columns(again) == ["Madrid", "Tokyo", "New York"]


def test_an_hour_that_is_shown_twice_says_which_one_it_is(text):
    page = text("date=2026-10-25&time=12:00")
    assert re.findall(r"<b>02:00</b> <small>(UTC\+\d)</small> <small>night", page) == ["UTC+2", "UTC+1"]


def test_cities_are_added_by_name_in_any_language_and_left_out_again(text):
    page = text("date=2026-11-27&cities=Asia/Tokyo&add=Nueva+York,+Osaka")
    assert columns(page) == ["Madrid", "Tokyo", "New York"]
    without = re.search(r'class="less" href="([^"]+)">×<span class="sr"> without Tokyo', page)[1]
    assert columns(text(urlsplit(without).query)) == ["Madrid", "New York"]
    assert "“Atlantis” is no city we know." in text("add=Atlantis")


def test_it_is_copied_as_text_and_as_markdown(text):
    page = text("at=2026-11-27T15:00Z&cities=Asia/Tokyo")
    assert "Madrid: Fri, 27 Nov 2026, 16:00 (UTC+1)\nTokyo: Sat, 28 Nov 2026, 00:00 (UTC+9)\nhttp" in page
    assert "| City | Time |\n|---|---|\n| Madrid | Fri, 27 Nov 2026, 16:00 (UTC+1) |" in page


@pytest.mark.parametrize(
    "query",
    ["at=soon", "at=9999-12-31T23:00Z", "date=2026-13-01", "date=2026-01-01&time=25:00", "date=0001-01-01"],
)
def test_what_cannot_be_read_is_said_and_the_present_day_is_shown(text, query):
    page = text(query)
    assert 'id="q-error"' in page
    assert "Mon, 23 Nov 2026" in page


def test_a_page_without_a_question_shows_now(text):
    page = text("")
    assert "<h2>Now</h2>" in page
    assert 'aria-current="true"' not in page
    assert chosen(page) == ["11:00"]


def test_very_many_cities_are_not_all_shown(text):
    every = "Asia/Tokyo,Europe/Rome,Europe/Oslo,Asia/Seoul,Asia/Dubai,Africa/Cairo,Africa/Lagos,America/Lima,"
    every += "America/Denver,America/Bogota,Asia/Manila,Asia/Jakarta,Asia/Taipei,Europe/Paris"
    assert len(columns(text(f"cities={every}"))) == 12


@pytest.mark.parametrize(
    "query",
    [
        "q=3pm+PT+Thursday",
        "at=2026-12-03T15:00:00Z",
        "date=2026-12-03&time=15:00&cities=Asia/Tokyo,Europe/London",
    ],
)
def test_another_zone_keeps_what_was_typed(text, query):
    form = re.search(r"<form [^>]*data-zones.*?</form>", text(query + "&tz=Europe/Madrid"), re.DOTALL).group()
    assert dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)) == dict(parse_qsl(query))
