"""The outbox: what is written with a change goes once, to a real mail server, and is taken back with it."""

import datetime as dt
import socket
from email import message_from_bytes
from email.policy import default
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from cast import NOW, make_community, make_group, make_manager, make_series

from commonhour.actions.news.notices import hold_back, tell_after_all
from commonhour.actions.news.outbox import post, take
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import change_series_following
from commonhour.actions.undo import undo
from commonhour.gateways.mail import mail_server
from commonhour.models import ChangeSet, Delivery, Notice, Subscriber, Subscription
from commonhour.models.delivery import LEASE
from commonhour.tasks.budget import Budget
from commonhour.tasks.messages import Composer
from commonhour.tasks.outbox import MailLane, mailer, send_one

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


class Inbox:
    """What a real server was handed; `answers` are what it says to the next ones instead of taking them."""

    def __init__(self):
        self.mails, self.answers, self.refuses_sender = [], [], False

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.refuses_sender:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("gone"):
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def inbox(settings):
    box = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    server.start()
    settings.MAIL_SERVER = mail_server(f"smtp://127.0.0.1:{port}")
    yield box
    server.stop()


@pytest.fixture
def at(settings):
    """`at(NOW)` sets the hub's clock, and sends what is due then."""

    def sent(moment):
        settings.NOW = moment.isoformat()
        return MailLane().send_mails(moment)

    return sent


@pytest.fixture
def series():
    make_community()
    return make_series(group=make_group())


def subscribed(email="ana@example.org", tzid="Asia/Tokyo", **fields):
    person = Subscriber.objects.create(email=email, tzid=tzid, created_at=NOW, confirmed_at=NOW, **fields)
    Subscription.objects.create(subscriber=person, created_at=NOW)
    return person


def coming(series, number=1):
    return list(series.occurrences.order_by("start"))[number]


def by(user, moment=NOW):
    return {"now": moment, "actor": user.as_actor(moment)}


