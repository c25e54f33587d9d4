"""The inline forms of our own page: escaped text and links, each with its exact inverse."""

import datetime as dt
import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~“”,:()!{}&])")
_ESCAPE = re.compile(r"\\(.)")
_UNESCAPED_URL = re.compile(r"[\s<>\\]")
_LINK = re.compile(r"^\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>\s]*)>\)")
_AUTOLINK = re.compile(r"^<([^<>\s]+)>")


def one_line(text: str) -> str:
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Text on one line in which Markdown and our own separators mean nothing."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()


def link(label: str, url: str) -> str:
    """A link, an address alone, or text alone; the address is in angle brackets so that any sign may stand in it."""
    if not url:
        return escaped(label)
    url = _UNESCAPED_URL.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode()), url.strip())
    return f"[{escaped(label)}](<{url}>)" if label else f"<{url}>"


def split_link(text: str) -> tuple[str, str, str]:
    """Label, address and what stands behind; text without a link is all label, up to an unescaped comma or “."""
    found = _LINK.match(text)
    if found:
        return unescaped(found.group(1)), found.group(2), text[found.end() :]
    found = _AUTOLINK.match(text)
    if found:
        return "", found.group(1), text[found.end() :]
    end = _first_unescaped(text, ",“")
    return unescaped(text[:end]), "", text[end:]


def split_at(text: str, sign: str) -> tuple[str, str]:
    """The text before and behind the first unescaped sign; the second is "" without one."""
    end = _first_unescaped(text, sign)
    return text[:end], text[end + 1 :]


def _first_unescaped(text: str, signs: str) -> int:
    index = 0
    while index < len(text):
        if text[index] == "\\":
            index += 2
            continue
        if text[index] in signs:
            return index
        index += 1
    return len(text)


def iso_date(text: str) -> dt.date | None:
    """The date of `2026-11-26`; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
