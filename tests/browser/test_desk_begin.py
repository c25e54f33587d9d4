"""A stranger with an empty hub: from the one-time link to an open hub, without a shell, with and without JavaScript."""

import pytest
from cast import make_manager
from screens import violations

from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL
from commonhour.models import Community, Group

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """---
title: Open Looms
---

## Groups

### Thread Quality

* Meets: Tuesdays at 16:00 Europe/Madrid
* Moderated by: Ana Lopez
"""


@pytest.fixture
def at_the_door(open_page, now):
    def opened(**options):
        _, token = invite(make_manager().email, now=now, actor=TERMINAL)
        page = open_page(f"/desk/sign-in/?token={token}", **options)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Set up your hub").wait_for()
        return page

    return opened


@pytest.mark.parametrize(
    ("js", "width"), [(True, 1280), (False, 320)], ids=["desk", "phone without JavaScript"]
)
def test_from_the_link_to_an_open_hub(at_the_door, tmp_path, js, width):
    page = at_the_door(js=js, width=width)
    (tmp_path / "meetings.md").write_text(PAGE)
    page.get_by_role("link", name="Read your page").click()
    page.set_input_files("input[type=file]", tmp_path / "meetings.md")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import", exact=True).first.click()
    page.get_by_role("link", name="Set up your hub").click()
    if js:  # axe waits for promises, which nobody keeps without it
        assert violations(page) == []
    page.get_by_role("link", name="Give name and zone").click()
    assert page.get_by_label("Name").input_value() == "Open Looms"
    if js:
        page.get_by_role("button", name="Use this device’s zone: Europe/Madrid").click()
    else:
        page.get_by_label("Usual time zone").fill("Madrid")
    page.get_by_role("button", name="Save").click()
    if page.get_by_role("button", name="Leave out").count():
        page.get_by_role("button", name="Leave out").first.click()
    page.get_by_role("button", name="Open it").click()
    assert "The hub is open" in page.get_by_role("status").inner_text()
    assert (Community.the().is_published, Community.the().tzid) == (True, "Europe/Madrid")
    assert Group.objects.get().name == "Thread Quality"


def test_one_can_begin_empty(at_the_door):
    page = at_the_door(width=320, js=False)
    for _ in range(3):
        page.get_by_role("button", name="Leave out").first.click()
    assert "3 of 4 steps are settled" in page.locator("main").inner_text()
    page.get_by_role("button", name="Do it after all Your page").click()
    assert "2 of 4 steps are settled" in page.locator("main").inner_text()
