"""Chromium on pages full of hostile text: it stays where it is, asks nobody else, and sees the elements we wrote."""

import pytest

from commonhour.web.kept import shelf
from tests.hostile.user_text import ELSEWHERE, PAGES, TEXTS, make_full_hub, write_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = [path for path in PAGES if path.endswith(("/", "join", ".html"))]
ELEMENTS = "[...document.querySelectorAll('*')].map(e => [e.tagName, ...e.getAttributeNames()].join(' '))"


def test_no_text_leads_a_browser_elsewhere_or_becomes_an_element(now, open_page, live_server):
    make_full_hub()
    asked = []

    def elements(text):
        write_everywhere(text)
        shelf.clear()
        page = open_page("/", js=False)  # a context of its own: pages may be cached for a minute
        page.on("request", lambda request: asked.append(request.url))
        found = {}
        for path in SHOWN:
            page.goto(live_server.url + path)
            found[path] = page.evaluate(ELEMENTS)
            assert page.url == live_server.url + path
        return found

    expected = elements("words")
    for text in (TEXTS[0], TEXTS[3]):
        for path, found in elements(text).items():
            assert found == expected[path], (path, text)
    assert not [url for url in asked if ELSEWHERE in url]
