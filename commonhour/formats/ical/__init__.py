"""iCalendar (RFC 5545, 7986): files in, feeds out."""

from commonhour.formats.ical.feed import FeedCalendar, FeedSeries, zones_of
from commonhour.formats.ical.reader import Expanded, expand_calendar, read_calendar
from commonhour.formats.ical.writer import write_calendar, write_component

__all__ = [
    "Expanded",
    "FeedCalendar",
    "FeedSeries",
    "expand_calendar",
    "read_calendar",
    "write_calendar",
    "write_component",
    "zones_of",
]
