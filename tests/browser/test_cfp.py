"""A speaker in Tokyo proposes a talk on a phone, a further speaker answers, a reader would like to hear it; and the desk's form."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from cast import NOW, make_call, make_community, make_group, make_manager, make_proposal, make_series
from screens import faults, wider_than_the_window

from commonhour.actions.measure import supporter
from commonhour.models import CallForProposals, Delivery, Proposal, ProposalSpeaker, Support
from commonhour.reads.mail_links import proposal_path, speaker_path, support_path
from commonhour.reads.proposal import listed_path
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db(transaction=True)
TALK = {
    "Title": "Parsers in the open", "What is it about?": "For all who parse.", "Your name": "Yui",
    "Your e-mail address": "yui@example.org", "Hours of the day": "18-22",
}  # fmt: skip


@pytest.fixture
def call(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    return make_call(make_series(group=make_group()), is_listed=True)


def link_of_mail(settings, kind):
    MailLane().send_mails(NOW)
    row = Delivery.objects.filter(kind=kind).latest("pk")
    mail = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    (link,) = re.findall(r"http\S+", mail.get_body(("plain",)).get_content())
    return link


def press(page, name):
    page.get_by_role("button", name=name, exact=True).last.click()


@pytest.mark.parametrize("js", [True, False])
def test_a_talk_from_the_first_page_to_its_withdrawal(call, open_page, settings, js):
    page = open_page("/", width=320, tz="Asia/Tokyo", js=js)
    page.get_by_role("link", name="Talks wanted").first.click()
    page.wait_for_url(f"**{call.path}**")
    assert "23:59 Madrid" in page.locator("main").inner_text()
    if js:
        page.get_by_text("07:59 Tokyo").wait_for()
        assert page.get_by_label("Your time zone").input_value() == "Asia/Tokyo"
    for label, text in TALK.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Your time zone").fill("Tokyo")
    press(page, "Add a speaker")
    page.get_by_label("Name", exact=True).fill("Ben")
    page.get_by_label("E-mail address", exact=True).fill("ben@example.org")
    press(page, "Preview")
    page.get_by_text("As it would look").wait_for()
    assert "18:00–22:00" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    press(page, "Submit it")
    page.locator("h1", has_text="Look into your inbox").wait_for()
    page.goto(link_of_mail(settings, "proposal-confirm"))
    assert Proposal.objects.get().confirmed_at is None
    press(page, "Yes, it was me")
    assert "It waits for an answer" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    mine = page.url
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Title").fill("Parsers for all")
    press(page, "Save")
    assert page.locator("h1").inner_text() == "Parsers for all"

    other = open_page("/", width=320, js=js)
    other.goto(link_of_mail(settings, "proposal-speaker"))
    assert ProposalSpeaker.objects.get(position=1).confirmed_at is None
    press(other, "Yes, I speak")
    other.get_by_label("About you").fill("Ben parses too.")
    press(other, "Save")
    assert wider_than_the_window(other) == []
    assert ProposalSpeaker.objects.get(position=1).bio == "Ben parses too."

    page.goto(mine)
    assert "✓ Speaks" in page.locator("main").inner_text()
    page.get_by_role("link", name="Withdraw it").click()
    assert Proposal.objects.get().state == "submitted"
    press(page, "Withdraw it")
    assert "You withdrew it" in page.locator("main").inner_text()
    press(page, "Take that back")
    assert Proposal.objects.get().state == "submitted"


@pytest.mark.parametrize("js", [True, False])
def test_a_reader_would_like_to_hear_it(call, open_page, settings, js):
    make_proposal(call)
    page = open_page(f"{call.path}proposals/", width=320, js=js)
    page.get_by_role("link", name="Parsers in the open").click()
    page.get_by_label("Your e-mail address").fill("reader@example.org")
    press(page, "I would like to hear this")
    page.goto(link_of_mail(settings, "proposal-support"))
    assert not Support.objects.exists()
    press(page, "Yes, I would like to hear this")
    assert "1 would like to hear it" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    press(page, "Take that back")
    assert not Support.objects.exists()


def test_what_is_typed_outlives_a_reload_with_its_speakers_and_goes_with_the_sending(call, open_page):
    page = open_page(call.path, tz="Asia/Tokyo")
    for label, text in TALK.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Others may read it").uncheck()
    press(page, "Add a speaker")
    page.get_by_label("Name", exact=True).fill("Ben")
    page.get_by_label("E-mail address", exact=True).fill("ben@example.org")
    page.reload()
    assert page.get_by_label("Title").input_value() == "Parsers in the open"
    assert not page.get_by_label("Others may read it").is_checked()
    page.get_by_label("Name", exact=True).wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "Ben"
    press(page, "Submit it")
    page.locator("h1", has_text="Look into your inbox").wait_for()
    assert Proposal.objects.get().speakers.count() == 2
    page.goto(page.url)
    assert page.get_by_label("Title").input_value() == ""


@pytest.mark.parametrize("js", [True, False])
def test_the_desk_makes_a_call_with_a_question_of_its_own(call, open_page, js):
    page = open_page("/desk/proposals/new/", user=make_manager(), width=320, js=js)
    page.get_by_label("Title").fill("Talks of spring")
    press(page, "Add a question")
    page.get_by_label("Question", exact=True).fill("May it be recorded?")
    page.get_by_label("Answer").select_option("yes-no")
    press(page, "Show the form as speakers see it")
    assert "May it be recorded?" in page.locator("#seen").inner_text()
    assert wider_than_the_window(page) == []
    press(page, "Add the call for proposals")
    made = CallForProposals.objects.get(label="Talks of spring")
    page.goto(page.url.split("/desk/")[0] + made.path)
    assert page.get_by_label("May it be recorded?").count() == 1


def test_nobody_is_kept_out(call, open_page):
    call.questions = [{"id": "1", "text": "What else?", "kind": "text"}]
    call.save()
    row = make_proposal(call)
    ben = ProposalSpeaker.objects.create(proposal=row, position=1, name="Ben", email="ben@example.org")
    page = open_page(call.path)
    press(page, "Add a speaker")
    press(page, "Submit it")
    page.locator(".errors").wait_for()
    found, base = faults(page), page.url.split("/cfp/")[0]
    mine = proposal_path(row.pk)
    for path in (
        "/cfp/", f"{call.path}proposals/", listed_path(row), mine, f"{mine}change/", f"{mine}withdraw/",
        speaker_path(ben.pk), support_path(row.pk, supporter("r@example.org")),
    ):  # fmt: skip
        page.goto(base + path)
        found += faults(page)
    desk = open_page(f"/desk/proposals/{call.pk}/", user=make_manager())
    press(desk, "Add a question")
    press(desk, "Show the form as speakers see it")
    found += faults(desk)
    desk.goto(f"{base}/desk/proposals/{call.pk}/remove/")
    assert found + faults(desk) == []
