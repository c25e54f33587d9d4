"""Private tokens in web addresses: parameters and hooks that let whoever has the address see or do what its owner may."""

import re
from urllib.parse import unquote


def _parameter(names: str) -> re.Pattern[str]:
    value = r"(?:=|%3D)[^\s&#;<>\"'`()\[\]{}|\\]+"
    return re.compile(rf"(?P<sign>[?&#;])(?:{names}){value}(?P<more>[&;](?=[^\s&#;]))?", re.I)


# Elsewhere "key" and "sig" are public: `resourcekey=` of a shared document, `sig=` for a special interest group.
_ANYWHERE = _parameter(
    r"[\w.%-]{0,40}(?:token|secret|signature|api[_-]?key|(?:access|auth|private|cache|passphrase|invite|webhook)[_-]?key)|auth|jwt|pvttk|zak|otp|"
    r"passphrase|session(?:_?id)?|(?:user[_-]?)?e-?mail|(?:key|sig|ticket|code)(?=(?:=|%3D)[\w%.~+-]{16})"
)
_OF_CALENDAR = _parameter(
    r"[\w.%-]{0,40}(?:token|secret|key|sig|signature|auth)|pwd|passwd|password|passcode|pass|pin"
)
# Where programs write into a chat or start something: whoever knows the address may.
_HOOK = re.compile(
    r"(?i)(?<=://)(?P<host>hooks\.slack\.com|(?:[\w-]+\.)?discord(?:app)?\.com(?=/api/(?:v\d+/)?webhooks)|[\w.-]*webhook\.office\.com|"
    r"outlook\.office(?:365)?\.com(?=/webhook)|[\w.-]+\.logic\.azure\.com(?::\d+)?|chat\.googleapis\.com|api\.telegram\.org|webhooks\.gitter\.im|"
    r"hooks\.zapier\.com|hook\.[\w.]*make\.com|hook\.integromat\.com|maker\.ifttt\.com|webhook\.site|hc-ping\.com|qyapi\.weixin\.qq\.com|"
    r"oapi\.dingtalk\.com|open\.(?:feishu\.cn|larksuite\.com)|api\.flock\.com|[\w.-]+(?::\d+)?(?=/(?:[\w-]+/)*(?:web)?hooks?/(?:[\w-]+/)*(?=[\w-]*\d)[\w-]{8,}))"
    r"/[^\s<>\"'`()\[\]{}|\\]+"
)


def has_token(url: str) -> bool:
    """True for an address that carries a private token, and for a text with such a one."""
    return bool(_ANYWHERE.search(url) or _HOOK.search(url))


def has_calendar_token(url: str) -> bool:
    """The same for what is known to be a calendar's address, where more names are suspect, escaped or not."""
    return bool(_OF_CALENDAR.search(unquote(url)))


def without_tokens(url: str) -> str:
    """The address with what is left of its parameters."""
    return _without(_ANYWHERE, _HOOK.sub(lambda found: found["host"], url))


def without_calendar_tokens(url: str) -> str:
    """The same for a calendar's address. Where names are escaped, no parameter is left."""
    plain = _without(_OF_CALENDAR, url)
    return plain.partition("?")[0] if has_calendar_token(plain) else plain


def _without(parameter: re.Pattern[str], url: str) -> str:
    while found := parameter.search(url):
        url = url[: found.start()] + (found["sign"] if found["more"] else "") + url[found.end() :]
    return url
