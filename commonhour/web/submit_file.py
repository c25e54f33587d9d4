"""A calendar file or an invitation as the answers of the form for sending in a meeting."""

import datetime as dt

from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import RefusedInput
from commonhour.formats.ical.reader import read_calendar
from commonhour.web.desk import repeats

_AHEAD = dt.timedelta(days=400)


def answers(body: bytes, tzid: str, now: dt.datetime) -> dict[str, str]:
    """Of its first call that is still to come, by the names of the form's fields. `tzid` counts for an hour without a
    zone. Raises RefusedInput."""
    draft = read_calendar(body, where="calendar", community_tzid=tzid, max_bytes=limits.IN_A_REQUEST_BYTES)
    for series in draft.series:
        for schedule in series.schedules:
            if schedule.is_all_day or not (coming := occurrences(schedule, now, now + _AHEAD)):
                continue
            link = series.joins[0].url if series.joins else series.url
            said = {"title": series.title, "about": series.description, "link": link}
            return when(schedule, coming[0].start) | {name: text for name, text in said.items() if text}
    raise RefusedInput("submission-file-over")


def when(schedule: Schedule, start: dt.datetime) -> dict[str, str]:
    """How the form says a schedule from its date at `start` on (UTC): in full, as "next Thursday" would be another day
    tomorrow."""
    wall = wall_of(start, schedule.tzid)
    end = wall + schedule.duration
    choice, weeks = repeats.guess(schedule.rrule, parse_wall(schedule.dtstart).date())
    return {
        "when": f"{wall:%Y-%m-%d %H:%M}–{end:%H:%M} {schedule.tzid}", "weeks": str(weeks),
        "repeat": choice if choice in repeats.PLAIN else repeats.ONCE,
    }  # fmt: skip
