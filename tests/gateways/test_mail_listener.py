"""A real conversation with the listener for mail: it takes what is for us, and relays nothing."""

import smtplib
import socket

import mails
import pytest

from commonhour.core.limits import MAIL_BYTES, MAIL_CONNECTIONS
from commonhour.gateways.mail_listener import listener

pytestmark = pytest.mark.slow


@pytest.fixture
def taken():
    return []


@pytest.fixture
def listening(taken):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def take(body, sender):
        if b"not now" in body:
            raise OSError("the disk is full")
        taken.append((body, sender))
        return b"tomorrow" not in body

    found = listener("127.0.0.1", port, {mails.HUB}, take)
    found.start()
    yield port
    found.stop()


def send(port, to=mails.HUB, body=b"Subject: x\r\n\r\nHello.", sender="ana@example.org"):
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        return smtp.sendmail(sender, [to], body)


@pytest.mark.parametrize("to", [mails.HUB, "Meetings@Hub.Example.org", "meetings+dates@hub.example.org"])
def test_what_is_for_the_community_is_taken_with_its_envelope(listening, taken, to):
    send(listening, to)
    send(listening, to, sender="")
    assert [sender for _, sender in taken] == ["ana@example.org", ""]
    assert taken[0][0].endswith(b"Hello.\r\n")


@pytest.mark.parametrize(
    "to",
    [
        "someone@example.com", "meetings@example.com", "other@hub.example.org", "meetings%example.com@hub.example.org", "meetings@hub.example.org@example.com",
        '"meetings@hub.example.org"@example.com', "meetings!example.com@hub.example.org", "postmaster@example.com",
    ],
)  # fmt: skip
def test_nothing_is_relayed(listening, taken, to):
    with smtplib.SMTP("127.0.0.1", listening, timeout=20) as smtp:
        smtp.helo("example.net")
        smtp.mail("ana@example.org")
        status, _ = smtp.docmd(f"RCPT TO:<{to}>")
        assert 500 <= status < 600
        assert smtp.docmd("DATA")[0] == 503
    assert taken == []


def test_what_is_too_large_is_refused_before_it_is_read(listening, taken):
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        send(
            listening,
            body=b"Subject: x\r\n\r\n"
            + b"x" * 70
            + b"\r\n"
            + (b"y" * 70 + b"\r\n") * (20 * 1024 * 1024 // 72),
        )
    assert refused.value.smtp_code == 552
    with smtplib.SMTP("127.0.0.1", listening, timeout=20) as smtp:
        smtp.ehlo()
        assert int(smtp.esmtp_features["size"]) == MAIL_BYTES
        assert "auth" not in smtp.esmtp_features
    assert taken == []


@pytest.mark.parametrize("word", [b"tomorrow", b"not now"])
def test_what_could_not_be_kept_is_asked_for_again(listening, word):
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(listening, body=b"Subject: x\r\n\r\n" + word)
    assert refused.value.smtp_code == 451


def test_many_connections_at_once_are_told_to_come_again(listening):
    held = [
        socket.create_connection(("127.0.0.1", listening), timeout=10) for _ in range(MAIL_CONNECTIONS + 1)
    ]
    try:
        for one in held:
            one.settimeout(10)
        assert [one.recv(3) for one in held[:-1]] == [b"220"] * MAIL_CONNECTIONS
        assert b"421" in held[-1].recv(200)
    finally:
        for one in held:
            one.close()
    send(listening)
