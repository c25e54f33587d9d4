"""A calendar file or an invitation as the answers of the form for sending in a meeting."""

import datetime as dt

from commonhour.core import limits
from commonhour.core.coming_call import coming_call, rule_from
from commonhour.core.recurrence.rules import rule_parts
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import RefusedInput
from commonhour.formats.ical.reader import read_calendar
from commonhour.web.desk import repeats


def answers(body: bytes, tzid: str, now: dt.datetime) -> dict[str, str]:
    """Of its first call that is still to come, by the names of the form's fields. `tzid` counts for an hour without a
    zone. Raises RefusedInput."""
    draft = read_calendar(body, where="calendar", community_tzid=tzid, max_bytes=limits.IN_A_REQUEST_BYTES)
    call = coming_call(draft, now)
    if call is None:
        raise RefusedInput("submission-file-over")
    said = {"title": call.series.title, "about": call.series.description, "link": call.link}
    return when(call.schedule, call.start) | {name: text for name, text in said.items() if text}


def when(schedule: Schedule, start: dt.datetime) -> dict[str, str]:
    """How the form says a schedule from its date at `start` on (UTC): in full, as "next Thursday" would be another day
    tomorrow. A rule that no choice makes, or that ends, is kept as it is."""
    wall = wall_of(start, schedule.tzid)
    length = f"–{wall + schedule.duration:%H:%M}" if schedule.duration else ""
    choice, weeks = repeats.guess(schedule.rrule, parse_wall(schedule.dtstart).date())
    ends = {"COUNT", "UNTIL"} & (rule_parts(schedule.rrule).keys() if schedule.rrule else set())
    is_plain = choice in repeats.PLAIN and not ends
    return {
        "when": f"{wall:%Y-%m-%d %H:%M}{length} {schedule.tzid}", "weeks": str(weeks),
        "repeat": choice if is_plain else repeats.CUSTOM, "rrule": "" if is_plain else rule_from(schedule, start),
    }  # fmt: skip
