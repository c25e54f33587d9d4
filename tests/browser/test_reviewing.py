"""Two reviewers judge what somebody in Tokyo proposed; it is accepted for the second date on both editions, confirmed, held."""

import datetime as dt
import re
from email import message_from_bytes
from email.policy import default

import pytest
from cast import (
    NOW,
    make_call_for_proposals,
    make_community,
    make_group,
    make_moderator,
    make_proposed,
    make_reviewer,
    make_series,
)
from screens import faults, wider_than_the_window

from commonhour.models import Delivery, Proposal, Session
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.talks_told import ask_for_slides

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Parsers in Tokyo"


@pytest.fixture
def hub(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    group = make_group()
    first = make_series("Stories (APAC/EMEA edition)", group, dtstart="20261126T100000")
    make_series("Stories (AMER/EMEA edition)", group, dtstart="20261126T180000")
    call = make_call_for_proposals(first)
    make_proposed(call, TITLE)
    make_proposed(call, "Another talk", "other@example.org")
    return group


def link_of_mail(settings, kind, at, ending):
    settings.NOW = at.isoformat()
    MailLane().send_mails(at)
    row = Delivery.objects.filter(kind=kind, state="sent").latest("pk")
    mail = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    text = mail.get_body(("plain",)).get_content()
    return next(one for one in re.findall(r"http\S+", text) if one.endswith(ending))


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


def review(page, score, note):
    page.get_by_role("link", name="Talks of 2027").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label(score).check()
    page.get_by_label("Why?").fill(note)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".said").wait_for()


@pytest.mark.parametrize("js", [True, False])
def test_from_two_scores_to_slides(hub, open_page, settings, js):
    eva = open_page("/desk/reviewing/", user=make_reviewer(hub, "eva@example.org"), width=320, js=js)
    review(eva, "2 – rather not", "Heard it before.")
    ben = open_page("/desk/reviewing/", user=make_reviewer(hub, "ben@example.org"), js=js)
    assert "Heard it before." not in ben.locator("main").inner_text()
    review(ben, "5 – by all means", "Fresh.")
    assert "3.5 on average" in ben.locator("main").inner_text()
    ben.get_by_label("Say something to the other reviewers").fill("It has news.")
    ben.get_by_role("button", name="Say it").click()
    eva.reload()
    assert "It has news." in eva.locator("main").inner_text()
    assert wider_than_the_window(eva) == []

    desk = open_page(
        "/desk/reviewing/", user=make_moderator(hub, "boss@example.org"), width=320, js=js, tz="Europe/Madrid"
    )
    desk.get_by_role("link", name="Talks of 2027").click()
    assert wider_than_the_window(desk) == []
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_role("link", name="Accept it").click()
    assert wider_than_the_window(desk) == []
    both = desk.locator(".slot", has_text="Both editions").filter(has_text="3 Dec 2026, 10:00 Madrid")
    both.get_by_role("radio").check()
    desk.get_by_role("button", name="Show the mail").click()
    assert "Accepted: Parsers in Tokyo" in desk.locator(".letter").inner_text()
    assert not Session.objects.exists()
    desk.get_by_role("button", name="Accept it").click()
    assert "to be confirmed" in desk.locator("main").inner_text()
    dates = list(Session.objects.get().occurrences.order_by("start"))
    assert [(one.start.day, one.start.hour) for one in dates] == [(3, 9), (3, 17)]

    slot = link_of_mail(settings, "proposal-answer", NOW + dt.timedelta(minutes=11), "/slot/")
    page = open_page(path_of(slot), width=320, js=js)
    assert "Thu, 3 Dec 2026, 18:00 Tokyo" in page.locator("main").inner_text()
    assert Proposal.objects.get(title=TITLE).slot_confirmed_at is None
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="It suits me").click()
    assert "You said that it suits you" in page.locator("main").inner_text()
    desk.reload()
    assert "✓ confirmed" in desk.locator("main").inner_text()

    at = dates[1].end + dt.timedelta(days=1, minutes=1)
    assert ask_for_slides(at) == 1
    after = path_of(link_of_mail(settings, "proposal-after", at, "/after/"))
    page = open_page(after, width=320, js=js)
    page.get_by_label("Slides").fill("https://slides.example.org/tokyo")
    page.get_by_role("button", name="Save").click()
    assert "It stands beside your talk" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    assert Session.objects.get().slides == "https://slides.example.org/tokyo"


def test_nobody_is_kept_out(hub, open_page):
    row = Proposal.objects.get(title=TITLE)
    desk = open_page("/desk/reviewing/", user=make_moderator(hub, "boss@example.org"))
    found = faults(desk)
    base = desk.url.split("/desk/")[0]
    for path in (f"proposals/{row.call_id}/ranking/", f"proposal/{row.pk}/", f"proposal/{row.pk}/accept/",
                 f"proposal/{row.pk}/answer/?verb=decline"):  # fmt: skip
        desk.goto(f"{base}/desk/{path}")
        found += faults(desk)
    assert found == []
