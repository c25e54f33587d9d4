"""The frame of public pages: a low head, the first meeting on the first screen, grids, boxes that open, and print."""

import pytest
from test_accessibility import hub  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = ["/", "/calendar/", "/calendar/2026-11/", "/calendar/week/2026-W48/", "/groups/", "/meetings/"]
FIRST_MEETING = ".card.next h2 a, .row .what > a, .month td > ol a, .week .box > a, .listing tbody a"


@pytest.mark.parametrize("path", LISTS)
def test_on_a_phone_the_head_is_low_and_the_first_meeting_is_on_the_first_screen(hub, open_page, path):  # noqa: F811
    page = open_page(path, width=320, tz="Europe/Madrid")
    assert page.locator(".head").bounding_box()["height"] <= 64
    boxes = [one.bounding_box() for one in page.locator(FIRST_MEETING).all() if one.is_visible()]
    assert min(box["y"] + box["height"] for box in boxes) <= 568


@pytest.mark.parametrize("js", [True, False])
def test_the_menu_of_a_phone_opens_without_javascript_and_closes_with_escape(hub, open_page, js):  # noqa: F811
    page = open_page("/", width=320, js=js)
    groups = page.locator(".menu").get_by_role("link", name="Groups")
    assert not groups.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert groups.is_visible()
    page.keyboard.press("Escape")
    assert not groups.is_visible()
    page.get_by_role("button", name="Menu").click()
    groups.click()
    assert page.url.endswith("/groups/")


def test_boxes_of_the_week_stand_at_their_hour_and_share_no_pixel(hub, open_page):  # noqa: F811
    page = open_page("/calendar/week/2026-W48/", js=False)
    boxes = [box.bounding_box() for box in page.locator(".hours .box").all()]
    assert len(boxes) == 2
    for one in boxes:
        for other in boxes:
            apart = one["x"] + one["width"] <= other["x"] or one["y"] + one["height"] <= other["y"]
            assert (
                one is other
                or apart
                or other["x"] + other["width"] <= one["x"]
                or other["y"] + other["height"] <= one["y"]
            )
    hour = page.locator(".axis i", has_text="16:00").bounding_box()
    call = page.locator(".hours .box", has_text="Metrics call").bounding_box()
    assert abs(call["y"] - hour["y"]) <= 1
    assert abs(call["height"] - hour["height"]) <= 2


def test_the_week_is_a_list_on_a_phone(hub, open_page):  # noqa: F811
    page = open_page("/calendar/week/2026-W48/", width=320)
    assert not page.locator(".axis").is_visible()
    assert page.locator(".week .name").first.is_visible()
    assert "16:00–17:00" in page.locator(".week .box", has_text="Metrics call").inner_text()


def test_a_day_of_the_month_opens_without_javascript(hub, open_page):  # noqa: F811
    page = open_page("/calendar/2026-11/", js=False)
    peek = page.locator("#d1126")
    assert not peek.is_visible()
    page.get_by_role("button", name="26 what is on").click()
    assert "16:00–17:00" in peek.inner_text()
    assert "Metrics" in peek.inner_text()
    page.keyboard.press("Escape")
    assert not peek.is_visible()


def test_day_headings_stay_while_their_day_is_read(hub, open_page):  # noqa: F811
    page = open_page("/calendar/", width=320)
    page.locator(".day").nth(3).evaluate("day => scrollTo(0, day.offsetTop + 40)")
    assert abs(page.locator(".day .date").nth(3).bounding_box()["y"]) <= 1


@pytest.mark.parametrize("path", LISTS)
def test_print_says_the_zone_and_leaves_controls_out(hub, open_page, path):  # noqa: F811
    page = open_page(path, dark=True)
    page.emulate_media(media="print")
    assert page.get_by_text("All times on this page are for Madrid (UTC+1).").is_visible()
    for control in (".zone", ".menu", ".bar", ".pager", ".button", "button:not(.num)"):
        assert [one.inner_text() for one in page.locator(control).all() if one.is_visible()] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_week_that_is_printed_upright_is_a_list(hub, open_page):  # noqa: F811
    page = open_page("/calendar/week/2026-W48/", width=680)
    page.emulate_media(media="print")
    assert not page.locator(".axis").is_visible()
    names, boxes = (
        [one.bounding_box() for one in page.locator(which).all()] for which in (".week .name", ".week .box")
    )
    assert [name["y"] for name in names] == sorted({name["y"] for name in names})
    assert min(box["width"] for box in boxes) > 500


def test_the_table_of_groups_narrows_while_one_types(hub, open_page):  # noqa: F811
    page = open_page("/groups/")
    page.fill("#q", "boo")
    assert [row.inner_text() for row in page.locator("#groups tbody th a").all() if row.is_visible()] == [
        "Book"
    ]


def test_public_pages_set_no_cookie_and_ask_nobody_else(hub, open_page, live_server):  # noqa: F811
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (
        *LISTS,
        "/zones/",
        "/subscribe/",
        "/convert/",
        "/groups/metrics/",
        "/meetings/metrics-call/",
        "/no/such/",
    ):
        asked.clear()
        page.goto(f"{live_server.url}{path}?tz=Europe/Madrid")
        page.wait_for_load_state("networkidle")
        assert all(url.startswith((live_server.url, "data:")) for url in asked), path
        assert len(set(asked)) <= 5, asked
    assert page.context.cookies() == []
