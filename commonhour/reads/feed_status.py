"""What the page about this hub's feeds says: the last reading of each, and whether all of them agreed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commonhour.models import Community, FeedReading
from commonhour.reads.feed_check import own_feeds

GOOD, BAD, LATE, UNREAD, CHANGED = "good", "bad", "late", "unread", "changed"
# The worker reads every day; after two somebody should ask what it does.
LATE_AFTER = dt.timedelta(days=2)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class ReadingShape:
    """What one reader found in a feed: sentences about the `instants` that differ, or why it could not read it."""

    path: str
    reader: str
    at: dt.datetime
    instants: int
    differences: list[str]
    error: str
    is_good: bool
    content_version: int


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """One feed with what each reader found in it."""

    path: str
    name: str
    readings: list[ReadingShape]

    @property
    def is_good(self) -> bool:
        return all(reading.is_good for reading in self.readings)

    def by(self, reader: str) -> ReadingShape | None:
        """What this reader found; None when it did not read this feed."""
        return next((reading for reading in self.readings if reading.reader == reader), None)

    @property
    def at(self) -> dt.datetime:
        return min(reading.at for reading in self.readings)


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """`feeds` are those that were read, faulty ones first; `existing` is how many there are."""

    state: str
    feeds: list[ReadFeed]
    existing: int

    @property
    def shown(self) -> list[ReadFeed]:
        return self.feeds[:SHOWN]

    @property
    def readers(self) -> list[str]:
        """The software that read any of them."""
        return sorted({reading.reader for feed in self.feeds for reading in feed.readings})

    @property
    def rows(self) -> list[tuple[ReadFeed, list[ReadingShape | None]]]:
        """The shown feeds, each with what every reader found, in the order of `readers`."""
        readers = self.readers
        return [(feed, [feed.by(reader) for reader in readers]) for feed in self.shown]

    @property
    def faulty(self) -> int:
        return sum(not feed.is_good for feed in self.feeds)

    @property
    def instants(self) -> int:
        return sum(reading.instants for feed in self.feeds for reading in feed.readings)

    @property
    def read_at(self) -> dt.datetime | None:
        """When the whole calendar was read last; None before the first time."""
        return next((feed.at for feed in self.feeds if not feed.name), None)


def feed_status(now: dt.datetime) -> FeedStatus:
    """The present state of all readings, for the page and its JSON twin."""
    readings: dict[str, list[ReadingShape]] = defaultdict(list)
    for row in FeedReading.objects.order_by("path", "reader"):
        readings[row.path].append(_shape(row))
    existing = own_feeds()
    feeds = [
        ReadFeed(feed.path, feed.name, readings[feed.path]) for feed in existing if feed.path in readings
    ]
    feeds.sort(key=lambda feed: feed.is_good)
    return FeedStatus(_state(feeds, now), feeds, len(existing))


def _shape(row: FeedReading) -> ReadingShape:
    return ReadingShape(
        row.path, row.reader, row.at, row.instants, list(row.differences), row.error, row.is_good, row.content_version
    )  # fmt: skip


def _state(feeds: list[ReadFeed], now: dt.datetime) -> str:
    whole = next((feed for feed in feeds if not feed.name), None)
    if any(not feed.is_good for feed in feeds):
        return BAD
    if whole is None:
        return UNREAD
    if whole.at <= now - LATE_AFTER:
        return LATE
    is_present = all(one.content_version == Community.the().content_version for one in whole.readings)
    return GOOD if is_present else CHANGED
