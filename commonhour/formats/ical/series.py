"""All components of one UID as one series: a master, its overrides, and what a broken one leaves of it."""

from dataclasses import replace

from commonhour.core import limits
from commonhour.core.draft import DraftSeries
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.undecided.question import Question
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.ical.called_off import bare_mark
from commonhour.formats.ical.content import Component
from commonhour.formats.ical.one_uid import Group, Placed, title_of
from commonhour.formats.ical.overrides import (
    ReadOverride,
    instance_named,
    orphan_schedule,
    read_override,
    with_overrides,
)
from commonhour.formats.ical.recurrence import CalendarContext, NeverHeld, Undecided, read_schedule
from commonhour.formats.ical.splits import split
from commonhour.formats.ical.texts import Words, opening, read_words

UNTITLED = "Untitled meeting"


def read_series(group: Group) -> DraftSeries | None:
    """The series of one call, with the slug a hub gave it or none; None for one that has no date at all. Raises RefusedInput
    when its master cannot be read."""
    dates, overrides = _shown(group.dates), _shown(group.overrides) + _shown(group.dates)
    named = group.masters or sorted(overrides, key=_recurrence_id)
    component, context = named[0]
    words = read_words(next((one for one, _ in named if title_of(one)), component), context.report)
    series = DraftSeries(
        slug=words.slug,
        title=_title(component, words, context),
        description=words.description,
        url=words.url,
        categories=words.categories,
        joins=list(words.joins),
        where=context.report.place(component.line),
    )
    try:
        schedule = _first_schedule(component, context, group.uid)
    except NeverHeld:
        context.report.add("never-held", component.line, title=series.title)
        return read_series(replace(group, masters=[])) if overrides else None
    except Undecided as offset:
        series.question = Question("calendar-offset", {"word": str(offset)})
        return series
    if words.is_ours and words.reason and component.first("RECURRENCE-ID") is None:
        because = Override(schedule.dtstart, reason=words.reason, sequence=schedule.sequence)
        schedule = replace(schedule, overrides=(*schedule.overrides, because))
    schedule = _with_listed(schedule, dates if group.masters else overrides)
    schedule = _without_private(schedule, [*group.overrides, *group.dates])
    series.schedules = _changed(schedule, overrides, series, words)
    series.joins = list(dict.fromkeys(series.joins))
    return series


def _title(component: Component, words: Words, context: CalendarContext) -> str:
    """Its own; without one what its description opens with, if that reads as a title."""
    if words.summary:
        return words.summary
    title = opening(words.description) or bare_mark(component.text("SUMMARY")) or UNTITLED
    context.report.add("no-title", component.line, title=title)
    return title


def _recurrence_id(pair: Placed) -> str:
    return pair[0].text("RECURRENCE-ID")


def _first_schedule(component: Component, context: CalendarContext, uid: str) -> Schedule:
    """A master's own schedule; an override that carries a rule or RDATEs is read as a master, others as one date."""
    if component.first("RECURRENCE-ID") and not (component.first("RRULE") or component.first("RDATE")):
        return orphan_schedule(component, context, uid)
    return read_schedule(component, context, uid)


def _with_listed(schedule: Schedule, listed: list[Placed]) -> Schedule:
    """The recurrence-ids of components that no master speaks for are the dates we know of."""
    walls = _named(schedule, listed)
    return (
        replace(schedule, rdates=tuple(sorted({*schedule.rdates, *walls} - {schedule.dtstart})))
        if walls
        else schedule
    )


def _without_private(schedule: Schedule, overrides: list[Placed]) -> Schedule:
    """An instance that is private is not shown, nor when it would have been."""
    hidden = _named(schedule, [one for one in overrides if one[0].is_private()])
    walls = {wall for wall in hidden if made_among(schedule, [wall])}
    return replace(schedule, exdates=tuple(sorted({*schedule.exdates, *walls}))) if walls else schedule


def _named(schedule: Schedule, placed: list[Placed]) -> set[str]:
    """Their recurrence-ids."""
    if len(placed) > limits.EXTRA_DATES:
        raise TooLarge("event-too-many-dates", most=limits.EXTRA_DATES)
    walls = set()
    for component, context in placed:
        rid = component.first("RECURRENCE-ID")
        try:
            walls |= {instance_named(schedule, rid, context)} if rid else set()
        except RefusedInput:
            continue  # said when the component itself is read
    return walls


def _shown(placed: list[Placed]) -> list[Placed]:
    return [one for one in placed if not one[0].is_private()]


def _changed(
    schedule: Schedule, overrides: list[Placed], series: DraftSeries, words: Words
) -> list[Schedule]:
    """The schedule with its overrides, split wherever one of them holds for the future."""
    read: list[ReadOverride] = []
    for component, context in overrides:
        try:
            own = read_words(component, context.report) if component.first("RECURRENCE-ID") else words
            series.joins += own.joins
            read.append(read_override(component, schedule, context, own, words))
        except RefusedInput as error:
            context.report.refuse(component.line, fault("instance-left-out", reason=error.as_json()))
    single = [found.override for found in read if not found.and_future]
    whole = with_overrides(schedule, single)
    return _split_all(whole, [found for found in read if found.and_future], overrides)


def _split_all(schedule: Schedule, changes: list[ReadOverride], overrides: list[Placed]) -> list[Schedule]:
    """Later changes first, so that each still finds its instance in the schedule that was read."""
    found: list[Schedule] = []
    for change in sorted(changes, key=lambda change: change.override.recurrence_id, reverse=True):
        report = overrides[0][1].report
        try:
            schedule, *later = split(schedule, change.override)
            found = later + found
            _report_texts(change, overrides[0][1])
        except RefusedInput as error:
            report.refuse(change.line, fault("only-instance-changed", reason=error.as_json()))
            schedule = with_overrides(schedule, [change.override])
    return [schedule, *found]


def _report_texts(change: ReadOverride, context: CalendarContext) -> None:
    if change.override.summary or change.override.description:
        context.report.dropped(change.line, case="words-from-a-date")
