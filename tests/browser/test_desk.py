"""The desk on a phone without JavaScript: few clicks, nothing overflows, axe finds nothing."""

import pytest
from cast import make_manager
from test_accessibility import hub, violations  # noqa: F401

from commonhour.actions.sign_in import invite
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.formats.sigs import read_sigs
from commonhour.models import Override, Schedule

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/desk/", "/desk/groups/", "/desk/groups/metrics/", "/desk/groups/metrics/people/", "/desk/groups/metrics/channels/",
    "/desk/series/new/", "/desk/series/metrics-call/", "/desk/undecided/", "/desk/sources/", "/desk/unplaced/", "/desk/import/",
    "/desk/community/", "/desk/history/",
]  # fmt: skip


@pytest.fixture
def signed_in(hub, open_page, now):  # noqa: F811
    """`signed_in(path, width=320)` is a page of the desk, signed in by a one-time link."""
    manager = make_manager()

    def opened(path, **options):
        _, token = invite(manager.email, now=now, actor=TERMINAL)
        page = open_page(f"/desk/sign-in/?token={token}", **options)
        page.get_by_role("button", name="Sign in").click()
        page.goto(page.url.split("/desk/")[0] + path)
        return page

    return opened


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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_desk(signed_in, width, dark):
    page = signed_in("/desk/", width=width, dark=dark)
    base = page.url.split("/desk/")[0]
    for path in PAGES:
        page.goto(base + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


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
