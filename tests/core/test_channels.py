"""Channels: the kind of a link by host, path and label, and a channel's own name."""

import pytest

from commonhour.core.places.channels import channel_kind, channel_name, url_is_request


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


def test_a_request_of_a_forge_is_no_repository() -> None:
    assert url_is_request("https://gitlab.com/a/b/-/merge_requests/3")
    assert not url_is_request("https://github.com/a/b/tree/main/pull")
