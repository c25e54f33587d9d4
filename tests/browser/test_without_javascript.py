"""Reading needs no JavaScript, and with it the reader's own zone comes by itself."""

import pytest
from test_accessibility import hub  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_in_tokyo_finds_joins_and_subscribes_without_javascript(hub, open_page):  # noqa: F811
    page = open_page("/", js=False, tz="Asia/Tokyo", width=320)
    page.locator("details.zone summary").click()
    page.fill("#tz", "Asia/Tokyo")
    page.get_by_role("button", name="Show my times").click()
    assert "Tokyo · UTC+9" in page.locator("#zone-name").inner_text()
    page.locator(".card.next h2 a").click()
    assert page.url.endswith("/meetings/metrics-call/2026-11-26/?tz=Asia/Tokyo")
    assert "Fri, 27 Nov 2026, 00:00 Tokyo" in page.locator("main").inner_text()
    page.get_by_role("link", name="Subscribe").last.click()
    assert page.input_value("#feed").endswith("/meetings/metrics-call.ics")


def test_filters_are_links_and_hold_several_groups(hub, open_page):  # noqa: F811
    page = open_page("/calendar/", js=False)
    page.locator(".filter summary").click()
    page.locator(".facets").get_by_role("link", name="Book", exact=True).click()
    assert "group=book" in page.url
    assert "Metrics call" not in page.locator(".agenda").inner_text()
    page.locator(".facets").get_by_role("link", name="Metrics", exact=True).click()
    assert "group=book,metrics" in page.url
    assert {"Book club", "Metrics call"} <= set(page.locator(".agenda .what > a").all_inner_texts())


def test_two_groups_are_in_one_feed_after_two_clicks(hub, open_page):  # noqa: F811
    page = open_page("/subscribe/", js=False)
    for name in ("Metrics", "Book"):
        page.locator(".facets").get_by_role("link", name=name, exact=True).click()
    assert page.input_value("#feed").endswith("/calendar.ics?group=book,metrics")


def test_groups_are_chosen_in_their_table_and_subscribed_to_in_three_clicks(hub, open_page):  # noqa: F811
    page = open_page("/groups/", js=False)
    page.get_by_label("Choose Metrics").check()
    page.get_by_label("Choose Book").check()
    page.get_by_role("button", name="Subscribe to the chosen").click()
    assert page.input_value("#feed").endswith("/calendar.ics?group=book,metrics")


def test_month_turns_by_links(hub, open_page):  # noqa: F811
    page = open_page("/calendar/2026-12/", js=False)
    page.get_by_role("link", name="Later").click()
    assert page.url.endswith("/calendar/2027-01/")
    assert "January 2027" in page.locator("h1").inner_text()


def test_with_javascript_the_readers_own_zone_comes_by_itself(hub, open_page):  # noqa: F811
    page = open_page("/", tz="Asia/Tokyo")
    page.wait_for_selector("html[data-zone='Asia/Tokyo']")
    assert "Tokyo · UTC+9" in page.locator("#zone-name").inner_text()
    assert "27 November" in page.locator(".agenda").inner_text()
    assert page.context.cookies() == []


def test_escape_closes_the_zone_control(hub, open_page):  # noqa: F811
    page = open_page("/")
    page.locator("details.zone summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details.zone[open]").count() == 0


def test_no_request_leaves_the_hub(hub, open_page, live_server):  # noqa: F811
    page = open_page("/")
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert asked
    assert all(url.startswith(live_server.url) for url in asked)
    assert len(asked) + 1 <= 5


def test_nothing_is_refused_by_our_own_policy(hub, open_page, live_server):  # noqa: F811
    page = open_page("/")
    said = []
    page.on("console", lambda message: said.append(message.text))
    for path in ("/", "/calendar/2026-12/", "/subscribe/", "/meetings/metrics-call/2026-11-26/"):
        page.goto(live_server.url + path)
    assert [text for text in said if "Content Security Policy" in text] == []
