"""The converter in a browser: complete without JavaScript, draggable and by keyboard with it, whole on a phone."""

import pytest
from cast import make_community
from screens import faults

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "/convert/?date=2026-11-27&time=16:00&cities=Asia/Tokyo,America/New_York&tz=Europe/Madrid"


@pytest.fixture
def convert(now, open_page):
    make_community()
    return lambda **options: open_page(DAY, **options)


def chosen(page):
    return page.locator("tr.chosen th b").inner_text()


def test_without_javascript_hours_and_days_are_links_and_cities_a_form(convert):
    page = convert(js=False)
    assert chosen(page) == "16:00"
    page.locator(".clocks tbody th a").nth(9).click()
    assert (chosen(page), page.locator("table.cities td").nth(1).inner_text()) == (
        "09:00", "Fri 27 Nov, 17:00 UTC+9 evening",
    )  # fmt: skip
    page.get_by_role("link", name="Day after").click()
    assert "Sat, 28 Nov 2026" in page.locator("#clocks").inner_text()
    page.fill("#add", "Lima")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "Lima" in page.locator(".clocks thead").inner_text()
    assert page.locator(".clocks thead th").count() == 4


def test_the_chosen_hour_is_dragged(convert):
    page = convert()
    row, other = page.locator("tr.chosen th"), page.locator(".clocks tbody tr").nth(19).locator("th")
    other.scroll_into_view_if_needed()
    row.hover()
    page.mouse.down()
    box = other.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10, steps=5)
    assert chosen(page) == "19:00"
    page.mouse.up()
    page.wait_for_url("**at=2026-11-27T18:00:00Z**")
    page.get_by_text("Sat 28 Nov, 03:00 UTC+9").first.wait_for()
    assert page.locator(".zone-form [name=at]").first.input_value() == "2026-11-27T18:00:00Z"
    page.go_back()
    page.locator("tr.chosen th b", has_text="16:00").wait_for()


def test_arrow_keys_go_from_hour_to_hour(convert):
    page = convert()
    page.locator("tr.chosen a").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("tr.chosen th b", has_text="17:00").wait_for()
    assert page.evaluate("document.activeElement.closest('tr').className") == "chosen"


def test_it_is_whole_and_axe_finds_nothing(convert):
    page = convert(width=320)
    assert faults(page) == []
    words = page.locator(".clocks td small").all_inner_texts()
    assert set(words) == {"night", "early", "work", "evening"}
