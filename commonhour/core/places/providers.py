"""Who provides rooms for calls, by host and path: the one list that every reader and every guard goes by."""

import functools
import re
from dataclasses import dataclass
from urllib.parse import unquote

from commonhour.core.places.links import Link, split, with_scheme


@dataclass(frozen=True, slots=True)
class Provider:
    """`doors` matches what stands behind the host of a link that leads into a room, `pages` what leads to a public
    page of its own kind."""

    name: str
    hosts: re.Pattern[str]
    doors: re.Pattern[str]
    pages: re.Pattern[str]


def _provider(name: str, hosts: str, doors: str, pages: str = r"(?!)") -> Provider:
    return Provider(
        name,
        re.compile(rf"(?:.+\.)?(?:{hosts})$"),
        re.compile(rf"/(?:{doors})", re.I),
        re.compile(rf"/(?:{pages})", re.I),
    )


PROVIDERS = (
    _provider("Zoom", r"zoom\.us|zoomgov\.com|zoom\.com(?:\.cn)?", r"(?:j|my|s|w|wc|u|h|launch|meetings?|join)/."),
    _provider("LFX", r"[\w-]*lfx[\w-]*(?:\.[\w-]+)+", r"(?:meeting|join|webinars?)/.", r"meetings/."),
    _provider("Google Meet", r"meet\.google\.com|tel\.meet|hangouts\.google\.com", r"(?:lookup/|meet/|call/|_meet/)?[\w-]{5,}"),
    _provider("Google Meet", r"g\.co", r"meet/."),
    _provider(
        "Microsoft Teams", r"teams\.microsoft\.(?:com|us)|teams\.live\.com|teams\.cloud\.microsoft",
        r"(?:.*#/)?(?:l/meetup-join|l/meeting|meet(?:[/?]|$)|dl/launcher|meetingoptions)|v2/?\?.*meetingjoin=|[\w-]+\?id=\d",
    ),
    _provider("Webex", r"webex\.com(?:\.cn)?", r"(?:meet|join|m|wbxmjs|webappng)/|[\w.-]+/(?:j\.php|(?:j|e|onstage|meet|g)\b)"),
    _provider("Webex", r"[\w-]+\.webex\.com(?:\.cn)?", r"[\w-]+$"),
    _provider("BlueJeans", r"bluejeans\.com", r"(?:a2m/|join/)?[\w.]"),
    _provider("GoTo Meeting", r"gotomeet\.me|gotomeet(?:ing)?\.com|gotowebinar\.com|(?:meet|app)\.goto\.com", r"."),
    _provider("Whereby", r"whereby\.com|appear\.in", r"[\w-]"),
    _provider("Jitsi", r"jit\.si|8x8\.vc|[\w-]*jitsi[\w-]*(?:\.[\w-]+)+", r"[^/]"),
    _provider("BigBlueButton", r"(?:[\w-]*bbb[\w-]*|bigbluebutton)(?:\.[\w-]+)+", r"[^/]"),
    _provider("Amazon Chime", r"chime\.aws", r"\w"),
    _provider("Skype", r"meet\.lync\.com|(?:join|meet)\.skype\.com", r"."),
    _provider("RingCentral", r"ringcentral\.com", r"(?:j|join|conf|w)/"),
    _provider("Zoho Meeting", r"meet(?:ing)?\.zoho(?:\.[a-z]{2,3})+", r"."),
    _provider("Slack", r"app\.slack\.com", r"huddle/"),
    _provider("Riverside", r"riverside\.fm", r"studio/|\w{8,}$"),
    _provider("StreamYard", r"streamyard\.com", r"\w{8,}$"),
    _provider("Tencent Meeting", r"meeting\.tencent\.com|voovmeeting\.com", r"(?:dm|p|s|r)/"),
    _provider("Lark", r"vc\.(?:feishu\.cn|larksuite\.com)", r"j/"),
    _provider("Telemost", r"telemost(?:\.360)?\.yandex\.(?:ru|com)", r"j/"),
    _provider("Dialpad", r"meetings\.dialpad\.com|uberconference\.com", r"."),
    _provider("Adobe Connect", r"adobeconnect\.com", r"[\w-]"),
    _provider("Meet", r"(?:k?meet(?!\.google\.com$)|senfcall|fairmeeting|framatalk|talky)(?:\.[\w-]+)+", r"[^/]{2,}"),
)  # fmt: skip
# Software that communities run on hosts of any name, known by its paths.
_ON_ANY_HOST = (
    _provider("BigBlueButton", r".+", r"b/\w{3}-\w{3}-\w{3}|rooms/\w{3}-\w{3}-\w{3}|(?:.*/)?bigbluebutton/api/join"),
    _provider("Nextcloud Talk", r".+", r"(?:.*/)?call/(?=[a-z]*\d)[a-z0-9]{8,}(?:[?#]|$)"),
)  # fmt: skip
# The sites of projects whose software others run for their rooms; they hold a room themselves only to try it out.
_PROJECTS = re.compile(r"(?:(?!demo\.).+\.)?(?:jitsi\.org|bigbluebutton\.org)$")
_RECORDING = re.compile(r"^transcripts\.|/(?:rec|recordings?|recordingservice|playback)/|/l[ds]r\.php", re.I)
_PAGE = re.compile(
    r"/(?:(?!my/)[a-z]{2}(?:[-_][a-z]{2,4})?/)?(?:$|(?:about|blog|careers?|contact(?:-us)?|customers?|docs|download(?:s|center)?|"
    r"faq|features?|handbook|help|information|install|jitsi|landing|legal|log-?in|org|plans|pricing|privacy|products?|"
    r"security|sign-?(?:in|up)|solutions|static|support|terms|users?|video-conferencing|webinar/register)(?:[/?#.]|$))",
    re.I,
)
_APPS = ("zoommtg:", "zoomus:", "msteams:")


