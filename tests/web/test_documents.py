"""Twins of single dates, of the community's own path, of addresses that moved; and the headers of all of them."""

import datetime as dt

import icalendar
import pytest
import recurring_ical_events
from cast import HOUR, NOW, make_community, make_group, make_manager, make_series
from django.test import Client
from django.utils.http import http_date

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import edit_series
from commonhour.core.rights import TERMINAL
from commonhour.models import OldPath, Series, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(now):
    make_community()
    return make_series(group=make_group())


def test_one_date_as_a_calendar_of_its_own(hub, client):
    body = client.get("/meetings/metrics-call/2026-11-26.ics").content
    event = icalendar.Calendar.from_ical(body).events[0]
    assert event.start.isoformat() == "2026-11-26T16:00:00+01:00"
    assert event["UID"] not in hub.schedules.get().uid


def test_one_date_as_json_and_markdown(hub, client):
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL, reason="Winter *break*")
    document = client.get("/meetings/metrics-call/2026-11-26.json").json()
    assert [row["status"] for row in document["occurrences"]] == ["CANCELLED"]
    text = client.get("/meetings/metrics-call/2026-11-26.md?tz=Asia/Tokyo").content.decode()
    assert "Cancelled. Winter \\*break\\*. 2026-11-27 00:00 Tokyo (UTC+9)" in text
    assert client.get("/meetings/metrics-call/2026-11-25.ics").status_code == 404


@pytest.mark.parametrize("ending", ["ics", "md"])
def test_the_communitys_own_path_has_the_same_twins(hub, client, ending):
    assert client.get(f"/community/meetings.{ending}").content == client.get(f"/calendar.{ending}").content


@pytest.mark.parametrize("ending", ["json", "atom"])
def test_the_twins_of_its_own_path_name_themselves(hub, client, ending):
    assert "Metrics call" in client.get(f"/community/meetings.{ending}").content.decode()


def test_a_series_that_filled_another_keeps_its_addresses(hub, client):
    OldPath.objects.create(path="/meetings/old-call/", noun="series", object_id=hub.pk)
    assert client.get("/meetings/old-call/").headers["Location"] == "/meetings/metrics-call/"
    assert client.get("/meetings/old-call.ics").content == client.get("/meetings/metrics-call.ics").content


def test_if_modified_since_is_heeded_and_every_write_moves_it(hub, client, settings):
    settings.NOW = NOW.replace(hour=12).isoformat()
    first = client.get("/calendar.ics")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/calendar.ics", headers=since).status_code == 304
    later = NOW.replace(hour=11)
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=later, actor=TERMINAL)
    answer = client.get("/calendar.ics", headers=since)
    assert (answer.status_code, answer.headers["Last-Modified"]) == (200, http_date(later.timestamp()))


def test_a_feed_has_no_date_while_another_change_may_get_the_same_one(hub, client):
    assert "Last-Modified" not in client.get("/calendar.ics").headers