def test_a_change_is_told_ten_minutes_later_and_once(series, inbox, at):
    subscribed()
    cancel_occurrence(coming(series), reason="A holiday", tell=True, **by(make_manager()))
    assert at(NOW + 9 * MINUTE) == 0
    at(NOW + 10 * MINUTE)
    at(NOW + 11 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Cancelled: Metrics call, Fri, 4 Dec 2026, 00:00"
    text = mail.get_body(("plain",)).get_content()
    was = "Was: Friday, 4 December 2026, 00:00–01:00 Tokyo (UTC+9) = Thursday, 3 December 2026, 16:00–17:00 Madrid (UTC+1)"
    assert was in " ".join(text.split())
    assert "Reason: A holiday" in text
    assert "Now: Cancelled" in mail.get_body(("html",)).get_content().replace(
        '</th><td style="padding:4px 0">', ": "
    )


def test_undo_takes_it_back(series, inbox, at):
    subscribed()
    user = make_manager()
    cancel_occurrence(coming(series), tell=True, **by(user))
    undo(ChangeSet.objects.first().pk, **by(user, NOW + 5 * MINUTE))
    at(NOW + 30 * MINUTE)
    assert inbox.mails == []
    assert [one.state for one in Delivery.objects.all()] == [Delivery.WITHDRAWN]


def test_who_was_told_is_told_of_the_undoing(series, inbox, at):
    subscribed()
    user = make_manager()
    cancel_occurrence(coming(series), tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    subscribed("late@example.org")
    undo(ChangeSet.objects.first().pk, **by(user, NOW + 20 * MINUTE))
    at(NOW + 40 * MINUTE)
    assert [mail["To"] for mail in inbox.mails] == ["ana@example.org"] * 2
    assert inbox.mails[1]["Subject"].startswith("It takes place after all")


def test_several_edits_become_one_message_of_what_holds_in_the_end(series, inbox, at):
    subscribed(tzid="Europe/Madrid")
    user = make_manager()
    move_occurrence(coming(series), dtstart="20261203T170000", tell=True, **by(user))
    move_occurrence(coming(series), dtstart="20261203T180000", **by(user, NOW + 8 * MINUTE))
    at(NOW + 17 * MINUTE)
    assert inbox.mails == []
    at(NOW + 18 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Moved: Metrics call, Thu, 3 Dec 2026, 16:00 → Thu, 3 Dec 2026, 18:00"
    assert Notice.objects.get().change_sets.count() == 1


def test_how_a_series_goes_on_is_told_as_it_was_said_last(series, inbox, at):
    subscribed(tzid="Europe/Madrid")
    user, date = make_manager(), coming(series)
    change_series_following(
        series.schedules.get(), date.recurrence_id, dtstart="20261203T170000", tell=True, **by(user)
    )
    schedule = series.schedules.order_by("pk").last()
    change_series_following(
        schedule, "20261203T170000", dtstart="20261203T180000", **by(user, NOW + 8 * MINUTE)
    )
    at(NOW + 18 * MINUTE)
    (mail,) = inbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert "\nFrom now on: Every Thursday at 18:00" in text  # and not ">From", as mboxes would have it
    assert "Every Thursday at 17:00" not in text


def test_what_was_held_back_is_told_after_all_at_once_when_the_call_begins_soon(series, inbox, at):
    subscribed()
    user, date = make_manager(), coming(series, 0)
    cancel_occurrence(date, tell=True, **by(user, date.start - 3 * HOUR))
    notice = Notice.objects.get()
    hold_back(notice, **by(user, date.start - 3 * HOUR))
    at(date.start - 2 * HOUR)
    assert inbox.mails == []
    assert tell_after_all(notice, **by(user, date.start - HOUR)) == date.start - HOUR
    at(date.start - HOUR)
    assert len(inbox.mails) == 1


def test_a_call_within_two_hours_is_told_at_once(series, inbox, at):
    subscribed()
    soon = coming(series, 0).start - dt.timedelta(hours=1)
    cancel_occurrence(coming(series, 0), tell=True, **by(make_manager(), soon))
    at(soon)
    assert len(inbox.mails) == 1


def test_a_refused_address_stops_and_a_busy_server_is_asked_again(series, inbox, at):
    subscribed("gone@example.org")
    subscribed("later@example.org")
    inbox.answers = ["451 Try later"]
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    at(NOW + 10 * MINUTE)
    states = {one.to: (one.state, one.fault["code"]) for one in Delivery.objects.all()}
    assert states == {
        "gone@example.org": ("failed", "mail-address-refused"), "later@example.org": ("waiting", "mail-refused"),
    }  # fmt: skip
    first = Delivery.objects.get(to="later@example.org").public_id
    at(NOW + 12 * MINUTE)
    assert [mail["Message-ID"] for mail in inbox.mails] == [f"<{first}@127.0.0.1>"]


def test_a_server_that_is_away_harms_nothing(series, settings, at):
    for n in range(3):
        subscribed(f"{n}@example.org")
    settings.MAIL_SERVER = mail_server("smtp://127.0.0.1:1")
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    assert at(NOW + 10 * MINUTE) == 1
    assert sorted(one.attempts for one in Delivery.objects.all()) == [0, 0, 1]
    assert not Delivery.objects.exclude(state=Delivery.WAITING, lease_until=None).exists()


def test_two_workers_never_take_the_same_and_a_lease_ends_also_when_the_clock_goes_back():
    for n in range(4):
        post("sign-in-code", f"{n}@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    rows = Delivery.objects.all()
    one, other = take(rows, NOW, 3), take(rows, NOW, 3)
    assert len(one) == 3
    assert len(other) == 1
    assert take(rows, NOW, 3) == []
    assert len(take(rows, NOW + LEASE, 9)) == 4
    assert len(take(rows, NOW + LEASE - MINUTE, 9)) == 0  # a clock that is a minute behind
    Delivery.objects.update(lease_until=NOW + dt.timedelta(days=1))
    assert len(take(rows, NOW, 9)) == 4


def test_what_a_worker_whose_clock_is_ahead_took_the_first_one_does_not_send(series, inbox):
    for n in range(2):
        post("sign-in-code", f"{n}@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    first = take(Delivery.objects.all(), NOW, 2)
    (other,) = take(Delivery.objects.all(), NOW + LEASE, 1)
    composer = Composer(NOW)
    with mailer() as out:
        for row in (*first, other):
            send_one(row, composer, out)
    assert sorted(mail["To"] for mail in inbox.mails) == ["0@example.org", "1@example.org"]


@pytest.mark.parametrize("is_told_to_stop", [True, False])
def test_who_has_no_time_left_takes_nothing(series, inbox, is_told_to_stop):
    """What is taken and not sent would lie there until the lease ends."""
    post("sign-in-code", "ana@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    budget = Budget(60.0 if is_told_to_stop else -1.0)
    if is_told_to_stop:
        budget.stop.set()
    assert MailLane().send_mails(NOW, budget) == 0
    assert budget.is_spent
    assert Delivery.objects.get().lease_until is None


class SetAfter(Event):
    """Not set so many times that it is asked."""

    def __init__(self, times):
        super().__init__()
        self.left = times

    def is_set(self):
        self.left -= 1
        return self.left < 0


def test_a_worker_that_is_told_to_end_gives_back_what_it_did_not_send(series, inbox):
    for n in range(3):
        post("sign-in-code", f"{n}@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    MailLane().send_mails(NOW, Budget(60.0, SetAfter(2)))
    assert len(inbox.mails) == 1
    assert list(Delivery.objects.filter(state=Delivery.WAITING).values_list("lease_until", flat=True)) == [
        None,
        None,
    ]


def test_what_somebody_waits_for_goes_before_what_was_there_first(inbox):
    for number in range(3):
        post("test", f"reader{number}@example.org", {}, cause=f"flood {number}", now=NOW - HOUR)
    post("sign-in-code", "ana@example.org", {"code": "123456"}, cause="code", now=NOW)
    assert [row.kind for row in take(Delivery.objects.all(), NOW, 2)] == ["sign-in-code"]
    assert [row.kind for row in take(Delivery.objects.all(), NOW, 2)] == ["test", "test"]


def test_of_one_cause_an_address_is_written_to_once():
    for _ in range(2):
        post("sign-in-code", "ana@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    assert Delivery.objects.count() == 1


def test_without_a_server_mails_are_kept_and_secrets_are_forgotten(settings, tmp_path, at):
    make_community()
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path / "mail"
    post("sign-in-code", "ana@example.org", {"code": "481216", "minutes": 15}, cause="x", now=NOW)
    at(NOW)
    (file,) = settings.MAIL_FOLDER.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert "481216" in mail["Subject"]
    assert Delivery.objects.get().facts == {}


def test_a_mail_that_meets_a_bug_keeps_no_other_from_going(inbox, at, caplog):
    make_community()
    post("sign-in-code", "odd@example.org", {}, cause="x", now=NOW - MINUTE)
    post("sign-in-code", "ana@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    at(NOW)
    assert [mail["To"] for mail in inbox.mails] == ["ana@example.org"]
    odd = Delivery.objects.get(to="odd@example.org")
    assert (odd.state, odd.fault["code"], odd.lease_until) == ("waiting", "message-not-made", None)
    assert "could not be made" in caplog.text


def test_a_server_that_does_not_know_the_hub_loses_no_mail_and_no_reader(series, inbox, at):
    """As with a relay that wants a name and a password, or another sender."""
    subscribed()
    inbox.refuses_sender = True
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    at(NOW + 10 * MINUTE)
    (row,) = Delivery.objects.all()
    assert (row.state, row.fault["code"]) == ("waiting", "mail-sender-refused")
    inbox.refuses_sender = False
    at(NOW + 12 * MINUTE)
    assert len(inbox.mails) == 1
