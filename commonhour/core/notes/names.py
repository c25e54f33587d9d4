"""Names as they stand in lists of who was there, and folk who are named elsewhere in notes."""

import re
from collections.abc import Iterable

from commonhour.core.notes.verbs import GIVEN, NO_DOER, word_set

_LINK = re.compile(r"\[([^\[\]]{1,100})\]\([^()\s]{0,500}\)")
_BRACKETS = re.compile(r"\s*[(（\[<][^()（）\[\]<>]{0,200}[)）\]>]?")
_BEHIND = re.compile(r"\s*(?:\s[-–—/|@]\s?|[,;:：]\s|\s-+$).*$")
_MARKS = re.compile(r"[*_`~]{1,3}|&nbsp;|^[xX✓✔✅]\s+")
_SHORTEST, _LONGEST = 4, 40  # letters of a name that stands for a longer one, and of the longer one
_BETWEEN = re.compile(r"\s*[,;、，；]\s*|\s+and\s+|\s+&\s+|\s+y\s+")
_ROLE = re.compile(
    r"^(?:note[- ]?taker|scribe|action item scribe|chair|host|facilitator|moderator|secretary|minutes|meeting leader)s?:\s*([\w.@' -]{2,60})",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^(?:\[[^\[\]]{0,10}\]\s)?(?:\*\*|<)?([^\W\d_][\w.'-]{0,30}(?: [^\W\d_][\w.'-]{0,30}){0,2})(?:\*\*|>)?:(?=\*{0,2}\s)"
)
AT = re.compile(r"(?<![\w@./])@([\w](?:[\w.-]{0,60}[\w])?)")
_NO_NAMES = (
    NO_DOER
    | GIVEN
    | word_set("""
info fyi discussion example examples background context overview date host attendees attendance present
regrets apologies absent attending participants resolved resolution agreed consensus conclusion recording
slides status result problem solution pro pros con cons warning important caution tip answer answers todo
caveat nb p.s ps ask asks draft location place zoom web site repo repository thanks description default
potential basically current currently none n/a tba name names please everyone members team
""")
)


def name_of(words: str) -> str:
    """The name in an entry of a list of people: without house, role, pronouns, link and address; "" for none."""
    bare = _MARKS.sub("", _LINK.sub(r"\1", words)).strip()
    bare = _BEHIND.sub("", _BRACKETS.sub("", bare)).strip(" .,;:*@-–—")
    is_name = any(letter.isalpha() for letter in bare) and len(bare) <= 80 and len(bare.split()) <= 6
    return bare if is_name and bare.casefold() not in _NO_NAMES and "://" not in bare else ""


def names_of(words: str) -> list[str]:
    """Of a line with commas between the people; what stands in brackets may hold commas, too."""
    bare = _BRACKETS.sub("", _LINK.sub(r"\1", words))
    return [name for name in map(name_of, _BETWEEN.split(bare)) if name]


def speaker_of(text: str) -> str:
    """ "Ana: I would wait" is said by Ana; "Question: why" by nobody."""
    found = _SPEAKER.match(text)
    return found[1] if found and not _NO_NAMES & set(found[1].casefold().split()) else ""


def folk_in(texts: Iterable[str], present: Iterable[str]) -> frozenset[str]:
    """Folded: everybody present by full and by first name, who speaks, keeps the notes or has an "@" before the name."""
    found = {name for text in texts for name in (speaker_of(text), *_role(text), *AT.findall(text)) if name}
    for name in present:
        found |= {name, name.split()[0]}
    folded = {name.casefold() for name in found if len(name) > 1}
    return frozenset(folded.union(*map(_shorter, folded)))


def _shorter(name: str) -> set[str]:
    """ "scott" for "scottmcm"; no word that says something else."""
    if " " in name or len(name) > _LONGEST:
        return set()
    return {name[:length] for length in range(_SHORTEST, len(name))} - GIVEN - NO_DOER


def _role(text: str) -> list[str]:
    found = _ROLE.match(text)
    return names_of(found[1]) if found else []
