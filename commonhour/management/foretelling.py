"""What an import will come to, told on the terminal: facts, groups, meetings with their next dates, leftovers by line."""

import datetime as dt
from collections.abc import Iterator

from commonhour.actions.upstream.foreseen import Foreseen
from commonhour.actions.upstream.preview import next_date
from commonhour.core.answers.codes import codes
from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.speech.questions import question_sentence
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.zones import wall_of
from commonhour.management.setting_up import say

_SHOWN = 300


def foretell(draft: Draft, found: Foreseen, now: dt.datetime) -> None:
    """One line for each thing, on stderr."""
    for number, line in enumerate(_lines(draft, found, now)):
        if number == _SHOWN:
            say("  … and more: --write-answers has them all.")
            return
        say(f"  {line}")


def _lines(draft: Draft, found: Foreseen, now: dt.datetime) -> Iterator[str]:
    for name, fact in found.facts.items():
        what = "is taken" if fact.then == fact.there else f"is not taken: it stays “{_short(fact.here)}”"
        if fact.there != fact.here:
            yield f"{name}: “{_short(fact.there)}” {what}"
    for group in draft.groups:
        then = found.groups.get(group.slug)
        yield f"group {group.name}: {'left out' if then is None else 'new' if then.is_new else 'already here'}"
    yield from (f"group {group.name}: merged into {into}" for group, into in draft.merged)
    for series in draft.series:
        yield from _meeting(series, found, now)
    yield from (f"left over, {one.where}: {_short(one.text)}" for one in draft.unplaced)


def _meeting(series: DraftSeries, found: Foreseen, now: dt.datetime) -> Iterator[str]:
    """What the file says, what was understood, the next date, and what is asked."""
    then = found.series.get(series.slug)
    if then is None:
        yield f"meeting {series.title}: left out"
        return
    said = f" (“{_short(series.said)}”)" if series.said else ""
    for schedule in then.schedules:
        coming = next_date([schedule], now)
        date = (
            wall_of(coming.start, schedule.tzid).date()
            if coming and not coming.all_day
            else coming and coming.start.date()
        )
        yield f"meeting {then.title}{said}: {rule_sentence(schedule, now=now)}; next on {date or 'no date to come'}"
    if then.question:
        number = len(codes(series.readings))
        choices = f" ({number} reading{'s' if number > 1 else ''})" if number else ""
        yield f"meeting {then.title}: {_short(question_sentence(then.question))}{choices}"
    elif not then.schedules:
        yield f"meeting {then.title}: when needed"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:199] + "…"
