"""What each service is sent: its own markup for us, none for people's words, and nobody called."""

import base64
import datetime as dt
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.message import Button, Facts, Message, Moment, Paragraph, Said
from commonhour.core.speech.words import BabelWords
from commonhour.gateways.senders.registry import SERVICES
from commonhour.gateways.senders.service import Outgoing
from commonhour.gateways.senders.webhook import new_secret, rotated, signature

START = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
STAMP = int(START.timestamp())
CALL = Moment(START, "Europe/Madrid", START + dt.timedelta(hours=1))
PAGE = "https://meet.example.org/meetings/call/2026-11-26/"
ADDRESSES = {
    "matrix": {"homeserver": "https://m.example.org/", "room": "!r/x:example.org", "token": "TOKEN"},
    "zulip": {"site": "https://z.example.org", "email": "bot@z.example.org", "key": "KEY", "channel": "general", "topic": "Calls"},
    "webhook": {"url": "https://p.example.org/in", "secret": new_secret()},
}  # fmt: skip
KINDS = [kind for kind, one in SERVICES.items() if one.request]


def outgoing(message, at=START):
    return Outgoing("0b5d-id", "notice", message, at, START, "Asia/Tokyo", BabelWords())


def request(kind, message, **options):
    address = ADDRESSES.get(kind, {"url": "https://hooks.example.org/T0/SECRET?thread_id=5"})
    return SERVICES[kind].request(address, outgoing(message, **options))


def payload(kind, message):
    body = request(kind, message).body
    return (
        {name: one[0] for name, one in parse_qs(body.decode()).items()}
        if kind == "zulip"
        else json.loads(body)
    )


def shown(kind, message):
    """All that a reader of the place sees of it, in its markup."""
    found = payload(kind, message)
    if kind == "teams":
        card = found["attachments"][0]["content"]
        buttons = [f"[{one['title']}]({one['url']})" for one in card["actions"]]
        return "\n".join([*(one["text"] for one in card["body"]), *buttons])
    if kind == "webhook":
        return f"{found['data']['subject']}\n{found['data']['text']}"
    return found[{"discord": "content", "matrix": "formatted_body", "zulip": "content"}.get(kind, "text")]


