"""A series is paused and brought back on a phone: in plain forms, and axe finds nothing on any screen."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series
from screens import faults, faults_on

from commonhour.actions.pausing import conclude_series, pause_series
from commonhour.core.rights import TERMINAL
from tests.web.test_desk_telling import subscribe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(settings):
    settings.NOW = NOW.isoformat()
    make_community()
    group = make_group()
    make_series(group=group)
    paused, ended = make_series("Reading circle with a long name", group), make_series("Old hands", group)
    pause_series(
        paused,
        from_day=dt.date(2026, 12, 10),
        back_on=dt.date(2027, 1, 12),
        reason="Winter.",
        now=NOW,
        actor=TERMINAL,
    )
    conclude_series(ended, last_day=dt.date(2026, 12, 10), now=NOW, actor=TERMINAL)
    return group


def test_paused_and_brought_back_on_a_phone_without_javascript(open_page, group):
    page = open_page("/desk/series/metrics-call/", user=make_moderator(group), width=320, js=False)
    page.get_by_role("link", name="Pause it").click()
    page.get_by_label("From which day on?").fill("2026-12-08")
    page.get_by_label("Back on").fill("2027-01-12")
    page.get_by_role("button", name="Show the dates").click()
    assert page.locator(".preview s").first.inner_text() == "Thu, 10 Dec 2026"
    page.get_by_role("button", name="Pause it").click()
    assert "Paused from Tue, 8 Dec 2026 on." in page.content()
    page.get_by_role("link", name="Bring it back").click()
    page.get_by_role("button", name="Bring it back").click()
    assert "It meets again from Tue, 12 Jan 2027 on." in page.content()


def test_told_on_a_phone_without_javascript(open_page, group):
    subscribe()
    page = open_page("/desk/series/metrics-call/pause/", user=make_moderator(group), width=320, js=False)
    page.get_by_label("From which day on?").fill("2026-12-08")
    page.get_by_label("Why?").fill("Winter")
    page.get_by_role("button", name="Show the dates").click()
    told = page.get_by_role("region", name="Who would be told")
    assert "1 person by mail" in told.inner_text()
    told.locator("summary").click()
    assert "Metrics call pauses from Tuesday, 8 December 2026 on." in told.inner_text()
    assert "Winter" in told.inner_text()
    page.get_by_role("button", name="Pause it and tell").click()
    assert "It is told at 11:10, unless you undo it." in page.content()
    page.goto(page.url.split("/desk/")[0] + "/desk/breaks/?first=2026-11-25&last=2026-12-03&group=metrics")
    page.get_by_label("Why?").fill("Moving house")
    page.get_by_role("button", name="Show the message").click()
    page.get_by_role("region", name="Who would be told").locator("summary").click()
    assert "Moving house" in page.get_by_role("region", name="Who would be told").inner_text()
    page.get_by_role("button", name="Call them off and tell").click()
    assert "dates are called off. It is told at 11:10" in page.content()


def test_its_pages_are_well_on_every_screen(open_page, live_server, group):
    subscribe()
    page = open_page("/desk/series/metrics-call/pause/", user=make_moderator(group))
    found = "\n".join(map(str, faults(page)))
    circle = "/desk/series/reading-circle-with-a-long-name"
    paths = [f"{circle}/", f"{circle}/bring-back/", "/desk/groups/", "/desk/groups/metrics/"]
    paths += ["/desk/breaks/?first=2026-11-25&last=2026-12-20&group=metrics"]
    paths += [
        "/meetings/",
        "/groups/metrics/",
        "/meetings/reading-circle-with-a-long-name/",
        "/meetings/old-hands/",
    ]
    assert not found + faults_on(page, live_server.url, paths)
