"""A stranger sends in a meeting on a phone, and somebody who runs the hub puts it into the calendar."""

import re
import smtplib
import socket
from email import message_from_bytes
from email.policy import default

import mails
import pytest
from cast import (
    NOW,
    make_community,
    make_group,
    make_letter,
    make_manager,
    make_series,
    make_submission,
    make_wish,
)
from screens import faults, wider_than_the_window

from commonhour.gateways.mail_listener import listener
from commonhour.models import Delivery, Series, Submission
from commonhour.reads.mail_links import submission_path
from commonhour.tasks.letters import take_from_listener
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db(transaction=True)
NEEDED = {
    "What is it called?": "Parsers in the open", "When is it?": "Thu 3 Dec 16:00–17:30 Madrid",
    "What is it about, and for whom?": "For all who parse.", "Link by which people join": "https://zoom.us/j/1",
    "Your name": "Ana", "Your e-mail address": "ana@example.org",
}  # fmt: skip


@pytest.fixture
def hub(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    return make_group()


def link_of_mail(settings):
    MailLane().send_mails(NOW)
    row = Delivery.objects.get(kind="submission-confirm")
    mail = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    (link,) = re.findall(r"http\S+", mail.get_body(("plain",)).get_content())
    return link


@pytest.mark.parametrize("js", [True, False])
def test_from_the_form_to_the_calendar(hub, open_page, settings, js):
    page = open_page("/", width=320, tz="Asia/Tokyo", js=js)
    page.get_by_role("link", name="Have an event to add?").click()
    for label, text in NEEDED.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Every week").check()
    if not js:
        page.get_by_role("button", name="Show what was understood").click()
        assert not Submission.objects.exists()
    understood = page.get_by_text("Every Thursday at 16:00 Madrid time")
    understood.wait_for()
    assert ("00:00 Tokyo" in page.locator("#echo").inner_text()) is js
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Send it in").click()
    assert "Look into your inbox" in page.locator("h1").inner_text()
    page.goto(link_of_mail(settings))
    assert Submission.objects.get().state == "unconfirmed"
    page.get_by_role("button", name="Yes, send it in").click()
    assert "It waits for an answer" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    mine = page.url

    desk = open_page("/desk/", user=make_manager(), width=320, js=js)
    desk.get_by_role("link", name="meeting was sent in").click()
    desk.get_by_role("link", name="Parsers in the open").click()
    desk.get_by_role("link", name="Accept it").click()
    assert wider_than_the_window(desk) == []
    desk.get_by_role("button", name="Put it into the calendar").click()
    assert "is in the calendar" in desk.locator(".said").inner_text()
    assert Series.objects.get().occurrences.count() > 50
    page.goto(mine)
    page.get_by_role("link", name="Parsers in the open").click()
    assert "Every Thursday at 16:00 Madrid time" in page.locator("main").inner_text()

    ask_for(page, mine, "Move a date", "Fri 4 Dec 17:00 Madrid")
    desk.goto(desk.url.split("/desk/")[0] + "/desk/")
    desk.get_by_role("link", name="change was asked for").click()
    desk.get_by_role("link", name="Parsers in the open").first.click()
    assert wider_than_the_window(desk) == []
    desk.get_by_role("link", name="See what moving it would do").click()
    assert "Fri, 4 Dec 2026" in desk.locator(".preview").inner_text()
    desk.get_by_role("button", name="Move it").first.click()
    settle(desk)
    page.goto(mine)
    assert "Done as you asked" in page.locator("main").inner_text()
    assert Series.objects.get().occurrences.filter(start="2026-12-04T16:00:00Z").exists()

    ask_for(page, mine, "Call off a date", "")
    desk.goto(desk.url.split("/desk/")[0] + "/desk/submissions/")
    desk.get_by_role("link", name="Parsers in the open").first.click()
    desk.get_by_role("link", name="Call that date off").click()
    desk.get_by_role("button", name="Cancel this date").click()
    settle(desk)
    assert Series.objects.get().occurrences.filter(status="CANCELLED").count() == 1


def ask_for(page, mine, what, when):
    page.goto(mine)
    page.get_by_role("link", name="Ask to move it or to call it off").click()
    page.get_by_label(what).check()
    page.get_by_label("To which time?").fill(when)
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Ask for it").click()
    assert "You asked for a change" in page.locator("main").inner_text()


def settle(desk):
    desk.goto(desk.url.split("/desk/")[0] + "/desk/submissions/")
    desk.get_by_role("link", name="Parsers in the open").first.click()
    desk.get_by_role("button", name="Say that it is done").click()
    assert "is told in ten minutes" in desk.locator(".said").inner_text()


def test_a_draft_outlives_a_reload_and_goes_with_the_sending(hub, open_page):
    page = open_page("/submit/")
    for label, text in NEEDED.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Every few weeks").check()
    page.reload()
    assert page.get_by_label("Your name").input_value() == "Ana"
    assert page.get_by_label("Every few weeks").is_checked()
    page.get_by_text("Every other Thursday").wait_for()
    page.get_by_role("button", name="Send it in").click()
    page.locator("h1", has_text="Look into your inbox").wait_for()
    page.goto(page.url)
    assert page.get_by_label("Your name").input_value() == ""


def test_nobody_is_kept_out(hub, open_page):
    row = make_submission(hub)
    wish = make_wish(hub, make_series(group=hub))
    page = open_page("/submit/")
    page.get_by_label("When is it?").fill("Thu 3 Dec 16:00 IST")
    page.get_by_role("button", name="Send it in").click()
    page.locator(".question").wait_for()
    found = faults(page)
    desk = open_page("/desk/submissions/", user=make_manager())
    found += faults(desk)
    mine = submission_path(wish.submission_id)
    for path in (
        f"/desk/submissions/{row.pk}/",
        f"/desk/submissions/{row.pk}/accept/",
        f"/desk/submissions/{wish.submission_id}/",
        mine,
        f"{mine}wish/",
    ):
        desk.goto(desk.url.split("/desk/")[0] + path)
        found += faults(desk)
    assert found == []


@pytest.fixture
def listening(hub, settings):
    settings.MAILBOX_ADDRESSES = (mails.HUB,)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = listener("127.0.0.1", port, settings.MAILBOX_ADDRESSES, take_from_listener)
    found.start()
    yield port
    found.stop()


def by_smtp(port, mail):
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        smtp.send_message(mail, "ana@example.org", [mails.HUB])


@pytest.mark.parametrize("js", [True, False])
def test_from_an_outlook_invitation_to_the_calendar_and_moved(hub, listening, open_page, settings, js):
    by_smtp(listening, mails.outlook())
    MailLane().send_mails(NOW)
    row = Delivery.objects.get(kind="submission-mailed")
    answer = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    (link,) = re.findall(r"http\S+", answer.get_body(("plain",)).get_content())
    page = open_page("/", width=320, js=js)
    page.goto(link)
    assert Submission.objects.get().state == "unconfirmed"
    assert "Every other Thursday at 16:00 Paris time" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Yes, send it in").click()
    assert "It waits for an answer" in page.locator("main").inner_text()

    desk = open_page("/desk/", user=make_manager(), width=320, js=js)
    desk.get_by_role("link", name="meeting was sent in").click()
    desk.get_by_role("link", name="Parser reading").click()
    assert "It came by mail." in desk.locator("main").inner_text()
    desk.get_by_role("link", name="Accept it").click()
    desk.get_by_role("button", name="Put it into the calendar").click()
    assert Series.objects.get().occurrences.count() > 20

    by_smtp(listening, mails.outlook(sequence=1, hour=18))
    assert Series.objects.get().occurrences.filter(start__hour=15).count() > 5
    desk.goto(desk.url.split("/desk/")[0] + "/desk/")
    desk.get_by_role("link", name="letter came in").click()
    assert "Every other Thursday at 18:00 Paris time" in desk.locator("main").inner_text()
    assert wider_than_the_window(desk) == []
    desk.get_by_role("link", name="Parser reading").first.click()
    assert "Every other Thursday at 18:00 Paris time" in desk.locator("main").inner_text()
    desk.go_back()
    desk.get_by_role("button", name="Done").first.click()
    assert "1 letter is done." in desk.locator(".said").inner_text()
    assert "No letter waits" in desk.locator("main").inner_text()


def test_letters_keep_nobody_out(hub, open_page):
    make_letter("A line.\n" * 80, subject="Long " * 60)
    make_letter(kind="list", email="", subject="", problems=["winmail"])
    make_letter(kind="move", moves_to={"dtstart": "20261203T180000", "tzid": "Europe/Madrid", "minutes": 60, "rrule": ""},
                submission=make_submission(hub))  # fmt: skip
    desk = open_page("/desk/letters/", user=make_manager())
    found = faults(desk)
    desk.goto(desk.url + "?decided=1")
    assert found + faults(desk) == []
