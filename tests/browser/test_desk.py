"""The desk on a phone without JavaScript: few clicks, nothing overflows, axe finds nothing."""

from functools import partial

import pytest
from cast import make_manager
from screens import faults, faults_on
from test_accessibility import hub  # noqa: F401

from commonhour.actions.sign_in import invite
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.formats.sigs import read_sigs
from commonhour.models import Group, Override, Schedule

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/desk/", "/desk/groups/", "/desk/groups/metrics/", "/desk/groups/metrics/people/", "/desk/groups/metrics/channels/",
    "/desk/series/new/", "/desk/series/metrics-call/", "/desk/undecided/", "/desk/sources/", "/desk/unplaced/", "/desk/import/",
    "/desk/community/", "/desk/history/",
]  # fmt: skip


@pytest.fixture
def signed_in(hub, open_page, now):  # noqa: F811
    """`signed_in(path, width=320)` is a page of the desk, as a programme manager sees it."""
    return partial(open_page, user=make_manager())


def test_the_next_date_is_cancelled_in_two_clicks_on_a_phone(signed_in):
    page = signed_in("/desk/", width=320, js=False)
    page.get_by_role("link", name="Cancel this one").first.click()
    page.fill("[name=reason]", "The moderator is ill")
    page.get_by_role("button", name="Cancel this date").click()
    assert "Cancelled" in page.locator("main").inner_text()
    assert Override.objects.filter(status="CANCELLED", reason="The moderator is ill").count() == 1


def test_an_undo_is_one_click_away(signed_in):
    page = signed_in("/desk/", width=320, js=False)
    page.get_by_role("link", name="Cancel this one").first.click()
    page.get_by_role("button", name="Cancel this date").click()
    page.get_by_role("button", name="Undo").click()
    assert Override.objects.filter(status="CANCELLED", recurrence_id="20261126T160000").count() == 0


def test_a_page_is_previewed_and_imported_without_javascript(signed_in, tmp_path):
    page = signed_in("/desk/import/", js=False)
    text = "---\ntitle: Calls\n---\n\n## Space\n\n### Parser Group\n\n* Moderated by: Olga\n* [Meeting notes](https://docs.google.com/document/d/x/edit)\n"
    (tmp_path / "calls.md").write_text(text)
    page.set_input_files("input[type=file]", tmp_path / "calls.md")
    page.locator("main form[enctype] button").first.click()
    assert "Parser Group" in page.locator("main").inner_text()
    page.get_by_role("button", name="Import").first.click()
    page.goto(page.url.split("/desk/")[0] + "/groups/parser-group/")
    assert "Olga" in page.locator("main").inner_text()


def test_axe_finds_nothing_on_the_desk(signed_in, live_server):
    assert faults_on(signed_in("/desk/"), live_server.url, PAGES) == ""


QUESTIONS = b"""sigs:
- name: Parsers
  meetings:
  - {description: Fortnight, day: Thursday, time: "11:00", tz: PT (Pacific Time), frequency: biweekly}
"""


@pytest.fixture
def question(hub, now):  # noqa: F811
    draft = read_sigs(QUESTIONS, where="sigs.yaml", today=now.date())
    import_draft(draft, now=now, actor=TERMINAL, name="sigs.yaml")


def test_a_question_is_answered_in_two_clicks_on_a_phone_without_javascript(signed_in, question):
    page = signed_in("/desk/undecided/", width=320, js=False)
    page.get_by_text("counted from 3 December 2026").click()
    page.get_by_role("button", name="Save this answer Fortnight").click()
    assert "“Fortnight” is in the calendar" in page.locator("main").inner_text()
    assert Schedule.objects.get(series__title="Fortnight").dtstart == "20261203T110000"
    page.get_by_role("button", name="Undo").click()
    assert not Schedule.objects.filter(series__title="Fortnight").exists()