def is_join_link(url: str) -> bool:
    """True for a link that puts its reader into a call, also inside a redirect (safelinks, google.com/url)."""
    return url.strip().lower().startswith(_APPS) or provider_of(url) is not None


def provider_of(url: str) -> Provider | None:
    """Whose room a link, or the one inside of it, leads into."""
    return next((found for link in _links_in(url) if (found := _provider_of(link))), None)


def provider_name(url: str) -> str:
    """The provider of a room; of one that nobody knows, the site: "example.org"."""
    found, link = provider_of(url), split(url)
    return found.name if found else ".".join(link.host.split(".")[-2:]) if link else ""


def is_recording(url: str) -> bool:
    """True for what a provider recorded: it lets nobody into a call."""
    link = split(with_scheme(url))
    return link is not None and _is_recording(link) and bool(_by_host(link.host))


def is_providers_page(url: str) -> bool:
    """True for a page about a provider's service, a download, a public list of meetings."""
    link = split(with_scheme(url))
    if link is None:
        return False
    is_page = bool(_PAGE.match(link.tail or "/"))
    return bool(_PROJECTS.match(link.host)) or any(
        is_page or one.pages.match(link.tail) for one in _by_host(link.host)
    )


def _provider_of(link: Link) -> Provider | None:
    if _is_recording(link) or _PAGE.match(link.tail) or _PROJECTS.match(link.host):
        return None
    known = _by_host(link.host) + _ON_ANY_HOST
    return next((one for one in known if one.doors.match(link.tail)), None)


def _is_recording(link: Link) -> bool:
    return bool(_RECORDING.search(link.host + link.path))


@functools.lru_cache(maxsize=1024)
def _by_host(host: str) -> tuple[Provider, ...]:
    return tuple(one for one in PROVIDERS if one.hosts.match(host))


def _links_in(url: str) -> list[Link]:
    """A link and those its parameters hold, escaped once or twice, or as Proofpoint escapes (`https-3A__`)."""
    plain = url.replace("&amp;", "&")
    if "-3A__" in plain:
        plain = re.sub(r"-([0-9A-F]{2})", r"%\1", plain.replace("_", "/"))
    plain = unquote(unquote(plain))
    return [
        link for part in re.split(r"(?i)(?=https?://)", plain) if part and (link := split(with_scheme(part)))
    ]
