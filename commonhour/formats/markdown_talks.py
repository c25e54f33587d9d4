"""A talk as Markdown, to paste into an agenda or an issue."""

import datetime as dt
from collections.abc import Iterable

from commonhour.formats.markdown_dates import plain_text


def markdown_talk(
    title: str,
    abstract: str,
    day: dt.date | None,
    *,
    speakers: Iterable[tuple[str, str]],
    links: Iterable[tuple[str, str]],
    url: str,
) -> str:
    """`speakers` are names and organisations; one without a name is not named. The abstract is Markdown already."""
    named = [plain_text(", ".join(filter(None, one))) for one in speakers if one[0]]
    facts = [f"{day:%Y-%m-%d}" if day else "", "; ".join(named), url]
    bullets = [f"- {plain_text(label)}: <{address}>" for label, address in links]
    parts = [f"# {plain_text(title)}", *filter(None, facts), abstract.strip(), "\n".join(bullets)]
    return "\n\n".join(filter(None, parts)) + "\n"
