"""A time as people type it, "3pm PT Thursday", turned into an instant, or into the question it leaves open."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from commonhour.core.speech.words import ENGLISH, Translate, Voice, Words, identity
from commonhour.core.time import zones
from commonhour.core.time.abbreviations import CLAIMED_HOURS
from commonhour.core.typed.clock import TypedClock, take_clock, take_distance, take_half
from commonhour.core.typed.date import TypedDay, take_day
from commonhour.core.typed.day_choice import choose_date
from commonhour.core.typed.scan import Scan, TypedDoubt, Unclear
from commonhour.core.typed.zone import Mention, choose_zone, take_offset, take_zones, unread, zone_label
from commonhour.errors import RefusedInput

__all__ = ["TypedDoubt", "TypedTime", "read_time"]

_LONGEST = 120
_DOTLESS = str.maketrans({"ı": "i", "İ": "I", "|": " "})


@dataclass(frozen=True, slots=True)
class TypedTime:
    """`wall` is naive, in `tzid`; `instant` is UTC; `assumed` are sentences on what the text left open;
    `end` is how long after the start it ends, when that was typed too."""

    wall: dt.datetime
    tzid: str
    instant: dt.datetime
    assumed: tuple[str, ...] = ()
    end: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Typed:
    """The parts of the text."""

    day: TypedDay
    clock: TypedClock
    offset: dt.timedelta | None
    mentions: list[Mention]


def read_time(
    text: str, now: dt.datetime, home_tzid: str, gettext: Translate = identity, words: Words = ENGLISH
) -> TypedTime | TypedDoubt:
    """What a typed time means, seen from `now` (UTC) by somebody in `home_tzid`.

    Nothing is guessed silently: what the text leaves open is either said in `assumed` or asked. Raises
    RefusedInput, with an example, for what cannot be read.
    """
    scan = Scan(_tidy(text), Voice(gettext, words))
    try:
        return _read(scan, now, home_tzid)
    except Unclear as unclear:
        return unclear.question


def _tidy(text: str) -> str:
    """Full-width digits as ASCII, one space between words, no letters that only match when case is ignored."""
    plain = unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).translate(_DOTLESS)
    tidy = " ".join(plain.split()).strip(" ?!")
    if not tidy:
        raise RefusedInput("typed-nothing")
    if len(tidy) > _LONGEST:
        raise RefusedInput("typed-too-much")
    return tidy


def _read(scan: Scan, now: dt.datetime, home_tzid: str) -> TypedTime:
    distance = take_distance(scan)
    if distance is not None:
        return _from_now(scan, now + distance, home_tzid)
    half, offset = take_half(scan), take_offset(scan)
    day = take_day(scan)
    clock = take_clock(scan, half)
    mentions = take_zones(scan, home_tzid)
    _refuse_unread(scan)
    if clock is None:
        raise RefusedInput("typed-no-hour")
    typed = _Typed(day, clock, offset, mentions)
    return _at_offset(scan, typed, now) if offset is not None else _in_zone(scan, typed, now, home_tzid)


def _refuse_unread(scan: Scan) -> None:
    words = unread(scan)
    if words:
        shown = " ".join(words)[:40]
        raise RefusedInput("typed-unknown", text=shown)


def _from_now(scan: Scan, moment: dt.datetime, home_tzid: str) -> TypedTime:
    mentions = take_zones(scan, home_tzid)
    _refuse_unread(scan)
    moment = moment.astimezone(zones.UTC).replace(second=0, microsecond=0)
    tzid = mentions[0].tzids[0] if mentions else home_tzid
    return TypedTime(zones.wall_of(moment, tzid), tzid, moment, tuple(scan.said))


def _in_zone(scan: Scan, typed: _Typed, now: dt.datetime, home_tzid: str) -> TypedTime:
    gettext = scan.voice.gettext
    if not typed.mentions:
        text = gettext("No zone was given: {place} time.")
        scan.say(text.format(place=scan.voice.words.place(home_tzid)))
        return _reading(scan, typed, _wall(scan, typed, now, home_tzid), home_tzid)
    likely = typed.mentions[0].tzids[0]
    # The day may depend on the zone and the zone's meaning on the day: a first look, whose remarks are dropped.
    draft = _wall(Scan(scan.text, scan.voice), typed, now, likely)
    tzid, letters = choose_zone(scan, typed.mentions, draft)
    wall = _wall(scan, typed, now, tzid)
    _say_where_today_is(scan, typed, now, tzid, home_tzid)
    if letters:
        _say_letters(scan, letters, wall, tzid)
    return _reading(scan, typed, wall, tzid)


def _at_offset(scan: Scan, typed: _Typed, now: dt.datetime) -> TypedTime:
    """A time at a fixed offset, which is no place: told in UTC, or in a place named beside it."""
    assert typed.offset is not None
    wall = _date_and_hour(scan, typed, (now.astimezone(zones.UTC) + typed.offset).replace(tzinfo=None))
    moment = (wall - typed.offset).replace(tzinfo=zones.UTC)
    agreeing = [
        tzid for mention in typed.mentions for tzid in mention.tzids if zones.wall_of(moment, tzid) == wall
    ]
    if typed.mentions and not agreeing:
        raise _offset_contradicts(scan, typed.mentions[0], wall, moment)
    if typed.offset and not agreeing:
        scan.say(scan.voice.gettext("An offset is not a place: shown in UTC."))
    tzid = agreeing[0] if agreeing else "UTC"
    return TypedTime(zones.wall_of(moment, tzid), tzid, moment, tuple(scan.said), typed.clock.length)


def _offset_contradicts(scan: Scan, mention: Mention, wall: dt.datetime, moment: dt.datetime) -> Unclear:
    sentence = scan.voice.gettext("{place} is not at that offset then. Which one is meant?")
    utc = moment.replace(tzinfo=None)
    choices = tuple(
        (label, f"{local:%Y-%m-%d %H:%M} {tzid}")
        for label, local, tzid in (
            (zone_label(scan, mention.tzids[0], wall), wall, mention.tzids[0]),
            (f"{scan.voice.words.time(utc.time())} UTC", utc, "UTC"),
        )
    )
    return Unclear(TypedDoubt(sentence.format(place=mention.text), choices))


def _wall(scan: Scan, typed: _Typed, now: dt.datetime, tzid: str) -> dt.datetime:
    return _date_and_hour(scan, typed, zones.wall_of(now, tzid))


def _date_and_hour(scan: Scan, typed: _Typed, now: dt.datetime) -> dt.datetime:
    """The wall time meant, `now` being a wall time of the same zone."""
    date = choose_date(scan, typed.day, now, typed.clock.start)
    late = dt.timedelta(days=1 if typed.clock.is_next_day else 0)
    return dt.datetime.combine(date, typed.clock.start) + late


def _reading(scan: Scan, typed: _Typed, wall: dt.datetime, tzid: str) -> TypedTime:
    moment = zones.instant(wall, tzid)
    shown = zones.wall_of(moment, tzid)
    _say_clock_change(scan, wall, shown, tzid)
    return TypedTime(shown, tzid, moment, tuple(scan.said), typed.clock.length)


def _say_where_today_is(scan: Scan, typed: _Typed, now: dt.datetime, tzid: str, home_tzid: str) -> None:
    """ "Tomorrow" is counted where the hour is, which may be a day away from the reader."""
    dates = {zones.wall_of(now, name).date() for name in (tzid, home_tzid)}
    if typed.day.shift is not None and len(dates) > 1:
        text = scan.voice.gettext("“{text}” was counted in {place}.")
        scan.say(text.format(text=typed.day.word, place=scan.voice.words.place(tzid)))


def _say_letters(scan: Scan, letters: str, wall: dt.datetime, tzid: str) -> None:
    """What an abbreviation was taken for, and when its letters contradict the season."""
    gettext, words = scan.voice.gettext, scan.voice.words
    moment = zones.instant(wall, tzid)
    offset = zones.zone(tzid).utcoffset(moment.astimezone(zones.zone(tzid)).replace(tzinfo=None))
    claimed = CLAIMED_HOURS.get(letters)
    if claimed is not None and offset != dt.timedelta(hours=claimed):
        text = gettext(
            "{letters} is not in force in {place} on {date}, which is then at {offset}:"
            " {clock} was read as {place} time."
        )
    elif letters == tzid:
        return
    elif tzid == "UTC":
        text = gettext("{letters} was read as UTC.")
    else:
        text = gettext("{letters} was read as {place} time.")
    scan.say(
        text.format(
            letters=letters,
            place=words.place(tzid),
            date=words.date(wall.date()),
            offset=zones.offset_text(moment, tzid),
            clock=words.time(wall.time()),
        )
    )


def _say_clock_change(scan: Scan, wall: dt.datetime, shown: dt.datetime, tzid: str) -> None:
    """A wall time the clocks skip, or show twice."""
    gettext, words = scan.voice.gettext, scan.voice.words
    values = {
        "place": words.place(tzid),
        "date": words.date(wall.date()),
        "clock": words.time(wall.time()),
        "shown": words.time(shown.time()),
        "offset": zones.offset_text(zones.instant(wall, tzid), tzid),
    }
    if shown != wall:
        text = gettext("The clocks in {place} skip {clock} on {date}: it becomes {shown}.")
        scan.say(text.format(**values))
    elif _is_twice(wall, tzid):
        text = gettext(
            "The clocks in {place} show {clock} twice on {date}: the first one, {offset}, was taken."
        )
        scan.say(text.format(**values))


def _is_twice(wall: dt.datetime, tzid: str) -> bool:
    first, second = (
        wall.replace(tzinfo=zones.zone(tzid), fold=fold).astimezone(zones.UTC) for fold in (0, 1)
    )
    return first < second
