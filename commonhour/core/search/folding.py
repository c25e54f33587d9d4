"""A text as the words a search compares, the same for every database: without case, accents and signs.

Writing without spaces (Chinese, Japanese, Thai …) becomes every two letters that follow each other, and the last one
alone: 会議室 is 会議, 議室, 室. So any part of it is found again as words that follow each other.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

LONGEST = 64  # letters of a word that count
MOST = 16_000  # words of a text that count: PostgreSQL keeps the places of 16,383
OFTENEST = 250  # times that a word of a text is kept: PostgreSQL keeps 256 places of each
GAP = "_"  # between texts that are not read on into each other; no word has this sign

# Words that most texts have: two of them side by side are kept as one too, or a phrase such as "of the" would be looked
# for in every text.
_COMMON = frozenset(
    ["a", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "just", "let", "more", "no", "not", "of", "on", "one", "or", "our", "out", "should", "so", "some", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you", "al", "como", "con", "de", "del", "el", "en", "es", "la", "las", "lo", "los", "no", "para", "por", "que", "se", "su", "un", "una", "y"]
)  # fmt: skip

_MARKS = re.compile("[\u0300-\u036f]")
_ASCII = re.compile("[a-z0-9]+")
_WORD = re.compile("[^\\W_]+")
# With the marks that may still stand apart from their letter.
_WRITTEN = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u3099\u309a])*")
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")


def fold(text: str) -> str:
    """Small letters without accents; kana keep their voice (か is not が)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", plain)))


def runs_of(text: str) -> list[str]:
    """Words, and unbroken runs of writing without spaces, in their order."""
    folded = fold(text)
    if folded.isascii():
        return [word[:LONGEST] for word in _ASCII.findall(folded)]
    return [run[:LONGEST] if not is_spaceless(run) else run for word in _WORD.findall(folded) for run in _RUN.findall(word)]  # fmt: skip


def is_spaceless(run: str) -> bool:
    return bool(_IS_SPACELESS.match(run))


def pairs_of(run: str) -> list[str]:
    """Every two letters, and the last one alone."""
    return [run[at : at + 2] for at in range(len(run))]


def words_of(text: str) -> list[str]:
    """The words in their order."""
    found: list[str] = []
    for run in runs_of(text):
        if is_spaceless(run):
            found += pairs_of(run)
        else:
            found.append(run)
    return found


def joined(words: Sequence[str]) -> list[str]:
    """Each two common words that follow each other, as one."""
    pairs = pairwise(words)
    return list(
        dict.fromkeys(f"{one}_{other}" for one, other in pairs if one in _COMMON and other in _COMMON)
    )


def kept(words: list[str]) -> str:
    """The words as a database keeps them, with spaces between. What comes too often leaves a gap, so that the others stay
    where they are."""
    words = words[:MOST]
    if len(words) > OFTENEST and max(Counter(words).values()) > OFTENEST:
        seen: Counter[str] = Counter()
        for at, word in enumerate(words):
            seen[word] += 1
            words[at] = word if seen[word] <= OFTENEST else GAP
    return " ".join(words)


def places_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word with where it begins and ends in the text as it is written; of writing without spaces, every letter's two."""
    for found in _WRITTEN.finditer(text):
        start = found.start()
        for run in _RUN.finditer(found.group()):
            yield from _places_of_run(run.group(), start + run.start())


def _places_of_run(run: str, start: int) -> Iterator[tuple[int, int, str]]:
    words = words_of(run)
    if is_spaceless(run) and len(words) == len(run):
        for at, word in enumerate(words):
            yield start + at, start + at + len(word), word
    else:
        for word in words:
            yield start, start + len(run), word
