"""CLASS other than PUBLIC (RFC 5545 §3.8.1.3): nothing of it is shown, and the time it takes counts as busy."""

from dataclasses import replace

from commonhour.formats.ical.one_uid import Group, Placed
from commonhour.formats.ical.report import Report

_WHEN = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS",
}  # fmt: skip


def is_private_call(group: Group) -> bool:
    """True when its master is private, or everything that stands in for one."""
    speaking = group.masters or [*group.overrides, *group.dates]
    return all(component.is_private() for component, _ in speaking)


def hidden_part(group: Group) -> Group | None:
    """What of a call is private, with nothing but its times and nowhere to report to; None for nothing. Dates of an
    open call go without its UID, which is not hidden."""
    if is_private_call(group):
        return Group(group.uid, *map(_silenced, (group.masters, group.overrides, group.dates)))
    hidden = [one for one in (*group.overrides, *group.dates) if one[0].is_private()]
    return Group("", overrides=_silenced(hidden)) if hidden else None


def _silenced(placed: list[Placed]) -> list[Placed]:
    return [
        (
            replace(
                component,
                properties=[prop for prop in component.properties if prop.name in _WHEN],
                children=[],
            ),
            replace(context, report=Report("")),
        )
        for component, context in placed
    ]
