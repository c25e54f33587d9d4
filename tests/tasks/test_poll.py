"""Outside calendars are asked politely, and whatever a server does, the last good copy stays and its age grows."""

import datetime as dt
import functools
import gzip
import ipaddress
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from cast import NOW, make_community
from gateways.rogue import Rogue, Trap, redirect, reply

from commonhour.actions.source import keep_last_copy, take_copy
from commonhour.core.polling import when_failing
from commonhour.core.rights import WORKER
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault, tell
from commonhour.gateways.fetch import Fetched, fetch
from commonhour.models import Change, Community, Occurrence, Series, Source
from commonhour.reads.source import sources_page
from commonhour.tasks.poll import LEASE, poll_sources, poll_these

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
HERE = ipaddress.ip_address("127.0.0.1")
GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Partner\r\nBEGIN:VEVENT\r\nUID:a@there\r\nSUMMARY:Metrics call\r\n"
    b"DTSTART;TZID=Europe/Madrid:20261103T160000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def community():
    make_community()


class Server:
    """A rogue whose answer can be changed, and a hub that may reach it."""

    def __init__(self) -> None:
        self.answer: bytes | Callable[[bytes], Iterable[bytes]] = reply(body=GOOD)
        self.rogue = Rogue(self._answer)

    def _answer(self, head: bytes) -> Iterable[bytes]:
        return [self.answer] if isinstance(self.answer, bytes) else self.answer(head)

    def poll(self, now: dt.datetime, **how: Any) -> list[Any]:
        defaults = {"allow": lambda address: address == HERE, "ports": (self.rogue.port,), "seconds": 2.0}
        return poll_sources(now, fetch=functools.partial(fetch, **(defaults | how)))


@pytest.fixture
def server():
    found = Server()
    with found.rogue:
        yield found


def source_at(url: str, **facts: Any) -> Source:
    return Source.objects.create(
        **({"kind": "ics", "url": url, "feed_url": url, "is_shown": True, "due_at": NOW} | facts)
    )


@pytest.fixture
def source(server: Server) -> Source:
    """A calendar with one good copy, due again an hour later."""
    found = source_at(server.rogue.url("/a.ics"))
    (polled,) = server.poll(NOW)
    assert (polled.fault, polled.summary) == ({}, "1 new")
    found.refresh_from_db()
    return found


def shown() -> list[tuple[str, str]]:
    rows = Occurrence.objects.upcoming(NOW)
    return [(str(row.public_id), row.status) for row in rows]


# --- good answers -------------------------------------------------------------------------------------------------


