"""Secrets in text: ways into calls, passcodes and private tokens, found so that none gets published."""

import enum
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from commonhour.core.draft import DraftJoin
from commonhour.core.places.calendars import is_secret_ics, public_address
from commonhour.core.places.doors import NEAR, Stand, is_door
from commonhour.core.places.links import with_scheme
from commonhour.core.places.providers import is_recording
from commonhour.core.places.tokens import has_token, without_tokens

JOIN_MARK, PASSCODE_MARK = "[join link]", "[passcode]"

# Brackets, quotes, table bars and backslashes end a link in Markdown, HTML and unescaped calendar text.
_URL = re.compile(
    r"(?:\b(?:https?|zoommtg|zoomus|msteams|webcal)://|(?<![\w@./-])(?=[\w-]+(?:\.[\w-]+)+/\w))"
    r"[^\s<>\"'`()\[\]{}|\\]+",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*_~"
_PARAMETER_NAMES = r"pwd|passwd|password|pass_?code|pin"
_SECRET_PARAMETER = re.compile(rf"(?i)(?<![a-z0-9])({_PARAMETER_NAMES})(=|%3D)(?![\s&]|$)[^\s&<>\"'()\[\]]+")
_PARAMETER_OF_LINK = re.compile(
    rf"(?i)(?:[?&#;.]|%3F|%26)(?:{_PARAMETER_NAMES}|pass|pw|tk|meetingpwd|uniqueid)(?:=|%3D)(?![\s&]|$)"
)
_NUMBER_ALONE = re.compile(
    r"^(?:\w+ )?(?:meeting|webinar|conference|event)[ -]?(?:id|number|nr)\b[\s:#=]*[\d\s-]+$", re.I
)

_LABEL = (
    r"(?:pass[ -]?(?:code|word|wort|ord)s?|pwd?|kenn(?:wort|code|ung)|zugangscode|mot de passe|code (?:d['’]accès|secret)|"
    r"contraseña|clave de acceso|c[óo]digo de acceso|senha|wachtwoord|access code|security code|meeting code|"
    r"host[ -]?(?:key|code|pin)|claim host with(?: the)?(?: key| code)?|lösenord|adgangskode|salasana|has[łl]o|heslo|jelszó|[şs]ifre|parol[aă]|"
    r"пароль|密码|密碼|パスコード|パスワード|비밀번호|암호)"
)
# What a text must hold for the slower patterns to be worth a try.
_LABEL_WORDS = (
    "pass", "pw", "kenn", "zugang", "mot de", "code", "código", "contrase", "clave", "senha", "wachtw", "key", "host",
    "lösen", "adgang", "salasana", "hasło", "haslo", "heslo", "jelsz", "ifre", "parol", "пароль", "密", "パス", "비밀",
    "암호",
)  # fmt: skip
_NUMBER_WORDS = ("meeting", "webinar", "conference", "besprechung", "event", "access", "id de")
# Words that follow "Password:" without being one.
_NOT_A_CODE = (
    r"(?!(?:see|ask|the|a|an|none|no|not|is|are|was|will|in|on|to|by|of|for|and|or|sent|below|above|same|n/?a|tb[acd]|"
    r"required|needed|available|on-request|please|if|please|manager|managers|protected|policy|reset|hashing|"
    r"authentication|required\.?)\b)"
)
_CODE_AFTER_LABEL = re.compile(
    rf"(?i)(?<![^\W\d_])({_LABEL}\b(?:\s?\([^)\n]{{0,40}}\))?(?:</?\w{{1,10}}>|\*|_){{0,6}}\s{{0,5}}"
    rf"(?:[:=：→]|\bis\b|\bes\b|\bist\b)(?:</?\w{{1,10}}>|\*|_|`|\s){{0,8}}){_NOT_A_CODE}([^\s<>,;`\[\])]+)"
)
# A dash says it of what looks like a code: "Password - based" does not.
_CODE_AFTER_DASH = re.compile(
    rf"(?i)(?<![^\W\d_])({_LABEL}(?:\*|_){{0,4}} {{0,5}}[-–—] {{1,5}}(?:\*|_|`){{0,4}})"
    r"((?=[^\s,;)]*\d)[^\s<>,;`)\]]{4,}|(?-i:[A-Z]{4,})(?m:$))"
)
# Also in the cell of a table beside it.
_BARE_CODE_AFTER_LABEL = re.compile(
    rf"(?i)\b({_LABEL}[\s*_`\"]{{0,5}}[\s|][\s*_`\"|]{{0,5}})((?=[^\s,;)]*\d)[^\s<>,;)\]]{{4,}})"
)
_MEETING_NUMBER = re.compile(
    r"(?i)\b((?:(?:zoom|webex|teams)\s+)?(?:meeting|webinar|conference|phone conference|besprechungs|event)[ -]?"
    r"(?:id|number|nr|code)|access code|id de (?:la )?reuni[óo]n|id de r[ée]union)(\s{0,3}(?:\([^)\n]{0,30}\))?\s{0,3}[:#=：]?\s{0,5})"
    r"(\d[\d \u00a0-]{4,24}\d#?)"
)
_PIN = re.compile(
    r"(?i)\b(PIN(?:\s+code)?(?:\s?\([^)\n]{0,20}\))?)\s{0,3}(?:[:=：]\s{0,3}\d[\d \u00a0]{2,24}\d\s?#?|\d{4,24}\s?#)"
)
# A number, pauses (commas), more digits: "+16465588656,,95315149232#,,,,*123456#".
_DIAL_IN = re.compile(
    r"(?i)(?:tel:)?(?<!\d)\+?\d[\d ().-]{5,20}\d(?:,{2,5}\*?\d[\d,*#]*|,\*?\d[\d,*]*#[\d,*#]*)"
)
_SIP = re.compile(
    r"(?i)\bsips?:[\w.+-]{1,64}@[\w.-]+|\b\d{6,}(?:\.[\w.]+)?@[\w.-]*(?:zoomcrc|zoom|webex|bjn|lync|teams|vc\.|meet)[\w.-]*"
)
_PHONE = re.compile(r"(?i)\btel:[+\d][\d().,;=*#-]{4,60}")
# What a text must hold for a pattern to be worth a try, the pattern, and what of it stays.
_NUMBERS = (
    ((",,", "#"), _DIAL_IN, ""),
    (("sip", "@"), _SIP, ""),
    (_NUMBER_WORDS, _MEETING_NUMBER, r"\1\2"),
    (("pin",), _PIN, r"\1: "),
)
_NUMBERS_OF_DOOR = (*_NUMBERS, (("tel:",), _PHONE, ""))


class Kind(enum.Enum):
    """What was found. A TOKEN opens no call, and neither does a private CALENDAR."""

    LINK = "a way into a call"
    CODE = "a passcode"
    NUMBER = "a meeting's number or dial-in code"
    TOKEN = "an address with a private token"
    CALENDAR = "the private address of a calendar"


# Is told kind, secret and the text before it; says what stands there instead, which of the last two is known.
Keep = Callable[[Kind, str, str], str]


def guard(text: str, stands: Stand = Stand.TEXT) -> tuple[str, list[DraftJoin]]:
    """The text with join links and passcodes taken out, and what was taken out.

    The first passcode goes with the first link; meeting numbers and dial-in codes come as joins of their own.
    Private tokens of other addresses are taken out as well, and kept nowhere: they open no call.
    """
    kept: dict[Kind, list[str]] = defaultdict(list)

    def keep(kind: Kind, secret: str, before: str) -> str:
        kept[kind].append(secret)
        return JOIN_MARK if kind is Kind.LINK else PASSCODE_MARK

    clean = replace_secrets(text, keep, stands)
    return clean, _joins(kept[Kind.LINK], kept[Kind.CODE], kept[Kind.NUMBER])


def replace_secrets(text: str, keep: Keep, stands: Stand = Stand.TEXT) -> str:
    """The text with what `keep` says in the place of each secret."""
    lower = text.casefold()
    if "/" in lower:
        text = _URL.sub(lambda found: _link_out(found, keep, stands), text)
    for hints, pattern, label in _NUMBERS_OF_DOOR if stands is Stand.DOOR else _NUMBERS:
        if _has_any(lower, hints):
            text = pattern.sub(partial(_number_out, label=label, keep=keep), text)
    if _has_any(lower, _LABEL_WORDS):
        for pattern in (_CODE_AFTER_LABEL, _CODE_AFTER_DASH, _BARE_CODE_AFTER_LABEL):
            text = pattern.sub(lambda found: found[1] + _code_out(found, keep), text)
    if _has_any(lower, ("=", "%3d")):
        text = _SECRET_PARAMETER.sub(lambda found: f"{found[1]}={_out(Kind.CODE, found, keep)}", text)
    return text


def has_secret(text: str) -> bool:
    """True when `guard` would take something out."""
    return guard(text)[0] != text


def carries_code(url: str) -> bool:
    """True for a join link that carries its password, or a personal token."""
    return bool(_PARAMETER_OF_LINK.search(url)) or has_token(url)


def is_open(join: DraftJoin) -> bool:
    """True for a link or a meeting's number without anything secret beside it."""
    return not carries_code(join.url) and (not join.passcode or bool(_NUMBER_ALONE.match(join.passcode)))


def with_place(about: str, place: str) -> str:
    """What is said about a call, and where it is; nothing of a place of which only marks are left."""
    is_empty = not place.replace(JOIN_MARK, "").replace(PASSCODE_MARK, "").strip(" ,;")
    return about if is_empty or place in about else f"{about}\n\nLocation: {place}".strip()


def join_of(kind: Kind, secret: str) -> DraftJoin:
    """What was found as a way to join. An address that no browser opens (`zoommtg://`) is shown like a code."""
    if kind is not Kind.LINK or not with_scheme(secret).lower().startswith("http"):
        return DraftJoin(passcode=secret)
    return DraftJoin(url=with_scheme(secret))


def _has_any(lower: str, words: tuple[str, ...]) -> bool:
    return any(word in lower for word in words)


def _link_out(found: re.Match[str], keep: Keep, stands: Stand) -> str:
    url = found[0].rstrip(_TRAILING)
    before, rest = _before(found), found[0][len(url) :]
    if is_secret_ics(url):
        keep(Kind.CALENDAR, url, before)
        return public_address(url) + rest
    opens = is_door(url, stands, before, found.string[found.end() : found.end() + NEAR])
    if opens or (_PARAMETER_OF_LINK.search(url) and not is_recording(url)):
        return keep(Kind.LINK, url, before) + rest
    if not has_token(url):
        return found[0]
    keep(Kind.TOKEN, url, before)
    return without_tokens(url) + rest


def _number_out(found: re.Match[str], label: str, keep: Keep) -> str:
    return found.expand(label) + _out(Kind.NUMBER, found, keep)


def _out(kind: Kind, found: re.Match[str], keep: Keep) -> str:
    return keep(kind, found[0].strip(), _before(found))


def _before(found: re.Match[str]) -> str:
    """The words that lead to it; the whole text would be copied once for each link."""
    return found.string[max(0, found.start() - NEAR) : found.start()]


def _code_out(found: re.Match[str], keep: Keep) -> str:
    code = found[2].rstrip(".*_")
    if code in ("", PASSCODE_MARK[:-1], "[join", "…"):
        return found[2]
    return keep(Kind.CODE, code, _before(found)) + found[2][len(code) :]


def _joins(links: list[str], codes: list[str], numbers: list[str]) -> list[DraftJoin]:
    links, codes, numbers = (list(dict.fromkeys(found)) for found in (links, codes, numbers))
    joins = [join_of(Kind.LINK, link) for link in links]
    if joins and joins[0].url and codes:
        joins[0] = DraftJoin(url=joins[0].url, passcode=codes.pop(0))
    return joins + [DraftJoin(passcode=code) for code in codes + numbers]
