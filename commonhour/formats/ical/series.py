"""All components of one UID as one series: a master, its overrides, and what a broken one leaves of it."""

import hashlib
from dataclasses import dataclass, field, replace

from commonhour.core.draft import DraftSeries
from commonhour.core.places.secrets import has_secret
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import Question
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault
from commonhour.formats.ical.content import Component
from commonhour.formats.ical.listed import listed_dates, with_listed_dates
from commonhour.formats.ical.overrides import ReadOverride, orphan_schedule, read_override, with_overrides
from commonhour.formats.ical.recurrence import CalendarContext, Undecided, read_schedule, sequence
from commonhour.formats.ical.splits import split
from commonhour.formats.ical.texts import Words, read_words
from commonhour.formats.ical.values import without_controls


@dataclass(slots=True)
class Group:
    """The VEVENTs of one UID, in the order of the file, each with the calendar it stands in."""

    uid: str
    masters: list[tuple[Component, CalendarContext]] = field(default_factory=list)
    overrides: list[tuple[Component, CalendarContext]] = field(default_factory=list)


def uid_of(component: Component) -> str:
    """The UID; one made from the content when it is missing or holds a secret, the same at every reading."""
    prop = component.first("UID")
    uid = without_controls(prop.value).strip().replace("\n", "") if prop else ""
    if uid and len(uid) <= 255 and not has_secret(uid):
        return uid
    if uid:
        return hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()[:32]
    lines = (f"{prop.name}:{prop.value}" for prop in component.properties if prop.name != "DTSTAMP")
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest()[:32]


def read_series(group: Group) -> DraftSeries:
    """The series of one UID, with its slug still empty. Raises RefusedInput when its master cannot be read."""
    listed = listed_dates(group.masters)
    component, context, overrides = (*listed[0], group.overrides) if listed else _master(group)
    words = read_words(component, context.report)
    series = DraftSeries(
        slug="",
        title=words.summary,
        description=words.description,
        url=words.url,
        categories=words.categories,
        joins=list(words.joins),
        where=context.report.place(component.line),
    )
    try:
        schedule = _first_schedule(component, context, group.uid)
        schedule = with_listed_dates(schedule, listed)
    except Undecided as offset:
        series.question = Question("calendar-offset", {"word": str(offset)})
        return series
    schedule = _with_orphans(schedule, component, overrides)
    series.schedules = _changed(schedule, overrides, series, words)
    series.joins = list(dict.fromkeys(series.joins))
    return series


def _master(group: Group) -> tuple[Component, CalendarContext, list[tuple[Component, CalendarContext]]]:
    """The master with the highest SEQUENCE, the last of equals; without one, the first override stands in."""
    if not group.masters:
        component, context = min(group.overrides, key=_recurrence_id)
        return component, context, group.overrides
    chosen = max(enumerate(group.masters), key=lambda pair: (sequence(pair[1][0]), pair[0]))[1]
    if len(group.masters) > 1:
        chosen[1].report.add("contradiction", chosen[0].line, "one-uid", count=len(group.masters))
    return (*chosen, group.overrides)


def _recurrence_id(pair: tuple[Component, CalendarContext]) -> str:
    return pair[0].text("RECURRENCE-ID")


def _first_schedule(component: Component, context: CalendarContext, uid: str) -> Schedule:
    """A master's own schedule; an override that carries a rule or RDATEs is read as a master, others as one date."""
    if component.first("RECURRENCE-ID") and not (component.first("RRULE") or component.first("RDATE")):
        return orphan_schedule(component, context, uid)
    return read_schedule(component, context, uid)


def _with_orphans(
    schedule: Schedule, master: Component, overrides: list[tuple[Component, CalendarContext]]
) -> Schedule:
    """Without a master, the other overrides' recurrence-ids are the dates we know of."""
    if not master.first("RECURRENCE-ID"):
        return schedule
    ids = set()
    for component, context in overrides:
        try:
            ids.add(orphan_schedule(component, replace(context), schedule.uid))
        except RefusedInput:
            continue  # said when the override itself is read
    walls = {_wall_like(found, schedule) for found in ids} - {schedule.dtstart, ""}
    return replace(schedule, rdates=tuple(sorted({*schedule.rdates, *walls})))


def _wall_like(found: Schedule, schedule: Schedule) -> str:
    return found.dtstart if found.tzid == schedule.tzid and found.is_all_day == schedule.is_all_day else ""


def _changed(
    schedule: Schedule, overrides: list[tuple[Component, CalendarContext]], series: DraftSeries, words: Words
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


def _split_all(
    schedule: Schedule, changes: list[ReadOverride], overrides: list[tuple[Component, CalendarContext]]
) -> list[Schedule]:
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
