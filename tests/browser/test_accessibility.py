"""axe finds nothing on any page: light, dark, with forced colours, on a phone and on a desk, at twice the text size."""

import pytest
from cast import give_join, make_community, make_group, make_series, make_space
from screens import faults, faults_on

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL
from commonhour.models import CallForProposals, Channel, Goal, Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)

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


def test_axe_finds_nothing_and_nothing_overflows(hub, open_page, live_server):
    assert faults_on(open_page("/"), live_server.url, PAGES) == ""


def test_what_is_wrong_would_be_found(hub, open_page):
    page = open_page("/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><button></button>')"
    )
    page.evaluate("document.querySelector('main').lastElementChild.style.width = '2000px'")
    found = {fault for _, screen, fault, *_ in faults(page) if screen in ("phone", "desk", "forced colours")}
    assert {"image-alt", "button-name"} <= found
    assert any("px too wide" in fault for fault in found)


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
