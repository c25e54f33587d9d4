"""This hub's own feeds, read back: whether readers find the very instants that stand on its pages."""

import datetime as dt
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonhour.core import limits
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.core.scope import Scope
from commonhour.formats.feed_readers import FeedReader, Instant, readers, text_of
from commonhour.models import Community, Group, Occurrence, Schedule, Series
from commonhour.reads.feed import calendar_feed

logger = logging.getLogger(__name__)
AHEAD = dt.timedelta(days=366)
SENTENCES = 20
# A reader that takes its time reads no feed larger than this; another one does.
SLOW_READERS_SCHEDULES = 100

Key = tuple[str, str, bool]  # UID, start, is cancelled


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A feed of this hub: `schedules` is how many components it holds."""

    path: str
    name: str
    scope: Scope
    schedules: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one reader found in one feed. `instants` stand on the pages; `differences` are sentences."""

    path: str
    reader: str
    instants: int
    differences: list[str]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A feed's bytes and the dates of the pages at one moment; `version` is the community's then."""

    body: bytes
    dates: list[ListedDate]
    before: dt.datetime
    version: int


def own_feeds() -> list[OwnFeed]:
    """The whole calendar, then each group's feed, then each series'; those that hold something."""
    owned = Counter(Schedule.objects.filter(source=None).values_list("series__slug", flat=True))
    members: dict[str, set[str]] = defaultdict(set)
    for field in ("group__slug", "co_groups__slug"):
        for slug, group in Series.objects.values_list("slug", field):
            members[group].add(slug)
    found = [_own(Scope(), "", sum(owned.values()))]
    for slug, name in Group.objects.order_by("slug").values_list("slug", "name"):
        found.append(_own(Scope(groups=(slug,)), name, sum(owned[one] for one in members[slug])))
    for slug, title in Series.objects.order_by("slug").values_list("slug", "title"):
        found.append(_own(Scope(series=slug), title, owned[slug]))
    return [feed for feed in found if feed.schedules]


def _own(scope: Scope, name: str, schedules: int) -> OwnFeed:
    return OwnFeed(scope.feed_path, name, scope, schedules)


def copy_of(feed: OwnFeed, now: dt.datetime, base_url: str) -> Copy | None:
    """The feed and the pages as they are; None when somebody wrote between the one and the other."""
    version = Community.the().content_version
    body = calendar_feed(feed.scope, base_url=base_url)
    ours = [row.pk for row in Schedule.objects.in_feed(feed.scope)]
    rows = Occurrence.objects.attached().filter(schedule__in=ours, start__gte=now, start__lt=now + AHEAD)
    dates = rows.order_by("start", "id").listed()
    if Community.the().content_version != version:
        return None
    return Copy(body, dates, _made_until(dates, now + AHEAD), version)


def read_back(feed: OwnFeed, copy: Copy, now: dt.datetime) -> Iterator[Comparison]:
    """The feed as each reader of this machine finds it, compared with the pages."""
    for reader in readers():
        if not reader.is_slow or feed.schedules <= SLOW_READERS_SCHEDULES:
            yield _compared(feed, copy, reader, now)


def _made_until(dates: Iterable[ListedDate], end: dt.datetime) -> dt.datetime:
    """How far all dates are made: a very frequent call has only so many of them."""
    made = Counter(one.uid for one in dates)
    last = {one.uid: one.start for one in dates}
    return min([end, *(last[uid] for uid, number in made.items() if number > limits.OCCURRENCES // 2)])


def _compared(feed: OwnFeed, copy: Copy, reader: FeedReader, now: dt.datetime) -> Comparison:
    dates = [one for one in copy.dates if one.start < copy.before]
    try:
        found = reader.read(copy.body, now, copy.before)
    except Exception as error:  # whatever goes wrong in a reader is what the page is there to tell
        # The page is public, and a reader's own words may hold a path of this machine or a piece of the feed.
        logger.warning("%s could not read %s.", reader.name, feed.path, exc_info=True)
        return Comparison(feed.path, reader.name, 0, [], type(error).__name__)
    return Comparison(feed.path, reader.name, len(dates), differences(dates, found))


def differences(dates: list[ListedDate], found: list[Instant]) -> list[str]:
    """What is on the pages and not in the feed, and the other way round, in sentences; the first ones of many."""
    titles = {_key_of_date(one): one.title for one in dates} | {_key(one): one.summary for one in found}
    pages, feed = Counter(map(_key_of_date, dates)), Counter(map(_key, found))
    said = [(key, "is on the pages and not in the feed") for key in (pages - feed).elements()]
    said += [(key, "is in the feed and not on the pages") for key in (feed - pages).elements()]
    said.sort(key=lambda one: (one[0][1], one[0][0]))
    more = [f"And {len(said) - SENTENCES} more."] if len(said) > SENTENCES else []
    return [_sentence(key, titles[key], words) for key, words in said[:SENTENCES]] + more


def _sentence(key: Key, title: str, words: str) -> str:
    _, start, is_cancelled = key
    moment = start.replace("T", " ").replace(":00Z", " UTC")
    return f"“{title[:100]}” on {moment}{' (cancelled)' if is_cancelled else ''} {words}."


def _key(one: Instant) -> Key:
    return one.uid, one.start, one.status == CANCELLED


def _key_of_date(one: ListedDate) -> Key:
    return one.uid, text_of(one.start, one.all_day), one.is_cancelled
