"""The links of a proposal, however they were written down."""

from collections.abc import Iterable
from typing import Any


def links_of(links: Iterable[Any]) -> list[tuple[str, str]]:
    """(label, address); an address alone has no label."""
    pairs = (
        (str(one.get("label", "")), str(one.get("url", ""))) if isinstance(one, dict) else ("", str(one))
        for one in links
    )
    return [(label, url) for label, url in pairs if url]
