"""Private tokens in web addresses: parameters that let whoever has the address see what its owner sees."""

import re
from urllib.parse import unquote


def _parameter(names: str) -> re.Pattern[str]:
    value = r"(?:=|%3D)[^\s&#;<>\"'`()\[\]{}|\\]+"
    return re.compile(rf"(?P<sign>[?&#;])(?:{names}){value}(?P<more>[&;](?=[^\s&#;]))?", re.I)


# Elsewhere "key" and "sig" are public: `resourcekey=` of a shared document, `sig=` for a special interest group.
_ANYWHERE = _parameter(
    r"[\w.%-]{0,40}(?:token|secret|signature|api[_-]?key|(?:access|auth|private)[_-]?key)|auth"
)
_OF_CALENDAR = _parameter(
    r"[\w.%-]{0,40}(?:token|secret|key|sig|signature|auth)|pwd|passwd|password|passcode|pass|pin"
)


def has_token(url: str) -> bool:
    """True for an address that carries a private token, and for a text with such a one."""
    return bool(_ANYWHERE.search(url))


def has_calendar_token(url: str) -> bool:
    """The same for what is known to be a calendar's address, where more names are suspect, escaped or not."""
    return bool(_OF_CALENDAR.search(unquote(url)))


def without_tokens(url: str) -> str:
    """The address with what is left of its parameters."""
    return _without(_ANYWHERE, url)


def without_calendar_tokens(url: str) -> str:
    """The same for a calendar's address. Where names are escaped, no parameter is left."""
    plain = _without(_OF_CALENDAR, url)
    return plain.partition("?")[0] if has_calendar_token(plain) else plain


def _without(parameter: re.Pattern[str], url: str) -> str:
    while found := parameter.search(url):
        url = url[: found.start()] + (found["sign"] if found["more"] else "") + url[found.end() :]
    return url
