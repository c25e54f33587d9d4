"""Secrets in text: join links, passcodes, dial-in codes and people's addresses, found so that none gets published."""

import re
from urllib.parse import unquote, urlsplit

from commonhour.core.draft import DraftJoin
from commonhour.core.places.tokens import without_tokens

JOIN_MARK, PASSCODE_MARK, ADDRESS_MARK = "[join link]", "[passcode]", "[address]"

# Brackets, quotes, table bars and backslashes end a link in Markdown, HTML and unescaped calendar text.
_URL = re.compile(
    r"(?:\b(?:https?|zoommtg|msteams|webcal)://|(?<![\w@./-])(?=[\w-]+(?:\.[\w-]+)+/\w))"
    r"[^\s<>\"'`()\[\]{}|\\]+",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*_~"
_SECRET_PARAMETER = re.compile(
    r"(?i)(?<![a-z0-9])(pwd|passwd|password|passcode|pass_?code|pin)(=|%3D)(?![\s&]|$)[^\s&<>\"'()\[\]]+"
)

# host pattern → path pattern; a link is a join link when both match.
_PROVIDERS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"(?i)^(?:.+\.)?(?:{host})$"), re.compile(path, re.IGNORECASE))
    for host, path in (
        (r"zoom\.us|zoomgov\.com|zoom\.com|zoom\.com\.cn", r"^/(?:j|my|s|w|wc|u|h|meetings?|join)/."),
        (r"zoom-lfx\.platform\.linuxfoundation\.org|[\w-]*lfx[\w-]*(?:\.[\w-]+)+", r"^/(?:meetings?|join|webinars?)/."),
        (r"meet\.google\.com|tel\.meet|hangouts\.google\.com|g\.co", r"^/(?:lookup/|meet/|call/|_meet/)?[\w-]{5,}"),
        (r"teams\.microsoft\.(?:com|us)|teams\.live\.com|teams\.cloud\.microsoft", r"^/(?:_#/)?(?:l/meetup-join|l/meeting|meet|dl/launcher)"),
        (r"webex\.com(?:\.cn)?", r"^/(?:meet|join|wbxmjs|[\w-]+/(?:j|e|onstage|meet|g)\b|[\w.-]+/j\.php|webappng|m/|[\w-]+$)"),
        (r"bluejeans\.com|primetime\.bluejeans\.com", r"^/(?:a2m/|join/)?[\d\w.]"),
        (r"gotomeet\.me|gotomeet\.com|gotomeeting\.com|gotowebinar\.com|meet\.goto\.com|app\.goto\.com", r"^/."),
        (r"whereby\.com|appear\.in", r"^/(?!information|blog|org|user|pricing)[\w-]+"),
        (r"jit\.si|8x8\.vc|jitsi(?:\.[\w-]+)+|[\w-]*jitsi[\w-]*(?:\.[\w-]+)+", r"^/(?!jitsi|handbook|docs)[^/]"),
        (r"bbb(?:\.[\w-]+)+|bigbluebutton(?:\.[\w-]+)+|[\w-]*bbb[\w-]*(?:\.[\w-]+)+", r"^/(?:b|rooms|gl|j|bigbluebutton|playback)?/?[^/]"),
        (r"chime\.aws", r"^/\w"),
        (r"meet\.lync\.com|join\.skype\.com|meet\.skype\.com", r"^/."),
        (r"ringcentral\.com|video\.ringcentral\.com", r"^/(?:j|join|conf)/"),
        (r"riverside\.fm|streamyard\.com", r"^/(?:studio/|[\w]{8,}$)"),
        (r"meet\.(?!google\.com$)[\w-]+(?:\.[\w-]+)+", r"^/(?!docs|about|faq|static)[^/]{2,}"),
    )
)  # fmt: skip
_ANY_HOST_PATH = re.compile(
    r"(?i)^/(?:b/\w{3}-\w{3}-\w{3}|.*/bigbluebutton/|rooms/\w{3}-\w{3}-\w{3}(?:-\w{3})?/join)"
)
_RECORDING = re.compile(r"(?i)/(?:rec|recording|recordings|recordingservice|playback)/")

