"""A hub that really runs listens for mail beside its pages, begins anew when the listener dies, and ends with it."""

import os
import signal
import smtplib
import sqlite3

import mails
import pytest
from serving.running_hub import free_port, is_running, until

pytestmark = pytest.mark.slow


@pytest.fixture
def port(monkeypatch):
    found = free_port()
    monkeypatch.setenv("COMMONHOUR_SMTP_LISTEN", f"127.0.0.1:{found}")
    monkeypatch.setenv("COMMONHOUR_MAILBOX_ADDRESS", mails.HUB)
    return found


def takes(port, to=mails.HUB):
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            smtp.sendmail("ana@example.org", [to], bytes(mails.mail("Can I help?")))
    except (OSError, smtplib.SMTPException):
        return False
    return True


def letters(hub):
    with sqlite3.connect(hub.folder / "commonhour.sqlite3") as database:
        return database.execute("SELECT email, state FROM commonhour_letter").fetchall()


def test_mail_is_taken_beside_the_pages_and_again_after_a_kill(port, start):
    hub = start(workers=1)
    until(lambda: takes(port), 60, "listening")
    assert letters(hub) == [("ana@example.org", "open")]
    assert not takes(port, "someone@example.com")
    listener = hub.started[-1]  # it is started last
    os.kill(listener, signal.SIGKILL)
    until(lambda: not is_running(listener), 20, "dead")
    until(lambda: takes(port), 60, "listening again")
    assert len(letters(hub)) == 1
    hub.serve.send_signal(signal.SIGTERM)
    until(hub.is_over, 15, "over")
    assert hub.serve.returncode == 0
    assert "Traceback" not in hub.said()
    assert "ana@" not in hub.said()