A_CALL = Message("Moved: Call", (Facts((("Now", (CALL,)),)), Button("See the date", PAGE)))
HOST = "Thursday 26 November 2026, 16:00–17:00 Madrid (UTC+1)"
BOTH = "Friday 27 November 2026, 00:00–01:00 Tokyo (UTC+9) = " + HOST
LINES = {
    "slack": f"*Moved: Call*\nNow: <!date^{STAMP}^{{date_long_pretty}} {{time}}|{HOST}> = {HOST}\n<{PAGE}|See the date>",
    "mattermost": f"**Moved: Call**\nNow: {BOTH}\n[See the date]({PAGE})",
    "rocket-chat": f"*Moved: Call*\nNow: {BOTH}\n[See the date]({PAGE})",
    "discord": f"**Moved: Call**\nNow: <t:{STAMP}:F> = {HOST}\n[See the date](<{PAGE}>)",
    "teams": f"**Moved: Call**\nNow: {{{{DATE(2026-11-26T15:00:00Z, LONG)}}}} {{{{TIME(2026-11-26T15:00:00Z)}}}} = {HOST}\n[See the date]({PAGE})",
    "matrix": f'<strong>Moved: Call</strong><br>Now: {BOTH}<br><a href="{PAGE}">See the date</a>',
    "zulip": f"**Moved: Call**\nNow: <time:2026-11-26T15:00:00Z> = {HOST}\n[See the date]({PAGE})",
    "webhook": f"Moved: Call\nNow: {BOTH}\nSee the date: {PAGE}",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_is_in_the_services_own_markup_and_with_its_zone(kind):
    assert shown(kind, A_CALL).replace(", 2026", " 2026").replace("Thursday, ", "Thursday ").replace("Friday, ", "Friday ") == LINES[kind]  # fmt: skip


HOSTILE = (
    "@channel", "@here", "@everyone", "@room", "@all", "@**all**", "@_**ana|5**", "<!channel>", "<!subteam^S1>", "<@U024BE7LH>", "<#C1|x>",
    "<@&7>", "<t:1:F>", "<time:2026-01-01T00:00>", "<at>Ana</at>", "</cmd:1>", "#general", "#**devel**", "https://evil.example/x", "//evil.example",
    "www.evil.example", "evil.example", "ana@evil.example", "mailto:ana@evil.example", "<https://evil.example|ours>", "[ours](https://evil.example)", "![x](y)", "[a][b]",
    "](", "*bold*", "_it_", "__it__", "~gone~", "`code`", "```", "||spoiler||", "\\", "<script>", "<b>", "&lt;", "&#64;", "&amp;", "$$x$$", ":tada:",
    "{{DATE(2026-01-01T00:00:00Z)}}", "\n", "\r\n", "\n> ", "\n# ", "\n- ", "\n1. ", "\u202e", "\u200b", "\ud800", "\x07", " ", "a", "é", "日", "'", '"', "|", "_", "*", "^",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6).map("".join)
# What one of the services, or all, would read as something else than text.
READ = {
    "a mention": r"@[\w*_&!]|@\Z", "an address": r"https?:/|//\w|\w\.[a-z]{2}|mailto:\w", "a link": r"\]\(|\]\[|!\[", "emphasis": r"[*~`\\]|\|\||(?<![^\W_])_|_(?![^\W_])",
    "a channel": r"#[\w*]", "an emoji": r"(?<!\d):[\w+-]+:", "mathematics": r"\$\$", "a function": r"\{\{", "unseen": "[\u202a-\u202e\u200b\ud800-\udfff\x00-\x09\x0b-\x1f]",
}  # fmt: skip
IN_TAGS = {"slack": r"[<>]|&(?!amp;|lt;|gt;)", "matrix": r"[<>]|&(?!amp;|lt;|gt;)"}


@pytest.mark.parametrize("kind", KINDS)
@given(text=WORDS)
def test_peoples_words_are_nothing_but_words(kind, text):
    message = Message(text, (Paragraph(("by ", Said(text), ".")), Paragraph((Said(text),))))
    found = shown(kind, message)
    lines = found.split("<br>" if kind == "matrix" else "\n")
    assert len(lines) == 3
    lines[0] = lines[0].removeprefix("<strong>").removesuffix("</strong>").strip("*")
    for line in lines:
        for what, pattern in READ.items():
            assert not re.search(pattern, line), what
        assert not re.search(IN_TAGS.get(kind, r"<[\w@#!:/&]|&[\w#]"), line)
        assert not re.match(r">|#|[-+=]|\d+[.)]", line)


@given(text=WORDS)
def test_the_html_for_matrix_has_our_tags_only(text):
    tags = []
    reader = HTMLParser(convert_charrefs=True)
    reader.handle_starttag = lambda tag, attributes: tags.append((tag, *attributes))
    reader.feed(shown("matrix", Message(text, (Paragraph((Said(text),)), Button("See", PAGE)))))
    assert tags == [("strong",), ("br",), ("br",), ("a", ("href", PAGE))]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_harmless_stays_as_it_is(kind):
    words = "Release 2.0 – wg_metrics: 16:00, naïve “A | B” (日本語) 50% off?"
    assert words in shown(kind, Message(words, ()))


def test_nobody_is_called_and_no_page_is_shown_beside_it():
    assert payload("discord", A_CALL) | {"content": ""} == {
        "content": "",
        "allowed_mentions": {"parse": []},
        "flags": 4,
    }
    assert request("discord", A_CALL).url.endswith("SECRET?thread_id=5&wait=true")
    slack = payload("slack", A_CALL)
    assert [slack[name] for name in ("link_names", "unfurl_links", "unfurl_media", "parse")] == [
        False,
        False,
        False,
        "none",
    ]
    assert payload("matrix", A_CALL)["m.mentions"] == {}


def test_matrix_is_told_the_same_event_at_every_try():
    one, again = (request("matrix", A_CALL, at=at) for at in (START, START + dt.timedelta(hours=1)))
    assert one == again
    assert one.method == "PUT"
    assert (
        one.url
        == "https://m.example.org/_matrix/client/v3/rooms/%21r%2Fx%3Aexample.org/send/m.room.message/0b5d-id"
    )
    assert one.headers["Authorization"] == "Bearer TOKEN"


def test_zulip_is_told_by_its_bot():
    found = request("zulip", A_CALL)
    assert base64.b64decode(found.headers["Authorization"].removeprefix("Basic ")) == b"bot@z.example.org:KEY"
    typed = payload("zulip", A_CALL)
    assert (typed["type"], typed["to"], typed["topic"]) == ("stream", "general", "Calls")


def test_teams_get_a_card():
    card = payload("teams", A_CALL)["attachments"][0]["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "See the date", "url": PAGE}]


def test_a_webhook_is_signed_and_during_a_rotation_twice():
    """The example of the specification, and then our own."""
    assert signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}') == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="  # fmt: skip
    old = {"url": "https://p.example.org/in", "secret": new_secret()}
    new = rotated(old, START)
    service = SERVICES["webhook"]
    for hours, address, secrets in ((0, old, [old]), (23, new, [new, old]), (25, new, [new])):
        at = START + dt.timedelta(hours=hours)
        found = service.request(address, outgoing(A_CALL, at))
        assert found.headers["webhook-timestamp"] == str(int(at.timestamp()))
        signed = [signature(one["secret"], "0b5d-id", int(at.timestamp()), found.body) for one in secrets]
        assert found.headers["webhook-signature"].split() == signed
    told = json.loads(found.body)
    assert (told["type"], told["timestamp"]) == (
        "call.changed",
        START.isoformat(),
    )  # of what happened, at every try
    assert told["data"]["moments"] == [{"start": "2026-11-26T15:00:00+00:00", "end": "2026-11-26T16:00:00+00:00", "tzid": "Europe/Madrid", "all_day": False}]  # fmt: skip
    assert told["data"]["links"] == [{"text": "See the date", "url": PAGE}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_message_keeps_its_subject_and_the_way_to_its_page(kind):
    long = Message(
        "Changed", (*(Paragraph((Said("word " * 50),)) for _ in range(200)), Button("See all", PAGE))
    )
    most = {
        "discord": 2_000,
        "slack": 4_000,
        "mattermost": 4_000,
        "rocket-chat": 5_000,
        "zulip": 10_000,
        "teams": 28_000,
    }
    found = shown(kind, long)
    assert len(found) <= most.get(kind, 20_000)
    assert "Changed" in found.splitlines()[0]
    (*_, cut, last) = found.split("<br>" if kind == "matrix" else "\n")
    assert (cut, PAGE in last) == ("…", True)


def test_of_an_address_only_the_host_is_shown():
    assert (
        SERVICES["slack"].shown({"url": "https://hooks.slack.com/services/T0/B0/SECRET"})
        == "hooks.slack.com/…"
    )
    assert SERVICES["matrix"].shown(ADDRESSES["matrix"]) == "m.example.org/…"
    assert SERVICES["mailing-list"].shown({"to": "dev@lists.example.org"}) == "…@lists.example.org"
