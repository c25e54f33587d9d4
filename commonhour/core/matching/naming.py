"""The words of a name or title: folded, plural-free, and sorted by how much they say about whose call it is."""

import enum
import functools
import re
import unicodedata
from dataclasses import dataclass


class Weight(enum.Enum):
    """What a word says: TYPE and STOP nothing, SOFT only when it tells two groups apart, NEUTRAL only when a
    group is called so, PLAIN always."""

    PLAIN = 1
    NEUTRAL = 2
    SOFT = 3
    TYPE = 4
    STOP = 5


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is folded and without plural, `surface` is as written, `segment` counts the title's parts."""

    text: str
    surface: str
    weight: Weight
    segment: int = 0


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _listed(
    "a an and at by de del der des di die du el en et for from in la las le les los of on or our plus s the "
    "this to und with y your we us is are s t"
)
# What a group is, or that people meet: says nothing about which group.
_TYPE = _listed(
    "wg sig tag ug team teams group subgroup call meeting meet meetup sync weekly biweekly bi fortnightly monthly "
    "bimonthly quarterly daily yearly annual regular recurring working session standup stand up catchup catch "
    "hangout gathering squad event invite invitation reunion treffen llamada"
)
_SOFT = _listed(
    "community program project committee subcommittee chapter initiative taskforce workstream stream user interest "
    "special public open source council board forum area topic technical virtual"
)
_NEUTRAL = _listed(
    "agenda alt alternate alternating apac amer americas asia africa emea eu europe us usa uk latam anz global "
    "european american asian pacific atlantic east west north south early late morning evening afternoon "
    "friendly timezone cancelled canceled postponed rescheduled moved tentative confirmed updated new old reminder "
    "kickoff kick off retro retrospective planning triage backlog grooming review discussion officehour office hour "
    "check checkin deep dive demo hybrid online remote zoom slack google teams webex jitsi room live recording "
    "recorded notes minutes extra special first second third fourth last next round edition part slot note "
    "guest sprint hosted led facilitated topic theme brainstorm coworking huddle chat coffee intro introduction prep "
    "status roadmap ama followup wrapup w q deepdive no cohort update hold save date draft placeholder am pm utc gmt cet cest est edt pst pdt bst ist jst et pt "
    "noon midnight week month year today tomorrow mon tue tues wed thu thur thurs fri sat sun monday tuesday "
    "wednesday thursday friday saturday sunday jan feb mar apr may jun jul aug sep sept oct nov dec january "
    "february march april june july august september october november december"
)
_PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\bworking[\s-]+groups?\b", "wg"),
        (r"\bspecial[\s-]+interest[\s-]+groups?\b", "sig"),
        (r"\buser[\s-]+groups?\b", "ug"),
        (r"\btask[\s-]+forces?\b", "taskforce"),
        (r"\boffice[\s-]+hours?\b", "officehour"),
        (r"\bbi[\s-]+(weekly|monthly)\b", r"bi\1"),
        (r"\b(all|town)[\s-]+(hands|hall)\b", r"\1\2"),
        (r"\bc\+\+", "cpp"),
        (r"\bc#(?!\w)", "csharp"),
        (r"(?<!\w)\.net\b", "dotnet"),
        (r"\b(node|next|vue|react)\.js\b", r"\1js"),
    )
)
_NUMBER = re.compile(
    r"^(?:v?\d+(?:st|nd|rd|th|am|pm|h|hrs?|min|utc|z)?|q[1-4]|fy\d+|h[12]|\d+t\d+z?|\d+[a-z]{3}\d*|w\d+)$"
)
_SPELLINGS = (("isation", "ization"), ("programme", "program"), ("centre", "center"), ("colour", "color"))
_APOSTROPHE = re.compile(r"['’`´](?:s\b)?", re.IGNORECASE)
_SEGMENT_END = re.compile(r"[:|()\[\]{}<>•·»«–—;]|\s-+\s|\s@\s|\s~\s")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents or typographic variants."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@functools.lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """A folded word without its plural, in one spelling."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x)es$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_BY_WEIGHT = (
    (Weight.STOP, {*map(stem, _STOP), *_STOP}),
    (Weight.TYPE, {*map(stem, _TYPE), *_TYPE}),
    (Weight.SOFT, {*map(stem, _SOFT), *_SOFT}),
    (Weight.NEUTRAL, {*map(stem, _NEUTRAL), *_NEUTRAL}),
)


def is_number(text: str) -> bool:
    """True for a number, a date, an hour, a quarter, a version."""
    return bool(_NUMBER.match(text))


@functools.lru_cache(maxsize=8_192)
def weight(text: str) -> Weight:
    """How much a stemmed word says. Numbers and dates are NEUTRAL."""
    if is_number(text):
        return Weight.NEUTRAL
    return next((found for found, known in _BY_WEIGHT if text in known), Weight.PLAIN)


_LONG_NOISE = tuple(word for word in (*_TYPE, *_SOFT) if len(word) >= 6)


@functools.lru_cache(maxsize=4_096)
def words(text: str) -> tuple[Word, ...]:
    """Every word of a text in order. Brackets, colons and dashes begin a new segment."""
    found: list[Word] = []
    for number, part in enumerate(_SEGMENT_END.split(unicodedata.normalize("NFC", text))):
        found += [_word(surface, number) for surface in _WORD.findall(_with_phrases(part))]
    return tuple(found)


def _word(surface: str, segment: int) -> Word:
    text = stem(fold(surface))
    return Word(text, surface, weight(text), segment)


def _with_phrases(text: str) -> str:
    text = _APOSTROPHE.sub("", text)
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return text


def is_slip_of_noise(text: str) -> bool:
    """True for "weeky" and "meetng": a misspelt word that would have said nothing."""
    return len(text) >= 5 and any(is_one_edit(text, word) for word in _LONG_NOISE)


def is_one_edit(one: str, two: str) -> bool:
    """Damerau-Levenshtein distance of exactly one."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    pairs = enumerate(zip(one, two, strict=False))
    start = next((n for n, (a, b) in pairs if a != b), min(len(one), len(two)))
    rest_one, rest_two = one[start:], two[start:]
    swapped = rest_one[:2] == rest_two[:2][::-1] and rest_one[2:] == rest_two[2:]
    return swapped or rest_one[1:] == rest_two[1:] or rest_one[1:] == rest_two or rest_one == rest_two[1:]


def name_key(text: str) -> str:
    """One key for all spellings of a name: its telling words, sorted. Falls back on all words."""
    all_words = words(text)
    telling = {w.text for w in all_words if w.weight in (Weight.PLAIN, Weight.NEUTRAL)}
    return " ".join(sorted(telling or {w.text for w in all_words}))
