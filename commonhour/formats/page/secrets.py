"""Ways into a call: taken out of the text before anything else reads it, kept as joins, named by a number."""

import re

from commonhour.core.draft import DraftJoin
from commonhour.core.places.calendars import is_secret_ics, without_secret
from commonhour.core.places.links import has_secret, is_join_link
from commonhour.core.places.tokens import has_token, without_tokens
from commonhour.formats.page.reading import Reading

SCHEME = "common-hour-join:"
JOIN_TEXT = "[join link]"

_URL = re.compile(r"(?:https?://|webcal://|tel:)[^\s<>\[\]\"'`|]+")
_PRIVATE_CALENDAR = re.compile(r"/private(?:-|%2D)[\w%-]+/", re.I)
_PASSCODE_NAME = r"\b(?:pass[ -]?code|pass[ -]?word|access code|meeting code|host key|pwd|pin(?: code)?)\b"
_PASSCODE = re.compile(
    rf"({_PASSCODE_NAME}(?:[\s*_`\"]*[:=|][\s*_`\"|]*|\s+(?:is\s+)?(?=[\s*_`\"]*(?=[^\s`]*\d)[^\s`]{{4,}})[\s*_`\"]*))([^\s*`|<>\"\[\])(,;]+)",
    re.I,
)
_PLACEHOLDER_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.)*+)\]\(" + SCHEME + r"([0-9]{1,6})(?![0-9])(?:\s+\"[^\"]*\")?\)"
)
_PLACEHOLDER = re.compile(r"<?" + SCHEME + r"([0-9]{1,6})(?![0-9])>?")


def without_secrets(lines: list[str], first: int, reading: Reading) -> list[str]:
    """The lines with every join link replaced by `common-hour-join:N`, and bare passcodes taken out."""
    return [_line(line, number, reading) for number, line in enumerate(lines, first)]


def _line(line: str, number: int, reading: Reading) -> str:
    line = _URL.sub(lambda m: _url_replaced(m, number, reading), line)
    line = _PRIVATE_CALENDAR.sub(lambda m: _private_calendar(number, reading), line)
    return _PASSCODE.sub(lambda m: _passcode_replaced(m, number, reading), line)


def _private_calendar(number: int, reading: Reading) -> str:
    _report_calendar(number, reading)
    return "/public/"


def _url_replaced(found: re.Match[str], number: int, reading: Reading) -> str:
    url, behind = _trimmed(found.group())
    if is_secret_ics(url):
        return _calendar_replaced(url, number, reading) + behind
    is_one_tap = url.startswith("tel:") and ",," in url
    if not (is_one_tap or is_join_link(url) or has_secret(url)):
        return _token_removed(url, number, reading) + behind if has_token(url) else found.group()
    if is_one_tap or has_secret(url):
        _report(
            number,
            reading,
            "A join link with its password is public here; it was moved behind our join page.",
        )
    reading.joins.append(DraftJoin(url=url))
    place = f"{SCHEME}{len(reading.joins) - 1}"
    before = found.string[: found.start()]
    is_target = before.endswith(("](", "](<", '="', "='", "]: ", "=", "<"))
    return (place if is_target else f"[join link]({place})") + behind


def _calendar_replaced(url: str, number: int, reading: Reading) -> str:
    public = _PRIVATE_CALENDAR.sub("/public/", without_secret(url))
    _report_calendar(number, reading)
    return public


def _token_removed(url: str, number: int, reading: Reading) -> str:
    _report(
        number,
        reading,
        "An address with a private token is public here: whoever has it sees what its owner sees.",
    )
    return without_tokens(url)


def _trimmed(url: str) -> tuple[str, str]:
    """The address without the punctuation of its sentence or the bracket of its Markdown link."""
    end = len(url)
    while end and (
        url[end - 1] in ".,;:!?*_" or (url[end - 1] == ")" and url[:end].count("(") < url[:end].count(")"))
    ):
        end -= 1
    inner = url[:end].find(")")
    if inner >= 0 and "(" not in url[:inner]:
        end = inner
    return url[:end], url[end:]


def _passcode_replaced(found: re.Match[str], number: int, reading: Reading) -> str:
    value = found.group(2)
    if value.startswith((SCHEME, "join")) or not re.search(r"\d|[^\w\s]|[A-Z].*[a-z]|[a-z].*[A-Z]", value):
        return found.group()
    _report(number, reading, "The passcode of a call is public here; it was moved behind our join page.")
    reading.joins.append(DraftJoin(passcode=value.rstrip(".")))
    return f"{found.group(1)}[join link]({SCHEME}{len(reading.joins) - 1})"


def _report_calendar(number: int, reading: Reading) -> None:
    _report(
        number, reading, "The secret address of a calendar is public here: whoever has it reads every event."
    )


def _report(number: int, reading: Reading, message: str) -> None:
    reading.find("secret-in-public", number, message, "Link to the join page of the meeting instead.")


def join_numbers(text: str) -> list[int]:
    """The joins a text refers to, in their order."""
    return [int(number) for number in _PLACEHOLDER.findall(text)]


def is_secret(join: DraftJoin) -> bool:
    return bool(join.passcode) or has_secret(join.url) or join.url.startswith("tel:")


def public_text(text: str, joins: list[DraftJoin], *, keep_open: bool) -> str:
    """The text with joins written as people may see them; with `keep_open`, links without a secret come back."""
    if SCHEME not in text:
        return text
    text = _PLACEHOLDER_LINK.sub(lambda m: _public_link(m, joins, keep_open), text)
    return _PLACEHOLDER.sub(lambda m: _public_url(_join(m.group(1), joins), keep_open), text)


def _join(number: str, joins: list[DraftJoin]) -> DraftJoin:
    """A page may name a join that it does not have; that one leads nowhere."""
    return joins[int(number)] if int(number) < len(joins) else DraftJoin(passcode="?")


def _public_link(found: re.Match[str], joins: list[DraftJoin], keep_open: bool) -> str:
    text, join = found.group(1), _join(found.group(2), joins)
    if keep_open and not is_secret(join):
        return join.url if text == "join link" else f"[{text}]({join.url})"
    return JOIN_TEXT if text == "join link" else f"{text} {JOIN_TEXT}"


def _public_url(join: DraftJoin, keep_open: bool) -> str:
    return join.url if keep_open and not is_secret(join) else JOIN_TEXT
