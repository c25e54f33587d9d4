"""RANGE=THISANDFUTURE (RFC 5545 §3.2.13): one schedule ends, and the next begins with the change."""

import datetime as dt
from dataclasses import replace

from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.recurrence.rules import Rule, parse_rule, rule_text
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.errors import RefusedInput

_DAY = dt.timedelta(days=1)


def split(schedule: Schedule, change: Override) -> list[Schedule]:
    """The schedule up to the changed instance, and its successor from there on, in date order.

    The successor's UID is the first one's with the recurrence-id behind it, so that reading again gives the
    same. A cancelled change leaves no successor. Raises RefusedInput when the change cannot be said as a rule.
    """
    at = parse_wall(change.recurrence_id)
    bare = replace(schedule, exdates=(), overrides=())
    ids = recurrence_ids(bare, at)
    if change.recurrence_id not in ids:
        raise RefusedInput("split-of-no-instance")
    before = [text for text in ids if text < change.recurrence_id]
    successor = [] if change.status == CANCELLED else [_successor(schedule, change, before)]
    if not before:
        return [replace(found, uid=schedule.uid) for found in successor] or [
            replace(schedule, status=CANCELLED)
        ]
    return [_ended(schedule, at), *successor]


def _ended(schedule: Schedule, at: dt.datetime) -> Schedule:
    """What is left before an instance: UNTIL takes the place of COUNT."""
    text = wall_text(at.date()) if schedule.is_all_day else wall_text(at)
    rrule = ""
    if schedule.rrule:
        last = at - (_DAY if schedule.is_all_day else dt.timedelta(seconds=1))
        rule = parse_rule(schedule.rrule)
        until = min(last, rule.until) if rule.until else last
        rrule = rule_text(replace(rule, count=None, until=until), all_day=schedule.is_all_day)
    return replace(
        schedule,
        rrule=rrule,
        rdates=tuple(wall for wall in schedule.rdates if wall < text),
        exdates=tuple(wall for wall in schedule.exdates if wall < text),
        overrides=tuple(override for override in schedule.overrides if override.recurrence_id < text),
    )


def _successor(schedule: Schedule, change: Override, before: list[str]) -> Schedule:
    start = change.dtstart or change.recurrence_id
    shift = parse_wall(start) - parse_wall(change.recurrence_id)

    def shifted(text: str) -> str:
        wall = parse_wall(text) + shift
        return wall_text(wall.date()) if "T" not in start else wall_text(wall)

    later = [override for override in schedule.overrides if override.recurrence_id > change.recurrence_id]
    return replace(
        schedule,
        dtstart=start,
        tzid=change.tzid or schedule.tzid,
        duration=schedule.duration if change.duration is None else change.duration,
        rrule=_shifted_rule(schedule, change, shift, before),
        rdates=tuple(shifted(wall) for wall in schedule.rdates if wall > change.recurrence_id),
        exdates=tuple(shifted(wall) for wall in schedule.exdates if wall > change.recurrence_id),
        overrides=tuple(
            replace(override, recurrence_id=shifted(override.recurrence_id)) for override in later
        ),
        uid=f"{schedule.uid}-{change.recurrence_id}",
        sequence=change.sequence,
        status=change.status,
    )


def _shifted_rule(schedule: Schedule, change: Override, shift: dt.timedelta, before: list[str]) -> str:
    if not schedule.rrule:
        return ""
    rule = parse_rule(schedule.rrule)
    start = parse_wall(change.dtstart or change.recurrence_id)
    days = (start.date() - parse_wall(change.recurrence_id).date()).days
    if shift != days * _DAY and (rule.byhour or rule.byminute or rule.bysecond):
        raise RefusedInput("split-of-named-hours")
    if days:
        rule = _moved_days(rule, days, start)
    if rule.count is not None:
        made = sum(1 for text in before if text not in schedule.rdates)
        rule = replace(rule, count=max(1, rule.count - made))
    if rule.until is not None:
        rule = replace(rule, until=rule.until + shift)
    return rule_text(rule, all_day="T" not in (change.dtstart or change.recurrence_id))


def _moved_days(rule: Rule, days: int, start: dt.datetime) -> Rule:
    """The rule some days later: weekdays move along; "the second Tuesday" cannot."""
    named = rule.bymonthday or rule.bymonth or rule.byyearday or rule.byweekno or rule.bysetpos
    if rule.freq == "WEEKLY" and not named and (rule.interval == 1 or len(rule.byday) <= 1):
        return replace(rule, byday=tuple((n, (day + days) % 7) for n, day in rule.byday))
    if not named and not rule.byday and (rule.freq == "DAILY" or start.day <= 28):
        return rule
    raise RefusedInput("split-no-rule-says")