def test_a_question_is_answered_with_the_keyboard_alone(signed_in, question):
    page = signed_in("/desk/undecided/")
    radios = page.get_by_role("radio")
    assert radios.first.get_attribute("aria-labelledby")
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert Schedule.objects.get(series__title="Fortnight").dtstart == "20261203T110000"


LOOMS = """---
title: Weavers
---

## Groups

### Thread Quality

* Meets: Tuesdays, 9:30 PST, 45 minutes
* Moderated by: Ana Lopez
* [Chat](https://looms.slack.example) #thread

### Pattern Library

* Meets: every other Thursday at 16:00 PST
* Chair: Bo Chen

### Dyeing Team

* Lead: Dana Ek
* [Notes](https://docs.example.org/dyeing)
"""


@pytest.fixture
def previewed(signed_in, tmp_path):
    """The preview of a page that asks something, before anything is written."""
    (tmp_path / "looms.md").write_text(LOOMS)

    def opened(**options):
        page = signed_in("/desk/import/", **options)
        page.set_input_files("input[type=file]", tmp_path / "looms.md")
        page.locator("main form[enctype] button").first.click()
        return page

    return opened


def test_an_import_is_answered_on_a_phone_without_javascript(previewed):
    page = previewed(width=320, js=False)
    page.get_by_role("checkbox", name="Dyeing Team").check()
    page.select_option("[name=verb]", "reject")
    page.select_option("[name=letters-PST]", "America/Los_Angeles")
    page.get_by_role("button", name="Apply").first.click()
    assert "Every Tuesday at 09:30 Los Angeles time" in page.locator("main").inner_text()
    page.select_option("[name=meeting-pattern-library]", "America/Los_Angeles, 2026-12-03")
    page.get_by_role("button", name="Import", exact=True).first.click()
    times = Schedule.objects.filter(tzid="America/Los_Angeles").values_list("series__slug", "dtstart")
    assert {("thread-quality", "20261124T093000"), ("pattern-library", "20261203T160000")} <= set(times)
    assert not Group.objects.filter(name="Dyeing Team").exists()


def test_an_import_is_answered_with_the_keyboard_alone(previewed):
    """Enter in a field of the form never imports."""
    page = previewed()
    page.get_by_role("checkbox", name="Dyeing Team").focus()
    page.keyboard.press("Space")
    page.locator("[name=verb]").focus()
    page.keyboard.type("Rename")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Steering")
    page.keyboard.press("Enter")
    page.get_by_text("on the page: Dyeing Team").wait_for()
    assert not Group.objects.filter(slug="thread-quality").exists()


def test_axe_finds_nothing_on_a_preview(previewed):
    page = previewed()
    page.get_by_role("checkbox", name="Dyeing Team").check()
    page.select_option("[name=verb]", "reject")
    page.get_by_role("button", name="Apply").first.click()
    assert faults(page) == []


def test_the_desk_is_in_the_devices_zone_from_the_first_page_on(hub, open_page, now, live_server):  # noqa: F811
    """Also when the link was made in another zone; what is shown once is not asked for twice."""
    _, token = invite(make_manager().email, now=now, actor=TERMINAL)
    page = open_page(f"/desk/sign-in/?token={token}&tz=UTC", tz="Asia/Kolkata")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("status").inner_text() == "✓ You are signed in."
    page.goto(f"{live_server.url}/desk/people/")
    page.wait_for_selector("html[data-zone='Asia/Kolkata']")
    assert page.locator(".shared").is_hidden()
    page.fill("[name=email]", "ben@example.org")
    page.check("[name=role][value=manager]")
    page.get_by_role("button", name="Make the link").click()
    assert "/desk/sign-in/?token=" in page.locator("#link").input_value()
    page.goto(f"{live_server.url}/desk/groups/?tz=America/Lima")
    page.get_by_role("link", name="Show mine").click()
    page.wait_for_selector("html[data-zone='Asia/Kolkata']")
