"""What a link leads to: its channel kind by host and path, a channel's own name, and which calendar it shows."""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from commonhour.core.draft import DraftJoin
from commonhour.core.places.calendars import nextcloud_ics, outlook_ics

GOOGLE_ICS = "https://calendar.google.com/calendar/ical/{}/public/basic.ics"

_PADS = (
    "hackmd.io",
    "hedgedoc.",
    "demo.hedgedoc.org",
    "etherpad.",
    "pad.",
    "pads.",
    "md.",
    "codimd.",
    "cryptpad.fr",
)
_FORGES = ("github.com", "gitlab.", "codeberg.org", "bitbucket.org", "git.sr.ht", "gitea.", "forgejo.")
_LIST_HOSTS = ("groups.io", "groups.google.com", "lists.", "mailman.", "mail-archive.com", "freelists.org")
_FORUM_HOSTS = ("discourse.", "discuss.", "forum.", "forums.", "community.discourse.org")
_CHAT_HOSTS = (
    "slack.com", "slack.", "zulipchat.com", "zulip.", "matrix.to", "app.element.io", "discord.gg", "discord.com",
    "discordapp.com", "gitter.im", "libera.chat", "webchat.", "mattermost.", "rocket.chat", "t.me", "chat.",
)  # fmt: skip
_VIDEO_SITES = ("youtube.com", "youtu.be", "vimeo.com", "peertube.", "tube.", "media.ccc.de", "odysee.com")
_CALL_HOSTS = (
    "zoom.us", "zoom.com", "zoomgov.com", "meet.google.com", "meet.jit.si", "jitsi.", "teams.microsoft.com",
    "teams.live.com", "whereby.com", "bbb.", "webex.com", "gotomeet.me", "gotomeeting.com", "zoom-lfx.platform.linuxfoundation.org",
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
_SCHEMELESS = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?:[/?#:]\S*)?$", re.I)
_FILE_ENDINGS = re.compile(
    r"^[^/]*\.(md|markdown|html?|adoc|rst|txt|pdf|png|jpe?g|svg|ya?ml|json|ics|toml|py|go)(?:[?#]|$)", re.I
)
_SECRET_PARAMETER = re.compile(
    r"[?&#](pwd|passcode|password|passwd|pin|pass|tk|token|meetingpwd|uniqueid)=", re.I
)
_NUMBER_ALONE = re.compile(
    r"^(?:\w+ )?(?:meeting|webinar|conference|event)[ -]?(?:id|number|nr)\b[\s:#=]*[\d\s-]+$", re.I
)
_CALENDAR_ID = re.compile(r"^[^@\s/]+@[^@\s/]+\.[a-z]+$|^[\w.+-]+#[\w@.#-]+$", re.I)


def is_absolute(url: str) -> bool:
    """True for a link that says where it leads by itself: a scheme, or a host behind `//`."""
    return bool(re.match(r"^(?:[a-z][a-z0-9+.-]*:|//)", url, re.I))


def is_schemeless_host(url: str) -> bool:
    """True for `worldtimebuddy.com`, and False for a path such as `charter.md`."""
    if is_absolute(url) or url.startswith(("/", "#", ".", "?")):
        return False
    return bool(_SCHEMELESS.match(url)) and not _FILE_ENDINGS.match(url)


def _host_is(host: str, names: tuple[str, ...]) -> bool:
    """A name with a dot at its end is a first label ("lists."), any other one a domain with its subdomains."""
    for name in names:
        if name.endswith("."):
            if host.startswith(name) or f".{name}" in f".{host}":
                return True
        elif host == name or host.endswith(f".{name}"):
            return True
    return False


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


def url_kind(url: str) -> str:
    """The channel kind of a link by host and path alone; `site` for any other web page."""
    parts = _split(url)
    if parts is None:
        return "chat" if url.lower().startswith(("irc:", "ircs:", "matrix:", "xmpp:")) else "other"
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.lower()
    if path.endswith(".ics") or parts.scheme == "webcal":
        return "calendar"
    if host in ("docs.google.com", "drive.google.com"):
        return "notes" if host == "docs.google.com" and "/document/" in path else "docs"
    if _host_is(host, _FORGES):
        return _forge_kind(path)
    return _kind_by_host(host, path)


def _kind_by_host(host: str, path: str) -> str:
    for kind, hosts in (
        ("calendar", _CALENDAR_HOSTS),
        ("video", _CALL_HOSTS),
        ("chat", _CHAT_HOSTS),
        ("recordings", _VIDEO_SITES),
        ("list", _LIST_HOSTS),
        ("notes", _PADS),
        ("forum", _FORUM_HOSTS),
    ):
        if _host_is(host, hosts):
            return kind
    if "/mailman" in path or "/listinfo" in path or "/hyperkitty" in path:
        return "list"
    if host.startswith("etherpad") or "/pad/p/" in path:
        return "notes"
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
    parts = _split(url)
    if parts is None or not _host_is((parts.hostname or "").removeprefix("www."), _FORGES):
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
    parts = _split(url)
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


def has_secret(url: str) -> bool:
    """True for a join link that carries its password or a personal token."""
    return bool(_SECRET_PARAMETER.search(url))


def is_open(join: DraftJoin) -> bool:
    """True for a link or a meeting's number without anything secret beside it."""
    has_code = bool(join.passcode) and not _NUMBER_ALONE.match(join.passcode)
    return not (has_code or has_secret(join.url) or join.url.startswith("tel:"))


def is_join_link(url: str) -> bool:
    """True for a link that puts its reader into a call (Zoom, Meet, Teams, Jitsi, …)."""
    parts = _split(url)
    if parts is None:
        return False
    host = (parts.hostname or "").removeprefix("www.")
    return _host_is(host, _CALL_HOSTS) and len(parts.path.strip("/")) > 2


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """An outside calendar: `url` is its .ics where one is known, so that all links of one calendar are equal."""

    kind: str
    url: str
    tzid: str = ""


def calendar_sources(url: str) -> list[CalendarLink]:
    """The calendars a link or an embed shows, several for a combined embed; [] when it is no calendar."""
    parts = _split(url)
    if parts is None:
        return []
    host = (parts.hostname or "").removeprefix("www.")
    if host == "calendar.google.com":
        return _google_sources(parts.path, parts.query, parts.fragment)
    if host == "teamup.com" or host.endswith(".teamup.com"):
        return _teamup_source(parts.path)
    if host == "tockify.com" or host.endswith(".tockify.com"):
        name = next((part for part in parts.path.split("/") if part not in ("", "api", "feeds", "ics")), "")
        return [CalendarLink("tockify", f"https://tockify.com/api/feeds/ics/{name}")] if name else []
    for kind, feed in (("outlook", outlook_ics(host, parts.path)), ("nextcloud", nextcloud_ics(url))):
        if feed:
            return [CalendarLink(kind, feed)]
    if parts.path.lower().endswith(".ics") or parts.scheme == "webcal":
        return [CalendarLink("ics", re.sub(r"^webcal:", "https:", url))]
    return []


def _google_sources(path: str, query: str, fragment: str) -> list[CalendarLink]:
    public = re.search(r"/ical/([^/]+)/(?:public|private-[^/]+)/", path)
    if public:
        ids = [google_calendar_id(public.group(1))]
    else:
        values = parse_qs(query)
        ids = [google_calendar_id(text) for text in values.get("src", []) + values.get("cid", [])]
    zone = parse_qs(query).get("ctz", [""])[0]
    return [CalendarLink("google", google_ics(i), zone) for i in dict.fromkeys(ids) if i]


def google_ics(calendar_id: str) -> str:
    """The public `basic.ics` of a Google calendar id."""
    return GOOGLE_ICS.format(quote(calendar_id, safe=""))


def google_calendar_id(text: str) -> str:
    """A Google calendar id written plainly, percent-escaped or in base64 without padding; "" when it is none."""
    plain = unquote(text).strip()
    if _CALENDAR_ID.match(plain):
        return plain
    try:
        padded = plain.replace("-", "+").replace("_", "/") + "=" * (-len(plain) % 4)
        decoded = base64.b64decode(padded, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return decoded if _CALENDAR_ID.match(decoded) else ""


def _teamup_source(path: str) -> list[CalendarLink]:
    key = re.search(r"/(?:feed/)?(ks[\w-]+)", path)
    return [CalendarLink("teamup", f"https://ics.teamup.com/feed/{key.group(1)}/0.ics")] if key else []


class _Parts:
    """What `urlsplit` says, without its exceptions for odd hosts and ports."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url.strip())
        self.scheme, self.path, self.query, self.fragment = (
            parts.scheme.lower(),
            parts.path,
            parts.query,
            parts.fragment,
        )
        self.hostname = (parts.hostname or "").lower()


def _split(url: str) -> _Parts | None:
    try:
        parts = _Parts(f"https:{url}" if url.startswith("//") else url)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https", "webcal") and parts.hostname else None
