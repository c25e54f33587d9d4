"""Mails that want to break, publish, relay, answer in circles or hide: (name, bytes, envelope sender, kind it lands as)."""

import io
import zipfile

import mails
from mails import HUB, calendar, mail, raw

OWN = "hub@hub.example.org"
_HEAD = ["From: Eve <eve@example.net>", f"To: {HUB}", "Subject: Hello", "Message-ID: <e@example.net>"]
_WHEN = "Every Thursday at 16:00 Madrid time, 45 minutes, starting 3 December."


def head(**changed):
    kept = {line.split(":")[0]: line for line in _HEAD}
    for name, value in changed.items():
        kept[name.replace("_", "-")] = f"{name.replace('_', '-')}: {value}"
    return [line for line in kept.values() if not line.endswith(": None")]


def mixed(*parts, boundary="b"):
    lines = [*head(MIME_Version="1.0", Content_Type=f'multipart/mixed; boundary="{boundary}"'), ""]
    for part in parts:
        lines += [f"--{boundary}", *part]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode("utf-8", "surrogateescape")


def nested(depth):
    lines = head(MIME_Version="1.0")
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", _WHEN, ""]).encode()


def in_each_other(depth):
    lines = head(MIME_Version="1.0")
    for _ in range(depth):
        lines += ["Content-Type: message/rfc822", "", "Subject: inner"]
    return "\r\n".join([*lines, "", _WHEN]).encode()


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.ics", b"0" * 30_000_000)
    return packed.getvalue()


def attached(body, kind, name):
    found = mail("See the attachment.", "Attached", "Eve <eve@example.net>")
    main, _, sub = kind.partition("/")
    found.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return bytes(found)


def invited(ics, **more):
    found = mail("", "Invitation", "Eve <eve@example.net>", **more)
    found.add_alternative(ics, subtype="calendar", params={"method": "REQUEST"})
    return bytes(found)


def zones(number):
    rows = [
        "BEGIN:VTIMEZONE",
        "TZID:X",
        *[
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
        ]
        * number,
        "END:VTIMEZONE",
    ]
    return calendar("DTSTART;TZID=X:20261203T160000", "SUMMARY:x", zone="\n".join(rows))


def answered(name, value, subject="Hello"):
    return raw([*head(Subject=subject), f"{name}: {value}"], _WHEN)


def dsn(body, *more):
    return raw([*head(From="Mail Delivery System <mailer-daemon@mx.example.net>"), *more], body)


