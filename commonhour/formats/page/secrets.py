"""Ways into a call on a page: kept as joins before anything else reads it, and named by a number in its text."""

import re
from functools import partial

from commonhour.core.places.doors import Stand
from commonhour.core.places.links import JOIN_MARK
from commonhour.core.places.secrets import Keep, Kind, clean_lines, is_open, join_of, replace_secrets
from commonhour.formats.page.marks import is_mark, with_values
from commonhour.formats.page.reading import PageReading

SCHEME = "common-hour-join:"

_CASES = {
    Kind.LINK: "join-link",
    Kind.CODE: "page-passcode",
    Kind.NUMBER: "page-passcode",
    Kind.TOKEN: "private-token",
    Kind.CALENDAR: "calendar",
}
# What a Markdown link or an HTML attribute has before its address, where no text of a link may stand.
_IS_TARGET = ("](", "](<", '="', "='", "]: ", "=", "<")
_PLACEHOLDER_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.)*+)\]\(" + SCHEME + r"([0-9]{1,6})(?![0-9])(?:\s+\"[^\"]*\")?\)"
)
_PLACEHOLDER = re.compile(r"<?" + SCHEME + r"([0-9]{1,6})(?![0-9])>?")


def without_secrets(lines: list[str], reading: PageReading) -> list[str]:
    """The lines with every way into a call replaced by `common-hour-join:N`, and without private addresses."""
    return clean_lines(lines, lambda index: _keep(index + 1, reading))


def without_secrets_of_ours(lines: list[str], reading: PageReading) -> list[str]:
    """The same of a page that a hub wrote, in whose comments each value stands by itself."""
    comments = {
        index: with_values(line, partial(_of_ours, keep=_keep(index + 1, reading)))
        for index, line in enumerate(lines)
        if is_mark(line)
    }
    text = ["<!---->" if index in comments else line for index, line in enumerate(lines)]
    clean = clean_lines(text, lambda index: _keep(index + 1, reading), Stand.OURS)
    return [comments.get(index, line) for index, line in enumerate(clean)]


def _of_ours(text: str, *, keep: Keep) -> str:
    return replace_secrets(text, keep, Stand.OURS)


def _keep(number: int, reading: PageReading) -> Keep:
    def keep(kind: Kind, secret: str, before: str) -> str:
        if secret.startswith(SCHEME):
            return secret
        join = join_of(kind, secret)
        if kind in (Kind.TOKEN, Kind.CALENDAR) or not is_open(join):
            reading.find("secret-in-public", number, _CASES[kind])
        if kind in (Kind.TOKEN, Kind.CALENDAR):
            return ""
        reading.joins.append(join)
        reading.joins_at.append(number)
        place = f"{SCHEME}{len(reading.joins) - 1}"
        is_target = kind is Kind.LINK and before.endswith(_IS_TARGET)
        return place if is_target else f"{JOIN_MARK}({place})"

    return keep


def join_numbers(text: str) -> list[int]:
    """The joins a text refers to, in their order."""
    return [int(number) for number in _PLACEHOLDER.findall(text)]


def public_text(text: str) -> str:
    """The text as people may see it: it says that there is a join link, and where."""
    if SCHEME not in text:
        return text
    return _PLACEHOLDER.sub(JOIN_MARK, _PLACEHOLDER_LINK.sub(_public_link, text))


def _public_link(found: re.Match[str]) -> str:
    """Our own mark is not said twice; a label may have been drawn into its link."""
    return f"{found[1].removesuffix(JOIN_MARK[1:-1]).rstrip()} {JOIN_MARK}".lstrip()
