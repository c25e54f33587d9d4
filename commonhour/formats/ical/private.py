"""CLASS other than PUBLIC (RFC 5545 §3.8.1.3): nothing of it is shown, and the time it takes counts as busy."""

from dataclasses import replace

from commonhour.formats.ical.content import Component
from commonhour.formats.ical.one_uid import Group, Placed
from commonhour.formats.ical.report import Report

_WHEN = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS",
}  # fmt: skip


def is_private(component: Component) -> bool:
    """A class that nobody knows counts as private, as the RFC asks."""
    return component.text("CLASS").strip().upper() not in ("", "PUBLIC")


def is_private_call(group: Group) -> bool:
    """True when its master is private, or everything that stands in for one."""
    speaking = group.masters or [*group.overrides, *group.dates]
    return all(is_private(component) for component, _ in speaking)


def silenced(group: Group) -> Group:
    """The same call with nothing but its times, and nowhere to report to."""
    return Group(
        group.uid,
        masters=list(map(_silenced, group.masters)),
        overrides=list(map(_silenced, group.overrides)),
        dates=list(map(_silenced, group.dates)),
    )


def _silenced(placed: Placed) -> Placed:
    component, context = placed
    times = [prop for prop in component.properties if prop.name in _WHEN]
    return replace(component, properties=times, children=[]), replace(context, report=Report(""))
