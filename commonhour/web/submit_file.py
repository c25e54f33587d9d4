"""A calendar file or an invitation as the answers of the form for sending in a meeting."""

import datetime as dt
from dataclasses import replace

from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.rules import parse_rule, rule_parts, rule_text
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import RefusedInput
from commonhour.formats.ical.reader import read_calendar
from commonhour.web.desk import repeats
from commonhour.web.desk.dates import first_start

_AHEAD, _DAY = dt.timedelta(days=400), dt.timedelta(days=1)


def answers(body: bytes, tzid: str, now: dt.datetime) -> dict[str, str]:
    """Of its first call that is still to come, by the names of the form's fields. `tzid` counts for an hour without a
    zone. Raises RefusedInput."""
    draft = read_calendar(body, where="calendar", community_tzid=tzid, max_bytes=limits.IN_A_REQUEST_BYTES)
    for series in draft.series:
        for schedule in series.schedules:
            coming = [] if schedule.is_all_day else occurrences(schedule, now, now + _AHEAD)
            if not coming or schedule.duration > _DAY:
                continue
            link = series.joins[0].url if series.joins else series.url
            said = {"title": series.title, "about": series.description, "link": link}
            return when(schedule, coming[0].start) | {name: text for name, text in said.items() if text}
    raise RefusedInput("submission-file-over")


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
        "repeat": choice if is_plain else repeats.CUSTOM, "rrule": "" if is_plain else _rule_from(schedule, start),
    }  # fmt: skip


def _rule_from(schedule: Schedule, start: dt.datetime) -> str:
    """A COUNT is that of the dates from `start` on."""
    rule = parse_rule(schedule.rrule)
    if rule.count is None:
        return schedule.rrule
    planned = replace(schedule, rdates=(), exdates=(), overrides=())
    over = occurrences(planned, first_start(schedule) - _DAY, start)
    return rule_text(replace(rule, count=rule.count - len(over)))
