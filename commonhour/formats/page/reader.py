"""`read_page`: a Markdown meetings page, of Hugo or plain, as a Draft."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from commonhour.core.audit.drafts import draft_findings
from commonhour.core.draft import Draft, DraftJoin, DraftSeries, DraftSource
from commonhour.core.finding import with_texts
from commonhour.core.places.calendars import calendar_sources
from commonhour.core.places.secrets import is_open
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import Question
from commonhour.formats.page.addresses import hide_people
from commonhour.formats.page.blocks import Block, Card, Section, lines_in, sections
from commonhour.formats.page.decoding import page_text
from commonhour.formats.page.frontmatter import FrontMatter, read_front_matter
from commonhour.formats.page.headrule import read_head_rule
from commonhour.formats.page.leftovers import place_leftovers, tell_leftover_times
from commonhour.formats.page.marks import shown
from commonhour.formats.page.ours import is_ours, read_ours
from commonhour.formats.page.parsed import ParsedPage, parse_page
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import SCHEME, join_numbers, public_text, without_secrets_of_ours
from commonhour.formats.page.structure import read_sections
from commonhour.formats.page.vocabulary import state_of
from commonhour.formats.page.wording import undecorated

_ADDRESSES = ("url", "recording")


def read_page(text: str | bytes, *, where: str, today: dt.date) -> Draft:
    """What a meetings page says. `where` is the file's name in findings ("meetings.md:46").

    Raises RefusedInput for what is binary, empty, over the limit or no Markdown.
    """
    return page_reading(text, where=where, today=today).draft


def page_reading(text: str | bytes, *, where: str, today: dt.date) -> PageReading:
    """The same draft, with the line each channel, goal and group was read from."""
    source = page_text(text, where)
    lines = source.split("\n")
    if not is_ours(lines):
        return reading_of(parse_page(source, where=where, today=today))
    reading, head = PageReading(Draft("page"), where, today), read_front_matter(source)
    lines = without_secrets_of_ours([shown(line) for line in lines], reading)
    _read_head(read_front_matter("\n".join(lines)), reading)
    read_ours(lines[head.lines :], head.lines + 1, reading)
    return _finished(reading)


def reading_of(page: ParsedPage) -> PageReading:
    """The same of a page that was parsed and is no hub's own; its blocks are taken apart."""
    _read_head(page.head, page.reading)
    _read_foreign(page)
    reading = _finished(page.reading)
    hide_people(page.lines, reading)  # what a hub wrote holds the mailboxes its moderators gave on purpose
    return reading


def _finished(reading: PageReading) -> PageReading:
    for finding in draft_findings(reading.draft, reading.where_of, reading.today, state_of):
        reading.draft.note(finding)
    _publish_joins(reading)
    reading.draft.findings.sort(key=lambda finding: int(finding.where.rpartition(":")[2]))
    return reading


def _read_head(head: FrontMatter, reading: PageReading) -> None:
    """`head` is without ways into calls."""
    values = head.values
    community = reading.draft.community
    community.title = values.get("title", "")
    community.path = values.get("url", "") or values.get("permalink", "") or values.get("slug", "")
    if values.get("description"):
        community.description = values["description"]


def _read_foreign(page: ParsedPage) -> None:
    blocks, reading = page.blocks, page.reading
    for url in _urls(blocks):
        add_sources(url, reading)
    root = _with_title(sections(blocks), reading)
    read_sections(root, reading, reading.draft.community.title or _file_title(reading.file))
    read_head_rule(page.head, page.lines, list(lines_in(blocks)), reading)
    tell_leftover_times(blocks, reading)
    _attach_joins(reading)
    place_leftovers(list(lines_in(blocks)), reading)


def _file_title(file: str) -> str:
    """What the name of a file says of a page without a title: "local-chapters.md" is about local chapters."""
    stem = PurePath(file).stem
    return "" if stem.lower() in ("readme", "index") else re.sub(r"[-_]+", " ", stem)


def _urls(blocks: list[Block]) -> Iterator[str]:
    for line in lines_in(blocks):
        yield from (span.url for span in line.links)
    for block in blocks:
        if isinstance(block, Card):
            yield from block.code.attributes.values()


def add_sources(url: str, reading: PageReading) -> None:
    """Adds the calendars a link shows, each once, with the zone any of its links names."""
    for found in calendar_sources(url):
        known = next((s for s in reading.draft.sources if s.url == found.url), None)
        if known is None:
            reading.draft.sources.append(DraftSource(found.kind, found.url, found.tzid))
        else:
            known.tzid = known.tzid or found.tzid


def _with_title(root: Section, reading: PageReading) -> Section:
    """The tree without the heading that is the page's title, whose text becomes the community's title."""
    community = reading.draft.community
    first = root.children[0] if root.children and not any(True for _ in lines_in(root.blocks[3:])) else None
    if first is None or (community.title and first.name != community.title):
        return root
    is_alone = all(section.level > first.level for section in root.walk() if section not in (root, first))
    if first.level > 1 and not is_alone:
        return root
    community.title = undecorated(first.name) or first.name
    reading.understood.add(first.number)
    return Section(0, None, root.blocks + first.blocks, first.children + root.children[1:])


def _attach_joins(reading: PageReading) -> None:
    """Gives every way into a call to the series whose text it stood in, else to the first series of its group."""
    draft = reading.draft
    for series in draft.series:
        _attach(join_numbers(series.description), series, reading)
    homes = {series.group: series for series in reversed(draft.series)}
    for group in draft.groups:
        home = homes.get(group.slug)
        if home is not None:
            _attach(join_numbers(group.description), home, reading)
    for space in draft.spaces:
        inside = {group.slug for group in draft.groups if group.space == space.slug}
        _share(space.description, [one for one in draft.series if one.group in inside], reading)
    _share(draft.community.description, draft.series, reading)


def _share(text: str, calls: list[DraftSeries], reading: PageReading) -> None:
    """The one room that is named for all of them is the room of each that names none."""
    rooms = {
        number for number in join_numbers(text) if number < len(reading.joins) and reading.joins[number].url
    }
    if len({reading.joins[number] for number in rooms}) == 1:
        for series in calls:
            if not any(join.url for join in series.joins):
                _attach([min(rooms)], series, reading)


def _attach(numbers: list[int], series: DraftSeries, reading: PageReading) -> None:
    for number in (one for one in numbers if one < len(reading.joins)):
        join = reading.joins[number]
        if join not in series.joins:
            series.joins.append(join)


def _publish_joins(reading: PageReading) -> None:
    """Replaces what stands for a join in every text of the draft, and leaves no address that leads into a call."""
    draft = reading.draft
    draft.findings = [
        dataclasses.replace(one, facts=with_texts(dict(one.facts), public_text)) for one in draft.findings
    ]
    _publish(draft)
    held = {join for series in draft.series for join in series.joins}
    left = [
        line
        for join, line in zip(reading.joins, reading.joins_at, strict=True)
        if is_open(join) and join.url and join not in held
    ]
    if left:
        reading.find("dropped-property", left[0], "room", times=len(left))


def _publish(thing: Any) -> None:
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, str) and SCHEME in value:
            setattr(thing, field.name, "" if field.name in _ADDRESSES else public_text(value))
        elif isinstance(value, Question):
            facts = with_texts(value.facts, public_text)
            setattr(thing, field.name, dataclasses.replace(value, facts=facts))
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            _publish(value)
        elif isinstance(value, list):
            for part in value:
                if dataclasses.is_dataclass(part) and not isinstance(part, DraftJoin | Schedule):
                    _publish(part)
