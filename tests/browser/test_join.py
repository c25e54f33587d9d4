"""The door to a call in a real browser: two taps lead to the provider, who learns nothing of where they came from."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cast import give_join, make_community, make_series

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
    server.link = f"http://127.0.0.1:{server.server_port}/j/98765;a=1?pwd=MARKER,x"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def call():
    """The page of a call that is on at this very moment, so that the browser's clock agrees."""
    began = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(minutes=5)
    make_community(tzid="UTC")
    series = make_series("Standup", None, f"{began:%Y%m%dT%H%M%S}", "UTC", now=began)
    series.page = f"{series.path}{series.occurrences.order_by('start')[0].slug}/"
    return series


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
    page.wait_for_url("**/j/98765**")
    assert page.locator("h1").inner_text() == "You are in the call"
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
    page.get_by_text("PASS-1234").wait_for()
    page.wait_for_timeout(500)  # the reader's own zone has come by then
    assert page.get_by_text("PASS-1234").is_visible()
    assert provider.asked == []
    page.get_by_role("link", name="Join the call").click()
    page.wait_for_url("**/j/98765**")
    assert provider.asked == [("/j/98765;a=1?pwd=MARKER,x", None)]
