"""What an address may mean that leads nowhere: groups and meetings of a like name, and the dates near a day."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.slugs import slugify
from commonhour.models import Group, Occurrence, Series

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN_WORDS = {"groups", "meetings", "calendar", "week", "month", "next", "join", "embed"}
_LIKE_ENOUGH = 0.6
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Near:
    """A page by its name; `line` when it is one date's."""

    name: str
    path: str
    line: ListedDate | None = None


def nearest(path: str, limit: int = 4) -> list[Near]:
    """The dates of the series an address names that are closest to its day, then pages of a like name, best first."""
    words = [word.split(".")[0].casefold() for word in path.strip("/").split("/")]
    wanted = [word for word in words if word and word not in _OWN_WORDS and not _DAY.match(word)]
    return [*_dates(words), *_pages(wanted[:_MOST_WORDS], limit)][: limit + 2]


def _dates(words: list[str]) -> list[Near]:
    day = next((found for word in words if (found := _day(word))), None)
    if day is None:
        return []
    rows = Occurrence.objects.attached().filter(series__slug__in=words)
    before = rows.filter(start__lt=day).order_by("-start").listed(1)
    after = rows.filter(start__gte=day).order_by("start").listed(2)
    return [Near(line.title, line.path, line) for line in [*before, *after]]


def _day(word: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(word[:10]).replace(tzinfo=dt.UTC) if _DAY.match(word) else None
    except ValueError:
        return None


def _pages(wanted: list[str], limit: int) -> list[Near]:
    ranked = (
        [(max(_likeness(word, slug, near.name) for word in wanted), near) for slug, near in _all()]
        if wanted
        else []
    )
    close = sorted((pair for pair in ranked if pair[0] >= _LIKE_ENOUGH), key=lambda pair: -pair[0])
    return [near for _, near in close[:limit]]


def _all() -> Iterator[tuple[str, Near]]:
    for slug, name in Group.objects.values_list("slug", "name"):
        yield slug, Near(name, f"/groups/{slug}/")
    for slug, title in Series.objects.values_list("slug", "title"):
        yield slug, Near(title, f"/meetings/{slug}/")


def _likeness(wanted: str, slug: str, name: str) -> float:
    """1 for the same, more than _LIKE_ENOUGH for a word of it, else how many letters they share in order."""
    own = {slug, slugify(name)}
    if wanted in own:
        return 1.0
    if len(wanted) > 2 and any(wanted in text.split("-") or text.startswith(wanted) for text in own):
        return 0.9
    return max(difflib.SequenceMatcher(None, wanted[:100], text[:100]).ratio() for text in own)
