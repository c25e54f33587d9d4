"""One date on its own, to put into a calendar by hand."""

import datetime as dt

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import wall_of
from commonhour.formats.ical.feed import FeedCalendar, FeedSeries, zones_of
from commonhour.formats.ical.writer import write_calendar, write_component


def write_date(
    one: ListedDate, description: str, changed_at: dt.datetime, base_url: str, expected: str = ""
) -> bytes:
    """Its UID is its public id, so that the whole feed, subscribed to as well, shows it apart rather than fighting
    over it."""
    wall = wall_text(one.start.date() if one.all_day else wall_of(one.start, one.tzid))
    feed = FeedSeries(
        schedule=Schedule(wall, one.tzid, one.end - one.start, uid=f"{one.id}@commonhour", status=one.status),
        summary=one.title, last_modified=changed_at, description=description, expected=expected,
        url=base_url + one.path, join_url=f"{base_url}{one.path}join",
    )  # fmt: skip
    calendar = FeedCalendar(one.title, one.tzid, (write_component(feed),), zones_of(feed), url=f"{base_url}/")
    return write_calendar(calendar)
