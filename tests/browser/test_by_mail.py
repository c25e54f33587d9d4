"""Somebody subscribes by mail, confirms, changes their mind and leaves: on a phone, without JavaScript, with one thumb."""

import datetime as dt
import re
from email import message_from_bytes
from email.policy import default

import pytest
from cast import NOW, give_join, make_community, make_group, make_manager, make_series
from screens import faults, wider_than_the_window

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.weeks import write_weeks
from commonhour.core.asking import Asking
from commonhour.models import Delivery, Subscriber
from commonhour.reads.mail_links import confirm_path, end_path, own_path
from commonhour.tasks.budget import UNLIMITED
from commonhour.tasks.calendars import CalendarDuty
from commonhour.tasks.outbox import MailLane

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def series(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    make_community()
    found = make_series(group=make_group(), now=NOW)
    give_join(found)
    return found


@pytest.fixture
def mails(settings):
    """What is sent when the hub's clock says so."""

    def sent(moment=NOW):
        settings.NOW = moment.isoformat()
        MailLane().send_mails(moment)
        rows = Delivery.objects.filter(state=Delivery.SENT).order_by("ended_at", "pk")
        files = [settings.MAIL_FOLDER / f"{row.public_id}.eml" for row in rows]
        return [message_from_bytes(file.read_bytes(), policy=default) for file in files]

    return sent


def test_from_the_first_tick_to_the_last(series, open_page, mails, live_server):
    page = open_page("/groups/metrics/", js=False, width=320, tz="Asia/Tokyo")
    page.get_by_role("link", name="Subscribe").last.click()
    page.get_by_role("button", name="Send me the mail").click()
    assert "Enter an e-mail address" in page.locator(".errors").inner_text()
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Your week").check()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Send me the mail").click()
    assert "Look into your inbox" in page.locator("h1").inner_text()
    assert wider_than_the_window(page) == []

    (mail,) = mails()
    (link,) = re.findall(r"http\S+", mail.get_body(("plain",)).get_content())
    page.goto(link)
    assert "Mails about Metrics will go to ana@example.org" in page.locator("main").inner_text()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Yes, subscribe").click()
    assert page.locator("h1").inner_text() == "Your mails"

    page.get_by_label("1 day before").check()
    page.get_by_label("Your time zone").fill("Nowhere")
    page.get_by_role("button", name="Save").click()
    assert "not a time zone we know" in page.locator(".errors").inner_text()
    page.get_by_label("Your time zone").fill("Tokyo")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Your time zone").input_value() == "Asia/Tokyo"
    assert page.get_by_label("1 day before").is_checked()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Undo").click()
    assert not page.get_by_label("1 day before").is_checked()

    page.get_by_role("button", name="End this one").click()
    assert "None is left" in page.locator("main").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("link", name="Metrics", exact=True).is_visible()
    page.get_by_role("link", name="End everything").click()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="End everything").click()
    assert "You ended everything" in page.locator(".band").inner_text()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Start again").click()

    own = page.url
    page.goto(live_server.url + end_path(Subscriber.objects.get().pk, "week"))
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="End them").click()
    assert page.locator("h1").inner_text() == "It is ended"
    assert wider_than_the_window(page) == []
    page.goto(own)
    page.get_by_role("link", name="Delete my address").click()
    assert wider_than_the_window(page) == []
    page.get_by_role("button", name="Delete my address").click()
    assert not Subscriber.objects.exists()
    assert wider_than_the_window(page) == []
    assert page.context.cookies() == []


def test_every_page_of_it_is_for_everybody(series, open_page):
    person = Subscriber.objects.create(
        email="ana@example.org",
        tzid="Asia/Tokyo",
        created_at=NOW,
        confirmed_at=NOW,
        before={},
        changed_at=NOW,
    )
    person.subscriptions.create(created_at=NOW)
    own, asking = own_path(person.pk), Asking("new@example.org", ("changes", "week"))
    pages = [
        own,
        f"{own}end/",
        f"{own}delete/",
        end_path(person.pk, "changes"),
        end_path(person.pk, "notes"),
        confirm_path(asking, NOW),
    ]
    page = open_page("/subscribe/?series=metrics-call")
    page.get_by_role("button", name="Send me the mail").click()
    page.wait_for_selector(".errors")
    assert faults(page) == []
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Send me the mail").click()
    page.wait_for_selector("h1:has-text('Look into your inbox')")
    assert faults(page) == []
    Subscriber.objects.update(stopped_at=NOW, bounces=3)
    for path in pages:
        page.goto(page.url.split("/subscribe")[0] + path)
        assert faults(page) == []


def test_the_mails_are_legible_to_everybody(series, open_page, mails):
    """The HTML part of each as a browser shows it."""
    person = Subscriber.objects.create(
        email="ana@example.org",
        tzid="Asia/Tokyo",
        created_at=NOW,
        confirmed_at=NOW,
        tells_week=True,
        invites=True,
    )
    person.subscriptions.create(created_at=NOW)
    actor = make_manager().as_actor(NOW)
    CalendarDuty().queue(NOW, UNLIMITED)
    mails()
    date = series.occurrences.order_by("start")[1]
    cancel_occurrence(date, reason="A holiday", tell=True, now=NOW, actor=actor)
    week = NOW + dt.timedelta(days=6, hours=12)
    mails(NOW + dt.timedelta(minutes=10))
    write_weeks(week)
    found = mails(week)
    assert [one["Subject"].split(":")[0] for one in found] == ["In your calendar", "Cancelled", "Your week"]
    page = open_page("/")
    page.goto("about:blank")  # outside of our policy, as in a mail program
    for mail in found:
        html = mail.get_body(("html",)).get_content()
        assert not re.search(r"<img|<script|<link|url\(", html)
        page.set_content(html)
        assert faults(page) == []


def test_the_form_takes_the_readers_own_zone(series, open_page, mails):
    page = open_page("/subscribe/", tz="Asia/Tokyo")
    page.wait_for_selector("html[data-zone='Asia/Tokyo']")
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Send me the mail").click()
    page.wait_for_selector("h1:has-text('Look into your inbox')")
    assert Delivery.objects.get().tzid == "Asia/Tokyo"


def test_who_is_quicker_than_their_own_zone_is_written_to_in_it(series, open_page, mails):
    """The page in the reader's own zone is still on its way when the form is sent."""
    page = open_page("/", tz="Asia/Tokyo")
    page.route("**/subscribe/?*tz=*", lambda route: None)
    page.goto(page.url + "subscribe/")
    assert page.locator("html").get_attribute("data-zone") == "Europe/Madrid"
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Your week").check()
    page.get_by_role("button", name="Send me the mail").click()
    assert "Look into your inbox" in page.locator("h1").inner_text()
    assert Delivery.objects.get(kind="confirm").tzid == "Asia/Tokyo"
