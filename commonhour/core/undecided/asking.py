"""What words about a call's time leave open, one thing after the other, as codes with their values."""

import datetime as dt

from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.one_hour import anchors, settled
from commonhour.core.undecided.question import Facts, fact
from commonhour.core.undecided.when import When
from commonhour.core.undecided.zone_said import ZoneSaid

EVERYTHING = fact("everything")


def page_asks(when: When, today: dt.date) -> list[Facts]:
    """What prose leaves open; something, whatever it says."""
    said = filter(None, (when.qualifier, when.unread if not when.qualifier else ""))
    asks = [fact("qualifier", words=words) for words in said]
    asks += _prose_date_asks(when, today)
    if not when.days and not when.anchor and when.cadence.kind not in ("daily", "monthly"):
        asks.append(fact("day"))
    asks += _prose_hour_asks(settled(when, today), today)
    if asks and when.start and not when.length:
        asks.append(fact("length"))
    if when.is_next and not when.cadence.kind:
        asks.append(fact("how-often"))
    return asks or [fact("is-this-right")]


def _prose_date_asks(when: When, today: dt.date) -> list[Facts]:
    cadence, has_start = when.cadence, bool(when.anchor and when.anchor.year)
    if when.parts:
        return []
    if cadence.allows and cadence.kind and not cadence.start:
        return [fact("which-day" if len(when.days) > 1 else "how-often")]
    if cadence.kind == "interval" and not has_start and not cadence.parity:
        return [fact("which-weeks")]
    if when.anchor and not when.anchor.year:
        return [_year_ask(when, today)]
    if cadence.kind == "monthly":
        return [fact("which-of-month", days=list(when.days))]
    if cadence.kind == "rare":
        return [fact("how-often-and-one-date")]
    if cadence.allows and cadence.kind:
        return [fact("which-day" if len(when.days) > 1 else "how-often")]
    return [] if has_start or cadence.kind else [fact("how-often-since")]


def _prose_hour_asks(when: When, today: dt.date) -> list[Facts]:
    if when.parts:
        return [fact("several-hours")]
    if when.start is None:
        return [fact("hour"), *_prose_zone_asks(when)]
    if when.also and not when.zone.zones:
        return [fact("hours-differ")]
    if when.also:
        hours = [(hour.start, tzid) for hour in anchors(when, today) for tzid in hour.zone.zones]
        return [fact("whose-clock", hours=[[f"{start:%H:%M}", tzid] for start, tzid in hours])]
    return [*([fact("half")] if when.is_half_open else []), *_prose_zone_asks(when)]


def _year_ask(when: When, today: dt.date) -> Facts:
    fitting = when.dates(today)
    return (
        fact("year-of", date=fitting[0].isoformat()) if len(when.days) == len(fitting) == 1 else fact("year")
    )


def _prose_zone_asks(when: When) -> list[Facts]:
    zone = when.zone
    if len(zone.zones) == 1:
        return [fact("letters-all-year", word=zone.text, tzid=zone.zones[0])] if zone.claims_offset else []
    return [ask for ask in [zone_ask(zone)] if ask and (zone.text or when.start)]


def file_asks(when: When, today: dt.date) -> list[Facts]:
    """What the fields of a file leave open; [] when all is said."""
    cadence = when.cadence
    if cadence.kind == "never":
        return [fact("next-one")]
    if not (when.text.strip() or cadence.days):
        return [EVERYTHING]
    asks = _field_date_asks(cadence)
    if when.start is None:
        asks.append(fact("one-hour" if when.has_hour else "hour"))
    zone = zone_ask(when.zone)
    asks += [zone] if zone else []
    if asks and when.start and not when.length:
        asks.append(fact("length"))
    return asks


def _field_date_asks(cadence: Cadence) -> list[Facts]:
    if cadence.is_contradictory:
        return [fact("which-day")]
    if not cadence.kind:
        return [fact("how-often-and-one-date")]
    asks = [] if cadence.days or cadence.kind == "daily" else [fact("day")]
    if cadence.kind == "monthly":
        return [*asks, fact("which-of-month", days=list(cadence.days))]
    if cadence.kind == "interval" and cadence.start is None:
        return [*asks, fact("which-weeks")]
    if cadence.kind == "interval" and cadence.start and cadence.days:
        day = cadence.start.weekday()
        return asks if day in cadence.days else [*asks, fact("first-date-is", weekday=day)]
    return asks


def zone_ask(zone: ZoneSaid) -> Facts | None:
    """What must be asked about a zone; None when it is known."""
    if zone.tzid:
        return None
    if zone.is_offset:
        return fact("offset-zone", word=zone.text)
    if zone.zones:
        return fact("which-zone", word=zone.text, tzids=list(zone.zones))
    return fact("unknown-zone", word=zone.text) if zone.text else fact("zone")
