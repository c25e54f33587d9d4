"""What lets people into a call is one question with one answer: pages, calendars, channels and writes agree on it."""

import datetime as dt
import json

import pytest

from commonhour.actions.guarded import guarded
from commonhour.core.draft import Draft
from commonhour.core.places.channels import channel_kind
from commonhour.core.places.doors import Stand
from commonhour.core.places.links import with_scheme
from commonhour.core.places.providers import provider_name
from commonhour.core.places.secrets import guard
from commonhour.formats.ical import read_calendar
from commonhour.formats.ical.lines import escape
from commonhour.formats.page import read_page

ROOMS = {
    "https://zoom.us/j/94192874965": "Zoom",
    "https://us02web.zoom.us/j/94192874965?pwd=Q0RzT2xoV1lB": "Zoom",
    "https://zoom.us/j/94192874965#pwd=Q0RzT2xoV1lB": "Zoom",
    "https://example.zoom.us/my/jane.doe": "Zoom",
    "https://zoom.us/my/docs": "Zoom",
    "https://zoom.us/j/94192874965?from=/rec/": "Zoom",
    "https://zoom.us/wc/join/94192874965": "Zoom",
    "https://agency.zoomgov.com/j/1606277061": "Zoom",
    "https://zoom.us/meeting/register/tJcqc-6srjMiGNW": "Zoom",
    "https://zoom.us/webinar/register/WN_5iCAH2": "Zoom",
    "https://events.zoom.us/ev/AkQ5iCAH2": "Zoom",
    "HTTPS://ZOOM.US/J/94192874965": "Zoom",
    "zoom.us/j/94192874965": "Zoom",
    "https://zoom-lfx.platform.linuxfoundation.org/meeting/95315149232?password=1a2b": "LFX",
    "https://meet.google.com/abc-defg-hij": "Google Meet",
    "https://meet.google.com/lookup/abcdefghij": "Google Meet",
    "https://tel.meet/abc-defg-hij?pin=1234567890123": "Google Meet",
    "https://g.co/meet/standup": "Google Meet",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NmE%40thread.v2/0?context=%7b%22Tid%22%7d": "Microsoft Teams",
    "https://teams.microsoft.com/_#/l/meetup-join/19:meeting_NmE@thread.v2/0": "Microsoft Teams",
    "https://teams.microsoft.com/meet/2481632640?p=AbCdEf": "Microsoft Teams",
    "https://teams.live.com/meet/9412345678901": "Microsoft Teams",
    "https://teams.microsoft.com/v2/?meetingjoin=true#/meet/2481632640": "Microsoft Teams",
    "https://dialin.teams.microsoft.com/8ccb?id=123456789": "Microsoft Teams",
    "https://example.webex.com/meet/jane.doe": "Webex",
    "https://example.webex.com/example/j.php?MTID=m0123456789abcdef": "Webex",
    "https://meet.jit.si/ferris-rules": "Jitsi",
    "https://meet.jit.si/docs-team#config.password=tulip": "Jitsi",
    "https://jitsi.example.org/standup": "Jitsi",
    "https://8x8.vc/example/standup": "Jitsi",
    "https://meet.example.org/standup": "Meet",
    "https://bbb.example.org/rooms/abc-def-ghi-jkl/join": "BigBlueButton",
    "https://learn.example.org/b/jan-abc-def": "BigBlueButton",
    "https://cloud.example.org/call/a1b2c3d4": "Nextcloud Talk",
    "https://whereby.com/example-standup": "Whereby",
    "https://global.gotomeeting.com/join/123456789": "GoTo Meeting",
    "https://meet.goto.com/123456789": "GoTo Meeting",
    "https://chime.aws/1234567890": "Amazon Chime",
    "https://app.chime.aws/meetings/1234567890": "Amazon Chime",
    "https://meeting.zoho.eu/join?key=1234567890": "Zoho Meeting",
    "https://meet.zoho.com/abcd-efg-hij": "Zoho Meeting",
    "https://v.ringcentral.com/join/123456789?pw=abc": "RingCentral",
    "https://bluejeans.com/123456789": "BlueJeans",
    "https://join.skype.com/abcDEF123": "Skype",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F94192874965&data=05": "Zoom",
    "https://www.google.com/url?q=https://meet.jit.si/ferris-rules&sa=D": "Jitsi",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_94192874965&d=DwMF": "Zoom",
    "https://urldefense.com/v3/__https://zoom.us/j/94192874965__;!!x": "Zoom",
    "https://room.example.org/team?pwd=tulip77": "example.org",
}
NO_ROOMS = {
    "https://zoom.us/rec/share/abcDEF.123": "recordings",
    "https://transcripts.gotomeeting.com/#/s/0123abcd": "recordings",
    "https://example.webex.com/recordingservice/sites/example/recording/playback/0123abcd": "recordings",
    "https://bbb.example.org/playback/presentation/2.3/0123abcd": "recordings",
    "https://zoom.us/download": "site",
    "https://zoom.us/pricing": "site",
    "https://zoom-lfx.platform.linuxfoundation.org/meetings/example?view=month": "site",
    "https://meet.google.com/landing": "site",
    "https://whereby.com/information/pricing": "site",
    "https://www.gotomeeting.com/features": "site",
    "https://jitsi.org/jitsi-meet": "site",
    "https://docs.bigbluebutton.org/admin/install": "site",
    "https://github.com/bigbluebutton/greenlight": "repo",
    "https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General": "chat",
    "https://www.youtube.com/watch?v=abc": "recordings",
    "https://hackmd.io/@example/standup": "notes",
    "https://example.slack.com/archives/C0123ABCD": "chat",
    "https://example.org/community/meetings/": "site",
}
NUMBERS = (
    "sip:94192874965@zoomcrc.com",
    "sip:standup@example.org",
    "94192874965@zoomcrc.com",
    "tel:+16465588656,,94192874965#",
    "+16465588656,,95315149232#,,,,*123456#",
    "Meeting ID: 941 9287 4965",
)
HARMLESS_PLACES = (
    "https://example.org/",
    "https://example.org/2026/berlin",
    "https://example.github.io/2026-09-22-workshop/",
    "https://www.meetup.com/example/events/123/",
    "https://maps.google.com/?q=Bilbao",
    "https://forum.example.org/t/771",
    "Bilbao, room 3",
    "St.Gallen/Zurich",
)


