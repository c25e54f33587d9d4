"""The bytes of a mail: what programs read in its head stands there as it is."""

from email import message_from_bytes
from email.policy import SMTP, SMTPUTF8, default

import pytest
from cast import NOW
from hypothesis import given
from hypothesis import strategies as some

from commonhour.core.message import Message, Paragraph
from commonhour.core.speech.words import ENGLISH
from commonhour.formats.mail.envelope import Envelope, as_mail

LINK = f"https://hub.example.org/subscribe/end/{'eyJpZCI6MSwid2hhdCI6IndlZWsifQ' * 5}:mOThigtff/"
LIST = f"group-{'-'.join(map(str, range(60)))}.changes.hub.example.org"


def test_what_ends_it_is_no_encoded_word_however_long():
    """Programs take the address of List-Unsubscribe as it stands; RFC 5322 §2.1.1 allows 998 octets a line."""
    envelope = Envelope(
        "Open Offices", "m@hub.example.org", "ana@example.org", "<1@x>", NOW, unsubscribe=LINK, list_id=LIST
    )
    head = bytes(
        as_mail(Message("Ein sehr langer Betreff über alles " * 4, (Paragraph(("x",)),)), envelope, ENGLISH)
    ).split(b"\r\n\r\n")[0]
    assert f"\r\nList-Unsubscribe: <{LINK}>\r\n".encode() in head
    assert f"\r\nList-Id: <{LIST}>\r\n".encode() in head
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert max(map(len, head.split(b"\r\n"))) < 998


WORDS = [
    "Metrics",
    "sync,",
    "réunion",
    "複数の日程が変わりました：Releases",
    "→",
    "2026",
    '"Open"',
    "Grüße",
    "x" * 30,
    "日本語",
]


@given(some.lists(some.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
@pytest.mark.parametrize("policy", [SMTP, SMTPUTF8])
def test_no_space_is_lost_or_made_in_a_subject(policy, words):
    envelope = Envelope("Open Offices", "m@hub.example.org", "ana@example.org", "<1@x>", NOW)
    raw = as_mail(Message(words, (Paragraph(("x",)),)), envelope, ENGLISH).as_bytes(policy=policy)
    assert message_from_bytes(raw, policy=default)["Subject"] == words
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_a_name_of_several_lines_is_one_line_and_no_header_of_its_own():
    envelope = Envelope("Open\r\nBcc: x@example.org", "m@hub.example.org", "ana@example.org", "<1@x>", NOW)
    mail = as_mail(Message("Hello", (Paragraph(("x",)),)), envelope, ENGLISH)
    assert mail["From"].addresses[0].display_name == "Open Bcc: x@example.org"
    assert "Bcc" not in mail
