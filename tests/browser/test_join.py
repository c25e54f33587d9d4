"""The door to a call in a real browser: two taps lead to the provider, who learns nothing of where they came from."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cast import give_join, make_community, make_group, make_series
from django.test import Client

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.rights import TERMINAL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider():
    """A server of somebody else's; `provider.asked` is what came to it: (path, Referer)."""

    class Call(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/j/"):
                self.server.asked.append((self.path, self.headers["Referer"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>The call</title><h1>You are in the call</h1>")

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Call)
    server.asked = []
    # Another name and another port than the hub's: a browser takes it for another site altogether.
    server.link = f"http://localhost:{server.server_port}/j/98765;a=1?pwd=MARKER,x"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def call_that_began(minutes, **facts):
    """A weekly call that began so many minutes ago, by the clock that the browser has too."""
    began = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(minutes=minutes)
    series = make_series("Standup", dtstart=f"{began:%Y%m%dT%H%M%S}", tzid="UTC", now=began, **facts)
    series.page = f"{series.path}{series.occurrences.order_by('start')[0].slug}/"
    return series


@pytest.fixture
def call():
    """The page of a call that is on at this very moment."""
    make_community(tzid="UTC")
    return call_that_began(5)


def is_in_the_call(page):
    page.wait_for_url("**/j/98765**")
    return page.locator("h1").inner_text() == "You are in the call"


def shows_the_passcode(page):
    page.get_by_text("PASS-1234").wait_for()
    return page.get_by_text("PASS-1234").is_visible()


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("tz", ["UTC", "Asia/Tokyo"])
def test_two_taps_lead_to_the_call_and_back_leads_to_the_door(call, provider, open_page, capfd, js, tz):
    give_join(call, provider.link, "")
    page = open_page(call.page, width=320, js=js, tz=tz)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.get_by_role("link", name="How to join").click()
    door = page.url
    page.get_by_role("button", name="Join the call").click()
    assert is_in_the_call(page)
    assert provider.asked == [("/j/98765;a=1?pwd=MARKER,x", None)]
    page.go_back()
    assert page.url == door
    assert not [text for text in said if "Content Security Policy" in text]
    assert "MARKER" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("tz", ["UTC", "Asia/Tokyo"])
def test_a_passcode_stays_to_be_read_until_the_link_is_followed(call, provider, open_page, tz):
    give_join(call, provider.link, "PASS-1234")
    page = open_page(f"{call.page}join", tz=tz)
    page.get_by_role("button", name="Join the call").click()
    assert shows_the_passcode(page)
    page.wait_for_timeout(500)  # the reader's own zone has come by then
    assert page.get_by_text("PASS-1234").is_visible()
    assert provider.asked == []
    page.get_by_role("link", name="Join the call").click()
    assert is_in_the_call(page)
    assert provider.asked == [("/j/98765;a=1?pwd=MARKER,x", None)]


BOTH = pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])


def said_by_the_policy(page):
    """What the browser refused because of our policy, filled while the page is used."""
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if "Content Security" in message.text else None
    )
    return said


@BOTH
def test_without_a_passcode_one_may_join_from_the_first_open_minute_to_the_last(provider, open_page, js):
    make_community(tzid="UTC")
    for minutes in (-14, 59):
        call = call_that_began(minutes)
        give_join(call, provider.link, "")
        page = open_page(f"{call.page}join", js=js)
        refused = said_by_the_policy(page)
        page.get_by_role("button", name="Join the call").click()
        assert is_in_the_call(page)
        assert not refused
    assert len(provider.asked) == 2


@BOTH
@pytest.mark.parametrize(("minutes", "words"), [(-30, "The door opens in 1"), (61, "This meeting is over.")])
def test_a_shut_door_has_no_button_and_a_post_leads_back_to_its_words(
    provider, open_page, js, minutes, words
):
    make_community(tzid="UTC")
    call = call_that_began(minutes)
    give_join(call, provider.link, "")
    page = open_page(f"{call.page}join", js=js)
    assert words in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Join the call").count() == 0
    answer = Client().post(f"{call.page}join")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{call.page}join")
    assert provider.asked == []


