"""Slugs: the public keys of groups, spaces and series."""

import re
import unicodedata
from collections.abc import Container

from commonhour.core.places.links import JOIN_MARK, PASSCODE_MARK
from commonhour.core.places.secrets import public


def slugify(text: str, fallback: str = "untitled") -> str:
    """ASCII letters and digits with single hyphens, at most 60 characters; other scripts are kept as letters."""
    shown = public(text).replace(JOIN_MARK, "").replace(PASSCODE_MARK, "")
    folded = unicodedata.normalize("NFKD", shown)
    folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold().replace("&", " and ")
    slug = re.sub(r"[^\w]+|_", "-", folded).strip("-")[:60].strip("-")
    return slug or fallback


# Words the hub's own addresses use where a slug could stand.
RESERVED = frozenset({"new", "preview"})


def unique_slug(text: str, taken: Container[str], fallback: str = "untitled") -> str:
    """`slugify`, with -2, -3 … behind it when the slug is already taken."""
    slug = slugify(text, fallback)
    if slug not in taken and slug not in RESERVED:
        return slug
    return f"{slug}-{_free(slug, taken)}"


def _free(slug: str, taken: Container[str]) -> int:
    """The lowest free number; past a hundred of one name any free one, found in few steps."""
    number = next((n for n in range(2, 100) if f"{slug}-{n}" not in taken), 0)
    if number:
        return number
    low, high = 99, 198
    while f"{slug}-{high}" in taken:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{slug}-{middle}" in taken else (low, middle)
    return high
