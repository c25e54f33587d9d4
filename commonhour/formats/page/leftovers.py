"""Nothing is lost: every visible word of a page is in a field, was read as a label, or is unplaced with its line."""

import re
from collections import Counter
from typing import Any

from commonhour.formats.page.blocks import Block, Line, Table, joined, said_in
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.vocabulary import NOT_YET, WHEN, is_label_word, role_of
from commonhour.formats.page.wording import sentences, undecorated
from commonhour.formats.words.sentence import read_when

_SENTENCE_WORDS = 40
_WORD = re.compile(r"\w+")
_NOT_CONTENT = {"findings", "undecided", "question", "where", "slug", "severity", "kind", "code"}


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def words_in(value: Any) -> Counter[str]:
    """How often each word stands in a JSON document."""
    found: Counter[str] = Counter()
    _count(value, found)
    return found


def _count(value: Any, found: Counter[str]) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _NOT_CONTENT:
                _count(part, found)
    elif isinstance(value, list):
        for part in value:
            _count(part, found)
    elif isinstance(value, str):
        found.update(words_of(value))


def tell_leftover_times(blocks: list[Block], reading: PageReading) -> None:
    """Every sentence that gives a weekday and an hour, and no date, on a line that no call has."""
    heard = {(when.days, when.start, when.zone.text) for when in reading.heard}
    cells = [joined(c) for b in blocks if isinstance(b, Table) for row in b.rows for c in row.cells if c]
    for line in [*said_in(blocks), *cells]:
        for sentence in sentences(line) if line.number not in reading.timed else ():
            times = read_when(sentence.text)
            is_again = (times.days, times.start, times.zone.text) in heard
            is_said = times.start and times.days and not times.date and not is_again
            if is_said and len(sentence.text.split()) < _SENTENCE_WORDS:
                reading.find("time-left-over", line.number, text=sentence.text)


def place_leftovers(lines: list[Line], reading: PageReading) -> None:
    """Words that reached no field: labels of facts on lines that were understood, unplaced otherwise."""
    left = words_in(reading.draft.as_json())
    understood = [line for line in lines if line.number in reading.understood]
    others = [line for line in lines if line.number not in reading.understood]
    for line in others:
        reading.unplaced(line.number, _missing(line.text, left))
    for line in understood:
        _sort(line.number, _missing(line.text, left), reading)


def _sort(number: int, missing: str, reading: PageReading) -> None:
    """Only words that name a fact are labels; whatever else a line said is unplaced."""
    words = missing.split()
    end = next((i for i, word in enumerate(words, 1) if word.endswith(":")), 0)
    is_label = all(map(_is_label, words[:end])) or role_of(" ".join(words[:end]).rstrip(":"))
    label = words[:end] if is_label else []
    rest = words[len(label) :]
    if all(map(_is_label, rest)) or WHEN.match(missing):
        label, rest = words, []
    reading.label(number, " ".join(label))
    reading.unplaced(number, " ".join(rest))


def _is_label(word: str) -> bool:
    return is_label_word(undecorated(word).strip(".,;:!?()")) or bool(NOT_YET.match(word))


def _missing(text: str, left: Counter[str]) -> str:
    missing = []
    for word in text.split():
        parts = words_of(word)
        if any(left[part] <= 0 for part in parts):
            missing.append(word)
        for part in parts:
            left[part] -= 1
    return " ".join(missing)
