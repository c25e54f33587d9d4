"""What a person wrote in a calendar: without tags, without entities, without what a video service wrote by itself."""

import pytest

from commonhour.core.draft import DraftSeries
from commonhour.formats.ical import read_calendar


def read(*lines: str) -> DraftSeries:
    body = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:a",
        "DTSTART:20261201T160000Z",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return read_calendar("\r\n".join(body).encode(), where="a.ics").series[0]


def about(text: str) -> str:
    value = text.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
    return read("SUMMARY:Call", f"DESCRIPTION:{value}").description


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Agenda:</p><ul><li>Intro</li><li>Demo</li></ul>", "Agenda:\n\n- Intro\n- Demo"),
        (
            '<a href="https://notes.example.org/a">Notes</a>&nbsp;soon',
            "Notes (https://notes.example.org/a) soon",
        ),
        ("<a href='https://example.org/a'>https://example.org/a</a>", "https://example.org/a"),
        ("One<br>two<BR/>three", "One\ntwo\nthree"),
        ("<html><head><style>p {}</style></head><body><b>Hello</b></body></html>", "Hello"),
        ("R&amp;D, &#39;why&#39;", "R&D, 'why'"),
        ("<section>One<!-- for us --> two<img src='a.png'></section>", "One two"),
        ("<p>One <!-- left open</p>", "One <!-- left open"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert about(html) == text


@pytest.mark.parametrize(
    "text", ["a < b and c > d", "AT&T & others", "see <https://example.org/x>", "?a=1&copy=2"]
)
def test_what_only_looks_like_html_stays(text: str) -> None:
    assert about(text) == text


def test_entities_in_a_title_and_a_place_are_characters() -> None:
    series = read("SUMMARY:Call &amp\\; demo", "LOCATION:R&amp\\;D room")
    assert (series.title, series.description) == ("Call & demo", "Location: R&D room")


def test_tags_left_open_cost_no_more_than_others() -> None:
    assert about("<p>" + "<p <a href=" * 5_000).startswith("<p <a")


ZOOM = """Ada Example is inviting you to a scheduled Zoom meeting.

Topic: Roadmap
Time: Dec 1, 2026 04:00 PM Madrid
        Every week on Tue, 10 occurrence(s)

Join Zoom Meeting
https://us02web.zoom.us/j/81234567890?pwd=abcDEF

Meeting ID: 812 3456 7890
Passcode: 123456

---

One tap mobile
+13462487799,,81234567890#,,,,*123456# US (Houston)

Dial by your location
        +1 346 248 7799 US (Houston)
        888 788 0099 US Toll-free
Find your local number: https://us02web.zoom.us/u/kabc

Join by SIP
81234567890@zoomcrc.com"""
TEAMS = """________________________________________________________________________________
Microsoft Teams meeting
Join on your computer, mobile app or room device
Click here to join the meeting<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=%7b%7d>
Meeting ID: 233 444 555 66
Passcode: aBcDeF
Download Teams<https://www.microsoft.com/download-app> | Join on the web<https://www.microsoft.com/join>
Or call in (audio only)
+1 323-555-0166,,12345678#   United States, Los Angeles
Phone Conference ID: 123 456 78#
Learn More<https://aka.ms/JoinTeamsMeeting> | Meeting options<https://teams.microsoft.com/meetingOptions/?x>
________________________________________________________________________________"""
MEET = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Join with Google Meet: https://meet.google.com/abc-defg-hij
Or dial: (US) +1 234-567-8901 PIN: 123456789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123&hs=7

Learn more about Meet at: https://support.google.com/a/users/answer/9282720

Please do not edit this section.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"""
WEBEX = """-- Do not delete or change any of the following text. --

When it's time, join your Webex meeting here.

Join meeting
https://example.webex.com/example/j.php?MTID=m0123456789abcdef

Join by meeting number
Meeting number (access code): 2345 678 9012
Meeting password: aBcD1234

Tap to join from a mobile device (attendees only)
+1-415-655-0001,,23456789012## US Toll

Join by phone
+1-415-655-0001 US Toll
Global call-in numbers | https://example.webex.com/example/globalcallin.php?MTID=m1

If you are a host, click here to view host information.
Need help? Go to https://help.webex.com"""
ZOOM_DE = """Ada Example lädt Sie zu einem geplanten Zoom-Meeting ein.

Thema: Fahrplan
Uhrzeit: 1. Dez. 2026 04:00 PM Madrid

Zoom-Meeting beitreten
https://us02web.zoom.us/j/81234567890?pwd=abcDEF

Meeting-ID: 812 3456 7890
Kenncode: 123456
Schnelleinwahl mobil
+496950502596,,81234567890#,,,,*123456# Deutschland"""
TEAMS_DE = """________________________________________________________________________________
Microsoft Teams-Besprechung
Nehmen Sie auf dem Computer, in der mobilen App oder im Raumgerät teil
Hier klicken, um an der Besprechung teilzunehmen<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0>
Besprechungs-ID: 233 444 555 66
Kennung: aBcDeF
Teams herunterladen<https://www.microsoft.com/download-app> | Im Web beitreten<https://www.microsoft.com/join>
Oder rufen Sie an (nur Audio)
+49 69 5555 0166,,12345678#   Germany, Frankfurt am Main
Telefonkonferenz-ID: 123 456 78#
Lokale Nummer suchen<https://dialin.teams.microsoft.com/x> | PIN zurücksetzen<https://example.org/pin>
Weitere Infos<https://aka.ms/JoinTeamsMeeting> | Besprechungsoptionen<https://teams.microsoft.com/meetingOptions/?x>
________________________________________________________________________________"""
PERSON = "We talk about the roadmap.\n\n- bring questions\n- Notes: https://notes.example.org/roadmap"


@pytest.mark.parametrize("invitation", [ZOOM, ZOOM_DE, TEAMS, TEAMS_DE, MEET, WEBEX])
def test_what_a_video_service_wrote_goes_whole_and_what_a_person_wrote_stays(invitation: str) -> None:
    assert about(f"{PERSON}\n\n{invitation}") == PERSON
    assert about(f"{invitation}\n\n{PERSON}") == PERSON
    value = invitation.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
    assert any(join.url for join in read("SUMMARY:Call", f"DESCRIPTION:{value}").joins)


def test_without_an_invitation_every_line_stays() -> None:
    text = "Join us to talk.\n---\nPIN the date.\nDial 112 in an emergency.\n+1 555 010 9999"
    assert about(text) == text


def test_an_event_without_a_title_gets_a_name_and_is_told() -> None:
    body = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261201T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    draft = read_calendar(body, where="a.ics")
    assert (draft.series[0].title, draft.series[0].slug) == ("Untitled meeting", "untitled-meeting")
    assert [one.code for one in draft.findings] == ["no-title"]


@pytest.mark.parametrize("other", ["DESCRIPTION:", "DESCRIPTION:Plain", "X-A:b"])
def test_a_text_in_html_only_is_the_description(other: str) -> None:
    head = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">\\n<HTML>\\n<BODY>'
    html = f"X-ALT-DESC;FMTTYPE=text/html:{head}\\n<P>Bring a <b>mug</b></P></BODY></HTML>"
    assert read("SUMMARY:Call", other, html).description == ("Plain" if "Plain" in other else "Bring a mug")
