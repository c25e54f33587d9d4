"""One call's whole life, by those who live it: a moderator on a desk and on a phone, and a reader in Tokyo who only ever reads
mail. The worker works, a real mail server takes the mails, and every page, feed and calendar is right at each step."""

import datetime as dt
import re

import icalendar
import pytest
from cast import NOW, make_community, make_group, make_manager
from django.core.cache import cache
from tasks.test_outbox import inbox  # noqa: F401

from commonhour.core.rights import Role
from commonhour.models import Series
from commonhour.tasks.worker import work_once

pytestmark = pytest.mark.django_db(transaction=True)
MINA, READER = "mina@example.org", "reader@example.org"


@pytest.fixture
def at(settings):
    """`at(moment)` sets the hub's clock, and the worker does what is due then."""

    def worked(moment):
        settings.NOW = moment.isoformat()
        assert work_once() + work_once() == []  # what one lane writes another sends

    return worked


class Mailbox:
    """What the mail server took for one address since it was looked into last."""

    def __init__(self, server, address):
        self.server, self.address, self.seen = server, address, 0

    def new(self):
        found = [mail for mail in self.server.mails[self.seen :] if mail["To"] == self.address]
        self.seen = len(self.server.mails)
        return found

    def one(self):
        (mail,) = self.new()
        return mail


def text(mail):
    return mail.get_body(("plain",)).get_content()


