"""The tutorial, followed literally: everything that stands in bold in it is pressed here, in its order, by that name."""

import re
from pathlib import Path

import pytest

from commonhour.actions.grants import Terms
from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL, Role
from commonhour.management.demonstration import FILES, MANAGER, fill
from commonhour.models import Community, Series, User

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (Path(__file__).parents[2] / "docs/tutorial/first-hub.md").read_text(encoding="utf-8")


class Walk:
    """Goes through the bold words of a section, one after the other."""

    def __init__(self, page, section: int) -> None:
        part = re.split(r"^## ", TEXT, flags=re.M)[section]
        self.page, self.words = (
            page,
            [" ".join(word.split()) for word in re.findall(r"\*\*(.+?)\*\*", part, re.S)],
        )

    def press(self, words: str, *, beside: str = "") -> None:
        """A link or a button of this name, as the tutorial says it next."""
        assert self.words[:1] == [words], f"the tutorial says {self.words[:1]}, the walk {words}"
        del self.words[0]
        starts = re.compile(rf"^(\d+ )?{re.escape(words)}.*{re.escape(beside)}", re.S)
        exactly = re.compile(rf"^{re.escape(words)}$")
        ways = [
            self.page.get_by_role(role, name=name)
            for name in (exactly, starts)
            for role in ("button", "link")
        ]
        next(way for way in ways[2 if beside else 0 :] if way.count()).first.click()
        self.page.wait_for_load_state()

    def is_over(self) -> bool:
        return self.words == []


@pytest.fixture
def signed_in(open_page):
    def opened(email, now):
        _, token = invite(email, Terms(Role.MANAGER), now=now, actor=TERMINAL)
        return open_page(f"/desk/sign-in/?token={token}", js=False)

    return opened


def test_the_demo_is_looked_at(open_page, now):
    fill()
    page = open_page("/?tz=Asia/Tokyo", js=False)
    assert "Tokyo" in page.locator("main").inner_text()
    walk = Walk(page, 1)
    walk.press("Upstream Guide")
    assert "People" in page.locator("main").inner_text()
    base = page.url.split("/groups/")[0].split("/meetings/")[0]
    page.goto(f"{base}/meetings/upstream-guide/2026-12-22/")
    assert "Cancelled" in page.locator("main").inner_text()
    page.goto(f"{base}/meetings/upstream-guide/2027-01-05/")
    assert "Moved" in page.locator("main").inner_text()
    walk.press("Subscribe")
    assert page.locator("#feed").input_value().endswith(".ics")
    assert walk.is_over()


def test_something_is_changed(signed_in, now):
    fill()
    page = signed_in(MANAGER, now)
    walk = Walk(page, 2)
    walk.press("Sign in")
    walk.press("Cancel", beside="Licence questions")
    page.fill("[name=reason]", "Holiday")
    walk.press("Cancel this date")
    base = page.url.split("/desk/")[0]
    for path in ("/", "/calendar.ics", "/calendar.json"):
        assert "cancelled" in page.request.get(base + path).text().casefold(), path
    walk.press("Undo")
    page.goto(f"{base}/desk/")
    walk.press("calls belong to no group")
    page.get_by_label("Group Reading Room").select_option(label="Upstream Guide")
    walk.press("Place")
    assert Series.objects.get(title="Reading Room").group.name == "Upstream Guide"
    walk.press("All are the whole community’s")
    assert not Series.objects.unplaced().exists()
    assert walk.is_over()


def test_it_becomes_ones_own_hub(signed_in, now):
    page = signed_in("you@example.org", now)
    walk = Walk(page, 4)
    walk.press("Sign in")
    base = page.url.split("/desk/")[0]
    walk.press("Leave out")
    page.get_by_role("button", name="Do it after all").click()
    walk.press("Read your page")
    page.set_input_files("input[type=file]", FILES / "meetings.md")
    walk.press("Preview")
    walk.press("Import")
    walk.press("Set up your hub")
    walk.press("Bring the calls here")
    page.set_input_files("input[type=file]", FILES / "community.ics")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import", exact=True).first.click()
    page.goto(f"{base}/desk/begin/")
    walk.press("Give name and zone")
    page.get_by_label("Usual time zone").fill("Madrid")
    walk.press("Save")
    walk.press("Open it")
    assert walk.is_over()
    assert (Community.the().is_published, Community.the().title) == (True, "Open Offices Network")
    walk = Walk(page, 5)
    walk.press("Community")
    walk.press("People")
    assert walk.is_over()
    assert User.objects.get().email == "you@example.org"
