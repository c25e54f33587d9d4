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
    _provider(
        "Zoom", r"zoom\.us|zoomgov\.com|zoom\.com(?:\.cn)?|zoom\.cn",
        r"(?:j|my|s|w|wc|u|h|i|p|r|e|ev|eo|conf|skype|start|launch|meetings?|join|webinar|postattendee|attendee|test/join)[/?].",
    ),
    _provider("LFX", r"[\w-]*lfx[\w-]*(?:\.[\w-]+)+", r"(?:meeting|join|webinars?)/.", r"meetings/."),
    _provider(
        "Google Meet", r"meet\.google\.com|tel\.meet|hangouts\.google\.com|duo\.google\.com|meet\.app\.goo\.gl",
        r"(?:lookup/|meet/|call/|_meet/|hangouts/)?[\w-]{5,}",
    ),
    _provider("Google Meet", r"g\.co|google\.com", r"(?:meet|hangouts/_)/."),
    _provider(
        "Microsoft Teams", r"teams\.microsoft\.(?:com|us)|teams\.live\.com|teams\.cloud\.microsoft",
        r"(?:.*#/)?(?:l/meetup-join|l/meeting|l/call|l/entity/.*meet|meet(?:[/?]|$)|dl/launcher|meetingoptions|registration/|convene/|event/|light-meetings)|"
        r"v2/?\?.*meetingjoin=|[\w-]+\?id=\d",
    ),
    _provider(
        "Webex", r"webex\.com(?:\.cn)?",
        r"(?:meet|join|m|wbxmjs|webappng|weblink|webcast)/|[\w.-]+/(?:j\.php|k2/|(?:j|e|onstage|meet|g|webinar)\b)",
    ),
    _provider("Webex", r"[\w-]+\.webex\.com(?:\.cn)?", r"[\w-]+$"),
    _provider("BlueJeans", r"bluejeans\.com", r"(?:a2m/|join/)?[\w.]"),
    _provider(
        "GoTo Meeting", r"gotomeet\.me|gotomeet(?:ing)?\.com|gotowebinar\.com|(?:meet|app|join|webinar|my)\.goto\.com|goto\.com", r"."
    ),
    _provider("Whereby", r"whereby\.com|appear\.in", r"[\w-]"),
    _provider("Jitsi", r"jit\.si|8x8\.vc|(?:meet|work)\.8x8\.com|[\w-]*jitsi[\w-]*(?:\.[\w-]+)+", r"[^/]"),
    _provider("BigBlueButton", r"(?:[\w-]*(?:bbb|greenlight)[\w-]*|bigbluebutton)(?:\.[\w-]+)+", r"[^/]"),
    _provider("Amazon Chime", r"chime\.aws", r"\w"),
    _provider("Skype", r"(?:[\w-]+\.)?lync\.com|(?:join|meet)\.skype\.com|skype\.com", r"."),
    _provider("RingCentral", r"ringcentral\.com|ringcentral\.(?:eu|biz)", r"(?:j|join|conf|w|i|meet|webinar|r)/."),
    _provider("Zoho Meeting", r"(?:meet(?:ing)?|webinar|cliq)\.zoho(?:\.[a-z]{2,3})+", r"."),
    _provider("Slack", r"slack\.com", r"huddle/|call/|calls/"),
    _provider("Riverside", r"riverside\.fm", r"studio/|\w{8,}$"),
    _provider("StreamYard", r"streamyard\.com", r"\w{8,}$"),
    _provider("Tencent Meeting", r"meeting\.tencent\.com|meeting\.qq\.com|voovmeeting\.com", r"(?:dm|dw|p|s|r|v2|user-meeting-list)/|\w+$"),
    _provider(
        "Lark", r"(?:vc|meetings?|applink)\.(?:feishu\.cn|larksuite\.com|larkoffice\.com)|(?:feishu\.cn|larksuite\.com)",
        r"j/|s/|vc/|client/(?:videochat|vc|byteview)",
    ),
    _provider("DingTalk", r"(?:meeting|n|h5|vc|im|page|app|qr)\.dingtalk\.com|dingtalk\.com", r"(?:j|join|dingtalk|action|meeting|conference|live|s|download/conf)[/?]."),
    _provider("Telemost", r"telemost(?:\.360)?\.yandex\.(?:ru|com)", r"j/"),
    _provider("VK Calls", r"vk\.com|vk\.me", r"call/join/."),
    _provider("SberJazz", r"(?:jazz|salutejazz)\.(?:sber\.)?ru", r"."),
    _provider("Dialpad", r"meetings\.dialpad\.com|uberconference\.com", r"."),
    _provider("Adobe Connect", r"adobeconnect\.com", r"[\w-]"),
    _provider("Adobe Connect", r"connect(?:\.[\w-]+)+", r"r\w{8,}"),
    _provider("Daily", r"(?!(?:docs|help|blog|dashboard)\.)[\w-]+\.daily\.co", r"[\w-]"),
    _provider("LiveKit", r"livekit\.(?:io|cloud)|livekit(?:\.[\w-]+)+", r"(?:rooms?|custom|j|join|meet)[/?]."),
    _provider("Galène", r"(?:[\w-]*gal(?:e|è|xn--gale-)ne[\w-]*|xn--gal[\w-]*)(?:\.[\w-]+)+", r"group/."),
    _provider("Pexip", r"pexip\.me|pexip\.com|vmr\.[\w.-]+|pexip(?:\.[\w-]+)+", r"(?:meet|webapp\d?|conference|home|m|join|vmr)[/#?]|@"),
    _provider("FaceTime", r"facetime\.apple\.com", r"join"),
    _provider("Signal", r"signal\.link", r"call"),
    _provider("WhatsApp", r"call\.whatsapp\.com", r"\w"),
    _provider("Telegram", r"t\.me|telegram\.(?:me|dog)", r"call/.|[^?]*\?(?:.*&)?(?:videochat|voicechat|livestream)\b"),
    _provider("Messenger", r"m\.me|(?:facebook|messenger)\.com", r"j/.|groupcall/.|room/."),
    _provider("Element Call", r"call\.element\.(?:io|dev)|element-?call(?:\.[\w-]+)+", r"."),
    _provider("Gather", r"gather\.town", r"(?:app|invite|i)[/?]."),
    _provider(
        "Meet",
        r"lifesize(?:cloud)?\.com|clickmeeting\.com|starleaf\.com|vidyo\.(?:io|com)|eyeson\.(?:team|com)|join\.me|freeconferencecall\.com|"
        r"livestorm\.co|airmeet\.com|spatial\.chat|workadventu\.re|vdo\.ninja|brie\.fi|p2p\.mirotalk\.com|opentalk\.eu|alfaview\.com|"
        r"palava\.tv|rendez-vous\.renater\.fr|tixeo\.com|butter\.us|wonder\.me|remo\.co|meetn\.com|around\.co|tuple\.app",
        r"[\w#-]{3,}",
    ),
    _provider(
        "Meet",
        r"(?:k?meet(?!\.google\.com$)|senfcall|fairmeeting|framatalk|talky|visio|visioconf|webconf|webconference|videoconf|videokonferenz|"
        r"videocall|vc|conf-?call|mirotalk|call)(?:\.[\w-]+)+",
        r"[^/]{2,}",
    ),
    _provider("Nextcloud Talk", r"(?:(?:next)?cloud|nc|talk|nuage|wolke)(?:\.[\w-]+)+", r"(?:.*/)?call/\w"),
)  # fmt: skip
# Software that communities run on hosts of any name, known by its paths.
_ON_ANY_HOST = (
    _provider(
        "BigBlueButton", r".+",
        r"b/[\w-]{2,}-[\w-]{2,}|rooms/(?:\w{3}-\w{3}-\w{3}|[\w-]+/join)|(?:.*/)?(?:bigbluebutton/api/join|html5client/join|greenlight/|bbb/.*join)",
    ),
    _provider("Nextcloud Talk", r".+", r"(?:.*/)?(?:apps/spreed/.|index\.php/call/.|call/(?=[a-z]*\d)[a-z0-9]{8,}(?:[?#]|$))"),
    _provider("Element Call", r".+", r"(?:room/)?#/.*(?:roomid=|viaservers=|password=)"),
    _provider("Pexip", r".+", r"webapp\d?/(?:#/|m/|conference|home|\?conference=)"),
)  # fmt: skip
# The sites of projects whose software others run for their rooms; they hold a room themselves only to try it out.
_PROJECTS = re.compile(r"(?:(?!demo\.).+\.)?(?:jitsi\.org|bigbluebutton\.org)$")
_RECORDING = re.compile(r"^transcripts\.|/(?:rec|recordings?|recordingservice|playback)/|/l[ds]r\.php", re.I)
_PAGE = re.compile(
    r"/(?:(?!my/)[a-z]{2}(?:[-_][a-z]{2,4})?/)?(?:$|(?:about|blog|careers?|contact(?:-us)?|customers?|docs|download(?:s|center)?|"
    r"faq|features?|handbook|help|information|install|jitsi|landing|legal|log-?in|org|plans|pricing|privacy|products?|"
    r"security|sign-?(?:in|up)|solutions|static|support|terms|users?|video-conferencing)(?:[/?#.]|$))",
    re.I,
)
# Schemes that open a call in an application; no browser opens one.
APPS = (
    "zoommtg", "zoomus", "zoomphonecall", "msteams", "webexteams", "wbx", "wemeet", "dingtalk", "feishu", "lark", "gotomeeting", "mumble",
    "ts3server", "teamspeak", "facetime", "facetime-audio", "sgnl", "tg", "skype", "callto", "h323", "rtmp", "rtmps", "jitsi-meet",
    "org.jitsi.meet", "intent", "whereby", "bbb",
)  # fmt: skip
_OPENS_APP = re.compile(rf"(?:{'|'.join(map(re.escape, APPS))}):(?://)?[^\s/]", re.I)


def is_join_link(url: str) -> bool:
    """True for a link that puts its reader into a call, also inside a redirect (safelinks, google.com/url)."""
    return opens_app(url) or provider_of(url) is not None


def opens_app(url: str) -> bool:
    """True for `zoommtg://…` and its like, which no browser opens."""
    return bool(_OPENS_APP.match(url.strip()))


def provider_of(url: str) -> Provider | None:
    """Whose room a link, or the one inside of it, leads into."""
    return next((found for link in _links_in(url) if (found := _provider_of(link))), None)


def room_link(url: str) -> Link | None:
    """A web address, or the one inside of it that leads into a room; None for anything else."""
    links = _links_in(url) if split(url) else []
    return next((link for link in links if _provider_of(link)), links[0] if links else None)


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