LINK = "https://zoom.us/j/123456789"
MAILS = [
    # Forged, missing and doubled headers
    ("from-us", raw(head(From=f"Hub <{OWN}>"), _WHEN), "eve@example.net", "automatic"),
    ("from-our-mailbox", raw(head(From=f"<{HUB}>"), _WHEN), "eve@example.net", "automatic"),
    ("from-us-in-capitals", raw(head(From=f"<{HUB.upper()}>"), _WHEN), "eve@example.net", "automatic"),
    ("no-from", raw(head(From=None), _WHEN), "eve@example.net", "meeting"),
    ("several-from", raw(head(From="a@example.net, b@example.net"), _WHEN), "eve@example.net", "meeting"),
    ("two-from-headers", raw([*head(), f"From: {OWN}"], _WHEN), "eve@example.net", "meeting"),
    ("from-is-a-group", raw(head(From="Undisclosed:;"), _WHEN), "eve@example.net", "meeting"),
    ("from-is-nonsense", raw(head(From="((((((" * 300), _WHEN), "eve@example.net", "meeting"),
    ("from-with-a-second-address-in-its-name", raw(head(From='"ana@example.org, b@example.org" <eve@example.net>'), "Hi."), "eve@example.net", "words"),
    ("from-hides-an-address-in-an-encoded-word", raw(head(From="=?utf-8?q?ana=40example.org=3E?= <eve@example.net>"), "Hi."), "eve@example.net", "words"),
    ("doubled-subject-and-type", raw([*head(), "Subject: two", "Content-Type: text/plain", "Content-Type: text/html"], "Hi."), "eve@example.net", "words"),
    ("ten-thousand-received", raw(["Received: from a by b; Mon, 23 Nov 2026 10:00:00 +0000"] * 10_000 + head(), _WHEN), "eve@example.net", "words"),
    ("huge-subject", raw(head(Subject="x" * 1_000_000), "Hi."), "eve@example.net", "words"),
    ("huge-folded-subject", raw(head(Subject="\r\n ".join(["=?utf-8?q?aaaa?="] * 20_000)), "Hi."), "eve@example.net", "words"),
    ("crlf-in-an-encoded-subject", raw(head(Subject="=?utf-8?q?a=0D=0ABcc:_ana=40example.org=0D=0A=0D=0Aspam?="), _WHEN), "eve@example.net", "meeting"),
    ("crlf-in-an-encoded-from", raw(head(From="=?utf-8?b?QQ0KQmNjOiBhbmFAZXhhbXBsZS5vcmc=?= <eve@example.net>"), _WHEN), "eve@example.net", "meeting"),
    ("address-with-a-line-break", raw(head(From="<eve@example.net\r\n Bcc: ana@example.org>"), _WHEN), "eve@example.net", "meeting"),
    ("reply-to-somebody-else", raw([*head(), "Reply-To: victim@example.org", "Return-Receipt-To: victim@example.org", "Disposition-Notification-To: victim@example.org"], _WHEN), "eve@example.net", "meeting"),
    ("nul-bytes", raw(head(Subject="a\0b"), "He\0llo \0"), "eve@example.net", "words"),
    ("letters-nobody-sees", raw(head(Subject="=?utf-8?b?4oCuZ25payDigIs=?="), "a\u202eb\u200bc"), "eve@example.net", "words"),
    ("half-characters", raw(head(Subject="=?utf-16?b?2AA=?="), "\udcff\udcfe"), "eve@example.net", "words"),
    ("not-a-header-at-all", b"\x00\xff\xfe garbage\r\nmore garbage", "eve@example.net", "words"),
    ("empty", b"", "eve@example.net", "words"),
    ("mbox-line-first", b"From eve@example.net Mon Nov 23 10:00:00 2026\r\n" + raw(_HEAD, "Hi."), "eve@example.net", "words"),
    # Parts
    ("a-hundred-parts-deep", nested(100), "eve@example.net", "words"),
    ("within-the-limit", nested(6), "eve@example.net", "meeting"),
    ("mails-in-mails", in_each_other(500), "eve@example.net", "words"),
    ("digests-in-digests", nested(300).replace(b"multipart/mixed", b"multipart/digest"), "eve@example.net", "words"),
    ("no-boundary", raw([*head(), "Content-Type: multipart/mixed"], "--b\r\n\r\n" + _WHEN), "eve@example.net", "words"),
    ("boundary-of-nothing", raw([*head(), 'Content-Type: multipart/mixed; boundary=""'], "--\r\n\r\n" + _WHEN), "eve@example.net", "words"),
    ("boundary-that-never-ends", raw([*head(), "Content-Type: multipart/mixed; boundary=b"], "--b\r\nContent-Type: text/plain\r\n\r\n" + _WHEN), "eve@example.net", "meeting"),
    ("a-hundred-thousand-parts", mixed(*[["", "x"]] * 100_000), "eve@example.net", "words"),
    ("a-hundred-thousand-lines-of-a-header", raw([*head(), "X-A: b", *[" c"] * 100_000], "Hi."), "eve@example.net", "words"),
    ("twenty-mib", raw(_HEAD, "\r\n".join(["x" * 76] * (20 * 1024 * 1024 // 78))), "eve@example.net", "words"),
    ("a-million-short-lines", raw(_HEAD, "\n" * 1_000_000), "eve@example.net", "words"),
    ("one-line-of-four-mib", raw(_HEAD, "y" * 4_000_000), "eve@example.net", "words"),
    ("zip-bomb", attached(bomb(), "application/zip", "invite.ics.zip"), "eve@example.net", "words"),
    ("zip-bomb-called-ics", attached(bomb(), "application/octet-stream", "invite.ics"), "eve@example.net", "words"),
    ("winmail", attached(b"\x78\x9f\x3e\x22" + b"\0" * 500, "application/ms-tnef", "winmail.dat"), "eve@example.net", "words"),
    ("a-program", attached(b"MZ" * 1_000, "application/x-msdownload", "meeting.ics.exe"), "eve@example.net", "words"),
    ("bad-base64", raw([*head(), "Content-Transfer-Encoding: base64"], "%%%%====not base64===%%"), "eve@example.net", "words"),
    ("bad-quoted-printable", raw([*head(), "Content-Transfer-Encoding: quoted-printable"], "=ZZ=G1=\r\n=3D=" + "=" * 5_000), "eve@example.net", "words"),
    ("unknown-encoding", raw([*head(), "Content-Transfer-Encoding: x-uuencode"], "begin 644 a\r\nM\r\nend"), "eve@example.net", "words"),
    # Character sets
    ("wrong-charset", raw([*head(), "Content-Type: text/plain; charset=us-ascii"], "Reunión ñ 日本"), "eve@example.net", "words"),
    ("charset-that-is-none", raw([*head(), "Content-Type: text/plain; charset=klingon"], "Hi."), "eve@example.net", "words"),
    ("charset-that-unpacks", raw([*head(), "Content-Type: text/plain; charset=zip"], "Hi."), "eve@example.net", "words"),
    ("charset-that-takes-for-ever", raw([*head(), "Content-Type: text/plain; charset=punycode"], "a" * 60_000 + "-zzzz"), "eve@example.net", "words"),
    ("charset-of-utf-7", raw([*head(), "Content-Type: text/plain; charset=utf-7"], "+ADw-script+AD4-"), "eve@example.net", "words"),
    # HTML
    ("html-only", raw([*head(), "Content-Type: text/html"], f"<p>{_WHEN}</p><script>alert(1)</script><img src=x onerror=alert(1)>"), "eve@example.net", "meeting"),
    ("phishing", raw([*head(), "Content-Type: text/html"], '<a href="https://evil.example/login">https://hub.example.org/desk/</a> sign in now'), "eve@example.net", "words"),
    ("html-that-never-closes", raw([*head(), "Content-Type: text/html"], "<div " * 200_000), "eve@example.net", "words"),
    ("html-of-comments", raw([*head(), "Content-Type: text/html"], "<!--" * 100_000), "eve@example.net", "words"),
    ("entities", raw([*head(), "Content-Type: text/html"], "&lt;script&gt;" * 5_000), "eve@example.net", "words"),
    # Invitations
    ("twenty-thousand-zones", invited(zones(20_000)), "eve@example.net", "words"),
    ("rule-bomb", invited(calendar("DTSTART:20261203T160000Z", "RRULE:FREQ=SECONDLY;COUNT=999999999", "SUMMARY:x")), "eve@example.net", "words"),
    ("rule-with-ends-in-no-time", invited(calendar("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY;INTERVAL=9999999;BYMONTH=2;BYMONTHDAY=30", "SUMMARY:x")), "eve@example.net", "words"),
    ("a-day-of-a-thousand-hours", invited(calendar("DTSTART:20261203T160000Z", "DURATION:PT9999999H", "SUMMARY:x")), "eve@example.net", "words"),
    ("calendar-in-a-calendar", invited("BEGIN:VCALENDAR\r\n" * 5_000), "eve@example.net", "words"),
    ("cancels-what-is-not-theirs", invited(calendar("DTSTART:20261203T160000Z", "SUMMARY:Parser reading", method="CANCEL", uid="theirs", sequence=9)), "eve@example.net", "cancel"),
    ("moves-what-is-not-theirs", invited(calendar("DTSTART:20261203T180000Z", "DTEND:20261203T190000Z", "SUMMARY:Taken over", uid="theirs", sequence=9)), "eve@example.net", "meeting"),
    ("organizer-is-somebody-else", invited(calendar("DTSTART:20261204T180000Z", "DTEND:20261204T190000Z", "SUMMARY:x", "ORGANIZER:mailto:ana@example.org", "ATTENDEE:mailto:victim@example.org", uid="other")), "eve@example.net", "meeting"),
    ("sequence-without-end", invited(calendar("DTSTART:20261204T180000Z", "SUMMARY:x", uid="s", sequence="9" * 4_000)), "eve@example.net", "meeting"),
    ("uid-without-end", invited(calendar("DTSTART:20261204T180000Z", "SUMMARY:x", uid="u" * 50_000)), "eve@example.net", "meeting"),
    ("join-link-of-a-script", invited(calendar("DTSTART:20261204T180000Z", "SUMMARY:<script>alert(1)</script>", "URL:javascript:alert(1)", "LOCATION:file:///etc/passwd", uid="j")), "eve@example.net", "meeting"),
    ("answers-an-invitation", invited(calendar("DTSTART:20261204T180000Z", "SUMMARY:x", method="REPLY", uid="r")), "eve@example.net", "reply"),
    ("proposes-another-time", invited(calendar("DTSTART:20261204T180000Z", "SUMMARY:x", method="COUNTER", uid="r")), "eve@example.net", "reply"),
    # Programs and lists, each with words that would be a meeting
    ("outlook-out-of-office", answered("X-Auto-Response-Suppress", "All", "Automatic reply: Hello"), "eve@example.net", "automatic"),
    ("exchange-that-wants-no-answer", answered("X-Auto-Response-Suppress", "DR, OOF, AutoReply"), "eve@example.net", "meeting"),
    ("gmail-vacation", answered("Auto-Submitted", "auto-replied"), "", "automatic"),
    ("vacation-of-unix", answered("Precedence", "bulk", "away from my mail"), "eve@example.net", "automatic"),
    ("autoresponder", answered("X-Autorespond", "yes"), "eve@example.net", "automatic"),
    ("spanish-vacation", raw(head(Subject="Respuesta automática: Hola"), _WHEN), "eve@example.net", "automatic"),
    ("japanese-vacation", raw(head(Subject="=?utf-8?b?6Ieq5YuV5b+c562U?="), _WHEN), "eve@example.net", "automatic"),
    ("ticket-system", answered("Auto-Submitted", "auto-generated (rejected)"), "eve@example.net", "automatic"),
    ("read-receipt", raw([*head(), "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"], "--b\r\n\r\n" + _WHEN + "\r\n--b--"), "eve@example.net", "automatic"),
    ("our-own-answer-comes-home", raw([*head(From=f"Hub <{OWN}>"), "Auto-Submitted: auto-generated"], _WHEN), OWN, "automatic"),
    ("another-hub-answers", raw([*head(From="Hub <hub@other.example.com>"), "Auto-Submitted: auto-generated"], _WHEN), "hub@other.example.com", "automatic"),
    ("mailing-list", answered("List-Id", "<dev.example.org>"), "dev-bounces@example.org", "list"),
    ("mailing-list-footer", raw([*head(), "Precedence: list"], _WHEN + "\r\n_______________________________________________\r\ndev mailing list -- dev@example.org\r\nTo unsubscribe send an email to dev-leave@example.org"), "eve@example.net", "list"),
    ("newsletter", answered("List-Unsubscribe", "<https://news.example.com/u>"), "eve@example.net", "list"),
    ("from-a-no-reply", raw(head(From="<noreply@example.com>"), _WHEN), "noreply@example.com", "meeting"),
    ("postfix-report", mails.bounce("<00000000-0000-4000-8000-000000000001@hub.example.org>"), "", "bounce"),
    ("exchange-report", mails.bounce("<not-ours>", sender="postmaster@outlook.example.com"), "", "bounce"),
    ("exim-report", dsn(_WHEN + "\r\nMessage-ID: <00000000-0000-4000-8000-000000000001@x>", "X-Failed-Recipients: ana@example.org"), "", "bounce"),
    ("qmail-report", dsn("Hi. This is the qmail-send program.\r\n" + _WHEN), "", "bounce"),
    ("empty-envelope", raw(_HEAD, _WHEN), "", "bounce"),
    ("report-of-a-million-recipients", mails.bounce("<x@y>").replace(b"Action: failed", b"Action: failed\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed" * 10_000), "", "bounce"),
    # Words
    ("a-quoted-meeting-of-somebody-else", raw(_HEAD, "Thanks!\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Ana <ana@example.org> wrote:\r\n> " + _WHEN), "eve@example.net", "words"),
    ("below-an-outlook-head", raw(_HEAD, f"Thanks!\r\n\r\nFrom: Ana <ana@example.org>\r\nSent: Monday\r\nTo: Eve\r\nSubject: x\r\n\r\n{_WHEN}"), "eve@example.net", "words"),
    ("a-thousand-times", raw(_HEAD, "\r\n".join(f"Every Thursday at {n % 24:02}:00 Madrid time, room {n}" for n in range(1_000))), "eve@example.net", "meeting"),
    ("a-link-in-every-word", raw(_HEAD, f"{_WHEN} {LINK} " + "https://a.example/" * 3_000), "eve@example.net", "meeting"),
    ("markup-of-ours", raw(head(Subject="{{ 7*7 }} {% load x %} %(a)s {community}"), _WHEN + " {0} %s [a](javascript:alert(1))"), "eve@example.net", "meeting"),
]  # fmt: skip
