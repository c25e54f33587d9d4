"""The part of a text in which what was asked for stands, with the words marked; plain text in, plain text out."""

from bisect import bisect_left

from commonhour.core.search.folding import places_of
from commonhour.core.search.query import Query, Way

LENGTH, BEFORE = 240, 60  # characters of an excerpt, and of those how many stand before the first mark
LOOKED_AT = 40_000  # characters of a text
Pieces = tuple[tuple[str, bool], ...]  # a part of the text, and whether it is what was asked for


def marked(text: str, query: Query) -> Pieces:
    """The whole text."""
    return _pieces(text, _hits(text, query))


def excerpt(text: str, query: Query) -> Pieces:
    """From a little before where most of the terms stand together; the beginning, where none does."""
    text = " ".join(text[:LOOKED_AT].split())
    hits = _hits(text, query)
    start = _start(text, hits)
    end = _word_end(text, start + LENGTH)
    inside = [(a - start, b - start) for a, b in hits if a >= start and b <= end]
    pieces = _pieces(text[start:end], inside)
    return (*((("… ", False),) if start else ()), *pieces, *(((" …", False),) if end < len(text) else ()))


def _hits(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the terms stand, from front to back, none within another."""
    places = list(places_of(text))
    ways = [way for term in query.terms for way in term.ways]
    firsts = {way.words[0] for way in ways}
    beginnings = tuple(way.words[0] for way in ways if way.is_begun and len(way.words) == 1)
    found: list[tuple[int, int]] = []
    for at, (_, _, word) in enumerate(places):
        if word not in firsts and not word.startswith(beginnings):
            continue
        ends = [places[at + len(way.words) - 1][1] for way in ways if _stands_at(way, places, at)]
        if ends and found and places[at][0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], *ends))
        elif ends:
            found.append((places[at][0], max(ends)))
    return found


def _stands_at(way: Way, places: list[tuple[int, int, str]], at: int) -> bool:
    count = len(way.words)
    if at + count > len(places) or any(places[at + n][2] != way.words[n] for n in range(count - 1)):
        return False
    last = places[at + count - 1][2]
    return last.startswith(way.words[-1]) if way.is_begun else last == way.words[-1]


def _start(text: str, hits: list[tuple[int, int]]) -> int:
    if not hits:
        return 0
    starts = [start for start, _ in hits]
    near = [bisect_left(starts, first + LENGTH - BEFORE) - n for n, first in enumerate(starts)]
    first = starts[near.index(max(near))]
    if first <= BEFORE:
        return 0
    space = text.find(" ", first - BEFORE, first)
    return first - BEFORE if space < 0 else space + 1


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - 30, end)
    return end if space < 0 else space


def _pieces(text: str, hits: list[tuple[int, int]]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    last = 0
    for start, end in hits:
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    return tuple((part, is_hit) for part, is_hit in [*pieces, (text[last:], False)] if part)
