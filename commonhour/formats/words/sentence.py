"""When a call is, in a sentence, a cell or a bullet: its days, hour, length, zone, rhythm and dates read together."""

import functools
import re
from dataclasses import replace

from commonhour.core.undecided.when import When
from commonhour.formats.words.dates import own_date_in, without_dates
from commonhour.formats.words.lengths import length_in
from commonhour.formats.words.rhythms import rhythm_in
from commonhour.formats.words.several import parts_of
from commonhour.formats.words.timed import IN_TURNS, TimedHour, timed_hours
from commonhour.formats.words.unread import unread_in
from commonhour.formats.words.weekdays import weekdays_in
from commonhour.formats.words.zones import zone_in

_LOOK = 2_000  # characters: what is said about a call's time does not come later in a line
# A line without any of these says nothing about when.
_MAY_SAY = re.compile(
    r"\d|day|week|month|year|quarter|annual|daily|fortnight|alternat|noon|night|[A-Z]{2}|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[a-z]/[A-Z]"
)


def read_when(sentence: str) -> When:
    """What a sentence says about when. Never fails; see `When.says_something`."""
    return _read(" ".join(sentence[:_LOOK].split()))


# A reader asks about a sentence from several sides, and a page has as many. Kept by each process for itself.
@functools.lru_cache(maxsize=2_000)
def _read(text: str) -> When:
    if not _MAY_SAY.search(text):
        return When(text)
    timed = timed_hours(without_dates(text))
    found = _whole(text, timed)
    if not found.start or not (found.days or found.cadence.kind):
        return found
    unread, qualifier = unread_in(text, timed)
    found = replace(found, unread=unread, qualifier=qualifier)
    if len(timed) < 2:
        return found
    return replace(
        found, parts=parts_of(text, timed, found.cadence.start), takes_turns=bool(IN_TURNS.search(text))
    )


def _whole(text: str, timed: list[TimedHour]) -> When:
    date, starts = own_date_in(text)
    plain = _without(text, timed)
    days, anchor, first = weekdays_in(plain), starts or date, timed[0] if timed else None
    rhythm = rhythm_in(plain, days, anchor.whole if anchor else None)
    if first is None:
        return When(text, rhythm, days, None, length_in(text), zone_in(text, ""), date, starts)
    hour = first.hour
    return When(
        text, rhythm, days, hour.start, length_in(text) or hour.length, first.zone, date, starts, len(timed), also=first.also,
        is_half_open=hour.is_half_open,
    )  # fmt: skip


def _without(text: str, timed: list[TimedHour]) -> str:
    """The text without the days of an hour in other zones: "Wednesdays 5pm PT (Thursdays 9am Beijing)" is Wednesdays."""
    for one in timed if any(one.also for one in timed) else ():
        text = text[: one.begin] + " " * (one.end - one.begin) + text[one.end :]
    return text
