"""What `doctor` says of mail is true, and names what to set."""

import datetime as dt

import pytest
from cast import NOW, make_community
from gateways.test_mail import HELLO, talking
from test_cli_outage import refused, run

from commonhour.actions.news.outbox import post
from commonhour.gateways.mail import mail_server
from commonhour.management import doctor_mail
from commonhour.models import Delivery
from commonhour.tasks.outbox import MailLane


def serving(settings, *lines):
    settings.MAIL_SERVER = mail_server(f"smtp://127.0.0.1:{talking(*HELLO, *lines)}")


def test_a_server_that_answers_and_takes_no_mail_from_us_is_said_so(settings):
    settings.MAIL_FROM = "meetings@example.org"
    serving(settings, b"530 5.7.0 Who are you", b"250 ok")
    is_well, says = doctor_mail.server()
    assert not is_well
    assert "meetings@example.org (530): 5.7.0 Who are you. Look at COMMONHOUR_MAIL_URL and" in says
    serving(settings, b"250 ok", b"250 ok")
    assert doctor_mail.server()[0]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_sender_no_other_server_knows_is_not_asked_of_the_dns(settings, name):
    settings.MAIL_SERVER, settings.MAIL_FROM = mail_server("smtp://127.0.0.1:1"), f"meetings@{name}"
    is_well, says = doctor_mail.domain()
    assert not is_well
    assert "Set COMMONHOUR_MAIL_FROM" in says


@pytest.mark.django_db(transaction=True)
def test_what_is_stuck_says_why(settings):
    make_community()
    settings.NOW, settings.MAIL_SERVER = NOW.isoformat(), mail_server("smtp://127.0.0.1:1")
    for n in range(2):
        post("sign-in-code", f"{n}@example.org", {"code": "1", "minutes": 15}, cause="x", now=NOW)
    Delivery.objects.update(due_at=NOW - dt.timedelta(hours=1))
    assert doctor_mail.outbox() == (
        False, "2 due for more than 15 minutes. Is a worker at work?",
    )  # fmt: skip
    MailLane().send_mails(NOW)
    is_well, says = doctor_mail.outbox()
    assert not is_well
    assert says.startswith("1 due for more than 15 minutes. The mail server does not answer: ")
    assert says.endswith(".")


@pytest.mark.parametrize("text", ["Meetings <m@example.org>", "meetings", "@example.org", "m@"])
def test_an_address_of_the_sender_that_is_none_is_refused_at_the_start(tmp_path, text):
    sentence = refused(run(tmp_path / "hub", "doctor", COMMONHOUR_MAIL_FROM=text))
    assert sentence.startswith("COMMONHOUR_MAIL_FROM cannot be read: an e-mail address is wanted")
