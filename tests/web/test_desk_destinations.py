"""Places that are told, in the desk: added with what their service asks for, tried, stopped, and never shown whole."""

import datetime as dt
import json
import re

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.models import Change, ChangeSet, Delivery, Destination, KeptRows

pytestmark = pytest.mark.django_db
HOOK = "https://hooks.example.org/services/MARKER-HOOK"
TYPED = {
    "label": "#wg-metrics",
    "url": HOOK,
    "language": "en",
    "tells_changes": "on",
    "reminders": ["10", "1440"],
}


@pytest.fixture
def group(now):
    make_community()
    return make_group()


@pytest.fixture
def client(client, group):
    client.force_login(make_moderator(group))
    return client


def added(client, kind="slack", of="group=metrics", **typed):
    answer = client.post(f"/desk/destinations/new/?kind={kind}&{of}", TYPED | typed)
    return answer, Destination.objects.order_by("-pk").first()


def test_a_room_is_added_and_its_address_is_shown_nowhere(client, group):
    answer, row = added(client)
    assert answer["Location"] == f"/desk/destinations/{row.pk}/"
    assert (row.group, row.series, row.reminder_minutes, row.tells_week) == (group, None, [10, 1440], False)
    assert row.reveal() == {"url": HOOK}
    client.post(f"/desk/destinations/{row.pk}/", TYPED | {"url": HOOK + "2", "version": "1"})
    row.refresh_from_db()
    assert row.reveal() == {"url": HOOK + "2"}
    pages = [client.get(path).content.decode() for path in (
        answer["Location"], "/desk/destinations/", "/desk/destinations/?group=metrics", "/desk/history/", "/groups/metrics/",
        "/groups/metrics.json", f"{answer['Location']}remove/",
    )]  # fmt: skip
    assert "hooks.example.org/…" in pages[0]
    told = [
        *pages,
        serializers.serialize(
            "json", [*ChangeSet.objects.all(), *Change.objects.all(), *KeptRows.objects.all()]
        ),
    ]
    assert not [text for text in told if "MARKER" in text]
    assert row.address_sealed not in json.dumps(list(Change.objects.values_list("before", "after")))


def test_an_empty_address_keeps_what_was(client):
    _, row = added(client)
    client.post(f"/desk/destinations/{row.pk}/", TYPED | {"label": "Other", "url": "", "version": "1"})
    row.refresh_from_db()
    assert (row.label, row.reveal()["url"]) == ("Other", HOOK)


def test_who_comes_later_does_not_overwrite(client):
    _, row = added(client)
    path = f"/desk/destinations/{row.pk}/"
    client.post(path, TYPED | {"label": "First", "url": "", "version": "1"})
    answer = client.post(path, TYPED | {"label": "Second", "url": "", "version": "1"})
    assert answer.status_code == 409
    assert "Saved by somebody else:</b> First" in answer.content.decode()


@pytest.mark.parametrize(
    "url", ["http://hooks.example.org/x", "https://me:pw@hooks.example.org/", "https://h.example.org:8443/"]
)
def test_an_address_that_is_not_asked_is_refused_at_once(client, url):
    answer, row = added(client, url=url)
    assert answer.status_code == 422
    assert row is None
    assert (
        "pw" not in re.sub(r'value="[^"]*"', "", answer.content.decode()).partition('class="errors"')[2][:400]
    )


def test_other_offsets_count_from_now_on(client, settings):
    _, row = added(client)
    settings.NOW = (NOW + dt.timedelta(hours=1)).isoformat()
    client.post(f"/desk/destinations/{row.pk}/", TYPED | {"url": "", "label": "Other", "version": "1"})
    row.refresh_from_db()
    assert row.since == NOW
    client.post(f"/desk/destinations/{row.pk}/", TYPED | {"url": "", "reminders": ["60"], "version": "2"})
    row.refresh_from_db()
    assert row.since == NOW + dt.timedelta(hours=1)


