"""Outside calendars on the desk: offered, added, read, stopped; calls adopted and given back; who may do what."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.source import stop_source, take_copy
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.errors.telling import told
from commonhour.models import Occurrence, Series, Source

pytestmark = pytest.mark.django_db


def make_source(number=1, **facts) -> Source:
    url = f"https://partner{number}.example.org/calendar.ics"
    defaults = {"kind": "ics", "url": url, "feed_url": url, "label": f"Partner {number}", "is_shown": True}
    return Source.objects.create(**(defaults | facts))


def event(uid, summary="Partner call", hour="15") -> str:
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:{summary}\r\nDTSTART;TZID=Europe/Madrid:20261124T{hour}0000\r\n"
        "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
    )


def take(source, *events, now=NOW):
    body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//there//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    take_copy(source, body.encode(), etag="", modified="", now=now, actor=WORKER)
    source.refresh_from_db()


@pytest.fixture
def group(now):
    make_community()
    return make_group()


@pytest.fixture
def manager(group, client):
    client.force_login(make_manager())
    return client


@pytest.fixture
def call(group) -> Series:
    """A call of an outside calendar, placed in the group."""
    take(make_source(group=group), event("a@there"))
    return Series.objects.get(title="Partner call")


def page(client, path="/desk/sources/") -> str:
    return client.get(path).content.decode()


def test_an_offered_calendar_is_shown_with_one_button(manager):
    source = make_source(is_shown=False)
    text = page(manager)
    assert "The page points to this calendar at partner1.example.org. Show its calls here?" in text
    answer = manager.post(f"/desk/sources/{source.pk}/show/", follow=True).content.decode()
    source.refresh_from_db()
    assert (source.is_shown, source.due_at) == (True, NOW)
    assert "“Partner 1” will be read within a few minutes." in answer
    assert "Waits to be read" in answer


def test_no_is_an_answer_and_may_become_a_yes(manager):
    source = make_source(is_shown=False)
    text = manager.post(f"/desk/sources/{source.pk}/decline/", follow=True).content.decode()
    assert "Found on the imported page" not in text
    assert "Show it again" in text
    manager.post(f"/desk/sources/{source.pk}/show/")
    source.refresh_from_db()
    assert source.is_shown


def test_a_calendar_is_added_by_its_address_and_nothing_is_fetched(manager, group):
    typed = {"address": "webcal://partner.example.org/x.ics", "label": "Friends", "group": "metrics"}
    text = manager.post("/desk/sources/", typed, follow=True).content.decode()
    source = Source.objects.get()
    assert (source.feed_url, source.label, source.group) == (
        "https://partner.example.org/x.ics",
        "Friends",
        group,
    )
    assert (source.tried_at, source.due_at) == (None, NOW)
    assert "“Friends” will be read" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"address": ""}, "Enter the address of the calendar."),
        ({"address": "partner"}, "not the address of a calendar"),
        ({"address": "https://partner1.example.org/calendar.ics"}, "is shown already"),
        ({"address": "https://partner.example.org:8080/x.ics"}, "port"),
        ({"address": "https://10.0.0.5/x.ics"}, "10.0.0.5 is not on the public internet"),
        ({"address": "https://[::1]/x.ics"}, "::1 is not on the public internet"),
        ({"address": "http://localhost/x.ics"}, "localhost is not on the public internet"),
        ({"address": "https://partner.example.org/x.ics", "group": "nobody"}, "Choose a group that is here."),
    ],
)
def test_what_cannot_be_added_is_said_at_the_field(manager, typed, sentence):
    make_source()
    answer = manager.post("/desk/sources/", typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Source.objects.count() == 1


def test_a_server_of_ones_own_network_is_taken_when_it_is_named(manager, settings):
    settings.FETCH_ALLOW = frozenset({("10.0.0.5", 8443)})
    assert manager.post("/desk/sources/", {"address": "https://10.0.0.5:8443/x.ics"}).status_code == 302
    assert manager.post("/desk/sources/", {"address": "https://10.0.0.5/x.ics"}).status_code == 422


def test_a_cancelled_or_moved_date_of_a_call_carries_its_word(manager, group):
    source = make_source(group=group)
    off = event("a@there").replace(
        "RRULE:FREQ=WEEKLY\r\n", "RECURRENCE-ID;TZID=Europe/Madrid:20261124T150000\r\n"
    )
    later = off.replace("20261124T15", "20261201T15").replace(
        "DTSTART;TZID=Europe/Madrid:20261201T15", "DTSTART;TZID=Europe/Madrid:20261201T17"
    )
    take(source, event("a@there"), off.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"), later)
    text = page(manager, "/desk/series/partner-call/")
    assert text.count("✕ Cancelled") == 1
    assert text.count("↷ Moved") == 1


def test_age_fault_and_numbers_stand_in_the_list(manager, group, settings):
    source = make_source(group=group)
    take(source, event("a@there"), event("b@there", "Other call"))
    settings.NOW = (NOW + dt.timedelta(hours=5)).isoformat()
    text = page(manager)
    assert "Up to date" in text
    assert "5 h ago" in text
    assert "2 calls" in text
    Source.objects.update(fault=told("The server answered 500."), failures=3)
    text = page(manager)
    assert "The server answered 500. Its last good copy is shown." in text
    assert "3 failed tries in a row" in text


def test_read_now_only_makes_it_due(manager):
    source = make_source(due_at=NOW + dt.timedelta(hours=3))
    manager.post(f"/desk/sources/{source.pk}/read/")
    source.refresh_from_db()
    assert (source.due_at, source.tried_at) == (NOW, None)


def test_a_stopped_calendar_comes_back_with_its_dates(manager, call):
    ahead = Occurrence.objects.upcoming(NOW).count()
    assert ahead > 100
    manager.post(f"/desk/sources/{call.source_id}/stop/")
    assert Occurrence.objects.upcoming(NOW).count() == 0
    manager.post(f"/desk/sources/{call.source_id}/show/")
    assert Occurrence.objects.upcoming(NOW).count() == ahead


def test_an_unknown_calendar_and_a_look_at_a_button(manager):
    source = make_source()
    assert manager.post("/desk/sources/999/show/").status_code == 404
    assert manager.post(f"/desk/sources/{source.pk}/show/").status_code == 409
    for verb in ("show", "decline", "stop", "read"):
        assert manager.get(f"/desk/sources/{source.pk}/{verb}/").status_code == 405


def test_a_call_is_adopted_in_two_clicks_and_given_back_in_two(manager, call):
    path = f"/desk/series/{call.slug}/"
    assert "Make it ours" in page(manager, path)
    assert "nothing appears twice" in page(manager, f"{path}adopt/")
    text = manager.post(f"{path}adopt/", follow=True).content.decode()
    call.refresh_from_db()
    assert (call.source, call.adopted_from.label) == (None, "Partner 1")
    assert "is ours now" in text
    assert "It came from the calendar Partner 1 and is ours now." in text
    take(call.adopted_from, event("a@there", hour="17"), now=NOW + dt.timedelta(hours=1))
    assert "It is now: Every Tuesday at 17:00 Madrid time" in page(manager, path)
    assert "1 change there" in page(manager)
    assert "It is now" in page(manager, f"{path}give-back/")
    assert "again." in manager.post(f"{path}give-back/", follow=True).content.decode()
    call.refresh_from_db()
    assert call.source.label == "Partner 1"


def test_what_is_ours_cannot_be_adopted_nor_given_back(manager, call):
    path = f"/desk/series/{call.slug}/"
    assert manager.post(f"{path}give-back/").status_code == 409
    manager.post(f"{path}adopt/")
    assert manager.get(f"{path}adopt/").status_code == 409
    Source.objects.update(is_shown=False)
    refused = manager.post(f"{path}give-back/")
    assert refused.status_code == 409
    assert "show it first" in refused.content.decode()


def test_who_may_do_what(client, call, group):
    path, source = f"/desk/series/{call.slug}/", call.source
    pages = ("/desk/sources/", path, f"{path}adopt/", f"{path}give-back/")
    assert all(client.get(one)["Location"].startswith("/desk/sign-in/") for one in pages)
    client.force_login(make_moderator(make_group("other", "Other"), "other@example.org"))
    assert [client.get(one).status_code for one in pages] == [403] * 4
    assert client.post(f"{path}adopt/").status_code == 403
    client.force_login(make_moderator(group, "own@example.org"))
    assert client.get("/desk/sources/").status_code == 403
    for verb in ("show", "decline", "stop", "read"):
        assert client.post(f"/desk/sources/{source.pk}/{verb}/").status_code == 403
    assert client.post("/desk/sources/", {"address": "https://x.example.org/x.ics"}).status_code == 403
    assert client.post(f"{path}adopt/").status_code == 302
    call.refresh_from_db()
    assert call.adopted_from == source


def test_a_sourced_call_shows_no_forms_and_refuses_them(manager, call):
    text = page(manager, f"/desk/series/{call.slug}/")
    assert "They are changed over there." in text
    assert "Set the join link" not in text
    answer = manager.post(f"/desk/series/{call.slug}/", {"title": "Mine", "version": 1})
    assert "Mine" not in answer.content.decode()
    call.refresh_from_db()
    assert call.title == "Partner call"


def test_the_public_page_says_where_a_call_comes_from_and_how_old_the_copy_is(client, call, settings):
    settings.NOW = (NOW + dt.timedelta(hours=2, minutes=5)).isoformat()
    text = page(client, call.path)
    assert "From the calendar Partner 1, read" in text
    assert "2 h 5 min ago" in text
    assert "↗ outside calendar" in page(client, "/calendar/")


def test_our_own_calls_have_no_mark(client, group):
    from cast import make_series

    series = make_series(group=group)
    assert "outside calendar" not in page(client, "/calendar/")
    assert "From the calendar" not in page(client, series.path)


def test_one_and_three_calendars_ask_as_often(manager, group):
    def fill(number):
        take(make_source(number, group=group), event(f"{number}@there", f"Call {number}"))
        make_source(10 + number, is_shown=False)
        make_source(20 + number, is_shown=False, is_declined=True)

    fill(1)
    page(manager)
    with CaptureQueriesContext(connection) as one:
        page(manager)
    fill(2)
    fill(3)
    with CaptureQueriesContext(connection) as three:
        text = page(manager)
    assert text.count("Read now") == 3
    assert len(three) == len(one), "\n".join(query["sql"] for query in three)


def test_the_first_page_of_the_desk_counts_what_waits(manager):
    make_source(is_shown=False)
    make_source(2, fault=told("The server answered 500."))
    text = page(manager, "/desk/")
    assert "</b> outside calendar is offered" in text
    assert "</b> outside calendar could not be read" in text


def test_an_address_stands_in_no_history(client, group):
    address = "https://gitlab.example/x/-/issues.ics?feed_token=MARKER"
    source = make_source(url=address, feed_url=address, label="", group=group)
    assert str(source) == "gitlab.example"
    take(source, event("a@x"))
    stop_source(source, now=NOW, actor=TERMINAL)
    shown = client.get(group.path).content.decode()
    assert "Stopped the calendar gitlab.example" in shown
    assert "MARKER" not in shown


def test_the_changes_of_one_call_are_found_without_all_the_others(manager, call):
    manager.post(f"/desk/series/{call.slug}/adopt/")
    with CaptureQueriesContext(connection) as queries:
        manager.get(f"/desk/series/{call.slug}/")
    asked = [query["sql"] for query in queries]
    assert not [sql for sql in asked if "COUNT(" in sql and "occurrence" in sql]
