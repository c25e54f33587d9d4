"""Channels in a line of text: one for each link and each `#channel`, with the words that belong to it."""

import itertools
import re
from dataclasses import dataclass

from commonhour.core.draft import DraftChannel
from commonhour.core.places.channels import channel_kind, channel_name, claimed_kind, url_is_request, url_kind
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.vocabulary import KNOWN_CHANNEL

_SEPARATOR = re.compile(r",\s|;\s|\s+and\s+|\s+&\s+|\s[-–—|]\s|\s*\(|\)\s*|\.\s")
_CHAT_NAME = re.compile(r"(?<![\w/#&])#(?=[\w-]*[a-z_-])\w[\w.-]*\w", re.I)
_EMAIL = re.compile(r"(?<![\w.@/])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DEFINITE = ("chat", "list", "repo", "recordings", "video", "calendar")


@dataclass(slots=True)
class _Anchor:
    start: int
    end: int
    url: str


def email_in(text: str) -> str:
    found = _EMAIL.search(text)
    return found.group() if found else ""


def channels_in(line: Line, label: str, reading: PageReading) -> list[DraftChannel]:
    """The channels a line names; `label` is what stood before its colon ("Communication Channels")."""
    text, anchors = _anchored(line)
    if not anchors:
        return _without_anchor(line, label, reading)
    channels = []
    for start, end, anchor in _chunks(text, anchors):
        words = _bare(text[start:end])
        channel = _channel(words, anchor.url, label)
        reading.place(channel, line.number)
        _report_kind(channel, f"{label} {words}", line.number, reading)
        channels.append(channel)
    return channels


def _anchored(line: Line) -> tuple[str, list[_Anchor]]:
    text, anchors = "", []
    for span in line.spans:
        start = len(text)
        text += span.text
        if span.url:
            anchors.append(_Anchor(start, len(text), span.url))
        else:
            anchors += [
                _Anchor(start + m.start(), start + m.end(), "") for m in _CHAT_NAME.finditer(span.text)
            ]
    return text, anchors


def _chunks(text: str, anchors: list[_Anchor]) -> list[tuple[int, int, _Anchor]]:
    cuts = [0]
    for left, right in itertools.pairwise(anchors):
        between = _SEPARATOR.search(text, left.end, right.start)
        cuts.append(between.end() if between else right.start)
    return list(zip(cuts, [*cuts[1:], len(text)], anchors, strict=True))


def _bare(text: str) -> str:
    text = re.sub(
        r"^(?:\s|[,;:|.–—-])+|(?:\s|[,;:|–—-])+$|\s+(?:and|&)\s*$|^(?:and|&)\s+", "", " ".join(text.split())
    )
    text = text.strip().removesuffix(" (")
    if text.startswith("(") and text.count("(") > text.count(")") - (")" in text and text.endswith(")")):
        text = text.removeprefix("(").removesuffix(")")
    text = text.rstrip(".")
    return text.removesuffix(")") if text.count(")") > text.count("(") else text


def _channel(words: str, url: str, label: str) -> DraftChannel:
    name = channel_name(url, words)
    kind = channel_kind(url, f"{label} {words}") if url else "chat"
    if label and (words in (name, url) or not words):
        words = label
    elif label and not KNOWN_CHANNEL.match(label) and label.casefold() not in words.casefold():
        words = f"{label}: {words}"
    return DraftChannel(kind, words, name, url)


def _without_anchor(line: Line, label: str, reading: PageReading) -> list[DraftChannel]:
    text = line.text
    email, name = email_in(text), channel_name("", f"{label} {text}" if label else text)
    if email:
        kind = claimed_kind(f"{label} {text}") or (
            "list" if re.search(r"\blists?\b", f"{label} {text}", re.I) else "other"
        )
        channel = DraftChannel(kind, text, email, f"mailto:{email}")
    elif name:
        channel = DraftChannel("chat", text, name, "")
    else:
        return []
    reading.place(channel, line.number)
    return [channel]


def _report_kind(channel: DraftChannel, words: str, number: int, reading: PageReading) -> None:
    claim, actual = claimed_kind(words), url_kind(channel.url) if channel.url else ""
    if claim == "repo" and url_is_request(channel.url):
        reading.find("link-kind", number, "request", label=channel.label)
    elif claim in _DEFINITE and actual in _DEFINITE and claim != actual and channel.kind == actual:
        reading.find("link-kind", number, label=channel.label, claim=claim, actual=actual)
