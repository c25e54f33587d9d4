"""Outside calendars behind links and embeds: where their .ics is, which links show the same one, which are secret."""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from commonhour.core.places.links import host_is, split
from commonhour.core.places.tokens import has_calendar_token, without_calendar_tokens

_GOOGLE_ICS = "https://calendar.google.com/calendar/ical/{}/public/basic.ics"
_OUTLOOK_HOSTS = ("outlook.office365.com", "outlook.office.com", "outlook.live.com")
_OUTLOOK_PAGE = re.compile(r"^/owa/+calendar/(?P<who>.+)/calendar\.(?:html|ics)$", re.I)
# Nextcloud: the page people see, the DAV address behind it, and what subscribing gives; all with one token.
_NEXTCLOUD = re.compile(
    r"^(?P<root>.*?)(?:/index\.php)?(?:/apps/calendar/(?:p|embed)|/remote\.php/dav/public-calendars)/(?P<token>\w{8,})",
    re.I,
)
# Google's "secret address in iCal format", and what other hosts make in its manner.
_PRIVATE_PATH = re.compile(
    r"/ical/[^/]+/private-|/private[-/](?=[\w-]*\d)[\w-]{8,}/[^/]*\.ics$|/S-1-\d+-|/(?:reach|personal)calendar\.(?:ics|html)$",
    re.I,
)
_PRIVATE = re.compile(r"/private(?:-|%2D|/)[\w%-]+/", re.I)
_PERSONAL = re.compile(r"(?i)/[^/]+/S-1-\d+-.*$|/(?:reach|personal)calendar\.(?:ics|html)$")
_LOOKS_LIKE_ICS = re.compile(r"\b(?:ics|ical|icalendar|webcal)\b|[?&]export\b", re.I)
_CALENDAR_ID = re.compile(r"^[^@\s/]+@[^@\s/]+\.[a-z]+$|^[\w.+-]+#[\w@.#-]+$", re.I)


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """An outside calendar: `url` is its .ics where one is known, so that all links of one calendar are equal."""

    kind: str
    url: str
    tzid: str = ""


def calendar_sources(url: str) -> list[CalendarLink]:
    """The calendars a link or an embed shows, several for a combined embed; [] when it is no calendar."""
    parts = split(url)
    if parts is None:
        return []
    host = parts.host
    if host == "calendar.google.com":
        return _google_sources(parts.path, parts.query)
    if host_is(host, ("teamup.com",)):
        return _teamup_source(parts.path)
    if host_is(host, ("tockify.com",)):
        name = next((part for part in parts.path.split("/") if part not in ("", "api", "feeds", "ics")), "")
        return [CalendarLink("tockify", f"https://tockify.com/api/feeds/ics/{name}")] if name else []
    for kind, feed in (("outlook", _outlook_ics(host, parts.path)), ("nextcloud", _nextcloud_ics(url))):
        if feed:
            return [CalendarLink(kind, feed)]
    if parts.path.lower().endswith(".ics") or parts.scheme == "webcal":
        return [CalendarLink("ics", re.sub(r"^webcal:", "https:", url))]
    return []


def _google_sources(path: str, query: str) -> list[CalendarLink]:
    public = re.search(r"/ical/([^/]+)/(?:public|private-[^/]+)/", path)
    if public:
        ids = [google_calendar_id(public.group(1))]
    else:
        values = parse_qs(query)
        ids = [google_calendar_id(text) for text in values.get("src", []) + values.get("cid", [])]
    zone = parse_qs(query).get("ctz", [""])[0]
    feeds = [_GOOGLE_ICS.format(quote(one, safe="")) for one in dict.fromkeys(ids) if one]
    return [CalendarLink("google", feed, zone) for feed in feeds]


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


def _outlook_ics(host: str, path: str) -> str:
    """The .ics of a published Outlook calendar, or ""."""
    page = _OUTLOOK_PAGE.match(path) if host in _OUTLOOK_HOSTS else None
    return f"https://{host}/owa/calendar/{page['who']}/calendar.ics" if page else ""


def _nextcloud_ics(url: str) -> str:
    """The .ics of a calendar that Nextcloud shares by a public link, or ""."""
    parts = urlsplit(url)
    shared = _NEXTCLOUD.match(parts.path)
    if shared is None:
        return ""
    scheme = "http" if parts.scheme.lower() == "http" else "https"
    root = f"{scheme}://{parts.netloc.lower()}{shared['root']}"
    return f"{root}/remote.php/dav/public-calendars/{shared['token']}/?export"


def is_secret_calendar(url: str) -> bool:
    """True for an address that lets its reader see more than everybody may: a private path as Google's,
    a name and password, a personal token as a parameter. Outlook's `/owa/calendar/…` is what its owner published."""
    try:
        parts = urlsplit(url.strip())
        has_login = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    return has_login or bool(_PRIVATE_PATH.search(unquote(parts.path))) or has_calendar_token(url)


def is_secret_ics(url: str) -> bool:
    """The same for an address in some text: true only when it says that a calendar is there."""
    return looks_like_ics(url) and is_secret_calendar(url)


def without_secret(url: str) -> str:
    """A calendar's address without name, password and tokens; perhaps nothing answers there."""
    return without_calendar_tokens(re.sub(r"(?<=://)[^/?#@\s]*@", "", url))


def public_address(url: str) -> str:
    """Where everybody may read a calendar, from its private address; perhaps nothing answers there."""
    return _PERSONAL.sub("/", _PRIVATE.sub("/public/", without_secret(url)))


def looks_like_ics(url: str) -> bool:
    """True when the address says that it answers with a calendar: `…/feed?format=ics`, `…/ical/…`, `?export`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return bool(_LOOKS_LIKE_ICS.search(f"{parts.path}?{parts.query}"))