def test_a_test_message_waits_in_the_outbox_and_its_end_stands_on_the_page(client):
    _, row = added(client)
    path = f"/desk/destinations/{row.pk}/"
    client.post(f"{path}test/")
    assert "… Waits" in client.get(path).content.decode()
    fault = {"code": "place-refuses", "facts": {"host": "hooks.example.org", "status": 403}}
    Delivery.objects.update(state=Delivery.FAILED, ended_at=NOW, fault=fault)
    Destination.objects.update(stopped_at=NOW, fault=fault)
    assert client.get(path).content.decode().count("hooks.example.org does not take messages") == 2
    assert client.post(f"{path}test/").status_code == 409
    client.post(f"{path}start/")
    row.refresh_from_db()
    assert (row.stopped_at, row.fault) == (None, {})
    assert list(Delivery.objects.values_list("kind", "state").order_by("pk")) == [
        ("test", "failed"),
        ("test", "waiting"),
    ]


def test_a_place_that_is_stopped_takes_back_what_waits(client):
    _, row = added(client)
    client.post(f"/desk/destinations/{row.pk}/test/")
    client.post(f"/desk/destinations/{row.pk}/stop/")
    assert Delivery.objects.get().state == Delivery.WITHDRAWN


def test_a_secret_is_shown_once_and_another_is_made(client):
    answer, row = added(client, "webhook")
    first = row.reveal()["secret"]
    assert first in answer.content.decode()
    path = f"/desk/destinations/{row.pk}/"
    assert "whsec_" not in client.get(path).content.decode()
    second = re.search(r'value="(whsec_[^"]+)"', client.post(f"{path}secret/").content.decode())[1]
    row.refresh_from_db()
    assert (row.reveal()["secret"], row.reveal()["old_secret"]) == (second, first)
    assert client.post(path, TYPED | {"url": "https://q.example.org/", "version": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.reveal()["url"], row.reveal()["secret"]) == ("https://q.example.org/", second)


@pytest.mark.parametrize(
    "kind",
    ["slack", "mattermost", "rocket-chat", "discord", "teams", "matrix", "zulip", "mailing-list", "webhook"],
)
def test_each_service_has_its_form(client, kind):
    answer = client.get(f"/desk/destinations/new/?kind={kind}&group=metrics")
    assert answer.status_code == 200
    typed = {
        "homeserver": "https://m.example.org", "room": "!r:m.example.org", "token": "T", "site": "https://z.example.org",
        "email": "bot@z.example.org", "key": "K", "channel": "c", "topic": "t", "to": "dev@lists.example.org",
    }  # fmt: skip
    answer, row = added(client, kind, **typed)
    assert answer.status_code in (200, 302)
    assert row.kind == kind


def test_a_moderator_adds_to_a_series_of_theirs_and_to_nothing_else(client, group):
    make_series(group=group)
    _, row = added(client, of="series=metrics-call")
    assert (row.series.slug, row.group) == ("metrics-call", None)
    make_series("Parsers", make_group("parsers", "Parsers"))
    for of in ("group=parsers", "series=parsers", ""):
        assert added(client, of=of)[0].status_code == 403
    other = Destination(kind="slack", label="Of all", created_at=NOW)
    other.seal({"url": HOOK})
    other.save()
    assert client.get(f"/desk/destinations/{other.pk}/").status_code == 403
    assert "Of all" not in client.get("/desk/destinations/").content.decode()


def test_the_list_asks_as_often_for_many_as_for_one(client):
    added(client)
    client.get("/desk/destinations/")  # says what was just done
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/destinations/")
    for n in range(4):
        added(client, label=f"Room {n}")
    client.get("/desk/destinations/")
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/destinations/")
    assert len(one) == len(many)


def test_a_manager_adds_one_for_the_whole_community(client, group):
    client.force_login(make_manager())
    _, row = added(client, of="")
    assert (row.group, row.series) == (None, None)
