"""What a feed is written from: a calendar's own lines, and one series with its schedule and words."""

import datetime as dt
from dataclasses import dataclass, field, replace

from commonhour.core.schedule.one_off import as_changed
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall


@dataclass(frozen=True, slots=True)
class FeedSeries:
    """One schedule and what is said about it. Instants are UTC; texts are plain, as people typed them."""

    schedule: Schedule
    summary: str
    last_modified: dt.datetime
    description: str = ""
    url: str = ""
    join_url: str = ""  # our join page, never the room itself
    created: dt.datetime | None = None
    categories: tuple[str, ...] = ()
    hide_cancelled: bool = False
    cancelled_prefix: str = "Cancelled: "
    expected: str = ""  # what to expect in the call, in one line
    reason: str = ""  # why a call of one date was moved or called off
    people: tuple[str, ...] = ()  # ORGANIZER and ATTENDEE of an invitation; a feed names nobody
    stamped_at: dt.datetime | None = (
        None  # when an invitation was written; a feed says when its series changed
    )


@dataclass(frozen=True, slots=True)
class FeedCalendar:
    """One VCALENDAR: `components` are what `write_component` gave, `zones` what `zones_of` gave, for each of them."""

    name: str
    tzid: str
    components: tuple[bytes, ...] = ()
    zones: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    description: str = ""
    refresh_minutes: int = 60
    colour: str = ""  # a CSS3 name, e.g. "teal"
    source_url: str = ""
    url: str = ""


def settled(feed: FeedSeries) -> FeedSeries:
    """A call of one date with what became of it in the call itself: readers differ about a RECURRENCE-ID beside a
    master that repeats nothing."""
    schedule, change = as_changed(feed.schedule)
    if change is None:
        return feed
    return replace(
        feed, schedule=schedule, summary=change.summary or feed.summary, reason=change.reason,
        description=feed.description if change.description is None else change.description,
    )  # fmt: skip


def zones_of(feed: FeedSeries) -> frozenset[tuple[str, int]]:
    """The zones a component uses, each with the first year it needs; none for UTC and for whole days."""
    schedule, _ = as_changed(feed.schedule)
    used = [(schedule.tzid, schedule.dtstart), *((schedule.tzid, wall) for wall in schedule.rdates[:1])]
    used += [
        (override.tzid or schedule.tzid, override.dtstart or override.recurrence_id)
        for override in schedule.overrides
    ]
    first = min(parse_wall(wall).year for _, wall in used)
    return frozenset((tzid, first) for tzid, wall in used if "T" in wall and tzid != "UTC")
