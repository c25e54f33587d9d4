"""A page as its blocks, made once for all who read it: its text mended, its secrets kept apart, its links repaired."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.draft import Draft
from commonhour.formats.page.blocks import Block
from commonhour.formats.page.decoding import mended, page_text
from commonhour.formats.page.frontmatter import FrontMatter, read_front_matter
from commonhour.formats.page.linkrepair import repaired_links
from commonhour.formats.page.markdown import BlockParser
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import without_secrets
from commonhour.formats.page.shortcodes import without_shortcodes, without_template_tags


@dataclass(slots=True)
class ParsedPage:
    """`source` is the text as it stands, `lines` are without ways into calls. `reading` has kept those, and what was
    found on the way."""

    source: str
    head: FrontMatter
    lines: list[str]
    blocks: list[Block]
    reading: PageReading


def parse_page(text: str | bytes, *, where: str, today: dt.date) -> ParsedPage:
    """Raises RefusedInput for what is binary, empty, over the limit or no Markdown."""
    reading = PageReading(Draft("page"), where, today)
    source = page_text(text, where)
    head = read_front_matter(source)
    lines = without_secrets(_mended(source.split("\n"), reading), reading)
    head = replace(head, values=read_front_matter("\n".join(lines)).values)
    body, codes = without_shortcodes("\n" * head.lines + "\n".join(lines[head.lines :]))
    repaired = repaired_links(without_template_tags(body).split("\n")[head.lines :], head.lines + 1, reading)
    return ParsedPage(source, head, lines, BlockParser(repaired, head.lines + 1, codes).blocks(), reading)


def _mended(lines: list[str], reading: PageReading) -> list[str]:
    better = [mended(line) for line in lines]
    for number, (line, fixed) in enumerate(zip(lines, better, strict=True), 1):
        if line != fixed:
            reading.find("mis-decoded-text", number)
    return better
