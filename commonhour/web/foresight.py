"""Clock changes in the reader's words: for the meetings page, the feeds with `?tz=`, and JSON."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.foresight.disagreement import weeks_sentence
from commonhour.core.foresight.hour_changes import HourChange, change_sentence
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.formats import json_dates
from commonhour.reads.foresight import Foreseen, foreseen, weeks_of
from commonhour.reads.series import find_series
from commonhour.web.times import place, unlike_last
from commonhour.web.voice import words

SOON = 30  # days
_SHOWN = 6


@dataclass(frozen=True)
class Notice:
    """What one change of the clocks does to some series: the first few, and how many `more`."""

    words: str
    series: list[Foreseen]
    more: int


def notices(scope: Scope, tzid: str) -> list[Notice]:
    """What clock changes of the next thirty days do to this reader's calls, one notice for all that move alike."""
    now, soonest = clock.now(), dict[str, Foreseen]()
    for one in foreseen(scope, now, tzid, SOON):
        if one.change.is_ahead(wall_of(now, tzid).date()):
            soonest.setdefault(one.series, one)
    alike: dict[str, list[Foreseen]] = defaultdict(list)
    for one in soonest.values():
        alike[change_sentence(one.change, gettext, words())].append(one)
    return [_notice(same) for same in alike.values()]


def _notice(same: list[Foreseen]) -> Notice:
    sentence = change_sentence(same[0].change, gettext, words(), is_of_several=len(same) > 1)
    return Notice(sentence, same[:_SHOWN], len(same[_SHOWN:]))


def feed_words(scope: Scope, tzid: str, *, is_ours: bool) -> Callable[[Schedule], str]:
    """A schedule's clock changes of the coming year in words, for who asked with `?tz=`: nothing for one without a
    date to come. SEQUENCE does not move for it."""
    by_uid: dict[str, list[HourChange]] = defaultdict(list)
    for one in foreseen(scope, clock.now(), tzid, is_ours=is_ours):
        by_uid[one.uid].append(one.change)
    said = {uid: f"{place(tzid)}: {_sentences(changes)}" for uid, changes in by_uid.items()}
    return lambda schedule: said.get(schedule.uid, "")


def moved_words(tzid: str) -> Callable[[ListedDate], str]:
    """How a moved date differs from the one before it, on the clock of zone `tzid`, or of the host's when that is ""."""

    def said(one: ListedDate) -> str:
        zone = tzid or one.tzid
        unlike = unlike_last(one, zone)
        return f"{place(zone)}: {unlike}." if unlike else ""

    return said


def _sentences(changes: list[HourChange]) -> str:
    return " ".join(f"{change_sentence(change, gettext, words())}." for change in changes)


def as_json(scope: Scope, tzid: str, *, is_ours: bool) -> dict[str, Any]:
    """What `?tz=` adds to the JSON of a calendar, a group or a series."""
    found = [_change(one, tzid) for one in foreseen(scope, clock.now(), tzid, is_ours=is_ours)]
    return {"hour_changes": found} | ({"clock_weeks": _weeks(scope.series, tzid)} if scope.series else {})


def _change(one: Foreseen, tzid: str) -> dict[str, Any]:
    sentence = change_sentence(one.change, gettext, words())
    return json_dates.hour_change(one.change, one.series, one.uid, tzid, sentence)


def _weeks(slug: str, tzid: str) -> list[dict[str, Any]]:
    found = weeks_of(slug, find_series(slug).region, clock.now(), tzid)
    return [
        json_dates.clock_week(weeks, there, slug, weeks_sentence(weeks, there, gettext, words()))
        for weeks in found
        for there in weeks.places
    ]
