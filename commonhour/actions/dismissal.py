"""Findings that somebody looked at and set aside, and back again. One that says something new is another one."""

import datetime as dt
from collections.abc import Collection

from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.audit.report import finding_key
from commonhour.core.finding import Finding
from commonhour.core.rights import Actor, Verb
from commonhour.models import ChangeSet, Dismissal


def set_aside(
    finding: Finding, *, now: dt.datetime, actor: Actor, groups: Collection[int | None] = ()
) -> Dismissal:
    """Not shown again as long as it says the same. Doing it twice changes nothing.

    `groups` are those it is about. The change belongs to no page: what a group has to mend is for its desk, not for
    its public history.
    """
    _require(actor, groups)
    facts = {
        "code": finding.code,
        "message": finding.message,
        "key": finding_key(finding),
        "groups": sorted(groups, key=lambda one: one or 0),
    }
    with change_set(now, actor, "finding-set-aside", facts) as changes:
        row, is_new = Dismissal.objects.get_or_create(
            key=finding_key(finding),
            defaults={
                "code": finding.code,
                "message": finding.message,
                "at": now,
                "by_name": actor.name,
            },
        )
        if is_new:
            changes.record(row, "", None, str(row))
    return row


def take_up_again(
    key: str,
    *,
    now: dt.datetime,
    actor: Actor,
    groups: Collection[int | None] = (),
    undoes: ChangeSet | None = None,
) -> bool:
    """Show it again; False when it was not set aside."""
    _require(actor, groups)
    row = Dismissal.objects.filter(key=key).first()
    if row is None:
        return False
    facts = {"code": row.code, "message": row.message}
    with change_set(now, actor, "finding-taken-up", facts, undoes=undoes) as changes:
        changes.remove(row)
    return True


def _require(actor: Actor, groups: Collection[int | None]) -> None:
    """Nobody decides for another group what concerns both."""
    for group in groups or (None,):
        require(actor, Verb.SET_ASIDE, group)
