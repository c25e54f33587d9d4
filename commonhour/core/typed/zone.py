"""The zone of a typed time: a city, a country, an IANA name, letters such as PT, or a bare offset."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.core.time import zones
from commonhour.core.time.abbreviations import ABBREVIATIONS, CLAIMED_HOURS, SPELT_OUT
from commonhour.core.time.cities import city_zone, country_zones
from commonhour.core.typed.scan import Scan

_HOME = {"local", "local time", "my time", "here", "home"}
_FILLERS = {
    "at", "on", "the", "in", "of", "time", "um", "uhr", "a", "las", "à", "às", "am", "every", "each", "from",
    "hrs", "h", "hours", "to", "el", "le", "den", "and", "is", "zone", "timezone", "@", "-", "–", "—", "·", "/",
    "los", "hora", "de", "heure", "zeit", "t", ".",
}  # fmt: skip
_WORD = re.compile(r"[^\s|,;()\[\]]+")
_LONGEST = 5  # words in a zone's name: "W. Europe Standard Time", "Santa Cruz de la Sierra"
_OFFSETS = (
    re.compile(r"(?<=\d)\s?(?P<zulu>Z)\b"),
    re.compile(r"\b(?:UTC|GMT)\s*(?P<sign>[+\-−])\s*(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?!\d)", re.IGNORECASE),
    re.compile(r"(?<=T\d\d:\d\d)(?P<sign>[+\-−])(?P<h>\d\d):?(?P<m>\d\d)?(?!\d)"),
    re.compile(r"(?<=T\d\d:\d\d:\d\d)(?P<sign>[+\-−])(?P<h>\d\d):?(?P<m>\d\d)?(?!\d)"),
    re.compile(r"(?<=\d)\s*(?P<sign>\+)(?P<h>\d\d):?(?P<m>\d\d)(?!\d)"),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names a zone: every zone it may mean, the likeliest first. `letters` is set
    for an abbreviation."""

    tzids: tuple[str, ...]
    text: str
    span: tuple[int, int]
    letters: str = ""


def take_offset(scan: Scan) -> dt.timedelta | None:
    """An offset from UTC: "Z", "+01:00" behind an hour, "UTC-5". To be read before the hour."""
    for pattern in _OFFSETS:
        match = scan.take(pattern)
        if match:
            if "zulu" in match.groupdict():
                return dt.timedelta()
            length = dt.timedelta(hours=int(match["h"]), minutes=int(match["m"] or 0))
            return length if match["sign"] == "+" else -length
    return None


def take_zones(scan: Scan, home_tzid: str) -> list[Mention]:
    """Every zone named in what is left. To be read last, when days and hours are out of the way."""
    found = []
    while mention := _longest_mention(scan, home_tzid):
        scan.blank(*mention.span)
        found.append(mention)
    return found


def unread(scan: Scan) -> list[str]:
    """The words nobody could read, without those that say nothing."""
    words = (match[0].strip(".:") for match in _WORD.finditer(scan.left))
    return [word for word in words if word and word.casefold() not in _FILLERS]


def _longest_mention(scan: Scan, home_tzid: str) -> Mention | None:
    for start, end in _word_spans(scan.left):
        text = scan.left[start:end]
        mention = _mention(text, (start, end), home_tzid)
        if mention:
            return mention
    return None


