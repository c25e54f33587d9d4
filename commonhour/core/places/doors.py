"""Which links are the door of a call: the rooms of known providers, and by where a link stands also what nobody knows."""

import enum
import re

from commonhour.core.places.channels import url_kind
from commonhour.core.places.links import Link, host_is, is_schemeless_host, split, with_scheme
from commonhour.core.places.providers import is_join_link, is_providers_page


class Stand(enum.Enum):
    """Where words stand."""

    OURS = "on a page that a hub wrote, which had every other door taken out before"
    TEXT = "in running text"
    PAGE = "as the address of a call's page: URL of RFC 5545"
    DOOR = "where people go: LOCATION, CONFERENCE, a field for joining"


_PLACES = ("list", "forum", "repo", "notes", "docs", "chat", "recordings", "calendar")
_SITES = (
    "github.io", "gitlab.io", "readthedocs.io", "netlify.app", "pages.dev", "codeberg.page", "wordpress.com", "medium.com",
    "substack.com", "wikipedia.org", "linkedin.com", "twitter.com", "x.com", "mastodon.", "eventbrite.", "lu.ma", "luma.com",
    "ti.to", "pretix.eu", "mobilizon.", "connpass.com", "gettogether.community", "openstreetmap.org", "osm.org",
)  # fmt: skip
_ROOM_WORDS = re.compile(
    r"(?<![a-z])(?:calls?|meet|meeting|join|rooms?|video|video(?:call|conference)|vc|visio|webconf|zoom|jitsi|bbb)(?![a-z])", re.I
)  # fmt: skip
_PAGE_WORDS = re.compile(
    r"(?<![a-z])(?:about|agendas?|archives?|articles?|blog|board|calendars?|charter|clubs?|community|communities|conference|contact|"
    r"contribute|docs|documentation|events?|faq|forum|governance|groups?|guides?|handbook|help|home|imprint|info|issues|learn|lists?|"
    r"maps?|meetings|meetups?|members?|membership|news|newsletter|notes|pages?|people|posts?|program|programme|projects?|register|"
    r"registration|schedule|sessions?|sigs?|signup|speakers?|sponsors|subscribe|talks|tickets|topics?|venues?|wgs?|wiki|"
    r"workshops?)(?![a-z])", re.I
)  # fmt: skip
_FILE_OR_YEAR = re.compile(
    r"\.(?:html?|php\d?|s?html|aspx?|md|pdf|mp[34]|webm|ics|txt)$|/20\d\d(?:[/-]|$)", re.I
)
# One word with digits, or letters in groups: `/x7f9`, `/r/abc-defg-hij`; a page's path has words, or words before it.
_CODE = re.compile(
    r"/(?:\w/|(?:call|meet|meeting|join|rooms?)/)*(?=[\w-]*\d|[a-z]{3,4}-[a-z]{3,4}-)[\w-]{4,}/?$", re.I
)

_DOOR_WORD = (
    r"(?:(?<!\w)(?:join(?:ing)?|dial[ -]?in|video(?:[ -]?(?:call|conference|chat))?|(?:meeting|call|conference|zoom|webinar) (?:link|url|address)|"
    r"(?:web|tele)?conference|(?:meeting|conference|call|video|virtual|online)?[ -]?room|google meet|zoom|webex|jitsi|(?:ms|microsoft) teams|"
    r"beitreten|teilnehmen|teilnahmelink|einwahl\w*|einwählen|video(?:konferenz|anruf|call)|(?:besprechungs|konferenz|video|online|meeting)?raum|"
    r"zugangslink|unirse|únete|unete|conectarse|entrar|sala(?: virtual)?|videollamada|videoconferencia|rejoindre|participer|connexion|salle|"
    r"visio(?:conférence)?|participar|ingressar|videochamada|videoconferência|partecipa|unisciti|deelnemen|vergaderruimte|dołącz|"
    r"подключиться|присоединиться|видеоконференция|комната)|参加|入室|会議室|ビデオ(?:通話|会議)|加入|會議室|会议室|会议链接|视频会议|入会|참가|참여|회의실)"
)
# What the words before a link must hold for the patterns to be worth a try.
_STEMS = (
    "join", "dial", "video", "visio", "room", "raum", "conf", "zoom", "webex", "jitsi", "meet", "teams", "link", "call", "teiln",
    "beitr", "einw", "unir", "nete", "entrar", "conect", "sala", "salle", "rejoin", "particip", "connex", "ingress", "unisci",
    "deeln", "vergad",
)  # fmt: skip
_FILLERS = (
    r"(?:\s+(?:the|our|this|via|at|on|by|with|using|in|into|to|here|now|online|virtually|remotely|link|url|address|call|meeting|video|"
    r"conference|session|room|zoom|google|meet|microsoft|teams|jitsi|webex)){0,5}"
)
# "Join: <", "**Video call:** ", "[Join the call](", and behind the link `">Join the call</a>`.
_BEFORE = re.compile(
    rf"{_DOOR_WORD}{_FILLERS}[\s*_`]*(?:</?\w{{1,10}}>){{0,3}}(?:[:：=]|\]\(|\]:|[-–—>→]+|\()?[\s*_`]*(?:</?\w{{1,10}}>){{0,3}}[\s*_`<\"'(]*$",
    re.I,
)
_BEHIND = re.compile(rf"[\"']?[^<>\n]{{0,80}}>\s*(?:<\w{{1,10}}>\s*){{0,3}}{_DOOR_WORD}{_FILLERS}\s*</", re.I)
NEAR = 100  # characters in which a word still says what a link is


def is_door(url: str, stands: Stand = Stand.TEXT, before: str = "", behind: str = "") -> bool:
    """True for a link that lets people into a call, as far as can be told from it and from where it stands.

    `before` and `behind` are the words round it: in running text they can call it a door.
    """
    if is_join_link(url):
        return True
    if stands is Stand.OURS or (stands is Stand.TEXT and not _is_called_door(before, behind)):
        return False
    link = split(with_scheme(url))
    return link is not None and _is_address(url) and not _is_harmless(url, link, stands)


def _is_called_door(before: str, behind: str) -> bool:
    """True when the words that lead to a link, or its own text, call it a door."""
    near = f"{before} {behind}".casefold()
    may_be = any(stem in near for stem in _STEMS) or not near.isascii()
    return may_be and bool(_BEFORE.search(before) or _BEHIND.match(behind))


def _is_harmless(url: str, link: Link, stands: Stand) -> bool:
    is_room = bool(_ROOM_WORDS.search(link.host))
    if stands is Stand.PAGE and not is_room and (_is_page(link) or not _CODE.match(link.path)):
        return True
    if is_providers_page(url) or url_kind(with_scheme(url)) in _PLACES:
        return True
    return not is_room and not _ROOM_WORDS.search(link.path) and _is_page(link)


def _is_address(url: str) -> bool:
    """False for "St.Gallen/Zurich", which only looks like a host and its path."""
    return url == with_scheme(url) or (is_schemeless_host(url) and url.partition("/")[0].islower())


def _is_page(link: Link) -> bool:
    """True for what reads like a page of some site: no room is at the root of one, or among its news and events."""
    is_root = link.path in ("", "/") and not link.query and not link.fragment
    has_words = _PAGE_WORDS.search(link.host) or _PAGE_WORDS.search(link.path)
    return bool(is_root or has_words or host_is(link.host, _SITES) or _FILE_OR_YEAR.search(link.path))