def page(text: str) -> Draft:
    return read_page(
        f"# Meetings\n\n## Groups\n\n### Metrics\n\n* Call: Mondays 10:00 UTC\n* {text}\n",
        where="page.md",
        today=dt.date(2026, 11, 23),
    )


def calendar(*lines: str) -> Draft:
    event = ("BEGIN:VEVENT", "UID:a", "DTSTART:20260105T160000Z", "SUMMARY:Call", *lines, "END:VEVENT")
    body = "\r\n".join(("BEGIN:VCALENDAR", *event, "END:VCALENDAR", ""))
    return read_calendar(body.encode(), where="a.ics")


def shows(draft: Draft, text: str) -> bool:
    return text in json.dumps(draft.as_json(), ensure_ascii=False) or any(
        text == one.url for one in draft.series
    )


def joins(draft: Draft) -> set[str]:
    return {join.url or join.passcode for series in draft.series for join in series.joins}


@pytest.mark.parametrize("url", ROOMS)
def test_all_take_a_room_for_one(url: str) -> None:
    assert guard(f"See {url}.") == ("See [join link].", guard(url)[1])
    assert guard(url)[1][0].url == with_scheme(url)
    assert not shows(page(f"See {url}"), url)
    assert with_scheme(url) in joins(page(f"See {url}"))
    for name in ("DESCRIPTION", "LOCATION", "CONFERENCE", "URL", "X-GOOGLE-CONFERENCE", "COMMENT"):
        draft = calendar(f"{name}:{escape(url) if name != 'URL' else url}")
        assert not shows(draft, url), name
        assert with_scheme(url) in joins(draft), name
    facts = {"description": f"Room: {url}", "url": url}
    assert guarded(None, None, facts) == {"description": "Room: [join link]", "url": ""}
    assert provider_name(url) == ROOMS[url]


@pytest.mark.parametrize("url", [url for url, name in ROOMS.items() if "://" in url and "." not in name])
def test_a_room_is_a_video_channel(url: str) -> None:
    assert channel_kind(url) == "video"


@pytest.mark.parametrize("url", NO_ROOMS)
def test_all_leave_a_recording_a_page_and_a_chat(url: str) -> None:
    assert guard(f"See {url}.") == (f"See {url}.", [])
    assert shows(page(f"See {url}"), url)
    for name in ("DESCRIPTION", "LOCATION", "URL"):
        draft = calendar(f"{name}:{escape(url) if name != 'URL' else url}")
        assert shows(draft, url), name
        assert joins(draft) == set(), name
    facts = {"description": f"Room: {url}", "url": url}
    assert guarded(None, None, facts) == facts
    assert channel_kind(url) == NO_ROOMS[url]


