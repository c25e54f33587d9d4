"""The archive of talks in a browser: read on every screen, searched and narrowed without JavaScript, and a name that goes."""

import datetime as dt

import pytest
from cast import make_community, make_group, make_manager, make_series
from screens import faults_on, wider_than_the_window

from commonhour.models import Session
from tests.hostile.user_text import ELSEWHERE, TEXTS

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"


@pytest.fixture
def hub(now):
    make_community()
    series = make_series(group=make_group(), dtstart="20260903T160000")
    speakers = [
        {"name": "Ada Long", "organisation": "Acme"},
        {"name": "", "organisation": "", "is_unnamed": True},
    ]
    for number, title in enumerate((f"On {LONG}", *TEXTS, "Parsing")):
        Session.objects.create(
            series=series, title=title, date=dt.date(2025 + number % 2, 11, 19), speakers=[*speakers, {"name": title[:50]}],
            abstract=f"{title}\n\n{LONG}\n\n- one\n- two", tags=["text", title[:30]], language=("English", "Spanish")[number % 2],
            slides="https://a.example/s.pdf", recording="https://a.example/v", url="https://a.example/more",
            links=[{"label": title, "url": "https://a.example/code"}, {"label": "", "url": f"https://a.example/{LONG}"}],
        )  # fmt: skip
    return series


def test_no_page_has_a_fault_on_any_screen(hub, open_page, live_server):
    page = open_page("/talks/", js=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    first = Session.objects.order_by("pk")[0]
    paths = [
        "/talks/",
        "/talks/?spoken=Spanish&q=on",
        "/talks/?q=nothing",
        first.path,
        Session.objects.get(title=TEXTS[1]).path,
        "/speakers/ada-long/",
    ]
    assert faults_on(open_page("/"), live_server.url, paths) == ""
    assert not [url for url in asked if ELSEWHERE in url]


@pytest.mark.parametrize("js", [True, False])
def test_a_reader_searches_narrows_and_comes_to_the_date(hub, open_page, js):
    page = open_page("/talks/", width=320, js=js, tz="America/New_York")
    page.get_by_role("searchbox").fill("pars")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("1 talk", exact=False).first.wait_for()
    page.get_by_text("Filter", exact=True).click()
    page.locator("[name=spoken]").select_option("Spanish")
    page.get_by_role("button", name="Show", exact=True).click()
    assert wider_than_the_window(page) == []
    page.locator("h3").get_by_role("link", name="Parsing").click()
    assert "a speaker who asked not to be named" in page.locator("main").inner_text()
    page.locator(".held a").click()
    page.get_by_role("heading", name="Sessions").wait_for()
    page.get_by_role("link", name="Parsing", exact=True).first.click()
    page.get_by_role("link", name="Ada Long").click()
    assert page.url.split("?")[0].endswith("/speakers/ada-long/")


def test_a_manager_takes_a_name_off_and_puts_it_back(hub, open_page, live_server):
    desk = open_page("/desk/people/", user=make_manager(), width=320)
    desk.get_by_role("link", name="Speakers").click()
    desk.get_by_role("link", name="Ada Long").click()
    assert wider_than_the_window(desk) == []
    desk.get_by_role("link", name="Asked not to be named").click()
    desk.get_by_role("button", name="Name them no more").click()
    assert "named nowhere" in desk.locator(".said").inner_text()
    assert not any(one["name"] == "Ada Long" for row in Session.objects.all() for one in row.speakers)
    assert wider_than_the_window(desk) == []
    desk.get_by_role("button", name="Undo").click()
    assert all(any(one["name"] == "Ada Long" for one in row.speakers) for row in Session.objects.all())