_LABEL = (
    r"(?:pass[ -]?(?:code|word|wort)s?|pwd|kennwort|kenncode|zugangscode|mot de passe|code d'accès|"
    r"contraseña|clave de acceso|c[óo]digo de acceso|senha|wachtwoord|access code|security code|host key|"
    r"attendee access code|numeric password|phone passcode|пароль|密码|パスコード)"
)
# What a text must hold for the slower patterns to be worth a try.
_LABEL_WORDS = (
    "pass", "pwd", "kenn", "zugang", "mot de", "code", "código", "contrase", "clave", "senha", "wachtw", "key",
    "пароль", "密码", "パス",
)  # fmt: skip
_NUMBER_WORDS = ("meeting", "webinar", "conference", "besprechung", "event", "access", "id de")
# Words that follow "Password:" without being one.
_NOT_A_CODE = (
    r"(?!(?:see|ask|the|a|an|none|no|not|is|are|was|will|in|on|to|by|of|for|and|or|sent|below|above|same|n/?a|tbd|"
    r"required|needed|available|on-request|please|if|please|manager|managers|protected|policy|reset|hashing|"
    r"authentication|required\.?)\b)"
)
_CODE_AFTER_LABEL = re.compile(
    rf"(?i)(?<![^\W\d_])({_LABEL}\b(?:\s?\([^)\n]{{0,40}}\))?(?:</?\w{{1,10}}>|\*|_){{0,6}}\s{{0,5}}"
    rf"(?:[:=：]|\bis\b|\bes\b|\bist\b)(?:</?\w{{1,10}}>|\*|_|`|\s){{0,8}}){_NOT_A_CODE}([^\s<>,;`\[\])]+)"
)
_BARE_CODE_AFTER_LABEL = re.compile(rf"(?i)\b({_LABEL}\s{{1,5}})((?=[^\s,;)]*\d)[^\s<>,;)\]]{{4,}})")
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
    r"(?i)\b(?:sips?:)?\d{6,}(?:\.[\w.]+)?@[\w.-]*(?:zoomcrc|zoom|webex|bjn|lync|teams|vc\.|meet)[\w.-]*"
)

_ADDRESS = re.compile(r"(?i)(?:mailto:)?(?<![\w.+/=@-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+\b")
# Addresses that are places, not people: mailing lists and role accounts.
_LIST_HOST = re.compile(
    r"(?i)@(?:lists?\.|groups\.|googlegroups\.com$|[\w.-]*groups\.io$|[\w.-]*mailman|freelists\.org$)"
)
_ROLE = re.compile(
    r"(?i)^(?:mailto:)?(?:git|info|contact|hello|hola|team|office|support|help|community|events?|press|security|"
    r"conduct|coc|noreply|no-reply|subscribe|unsubscribe|[\w.-]+[+-](?:subscribe|unsubscribe|request|join|leave)|"
    r"[\w.-]+-(?:dev|users?|announce|discuss|devel|list|wg|sig|team)|"
    r"(?:[\w.-]+-)?(?:maintainers?|steering|committee|board|admins?|moderators|chairs|leads|operations|ops|meetings?|"
    r"members(?:hip)?|outreach|marketing|legal|privacy|abuse|webmaster|postmaster|newsletter|secretary|tsc|toc|tac|wg|sig))@"
)  # fmt: skip


