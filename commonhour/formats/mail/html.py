"""A message as small HTML: one column, no picture, no tracking, and legible where styles are stripped."""

from typing import Any

from django.template.loader import render_to_string

from commonhour.core.message import Block, Link, Message, Moment, Part, Said
from commonhour.core.speech.inert import defused
from commonhour.core.speech.moments import in_both
from commonhour.core.speech.words import Words


def as_html(message: Message, footer: Message | None, tzid: str, words: Words, language: str) -> str:
    blocks = [plain_block(block, tzid, words) for block in message.blocks]
    ends = [plain_block(block, tzid, words) for block in footer.blocks] if footer else []
    context = {"subject": message.subject, "blocks": blocks, "footer": ends, "language": language}
    return render_to_string("mail/message.html", context)


def plain_block(block: Block, tzid: str, words: Words) -> dict[str, Any]:
    """A block for a template: its kind, and its parts as text or a link."""

    def parts(line: tuple[Part, ...]) -> list[dict[str, str]]:
        return [_part(one, tzid, words) for one in line]

    name = type(block).__name__.lower()
    found: dict[str, Any] = {"kind": name}
    for field in ("line", "text"):
        value = getattr(block, field, None)
        if value is not None:
            found["line"] = parts(value) if isinstance(value, tuple) else [{"text": value}]
    found["url"] = getattr(block, "url", "")
    found["rows"] = [(label, parts(line)) for label, line in getattr(block, "rows", ())]
    found["lines"] = [parts(line) for line in getattr(block, "lines", ())]
    return found


def _part(part: Part, tzid: str, words: Words) -> dict[str, str]:
    if isinstance(part, Link):
        return {"text": part.text, "url": part.url}
    if isinstance(part, Moment):
        return {"text": in_both(part, tzid, words), "strong": "yes"}
    return {"text": defused(part.text) if isinstance(part, Said) else part}
