"""What an import works out before it takes the lock: the long part, which only reads."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from commonhour.actions.dates.materialise import AHEAD
from commonhour.actions.series import checked
from commonhour.core.draft import Draft, Match
from commonhour.core.limits import DATES
from commonhour.core.matching.roster import Known
from commonhour.core.matching.series import Candidate, match_series
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import public
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule import schedule as core
from commonhour.errors import RefusedInput, TooLarge
from commonhour.models import Schedule, Series
from commonhour.models.texts import Guarded

Sound = core.Schedule | RefusedInput
_RRULE_LENGTH, _UID_LENGTH = 500, 400
_LAST_YEAR = "9999"  # a length, a zone or a moved hour may lead out of it


@dataclass
class Ahead:
    """`sound` are the schedules of the draft as they would be kept, by the id of the object."""

    sound: dict[int, Sound] = field(default_factory=dict)
    matched: tuple[Sequence[object], list[Match]] = ((), [])

    def kept(self, schedule: core.Schedule, now: dt.datetime) -> core.Schedule:
        """As it is kept. Raises RefusedInput for one that cannot be."""
        if id(schedule) not in self.sound:
            self.sound[id(schedule)] = _sound_or_not(schedule, now)[0]
        found = self.sound[id(schedule)]
        if isinstance(found, RefusedInput):
            raise found
        return found

    def matches(self, candidates: Sequence[Candidate], known: Sequence[Known], community: str) -> list[Match]:
        """The same question has the same answer."""
        asked = (candidates, known, community)
        if self.matched[0] != asked:
            self.matched = (asked, match_series(candidates, known, community=community))
        return self.matched[1]


def look_ahead(draft: Draft, now: dt.datetime, where: str) -> Ahead:
    """Every schedule, as it would be kept. Raises TooLarge when all of them together make too many dates."""
    ahead, left = Ahead(), DATES
    _look_at_texts(draft)
    for schedule in (schedule for one in draft.series for schedule in one.schedules):
        ahead.sound[id(schedule)], dates = _sound_or_not(schedule, now)
        left -= dates
        if left < 0:
            raise TooLarge("too-many-dates-in-all", most=DATES, where=where)
    return ahead


def _look_at_texts(draft: Draft) -> None:
    """The guard remembers what it has seen: in the transaction it has only to be asked again."""
    for one in draft.series:
        for name in ("title", "description", "url", "region"):
            field = Series._meta.get_field(name)
            assert isinstance(field, Guarded)
            public(field.public(getattr(one, name)), Stand.TEXT)
        for text in (one.slug, *(part.uid for part in one.schedules), *map(_as_told, one.schedules)):
            public(text)


def _as_told(schedule: core.Schedule) -> str:
    return str(Schedule(dtstart=schedule.dtstart, tzid=schedule.tzid, rrule=schedule.rrule))


def _sound_or_not(schedule: core.Schedule, now: dt.datetime) -> tuple[Sound, int]:
    try:
        return sound_schedule(schedule, now)
    except RefusedInput as error:
        return error, 0


def sound_schedule(schedule: core.Schedule, now: dt.datetime) -> tuple[core.Schedule, int]:
    """In stored form, and how many dates it makes up to the horizon. Raises RefusedInput."""
    sound = checked(schedule)
    if len(sound.rrule) > _RRULE_LENGTH or len(sound.uid) > _UID_LENGTH:
        raise RefusedInput("rule-too-long")
    if any(text >= _LAST_YEAR for text in _dates(sound)):
        raise RefusedInput("year-9999")
    return sound, len(occurrences(sound, now, now + AHEAD))


def _dates(schedule: core.Schedule) -> Iterator[str]:
    """What it names, not what its rule makes."""
    yield from (schedule.dtstart, *schedule.rdates)
    for override in schedule.overrides:
        yield from (override.recurrence_id, override.dtstart or "")
