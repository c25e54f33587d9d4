"""Shortcodes that stand for content: a card about a group, the place of the calendar, and unknown ones."""

import re

from commonhour.core.draft import DraftChannel
from commonhour.core.places.channels import channel_kind, channel_name, claimed_kind
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import Line, Span
from commonhour.formats.page.evidence import is_known_label
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.shortcodes import Shortcode
from commonhour.formats.words.sentence import read_when

_NAME_KEYS = ("title", "name", "group", "heading")
_PROSE_KEYS = ("desc", "description", "summary", "text", "scope", "mission", "about")


def card_name(code: Shortcode) -> str:
    return next((code.attributes[key] for key in _NAME_KEYS if code.attributes.get(key)), "")


def is_group_card(code: Shortcode) -> bool:
    """True for a shortcode with a name and at least one thing that has an address or a text."""
    things = [key for key in code.attributes if re.search(r"_(?:url|text|link|href)$", key)]
    facts = {
        key for key in code.attributes if key not in _NAME_KEYS and is_known_label(key.replace("_", " "))
    }
    return (
        bool(card_name(code) and (things or len(facts) > 1)) and not code.is_calendar and not code.is_closing
    )


def read_card(code: Shortcode, group: GroupReader) -> None:
    """Reads `gh_url`/`gh_text` pairs into channels, `cal_text` into the time of the call."""
    group.reading.understood.add(code.line)
    stems = dict.fromkeys(
        re.sub(r"_(?:url|text|link|href)$", "", key) for key in code.attributes if key not in _NAME_KEYS
    )
    for stem in stems:
        attributes = code.attributes
        url = next(
            (attributes[k] for k in (f"{stem}_url", f"{stem}_link", f"{stem}_href") if k in attributes), ""
        )
        text = attributes.get(f"{stem}_text", attributes.get(stem, ""))
        if not url and is_absolute(text) and " " not in text:
            text, url = "", text
        _read_pair(stem, text, url, code.line, group)


def _read_pair(stem: str, text: str, url: str, number: int, group: GroupReader) -> None:
    times = read_when(text)
    if times.says_something and not text.startswith("#"):
        group.calls.say(times, number)
        group.prose.append(text)
    elif stem in _PROSE_KEYS:
        group.prose.append(text)
        return
    if url.startswith(SCHEME):
        group.prose.append(f"[{text or 'join link'}]({url})")
    elif url or claimed_kind(stem) == "chat" or channel_name("", text):
        name = text if claimed_kind(stem) == "chat" and not url else channel_name(url, text)
        kind = channel_kind(url, f"{stem} {text}") if url else "chat"
        channel = DraftChannel(kind, text or stem, name, url)
        group.reading.place(channel, number)
        group.add_channels([channel])
    elif text and not times.says_something:
        group.fact(stem.replace("_", " "), Line(number, [Span(text)]), Line(number))


def report_unknown(code: Shortcode, reading: PageReading) -> None:
    """An unknown shortcode that shows text: the text is kept unplaced."""
    texts = code.visible()
    if code.is_ours or code.is_calendar or code.is_presentation or not texts:
        return
    reading.find("unknown-shortcode", code.line, name=code.name)
    reading.unplaced(code.line, " · ".join(texts.values()))
