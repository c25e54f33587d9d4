"""Kept answers: the WSGI door says the same as Django, and a write anywhere makes everything fresh."""

import brotli
import pytest
from cast import make_community, make_series
from django.db import DatabaseError, connection
from django.test import RequestFactory

from commonhour.actions.news.change_set import bump_content_version
from commonhour.web.kept import Door, Shelf, _kept, shelf

pytestmark = pytest.mark.django_db


class Asked:
    """Calls the door as a WSGI server does, with an application behind it that must not be needed."""

    def __init__(self):
        self.woken = 0

    def application(self, environ, start_response):
        self.woken += 1
        start_response("500 Woken", [])
        return [b""]

    def get(self, path, **headers):
        said = {}
        environ = RequestFactory(headers=headers).get(path).environ
        body = Door(self.application)(
            environ, lambda status, sent: said.update(status=status, headers=dict(sent))
        )
        return said["status"], said["headers"], b"".join(body)


@pytest.fixture
def door(now, client):
    make_community()
    make_series()
    return Asked()


@pytest.mark.parametrize("path", ["/", "/calendar.ics", "/calendar/?tz=Asia/Tokyo"])
def test_the_door_gives_what_django_gave(door, client, path):
    answer = client.get(path)
    status, headers, body = door.get(path)
    assert (status, body, door.woken) == ("200 OK", answer.content, 0)
    assert headers == dict(answer.headers)


def test_compressed_bodies_are_ready_and_have_their_own_etag(door, client):
    plain = client.get("/calendar.ics")
    _, headers, body = door.get("/calendar.ics", accept_encoding="gzip, br")
    assert brotli.decompress(body) == plain.content
    assert headers["Content-Encoding"] == "br"
    assert headers["ETag"] != plain.headers["ETag"]
    status, _, body = door.get("/calendar.ics", if_none_match=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")


def test_after_a_write_the_door_asks_django(door, client):
    client.get("/")
    bump_content_version()
    assert door.get("/")[0] == "500 Woken"


def test_a_minute_later_pages_are_made_again_and_feeds_are_not(door, client, settings):
    client.get("/")
    client.get("/calendar.ics")
    settings.NOW = "2026-11-23T10:01:01Z"
    assert door.get("/")[0] == "500 Woken"
    assert door.get("/calendar.ics")[0] == "200 OK"


def test_the_desk_is_never_kept(door, client):
    client.get("/desk/")
    assert door.get("/desk/")[0] == "500 Woken"


def test_the_shelf_holds_no_more_than_its_limit(door, client):
    small = Shelf(20_000)
    kept = _kept(client.get("/calendar.ics"))
    for number in range(50):
        small.put((number,), kept)
    assert small.size <= 20_000
    assert small.get((49,)) is kept
    assert small.get((0,)) is None
    assert shelf.size > 0


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="PostgreSQL can end a connection; its own run does this"
)
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_ended_is_replaced_not_kept(now, client):
    make_community()
    make_series()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    asked = Asked()
    assert asked.get("/calendar.ics")[0] == "500 Woken"  # Django is asked instead of a traceback
    assert client.get("/calendar.ics").status_code == 200
