"""Where the .ics of a calendar is that people only know by its page: Outlook and Nextcloud; and which are secret."""

import re
from urllib.parse import unquote, urlsplit

from commonhour.core.places.tokens import has_calendar_token, without_calendar_tokens

_OUTLOOK_HOSTS = ("outlook.office365.com", "outlook.office.com", "outlook.live.com")
_OUTLOOK_PAGE = re.compile(r"^/owa/+calendar/(?P<who>.+)/calendar\.(?:html|ics)$", re.I)
# Nextcloud: the page people see, the DAV address behind it, and what subscribing gives; all with one token.
_NEXTCLOUD = re.compile(
    r"^(?P<root>.*?)(?:/index\.php)?(?:/apps/calendar/(?:p|embed)|/remote\.php/dav/public-calendars)/(?P<token>\w{8,})",
    re.I,
)
_GOOGLE_SECRET = re.compile(r"/ical/[^/]+/private-", re.I)
_LOOKS_LIKE_ICS = re.compile(r"\b(?:ics|ical|icalendar|webcal)\b|[?&]export\b", re.I)


def outlook_ics(host: str, path: str) -> str:
    """The .ics of a published Outlook calendar, or ""."""
    page = _OUTLOOK_PAGE.match(path) if host in _OUTLOOK_HOSTS else None
    return f"https://{host}/owa/calendar/{page['who']}/calendar.ics" if page else ""


def nextcloud_ics(url: str) -> str:
    """The .ics of a calendar that Nextcloud shares by a public link, or ""."""
    parts = urlsplit(url)
    shared = _NEXTCLOUD.match(parts.path)
    if shared is None:
        return ""
    scheme = "http" if parts.scheme.lower() == "http" else "https"
    root = f"{scheme}://{parts.netloc.lower()}{shared['root']}"
    return f"{root}/remote.php/dav/public-calendars/{shared['token']}/?export"


def is_secret_calendar(url: str) -> bool:
    """True for an address that lets its reader see more than everybody may: Google's "secret address in iCal
    format", a name and password, a personal token as a parameter."""
    try:
        parts = urlsplit(url.strip())
        has_login = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    return has_login or bool(_GOOGLE_SECRET.search(unquote(parts.path))) or has_calendar_token(url)


def is_secret_ics(url: str) -> bool:
    """The same for an address in some text: true only when it says that a calendar is there."""
    return looks_like_ics(url) and is_secret_calendar(url)


def without_secret(url: str) -> str:
    """A calendar's address without name, password and tokens; perhaps nothing answers there."""
    return without_calendar_tokens(re.sub(r"(?<=://)[^/?#@\s]*@", "", url))


def looks_like_ics(url: str) -> bool:
    """True when the address says that it answers with a calendar: `…/feed?format=ics`, `…/ical/…`, `?export`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return bool(_LOOKS_LIKE_ICS.search(f"{parts.path}?{parts.query}"))
