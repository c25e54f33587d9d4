"""When a call is, from the fields of a data file (frequency, day, time, zone, length, first date) read together."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.draft import DraftSeries
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.parity import Parity
from commonhour.core.undecided.when import When
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.seasons import SeasonalCall
from commonhour.formats.catalogue.when import decide_fields
from commonhour.formats.words.hours import hour_of
from commonhour.formats.words.lengths import length_of
from commonhour.formats.words.months import months_in
from commonhour.formats.words.parity import parity_in, report_parity
from commonhour.formats.words.rhythms import rhythm_of
from commonhour.formats.words.seasons import without_season
from commonhour.formats.words.stamps import read_stamp
from commonhour.formats.words.zones import zone_of


@dataclass(slots=True)
class Fields:
    """What each field says, "" when there is none. `starts` is the first date; `line` where doubt is reported."""

    line: int
    frequency: str = ""
    day: str = ""
    time: str = ""
    zone: str = ""
    length: str = ""
    starts: str = ""

    @property
    def said(self) -> str:
        parts = (self.frequency, self.day, self.time, self.zone, self.starts)
        return ", ".join(filter(None, parts))


def decide_call(catalogue: Catalogue, series: DraftSeries, fields: Fields) -> SeasonalCall:
    """Gives the series its schedule or its question; what it gives back may be half of a call told for two seasons."""
    clock = hour_of(fields.time) if fields.time else None
    start = clock.start if clock else None
    length = clock.length or length_of(fields.length) if clock else None
    # A time may carry its zone: "09:00 (Pacific Time)".
    behind = zone_of(clock.rest) if clock and clock.rest else None
    zone = zone_of(fields.zone, clock.rest if clock and behind and behind.zones else "")
    cadence = _cadence(catalogue, series, fields)
    when = When(fields.said, cadence, cadence.days, start, length, zone, has_hour=bool(fields.time))
    decide_fields(catalogue, series, when, fields.line)
    plain = rhythm_of(without_season(fields.frequency), without_season(fields.day))
    return SeasonalCall(
        series, f"{series.title} {fields.said}", plain, start, zone.tzid or "", fields.line, length or dt.timedelta(),
        months_in(fields.frequency), is_abbreviation=zone.is_abbreviation,
    )  # fmt: skip


def _cadence(catalogue: Catalogue, series: DraftSeries, fields: Fields) -> Cadence:
    first = read_stamp(fields.starts)
    if first and not fields.frequency and not fields.day:
        return Cadence("once", start=first.wall.date())
    parity, often = parity_in(fields.frequency)
    cadence = rhythm_of(f"{often} starting {fields.starts}" if fields.starts else often, fields.day)
    return _in_parity(catalogue, series, cadence, parity, fields.line) if parity else cadence


def _in_parity(
    catalogue: Catalogue, series: DraftSeries, cadence: Cadence, parity: Parity, line: int
) -> Cadence:
    """Odd or even weeks are an anchor date and an interval; with anything else they are not understood."""
    if cadence.kind not in ("weekly", "interval") or cadence.interval > 2 or len(cadence.days) != 1:
        return replace(cadence, kind="")
    first = parity.first_date(cadence.days[0], cadence.start or catalogue.today)
    report_parity(catalogue, series.title, parity, first, line)
    return replace(cadence, kind="interval", interval=2, start=first, allows=())
