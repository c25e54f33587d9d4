"""RRULEs as exporters write them and readers agree to read them, although RFC 5545 does not allow it."""

import re

from commonhour.core.recurrence.expansion import last_wall
from commonhour.core.recurrence.rules import parse_rule, rule_parts, stored_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import RefusedInput
from commonhour.formats.ical.content import Property
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.values import BadValue


def rule_meant(rule: Property, start: Schedule, report: Report) -> str:
    """The stored form of a rule that begins with `start`. Raises BadValue. What was odd about it is reported."""
    try:
        parts = rule_parts(rule.value)
        if _leave_plain_scale(parts):
            report.add("odd-rule", rule.line, "scale")
        if _leave_no_count(parts):
            report.add("odd-rule", rule.line, "no-count")
        if "COUNT" in parts and "UNTIL" in parts:
            report.add("odd-rule", rule.line, "two-ends")
            return _first_end(parts, start)
        return _stored(parts, start)
    except RefusedInput as error:
        raise BadValue(error.code, rule.line, **error.facts) from error


def _leave_plain_scale(parts: dict[str, str]) -> bool:
    """RSCALE=GREGORIAN and SKIP=OMIT (RFC 7529) say what every rule means without them."""
    if parts.get("RSCALE") != "GREGORIAN" or parts.get("SKIP", "OMIT") != "OMIT":
        return False
    del parts["RSCALE"]
    parts.pop("SKIP", None)
    return True


def _leave_no_count(parts: dict[str, str]) -> bool:
    """COUNT=-1 and COUNT=0, as Confluence and macOS write them, mean that nothing is counted."""
    is_none = re.fullmatch(r"-[0-9]+|0+", parts.get("COUNT", "")) is not None
    if is_none:
        del parts["COUNT"]
    return is_none


def _first_end(parts: dict[str, str], start: Schedule) -> str:
    """Whichever of COUNT and UNTIL ends it first."""
    by_count = _stored({name: text for name, text in parts.items() if name != "UNTIL"}, start)
    by_until = _stored({name: text for name, text in parts.items() if name != "COUNT"}, start)
    until, last = parse_rule(by_until).until, last_wall(_ruled(start, by_count))
    return by_until if until and (last is None or until < last) else by_count


def _ruled(start: Schedule, rrule: str) -> Schedule:
    return Schedule(start.dtstart, start.tzid, start.duration, rrule)


def _stored(parts: dict[str, str], start: Schedule) -> str:
    return stored_rule(parts, tzid=start.tzid, all_day=start.is_all_day)
