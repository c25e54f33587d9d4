"""When a call is, in a sentence, a cell or a bullet: its days, hour, length, zone, rhythm and dates read together."""

import functools

from commonhour.core.undecided.when import When
from commonhour.formats.words.dates import own_date_in, without_dates
from commonhour.formats.words.hours import hour_in, hours_in
from commonhour.formats.words.lengths import length_in
from commonhour.formats.words.rhythms import rhythm_in
from commonhour.formats.words.weekdays import weekdays_in
from commonhour.formats.words.zones import zone_in

_LOOK = 2_000  # characters: what is said about a call's time does not come later in a line


def read_when(sentence: str) -> When:
    """What a sentence says about when. Never fails; see `When.says_something`."""
    return _read(" ".join(sentence[:_LOOK].split()))


# A reader asks about a sentence from several sides, and a page has as many. Kept by each process for itself.
@functools.lru_cache(maxsize=2_000)
def _read(text: str) -> When:
    date, starts = own_date_in(text)
    undated = without_dates(text)
    days, hour = weekdays_in(text), hour_in(undated)
    anchor = starts or date
    return When(
        text,
        rhythm_in(text, days, anchor.whole if anchor else None),
        days,
        hour.start if hour else None,
        length_in(text) or (hour.length if hour else None),
        zone_in(text, hour.rest if hour else ""),
        date,
        starts,
        hours_in(undated),
    )
