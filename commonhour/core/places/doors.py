"""Which links are the door of a call: the rooms of known providers, and by where a link stands also what nobody knows."""

import enum
import re

from commonhour.core.places.channels import FORGES, url_kind
from commonhour.core.places.codes import has_any
from commonhour.core.places.links import Link, host_is, is_schemeless_host, split, with_scheme
from commonhour.core.places.providers import is_join_link, is_providers_page


class Stand(enum.Enum):
    """Where words stand."""

    OURS = "on a page that a hub wrote, which had every other door taken out before"
    TEXT = "in running text"
    PAGE = "as the address of a call's page: URL of RFC 5545"
    DOOR = "where people go: LOCATION, CONFERENCE, a field for joining"

    __hash__ = object.__hash__  # an enumeration's own takes longer than finding what it is asked for


_PLACES = ("list", "forum", "repo", "notes", "docs", "chat", "recordings", "calendar")
_SITES = (
    "github.io", "gitlab.io", "readthedocs.io", "netlify.app", "pages.dev", "codeberg.page", "wordpress.com", "medium.com",
    "substack.com", "wikipedia.org", "linkedin.com", "twitter.com", "x.com", "mastodon.", "eventbrite.", "meetup.com", "lu.ma", "luma.com",
    "ti.to", "pretix.eu", "mobilizon.", "connpass.com", "gettogether.community", "openstreetmap.org", "osm.org", "maps.google.com",
    "maps.app.goo.gl", "maps.apple.com", "what3words.com", "w3w.co", "worldtimebuddy.com", "timeanddate.com", "everytimezone.com",
    "doodle.com", "framadate.org", "openprofile.dev", "bsky.app", "forms.gle", "airtable.com", "notion.site", "notion.so", "trello.com",
)  # fmt: skip
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico)$", re.I)
_HUBS_DOOR = re.compile(
    r"/meetings/[^/]+/(?:[^/]+/)?join$"
)  # of a hub like this one, which keeps the room behind it
_MAP = re.compile(r"/maps(?:/|\?|$)", re.I)
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
# A key and no word: `x7f9-q2ab`, `abc-defg-hij`, `123456789`. A date, a version and an issue are none.
_KEY = re.compile(
    r"(?:[a-z]{3,4}-[a-z]{3,4}-[a-z]{3,4}|(?=[\w.~-]*\d)[\w.~-]{4,}|(?=[a-z]*[A-Z])(?=\w*[a-z][A-Z])\w{8,})/?$"
)
_NO_KEY = re.compile(r"20\d\d(?:-?[01]\d)?|v?\d+(?:\.\d+)*/?$|[a-z-]+[-_]?\d{1,2}/?$", re.I)