def test_nothing_is_asked_before_it_is_due_and_then_with_its_validators(
    server: Server, source: Source
) -> None:
    assert server.poll(NOW + dt.timedelta(minutes=59)) == []

    def answer(head: bytes) -> Iterable[bytes]:
        if b'If-None-Match: "v1"' in head and b"If-Modified-Since: Mon, 23 Nov 2026" in head:
            return [reply("304 Not Modified", length=0)]
        return [reply(body=GOOD, ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")]

    server.answer = answer
    assert server.poll(NOW + HOUR)[0].summary == "nothing new"
    version = Community.the().content_version
    assert server.poll(NOW + 2 * HOUR)[0].report is None
    source.refresh_from_db()
    assert (source.read_at, source.due_at) == (NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert Community.the().content_version == version


def test_an_answer_without_a_body_keeps_the_rhythm_of_the_last_one(server: Server) -> None:
    source = source_at(server.rogue.url("/a.ics"))
    head = GOOD.replace(b"X-WR-CALNAME", b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-WR-CALNAME")
    server.answer = reply(body=head, ETag='"v1"')
    server.poll(NOW)
    server.answer = reply("304 Not Modified", length=0)
    for number in (1, 2):
        assert server.poll(NOW + 6 * HOUR * number)
        source.refresh_from_db()
        assert source.due_at == NOW + 6 * HOUR * (number + 1)


@pytest.mark.parametrize(("wanted", "given"), [("PT1M", 15), ("PT2H", 120), ("P7D", 1440), ("rubbish", 60)])
def test_how_often_is_up_to_the_publisher_within_bounds(server: Server, wanted: str, given: int) -> None:
    source = source_at(server.rogue.url("/a.ics"))
    server.answer = reply(
        body=GOOD.replace(b"X-WR-CALNAME", b"X-PUBLISHED-TTL:" + wanted.encode() + b"\r\nX-WR-CALNAME")
    )
    server.poll(NOW)
    source.refresh_from_db()
    assert source.due_at == NOW + dt.timedelta(minutes=given)


# --- every way to misbehave ---------------------------------------------------------------------------------------


def drip(server: Server) -> None:
    server.answer = lambda _head: server.rogue.drip(
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"B"
    )


def fixed(answer: bytes) -> Callable[[Server], None]:
    return lambda server: setattr(server, "answer", answer)


def around(server: Server) -> None:
    server.answer = redirect(server.rogue.url("/a.ics"))


FAULTS = {
    "500": (fixed(reply("500 Oh No", b"sorry")), "answered with status 500"),
    "404": (fixed(reply("404 Gone", b"sorry")), "answered with status 404"),
    "html": (fixed(reply(body=b"<!doctype html><html><title>Sign in", Content_Type="text/html")), "This is a web page"),
    "json": (fixed(reply(body=b'{"error": "no"}')), "not a calendar"),
    "empty": (fixed(reply()), "The file is empty"),
    "no body": (fixed(b"HTTP/1.1 204 No Content\r\n\r\n"), "The file is empty"),
    "cut": (fixed(reply(body=GOOD[:-15])), "truncated"),
    "cut in a line": (fixed(reply(body=GOOD[:-20])), "does not match"),
    "cut short": (fixed(reply(body=GOOD[:100], length=len(GOOD))), "did not finish its answer"),
    "suddenly empty": (fixed(reply(body=EMPTY)), "suddenly empty"),
    "nothing readable": (fixed(reply(body=GOOD.replace(b"FREQ=WEEKLY", b"FREQ=SECONDLY"))), "SECONDLY"),
    "drip": (drip, "took longer than"),
    "bomb": (fixed(reply(body=gzip.compress(bytes(60_000_000), 1), Content_Encoding="gzip")), "larger than 5 MiB"),
    "redirects": (around, "redirects in a circle"),
    "too large": (fixed(reply(length=6_000_000)), "larger than 5 MiB"),
    "too many": (fixed(reply(body=b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_001 + b"END:VCALENDAR\r\n")), "components"),
    "broken off": (fixed(b""), "did not"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_the_last_good_copy_stays_and_says_how_old_it_is(server: Server, source: Source, name: str) -> None:
    before, changes = shown(), Change.objects.count()
    misbehave, said = FAULTS[name]
    misbehave(server)
    (polled,) = server.poll(NOW + HOUR, seconds=0.5 if name == "drip" else 5.0)
    source.refresh_from_db()
    assert polled.fault == source.fault
    assert said in tell(source.fault)
    assert "\n" not in tell(source.fault)
    assert (shown(), Change.objects.count()) == (before, changes)
    assert (source.read_at, source.tried_at, source.failures) == (NOW, NOW + HOUR, 1)
    assert sources_page(NOW + HOUR).shown[0].age == HOUR
    server.answer = reply(body=GOOD)
    assert source.due_at is not None
    assert server.poll(source.due_at)[0].fault == {}
    source.refresh_from_db()
    assert (source.fault, source.failures, shown()) == ({}, 0, before)


def test_a_name_that_is_led_to_a_private_address_is_not_followed(server: Server, source: Source) -> None:
    """The name is public when it is added and polled, and private the next time (DNS rebinding)."""
    Source.objects.update(feed_url=server.rogue.url("/a.ics", host="cal.example.org"))
    is_public = lambda address: address == HERE  # noqa: E731
    with Trap() as trap:
        private = ipaddress.ip_address("192.168.0.7")
        (polled,) = server.poll(
            NOW + HOUR,
            allow=is_public,
            resolver=lambda _host: [private],
            ports=(server.rogue.port, trap.port),
        )
        assert "not on the public internet" in tell(polled.fault)
        assert trap.connects() == 0
    assert shown()


def test_an_emptied_calendar_is_believed_when_it_says_so_twice_in_a_row(
    server: Server, source: Source
) -> None:
    answers = [EMPTY, b"<html>", EMPTY, EMPTY]
    when = NOW + HOUR
    for body, is_shown in zip(answers, (True, True, True, False), strict=True):
        server.answer = reply(body=body)
        assert server.poll(when)
        assert bool(shown()) is is_shown
        source.refresh_from_db()
        when = source.due_at or when
    assert (source.fault, Series.objects.get().state) == ({}, "concluded")


def test_one_that_fails_is_asked_ever_less_often_up_to_once_a_day(server: Server, source: Source) -> None:
    server.answer = reply("503 Busy")
    when, waits = NOW + HOUR, []
    for _ in range(10):
        assert server.poll(when)
        source.refresh_from_db()
        assert source.due_at
        waits.append((source.due_at - when) / dt.timedelta(minutes=1))
        when = source.due_at
    assert all(15 * 2**n <= wait <= 15 * 2**n * 1.1 for n, wait in enumerate(waits[:7]))
    assert waits[7:] == [1440] * 3
    assert when_failing(3, source.feed_url) == when_failing(3, source.feed_url) != when_failing(3, "another")


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Retry_After": "7200"}, 120),
        ({"Retry_After": "Mon, 23 Nov 2026 14:00:00 GMT", "Date": "Mon, 23 Nov 2026 11:00:00 GMT"}, 180),
        ({"Retry_After": "99999999999"}, 1440),
    ],
)
def test_a_server_that_says_when_to_come_again_is_heeded(
    server: Server, source: Source, headers: Any, minutes: int
) -> None:
    server.answer = reply("429 Too Many", **headers)
    server.poll(NOW + HOUR)
    source.refresh_from_db()
    assert source.due_at == NOW + HOUR + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("when", ["soon", "-5", "Mon, 23 Nov 2026 14:00:00 GMT"])
def test_a_retry_after_that_says_nothing_is_left_out(server: Server, source: Source, when: str) -> None:
    server.answer = reply("503 Busy", Retry_After=when)
    server.poll(NOW + HOUR)
    source.refresh_from_db()
    assert source.due_at
    assert source.due_at < NOW + 2 * HOUR


# --- workers ------------------------------------------------------------------------------------------------------


def answer_of(body: bytes) -> Fetched:
    return Fetched(200, body, "", "", "text/calendar", "https://cal.example.org/a.ics")


def test_while_one_worker_asks_another_leaves_it_alone(server: Server) -> None:
    source = source_at(server.rogue.url("/a.ics"))
    seen = []

    def slow(url: str, *, etag: str, last_modified: str) -> Fetched:
        seen.append(poll_sources(NOW, fetch=lambda *_a, **_k: pytest.fail("asked twice")))
        seen.append(poll_sources(NOW + LEASE / 2, fetch=lambda *_a, **_k: pytest.fail("asked twice")))
        return answer_of(GOOD)

    assert [polled.source for polled in poll_sources(NOW, fetch=slow)] == [source]
    assert seen == [[], []]


def test_two_workers_that_saw_it_due_at_the_same_moment_ask_once(server: Server) -> None:
    source = source_at(server.rogue.url("/a.ics"))
    seen_by_both = [Source.objects.get(pk=source.pk) for _ in range(2)]
    assert len(poll_these(seen_by_both, NOW, fetch=lambda *_a, **_k: answer_of(GOOD), actor=WORKER)) == 1


def test_who_ended_without_a_word_is_followed_when_the_lease_is_over(server: Server) -> None:
    source_at(server.rogue.url("/a.ics"))

    def killed(url: str, *, etag: str, last_modified: str) -> Fetched:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poll_sources(NOW, fetch=killed)
    assert server.poll(NOW) == []
    assert server.poll(NOW + LEASE)[0].fault == {}


def test_a_bug_in_one_calendar_does_not_stop_the_next(server: Server, caplog: Any) -> None:
    source_at("https://one.example.org/a.ics")
    source_at("https://two.example.org/a.ics")

    def odd(url: str, *, etag: str, last_modified: str) -> Fetched:
        if "one" in url:
            raise ZeroDivisionError
        return answer_of(GOOD)

    first, second = poll_sources(NOW, fetch=odd)
    assert ("the log of this hub" in tell(first.fault), second.summary) == (True, "1 new")
    assert "could not be taken over" in caplog.text


def test_two_calendars_at_once_and_only_what_is_shown_is_asked(server: Server) -> None:
    source_at(server.rogue.url("/a.ics"))
    source_at(server.rogue.url("/b.ics"))
    source_at(server.rogue.url("/c.ics"), is_shown=False)
    assert len(server.poll(NOW)) == 2
    assert len(server.rogue.heads) == 2
    assert Series.objects.count() == 2
    assert threading.active_count() < 20


def test_a_copy_that_is_refused_changes_nothing(source: Source) -> None:
    with pytest.raises(RefusedInput):
        take_copy(source, EMPTY, etag='"2"', modified="x", now=NOW + HOUR, actor=WORKER)
    source.refresh_from_db()
    assert (source.etag, source.modified, source.read_at) == ("", "", NOW)
    keep_last_copy(source, fault("emptied-calendar"), now=NOW + HOUR)
    assert source.fault == fault("emptied-calendar")
