"""Where links lead: channel kinds, channel names, join links, and calendars that are one."""

import pytest

from commonhour.core.places.calendars import calendar_sources, google_calendar_id
from commonhour.core.places.channels import channel_kind, channel_name, url_is_request
from commonhour.core.places.links import is_schemeless_host
from commonhour.core.places.providers import is_join_link
from commonhour.core.places.secrets import carries_code

ID = "team_abc123@group.calendar.google.com"
ICS = "https://calendar.google.com/calendar/ical/team_abc123%40group.calendar.google.com/public/basic.ics"
IN_BASE64 = "dGVhbV9hYmMxMjNAZ3JvdXAuY2FsZW5kYXIuZ29vZ2xlLmNvbQ"


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://docs.google.com/document/d/1/edit", "Meeting Notes archive", "notes"),
        ("https://docs.google.com/presentation/d/1/edit", "Slides", "docs"),
        ("https://drive.google.com/drive/folders/1", "Folder", "docs"),
        ("https://hackmd.io/@team/minutes", "", "notes"),
        ("https://pad.example.org/p/call", "", "notes"),
        ("https://github.com/team/repo/tree/main/docs", "", "repo"),
        ("https://codeberg.org/team/repo", "", "repo"),
        ("https://github.com/team/repo/discussions/4", "", "forum"),
        ("https://github.com/team/repo/discussions/4", "Agenda", "notes"),
        ("https://github.com/team/repo/issues/new/choose", "CFP", "other"),
        ("https://github.com/orgs/team/projects/5", "Roadmap", "site"),
        ("https://lists.example.org/g/wg-foo", "Mailing List", "list"),
        ("https://lists.example.org/g/wg-foo/messages", "Meeting Notes archive", "notes"),
        ("https://groups.google.com/forum/#!forum/sig-foo", "", "list"),
        ("https://mail.example.org/mailman/listinfo/foo", "", "list"),
        ("https://discourse.example.org/c/foo", "", "forum"),
        ("https://example.slack.com/archives/C1", "#foo", "chat"),
        ("https://matrix.to/#/#foo:example.org", "", "chat"),
        ("irc://irc.libera.chat/foo", "", "chat"),
        ("https://youtu.be/abc", "", "recordings"),
        ("https://zoom.us/j/123", "", "video"),
        ("https://meet.google.com/abc-defg-hij", "", "video"),
        ("https://calendar.google.com/calendar/embed?src=x", "", "calendar"),
        ("https://example.org/team.ics", "", "calendar"),
        ("https://example.org/", "Home page", "site"),
        ("https://bit.ly/abc", "Meeting recordings", "recordings"),
    ],
)
def test_kind(url: str, label: str, kind: str) -> None:
    assert channel_kind(url, label) == kind


@pytest.mark.parametrize(
    ("url", "text", "name"),
    [
        ("", "Team Slack #wg-foo channel", "#wg-foo"),
        ("", "Team Slack wg-foo", "wg-foo"),
        ("", "issue #12 is open", ""),
        ("https://lists.example.org/g/WG-foo/messages", "Notes", "WG-foo"),
        ("https://groups.google.com/forum/#!forum/sig-foo", "", "sig-foo"),
        ("https://groups.google.com/a/example.org/g/sig-foo", "", "sig-foo"),
        ("https://example.slack.com/messages/sig-foo", "", "#sig-foo"),
        ("https://example.slack.com/archives/C01ABC", "", ""),
    ],
)
def test_a_channels_own_name(url: str, text: str, name: str) -> None:
    assert channel_name(url, text) == name


@pytest.mark.parametrize(
    "url",
    [
        ICS,
        f"https://calendar.google.com/calendar/embed?src={ID.replace('@', '%40')}&ctz=Europe%2FMadrid",
        f"https://calendar.google.com/calendar/u/0/embed?src={ID}",
        f"https://calendar.google.com/calendar/embed?height=600&src={IN_BASE64}&color=%2333B679",
        f"https://calendar.google.com/calendar?cid={IN_BASE64}",
        ICS.replace("/public/", "/private-0123456789abcdef/"),
    ],
)
def test_every_link_of_a_google_calendar_is_the_same_source(url: str) -> None:
    assert [source.url for source in calendar_sources(url)] == [ICS]


def test_a_calendar_embed_names_its_zone_and_may_show_several() -> None:
    both = f"https://calendar.google.com/calendar/embed?src={ID}&src=other@group.calendar.google.com&ctz=Europe/Madrid"
    assert [source.tzid for source in calendar_sources(both)] == ["Europe/Madrid", "Europe/Madrid"]
    assert calendar_sources("https://example.org/calendar") == []
    assert calendar_sources("https://teamup.com/ksbdtwkzagbvw3hcui?x=1")[0].url.endswith(
        "/ksbdtwkzagbvw3hcui/0.ics"
    )


def test_what_is_no_calendar_id_is_none() -> None:
    assert google_calendar_id("bm90IGFuIGlk") == ""
    assert google_calendar_id("????") == ""


def test_secrets_requests_and_hosts_without_scheme() -> None:
    assert carries_code("https://zoom.us/j/1?pwd=x")
    assert not carries_code("https://zoom.us/j/1")
    assert is_join_link("https://us02web.zoom.us/j/123")
    assert not is_join_link("https://zoom.us/")
    assert url_is_request("https://gitlab.com/a/b/-/merge_requests/3")
    assert not url_is_request("https://github.com/a/b/tree/main/pull")
    assert is_schemeless_host("worldtimebuddy.com")
    assert not is_schemeless_host("charter.md")
    assert not is_schemeless_host("./Feb-13.md")


def test_odd_links_do_not_raise() -> None:
    for url in ("http://[bad", "https://", "mailto:a@b.c", "#anchor", "", "http://a:99999999/x"):
        assert isinstance(channel_kind(url), str)
        assert calendar_sources(url) == []
