"""The hour of a typed time: "3pm", "16h30", "16 Uhr", "1700Z", "noon", "9-10am", or how far off it is."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.time.hours import length_between
from commonhour.core.typed.scan import Scan
from commonhour.errors import RefusedInput

_HALF_DAY = r"(?P<{0}>[ap])\.?\s?m\b\.?"
_HOUR = r"(?<![\d:.])(?P<h>\d{1,2})"
# The forms in which a single hour is written, the surest first.
_HOURS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        _HOUR + r"(?:[:.](?P<m>\d{2}))?\s*" + _HALF_DAY.format("half"),
        r"(?<!\d)T?(?P<h>\d{1,2})[:.](?P<m>\d{2})(?!\d)(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:h|hrs|hours|uhr)\b)?",
        r"(?<!\w)T(?P<h>\d{2})(?P<m>\d{2})(?:\d{2})?(?!\d)",
        _HOUR + r"\s*(?:h|uhr|hrs|時)\s*(?P<m>\d{2})?(?!\w)",
        r"(?<!\d)(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?:\s*(?:h|hrs|hours))?(?!\w)",
    )
)
_BARE = re.compile(_HOUR + r"(?![\w:])(?:\s*o['’]?clock\b)?", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:\bfrom\s+)?" + _HOUR + r"(?:[:.h](?P<m>\d{2}))?\s*(?:" + _HALF_DAY.format("half") + r")?"
    r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|\bbis\b)\s*"
    r"(?P<h2>\d{1,2})(?:[:.h](?P<m2>\d{2}))?(?!\d)\s*(?:" + _HALF_DAY.format("half2") + r"|uhr\b|h\b)?",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:12\s*)?(?:noon|midday|mediodía|mittag|midi)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"\b(?:12\s*)?(?:midnight|medianoche|mitternacht|minuit)\b", re.IGNORECASE)
_MORNING = re.compile(r"\b(?:in the morning|morning|de la mañana)\b", re.IGNORECASE)
_EVENING = re.compile(
    r"\b(?:in the (?:afternoon|evening)|at night|afternoon|evening|de la (?:tarde|noche))\b", re.IGNORECASE
)
_DISTANCE = re.compile(
    r"\bin\s+(?P<n>\d{1,3}|an?|half an)\s*(?P<unit>h|hrs?|hours?|m|mins?|minutes?)\b"
    r"|(?P<n2>\d{1,3}|an?)\s*(?P<unit2>h|hrs?|hours?|m|mins?|minutes?)\s+(?P<way>ago|from now)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:right )?now\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedClock:
    """`start` on the 24-hour clock; `is_next_day` for 24:00; `length` when an end was typed too."""

    start: dt.time
    length: dt.timedelta | None = None
    is_next_day: bool = False


def take_distance(scan: Scan) -> dt.timedelta | None:
    """ "now" or "in 2 hours": how far from now; None when the hour is given some other way."""
    if scan.take(_NOW):
        return dt.timedelta()
    match = scan.take(_DISTANCE)
    if not match:
        return None
    number = (match["n"] or match["n2"]).casefold()
    count = 0.5 if number == "half an" else 1 if number.startswith("a") else int(number)
    unit = (match["unit"] or match["unit2"]).casefold()
    length = dt.timedelta(hours=count) if unit.startswith("h") else dt.timedelta(minutes=count)
    return -length if (match["way"] or "").casefold() == "ago" else length


def take_half(scan: Scan) -> str:
    """ "a" for morning words, "p" for evening words, else "". To be read before days: "de la mañana"."""
    if scan.take(_MORNING):
        return "a"
    return "p" if scan.take(_EVENING) or re.search(r"\btonight\b", scan.text, re.IGNORECASE) else ""


def take_clock(scan: Scan, half: str = "") -> TypedClock | None:
    """Reads the hour out of the text. Raises Unclear for a bare 7 or 12, RefusedInput for 25:00."""
    if scan.take(_NOON):
        return TypedClock(dt.time(12))
    if scan.take(_MIDNIGHT):
        return _midnight(scan)
    found = _range(scan, half)
    if found:
        return found
    for pattern in _HOURS:
        match = scan.take(pattern)
        if match:
            return _clock(scan, match, match.groupdict().get("half") or half)
    match = scan.take(_BARE)
    return _bare(scan, match, half) if match else None


def _midnight(scan: Scan) -> TypedClock:
    scan.say(scan.voice.gettext("Midnight was read as the start of that day, 00:00."))
    return TypedClock(dt.time(0))


def _clock(scan: Scan, match: re.Match[str], half: str) -> TypedClock:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if hour == 12 and not minute and match.groupdict().get("half"):
        scan.say(scan.voice.gettext("12 am was read as midnight, 12 pm as noon."))
    if not half and match["h"] in {"1", "2", "3", "4", "5", "6"} and match["m"]:
        text = scan.voice.gettext("“{text}” was read on the 24-hour clock, in the morning.")
        scan.say(text.format(text=f"{match['h']}:{match['m']}"))
    return _typed_clock(hour, minute, half)


def _typed_clock(hour: int, minute: int, half: str) -> TypedClock:
    if (hour, minute) == (24, 0):
        return TypedClock(dt.time(0), is_next_day=True)
    return TypedClock(_time(hour, minute, half))


def _time(hour: int, minute: int, half: str) -> dt.time:
    """Raises RefusedInput for an hour no clock shows. An hour over 12 needs no am or pm."""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    if hour > 23 or minute > 59:
        raise RefusedInput("no-clock-shows", hour=hour, minute=minute)
    return dt.time(hour, minute)


def _bare(scan: Scan, match: re.Match[str], half: str) -> TypedClock:
    gettext, hour = scan.voice.gettext, int(match["h"])
    if half or hour == 0 or hour > 12:
        return _typed_clock(hour, 0, half)
    if hour == 12:
        choices = [(gettext("12:00, noon"), "noon"), (gettext("00:00, midnight"), "midnight")]
        raise scan.ask(gettext("Is 12 noon or midnight?"), match.span(), choices)
    labels = (gettext("{clock} in the morning"), gettext("{clock} in the afternoon or evening"))
    clocks = [scan.voice.words.time(dt.time(h)) for h in (hour, hour + 12)]
    choices = [
        (label.format(clock=clock), text)
        for label, clock, text in zip(labels, clocks, (f"{hour}am", f"{hour}pm"), strict=True)
    ]
    raise scan.ask(
        gettext("Is {hour} in the morning or in the evening?").format(hour=hour), match.span(), choices
    )


def _range(scan: Scan, half: str) -> TypedClock | None:
    """ "9-10am" is 9am to 10am, "11-1pm" begins in the morning, "22:00-1:00" ends a day later."""
    match = _RANGE.search(scan.left)
    if not match:
        return None
    scan.blank(*match.span())
    first, last = match["half"] or "", match["half2"] or ""
    if not (half or first or last or match["m"] or match["m2"]) and int(match["h"]) <= 12:
        raise _ask_range(scan, match)
    hour, hour2 = int(match["h"]), int(match["h2"])
    end = _time(
        hour2, int(match["m2"] or 0), last or (first if hour % 12 <= hour2 % 12 else _other(first)) or half
    )
    start_half = first or (last if hour % 12 <= hour2 % 12 else _other(last)) or half
    start = _time(hour, int(match["m"] or 0), start_half)
    return TypedClock(start, length_between(start, end))


def _other(half: str) -> str:
    return {"a": "p", "p": "a"}.get(half.casefold(), "")


def _ask_range(scan: Scan, match: re.Match[str]) -> Exception:
    hours = f"{match['h']}-{match['h2']}"
    choices = [(f"{hours} am", f"{hours}am"), (f"{hours} pm", f"{hours}pm")]
    sentence = scan.voice.gettext("Is {hour} in the morning or in the evening?").format(hour=hours)
    return scan.ask(sentence, match.span(), choices)