_ROOM = (
    r"(?:(?:meeting|conference|call|video|virtual|online|zoom|webex|jitsi|bbb|teams)[ -]?)?rooms?|(?:besprechungs|konferenz|video|online|meeting|sitzungs)?raum|"
    r"sala(?: virtual| de (?:reuni[oó]n|videoconferencia|reunião))?|salle(?: virtuelle| de (?:réunion|visio\w*))?|stanza(?: virtuale)?|sala riunioni|"
    r"vergaderruimte|комната|конференц-зал"
)
_DOOR_WORD = (
    rf"(?:(?<!\w)(?:{_ROOM}|join(?:ing)?(?: (?:info\w*|details|instructions))?|dial[ -]?in|connection (?:info\w*|details|data)|video(?:[ -]?(?:call|conference|chat|meeting|link))?|"
    r"(?:(?:meeting|call|conference|zoom|webinar|video|online|access|join|joining|room|session|invite|event)s?[ -])(?:link|url|address|uri)s?|link to (?:the )?(?:join|meeting|call|room)|"
    r"(?:web|tele|video)?conference|conf[ -]?call|webinar|huddle|location|where|venue|online at|"
    r"google meet|meet|zoom|webex|jitsi|bbb|bigbluebutton|(?:ms |microsoft )?teams|skype|whereby|mumble|"
    r"beitreten|beitritt|teilnehmen|teilnahme(?:link)?|mitmachen|einwahl\w*|einwählen|zur (?:sitzung|besprechung|konferenz)|"
    r"video(?:konferenz|anruf|call)|(?:zugangs|meeting|konferenz|sitzungs|besprechungs|video|zoom|einladungs)-?link|ort|"
    r"unirse(?: a la \w+)?|únete|unete|unirme|conectarse|conéctate|entrar|acceder|acceso|enlace(?: de (?:la )?(?:reunión|llamada|acceso|videollamada|conexión))?|videollamada|videoconferencia|"
    r"participa|ubicación|lugar|"
    r"rejoindre(?: la \w+)?|participer|connexion|se connecter|lien (?:de (?:la )?)?(?:réunion|connexion|visio\w*|zoom|visioconférence|l['’]appel)|visio(?:conférence)?|lieu|"
    r"participar|ingressar|link da (?:reunião|chamada|sala)|videochamada|videoconferência|chamada|"
    r"partecipa(?:re)?|unisciti|collegati|collegamento(?: alla riunione)?|link (?:alla|della) (?:riunione|chiamata|videochiamata)|videochiamata|videoconferenza|accedi|luogo|"
    r"deelnemen|neem deel|doe mee|meedoen|inbellen|videogesprek|vergaderlink|vergadering|locatie|"
    r"dołącz|spotkanie|link do spotkania|подключиться|присоединиться|видеоконференция|видеозвонок|ссылка(?: на (?:встречу|звонок|конференцию))?|вход|место)(?!\w)|"
    r"参加(?:する|リンク|URL|方法|先)?|入室(?:URL|リンク)?|会議室|(?:会議|ミーティング|通話|接続|オンライン)(?:の)?(?:リンク|URL|先)|ビデオ(?:通話|会議)|オンライン会議|場所|接続先|"
    r"加入(?:会议|會議|链接)?|入会(?:链接)?|會議室|会议室|(?:会议|會議|视频|視訊|入会|参会)(?:链接|連結|鏈接|地址|網址|网址)|视频会议|視訊會議|腾讯会议|地点|地點|"
    r"입장|입회|참가|참여|참석|회의실|화상\s?(?:회의|통화)|(?:회의|미팅|접속|참여)\s?(?:링크|주소)|장소)"
)
# What the words before a link must hold for the patterns to be worth a try.
_STEMS = (
    "join", "dial", "video", "visio", "room", "raum", "conf", "zoom", "webex", "jitsi", "meet", "teams", "link", "call", "teiln", "connect",
    "beitr", "einw", "unir", "nete", "entr", "conect", "conéct", "sala", "salle", "rejoin", "particip", "partecip", "connex", "ingress", "unisci",
    "deeln", "vergad", "webinar", "huddle", "location", "where", "venue", "online", "bbb", "bigblue", "skype", "mumble",
    "mitmach", "zur ", "ort", "acce", "enlace", "lugar", "lien", "lieu", "chamada", "colleg", "luogo", "neem", "mee", "inbel", "locatie", "spotkan", "stanza", "url",
)  # fmt: skip
_FILLERS = (
    r"(?:\s+(?:the|our|this|via|at|on|by|with|using|in|into|to|here|now|online|virtually|remotely|link|url|address|call|meeting|video|"
    r"conference|session|room|zoom|google|meet|microsoft|teams|jitsi|webex|is|info|details|us|from|"
    r"der|die|das|dem|den|zum|zur|unter|über|per|im|hier|la|el|en|a|al|por|le|les|à|ici|sur|via|o|os|no|na|em|il|lo|qui|su|de|het|hier|op|aan|"
    r"besprechung|sitzung|konferenz|reunión|llamada|réunion|reunião|riunione|vergadering)){0,6}"
)
_TAGS = r"(?:</?\w{1,10}(?:\s[^<>]{0,60})?>\s*){0,3}"
# "Join: <", "**Video call:** ", "[Join the call](", and behind the link `">Join the call</a>`.
_BEFORE = re.compile(
    rf"{_DOOR_WORD}(?:\s?[\(（][^()（）\n]{{0,30}}[\)）])?{_FILLERS}[\s*_`\"']*{_TAGS}"
    rf"(?:[:：=|]|\]\(|\]:|[-–—>→⇒]+|\(|は|是|为)?[\s*_`]*{_TAGS}(?:<a\s[^<>]{{0,80}}href=)?(?:(?<=[:：=|]) ?\[[^\[\]\n]{{0,60}}\]\()?[\s*_`<\"'(\[]*$",
    re.I,
)
_BEHIND = re.compile(
    rf"[\"']?[^<>\n]{{0,80}}>\s*(?:<\w{{1,10}}>\s*){{0,3}}{_DOOR_WORD}{_FILLERS}\s*</|[\s>)\]]{{0,3}}\(\s?{_DOOR_WORD}\s?\)",
    re.I,
)
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


def names_door(words: str) -> bool:
    """True for words that end in the name of a door: "Meeting link", "Wo: Raum"."""
    return len(words) <= NEAR and _is_called_door(f"{words}: ", "")


def _is_called_door(before: str, behind: str) -> bool:
    """True when the words that lead to a link, or its own text, call it a door."""
    near = f"{before} {behind}".casefold()
    may_be = has_any(near, _STEMS) or not near.isascii()
    return may_be and bool(_BEFORE.search(before) or _BEHIND.match(behind))


def _is_harmless(url: str, link: Link, stands: Stand) -> bool:
    """True for what is known to let nobody in: a place to talk or read, a map, a picture, a page in words."""
    if (
        is_providers_page(url)
        or url_kind(with_scheme(url)) in _PLACES
        or host_is(link.host, (*FORGES, *_SITES))
    ):
        return True
    if _IMAGE.search(link.path) or _MAP.search(link.path) or _HUBS_DOOR.match(link.path):
        return True
    if _ROOM_WORDS.search(link.host) or (stands is not Stand.PAGE and _ROOM_WORDS.search(link.path)):
        return False
    return _is_page(link) and (stands is Stand.PAGE or not _ends_in_key(link.path))


def _ends_in_key(path: str) -> bool:
    last = path.rstrip("/").rpartition("/")[2]
    return bool(_KEY.match(last)) and not _NO_KEY.match(last) and not _FILE_OR_YEAR.search(path)


def _is_address(url: str) -> bool:
    """False for "St.Gallen/Zurich", which only looks like a host and its path."""
    return url == with_scheme(url) or (is_schemeless_host(url) and url.partition("/")[0].islower())


def _is_page(link: Link) -> bool:
    """True for what reads like a page of some site: no room is at the root of one, or among its news and events."""
    is_root = link.path in ("", "/") and not link.query and not link.fragment
    has_words = _PAGE_WORDS.search(link.host) or _PAGE_WORDS.search(link.path)
    return bool(is_root or has_words or _FILE_OR_YEAR.search(link.path))
