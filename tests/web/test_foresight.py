"""Clock changes where readers meet them: series page, meetings page, feed, JSON and the command line."""

import datetime as dt
import re

import pytest
from cast import HOUR, make_community, make_group, make_series
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.models import Occurrence, Schedule, Source

pytestmark = pytest.mark.django_db

SPRING = dt.datetime(2027, 2, 25, 10, tzinfo=dt.UTC)
SENTENCE = "From 14 to 27 March 2027 this call is one hour later for you"


@pytest.fixture
def now(settings) -> dt.datetime:
    settings.NOW = SPRING.isoformat()
    return SPRING


@pytest.fixture
def series(now):
    make_community()
    return make_series("Metrics call", make_group(), "20261201T160000", now=now)


def text_of(path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", Client().get(path).content.decode()).split())


def make_outside(now, tzid="Europe/Paris"):
    """A call of an outside calendar that belongs to no group."""
    source = Source.objects.create(kind="google", url="https://calendar.example/a", is_shown=True)
    outside = make_series("Partner call", None, "20261202T170000", tzid, now=now)
    Schedule.objects.filter(series=outside).update(source=source)
    outside.source = source
    outside.save()
    return outside


def test_the_series_page_tells_the_coming_year_and_the_weeks_clocks_disagree(series):
    text = text_of("/meetings/metrics-call/?tz=America/New_York")
    assert f"{SENTENCE} (New York): 11:00, usually 10:00." in text
    year = text.split("When the hour changes in New York")[1]
    assert (
        "From 30 October to 7 November 2027 this call is one hour later for you: 11:00, usually 10:00."
        in year
    )
    weeks = text.split("Weeks when clocks disagree")[1]
    assert "14 to 28 March 2027: one hour nearer to Madrid than usual" in weeks
    assert "Los Angeles: 08:00 instead of 07:00" in weeks
    assert "Sydney: 01:00 instead of 02:00" in weeks


def test_the_host_reads_of_no_change_of_its_own(series):
    text = text_of("/meetings/metrics-call/?tz=Europe/Madrid")
    assert "for you" not in text
    assert "When the hour changes" not in text
    assert "Weeks when clocks disagree" in text


def test_a_region_says_whose_clocks_are_meant(series):
    series.region = "Americas"
    series.save()
    weeks = text_of("/meetings/metrics-call/?tz=Europe/Madrid").split("Weeks when clocks disagree")[1]
    assert "New York" in weeks
    assert "Sydney" not in weeks


def test_the_meetings_page_tells_thirty_days_outside_calls_too(series, now, settings):
    make_outside(now)
    text = text_of("/?tz=America/New_York")
    several = SENTENCE.replace("this call is", "these calls are")
    assert f"{several} (New York): Metrics call , Partner call ." in text
    settings.NOW = (SPRING - dt.timedelta(days=20)).isoformat()
    assert "for you" not in text_of("/?tz=America/New_York")


def test_a_notice_is_of_what_is_ahead_also_while_the_first_call_after_a_change_is_still_to_come(
    now, settings
):
    make_community()
    make_series("Morning call", make_group(), "20270130T120000", "Europe/Madrid", "FREQ=MONTHLY;BYDAY=-1SA")
    notice = "From 28 March 2027 this call is one hour earlier for you (Tokyo)"
    for day, is_told in ("2027-03-26", True), ("2027-03-28", True), ("2027-03-29", False):
        settings.NOW = f"{day}T10:00:00+00:00"
        for path in "/", "/meetings/morning-call/":
            assert (notice in text_of(f"{path}?tz=Asia/Tokyo")) == is_told, (day, path)


def test_json_has_the_hour_changes_when_a_zone_is_named(series, now):
    make_outside(now)
    client = Client()
    assert set(client.get("/calendar.json").json()) == {"occurrences", "next"}
    for path in ("/calendar.json", "/groups/metrics.json", "/meetings/metrics-call.json"):
        document = client.get(f"{path}?tz=US/Eastern&limit=1&outside=include").json()
        [spring, autumn] = [one for one in document["hour_changes"] if one["series"] == "metrics-call"]
        assert spring == {
            "series": "metrics-call", "uid": spring["uid"], "tzid": "America/New_York", "from": "2027-03-14",
            "to": "2027-03-27", "first": "2027-03-16T15:00:00Z", "minutes": 60, "usual": "10:00", "changed": "11:00",
            "sentence": SENTENCE,
        }  # fmt: skip
        assert (autumn["from"], autumn["to"]) == ("2027-10-30", "2027-11-07")
        assert ("partner-call" in {one["series"] for one in document["hour_changes"]}) == (
            path == "/calendar.json"
        )
        assert ("clock_weeks" in document) == path.startswith("/meetings/")


def test_json_of_a_series_has_the_weeks_in_which_clocks_disagree(series):
    document = Client().get("/meetings/metrics-call.json?tz=America/New_York").json()
    first = document["clock_weeks"][0]
    assert first == {
        "series": "metrics-call", "tzid": "America/New_York", "from": "2027-03-14", "to": "2027-03-28", "minutes": 60,
        "usual": "10:00", "changed": "11:00",
        "sentence": "14 to 28 March 2027: New York is one hour nearer to Madrid than usual; this 16:00 Madrid call is "
                    "at 11:00 instead of 10:00 in New York",
    }  # fmt: skip


def test_the_feed_says_it_first_and_its_sequence_stays(series):
    plain, foretold = (
        Client().get(f"/calendar.ics{query}").content for query in ("", "?tz=America/New_York")
    )
    unfolded = foretold.replace(b"\r\n ", b"").decode()
    assert f"New York: {SENTENCE}." in unfolded
    assert b"for you" not in plain
    assert unfolded.count("SEQUENCE:0") == plain.decode().count("SEQUENCE:0")


def test_a_series_whose_coming_dates_are_all_cancelled_is_silent(now):
    make_community()
    make_series("Four dates", None, "20270302T160000", rrule="FREQ=WEEKLY;COUNT=4", now=now)
    address = "/calendar.json?tz=America/New_York"
    assert len(Client().get(address).json()["hour_changes"]) == 1
    for row in Occurrence.objects.all():
        cancel_occurrence(row, now=now, actor=TERMINAL)
    assert Client().get(address).json()["hour_changes"] == []


@pytest.mark.parametrize("later", ["T140000", "T150000"])
def test_a_call_written_out_in_utc_is_not_said_to_move(now, later):
    """Some calendars write each date of a call by itself, in UTC; the clocks of its real zone are in that already."""
    make_community()
    dates = ("20270302T150000", "20270309T150000", *(f"202703{day}{later}" for day in (16, 23, 30)))
    make_series("Written out", make_group(), dates[0], "UTC", "", rdates=dates[1:], now=now)
    document = Client().get("/meetings/written-out.json?tz=America/New_York").json()
    assert (document["hour_changes"], document["clock_weeks"]) == ([], [])


def test_a_list_of_dates_at_one_hour_of_a_zone_moves_for_others(now):
    make_community()
    dates = tuple(f"202703{day:02d}T160000" for day in (2, 9, 16, 23, 30))
    make_series("Five dates", make_group(), dates[0], "Europe/Madrid", "", rdates=dates[1:], now=now)
    [change] = Client().get("/meetings/five-dates.json?tz=America/New_York").json()["hour_changes"]
    assert (change["usual"], change["changed"], change["first"]) == ("10:00", "11:00", "2027-03-16T15:00:00Z")


@pytest.mark.parametrize("path", ["/?tz=Asia/Tokyo", "/calendar.json?tz=Asia/Tokyo&limit=1"])
def test_three_series_cost_as_many_queries_as_one(now, path):
    make_community()
    group = make_group()
    make_series("Call 0", group, now=now)
    with CaptureQueriesContext(connection) as one:
        Client().get(path)
    for number in (1, 2):
        make_series(f"Call {number}", group, now=now - HOUR)
    with CaptureQueriesContext(connection) as three:
        Client().get(path)
    assert len(three) == len(one)


def test_the_feed_is_silent_about_a_call_without_a_date_to_come(now):
    make_community()
    make_series("Four dates", None, "20270302T160000", rrule="FREQ=WEEKLY;COUNT=4", now=now)
    address = "/calendar.ics?tz=America/New_York"
    assert b"for you" in Client().get(address).content.replace(b"\r\n ", b"")
    for row in Occurrence.objects.all():
        cancel_occurrence(row, now=now, actor=TERMINAL)
    assert b"for you" not in Client().get(address).content.replace(b"\r\n ", b"")


def test_an_outside_call_with_our_uid_says_nothing_in_our_feed(series, now):
    outside = make_outside(now, "Asia/Tokyo")
    Schedule.objects.filter(series=outside).update(uid=Schedule.objects.get(series=series).uid)
    said = Client().get("/calendar.ics?tz=America/New_York").content.replace(b"\r\n ", b"").decode()
    assert said.count("for you") == 2  # spring and autumn, of ours