def _word_spans(left: str) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring words, the longest first."""
    words = [match.span() for match in _WORD.finditer(left)]
    for count in range(min(_LONGEST, len(words)), 0, -1):
        for first in range(len(words) - count + 1):
            start, end = words[first][0], words[first + count - 1][1]
            if not re.search(r"[|;()\[\]]", left[start:end]):
                yield start, end


def _mention(text: str, span: tuple[int, int], home_tzid: str) -> Mention | None:
    plain = text.strip().rstrip(".")
    if plain.casefold() in _HOME:
        return Mention((home_tzid,), text, span)
    bare = re.sub(r"\s+time$", "", plain, flags=re.IGNORECASE)
    letters = SPELT_OUT.get(plain.casefold()) or SPELT_OUT.get(bare.casefold()) or bare.upper()
    if letters in ABBREVIATIONS:
        return Mention(ABBREVIATIONS[letters], bare, span, letters)
    found = city_zone(bare) or _zone_name(plain)
    if found:
        return Mention((found,), bare, span)
    several = country_zones(bare)
    return Mention(several, bare, span) if several else None


def _zone_name(text: str) -> str | None:
    """An IANA or Windows name. A lone short word is none: "W-SU" is a zone, but nobody types it."""
    return zones.resolve(text) if len(text) > 4 and text.casefold() not in _FILLERS else None


def choose_zone(scan: Scan, mentions: list[Mention], wall: dt.datetime) -> tuple[str, str]:
    """The zone all mentions agree on, and the letters it was named by. Raises Unclear when they do not, or
    when the only one may mean several that differ at that wall time."""
    likely = [_plausible(mention) for mention in mentions]
    shared = [tzid for tzid in likely[0] if all(tzid in others for others in likely[1:])]
    letters = next((mention.letters for mention in mentions if mention.letters), "")
    if shared:
        return _only(scan, mentions[0], shared, wall), letters
    agreeing = [tzid for tzid in likely[-1] if _same_everywhere(tzid, likely[:-1], wall)]
    if agreeing:
        return agreeing[0], letters
    raise _which_mention(scan, mentions, wall)


def _plausible(mention: Mention) -> tuple[str, ...]:
    """PST is Los Angeles or Manila, but only one of them is ever at UTC−8."""
    claimed = CLAIMED_HOURS.get(mention.letters)
    if claimed is None:
        return mention.tzids
    fitting = tuple(tzid for tzid in mention.tzids if dt.timedelta(hours=claimed) in _offsets_of_year(tzid))
    return fitting or mention.tzids[:1]


def _offsets_of_year(tzid: str) -> set[dt.timedelta | None]:
    return {dt.datetime(2026, month, 15, tzinfo=zones.zone(tzid)).utcoffset() for month in (1, 7)}


def _same_everywhere(tzid: str, others: list[tuple[str, ...]], wall: dt.datetime) -> bool:
    moment = zones.instant(wall, tzid)
    return all(any(zones.instant(wall, other) == moment for other in several) for several in others)


def _only(scan: Scan, mention: Mention, tzids: list[str], wall: dt.datetime) -> str:
    by_instant: dict[dt.datetime, str] = {}
    for tzid in tzids:
        by_instant.setdefault(zones.instant(wall, tzid), tzid)
    if len(by_instant) == 1:
        return tzids[0]
    sentence = scan.voice.gettext("“{text}” may mean more than one zone. Which one?")
    choices = [(zone_label(scan, tzid, wall), tzid) for tzid in by_instant.values()]
    raise scan.ask(sentence.format(text=mention.text), mention.span, choices)


def _which_mention(scan: Scan, mentions: list[Mention], wall: dt.datetime) -> Exception:
    """Two zones that contradict each other: the choices keep one of them."""
    begin, end = min(m.span[0] for m in mentions), max(m.span[1] for m in mentions)
    tzids = list(dict.fromkeys(tzid for mention in mentions for tzid in _plausible(mention)))
    named = scan.voice.words.all_of([f"“{mention.text}”" for mention in mentions])
    sentence = scan.voice.gettext("{zones} are not the same hour. Which one?").format(zones=named)
    between = "".join(
        character
        for place, character in enumerate(scan.text[begin:end], begin)
        if not any(m.span[0] <= place < m.span[1] for m in mentions)
    ).strip(" (),")
    return scan.ask(
        sentence, (begin, end), [(zone_label(scan, tzid, wall), f"{between} {tzid}") for tzid in tzids]
    )


def zone_label(scan: Scan, tzid: str, wall: dt.datetime) -> str:
    """ "Kolkata (UTC+5:30)", "UTC"."""
    if tzid == "UTC":
        return "UTC"
    return f"{scan.voice.words.place(tzid)} ({zones.offset_text(zones.instant(wall, tzid), tzid)})"
