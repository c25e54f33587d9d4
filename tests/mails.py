"""Mails as people and programs send them, built piece by piece. Everybody in them is made up."""

import base64
from email.message import EmailMessage

HUB = "meetings@hub.example.org"


def mail(
    text="Hello.",
    subject="Parsing hour",
    sender="Ana Ruiz <ana@example.org>",
    mid="<1@example.org>",
    **headers,
):
    found = EmailMessage()
    for name, value in {"From": sender, "To": HUB, "Subject": subject, "Message-ID": mid}.items():
        if value is not None:
            found[name] = value
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    return found


def raw(head, body="Hello."):
    """A mail as bytes that no writer would make. `head` is a list of lines."""
    return "\r\n".join([*head, "", body, ""]).encode("utf-8", "surrogateescape")


def calendar(
    *lines,
    method="REQUEST",
    uid="u1@example.org",
    sequence=0,
    product="-//Apple Inc.//macOS 14.0//EN",
    zone="",
):
    body = [
        "BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", f"METHOD:{method}", *zone.strip().splitlines(), "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20261120T090000Z", f"SEQUENCE:{sequence}", *lines, "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(body)


_WINDOWS_ZONE = """
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def outlook(
    sequence=0,
    hour=16,
    uid="040000008200E00074C5B7101A82E008",
    method="REQUEST",
    sender="Ana Ruiz <ana@example.org>",
):
    """As Exchange sends it: a Windows zone, the invitation as an alternative in base64, a Teams blurb."""
    text = (
        "We read one parser together, every second Thursday. All are welcome.\\n\\n"
        "________________________________________________________________________________\\n"
        "Microsoft Teams Need help?\\nJoin the meeting now<https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0>\\n"
    )
    ics = calendar(
        f"ORGANIZER;CN=Ana Ruiz:mailto:{sender.split('<')[-1].strip('>')}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Meetings:mailto:{HUB}",
        f"DESCRIPTION;LANGUAGE=en-US:{text}", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO", "SUMMARY;LANGUAGE=en-US:Parser reading",
        f"DTSTART;TZID=Romance Standard Time:20261203T{hour:02}0000", f"DTEND;TZID=Romance Standard Time:20261203T{hour + 1:02}0000",
        "CLASS:PUBLIC", "PRIORITY:5", "TRANSP:OPAQUE", "STATUS:CONFIRMED", "LOCATION;LANGUAGE=en-US:Microsoft Teams Meeting",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:",
        uid=uid, sequence=sequence, method=method, product="Microsoft Exchange Server 2010", zone=_WINDOWS_ZONE,
    )  # fmt: skip
    found = mail(
        "We read one parser together.\n", "Parser reading", sender, f"<outlook-{method}-{sequence}-{hour}@eur.prod.outlook.com>",
        Thread_Topic="Parser reading", X_MS_Has_Attach="", X_MS_Exchange_Organization_SCL="-1", Content_Language="en-US",
    )  # fmt: skip
    found.add_alternative("<html><body><p>We read one parser together.</p></body></html>", subtype="html")
    found.add_alternative(ics, subtype="calendar", cte="base64", params={"method": method})
    return found


def google():
    """As Google Calendar sends it for somebody: automatic by its header, inline and attached."""
    ics = calendar(
        "DTSTART;TZID=Asia/Tokyo:20261204T100000", "DTEND;TZID=Asia/Tokyo:20261204T110000",
        "ORGANIZER;CN=Ken Mori:mailto:ken@example.jp", "SUMMARY:Kernel breakfast",
        "DESCRIPTION:Coffee and kernels.<br>-::~:~::~:~:~::~:~::-\\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\\n-::~:~::-",
        "LOCATION:", "STATUS:CONFIRMED", "TRANSP:OPAQUE", uid="abc123@google.com", product="-//Google Inc//Google Calendar 70.9054//EN",
    )  # fmt: skip
    found = mail(
        "You have been invited to the following event.", "Invitation: Kernel breakfast @ Fri Dec 4, 2026 10am - 11am (JST) (meetings@hub.example.org)",
        "Ken Mori <ken@example.jp>", "<calendar-1@google.com>", Sender="Google Calendar <calendar-notification@google.com>",
        Reply_To="Ken Mori <ken@example.jp>", Auto_Submitted="auto-generated", Return_Path="<3abc@calendar-server.bounces.google.com>",
    )  # fmt: skip
    found.add_alternative("<p>You have been invited</p>", subtype="html")
    found.add_alternative(ics, subtype="calendar", params={"method": "REQUEST"})
    found.add_attachment(ics.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return found


def apple():
    """As Apple Mail sends it: an attachment of text/calendar, folded, no description."""
    ics = calendar(
        "DTSTART;TZID=America/New_York:20261208T120000", "DTEND;TZID=America/New_York:20261208T124500", "SUMMARY:Lunch of the maintainers",
        "URL:https://example.org/lunch", "ORGANIZER;EMAIL=leo@example.com:mailto:leo@example.com", uid="6E0F-APPLE",
    )  # fmt: skip
    found = mail(
        "See you there!\n",
        "Lunch of the maintainers",
        "leo@example.com",
        "<apple-1@example.com>",
        X_Mailer="Apple Mail (2.3774)",
    )
    found.add_attachment(ics, subtype="calendar", filename="iCal-20261129.ics")
    return found


def bounce(
    message_id, to="ana@example.org", status="5.1.1", action="failed", sender="MAILER-DAEMON@mx.example.net"
):
    """A report as Postfix writes it (RFC 3464), about a mail of ours."""
    lines = [
        f"From: {sender} (Mail Delivery System)", f"To: {HUB}", "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
        "Return-Path: <>", f"Message-ID: <{status}-{action}-{abs(hash(message_id))}@mx.example.net>", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"', "", "--b1", "Content-Type: text/plain", "",
        "I'm sorry to have to inform you that your message could not be delivered.", "--b1", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", "", f"Final-Recipient: rfc822; {to}", f"Action: {action}", f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 no such user", "", "--b1", "Content-Type: text/rfc822-headers", "", f"Message-ID: {message_id}",
        "Subject: Your week", "", "--b1--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def b64(text):
    return base64.b64encode(text.encode()).decode()
