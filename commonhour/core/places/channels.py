"""Where people talk and keep things: the kind of a link by host, path and label, and a channel's own name."""

import functools
import re
from urllib.parse import unquote

from commonhour.core.places.links import host_is, split
from commonhour.core.places.providers import is_join_link, is_recording

_PADS = (
    "hackmd.io", "hedgedoc.", "demo.hedgedoc.org", "etherpad.", "pad.", "pads.", "md.", "codimd.", "cryptpad.fr",
)  # fmt: skip
FORGES = ("github.com", "gitlab.", "codeberg.org", "bitbucket.org", "git.sr.ht", "gitea.", "forgejo.")
_LIST_HOSTS = ("groups.io", "groups.google.com", "lists.", "mailman.", "mail-archive.com", "freelists.org")
_FORUM_HOSTS = ("discourse.", "discuss.", "forum.", "forums.", "community.discourse.org")
_CHAT_HOSTS = (
    "slack.com", "slack.", "zulipchat.com", "zulip.", "matrix.to", "app.element.io", "discord.gg", "discord.com",
    "discordapp.com", "gitter.im", "libera.chat", "webchat.", "mattermost.", "rocket.chat", "t.me", "chat.",
)  # fmt: skip
_VIDEO_SITES = (
    "youtube.com", "youtu.be", "vimeo.com", "peertube.", "tube.", "media.ccc.de", "odysee.com", "twitch.tv",
)  # fmt: skip
_CALENDAR_HOSTS = ("calendar.google.com", "teamup.com", "tockify.com", "calendar.", "webcal.")


_NOTES_LABEL = re.compile(r"\b(notes?|minutes|agendas?|protocols?)\b", re.I)
_RECORDINGS_LABEL = re.compile(r"\b(recordings?|videos?|playlist)\b", re.I)
_CLAIMS = (
    ("repo", re.compile(r"\b(repo|repos|repository|repositories|source code)\b", re.I)),
    ("list", re.compile(r"\b(mailing[ -]?lists?|email list)\b", re.I)),
    ("chat", re.compile(r"\b(slack|zulip|discord|matrix|irc)\b", re.I)),
    ("calendar", re.compile(r"^\W*(calendar|ical|ics)\W*$", re.I)),
)
_CHANNEL_NAME = re.compile(r"(?<![\w/#&])#(?=[\w-]*[a-z_-])[\w][\w.-]*\w", re.I)
_NAMED_CHAT = re.compile(
    r"\b(?:slack|zulip|discord|matrix|irc|chat)\b\W+((?:wg|sig|tag|ug|team|project)-[\w.-]*\w)", re.I
)


def channel_kind(url: str, label: str = "") -> str:
    """The kind (one of `core.draft.CHANNEL_KINDS`) of a link, by where it leads and what it was called.

    The label decides only what a host cannot: whether a list's archive or a document holds the notes.
    """
    kind = url_kind(url)
    if kind in ("docs", "list", "forum", "repo", "site", "other", "notes") and _NOTES_LABEL.search(label):
        return "notes"
    if kind in ("site", "docs", "other") and len(label.split()) <= 6 and _RECORDINGS_LABEL.search(label):
        return "recordings"
    if kind in ("site", "other") or (kind == "forum" and url_is_request(url)):
        return claimed_kind(label) or kind
    return kind


# A page is asked about each of its links from several sides. Kept by each process for itself.
@functools.lru_cache(maxsize=4_000)
def url_kind(url: str) -> str:
    """The channel kind of a link by host and path alone; `site` for any other web page."""
    parts = split(url)
    if parts is None:
        return "chat" if url.lower().startswith(("irc:", "ircs:", "matrix:", "xmpp:")) else "other"
    host, path = parts.host, parts.path.lower()
    if is_join_link(url):
        return "video"
    if path.endswith(".ics") or parts.scheme == "webcal":
        return "calendar"
    if host in ("docs.google.com", "drive.google.com"):
        return "notes" if host == "docs.google.com" and "/document/" in path else "docs"
    if host_is(host, FORGES):
        return _forge_kind(path)
    if is_recording(url):
        return "recordings"
    return _kind_by_host(host, path)


def _kind_by_host(host: str, path: str) -> str:
    for kind, hosts in (
        ("calendar", _CALENDAR_HOSTS),
        ("chat", _CHAT_HOSTS),
        ("recordings", _VIDEO_SITES),
        ("list", _LIST_HOSTS),
        ("notes", _PADS),
        ("forum", _FORUM_HOSTS),
    ):
        if host_is(host, hosts):
            return kind
    if "/mailman" in path or "/listinfo" in path or "/hyperkitty" in path:
        return "list"
    if host.startswith("etherpad") or "/pad/p/" in path:
        return "notes"
    if re.match(r"/l/(?:channel|team|chat)/", path) and host.startswith("teams."):
        return "chat"
    return "calendar" if re.search(r"\bcalendar/?$", path) and "." not in path else "site"


def _forge_kind(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    if "discussions" in parts[2:3] or "discussions" in parts[:1]:
        return "forum"
    if parts[2:4] == ["issues", "new"]:
        return "other"
    if parts[:1] == ["orgs"] or len(parts) == 1:
        return "site"
    return "repo"


def url_is_request(url: str) -> bool:
    """True for a pull request, merge request or single issue of a forge."""
    parts = split(url)
    if parts is None or not host_is(parts.host, FORGES):
        return False
    return bool(re.search(r"/(pull|pulls|merge_requests|issues)/\d+", parts.path))


def claimed_kind(label: str) -> str:
    """The kind a label claims ("Working repo"), or ""."""
    return next((kind for kind, pattern in _CLAIMS if pattern.search(label)), "")


def channel_name(url: str, text: str = "") -> str:
    """A channel's own name: `#wg-metrics` in its text, or the list or chat channel its link names."""
    named = _CHANNEL_NAME.search(text)
    if named:
        return named.group()
    bare = _NAMED_CHAT.search(text)
    if bare:
        return bare.group(1)
    return _name_in_url(url)


def _name_in_url(url: str) -> str:
    parts = split(url)
    if parts is None:
        return ""
    kind = url_kind(url)
    if kind == "list":
        return _list_name(parts.path, parts.fragment)
    chat = re.search(r"/(?:messages|channels?|app_redirect/channel)/(#?[a-z][\w-]*)", parts.path)
    return f"#{chat.group(1).lstrip('#')}" if kind == "chat" and chat else ""


def _list_name(path: str, fragment: str) -> str:
    for pattern, place in (
        (r"!?(?:forum|topicsearchin)/([^/?]+)", fragment),
        (r"/g/([^/?]+)", path),
        (r"/listinfo/([^/?]+)", path),
        (r"/list/([^/@?]+)", path),
        (r"/lists/([^/@?]+)", path),
        (r"/forum/([^/?]+)", path),
    ):
        found = re.search(pattern, place)
        if found:
            return unquote(found.group(1))
    return ""
