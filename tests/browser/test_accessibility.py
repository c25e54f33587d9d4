"""axe finds nothing on any page: light, dark, with forced colours, on a phone and on a desk, at twice the text size."""

from importlib.resources import files

import pytest
from cast import give_join, make_community, make_group, make_series, make_space

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL
from commonhour.models import CallForProposals, Channel, Goal, Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {
    "phone": {"width": 320},
    "phone, dark": {"width": 320, "color_scheme": "dark"},
    "desk, dark": {"width": 1280, "color_scheme": "dark"},
    "desk": {"width": 1280},
    "forced colours": {"width": 1280, "forced_colors": "active"},
    "text of 200 %": {"width": 1280, "text": "200%"},
}
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
    "/calendar/?from=2026-12-01&lang=es",
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


def violations(page, without=()):
    """What axe finds; it is told not to describe whatever is in order, which takes it longer than the finding."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    options = {"runOnly": RULES, "resultTypes": ["violations"], "selectors": False,
               "rules": {rule: {"enabled": False} for rule in without}}  # fmt: skip
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]


def wider_than_the_window(page):
    """What makes the page scroll sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]"
        ".filter(one => one.getBoundingClientRect().right > innerWidth)"
        ".map(one => ['too wide', one.outerHTML.slice(0, 160)])"
    )


def show(page, *, width, text="", **media):
    """The page that is open, as it is on another screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**({"color_scheme": "light", "forced_colors": "none"} | media))
    page.evaluate("size => document.documentElement.style.fontSize = size", text)


def test_axe_finds_nothing_and_nothing_overflows(hub, open_page, live_server):
    page = open_page("/")
    faults = []
    for path in PAGES:
        page.goto(live_server.url + path)
        for name, screen in SCREENS.items():
            show(page, **screen)
            # Forced colours are the reader's; axe reads those that they replace.
            found = violations(page, ["color-contrast"] if "forced_colors" in screen else [])
            faults += [(path, name, *fault) for fault in [*found, *wider_than_the_window(page)]]
    assert not faults, "\n".join(map(str, faults))


def test_axe_would_find_something(hub, open_page):
    page = open_page("/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><button></button>')"
    )
    assert {"image-alt", "button-name"} <= {rule for rule, _ in violations(page)}


@pytest.mark.parametrize("width", [320, 1280])
def test_with_forced_colours_one_still_sees_where_one_is(hub, open_page, live_server, width):
    page = open_page("/calendar/week/2026-W48/?group=metrics", width=width, forced_colors="active")
    for path in ("/calendar/2026-11/?group=metrics", "/meetings/metrics-call/"):
        marked = page.locator("[aria-current], .today .num, .following a").all()
        seen = [one for one in marked if one.is_visible()]
        assert len(seen) >= 1
        for one in seen:
            assert one.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        page.goto(live_server.url + path)


def test_targets_in_rows_are_large_enough(hub, open_page):
    page = open_page("/", width=320)
    small = page.evaluate(
        "[...document.querySelectorAll('button, .button, .head a, summary')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44 && !e.closest('main details'))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
