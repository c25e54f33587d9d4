"""A mail that came in is read whatever it is: its writer's own words, its time, its kind; and it never fails."""

import datetime as dt

import mails
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.letter import MailKind
from commonhour.formats.mail.incoming.languages import language_of
from commonhour.formats.mail.incoming.reader import read_mail
from commonhour.formats.mail.incoming.texts import written
from commonhour.formats.mail.incoming.times import time_said

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


def read(body, **more):
    return read_mail(bytes(body), now=NOW, tzid="UTC", own={mails.HUB}, **more)


@pytest.mark.parametrize(
    "below",
    [
        "-- \nAna Ruiz\n+34 600 000 000", "--\nAna", "On Mon, Nov 23, 2026 at 10:00 AM Bo <bo@example.org> wrote:\n> old",
        "On Mon, Nov 23, 2026 at 10:00 AM Bo\n<bo@example.org> wrote:\n\n> old", "El lun, 23 nov 2026 a las 10:00, Bo (<bo@example.org>) escribió:\n\n> old",
        "Am 23.11.26 um 10:00 schrieb Bo:\n> old", "-----Original Message-----\nFrom: Bo\nold", "________________________________\nFrom: Bo <bo@example.org>\nSent: Monday\nold",
        "From: Bo <bo@example.org>\nSent: Monday, November 23\nTo: Ana\nSubject: x\n\nold", "差出人: Bo <bo@example.org>\n送信日時: 月曜日\nold",
        "Sent from my iPhone", "_______________________________________________\ndev mailing list -- dev@example.org\nold",
        "You received this message because you are subscribed to the Google Groups \"dev\" group.\nold", "> old\n> older",
    ],
)  # fmt: skip
def test_only_what_its_writer_wrote_is_left(below):
    assert written(f"First line.\n\nSecond line.\n\n{below}") == "First line.\n\nSecond line."


@pytest.mark.parametrize(
    "text", ["On Thursdays we read.\nFrom: the beginning", "We wrote:\nmuch", "a -- b", "1 > 0\n> "]
)
def test_what_only_looks_like_a_quote_stays(text):
    assert written(text).split("\n")[0] == text.split("\n")[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Every second Thursday at 16:00 Madrid time, 45 minutes, starting 3 December: Reading", ("20261203T160000", "Europe/Madrid", 45, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")),
        ("Thu 3 Dec 16:00–17:30 Madrid", ("20261203T160000", "Europe/Madrid", 90, "")),
        ("When: Thursday, 3 December 2026, 16:00 to 17:00 CET", ("20261203T160000", "Europe/Paris", 60, "")),
        ("jueves 3 de diciembre a las 16:00 Madrid", ("20261203T160000", "Europe/Madrid", 60, "")),
        ("The first Monday of the month, 17:00 Berlin time", ("20261207T170000", "Europe/Berlin", 60, "FREQ=MONTHLY;BYDAY=1MO")),
        ("December 3rd at 4pm Pacific", ("20261203T160000", "America/Los_Angeles", 60, "")),
    ],
)  # fmt: skip
def test_a_line_that_says_when_is_read(line, expected):
    found = time_said(f"Hello all,\n\n{line}\n\nBye", NOW).schedule
    assert (found.dtstart, found.tzid, found.duration.seconds // 60, found.rrule) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Can we talk on Thursday at 3pm?",
        "Release 3.10 came out at 16:00 yesterday",
        "On 3 November 2026 at 16:00 UTC we met",
        "Call me: +34 600 16 00",
    ],
)
def test_other_words_are_no_meeting(line):
    assert time_said(line, NOW) is None


def test_a_time_without_a_place_is_kept_in_its_words():
    found = time_said("Every Thursday at 16:00", NOW)
    assert (found.typed, found.schedule) == ("Every Thursday at 16:00", None)


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [("Hola, la reunión es cada jueves y para todos los que leen", "", "es"), ("毎週木曜日にパーサーを読んでいます", "", "ja"), ("We are the people of this list", "", "en"), ("x", "es-ES", "es"), ("x", "", "")],
)  # fmt: skip
def test_the_language_is_guessed(text, named, expected):
    assert language_of(text, named) == expected


def test_a_forwarded_sender_is_the_one_whom_a_program_names():
    found = read(
        mails.mail(sender="Calendar <calendar-notification@example.com>", Reply_To="Ken <ken@example.jp>")
    )
    assert (found.sender, found.name) == ("ken@example.jp", "Ken")


def test_the_envelope_is_believed_before_the_header():
    mail = mails.mail(Return_Path="<ana@example.org>")
    assert read(mail).kind == MailKind.WORDS
    assert read(mail, return_path="").kind == MailKind.BOUNCE
    assert read(mails.mail(Return_Path="<>")).kind == MailKind.BOUNCE


WHOLE = bytes(mails.outlook())


@given(st.binary(max_size=400), st.integers(0, len(WHOLE)), st.integers(0, 200))
def test_it_never_fails_and_is_the_same_twice(junk, place, gone):
    body = WHOLE[:place] + junk + WHOLE[place + gone :]
    found = read(body)
    assert found == read(body)
    assert "\0" not in repr((found.subject, found.text, found.name, found.sender))
    assert found.digest == read(body.replace(b"\r\n", b"\n")).digest


@given(
    st.lists(
        st.sampled_from(
            [
                b"From: a@b.example",
                b"\r\n",
                b"\r\n\r\n",
                b"Content-Type: multipart/mixed; boundary=b",
                b"--b",
                b"--b--",
                b"Content-Type: message/rfc822",
                b"Content-Type: text/calendar; method=REQUEST",
                b"Content-Transfer-Encoding: base64",
                b"BEGIN:VCALENDAR",
                b"BEGIN:VEVENT",
                b"=?utf-8?b?/w==?=",
                b"Subject: (((",
                b"\xff\x00",
            ]
        ),
        max_size=40,
    )
)
def test_parts_in_any_order_never_fail(parts):
    assert read(b"\r\n".join(parts)).kind in set(MailKind)
