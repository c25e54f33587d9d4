"""When a call is, in the words of a page: days, clock, zone, cadence, dates; what is not said stays None or ""."""

import datetime as dt
import re
from dataclasses import dataclass, field

from commonhour.core.time.abbreviations import ABBREVIATIONS, SPELT_OUT
from commonhour.core.time.cities import city_zone
from commonhour.core.time.zones import resolve

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

_DAY = re.compile(
    r"\b(?:(?i:(mon|tues|wednes|thurs|fri|satur|sun)day)|(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun))(s|'s)?\b(?!-)"
)
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m?\.?|p\.?m?\.?)?"
_RANGE = re.compile(rf"(?<![\d:.\w-]){_CLOCK}(?:\s*(?:-|–|—|to|until|till)\s*{_CLOCK})?(?![\d\w:%])", re.I)
_NOON = re.compile(r"\b(noon|midday|midnight)\b", re.I)
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?=\s*(?:hrs|UTC|GMT|CET|CEST|[A-Z]{2,4}T\b))")
_IANA = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Etc)/[A-Za-z_/+-]+\d*\b"
)
_ABBREVIATION = re.compile(r"\b(?:" + "|".join(sorted(ABBREVIATIONS, key=len, reverse=True)) + r")\b")
_SPELT = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, SPELT_OUT), key=len, reverse=True)) + r")\b", re.I
)
_PLACE_BEHIND = re.compile(r"^[\s,]*(?:\(?in\s+)?([A-Z][\w'.-]+(?:[ ][A-Z][\w'.-]+)?)")
_BIWEEKLY = re.compile(
    r"\b(?:bi-?weekly|fortnightly|every (?:two|2|other|second|2nd) weeks?|every (?:other|second|2nd) (?:\w+day|mon|tue|wed|thu|fri)\b(?!,? (?:of|in) (?:the|each|every|a) month)"
    r"|alternat\w+|once every (?:two|2) weeks|twice a month)\b", re.I
)  # fmt: skip
_INTERVAL = re.compile(r"\bevery (three|3|four|4|six|6|eight|8) weeks\b", re.I)
_WEEKLY = re.compile(
    r"\b(?:weekly|(?:every|each|once a|once per) week|every (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_NTH_WORD = r"\b(first|second|third|fourth|last|1st|2nd|3rd|4th)\b"
_NTH = re.compile(
    r"\b(first|second|third|fourth|last|1st|2nd|3rd|4th)(?:\s+(?:and|&)\s+\w+)?\s+(?:mon|tue|wed|thu|fri|sat|sun)\w*",
    re.I,
)
_MONTHLY = re.compile(r"\b(?:bi-?monthly|monthly|(?:every|each|once a|once per|per) month)\b", re.I)
_RARE = re.compile(
    r"\b(?:quarterly|semi-?annual(?:ly)?|bi-?annual(?:ly)?|annual(?:ly)?|yearly|twice a year)\b", re.I
)
_DAILY = re.compile(r"\b(?:daily|every (?:week)?day|weekdays)\b", re.I)
_MONTH = r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_DAY = re.compile(
    rf"\b{_MONTH}\.?,?\s+(?:(?:\w{{2,6}}day|Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{{4}})\b)?"
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?(?:,?\s+(\d{{4}})\b)?")
_START = re.compile(
    r"\b(?:starting|starts?|from|since|beginning|first (?:meeting|call|one)(?: is| was)?(?: on)?)\b", re.I
)
_DURATION = re.compile(
    r"\b(?:for\s+)?(?:(\d+(?:\.5)?|one|two|half an|an)\s*-?\s*(hours?|hrs?)|(\d{2,3})\s*-?\s*min(?:ute)?s?)\b",
    re.I,
)
_LOOK = 2_000  # characters: what is said about a call's time does not come later in a line


@dataclass(slots=True)
class PartialDate:
    month: int
    day: int
    year: int | None = None

    def in_year(self, year: int) -> dt.date | None:
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(slots=True)
class Times:
    text: str
    days: list[int] = field(default_factory=list)  # 0 is Monday
    start: dt.time | None = None
    end: dt.time | None = None
    clocks: int = 0  # how many hours or ranges of hours it names
    minutes: int = 0  # a duration in words
    zone_word: str = ""  # as written: "CET", "Pacific Time", "Europe/Madrid"
    zones: tuple[str, ...] = ()  # what the word may mean
    cadence: str = ""  # daily, weekly, biweekly, interval, nth, monthly, rare
    nth: int = 0  # of "third Monday" 3, of "last Monday" -1; 0 for none or several
    date: PartialDate | None = None
    starts: PartialDate | None = None  # a date it recurs from

    @property
    def says_something(self) -> bool:
        return bool(self.start or self.cadence or self.date or self.days)


def read_times(text: str) -> Times:
    """What a sentence, a cell or a bullet says about when. Never fails; see `Times.says_something`."""
    times = Times(" ".join(text[:_LOOK].split()))
    _read_dates(times)
    rest = _DAY_MONTH.sub(" ", _MONTH_DAY.sub(" ", _ISO.sub(" ", times.text)))
    times.days = [_weekday(match) for match in _DAY.finditer(times.text)]
    behind = _read_clock(times, rest)
    times.clocks = sum(any(match.group(2, 3, 5, 6)) for match in _RANGE.finditer(rest))
    _read_zone(times, behind)
    times.cadence = _cadence(times)
    times.nth = _nth(times.text)
    times.minutes = _minutes(times.text)
    return times


def _weekday(match: re.Match[str]) -> int:
    start = (match.group(1) or match.group(2)).lower()[:3]
    return next(i for i, name in enumerate(WEEKDAYS) if name.lower().startswith(start))


def _read_dates(times: Times) -> None:
    for match in sorted(_date_matches(times.text), key=lambda pair: pair[0]):
        place, date = match
        if _START.search(times.text[max(0, place - 30) : place]):
            times.starts = times.starts or date
        else:
            times.date = times.date or date


def dates_in(text: str) -> list[PartialDate]:
    """Every date a text names."""
    return [date for _, date in _date_matches(" ".join(text[:_LOOK].split()))]


def _date_matches(text: str) -> list[tuple[int, PartialDate]]:
    found = [(m.start(), PartialDate(int(m[2]), int(m[3]), int(m[1]))) for m in _ISO.finditer(text)]
    for m in _MONTH_DAY.finditer(text):
        found.append((m.start(), PartialDate(month_number(m[1]), int(m[2]), int(m[3]) if m[3] else None)))
    for m in _DAY_MONTH.finditer(text):
        if not any(abs(place - m.start()) < 15 for place, _ in found):
            found.append((m.start(), PartialDate(month_number(m[2]), int(m[1]), int(m[3]) if m[3] else None)))
    return [(place, date) for place, date in found if 1 <= date.month <= 12 and date.in_year(2024)]


def month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()[:3]))


