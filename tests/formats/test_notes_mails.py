"""Mails with minutes: every word of them is notes or left over, and a malformed one keeps no other out."""

import datetime as dt

import pytest

from commonhour.formats.notes import Held, read_notes_files

TODAY = dt.date(2026, 11, 29)
HEAD = """Received: by mail.example.org
From: Ana <ana@example.org>
Date: Thu, 26 Nov 2026 18:00:00 +0100
Subject: Minutes of the call, Nov 26
"""
PLAIN = "From ana@example.org Thu Nov 26 18:00:00 2026\n"


def read(text, name="a.eml"):
    return read_notes_files([Held(name, name, text.encode())], TODAY)


def left(found):
    return "\n".join(text for _, text in found.left_over)


def test_one_mail_is_one_mail():
    (one,) = read(HEAD + "Message-ID: <a@b>\n\nDECISION: ship\n").notes
    assert (one.date, one.text, one.origin) == (dt.date(2026, 11, 26), "DECISION: ship\n", "a.eml#a@b")


def test_a_day_long_after_a_mail_is_not_that_of_its_minutes():
    (one,) = read(HEAD.replace(", Nov 26", "") + "\n# Next release 2027-05-01\n").notes
    assert one.date is None


@pytest.mark.parametrize("begins", ["", PLAIN])
def test_a_line_that_begins_with_from_is_text(begins):
    text = "Before\nFrom next week we meet at 10:30 in room 5\nAfter\n"
    assert [one.text for one in read(f"{begins}{HEAD}\n{text}").notes] == [text]


def test_what_stands_above_the_first_mail_of_an_archive_is_left_over():
    found = read(f"This is the archive of our list\n\n{PLAIN}{HEAD}\nDECISION: ship\n", "a.mbox")
    assert "This is the archive of our list" in left(found) + "".join(one.text for one in found.notes)


def parts(*bodies, kind="mixed"):
    made = "".join(f"--b\n{head}\n\n{text}\n" for head, text in bodies)
    return f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n{made}--b--\n'


def test_no_part_of_a_mail_is_lost():
    mail = parts(
        ("Content-Type: text/plain", "DECISION: ship"),
        ("Content-Type: text/plain", "second part"),
        ('Content-Type: text/plain; name="more.txt"\nContent-Disposition: attachment; filename="more.txt"', "attached words"),
        ("Content-Type: message/rfc822", "Subject: Forwarded thing\n\nforwarded words"),
        ('Content-Type: application/pdf; name="slides.pdf"\nContent-Transfer-Encoding: base64', "AAAA"),
    )  # fmt: skip
    found = read(mail)
    assert [one.text for one in found.notes] == ["DECISION: ship\n"]
    for words in (
        "second part",
        "attached words",
        "Forwarded thing",
        "forwarded words",
        "slides.pdf (application/pdf)",
    ):
        assert words in left(found)


def test_what_a_mail_says_twice_is_taken_once():
    mail = parts(
        ("Content-Type: text/plain", "DECISION: ship"), ("Content-Type: text/html", "<p>DECISION: ship</p>"),
        kind="alternative",
    )  # fmt: skip
    found = read(mail)
    assert [one.text for one in found.notes] == ["DECISION: ship\n"]
    assert not found.left_over


def test_two_mails_without_a_name_are_two_notes():
    found = read(f"{PLAIN}{HEAD}\none\n{PLAIN}{HEAD}\ntwo\n", "a.mbox")
    assert len({one.origin for one in found.notes}) == len(found.notes) == 2


DEEP = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))


@pytest.mark.parametrize(
    "broken",
    [
        f"{HEAD}{DEEP}words of it\n",
        HEAD + "\n" + "Content-Type: message/rfc822\n\n" * 3_000 + "words of it\n",
        HEAD + "Content-Type: message/rfc822\n\n" * 3_000 + "words of it\n",
        f"{HEAD}Message-ID: {'(' * 5_000}\n\nwords of it\n",
        f"{HEAD}Content-Type: {'(' * 5_000}\n\nwords of it\n",
        f"{HEAD}Content-Type: text/plain; charset=nothing\n\nwords of it\n",
        f"{HEAD}Content-Transfer-Encoding: base64\n\nwords of it\n",
    ],
    ids=["parts", "in the text", "mails in mails", "name", "kind", "charset", "encoding"],
)
def test_a_malformed_mail_keeps_no_other_out(broken):
    found = read(f"{PLAIN}{broken}{PLAIN}{HEAD}\nDECISION: ship\n", "a.mbox")
    assert "DECISION: ship\n" in [one.text for one in found.notes]
    assert len(found.notes) == 2 or "words of it" in left(found)
    assert read(broken).files == 1
