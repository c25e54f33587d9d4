"""The budgets of a page: bytes over the wire, number of requests. Times are measured in bench/."""

from pathlib import Path

import brotli
import pytest
from cast import make_community, make_group, make_series
from django.test import Client

pytestmark = pytest.mark.django_db

STATIC = Path(__file__).parents[2] / "commonhour" / "static"


def weight(body):
    return len(brotli.compress(body, quality=5))


@pytest.fixture
def busy(now):
    make_community(description="Where open source offices meet.")
    for number in range(12):
        group = make_group(f"group-{number}", f"Working group number {number}", region="EMEA")
        make_series(f"Call of group {number}", group, f"202611{24 + number % 6}T{8 + number % 10:02d}0000",
                    "America/New_York", "FREQ=WEEKLY")  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/", "/calendar/", "/calendar/2026-12/", "/groups/group-1/", "/meetings/call-of-group-1/"]
)
def test_html_of_sixty_occurrences_is_at_most_8_kb(busy, path):
    answer = Client().get(path, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.content) <= 8 * 1024, f"{len(answer.content):,} bytes"


def test_the_agenda_of_that_test_has_sixty(busy):
    assert Client().get("/calendar/").content.count(b'<li class="row') == 60


def test_style_and_script_are_within_their_budgets():
    css = b"".join(path.read_bytes() for path in (STATIC / "css").glob("hub.css"))
    js = (STATIC / "js" / "hub.js").read_bytes()
    assert weight(css) <= 8 * 1024
    assert weight(js) <= 6 * 1024


@pytest.mark.django_db(transaction=True)
def test_nothing_jumps_while_the_readers_zone_comes(busy, open_page):
    page = open_page("/", tz="Asia/Tokyo", width=360)
    page.wait_for_selector("html[data-zone='Asia/Tokyo']")
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value))
              .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift <= 0.02
