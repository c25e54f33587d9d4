"""Every link and form that leaves the hub really leaves it: nothing of our policy holds a browser back."""

from urllib.parse import urlsplit

import pytest
from cast import make_manager

from tests.hostile.user_text import DESK, PAGES, make_full_hub, write_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = (
    "[...document.querySelectorAll('a[href]')].filter(a => a.origin !== location.origin).map(a => a.href)"
)
FORMS = "[...document.forms].filter(f => new URL(f.action).origin !== location.origin).map(f => f.action)"


def test_each_link_to_another_site_arrives_and_no_form_goes_there(now, open_page, live_server):
    """With JavaScript, which might hold a click back; a link needs none."""
    make_full_hub()
    write_everywhere("words")
    page = open_page("/healthz", user=make_manager())
    page.context.route(
        lambda url: not url.startswith(live_server.url), lambda route: route.fulfill(body="elsewhere")
    )
    refused, seen = [], {}
    page.on(
        "console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None
    )
    for path in [*PAGES, *DESK]:
        if not path.endswith((".atom", ".xml")):
            page.goto(live_server.url + path)
            assert page.evaluate(FORMS) == [], path
            for link in page.evaluate(OUTSIDE):
                seen.setdefault(
                    (urlsplit(link).scheme, urlsplit(link).netloc, urlsplit(link).path), (path, link)
                )
    web = [place for place in seen.items() if place[0][0] in ("http", "https")]
    assert {"calendar.google.com", "outlook.live.com", "outlook.office.com"} <= {place[0][1] for place in web}
    assert {scheme for scheme, *_ in seen} <= {"http", "https", "mailto", "webcal"}
    for _, (path, link) in web:
        page.goto(live_server.url + path)
        link_there = page.evaluate_handle(
            "href => { for (const d of document.querySelectorAll('details')) d.open = true; return [...document.links].find(a => a.href === href); }",
            link,
        ).as_element()
        link_there.evaluate("a => a.removeAttribute('target')")
        with page.expect_navigation(url=lambda url: not url.startswith(live_server.url)):
            link_there.click()
        assert page.content().count("elsewhere") == 1
    assert refused == []
