"""What changed in a call between two copies of its calendar, as codes and facts: `core/speech/upstream.py` tells them."""

from collections.abc import Mapping
from typing import Any

from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED
from commonhour.core.time.wall import day_and_hour

_WHEN = ("dtstart", "tzid", "duration_seconds", "rrule")


def said(code: str, /, **facts: Any) -> dict[str, Any]:
    return {"code": code, "facts": facts}


def changes_upstream(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The weightiest first. Both sides are a schedule's facts with its `title` and its `overrides`."""
    found = []
    if before["status"] != after["status"]:
        is_off = after["status"] == CANCELLED
        found.append(said("call-cancelled") if is_off else said("status-changed", status=after["status"]))
    if any(before[name] != after[name] for name in _WHEN):
        found.append(said("times-changed", before=_when(before), after=_when(after)))
    found += [said("date-added", day=day) for day in _days(set(after["rdates"]) - set(before["rdates"]))]
    dropped = (set(before["rdates"]) - set(after["rdates"])) | (
        set(after["exdates"]) - set(before["exdates"])
    )
    found += [said("date-taken-out", day=day) for day in _days(dropped)]
    found += [said("date-back", day=day) for day in _days(set(before["exdates"]) - set(after["exdates"]))]
    found += _changed_dates(before["overrides"], after["overrides"])
    if before["title"] != after["title"]:
        found.append(said("title-changed", title=after["title"]))
    return found


def _when(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in _WHEN}


def _days(walls: set[str]) -> list[str]:
    return [day_and_hour(wall) for wall in sorted(walls)]


def _changed_dates(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    as_ruled = {"status": CONFIRMED, "dtstart": None}
    return [
        _change_of_date(day_and_hour(wall), before.get(wall, as_ruled), after.get(wall, as_ruled))
        for wall in sorted({*before, *after})
        if before.get(wall) != after.get(wall)
    ]


def _change_of_date(day: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    if now["status"] != was["status"]:
        return said("date-cancelled", day=day) if now["status"] == CANCELLED else said("date-back", day=day)
    if now["dtstart"] == was["dtstart"]:
        return said("date-changed", day=day)
    if not now["dtstart"]:
        return said("date-at-its-time", day=day)
    return said("date-moved", day=day, to=day_and_hour(now["dtstart"]))
