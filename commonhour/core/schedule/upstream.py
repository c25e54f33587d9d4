"""What changed in a call between two copies of its calendar, in sentences."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import day_and_hour

_WHEN = ("dtstart", "tzid", "duration_seconds", "rrule")


def changes_upstream(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Sentences, the weightiest first. Both sides are a schedule's facts with its `title` and its `overrides`."""
    found = []
    if before["status"] != after["status"]:
        found.append(
            "The whole call was cancelled."
            if after["status"] == CANCELLED
            else f"Its status is {after['status']} now."
        )
    if any(before[name] != after[name] for name in _WHEN):
        found.append(f"It was: {_rule(before)} It is now: {_rule(after)}")
    found += _dates("{} was added.", set(after["rdates"]) - set(before["rdates"]))
    dropped = (set(before["rdates"]) - set(after["rdates"])) | (
        set(after["exdates"]) - set(before["exdates"])
    )
    found += _dates("{} was taken out.", dropped)
    found += _dates("{} takes place after all.", set(before["exdates"]) - set(after["exdates"]))
    found += _changed_dates(before["overrides"], after["overrides"])
    if before["title"] != after["title"]:
        found.append(f"Its title is “{after['title']}” now.")
    return found


def _rule(facts: Mapping[str, Any]) -> str:
    length = dt.timedelta(seconds=facts["duration_seconds"])
    sentence = rule_sentence(Schedule(facts["dtstart"], facts["tzid"], length, facts["rrule"]))
    return sentence if sentence.endswith(".") else f"{sentence}."


def _dates(words: str, walls: set[str]) -> list[str]:
    return [words.format(day_and_hour(wall)) for wall in sorted(walls)]


def _changed_dates(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    as_ruled = {"status": CONFIRMED, "dtstart": None}
    return [
        _change_of_date(day_and_hour(wall), before.get(wall, as_ruled), after.get(wall, as_ruled))
        for wall in sorted({*before, *after})
        if before.get(wall) != after.get(wall)
    ]


def _change_of_date(day: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if now["status"] != was["status"]:
        return f"{day} was cancelled." if now["status"] == CANCELLED else f"{day} takes place after all."
    if now["dtstart"] != was["dtstart"]:
        return (
            f"{day} was moved to {day_and_hour(now['dtstart'])}."
            if now["dtstart"]
            else f"{day} is back at its time."
        )
    return f"{day} was changed."
