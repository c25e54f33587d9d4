"""This hub's own feeds are read back after each change and once a day, so that a fault is seen before people see it."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db import transaction

from commonhour.models import Community, FeedReading
from commonhour.reads.feed_check import Comparison, OwnFeed, copy_of, own_feeds, read_back
from commonhour.tasks.budget import UNLIMITED, Budget

A_DAY = dt.timedelta(days=1)
# Beside the whole calendar, feeds of so many components together are read at a time; the others have their turn next.
COMPONENTS_A_TURN = 300
_FOUND = ["at", "content_version", "instants", "differences", "error"]


def read_own_feeds(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Read the feeds that are due, compare them with the pages and keep what was found; returns how many feeds."""
    feeds = own_feeds()
    FeedReading.objects.exclude(path__in=[feed.path for feed in feeds]).delete()
    return sum(_read(feed, now) for feed in budget.spend_on(due(feeds, now)))


def due(feeds: list[OwnFeed], now: dt.datetime) -> list[OwnFeed]:
    """Feeds not read since the last write or since a day, the whole calendar first, then those unread longest."""
    version, readings = Community.the().content_version, defaultdict(list)
    for path, at, of_version in FeedReading.objects.values_list("path", "at", "content_version"):
        readings[path].append((at, of_version))
    waiting = [
        feed
        for feed in feeds
        if not readings[feed.path]
        or any(of_version != version or at <= now - A_DAY for at, of_version in readings[feed.path])
    ]
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    waiting.sort(
        key=lambda feed: (not feed.scope.is_everything, min([at for at, _ in readings[feed.path]] or [never]))
    )
    return _within_a_turn(waiting)


def _within_a_turn(waiting: list[OwnFeed]) -> list[OwnFeed]:
    turn, left = [], COMPONENTS_A_TURN
    for feed in waiting:
        if feed.scope.is_everything or left > 0:
            turn.append(feed)
            left -= 0 if feed.scope.is_everything else feed.schedules
    return turn


def _read(feed: OwnFeed, now: dt.datetime) -> bool:
    """One feed, outside any transaction: reading takes its time. False when somebody wrote meanwhile."""
    copy = copy_of(feed, now, settings.BASE_URL)
    if copy is None:
        return False
    _keep(feed, list(read_back(feed, copy, now)), copy.version, now)
    return True


@transaction.atomic
def _keep(feed: OwnFeed, found: list[Comparison], version: int, now: dt.datetime) -> None:
    """What was found takes the place of what was found before, also by readers that are not here any more. Two
    workers that read the same feed write one after the other."""
    rows = [
        FeedReading(
            path=one.path, reader=one.reader, at=now, content_version=version, instants=one.instants,
            differences=one.differences, error=one.error,
        )
        for one in found
    ]  # fmt: skip
    FeedReading.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path", "reader"], update_fields=_FOUND
    )
    FeedReading.objects.filter(path=feed.path).exclude(reader__in=[one.reader for one in found]).delete()