@BOTH
def test_a_cancelled_call_has_no_door_and_says_when_the_next_one_is(call, provider, open_page, js):
    give_join(call, provider.link, "")
    first, following = call.occurrences.order_by("start")[:2]
    cancel_occurrence(first, now=dt.datetime.now(dt.UTC), actor=TERMINAL, reason="holiday")
    page = open_page(f"{call.page}join", js=js)
    assert page.get_by_role("button", name="Join the call").count() == 0
    assert "MARKER" not in Client().post(f"{call.page}join", follow=True).content.decode()
    page.locator("main .notice a").click()
    assert following.slug in page.url


@BOTH
def test_a_call_without_a_link_leads_to_its_group(open_page, js):
    make_community(tzid="UTC")
    call = call_that_began(5, group=make_group())
    page = open_page(f"{call.page}join", js=js)
    assert page.get_by_role("button", name="Join the call").count() == 0
    page.locator("main .notice").get_by_role("link", name="Metrics").click()
    page.wait_for_url("**/groups/metrics/**")
    assert page.locator("h1").inner_text() == "Metrics"


@BOTH
def test_a_call_that_has_only_a_passcode_shows_it(call, open_page, js):
    give_join(call, "", "PASS-1234")
    page = open_page(f"{call.page}join", js=js)
    page.get_by_role("button", name="Join the call").click()
    assert shows_the_passcode(page)
    assert page.locator("main .entered code").inner_text() == "PASS-1234"
    assert page.get_by_role("link", name="Join the call").count() == 0


@BOTH
def test_of_two_calls_that_day_each_has_its_own_door(provider, open_page, js):
    make_community(tzid="UTC")
    hour = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)).hour
    call = call_that_began(24 * 60 + 5, rrule=f"FREQ=DAILY;COUNT=6;BYHOUR={hour},{(hour + 12) % 24}")
    give_join(call, provider.link, "")
    now = dt.datetime.now(dt.UTC)
    on = call.occurrences.get(start__lte=now, end__gt=now)
    page = open_page(f"{call.path}{on.start:%Y-%m-%d}/join", js=js)
    assert "has several meetings that day" in page.locator("h1").inner_text()
    page.goto(f"{page.url.split('/meetings/')[0]}{call.path}{on.slug}/join")
    page.get_by_role("button", name="Join the call").click()
    assert is_in_the_call(page)
    assert len(provider.asked) == 1


@BOTH
def test_before_the_hub_is_open_its_own_machine_may_try_the_door_and_nobody_else(provider, open_page, js):
    make_community(tzid="UTC", published_at=None)
    call = call_that_began(5)
    give_join(call, provider.link, "")
    page = open_page(f"{call.page}join", js=js)
    page.get_by_role("button", name="Join the call").click()
    assert is_in_the_call(page)
    assert len(provider.asked) == 1
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for answer in (stranger.get(f"{call.page}join"), stranger.post(f"{call.page}join")):
        assert answer.status_code == 404
        assert "MARKER" not in answer.content.decode() + str(answer.headers)


def test_a_device_whose_clock_is_wrong_is_let_in_all_the_same(call, provider, open_page):
    give_join(call, provider.link, "")
    page = open_page("/healthz")
    page.clock.install(time=dt.datetime.now(dt.UTC) - dt.timedelta(hours=3))
    page.goto(open_page(f"{call.page}join").url)
    page.get_by_role("button", name="Join the call").click()
    assert is_in_the_call(page)
    assert [path for path, _ in provider.asked] == ["/j/98765;a=1?pwd=MARKER,x"]


def test_who_waits_at_the_door_sees_it_open(provider, open_page):
    make_community(tzid="UTC")
    call = call_that_began(-16)
    give_join(call, provider.link, "")
    page = open_page("/healthz")
    page.clock.install(time=dt.datetime.now(dt.UTC))
    page.goto(open_page(f"{call.page}join").url)
    assert page.get_by_role("button", name="Join the call").count() == 0
    page.clock.fast_forward("01:30")
    assert page.get_by_role("button", name="Join the call").is_visible()
