"""A calendar file or an invitation as the answers of the form for sending in a meeting."""

import datetime as dt
from threading import BoundedSemaphore

from commonhour.actions.measure import is_in_measure
from commonhour.core import limits
from commonhour.core.coming_call import coming_call, rule_from
from commonhour.core.recurrence.rules import rule_parts
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import RefusedInput, TooMany
from commonhour.formats.ical.reader import read_calendar
from commonhour.gateways.fetch import fetch
from commonhour.gateways.web_address import Trusted
from commonhour.web.desk import repeats

# A stranger reads nothing here that lies inside: not even the servers that whoever runs the hub has named.
TRUSTED: Trusted = frozenset()
_free = BoundedSemaphore(limits.CALENDAR_LINKS_AT_ONCE)


def answers_of_link(url: str, network: str, tzid: str, now: dt.datetime) -> dict[str, str]:
    """The same of a calendar on the web. Raises RefusedInput, TooMany, and GatewayError for what cannot be read there."""
    measures = (
        ("network", network, limits.CALENDAR_LINKS_PER_NETWORK),
        ("hub", "", limits.CALENDAR_LINKS_A_DAY),
    )
    if not all(
        is_in_measure(f"calendar links of {name}", whose, now, most) for name, whose, most in measures
    ):
        raise TooMany("calendar-links-too-many")
    if not _free.acquire(blocking=False):  # a slow server would keep everybody else's readers waiting
        raise TooMany("calendar-links-at-once")
    try:
        found = fetch(url, seconds=limits.CALENDAR_LINK_SECONDS, trusted=TRUSTED)
    finally:
        _free.release()
    return answers(found.body, tzid, now)


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
