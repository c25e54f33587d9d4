"""Findings that somebody looked at and set aside, and back again. One that says something new is another one."""

import datetime as dt

from commonhour.core.audit.report import finding_key
from commonhour.core.finding import Finding
from commonhour.models import Dismissal, User


def set_aside(finding: Finding, *, now: dt.datetime, actor: User | None) -> Dismissal:
    """Not shown again as long as it says the same. Doing it twice changes nothing."""
    row, _ = Dismissal.objects.get_or_create(
        key=finding_key(finding),
        defaults={
            "code": finding.code,
            "message": finding.message,
            "at": now,
            "by_name": actor.public_name if actor else "",
        },
    )
    return row


def take_up_again(key: str) -> bool:
    """Show it again; False when it was not set aside."""
    return Dismissal.objects.filter(key=key).delete()[0] > 0
