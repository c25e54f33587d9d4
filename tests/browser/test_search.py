"""The search in a browser: read on every screen, asked without JavaScript, results while one types, arrows and a key."""

import pytest
from cast import make_community, make_group, make_notes, make_series
from screens import faults

from commonhour.models import Occurrence

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "TOPIC: Budget\nDECISION: Buy a <img src=x onerror=alert(1)> quokka\nACTION: @ana feed the wallaby by 2026-12-01\n"


@pytest.fixture
def hub(now):
    make_community()
    series = make_series(group=make_group())
    make_notes(Occurrence.objects.filter(series=series).order_by("start").first(), SAID)


@pytest.mark.parametrize("path", ["/notes/", "/notes/?q=quokka", "/notes/?q=quoka"])
def test_it_is_read_on_every_screen(hub, open_page, path):
    page = open_page(path)
    page.locator("summary", has_text="What can be asked").click()
    assert faults(page) == []


def test_it_is_asked_without_javascript(hub, open_page):
    page = open_page("/", width=320, js=False)
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("quokka")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".found mark").first.inner_text() == "quokka"
    page.get_by_role("link", name="Decisions 1").click()
    assert page.locator(".found > li").count() == 1


def test_results_come_while_one_types_and_arrows_walk_through_them(hub, open_page):
    page = open_page("/")
    page.keyboard.press("/")
    page.wait_for_url("**/notes/")
    page.keyboard.press("/")
    page.keyboard.type("quok")
    page.locator(".found mark").first.wait_for()
    assert page.locator("#search-said").inner_text().startswith("2 results")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.found') !== null")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("q=quok")
