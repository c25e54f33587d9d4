"""What changed between two versions of a text, line by line, with a few of the lines around it."""

import difflib
from dataclasses import dataclass

AROUND = 2
_FINE_WORK = 4_000_000  # pairs of lines; of longer texts all is out and all is in


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """`kind` is "same", "out" (only before), "in" (only after) or "gap": lines left out, which are the same."""

    kind: str
    text: str = ""


def compare(before: str, after: str) -> list[ComparedLine]:
    """Empty for two equal texts."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) * len(new) > _FINE_WORK:
        return [*_lines("out", old), *_lines("in", new)]
    found: list[ComparedLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        found += [ComparedLine("gap")] if group[0][1] > 0 else []
        for tag, a, b, c, d in group:
            found += (
                _lines("same", old[a:b])
                if tag == "equal"
                else [*_lines("out", old[a:b]), *_lines("in", new[c:d])]
            )
    return found


def _lines(kind: str, texts: list[str]) -> list[ComparedLine]:
    return [ComparedLine(kind, text) for text in texts]
