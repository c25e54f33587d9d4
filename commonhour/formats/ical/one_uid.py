"""Everything under one UID: a master with its changed instances, the dates of one call, or several calls by mistake."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace

from commonhour.core.matching.naming import Weight, name_key, words
from commonhour.core.places.secrets import has_secret
from commonhour.formats.ical.called_off import without_mark
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.recurrence import CalendarContext, sequence
from commonhour.formats.ical.values import without_controls

Placed = tuple[Component, CalendarContext]  # a VEVENT and the calendar it stands in


@dataclass(slots=True)
class Group:
    """The VEVENTs of one UID, in the order of the file. `dates` are single ones without a rule: each a date of the
    call, with the RECURRENCE-ID it should have."""

    uid: str
    masters: list[Placed] = field(default_factory=list)
    overrides: list[Placed] = field(default_factory=list)
    dates: list[Placed] = field(default_factory=list)


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


def calls_of(group: Group) -> list[Group]:
    """Its calls, each with at most one master. Versions of one event are its newest one, whose SEQUENCE is the
    highest, the last of equals."""
    if len(group.masters) < 2:
        return [group]
    masters = [_newest(versions) for versions in _versions(group.masters)]
    calls = _calls(masters)
    component, context = masters[0]
    if len(masters) < len(group.masters):
        context.report.add("contradiction", component.line, "one-uid", count=len(group.masters))
    if len(calls) > 1:
        context.report.add("contradiction", component.line, "one-uid-calls", count=len(calls))
    next((call for call in calls if call.masters), calls[0]).overrides = group.overrides
    return _with_uids(calls, group.uid)


def _versions(masters: list[Placed]) -> list[list[Placed]]:
    """What is one event several times: at one start, or sent anew with each SEQUENCE."""
    sequences = {sequence(component) for component, _ in masters}
    days = {component.text("DTSTART")[:8] for component, _ in masters}
    alike = all(_is_alike(component, masters[0][0]) for component, _ in masters)
    if len(sequences) == len(masters) and (alike or len(days) == 1):
        return [masters]
    at: dict[str, list[list[Placed]]] = {}
    for component, context in masters:
        there = at.setdefault(component.text("DTSTART"), [])
        same = next((versions for versions in there if _is_alike(component, versions[0][0])), None)
        if same is None:
            there.append([(component, context)])
        else:
            same.append((component, context))
    return [versions for there in at.values() for versions in there]


def _newest(versions: list[Placed]) -> Placed:
    return max(enumerate(versions), key=lambda pair: (sequence(pair[1][0]), pair[0]))[1]


def _calls(masters: list[Placed]) -> list[Group]:
    """Those with a rule each for itself; single ones join a call of their title, however little it says."""
    ruled = [one for one in masters if one[0].first("RRULE") or one[0].first("RDATE")]
    calls = [Group("", masters=[one]) for one in ruled]
    single = [one for one in masters if one not in ruled]
    for component, context in sorted(single, key=lambda one: not title_of(one[0])):
        same = (call for call in calls if _is_alike(component, (call.masters or call.dates)[0][0]))
        call = next(same, None)
        if call is None:
            call = Group("")
            calls.append(call)
        call.dates.append((component, context))
    return [_as_dates(call) for call in calls]


def _as_dates(call: Group) -> Group:
    """A call of one single event is that event; of several each is one of its dates."""
    if len(call.dates) == 1 and not call.masters:
        return Group("", masters=call.dates)
    if call.dates:
        component, context = (call.masters or call.dates)[0]
        count = len(call.dates) + len(call.masters)
        context.report.add("listed-dates", component.line, "one-uid", count=count)
    return replace(call, dates=[(_dated(component), context) for component, context in call.dates])


def _dated(component: Component) -> Component:
    start = component.first("DTSTART")
    named = [Property("RECURRENCE-ID", start.params, start.value, start.line)] if start else []
    return replace(component, properties=[*component.properties, *named])


def _with_uids(calls: list[Group], uid: str) -> list[Group]:
    """The first one keeps the UID; of the others each has one made with its title, the same at every reading."""
    times: Counter[str] = Counter()
    for number, call in enumerate(calls):
        title = name_key(title_of((call.masters or call.dates)[0][0]))
        times[title] += 1
        mark = hashlib.sha256(f"{title} {times[title]}".encode("utf-8", "replace")).hexdigest()[:8]
        call.uid = f"{uid}-{mark}" if number else uid
    return calls


def title_of(component: Component) -> str:
    """ "" where none is given, or none that anybody may see."""
    return "" if component.is_private() else without_mark(component.text("SUMMARY"))


def _is_alike(one: Component, other: Component) -> bool:
    """The same title or none, or one that shares a word with it that says whose call it is; both days, or both hours."""
    if ("T" in one.text("DTSTART")) != ("T" in other.text("DTSTART")):
        return False
    titles = title_of(one), title_of(other)
    return (
        not all(titles)
        or name_key(titles[0]) == name_key(titles[1])
        or bool(_telling(titles[0]) & _telling(titles[1]))
    )


def _telling(title: str) -> set[str]:
    return {word.text for word in words(title) if word.weight in (Weight.PLAIN, Weight.SOFT)}
