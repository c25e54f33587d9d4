"""What somebody looks for, read from what they typed. Anything odd is words: no text is refused.

budget "release plan" rel* -draft group:ospo type:decisions after:2026-01 before:2026-06-30
"""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.search.folding import is_spaceless, pairs_of, runs_of

LONGEST, MOST_TERMS = 300, 12  # characters and terms that count
BEGINNING = 3  # letters from which the last word is also found as the beginning of one
TYPES = ("notes", "decisions", "actions", "series", "groups", "talks", "people")
_PART = re.compile(r'(-?)"([^"]*)"?(\*?)|(\S+)')
_FIELD = re.compile(r"(group|series|type|in|after|before):(\S+)", re.IGNORECASE)
_TYPE = re.compile(r"(?:type|in):\S+", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Way:
    """Words that follow each other; with `is_begun` the last one is only the beginning of a word."""

    words: tuple[str, ...]
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Found in any of these ways."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All of `terms`, none of `without`. `groups` and `series` are slugs, `types` of `TYPES`; `after` is the first day,
    `before` the first one that is too late; days are those where the meeting is held."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    groups: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    after: dt.date | None = None
    before: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        return not (
            self.terms
            or self.without
            or self.groups
            or self.series
            or self.types
            or self.after
            or self.before
        )

    @property
    def words(self) -> list[str]:
        """Those that were typed."""
        return [word for term in self.terms for word in term.ways[0].words]


def read_query(text: str) -> Query:
    text = text[:LONGEST].strip()
    found: dict[str, list[str]] = {}
    days: dict[str, dt.date] = {}
    terms: list[Term] = []
    without: list[Term] = []
    parts = list(_PART.finditer(text))
    for number, part in enumerate(parts):
        minus, quoted, star, word = part.groups()
        if word and (field := _FIELD.fullmatch(word)) and _is_field(field, found, days):
            continue
        is_last = number == len(parts) - 1
        term = (
            _quoted(quoted, star)
            if word is None
            else _word(word.removeprefix("-"), is_last and word[0] != "-")
        )
        if term:
            (without if minus or (word or "").startswith("-") else terms).append(term)
    return Query(
        text, tuple(terms[:MOST_TERMS]), tuple(without[:MOST_TERMS]), tuple(found.get("group", ())), tuple(found.get("series", ())),
        tuple(found.get("type", ())), days.get("after"), days.get("before"),
    )  # fmt: skip


def of_type(text: str, kind: str) -> str:
    """The same asked of this type alone; of all, for ""."""
    kept = [part for part in text.split(" ") if not _TYPE.fullmatch(part)]
    return " ".join([*kept, f"type:{kind}"] if kind else kept)


def _is_field(field: re.Match[str], found: dict[str, list[str]], days: dict[str, dt.date]) -> bool:
    name, value = field[1].lower(), field[2]
    if name in ("after", "before"):
        day = _day(value)
        if day:
            days[name] = day
        return day is not None
    if name in ("type", "in"):
        kind = next((one for one in TYPES if value.lower() in (one, one.removesuffix("s"))), None)
        name, value = "type", kind or ""
    if value:
        found.setdefault(name, []).append(value)
    return bool(value)


def _day(text: str) -> dt.date | None:
    """The first day of a year or a month that is named alone."""
    read = _DAY.fullmatch(text)
    try:
        return dt.date(int(read[1]), int(read[2] or 1), int(read[3] or 1)) if read else None
    except ValueError:
        return None


def _quoted(text: str, star: str) -> Term | None:
    way = _way(text, is_begun=bool(star))
    return Term((way,)) if way else None


def _word(text: str, is_last: bool) -> Term | None:
    """A word is found in the singular and the plural; the last one also as the beginning of a longer one, so that there is
    something to see while somebody types."""
    is_begun = text.endswith("*")
    way = _way(text, is_begun=is_begun)
    if way is None:
        return None
    if is_begun or len(way.words) > 1 or way.is_begun:
        return Term((way,))
    word = way.words[0]
    ways = [way, *(Way((one,)) for one in forms_of(word))]
    if is_last and len(word) >= BEGINNING and not is_spaceless(word):
        ways.append(Way((word,), is_begun=True))
    return Term(tuple(ways))


def _way(text: str, *, is_begun: bool) -> Way | None:
    """As a text keeps it: writing without spaces is read as the letters it begins with, wherever they stand."""
    words: list[str] = []
    runs = runs_of(text)
    for number, run in enumerate(runs):
        if not is_spaceless(run):
            words.append(run)
        elif number < len(runs) - 1:
            words += pairs_of(run)
        else:
            words += pairs_of(run)[:-1] or [run]
            is_begun = len(run) == 1
    return Way(tuple(words), is_begun) if words else None


def forms_of(word: str) -> list[str]:
    """The singular of a plural and the plural of a singular, as English and Spanish make them; some of them are none."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return []
    if word.endswith("ss"):
        return [f"{word}es"]
    if word.endswith("ies"):
        return [f"{word[:-3]}y", word[:-1]]
    if word.endswith("es"):
        return [word[:-1], word[:-2]]
    if word.endswith("s"):
        return [word[:-1]]
    return [f"{word}s", f"{word}es", *([f"{word[:-1]}ies"] if word.endswith("y") else [])]
