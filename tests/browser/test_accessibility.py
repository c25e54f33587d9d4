"""axe finds nothing on any page: light and dark, on a phone and on a desk."""

from importlib.resources import files

import pytest
from cast import give_join, make_community, make_group, make_series, make_space

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL
from commonhour.models import CallForProposals, Channel, Goal, Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
PAGES = [
    "/",
    "/?tz=Asia/Tokyo&lang=ja",
    "/groups/metrics/",
    "/meetings/metrics-call/",
    "/meetings/metrics-call/2026-12-03/",
    "/meetings/metrics-call/2026-11-26/join",
    "/calendar/",
    "/calendar/2026-12/",
    "/calendar/week/2026-W49/",
    "/calendar/?group=metrics,book",
    "/groups/",
    "/groups/?q=met&sort=-next",
    "/meetings/",
    "/zones/?q=ma",
    "/?tz=tok",
    "/meetings/metrics-call/2026-11-25/",
    "/subscribe/",
    "/convert/?q=3pm+PT+Thursday",
    "/convert/?q=4:30+pm+IST",
    "/convert/?q=gibberish",
    "/embed/",
    "/embed/agenda/",
    "/embed/agenda/?theme=dark&compact=1",
    "/status/",
    "/status/feeds/",
    "/nothing/here/",
]


@pytest.fixture
def hub(now):
    import datetime as dt

    make_community(description="Where open source offices meet.")
    group = make_group(lead_organisation="CHAOSS", region="Europe", description="We *measure*.")
    Goal.objects.create(group=group, text="Publish the guide", due=dt.date(2023, 12, 31))
    Channel.objects.create(group=group, kind="chat", label="Slack", name="#wg-metrics")
    Channel.objects.create(group=group, kind="repo", label="Working repo", url="https://example.org/repo")
    Membership.objects.create(group=group, person=Person.objects.create(name="Matteo"), role="moderator")
    series = make_series(group=group)
    give_join(series)
    dates = list(series.occurrences.order_by("start"))
    cancel_occurrence(dates[1], now=now, actor=TERMINAL, reason="Winter break")
    move_occurrence(dates[2], now=now, actor=TERMINAL, dtstart="20261211T100000", reason="Holiday")
    other = make_group("book", "Book", space=make_space("Learning", "learning"), state="paused")
    make_series("Book club", other, "20261127T100000", "America/Los_Angeles")
    add_series(title="Talks", group=other, schedule=None, now=now, actor=TERMINAL)
    CallForProposals.objects.create(series=series, label="Submit a CFP", url="https://example.org/cfp")
    return series


def violations(page):
    page.evaluate(AXE)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_overflows(hub, open_page, width, dark):
    for path in PAGES:
        page = open_page(path, width=width, dark=dark)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


def test_axe_would_find_something(hub, open_page):
    page = open_page("/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><button></button>')"
    )
    assert {"image-alt", "button-name"} <= {rule for rule, _ in violations(page)}


def test_large_text_and_forced_colours_lose_nothing(hub, open_page):
    # 640 px wide at twice the text size is a 320 px page to its layout; with forced colours on top.
    page = open_page("/", width=320, forced_colors="active", device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".card.next").is_visible()


def test_targets_in_rows_are_large_enough(hub, open_page):
    page = open_page("/", width=320)
    small = page.evaluate(
        "[...document.querySelectorAll('button, .button, .head a, summary')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44 && !e.closest('main details'))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
