"""Which boxes are something to do: in some archives boxes are the issues on an agenda, ticked when they were talked about."""

import re
from collections.abc import Sequence

_LINK = re.compile(
    r"!?\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)|https?://\S+|<[^<>\s]{1,500}>|`[^`]{1,300}`|(?:[\w./-]{1,80})?#\d+"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_STARTS_WITH_ISSUE = re.compile(
    r"^(?:#\d+\b|(?:RFC|PR|MCP|Issue|Tracking issue)\b[^a-z]{0,20}\d|\[[^\[\]]{0,300}\]\()", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"^\[?\d{4}-\d\d-\d\d\]?[:,]?\s*")


_SCRIBE = re.compile(r"\b(?:scribes?|note[- ]?takers?|minute[- ]takers?)\b", re.IGNORECASE)
_THING = re.compile(r"^[A-Za-z0-9][A-Za-z0-9/-]*(?:\s(?:for|of)\s.*)?$")
_AT_WORK = re.compile(r"\bworking on\b", re.IGNORECASE)


def without_day(text: str) -> str:
    """`[2021-03-17]: Ana to close it`: when it was given, before what it is."""
    return _DAY_FIRST.sub("", text)


def is_reference(text: str) -> bool:
    """Mainly a link or the number of an issue: something to talk about, nothing to do."""
    bare = text.strip(" *~")
    if _STARTS_WITH_ISSUE.match(bare):
        return True
    return bool(_LINK.search(bare)) and len(_WORD.findall(_LINK.sub(" ", bare))) < 2


def is_agenda(boxes: Sequence[str]) -> bool:
    """Where more boxes than not are links and issues, boxes are how this text keeps its agenda."""
    return 2 * sum(is_reference(text) for text in boxes) > len(boxes)


def asks_for_scribe(text: str) -> bool:
    return bool(_SCRIBE.search(text))


def is_report(text: str) -> bool:
    """Among the next steps the bare name of a thing, or what somebody is at: "Requirements for May", "We are working on it"."""
    return bool(_THING.match(text) or _AT_WORK.search(text)) and not text.endswith(":")


def is_question(text: str) -> bool:
    return text.rstrip(" *_~").endswith(("?", "？"))
