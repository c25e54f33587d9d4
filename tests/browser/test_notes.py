"""Agenda and notes in a real browser: a moderator's minute on a phone, two people typing at once, and nothing lost offline."""

import datetime as dt

import pytest
from cast import make_community, make_group, make_manager, make_moderator, make_notes, make_series
from screens import faults

from commonhour.models import ActionItem, Decision, Notes
from commonhour.tasks.outbox import MailLane
from tests.tasks.test_outbox import subscribed

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/meetings/metrics-call/2026-11-26/"


@pytest.fixture
def series(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    return make_series(group=make_group(), dtstart="20260903T160000")


def path(series, rest=""):
    return f"/desk/notes/{series.occurrences.get(slug='2026-11-26').public_id}/{rest}"


@pytest.mark.parametrize("js", [True, False])
def test_a_moderators_minute(series, settings, open_page, live_server, js):
    settings.NOW = "2026-11-26T15:10:00+00:00"
    subscribed(tells_notes=True, tells_changes=False)
    page = open_page("/desk/", user=make_moderator(series.group), width=320, js=js)
    page.locator(".next").get_by_role("link", name="Notes").click()
    page.get_by_label("Agenda and notes").press_sequentially(
        "TOPIC: Release\nDECISION: Ship on Friday\nACTION: @ana write the post by 2026-12-01"
    )
    if js:
        page.get_by_text("1 decision, 1 action").wait_for()
        page.get_by_text("Saved 16:10").wait_for()
    page.get_by_role("button", name="Publish").click()
    assert page.get_by_text(
        "Published: everybody can read the notes. It is told at 16:20, unless you undo it."
    ).is_visible()
    assert Decision.objects.get().text == "Ship on Friday"
    assert ActionItem.objects.get().owner == "ana"
    shown = open_page(PAGE, width=320)
    assert shown.get_by_role("heading", name="Decisions").is_visible()
    assert shown.get_by_text("write the post").first.is_visible()
    assert faults(shown) == []
    for place in (
        "/groups/metrics/",
        "/groups/metrics/notes/",
        "/decisions/",
        "/notes/?q=friday",
        "/meetings/metrics-call/latest-notes",
    ):
        shown.goto(live_server.url + place)
        assert shown.locator("main").get_by_text("Ship on Friday").first.is_visible(), place
    shown.goto(f"{live_server.url}/actions/")
    shown.get_by_role("link", name="Thu, 26 Nov 2026").click()
    assert shown.url.endswith(f"{PAGE}#line-3")
    for feed in ("/notes.atom", "/groups/metrics/notes.atom", "/notes/search.atom?q=friday"):
        assert "Ship on Friday" in shown.request.get(live_server.url + feed).text(), feed
    settings.NOW = "2026-11-26T15:21:00+00:00"
    MailLane().send_mails(dt.datetime.fromisoformat(settings.NOW))
    (mail,) = (settings.MAIL_FOLDER).glob("*.eml")
    assert "Ship on Friday" in mail.read_text()


def holds(field, line):
    """Whoever types on is told for a moment only that lines came in; the field has them."""
    field.page.wait_for_function(
        "([area, line]) => area.value.includes(line)", arg=[field.element_handle(), line]
    )


def test_two_people_type_at_once_and_nobody_loses_a_line(series, open_page):
    one = open_page(path(series), user=make_moderator(series.group))
    other = open_page(path(series), user=make_moderator(series.group, "bo@example.org"))
    first, second = (page.get_by_label("Agenda and notes") for page in (one, other))
    first.press_sequentially("DECISION: Ship on Friday\n")
    second.press_sequentially("ACTION: @bo book the room\n")
    one.get_by_text("Saved 11:00").wait_for()
    holds(second, "DECISION: Ship on Friday")
    first.press_sequentially("INFO: the office is closed\n")
    holds(first, "ACTION: @bo book the room")
    holds(one.locator("[name=base]"), "INFO: the office is closed")
    lines = {"DECISION: Ship on Friday", "ACTION: @bo book the room", "INFO: the office is closed"}
    assert lines == set(Notes.objects.get().text.split("\n")) - {""}
    assert lines == set(first.input_value().split("\n")) - {""}


def test_what_is_typed_without_a_network_is_back_when_the_page_is(series, open_page):
    page = open_page(path(series), user=make_moderator(series.group))
    page.context.route("**/desk/notes/**", lambda route: route.abort())
    page.get_by_label("Agenda and notes").press_sequentially("INFO: MARKER")
    page.get_by_text("Not saved: the hub cannot be reached.").wait_for()
    page.context.unroute("**/desk/notes/**")
    page.reload()
    assert page.get_by_text("What you typed here before is back.").is_visible()
    assert page.get_by_label("Agenda and notes").input_value() == "INFO: MARKER"
    page.get_by_role("button", name="Save draft").click()
    assert Notes.objects.get().text == "INFO: MARKER"
    page.reload()
    assert page.get_by_text("is back").count() == 0


def loses(page, *, arrives):
    """From now on the hub hears nothing of what is sent, or hears it and nobody hears its answer."""

    def lose(route):
        if arrives:
            route.fetch()
        route.abort()

    page.context.unroute_all()
    page.context.route("**/desk/notes/*/", lose)


@pytest.mark.parametrize("is_left", [False, True])
def test_a_line_whose_answer_got_lost_stands_there_once(series, open_page, is_left):
    notes = make_notes(series.occurrences.get(slug="2026-11-26"), "TOPIC: Release\n", stage="draft")
    page = open_page(path(series), user=make_moderator(series.group))
    typed, unreached = (
        page.get_by_label("Agenda and notes"),
        page.get_by_text("Not saved: the hub cannot be reached."),
    )
    loses(page, arrives=True)
    typed.press("Control+End")
    typed.press_sequentially("DECISION: Ship on Fri")
    unreached.wait_for()
    loses(page, arrives=False)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        typed.press_sequentially("day")
    if is_left:
        page.context.unroute_all()
        page.reload()
        page.get_by_text("What you typed here before is back.").wait_for()
    page.context.unroute_all()
    typed.press("Control+End")
    typed.press_sequentially(", all")
    page.get_by_text("Saved 11:00").wait_for()
    holds(page.locator("[name=base]"), "Friday, all")
    notes.refresh_from_db()
    assert notes.text == "TOPIC: Release\nDECISION: Ship on Friday, all"


def test_who_changed_the_same_line_puts_both_together(series, open_page):
    user = make_moderator(series.group)
    date = series.occurrences.get(slug="2026-11-26")
    make_notes(date, "one line\n", stage="draft")
    page = open_page(path(series), user=user, js=False, width=320)
    Notes.objects.update(text="one line of theirs\n")
    page.get_by_label("Agenda and notes").fill("one line of mine\n")
    page.get_by_role("button", name="Save draft").click()
    assert page.get_by_label("Agenda and notes").input_value() == "one line of theirs\none line of mine\n"
    assert page.get_by_role("heading", name="Yours:").is_visible()
    page.get_by_role("button", name="Save draft").click()
    assert Notes.objects.get().text == "one line of theirs\none line of mine\n"


def test_all_pages_of_notes_are_in_order_on_every_screen(series, settings, open_page):
    settings.NOW = "2026-11-26T15:10:00+00:00"
    user, date = make_manager(), series.occurrences.get(slug="2026-11-26")
    make_notes(date, "# Release\n\nDECISION: Ship\n\n- [ ] @ana write\n\n| a | b |\n|---|---|\n| c | d |\n")
    later = series.occurrences.get(slug="2026-12-03")
    later.agenda_items.create(text="Budget", name="Bo", state="accepted", proposed_at=date.start)
    later.agenda_items.create(text="Party", state="waiting", proposed_at=date.start)
    for rest in ("", "revisions/", "revisions/1/", "unpublish/", "outcome/", "agenda/"):
        assert faults(open_page(path(series, rest), user=user)) == [], rest
    agenda = f"/desk/notes/{later.public_id}/agenda/"
    for there in (agenda, f"{agenda}{later.agenda_items.last().pk}/"):
        assert faults(open_page(there, user=user)) == []
    for there in (PAGE, "/meetings/metrics-call/2026-12-03/", "/meetings/metrics-call/2026-12-03/agenda/"):
        assert faults(open_page(there)) == []
    page = open_page(path(series), user=user)
    Notes.objects.update(text="# Release\n\nDECISION: Ship it\n")
    page.get_by_label("Agenda and notes").fill("# Release\n\nDECISION: Ship now\n")
    page.get_by_role("button", name="Save the correction").click()
    assert faults(page) == []
