"""A reader says that they come, and "not this one" from a reminder; who runs the call sees how many, and who."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series
from screens import faults, wider_than_the_window

from commonhour.actions.replies import answer
from commonhour.core.replies import Reach
from commonhour.models import Delivery, Reply, Series, Subscriber
from commonhour.reads.mail_links import replies_path
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db(transaction=True)
DATE = "/meetings/metrics-call/2026-11-26/"


@pytest.fixture
def series(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    row = make_series(group=make_group(), dtstart="20261119T160000")
    Series.objects.update(takes_replies=True, capacity=1, keeps_attendance=True)
    return row


def dates_of(series):
    return list(series.occurrences.filter(start__gt=NOW).order_by("start"))


def link_of_mail(settings):
    MailLane().send_mails(NOW)
    row = Delivery.objects.get(kind="reply-confirm")
    mail = message_from_bytes((settings.MAIL_FOLDER / f"{row.public_id}.eml").read_bytes(), policy=default)
    (link,) = re.findall(r"http\S+", mail.get_body(("plain",)).get_content())
    return link


@pytest.mark.parametrize("js", [True, False])
def test_a_reader_comes_and_a_moderator_sees_it(series, open_page, settings, js):
    page = open_page(DATE, width=320, tz="Asia/Tokyo", js=js)
    page.locator(".zone", has_text="Tokyo" if js else "Madrid").wait_for()
    assert "0 come, 0 cannot" in page.locator("main").inner_text()
    page.get_by_text("Say whether you come").click()
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Every date").check()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="I come").click()
    assert "Look into your inbox" in page.locator("h1").inner_text()
    assert not Reply.objects.exists()
    page.goto(link_of_mail(settings))
    page.get_by_role("button", name="Yes, this is my answer").click()
    assert page.locator(".card").get_by_text("You come").is_visible()
    assert wider_than_the_window(page) == []

    desk = open_page("/desk/", user=make_moderator(series.group), width=320, js=js)
    assert "1 comes, 0 cannot" in desk.locator(".card.next").inner_text()
    desk.locator(".card.next").get_by_role("link", name="Metrics call", exact=True).click()
    assert "ana@example.org" in desk.locator(".guests").inner_text()
    assert wider_than_the_window(desk) == []

    page.locator(".card").get_by_role("button", name="I cannot come").click()
    assert page.locator(".card").get_by_text("You cannot come").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".card").get_by_text("You come").is_visible()
    desk.get_by_role("link", name="Remove").click()
    desk.get_by_role("button", name="Remove them").click()
    assert "Nobody has answered yet." in desk.locator("main").inner_text()
    desk.get_by_role("button", name="Undo").click()
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("js", [True, False])
def test_a_reader_says_not_this_one(series, open_page, js):
    """From the link of a reminder or of their week; who waited has the place."""
    person = Subscriber.objects.create(email="ana@example.org", created_at=NOW, confirmed_at=NOW)
    first = dates_of(series)[0]
    answer("ana@example.org", series.pk, "", Reach.ALL, comes=True, now=NOW)
    answer("ben@example.org", series.pk, str(first.public_id), Reach.DATE, comes=True, now=NOW)
    page = open_page(
        replies_path(series.pk, subscriber=person.pk, date=str(first.public_id)), width=320, js=js
    )  # fmt: skip
    page.locator(".card").get_by_role("button", name="I cannot come").click()
    assert page.locator(".card").get_by_text("You cannot come").is_visible()
    assert Delivery.objects.get().to == "ben@example.org"
    page.get_by_label("For which dates?").select_option(index=3)
    page.get_by_role("button", name="I cannot come to several dates").click()
    assert [one.begins for one in Reply.objects.exclude(begins="")] == [
        dates_of(series)[2].first_recurrence_id
    ]
    page.get_by_role("button", name="Take all answers back").click()
    assert "Take all answers back" not in page.locator("main").inner_text()
    page.goto(page.url.split("/replies/")[0] + DATE)
    assert "1 comes, 0 cannot" in page.locator("main").inner_text()


def test_nobody_is_kept_out(series, open_page):
    first = dates_of(series)[0]
    guests = [
        answer(f"{name}@example.org", series.pk, str(first.public_id), Reach.DATE, comes=name != "cora", name=name, now=NOW)
        for name in ("ana", "ben", "cora")
    ]  # fmt: skip
    page = open_page(DATE)
    page.get_by_text("Say whether you come").click()
    found = faults(page)
    page.goto(page.url + "reply/")
    page.get_by_role("button", name="I come").click()
    page.locator(".errors").wait_for()
    found += faults(page)
    base = page.url.split("/meetings/")[0]
    page.goto(base + replies_path(series.pk, guest=guests[1].pk, date=str(first.public_id)))
    found += faults(page)
    desk = open_page(f"/desk/occurrence/{first.public_id}/", user=make_moderator(series.group))
    found += faults(desk)
    past = series.occurrences.filter(end__lt=NOW).order_by("start").last()
    paths = [
        f"/desk/occurrence/{first.public_id}/replies/{guests[0].pk}/remove/",
        "/desk/series/metrics-call/replies/",
    ]
    for path in paths + ([f"/desk/occurrence/{past.public_id}/attendance/"] if past else []):
        desk.goto(base + path)
        found += faults(desk)
    assert found == []