def test_only_reading_is_allowed(hub):
    answer = Client(enforce_csrf_checks=True).post("/calendar.ics")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_an_unopened_hub_has_etags_but_is_never_shared(hub):
    make_community(published_at=None)
    client = Client(headers={"host": "127.0.0.1:8000"})
    answer = client.get("/calendar.ics", headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Encoding"] == "br"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get("/calendar.ics", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/calendar.ics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_an_unopened_hub_names_nothing(hub, settings):
    make_community(published_at=None)
    settings.BASE_URL = "https://meetings.example.org"
    for path in ("/groups/metric/", "/", "/nothing", "/meetings/metrics-call/"):
        body = Client().get(path, follow=True).content.decode()
        assert "Metrics" not in body
        assert "Open Offices" not in body
        assert "not open yet" in body


@pytest.mark.parametrize("path", [
    "/calendar/2026-13/", "/calendar/2026-00/", "/calendar/0000-01/", "/calendar/0001-01/", "/calendar/9999-12/",
    "/calendar/week/2026-W60/", "/calendar/week/2026-W00/", "/calendar/week/2027-W53/", "/calendar/week/9999-W52/",
    "/calendar.json?before=9999-12-31T23:59:59-14:00", "/calendar.json?after=0001-01-01T00:00:00%2B23:00",
    "/calendar.json?limit=%C2%B2", "/calendar.ics?tag=a%0Ab", "/subscribe/?tag=" + "a" * 3000, "/calendar/?from=x",
])  # fmt: skip
def test_what_cannot_be_is_a_sentence_not_a_fault(hub, client, path):
    assert client.get(path).status_code in (404, 422)


def test_no_redirect_leaves_the_hub(hub, client):
    answer = client.get("//evil.example/path")
    assert not answer.headers.get("Location", "/").startswith("//")


def test_a_file_name_carries_no_quotes(hub, client):
    hub.tags = ['a";filename="evil.exe']
    hub.save()
    answer = client.get('/calendar.ics?tag=a";filename="evil.exe')
    assert answer.headers["Content-Disposition"].count("filename=") == 1


def test_addresses_of_people_are_in_no_history(hub, client):
    manager = make_manager()
    manager.name = ""
    manager.save()
    move_occurrence(
        hub.occurrences.order_by("start")[0], now=NOW, actor=manager.as_actor(NOW), dtstart="20261127T170000"
    )
    for path in ("/groups/metrics/", "/meetings/metrics-call/", "/meetings/metrics-call/2026-11-26/", "/"):
        body = client.get(path).content.decode()
        assert "manager@" not in body
    assert "a programme manager" in client.get("/meetings/metrics-call/").content.decode()


def updated(client) -> dict[str, str]:
    """When each entry of the Atom feed says it was changed, by its title and address."""
    from xml.etree import ElementTree

    name = {"a": "http://www.w3.org/2005/Atom"}
    entries = ElementTree.fromstring(client.get("/calendar.atom").content).findall("a:entry", name)
    return {
        one.find("a:link", name).get("href"): one.findtext("a:updated", namespaces=name) for one in entries
    }


def test_an_atom_entry_is_new_again_when_something_happened_to_its_date_and_to_no_other(hub, client):
    before = updated(client)
    date = hub.occurrences.upcoming(NOW).first()
    cancel_occurrence(date, now=NOW + HOUR, actor=TERMINAL)
    after = updated(client)
    assert {href for href in after if after[href] != before.get(href)} == {
        f"http://127.0.0.1:8000{hub.path}{date.slug}/"
    }
    edit_series(hub, now=NOW + 2 * HOUR, actor=TERMINAL, version=hub.version, title="Another name")
    assert set(updated(client).values()) == {"2026-11-23T12:00:00Z"}


def test_odd_characters_keep_atom_well_formed(hub, client):
    from xml.etree import ElementTree

    hub.group.name = "Metrics\x0b\uffff"
    hub.group.save()
    hub.title = "A\x00B\x1f"
    type(hub).objects.filter(pk=hub.pk).update(title="A\x0bB\uffff")
    feed = ElementTree.fromstring(client.get("/calendar.atom").content)
    title = feed.find("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    assert title.text == "AB"


@pytest.mark.parametrize("path", ["/calendar.json", "/calendar.ics"])
def test_a_zone_that_is_none_is_a_problem_for_programs(client, now, path):
    make_community()
    answer = client.get(f"{path}?tz=Mars/X")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "Mars/X" in answer.json()["detail"]
    assert (answer.json()["code"], answer.json()["facts"]) == ("tz-unknown", {"zone": "Mars/X"})
    assert client.get(f"{path}?tz=Asia/Tokyo").status_code == 200


def test_a_refusal_speaks_the_language_of_the_request(client, now):
    make_community()
    spanish = client.get("/calendar.json?tag=%07&lang=es").json()
    assert (spanish["detail"], spanish["code"]) == ("Aquí no existe esa etiqueta.", "no-such-tag")


ENDINGS = ("ics", "json", "atom", "md")


@pytest.fixture
def beside(hub):
    """A call of an outside calendar beside ours, in the same group."""
    source = Source.objects.create(
        kind="ics",
        url="https://c.example/a",
        feed_url="https://c.example/a.ics",
        label="Partners",
        is_shown=True,
    )
    theirs = make_series("Partner call", hub.group, "20261127T160000")
    Series.objects.filter(pk=theirs.pk).update(source=source)
    theirs.schedules.update(source=source)
    return theirs


@pytest.mark.parametrize("stem", ["/calendar", "/groups/metrics", "/community/meetings"])
def test_all_twins_of_an_address_hold_the_same_calls(beside, client, stem):
    for query, has_theirs in (("", False), ("?outside=hide", False), ("?outside=include", True)):
        for ending in ENDINGS:
            text = client.get(f"{stem}.{ending}{query}").content.decode()
            assert "Metrics call" in text, (ending, query)
            assert ("Partner call" in text) == has_theirs, (ending, query)


def test_feed_and_json_have_the_same_instants_with_outside_calendars(beside, client):
    query = "after=2026-11-23T00:00:00Z&before=2027-01-01T00:00:00Z&outside=include"
    listed = client.get(f"/calendar.json?{query}").json()["occurrences"]
    calendar = icalendar.Calendar.from_ical(client.get("/calendar.ics?outside=include").content)
    expanded = recurring_ical_events.of(calendar).between("20261123", "20270101")
    assert {one["uid"] for one in listed} == {str(one["UID"]) for one in expanded}
    assert sorted(one["start"] for one in listed) == sorted(
        one.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for one in expanded
    )


def test_json_says_whose_a_call_is_and_its_next_page_holds_the_same(beside, client):
    document = client.get("/calendar.json?outside=include&limit=2").json()
    assert {one["title"]: one["source"] for one in document["occurrences"]} == {
        "Metrics call": None, "Partner call": "Partners",
    }  # fmt: skip
    following = client.get(document["next"]).json()
    assert {one["source"] for one in following["occurrences"]} == {None, "Partners"}


def test_two_calendars_that_list_one_call_are_told_apart(beside, client):
    other = Source.objects.create(kind="ics", url="https://c.example/b", label="Others", is_shown=True)
    again = make_series("Partner call", None, "20261127T160000")
    again.schedules.update(source=other, uid=beside.schedules.get().uid)
    calendar = icalendar.Calendar.from_ical(client.get("/calendar.ics?outside=include").content)
    uids = [str(one["UID"]) for one in calendar.events]
    assert len(uids) == len(set(uids)) == 3


def test_another_word_for_outside_is_refused(hub, client):
    for ending in ENDINGS:
        answer = client.get(f"/calendar.{ending}?outside=maybe")
        assert (answer.status_code, answer.json()["code"]) == (422, "parameter-no-choice")
