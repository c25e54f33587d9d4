"""A title that says that a call is off: Outlook and people write it there, and often nowhere else."""

import re

_WORD = (
    r"cancell?ed|abgesagt|annul[ée]e?|cancelad[oa]|annullat[oa]|geannuleerd|inställ[td]|aflyst|avlyst|peruttu|peruutettu|zrušeno|i\u0307?ptal edildi|annulation|"
    r"odwołan[eya]|отмен(?:ено|ён|ен)|скасовано|キャンセル(?:済み)?|中止|已取消|취소됨"
)
_REPLY = r"(?:(?:re|fwd?|aw|wg|tr|sv|vs|rv)\s?:\s*)*"
_IN_FRONT = re.compile(
    rf"(?i:{_REPLY}(?:[*_~\[(【]+(?:{_WORD})[!*_~\])】]+\s*[:-]?|(?:{_WORD})\s*(?:[:：]|[!.]+(?!\w)|\s[-–—]\s|$)))\s*|CANCELL?ED\s+(?=.*[a-z])"
)
_BEHIND = re.compile(
    rf"(?:[*_~\[(【]+(?:{_WORD})[!*_~\])】]+|(?:\s[-–—]|\s?:)\s?(?:{_WORD})!*)$", re.IGNORECASE
)
_MOST_MARKS = 5


def without_mark(title: str) -> str:
    """The title without what says that the call is off, however often it does; "" when it says nothing else, and the
    same when nothing says so."""
    bare = title.strip()
    for _ in range(_MOST_MARKS):
        match = _IN_FRONT.match(bare)
        bare = bare[match.end() :] if match else bare
    return _BEHIND.sub("", bare).strip()


def bare_mark(title: str) -> str:
    """The word by which a title says so."""
    found = re.search(_WORD, title, re.IGNORECASE)
    return found[0] if found else ""


def is_called_off(title: str) -> bool:
    """True when a title says so."""
    return without_mark(title) != title.strip()