@pytest.mark.parametrize("number", NUMBERS)
def test_all_take_numbers_that_open_a_call(number: str) -> None:
    text = f"Dial {number} to join"
    secret = number.rpartition(":")[2].strip()
    assert secret not in guard(text)[0]
    assert not shows(page(text), secret)
    for name in ("DESCRIPTION", "LOCATION"):
        draft = calendar(f"{name}:{escape(text)}")
        assert not shows(draft, secret), name
        assert any(secret in join for join in joins(draft)), name
    assert secret not in guarded(None, None, {"description": text})["description"]


@pytest.mark.parametrize(
    "url",
    [
        "https://vanity.example.org/standup",
        "https://example.org/call",
        "https://example.org/x7f9-q2",
        "https://bit.ly/example-standup",
        "https://video.example.org/events/standup",
        "vanity.example.org/standup",
        "tel:+49-30-1234567",
    ],
)
def test_where_people_go_what_nobody_knows_is_the_door(url: str) -> None:
    assert guard(f"See {url} there") == (f"See {url} there", [])
    assert url not in guard(url, Stand.DOOR)[0]
    for name in ("LOCATION", "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"):
        draft = calendar(f"{name}:{url}")
        assert not shows(draft, url), name
        assert len(joins(draft)) == 1, name


@pytest.mark.parametrize("place", HARMLESS_PLACES)
def test_a_place_that_is_known_to_be_harmless_stays(place: str) -> None:
    assert shows(calendar(f"LOCATION:{escape(place)}"), place)
    assert joins(calendar(f"LOCATION:{escape(place)}")) == set()


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [
        ("https://example.org/events/standup", True),
        ("https://example.org/events/x7f9-q2", True),
        ("https://example.org/call", False),
        ("https://example.org/standup", False),
        ("https://www.meetup.com/example/events/123/", True),
        ("https://example.org/x7f9-q2", False),
        ("https://example.org/r/abc-defg-hij", False),
        ("https://video.example.org/standup", False),
    ],
)
def test_the_page_of_a_call_is_kept_unless_it_looks_like_a_room(url: str, is_kept: bool) -> None:
    draft = calendar(f"URL:{url}")
    assert (draft.series[0].url == url, joins(draft) == {url}) == (is_kept, not is_kept)
    assert guarded(None, None, {"url": url}) == {"url": url if is_kept else ""}


@pytest.mark.parametrize(
    "text",
    [
        "Join: {}",
        "Join the call at {}",
        "[Join]({})",
        "[**Join the meeting**]({})",
        "**Video call:** <{}>",
        "Video call link: {}",
        'Tuesdays <a href="{}">join here</a>',
        "Dial in: {}",
        "Zoom: {}",
        "Raum: {}",
        "Teilnehmen: {}",
        "Únete: {}",
        "Sala: {}",
        "Rejoindre: {}",
        "参加：{}",
        "Подключиться: {}",
    ],
)
def test_a_word_for_joining_makes_a_door_of_what_nobody_knows(text: str) -> None:
    url = "https://vanity.example.org/standup"
    said = text.format(url)
    assert url not in guard(said)[0]
    assert [join.url for join in guard(said)[1]] == [url]
    assert not shows(page(said), url)
    assert not shows(calendar(f"DESCRIPTION:{escape(said)}"), url)
    assert guard(text.format("https://lists.example.org/g/all"))[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "Read https://vanity.example.org/standup",
        "To join, write to us. The charter: https://vanity.example.org/standup",
        "Join our mailing list: https://vanity.example.org/standup",
        "[Charter](https://vanity.example.org/standup) of the room",
    ],
)
def test_other_words_make_no_door(text: str) -> None:
    assert guard(text) == (text, [])


def test_a_room_named_for_all_calls_of_a_page_is_the_way_into_each_that_names_none() -> None:
    draft = read_page(
        "# Meetings\n\nAll calls are held in <https://meet.jit.si/ferris-rules>.\n\n## Groups\n\n"
        "### Metrics\n\n* Call: Mondays 10:00 UTC\n\n### Docs\n\n* Call: Tuesdays 10:00 UTC <https://zoom.us/j/5>\n",
        where="page.md",
        today=dt.date(2026, 11, 23),
    )
    assert not shows(draft, "ferris-rules")
    assert [[join.url for join in series.joins] for series in draft.series] == [
        ["https://meet.jit.si/ferris-rules"],
        ["https://zoom.us/j/5"],
    ]


@pytest.mark.parametrize("name", ["LOCATION", "DESCRIPTION"])
def test_a_secret_calendar_is_no_text_of_a_calendar_either(name: str) -> None:
    secret = "https://calendar.google.com/calendar/ical/a%40example.org/private-0123abcd/basic.ics"
    draft = calendar(f"{name}:{secret}")
    assert "0123abcd" not in json.dumps(draft.as_json())
    assert [finding.code for finding in draft.findings] == ["secret-in-public"]
