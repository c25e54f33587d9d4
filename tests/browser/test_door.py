"""The door of a call in a real browser: what it says before it opens, to whom it opens, and that it opens by itself."""

import datetime as dt
import re

import pytest
from cast import give_join, make_community, make_group, make_manager, make_member
from screens import faults
from test_join import BOTH, call_that_began

from commonhour.actions.door import set_usual_door
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.policies import Policies
from commonhour.core.rights import TERMINAL
from commonhour.models import Community, Delivery, JoinTarget
from commonhour.tasks.coming import door_link
from commonhour.tasks.messages import voice_of

pytestmark = pytest.mark.django_db(transaction=True)
LINK = "https://meet.jit.si/MARKER"
POLICIES = Policies(
    "said",
    "ask",
    "yes",
    "https://example.org/conduct",
    "https://example.org/antitrust",
    "Cameras are optional.",
)


def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def door():
    """`door(-20)`: the page of the door of a call that begins in so many minutes."""
    make_community(tzid="UTC")

    def made(minutes, tier="everybody"):
        call = call_that_began(minutes, group=make_group())
        give_join(call, LINK, "PASS-1234")
        JoinTarget.objects.update(tier=tier)
        set_usual_door(POLICIES, 15, version=Community.the().version, now=now(), actor=TERMINAL)
        call.door = f"{call.page}join"
        return call

    return made


def said(page):
    return page.locator("main").inner_text()


@BOTH
def test_before_it_opens_it_counts_down_in_words_and_says_what_to_expect(door, open_page, js):
    page = open_page(door(-35).door, js=js, width=320)
    assert re.search(r"The door opens in (19|20) minutes: ", said(page))
    assert ("the button comes by itself" in said(page), "Load this page again" in said(page)) == (js, not js)
    assert "Whether it is recorded is said at the start." in said(page)
    assert page.get_by_role("link", name="The code of conduct holds.").is_visible()
    assert page.get_by_role("button", name="Join the call").count() == 0


def test_it_opens_by_itself(door, open_page):
    call = door(-35)
    page = open_page(call.door)
    page.clock.install(time=now() + dt.timedelta(minutes=21))
    page.reload()
    page.get_by_role("button", name="Join the call").wait_for()
    assert page.locator("#door-closed").is_hidden()


@BOTH
def test_a_mail_lets_in_whom_a_call_is_for(door, open_page, js, live_server):
    call = door(5, tier="confirmed")
    page = open_page(call.door, js=js, width=320)
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="Look into your inbox").wait_for()
    page.wait_for_timeout(500)  # the reader's own zone has come by then
    assert page.get_by_role("heading", name="Look into your inbox").is_visible()
    message = door_link(Delivery.objects.get(kind="door-link"), now(), Community.the(), voice_of("en"))
    page.goto(next(one.url for one in message.blocks if hasattr(one, "url")))
    page.get_by_role("button", name="Join the call").click()
    page.get_by_text("PASS-1234").wait_for()
    assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"


@BOTH
def test_a_member_who_is_signed_in_needs_no_mail(door, open_page, js):
    call = door(5, tier="members")
    stranger = open_page(call.door, js=js)
    stranger.get_by_role("button", name="Video call").click()
    stranger.locator("main .error").wait_for()
    stranger.wait_for_timeout(500)
    assert stranger.locator("main .error").is_visible()
    assert "PASS-1234" not in stranger.content()
    page = open_page(call.door, js=js, user=make_member(call.group))
    page.get_by_role("button", name="Video call").click()
    page.get_by_text("PASS-1234").wait_for()


def test_doors_are_fine_on_every_screen(door, open_page):
    shut = door(-35)
    page = open_page(shut.door)
    found = faults(page)
    JoinTarget.objects.update(tier="members")
    extra = JoinTarget(series=shut, kind="stream", position=3)
    extra.seal("https://live.example.org/x", "")
    extra.save()
    first, second = shut.occurrences.order_by("start")[:2]
    move_occurrence(
        second, dtstart=f"{first.start + dt.timedelta(days=8):%Y%m%dT%H%M%S}", now=now(), actor=TERMINAL
    )
    for path in (shut.door, f"{shut.path}{second.slug}/join"):
        page = open_page(path)
        found += faults(page)
    cancel_occurrence(first, now=now(), actor=TERMINAL, reason="Flu")
    page = open_page(shut.door)
    found += faults(page)
    assert "This date is cancelled: Flu." in said(page)
    manager = make_manager()
    for path in (
        "/desk/community/door/",
        f"/desk/series/{shut.slug}/door/",
        f"/desk/series/{shut.slug}/join/add/",
    ):
        page = open_page(path, user=manager)
        found += faults(page)
    assert not found, found
