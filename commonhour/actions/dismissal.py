"""Findings that somebody looked at and set aside, and back again. One that says something new is another one."""

import datetime as dt
from collections.abc import Collection, Iterable

from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.audit.report import finding_key, old_key
from commonhour.core.finding import Finding
from commonhour.core.rights import Actor, Verb
from commonhour.models import Dismissal


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
        "finding": finding.as_row(),
        "key": finding_key(finding),
        "groups": sorted(groups, key=lambda one: one or 0),
    }
    with change_set(now, actor, "finding-set-aside", facts) as changes:
        row = Dismissal.objects.filter(key=facts["key"]).first() or Dismissal(
            key=facts["key"], code=finding.code, finding=finding.as_row(), at=now, by_name=actor.name
        )
        if row.pk is None:
            changes.add(row)
    return row


def take_up_again(key: str, *, now: dt.datetime, actor: Actor, groups: Collection[int | None] = ()) -> bool:
    """Show it again; False when it was not set aside."""
    _require(actor, groups)
    row = Dismissal.objects.filter(key=key).first()
    if row is None:
        return False
    facts = {"code": row.code, "finding": row.finding, "groups": sorted(groups, key=lambda one: one or 0)}
    with change_set(now, actor, "finding-taken-up", facts) as changes:
        changes.remove(row)
    return True


def known_anew(findings: Iterable[Finding]) -> None:
    """What an earlier version set aside was known by its words. Once it is noticed again, it is known by what it
    says."""
    told = {row.key: row for row in Dismissal.objects.filter(finding__case="told")}
    for finding in findings if told else ():
        row = told.pop(old_key(finding), None)
        if row is not None and not Dismissal.objects.filter(key=finding_key(finding)).exists():
            row.key, row.finding = finding_key(finding), finding.as_row()
            row.save(update_fields=["key", "finding"])


def _require(actor: Actor, groups: Collection[int | None]) -> None:
    """Nobody decides for another group what concerns both."""
    for group in groups or (None,):
        require(actor, Verb.SET_ASIDE, group)
