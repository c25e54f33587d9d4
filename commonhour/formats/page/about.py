"""A line or sentence about one group: its time, its people, and the places its links lead to."""

import re
from urllib.parse import urlsplit

from commonhour.core.draft import DraftChannel
from commonhour.core.places.channels import channel_kind, channel_name, url_kind
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import Line, Span, cut
from commonhour.formats.page.evidence import is_known_label
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.people import people_in_sentence
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.wording import says_when, split_label, undecorated
from commonhour.formats.words.sentence import read_when

_PART = re.compile(r"\s+[·•|]\s+|;\s+|\):\s+|(?<=[\w)]{2})\.\s+(?=[A-Z#\[]|$)")
_CHAT = re.compile(r"(?<![\w/#&])#(?=[\w-]*[a-z_-])\w[\w.-]*\w", re.I)
_PLACES = {"notes", "list", "chat", "forum", "calendar", "recordings", "video", "docs"}
_LOOSE_END = re.compile(r"[\s,;(:–—-]+(?:(?:and|with|in|on|at|see|chat|its|the)\s*)*$")


def read_about(line: Line, group: GroupReader) -> None:
    """Reads what stands behind a group's name, part by part."""
    for part in _parts(line):
        label, rest = split_label(part)
        name = undecorated(label.text)
        if name and is_known_label(name) and group.fact(name, rest, label):
            continue
        _read_part(part, group)


def _parts(line: Line) -> list[Line]:
    parts = [Line(line.number)]
    for span in line.spans:
        pieces = [span] if span.url else [Span(text) for text in _PART.split(span.text)]
        parts[-1].spans.append(pieces[0])
        parts += [Line(line.number, [piece]) for piece in pieces[1:]]
    whole: list[Line] = []
    for part in parts:
        if whole and part.links and all(span.url.startswith(SCHEME) for span in part.links):
            whole[-1].spans += [Span(" "), *part.spans]  # the way into the call stays with its time
        elif part.text or part.links:
            whole.append(part)
    return whole


def _read_part(part: Line, group: GroupReader) -> None:
    people = people_in_sentence(part.text, [part])
    for person in people:
        group.add_person(person, part.number)
    part = part if part.links else _without_brackets(part)
    time, places = _time_first(part)
    if time is not None:
        group.unlabelled(time)
        part = places
    if not (part.text or part.links):
        return
    if part.links and says_when(read_when(part.text)):
        group.add_channels(prose_channels(part))
    if people and not part.links:
        group.prose.append(part.markdown)
    else:
        group.unlabelled(part)


def _time_first(part: Line) -> tuple[Line | None, Line]:
    """The words about the time before the first link or chat, and what follows them."""
    length = 0
    for span in part.spans:
        found = None if span.url else _CHAT.search(span.text)
        if found or (span.url and not span.url.startswith(SCHEME)):
            length += found.start() if found else 0
            break
        length += len(span.text)
    before, behind = cut(part, length)
    if not says_when(read_when(before.text)) or not behind.spans:
        return None, part
    text = "".join(span.text for span in before.spans)
    end = _LOOSE_END.search(text)
    return _without_brackets(cut(part, end.start())[0] if end else before), behind


def _without_brackets(line: Line) -> Line:
    """A time in brackets, "(Thursdays 9am ET):", without them."""
    found = re.fullmatch(r"\(([^()]*)\)?\W*", line.text)
    return Line(line.number, [Span(found.group(1))]) if found and not line.links else line


def prose_channels(line: Line) -> list[DraftChannel]:
    """The channels a sentence links to or names; a link to some page or file of a repository is none."""
    found = [
        DraftChannel(channel_kind(s.url, s.text), s.text.strip(), channel_name(s.url, s.text), s.url)
        for s in line.links
        if is_absolute(s.url) and not s.url.startswith(SCHEME) and _is_place(s)
    ]
    for span in line.spans:
        if not span.url:
            found += [DraftChannel("chat", m.group(), m.group(), "") for m in _CHAT.finditer(span.text)]
    return found


def _is_place(span: Span) -> bool:
    kind = url_kind(span.url)
    if kind == "repo":
        return len(urlsplit(span.url).path.strip("/").split("/")) == 2
    return kind in _PLACES
