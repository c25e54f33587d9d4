"""Findings that somebody looked at and set aside, and back again. One that says something new is another one."""

import datetime as dt

from commonhour.actions.news.change_set import change_set
from commonhour.core.audit.report import finding_key
from commonhour.core.finding import Finding
from commonhour.models import Dismissal, User


def set_aside(finding: Finding, *, now: dt.datetime, actor: User | None) -> Dismissal:
    """Not shown again as long as it says the same. Doing it twice changes nothing.

    The change belongs to no page: what a group has to mend is for its desk, not for its public history.
    """
    with change_set(now, actor, f"Set aside {finding.code}: {finding.message}") as changes:
        row, is_new = Dismissal.objects.get_or_create(
            key=finding_key(finding),
            defaults={
                "code": finding.code,
                "message": finding.message,
                "at": now,
                "by_name": actor.public_name if actor else "",
            },
        )
        if is_new:
            changes.record(row, "", None, str(row))
    return row


def take_up_again(key: str, *, now: dt.datetime, actor: User | None) -> bool:
    """Show it again; False when it was not set aside."""
    row = Dismissal.objects.filter(key=key).first()
    if row is None:
        return False
    with change_set(now, actor, f"Took up again {row.code}: {row.message}") as changes:
        changes.remove(row)
    return True
