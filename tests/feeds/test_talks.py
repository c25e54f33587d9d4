"""Calendars say what is held on a date: the talk and who speaks, and nothing else of the date changes."""

import icalendar
import pytest
from cast import NOW, make_community, make_group, make_manager, make_series

from commonhour.actions.session import add_session, remove_session
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.formats.ical.itip import weight
from commonhour.reads.feed import calendar_feed
from commonhour.reads.invitation import invited_calls

pytestmark = pytest.mark.django_db
BASE = "https://hub.example.org"


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group(), rrule="FREQ=WEEKLY;COUNT=4")


def events(client):
    calendar = icalendar.Calendar.from_ical(client.get("/calendar.ics").content)
    return list(calendar.walk("VEVENT"))


def test_a_talk_stands_in_the_description_of_its_date_alone(client, series):
    first, second, *_ = series.occurrences.order_by("start")
    before = [one.weight for one in invited_calls(NOW, BASE)]
    (plain,) = events(client)
    session = add_session(
        second, title="Parsing", speakers=[{"name": "Ada", "organisation": "Acme"}], now=NOW, actor=TERMINAL
    )
    add_session(second, title="Lexing", now=NOW, actor=TERMINAL)
    master, own = events(client)
    assert master["SUMMARY"] == own["SUMMARY"] == plain["SUMMARY"]
    assert own["RECURRENCE-ID"].dt == own["DTSTART"].dt == second.start
    assert "Parsing: Ada\nLexing" in str(own["DESCRIPTION"])
    assert "Parsing" not in str(master.get("DESCRIPTION", ""))
    assert own["SEQUENCE"] == master["SEQUENCE"] == plain["SEQUENCE"]
    assert [one.weight for one in invited_calls(NOW, BASE)] == before
    (call,) = invited_calls(NOW, BASE)
    assert "Parsing: Ada" in call.feed.schedule.overrides[0].description
    assert weight(call.feed) == before[0]
    one = client.get(f"/meetings/metrics-call/{second.slug}.ics").content.decode()
    assert "Parsing: Ada\\nLexing" in one.replace("\r\n ", "")
    assert "Parsing" not in client.get(f"/meetings/metrics-call/{first.slug}.ics").content.decode()
    remove_session(session, second, now=NOW, actor=make_manager().as_actor(NOW))
    assert "Ada" not in calendar_feed(Scope(), base_url=BASE).decode()
