"""The reader's zone: chosen among cities, kept only when chosen, and never overwritten by a link somebody shared."""

import pytest
from test_accessibility import hub  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

TOKYO = "html[data-zone='Asia/Tokyo']"


def kept(page):
    return page.evaluate("localStorage.getItem('tz')")


def keeps(page, tzid):
    """Whether the page's script keeps it, once it has run."""
    page.wait_for_function("tzid => localStorage.getItem('tz') === tzid", arg=tzid)
    return kept(page) == tzid


def test_a_shared_link_holds_for_that_visit_and_offers_mine(hub, open_page, live_server):  # noqa: F811
    page = open_page("/calendar/?tz=America/Lima", tz="Asia/Tokyo")
    band = page.locator(".shared")
    band.wait_for()
    assert band.inner_text() == "Shown in Lima time. Show mine"
    assert kept(page) is None
    page.locator(".agenda .what > a").first.click()
    assert page.url.endswith("?tz=America/Lima")
    page.get_by_role("link", name="Show mine").click()
    page.wait_for_selector(TOKYO)
    assert "tz=" not in page.url
    page.goto(f"{live_server.url}/calendar/")
    page.wait_for_selector(TOKYO)


def test_a_shared_link_does_not_overwrite_what_was_chosen(hub, open_page, live_server):  # noqa: F811
    page = open_page("/", tz="Europe/Madrid")
    page.locator(".zone summary").click()
    page.fill("#tz", "tokyo")
    page.get_by_role("link", name="Tokyo, Japan").click()
    page.wait_for_selector(TOKYO)
    assert keeps(page, "Asia/Tokyo")
    page.goto(f"{live_server.url}/calendar/?tz=America/Lima")
    page.locator(".shared").wait_for()
    assert kept(page) == "Asia/Tokyo"
    page.goto(f"{live_server.url}/calendar/")
    page.wait_for_selector(TOKYO)
    assert page.context.cookies() == []


def test_ones_own_zone_in_a_link_says_nothing(hub, open_page):  # noqa: F811
    page = open_page("/calendar/?tz=Asia/Tokyo", tz="Asia/Tokyo")
    assert page.locator(".shared").is_hidden()


def test_cities_come_while_one_types_and_the_keyboard_walks_through_them(hub, open_page):  # noqa: F811
    page = open_page("/?lang=ja")
    page.locator(".zone summary").press("Enter")
    page.locator("#tz:focus").wait_for()
    page.keyboard.insert_text("大阪")
    page.locator(".zone .zones a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.tz") == "Asia/Tokyo"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "tz"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(TOKYO)
    assert "lang=ja" in page.url
    assert keeps(page, "Asia/Tokyo")


def test_a_city_that_is_sent_is_kept_as_chosen(hub, open_page):  # noqa: F811
    page = open_page("/", tz="Europe/Madrid")
    page.locator(".zone summary").click()
    page.fill("#tz", "Bombay")
    page.get_by_role("button", name="Show my times").click()
    page.wait_for_selector("html[data-zone='Asia/Kolkata']")
    assert keeps(page, "Asia/Kolkata")


def test_the_devices_zone_is_one_button(hub, open_page, live_server):  # noqa: F811
    page = open_page("/", tz="Asia/Tokyo")
    page.wait_for_selector(TOKYO)
    page.goto(f"{live_server.url}/?tz=America/Lima")
    page.locator(".zone summary").click()
    page.get_by_role("button", name="My device’s zone: Asia/Tokyo").click()
    page.wait_for_selector(TOKYO)
    assert keeps(page, "Asia/Tokyo")


def test_without_javascript_a_part_of_a_name_leads_to_the_cities_it_may_be(hub, open_page):  # noqa: F811
    page = open_page("/calendar/?group=metrics", js=False, width=320)
    page.locator(".zone summary").click()
    page.fill("#tz", "toky")
    page.get_by_role("button", name="Show my times").click()
    page.locator(".band").get_by_role("link", name="Tokyo, Japan").click()
    assert page.url.endswith("/calendar/?group=metrics&tz=Asia/Tokyo")
    assert page.locator("html").get_attribute("data-zone") == "Asia/Tokyo"


def test_a_page_that_is_not_there_is_in_ones_own_zone_too(hub, open_page):  # noqa: F811
    page = open_page("/meetings/metrics-cal/", tz="Asia/Tokyo")
    assert page.answer.status == 404
    page.wait_for_selector(TOKYO)
    assert page.locator("main .near a").first.get_attribute("href").endswith("?tz=Asia/Tokyo")


def test_who_chooses_a_zone_already_is_not_interrupted(hub, open_page, live_server):  # noqa: F811
    page = open_page("/", tz="Europe/Madrid")
    held = []
    page.route("**/?tz=Asia%2FTokyo", lambda route: held.append(route))
    page.evaluate("localStorage.setItem('tz', 'Asia/Tokyo')")
    with page.expect_request("**/?tz=Asia%2FTokyo"):
        page.goto(live_server.url)
    page.locator(".zone summary").click()
    page.fill("#tz", "lim")
    with page.expect_response("**/?tz=Asia%2FTokyo"):
        held[0].continue_()
    page.locator(".zone .zones a").first.wait_for()
    assert page.input_value("#tz") == "lim"
    assert page.locator("html").get_attribute("data-zone") == "Europe/Madrid"