def _read_clock(times: Times, text: str) -> str:
    """Reads the time of day; what stands behind it is where its zone is looked for first."""
    for match in _RANGE.finditer(text):
        hour, minute, half, hour2, minute2, half2 = match.groups()
        if not (minute or half or half2 or minute2):
            continue
        start = _time(hour, minute, half or (half2 if not half and hour2 else None))
        if start is None:
            continue
        times.start, times.end = start, _time(hour2, minute2, half2) if hour2 else None
        if times.end and half2 and not half and times.start > times.end:
            times.start = _time(hour, minute, None) or times.start
        return text[match.end() :]
    other = _MILITARY.search(text) or _NOON.search(text)
    if other:
        times.start = (
            dt.time(int(other[1]), int(other[2]))
            if other.re is _MILITARY
            else dt.time(0 if other[1].lower() == "midnight" else 12)
        )
        return text[other.end() :]
    return ""


def _time(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    h, m = int(hour), int(minute or 0)
    if half:
        if not 1 <= h <= 12:
            return None
        h = h % 12 + (12 if half.lower().startswith("p") else 0)
    return dt.time(h, m) if h < 24 and m < 60 else None


def _read_zone(times: Times, behind: str) -> None:
    for text in (behind, times.text):
        found = _first(
            _IANA.search(text), _ABBREVIATION.search(text), _SPELT.search(text) if behind else None
        )
        if found:
            times.zone_word = found.group()
            times.zones = zones_of(times.zone_word)
            return
    place = _PLACE_BEHIND.match(behind)
    name = place.group(1) if place else ""
    zone = name and (city_zone(name) or resolve(name))
    if zone:
        times.zone_word, times.zones = name, (zone,)


def _first(*matches: re.Match[str] | None) -> re.Match[str] | None:
    return min((m for m in matches if m), key=lambda m: m.start(), default=None)


def zones_of(word: str) -> tuple[str, ...]:
    """Every zone a zone's name, abbreviation or spelt-out form may mean."""
    if word in ABBREVIATIONS:
        return ABBREVIATIONS[word]
    if word.casefold() in SPELT_OUT:
        return ABBREVIATIONS[SPELT_OUT[word.casefold()]]
    zone = resolve(word)
    return (zone,) if zone else ()


def _cadence(times: Times) -> str:
    for name, pattern in (
        ("biweekly", _BIWEEKLY), ("interval", _INTERVAL), ("nth", _NTH), ("weekly", _WEEKLY), ("monthly", _MONTHLY),
        ("rare", _RARE), ("daily", _DAILY),
    ):  # fmt: skip
        if pattern.search(times.text):
            return name
    plural = any(match.group(3) for match in _DAY.finditer(times.text))
    return "weekly" if plural else ""


def _nth(text: str) -> int:
    found = list(_NTH.finditer(text))
    if len(found) != 1 or re.search(r"\s(?:and|&)\s", found[0].group()):
        return 0
    return _number(found[0].group(1))


def nths_in(text: str) -> tuple[int, ...]:
    """Which of its weekday in the month each mention is: "first and third Thursday" is 1 and 3."""
    mentions = " ".join(match.group() for match in _NTH.finditer(text))
    return tuple(dict.fromkeys(_number(word) for word in re.findall(_NTH_WORD, mentions, re.I)))


def weeks_in(text: str) -> int:
    """The number in "every three weeks"; 0 for none."""
    found = _INTERVAL.search(text)
    names = {"three": 3, "four": 4, "six": 6, "eight": 8}
    return (names.get(found.group(1).lower()) or int(found.group(1))) if found else 0


def _number(word: str) -> int:
    names = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
    return -1 if word.lower() == "last" else names.index(word.lower()) % 4 + 1


def _minutes(text: str) -> int:
    found = _DURATION.search(text)
    if not found:
        return 0
    if found.group(3):
        return int(found.group(3))
    hours = {"one": 1.0, "an": 1.0, "two": 2.0, "half an": 0.5}.get(found.group(1).lower())
    return int((hours or float(found.group(1))) * 60)