def entry(mail):
    """The call as the reader's calendar has it after this mail."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return list(icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT"))


def sign_in(page, address, box, at):
    page.goto(f"{address}/desk/sign-in/")
    page.get_by_label("E-mail address").fill(box.address)
    page.get_by_role("button", name="Send me a code").click()
    at(NOW)
    page.get_by_label("Code").fill(re.search(r"\d{6}", box.one()["Subject"])[0])
    page.get_by_role("button", name="Sign in").click()


def test_one_calls_whole_life(open_page, live_server, client, inbox, at, settings):  # noqa: F811
    cache.clear()
    make_community()
    make_group()
    settings.NOW = NOW.isoformat()
    mina, reader = Mailbox(inbox, MINA), Mailbox(inbox, READER)

    # A programme manager invites Mina by mail, who signs in with a code from then on.
    page = open_page("/desk/people/", user=make_manager())
    page.get_by_label("E-mail address").fill(MINA)
    page.get_by_label("Name", exact=True).fill("Mina")
    page.locator(f"[name=role][value={Role.MODERATOR}]").check()
    page.get_by_label("Which group?").select_option(label="Metrics")
    page.get_by_label("Send it by mail").check()
    page.get_by_role("button", name="Make the link").click()
    at(NOW)
    assert "/desk/sign-in/?token=" in text(mina.one())
    desk = open_page("/", js=False)
    sign_in(desk, live_server.url, mina, at)

    # She adds a series: Thursdays at 16:00 in Madrid.
    desk.goto(live_server.url + "/desk/series/new/")
    desk.fill("[name=title]", "Metrics call")
    desk.select_option("[name=group]", label="Metrics")
    desk.fill("[name=date]", "2026-12-03")
    desk.fill("[name=time]", "16:00")
    desk.fill("[name=zone]", "Europe/Madrid")
    desk.locator("[name=repeat][value=weeks]").check()
    desk.fill("[name=weeks]", "1")
    desk.get_by_role("button", name="Add the series").click()
    series = Series.objects.get()
    first, second, third = series.occurrences.order_by("start")[:3]

    # A reader in Tokyo subscribes by mail and says yes.
    tokyo = open_page("/groups/metrics/", tz="Asia/Tokyo", width=320)
    tokyo.get_by_role("link", name="Subscribe").last.click()
    tokyo.get_by_label("Your e-mail address").fill(READER)
    for kind in ("week", "calendar"):
        tokyo.locator(f"[name=kinds][value={kind}]").check()
    tokyo.get_by_role("button", name="Send me the mail").click()
    at(NOW)
    tokyo.goto(re.search(r"http\S+", text(reader.one()))[0])
    tokyo.get_by_role("button", name="Yes, subscribe").click()
    tokyo.locator("[name=reminder_minutes][value='1440']").check()
    tokyo.get_by_role("button", name="Save").click()
    at(NOW + dt.timedelta(minutes=15))
    (event,) = entry(reader.one())
    assert event["DTSTART"].dt.isoformat() == "2026-12-03T16:00:00+01:00"

    # Monday at seven in Tokyo: her week. A day before: a reminder, on her clock and the host's.
    at(dt.datetime(2026, 11, 29, 22, 1, tzinfo=dt.UTC))
    assert "Friday, 4 December 2026, 00:00" in " ".join(text(reader.one()).split())
    at(first.start - dt.timedelta(days=1))
    assert "Metrics call" in reader.one()["Subject"]

    # The second date is moved and told: the notice says both times, and brings the calendar the new one.
    moment = first.start - dt.timedelta(hours=20)
    settings.NOW = moment.isoformat()
    desk.goto(f"{live_server.url}/desk/occurrence/{second.public_id}/move")
    desk.fill("[name=date]", "2026-12-11")
    desk.get_by_role("button", name="Preview").click()
    assert "1 person by mail" in desk.locator(".tell").inner_text()
    desk.get_by_role("button", name="Move it and tell").click()
    assert "unless you undo it" in desk.locator(".said").inner_text()
    at(moment + dt.timedelta(minutes=9))
    assert reader.new() == []
    at(moment + dt.timedelta(minutes=10))
    moved = reader.one()
    assert moved["Subject"] == "Moved: Metrics call, Fri, 11 Dec 2026, 00:00 → Sat, 12 Dec 2026, 00:00"
    assert "2026-12-11T16:00:00+01:00" in [one["DTSTART"].dt.isoformat() for one in entry(moved)]
    assert b"DTSTART;TZID=Europe/Madrid:20261211T160000" in client.get("/meetings/metrics-call.ics").content

    # A slip with the third is undone within ten minutes: nobody hears of it.
    moment += dt.timedelta(hours=1)
    settings.NOW = moment.isoformat()
    desk.goto(f"{live_server.url}/desk/occurrence/{third.public_id}/cancel")
    desk.get_by_role("button", name="Cancel it and tell").click()
    settings.NOW = (moment + dt.timedelta(minutes=5)).isoformat()
    desk.get_by_role("button", name="Undo").click()
    at(moment + dt.timedelta(minutes=30))
    assert reader.new() == []
    assert b"STATUS:CANCELLED" not in client.get("/meetings/metrics-call.ics").content

    # An hour before the first one she calls it off on her phone, in two taps: it is told at once, and once.
    moment = first.start - dt.timedelta(hours=1)
    settings.NOW = moment.isoformat()
    phone = open_page("/", width=320, js=False)
    phone.context.add_cookies(desk.context.cookies())
    phone.goto(live_server.url + "/desk/")
    phone.get_by_role("link", name="Cancel this one").first.click()  # 1
    phone.get_by_role("button", name="Cancel it and tell").click()  # 2
    at(moment)
    at(moment + dt.timedelta(minutes=15))
    off = reader.one()
    assert off["Subject"] == "Cancelled: Metrics call, Fri, 4 Dec 2026, 00:00"
    assert "Now: Cancelled" in text(off)
    page_of_it = client.get(f"/meetings/metrics-call/{first.slug}/").content.decode()
    assert "Cancelled" in page_of_it
    assert [one["status"] for one in client.get("/meetings/metrics-call.json").json()["occurrences"]][:2] == [
        "CANCELLED", "CONFIRMED",
    ]  # fmt: skip

    # She ends it with one click of her mail program; there is nothing more to come.
    unsubscribe = off["List-Unsubscribe"].strip("<>")
    assert off["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        client.post(unsubscribe.removeprefix(live_server.url), {"List-Unsubscribe": "One-Click"}).status_code
        == 200
    )
