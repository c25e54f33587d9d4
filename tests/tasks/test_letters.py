"""Mail comes in for real: from an IMAP server, and through our own listener; each is taken once and marked afterwards."""

import datetime as dt
import logging
from urllib.parse import quote

import mails
import pytest
from cast import NOW, make_community
from django.db import OperationalError
from gateways import dovecot

from commonhour.core.limits import MAIL_BYTES
from commonhour.gateways.mailbox import mailbox
from commonhour.models import Delivery, Letter, MailboxTurn, Submission
from commonhour.tasks import letters
from commonhour.tasks.letters import read_mailbox, take_delivered
from commonhour.tasks.outbox import MailLane

LATER = NOW + dt.timedelta(minutes=2)


@pytest.fixture(scope="module")
def server():
    if not dovecot.IS_THERE:
        pytest.skip("NO DOVECOT HERE: install the package “dovecot-imapd”.")
    with dovecot.running() as found:
        yield found


@pytest.fixture
def hub(now, settings, tmp_path, db):
    settings.MAIL_SERVER, settings.MAIL_FOLDER, settings.MAILBOX_ADDRESSES = None, tmp_path, (mails.HUB,)
    return make_community()


def url(server, password=dovecot.PASSWORD, folder="INBOX"):
    return f"imap://{dovecot.USER}:{quote(password, safe='')}@127.0.0.1:{server.port}/{folder}"


@pytest.fixture
def box(hub, server, settings):
    emptied = server.connect()
    if emptied.search(None, "ALL")[1][0]:
        emptied.store("1:*", "+FLAGS", "\\Deleted")
    emptied.expunge()
    emptied.logout()
    settings.MAILBOX = mailbox(url(server))
    return server


@pytest.mark.slow
def test_what_nobody_has_read_is_taken_and_then_marked(box):
    box.put(bytes(mails.outlook()))
    box.put(bytes(mails.mail("Can I help?", "A question", mid="<2@x>")))
    assert read_mailbox(NOW) == 2
    assert box.unseen() == 0
    assert set(Letter.objects.values_list("kind", "state")) == {("meeting", "done"), ("words", "open")}
    assert Submission.objects.get().title == "Parser reading"
    assert read_mailbox(LATER) == 0
    assert MailboxTurn.objects.get().read_at == LATER


@pytest.mark.slow
def test_a_mail_that_could_not_be_kept_stays_unread_and_comes_once_more(box, monkeypatch):
    box.put(bytes(mails.outlook()))

    def away(*_, **__):
        raise OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(letters, "take_mail", away)
        with pytest.raises(OperationalError):
            read_mailbox(NOW)
    assert box.unseen() == 1
    assert read_mailbox(NOW + dt.timedelta(seconds=61)) == 0  # another worker may be at it still
    assert read_mailbox(NOW + dt.timedelta(minutes=11)) == 1
    assert (Letter.objects.count(), box.unseen()) == (1, 0)


@pytest.mark.slow
def test_who_ended_between_keeping_and_marking_takes_nothing_twice(box):
    whole = bytes(mails.outlook())
    box.put(whole)
    take_delivered(whole, "ana@example.org")
    assert read_mailbox(NOW) == 1
    assert (Letter.objects.count(), Submission.objects.count(), Delivery.objects.count(), box.unseen()) == (
        1,
        1,
        1,
        0,
    )


@pytest.mark.slow
def test_of_a_mail_of_20_mib_the_head_is_read(box):
    box.put(
        bytes(mails.mail("x" * 76 + "\n", "Large"))
        + b"y" * 76
        + (b"\r\n" + b"z" * 76) * (20 * 1024 * 1024 // 78)
    )
    assert read_mailbox(NOW) == 1
    letter = Letter.objects.get()
    assert (letter.subject, letter.email, letter.problems, letter.text) == (
        "Large",
        "ana@example.org",
        ["mail-too-large"],
        "",
    )
    assert MAIL_BYTES < 20 * 1024 * 1024


@pytest.mark.slow
@pytest.mark.parametrize(
    ("password", "folder", "code"),
    [("wrong", "INBOX", "mailbox-login"), (dovecot.PASSWORD, "None", "mailbox-folder")],
)
def test_a_mailbox_that_cannot_be_read_says_why_and_is_tried_again(
    box, settings, caplog, password, folder, code
):
    settings.MAILBOX = mailbox(url(box, password, folder))
    assert read_mailbox(NOW) == 0
    assert MailboxTurn.objects.get().fault["code"] == code
    assert "wrong" not in caplog.text
    settings.MAILBOX = mailbox(url(box))
    read_mailbox(LATER)
    assert MailboxTurn.objects.get().fault == {}


def test_a_server_that_is_away_is_told(hub, settings, caplog):
    settings.MAILBOX = mailbox("imap://a:b@127.0.0.1:1/INBOX")
    assert read_mailbox(NOW) == 0
    assert MailboxTurn.objects.get().fault["code"] == "mailbox-away"


@pytest.mark.django_db
def test_two_workers_do_not_read_it_at_once(now):
    assert [MailboxTurn.take(NOW) for _ in range(3)] == [True, False, False]
    assert not MailboxTurn.take(NOW + dt.timedelta(minutes=5))
    assert MailboxTurn.take(NOW + dt.timedelta(minutes=10))
    assert MailboxTurn.take(NOW - dt.timedelta(days=1))  # the clock was set back


def test_what_the_listener_could_not_keep_is_asked_for_again(hub, monkeypatch, caplog):
    def away(*_, **__):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(letters, "take_mail", away)
        assert not take_delivered(bytes(mails.mail()), "ana@example.org")
    monkeypatch.setattr("commonhour.actions.letter.LETTERS_A_DAY", 0)
    assert not take_delivered(bytes(mails.mail()), "ana@example.org")
    assert "ana@" not in caplog.text


def test_no_log_holds_an_address_or_a_word_of_a_mail(hub, caplog):
    caplog.set_level(logging.DEBUG)
    for mail in (mails.outlook(), mails.mail("A private word."), mails.bounce("<x@y>")):
        take_delivered(bytes(mail), "ana@example.org")
    MailLane().send_mails(NOW)
    said = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("django.db"))
    assert not {word for word in ("ana@", "private word", "Parser") if word in said}


@pytest.mark.parametrize(
    "text", ["http://a:b@c", "imaps://host/INBOX", "imap://a:b@c?tls=no", "imaps://a:b@c?x=1", "nothing"]
)
def test_an_address_of_a_mailbox_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"wanted|required"):
        mailbox(text)
