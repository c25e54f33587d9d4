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


def element(live_server, attributes=""):
    return (
        f'<script src="{live_server.url}/embed/v1/common-hour.js" defer></script>'
        f'<common-hour {attributes}><a href="{live_server.url}/calendar/">Calendar</a></common-hour>'
    )


def test_the_element_is_as_high_as_its_agenda_and_in_the_readers_zone(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz", tz="Asia/Tokyo")
    page.goto(old_site(element(live_server, 'group="metrics"')))
    inside = page.frame_locator("common-hour iframe")
    inside.get_by_text("Times for Tokyo (UTC+9).").wait_for()
    page.wait_for_timeout(300)
    frame = page.locator("common-hour iframe")
    content = inside.locator("body").evaluate("body => body.getBoundingClientRect().height")
    assert abs(frame.bounding_box()["height"] - content) <= 1
    assert "Book club" not in inside.locator("main").inner_text()
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_timeout(300)
    narrow = inside.locator("body").evaluate("body => body.getBoundingClientRect().height")
    assert narrow > content
    assert abs(frame.bounding_box()["height"] - narrow) <= 1
    with page.expect_navigation():
        inside.get_by_role("link", name="Metrics call").first.click()
    assert page.url.startswith(f"{live_server.url}/meetings/metrics-call/")


def test_an_embed_with_a_zone_of_its_own_keeps_it(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz", tz="Asia/Tokyo")
    page.goto(old_site(element(live_server, 'tz="America/New_York" compact theme="dark"')))
    inside = page.frame_locator("iframe")
    inside.get_by_text("Times for New York").wait_for()
    page.wait_for_timeout(300)
    assert inside.get_by_text("Times for New York").count() == 1
    assert inside.locator("html").evaluate("html => getComputedStyle(html).colorScheme") == "dark"
    assert inside.locator(".agenda .day").count() <= 5


def test_only_the_hubs_own_frame_may_say_how_high_it_is(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz")
    page.goto(old_site(element(live_server)))
    page.frame_locator("iframe").locator(".agenda").wait_for()
    page.wait_for_timeout(300)
    height = page.locator("iframe").bounding_box()["height"]
    page.evaluate("postMessage({type: 'common-hour', height: 5}, '*')")
    page.frame_locator("iframe").locator("body").evaluate(
        "() => { for (const height of [-1, 1e9, NaN, '9px', null]) parent.postMessage({type: 'common-hour', height}, '*'); }"
    )
    page.wait_for_timeout(200)
    assert page.locator("iframe").bounding_box()["height"] == height


def test_without_javascript_the_element_is_a_link(hub, open_page, live_server, old_site):  # noqa: F811
    page = open_page("/healthz", js=False)
    page.goto(old_site(element(live_server)))
    page.get_by_role("link", name="Calendar").click()
    assert page.url == f"{live_server.url}/calendar/"


def test_the_script_of_the_element_is_light_and_any_site_may_have_it(hub, client):  # noqa: F811
    answer = client.get("/embed/v1/common-hour.js", headers={"Accept-Encoding": "br"})
    assert len(answer.content) <= 2 * 1024
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_the_builder_shows_the_embed_and_what_to_paste(hub, open_page, live_server, old_site, js):  # noqa: F811
    page = open_page("/embed/", js=js)
    for name in ("Book", "Metrics"):
        page.locator(".facets").get_by_role("link", name=name, exact=True).click()
    page.select_option("#b-theme", "dark")
    if not js:
        page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(lambda url: "group=book%2Cmetrics" in url and "theme=dark" in url)
    assert page.locator(".chips [aria-current]").all_inner_texts() == ["Book", "Metrics"]
    shown = page.frame_locator("iframe.preview").locator("main").inner_text()
    assert {"Book club", "Metrics call"} <= set(shown.splitlines())
    snippets = page.locator("pre").all_inner_texts()
    assert 'group="book,metrics" theme="dark"' in snippets[0]
    assert 'group="book,metrics" theme="dark"' in snippets[2]
    for html in snippets[:2]:
        page.goto(old_site(html))
        assert js is False or "Book club" in page.frame_locator("iframe").locator("main").inner_text()
