"""Kept answers: the WSGI door says the same as Django, and a write anywhere makes everything fresh."""

import datetime as dt
import tracemalloc
from dataclasses import replace

import brotli
import pytest
from cast import NOW, make_community, make_group, make_series
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils.http import http_date

from commonhour.actions.news.change_set import bump_content_version
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL
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
    make_series(group=make_group())
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


def test_what_is_not_known_makes_no_other_answer(door, client):
    plain = client.get("/calendar/?tz=Asia/Tokyo&group=metrics")
    before = len(shelf.rows)
    for path in (
        "/calendar/?utm_source=x&group=metrics&fbclid=1&tz=Asia/Tokyo&limit=",
        "/calendar/?tz=Asia%2FTokyo&group=metrics",
    ):
        assert door.get(path)[::2] == ("200 OK", plain.content)
        assert client.get(path).content == plain.content
    assert len(shelf.rows) == before
    assert b"utm_source" not in client.get("/?utm_source=x").content


def test_what_is_typed_does_not_push_others_from_the_shelf(door, client):
    before = len(shelf.rows)
    for number in range(20):
        assert client.get(f"/convert/?q=3pm+PT+{number}").status_code == 200
    assert len(shelf.rows) == before


@pytest.mark.parametrize(
    "path", ["/", "/calendar.ics", "/desk/sign-in/", "/static/css/hub.css", "/robots.txt", "/nothing/"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "a b", "[::2]", "x" * 300, "127.0.0.1:x", ""]
)
def test_a_foreign_name_is_refused_before_anything_kept(door, client, path, host):
    client.get(path)
    kept = len(shelf.rows)
    environ = {"HTTP_HOST": host, "SERVER_NAME": "10.0.0.1"}
    answer = client.get(path, **environ)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert b"COMMONHOUR_HOSTS" in answer.content
    assert door.get(path, host=host or "10.0.0.1")[0] == "500 Woken"
    assert len(shelf.rows) == kept
    assert client.get("/healthz", **environ).status_code == 200


def test_own_names_share_what_is_kept(door, client, settings):
    settings.ALLOWED_HOSTS = ["hub.example.org", "127.0.0.1", "localhost", "[::1]", "testserver"]
    client.get("/")
    for host in ("hub.example.org", "HUB.example.org:8000", "localhost:8000", "[::1]:80", "127.0.0.1"):
        assert door.get("/", host=host)[0] == "200 OK"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br;q=0", None), ("br;q=0, gzip", "gzip"), ("gzip, br", "br"), ("br;q=0.2, gzip;q=0.8", "gzip"), ("*", "br"),
        ("*;q=0", None), ("br;q=0, *", "gzip"), ("identity, br;q=0.5", None), ("BR ; Q=1", "br"), ("brotli, xgzip", None),
        ("gzip;q=x", None), ("", None), ("br;q=0.000, gzip;q=0.0", None),
    ],
)  # fmt: skip
def test_encodings_are_weighed(door, client, accepted, encoding):
    for _ in range(2):
        assert (
            client.get("/", headers={"accept_encoding": accepted}).headers.get("Content-Encoding") == encoding
        )
        assert door.get("/", accept_encoding=accepted)[1].get("Content-Encoding") == encoding


def test_static_files_are_weighed_alike(settings, client):
    (settings.STATIC_ROOT / "weighed.css").write_text("a{}" * 99)
    (settings.STATIC_ROOT / "weighed.css.br").write_bytes(brotli.compress(b"a{}" * 99))
    client.handler.load_middleware()
    for accepted, encoding in (("br", "br"), ("br;q=0", None)):
        answer = client.get("/static/weighed.css", headers={"accept_encoding": accepted})
        assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)
        answer.close()


def test_memory_is_counted_with_everything_that_holds_it(now, client):
    """As Python itself counts what a full shelf takes."""
    make_community()
    answers = [_kept(client.get("/calendar.ics")), _kept(client.get("/robots.txt"))]
    small = Shelf(3_000_000)
    tracemalloc.start()
    for number in range(2_000):
        one = answers[number % 2]
        bodies = {name: bytes(bytearray(body)) for name, body in one.bodies.items()}
        headers = {
            name: tuple((f"{key} "[:-1], f"{value} "[:-1]) for key, value in told)
            for name, told in one.headers.items()
        }
        small.put((number, f"/{number}" * 9, ""), replace(one, bodies=bodies, headers=headers))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(small.rows) > 100
    assert 0.6 * small.limit < taken < 1.05 * small.limit


def test_an_answer_larger_than_the_shelf_pushes_nobody_out(door, client):
    small = Shelf(30_000)
    one = _kept(client.get("/calendar.ics"))
    small.put(("small",), one)
    small.put(("large",), replace(one, bodies={"identity": b"x" * 40_000}))
    assert list(small.rows) == [("small",)]


@pytest.mark.parametrize("seconds", [-3600, -1, 0])
def test_a_second_edit_in_one_second_is_never_missed(now, client, settings, seconds):
    """Whoever asked between the two asks by the stamp we sent, or by the Date of that answer, or by one long before."""
    make_community()
    dates = list(make_series(group=make_group()).occurrences.order_by("start"))
    cancel_occurrence(dates[0], now=NOW, actor=TERMINAL)
    assert "Last-Modified" not in client.get("/calendar.ics").headers
    cancel_occurrence(dates[1], now=NOW, actor=TERMINAL)
    stamp = http_date((NOW + dt.timedelta(seconds=seconds)).timestamp())
    for later in (0, 1, 59, 60, 61, 7200):
        settings.NOW = (NOW + dt.timedelta(seconds=later)).isoformat()
        shelf.clear()
        assert client.get("/calendar.ics", headers={"if_modified_since": stamp}).status_code == 200, later


def test_the_stamp_we_sent_is_enough_for_a_304(door, client, settings):
    settings.NOW = (NOW + dt.timedelta(hours=1)).isoformat()
    stamp = client.get("/calendar.ics").headers["Last-Modified"]
    assert client.get("/calendar.ics", headers={"if_modified_since": stamp}).status_code == 304
    assert door.get("/calendar.ics", if_modified_since=stamp)[0] == "304 Not Modified"
    assert "Last-Modified" not in client.get("/calendar.ics?tz=Asia/Tokyo").headers  # foresight is no write


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
