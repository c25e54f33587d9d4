"""The embeds work inside somebody else's page: the shortcode's iframe, and the fragment."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from test_accessibility import hub  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

SHORTCODE = Path(__file__).parents[2] / "deploy/hugo/layouts/shortcodes/common-hour-calendar.html"


def as_hugo_writes_it(hub_url):
    """The shortcode's HTML for a site whose hub is `hub_url` and a tag without parameters."""
    html = re.sub(r"\{\{-.*?-\}\}", "", SHORTCODE.read_text(), flags=re.DOTALL)
    html = html.replace("{{ $hub }}", hub_url).replace("{{ $query | safeURL }}", "group=book")
    html = re.sub(r'\{\{ \.Get "\w+" \| default "([^"]*)" \}\}', r"\1", html)
    assert "{{" not in html
    return html


@pytest.fixture
def old_site(tmp_path):
    """`old_site(html)` is the address of a page of a static site."""
    serving = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), serving)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def written(html):
        (tmp_path / "meetings.html").write_text(
            f"<!doctype html><title>Old site</title><h1>Meetings</h1>{html}"
        )
        return f"http://127.0.0.1:{server.server_port}/meetings.html"

    yield written
    server.shutdown()
    server.server_close()


def test_the_shortcode_shows_the_agenda_in_a_static_page(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz")
    page.goto(old_site(as_hugo_writes_it(live_server.url)))
    inside = page.frame_locator("iframe")
    assert "Book club" in inside.locator(".agenda").inner_text()
    assert "Metrics call" not in inside.locator(".agenda").inner_text()
    with page.expect_navigation():
        inside.get_by_role("link", name="Book club").first.click()
    assert page.url.startswith(f"{live_server.url}/meetings/book-club/")


def test_a_fragment_leads_back_to_the_hub(hub, open_page, live_server):  # noqa: F811
    page = open_page("/groups/book.fragment.html?tz=Asia/Tokyo")
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert links
    assert all(link.startswith(live_server.url) for link in links)
    assert all("tz=Asia/Tokyo" in link for link in links)


def test_nothing_but_an_embed_may_be_framed(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz")
    page.goto(old_site(f'<iframe src="{live_server.url}/desk/"></iframe>'))
    assert page.frame_locator("iframe").locator("main").count() == 0
