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


OPENED = """href => { for (const d of document.querySelectorAll('details')) d.open = true;
    const link = [...document.links].find(a => a.href === href); link.removeAttribute('target'); return link; }"""


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_each_link_to_another_site_arrives_and_no_form_goes_there(now, open_page, live_server, js):
    make_full_hub()
    write_everywhere("words")
    page = open_page("/healthz", js=js, user=make_manager())
    is_outside = lambda url: not url.startswith(live_server.url)  # noqa: E731
    # The answer "no content" leaves the browser where it was, for the next link.
    page.context.route(is_outside, lambda route: route.fulfill(status=204))
    refused, seen = [], set()
    page.on(
        "console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None
    )
    for path in [*PAGES, *DESK]:
        if path.endswith((".atom", ".xml")):
            continue
        page.goto(live_server.url + path)
        assert page.evaluate(FORMS) == [], path
        for link in page.evaluate(OUTSIDE):
            place = urlsplit(link)[:3]
            if place not in seen and place[0] in ("http", "https"):
                with page.expect_request(lambda asked: is_outside(asked.url)) as found:
                    page.evaluate_handle(OPENED, link).as_element().click()
                assert (found.value.url, found.value.is_navigation_request()) == (link, True), path
            seen.add(place)
    assert {"calendar.google.com", "outlook.live.com", "outlook.office.com"} <= {host for _, host, _ in seen}
    assert {scheme for scheme, *_ in seen} <= {"http", "https", "mailto", "webcal"}
    assert refused == []
