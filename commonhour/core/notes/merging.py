"""Two texts that began as one, put together line by line (a three-way merge), so that nobody's line is lost.

What only one of two people changed is taken. Where both added lines, both stand there, the other's first. Where both changed
the same lines in different ways, both ways stand there too, and a person has to look: that is a clash.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Lines = Sequence[str]
_FINE_WORK = (
    1_000_000  # pairs of lines to compare; beyond, all between the first and the last change is one change
)


@dataclass(frozen=True, slots=True)
class Clash:
    """The same lines as two people have them."""

    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` has the lines of both, also where they clash."""

    text: str
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """In place of the lines `first` to `end` (not included, counted from 0) of the base there are `lines`."""

    first: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Never raises. Lines end with a line feed."""
    old, other, own = (text.split("\n") for text in (base, theirs, mine))
    found, clashes, done = list[str](), list[Clash](), 0
    for first, end, by_them, by_me in _places(_changes(old, other), _changes(old, own)):
        found += old[done:first]
        done = end
        here = _applied(old, first, end, by_them), _applied(old, first, end, by_me)
        lines, clash = _put_together(old[first:end], *here)
        found += lines
        clashes += [clash] if clash else []
    return Merged("\n".join([*found, *old[done:]]), tuple(clashes))


def _put_together(old: Lines, theirs: Lines, mine: Lines) -> tuple[list[str], Clash | None]:
    if mine in (old, theirs):
        return list(theirs), None
    if theirs == old:
        return list(mine), None
    head, tail = _in_common(theirs, mine)
    by_them, by_me = theirs[head : len(theirs) - tail], mine[head : len(mine) - tail]
    lines = [*mine[:head], *by_them, *by_me, *mine[len(mine) - tail :]]
    is_added = not any(line.strip() for line in old)
    if is_added or not by_them or not by_me:
        return lines, None
    return lines, Clash("\n".join(by_them), "\n".join(by_me))


def _changes(old: Lines, new: Lines) -> list[_Change]:
    head, tail = _in_common(old, new)
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if not was and not now:
        return []
    if len(was) * len(now) > _FINE_WORK:
        return [_Change(head, head + len(was), tuple(now))]
    steps = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [_Change(head + a, head + b, tuple(now[c:d])) for tag, a, b, c, d in steps if tag != "equal"]


def _in_common(one: Lines, other: Lines) -> tuple[int, int]:
    """How many lines are the same at the beginning, and of the rest at the end."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != other[-1 - n]), most - head)
    return head, tail


def _places(
    theirs: list[_Change], mine: list[_Change]
) -> Iterator[tuple[int, int, list[_Change], list[_Change]]]:
    """(first, end, their changes, my changes) of each place of the base that changes of one or of both touch."""
    waiting = sorted(
        [(one, True) for one in theirs] + [(one, False) for one in mine], key=lambda each: each[0].first * 2 + (each[0].end > each[0].first)
    )  # fmt: skip
    while waiting:
        here = [waiting.pop(0)]
        first, end = here[0][0].first, here[0][0].end
        while waiting and _touches(waiting[0][0], first, end):
            here.append(waiting.pop(0))
            end = max(end, here[-1][0].end)
        yield (
            first, end, [one for one, is_theirs in here if is_theirs], [one for one, is_theirs in here if not is_theirs]
        )  # fmt: skip


def _touches(one: _Change, first: int, end: int) -> bool:
    """The same lines, or both add at one place. Beside each other is no touch."""
    return one.first < end or (one.first == one.end == first == end)


def _applied(old: Lines, first: int, end: int, changes: list[_Change]) -> list[str]:
    found, done = list[str](), first
    for one in changes:
        found += [*old[done : one.first], *one.lines]
        done = one.end
    return [*found, *old[done:end]]
