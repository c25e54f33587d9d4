"""A title that says that a call is off: Outlook and people write it there, and often nowhere else."""

import re

_WORD = (
    r"cancell?ed|abgesagt|annul[ée]e?|cancelad[oa]|annullat[oa]|geannuleerd|inställ[td]|aflyst|avlyst|peruttu|peruutettu|zrušeno|iptal edildi|annulation|"
    r"odwołan[eya]|отмен(?:ено|ён|ен)|скасовано|キャンセル(?:済み)?|中止|已取消|취소됨"
)
_IN_FRONT = re.compile(
    rf"(?i:[\[(【](?:{_WORD})[\])】]\s*[:-]?|(?:{_WORD})\s*(?:[:：]|\s[-–—]\s))\s*|CANCELL?ED\s+(?=.*[a-z])"
)
_BEHIND = re.compile(rf"(?:[\[(【](?:{_WORD})[\])】]|(?:\s[-–—]|\s?:)\s?(?:{_WORD}))$", re.IGNORECASE)
_MOST_MARKS = 5


def without_mark(title: str) -> str:
    """The title without what says that the call is off, however often it does; the same when nothing says so."""
    bare = title.strip()
    for _ in range(_MOST_MARKS):
        match = _IN_FRONT.match(bare)
        bare = bare[match.end() :] if match else bare
    return _BEHIND.sub("", bare).strip() or title.strip()


def is_called_off(title: str) -> bool:
    """True when a title says so."""
    return without_mark(title) != title.strip()