def guard(text: str) -> tuple[str, list[DraftJoin]]:
    """The text with join links and passcodes taken out, and what was taken out.

    The first passcode goes with the first link; meeting numbers and dial-in codes come as joins of their own.
    Private tokens of other addresses are taken out as well, and kept nowhere: they open no call.
    """
    links: list[str] = []
    codes: list[str] = []
    others: list[str] = []
    clean, lower = text, text.casefold()
    if "/" in lower:
        clean = _URL.sub(lambda match: _guard_url(match[0], links, others), clean)
    if ",," in lower or "#" in lower:
        clean = _DIAL_IN.sub(lambda match: _keep(match[0], others), clean)
    if "@" in lower:
        clean = _SIP.sub(lambda match: _keep(match[0], others), clean)
    if _has_any(lower, _NUMBER_WORDS):
        clean = _MEETING_NUMBER.sub(lambda match: match[1] + match[2] + _keep(match[0], others), clean)
    if "pin" in lower:
        clean = _PIN.sub(lambda match: match[1] + ": " + _keep(match[0], others), clean)
    if _has_any(lower, _LABEL_WORDS):
        for pattern in (_CODE_AFTER_LABEL, _BARE_CODE_AFTER_LABEL):
            clean = pattern.sub(lambda match: match[1] + _code(match[2], codes), clean)
    if "=" in lower or "%3d" in lower:
        clean = _SECRET_PARAMETER.sub(lambda match: match[1] + "=" + _keep(match[0], codes), clean)
    return clean, _joins(links, codes, others)


def _has_any(lower: str, words: tuple[str, ...]) -> bool:
    return any(word in lower for word in words)


def has_secret(text: str) -> bool:
    """True when `guard` would take something out."""
    return guard(text)[0] != text


def is_join_link(url: str) -> bool:
    """True for a link that lets whoever has it into a call, also inside a redirect (safelinks, google.com/url)."""
    plain = unquote(unquote(url.replace("&amp;", "&")))
    parts = [part for part in re.split(r"(?i)(?=https?://)", plain) if part]
    return any(_is_join(part) for part in parts)


def hide_addresses(text: str) -> tuple[str, int]:
    """The text without the e-mail addresses of people, and how many there were; lists and role accounts stay."""
    hidden = 0
    if "@" not in text:
        return text, hidden

    def replace(match: re.Match[str]) -> str:
        nonlocal hidden
        if _LIST_HOST.search(match[0]) or _ROLE.match(match[0]):
            return match[0]
        hidden += 1
        return ADDRESS_MARK

    return _ADDRESS.sub(replace, text), hidden


def _split(url: str) -> tuple[str, str]:
    """Host and path (with query) of a link, with or without a scheme."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
    # A host name has at most 253 characters; longer ones are only there to slow the patterns down.
    return host if len(host) <= 253 else "", parts.path + (f"?{parts.query}" if parts.query else "")


def _is_join(url: str) -> bool:
    host, path = _split(url)
    if url.lower().startswith(("zoommtg:", "msteams:")):
        return True
    if _RECORDING.search(path):
        return False
    if any(pattern.match(host) and path_pattern.match(path) for pattern, path_pattern in _PROVIDERS):
        return True
    return bool(_ANY_HOST_PATH.match(path) or _SECRET_PARAMETER.search(path))


def _guard_url(found: str, links: list[str], others: list[str]) -> str:
    url = found.rstrip(_TRAILING)
    tail = found[len(url) :]
    if is_join_link(url):
        links.append(url)
        return JOIN_MARK + tail
    # A recording: the link may stay, its password may not.
    plain = without_tokens(url)
    return _SECRET_PARAMETER.sub(lambda match: f"{match[1]}={_keep(match[0], others)}", plain) + tail


def _keep(secret: str, kept: list[str]) -> str:
    kept.append(secret.strip())
    return PASSCODE_MARK


def _code(found: str, codes: list[str]) -> str:
    code = found.rstrip(".*_")
    if code in ("", "[passcode", "[join", "…"):
        return found
    codes.append(code)
    return PASSCODE_MARK + found[len(code) :]


def _joins(links: list[str], codes: list[str], others: list[str]) -> list[DraftJoin]:
    links, codes, others = (list(dict.fromkeys(found)) for found in (links, codes, others))
    joins = [DraftJoin(url=link if "://" in link else f"https://{link}") for link in links]
    if joins and codes:
        joins[0] = DraftJoin(url=joins[0].url, passcode=codes.pop(0))
    return joins + [DraftJoin(passcode=code) for code in codes + others]
