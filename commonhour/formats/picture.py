"""Draws a date as a picture for social sites, which take no SVG: its name, its day, its hour in a few cities."""

import functools
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1200, 630
_LEFT, _ROOM, _BELOW = 80, 1040, 540
_OWN = {
    weight: Path(__file__).parent / "fonts" / f"SourceSansPro-{weight}.otf" for weight in ("Regular", "Bold")
}
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_INK, _QUIET, _PAPER = "#1b1f23", "#54595f", "#fbfaf7"
_SIGNS = (
    "So",
    "Sk",
    "Cs",
    "Co",
    "Cn",
    "Cf",
)  # emoji and what joins them: few fonts have them, nothing is lost with them


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says, from above; `accent` is a colour that is readable on white."""

    community: str
    title: str
    day: str
    hour: str
    elsewhere: str
    address: str
    accent: str
    is_off: bool = False


def draw(card: Card) -> bytes:
    """A PNG of 1200 × 630 pixels. A line that no font of this machine can write is left out."""
    from PIL import Image, ImageDraw  # here, as a hub that nobody shares never needs it

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=card.accent)
    _mark(image, card.accent)
    _write(pen, (182, 92), card.community, 36, "Bold", _QUIET, room=_ROOM - 102)
    top = 205
    for line in _broken(card.title, 76):
        _write(pen, (_LEFT, top), line, 76, "Bold", _INK)
        top += 86
    _write(pen, (_LEFT, top + 12), card.day, 48, "Regular", _INK)
    end = _write(pen, (_LEFT, top + 78), card.hour, 64, "Bold", card.accent)
    if card.is_off:
        pen.line((_LEFT, top + 84, end, top + 84), fill=card.accent, width=5)
    _write(pen, (_LEFT, top + 142), card.elsewhere, 36, "Regular", _INK)
    if top + 200 < _BELOW + 40:
        _write(pen, (_LEFT, _BELOW + 30), card.address, 28, "Regular", _QUIET)
    return _png(image)


def can_write(text: str) -> bool:
    """Whether some font of this machine has every letter of a text."""
    return _font(text, 24, "Regular") is not None


def _png(image: Any) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _mark(image: Any, colour: str) -> None:
    """The two rings of static/img/mark.svg, with what they have in common filled; drawn larger, as Pillow's shapes have
    no soft edges."""
    from PIL import Image, ImageChops, ImageDraw

    rings, lens = Image.new("L", (336, 228)), Image.new("L", (336, 228), 255)
    for left in (0, 108):
        box = (left + 8, 8, left + 220, 220)
        ImageDraw.Draw(rings).ellipse(box, outline=255, width=31)
        inside = Image.new("L", rings.size)
        ImageDraw.Draw(inside).ellipse(box, fill=255)
        lens = ImageChops.multiply(lens, inside)
    whole = ImageChops.lighter(rings, lens)
    ImageDraw.Draw(whole).line((168, 66, 168, 118, 193, 136), fill=0, width=20, joint="curve")
    image.paste(colour, (_LEFT, 63), whole.resize((84, 57), Image.Resampling.LANCZOS))


def _write(
    pen: Any, place: tuple[int, int], text: str, size: int, weight: str, colour: str, room: int = _ROOM
) -> int:
    """One line with its middle at a place, cut where there is no more room; returns where it ends."""
    font = _font(text, size, weight)
    if not font:
        return place[0]
    text = _cut(_shown(text), font, room)
    pen.text(place, text, font=font, fill=colour, anchor="lm")
    return place[0] + int(font.getlength(text))


def _cut(text: str, font: Any, room: int) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _broken(text: str, size: int) -> list[str]:
    """A text in at most two lines, parted between words where it has some; the second is cut where it is written."""
    font, text = _font(text, size, "Bold"), _shown(text)
    if not font or not text:
        return []
    if font.getlength(text) <= _ROOM:
        return [text]
    fits = max(n for n in range(1, len(text)) if font.getlength(text[:n]) <= _ROOM)
    end = text.rfind(" ", 1, fits + 1)
    end = end if end > 0 else fits
    return [text[:end], text[end:].strip()]


def _shown(text: str) -> str:
    """On one line, without signs."""
    text = unicodedata.normalize("NFC", text[:200])
    kept = (c for c in text if unicodedata.category(c) not in _SIGNS and c != "\ufe0f")
    return " ".join("".join(c if c.isprintable() else " " for c in kept).split())


def _letters(text: str) -> frozenset[str]:
    return frozenset(_shown(text)) - {" "}


def _font(text: str, size: int, weight: str) -> Any:
    from PIL import ImageFont

    path = _font_of(_letters(text), weight) if _can_shape(text) else None
    return ImageFont.truetype(str(path), size) if path else None


def _can_shape(text: str) -> bool:
    """Arabic, Hebrew and the scripts of India come out wrong without Raqm, which orders and joins their letters."""
    from PIL import features

    is_plain = all(
        unicodedata.bidirectional(c) not in ("R", "AL") and unicodedata.category(c) not in ("Mn", "Mc")
        for c in _shown(text)
    )
    return is_plain or bool(features.check("raqm"))


@functools.lru_cache(maxsize=512)
def _font_of(letters: frozenset[str], weight: str) -> Path | None:
    """Our own font, or the first of the system's that has all of these letters."""
    return next((path for path in (_OWN[weight], *_system_fonts()) if _has(path, letters)), None)


@functools.cache
def _system_fonts() -> tuple[Path, ...]:
    """The plain ones, those for East Asia first: ours has the alphabets of Europe."""
    every = (path for folder in _SYSTEM for path in Path(folder).rglob("*.[to]t[fc]"))
    plain = [path for path in every if "sans" in path.name.casefold() and "mono" not in path.name.casefold()]
    return tuple(
        sorted(plain, key=lambda path: ("CJK" not in path.name, "Regular" not in path.name, path.name))
    )


def _has(path: Path, letters: Iterable[str]) -> bool:
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(str(path), 24)
    except OSError:
        return False
    nothing = bytes(font.getmask("\U0010fffe"))
    return all(bytes(font.getmask(letter)) != nothing for letter in letters)
