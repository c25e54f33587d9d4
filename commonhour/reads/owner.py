"""What one person is to do in the calls of a group, for the page behind their signed link."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonhour.core.rights import ActorKind
from commonhour.core.speakers import speaker_key
from commonhour.models import ActionItem, Change, ChangeSet, Group
from commonhour.reads.action_items import SORTS, ActionRow, action_rows
from commonhour.reads.mail_links import owner_of
from commonhour.reads.undo import PROMINENT

LATELY = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """`ended` are those of the last 30 days; `undoable` are ids (`ActionRow.id`) of what was said by such a link minutes ago."""

    name: str
    group: str
    group_path: str
    open: list[ActionRow]
    ended: list[ActionRow]
    undoable: frozenset[str]


def owner_page(token: str, now: dt.datetime) -> OwnerPage:
    """Raises NotFound for a link that we did not sign."""
    key, group_id = owner_of(token)
    group = Group.objects.filter(pk=group_id).first() if group_id else None
    rows = ActionItem.objects.said().filter(_within(group_id), series__removed_at=None)
    rows = rows.filter(Q(state=ActionItem.OPEN) | Q(done_at__gt=now - LATELY)).order_by(*SORTS["due"])
    mine = [pk for pk, owner in rows.values_list("pk", "owner") if speaker_key(owner) == key]
    found = action_rows(mine, now)
    return OwnerPage(
        found[0].owner if found else "", group.name if group else "", group.path if group else "",
        [one for one in found if one.state == ActionItem.OPEN], [one for one in found if one.state != ActionItem.OPEN],
        _undoable(mine, now),
    )  # fmt: skip


def _within(group: int | None) -> Q:
    return Q(series__group=group) | Q(series__co_groups=group) if group else Q(series__group=None)


def own_changes(now: dt.datetime) -> QuerySet[ChangeSet]:
    """What was said behind owners' links minutes ago and stands."""
    rows = ChangeSet.objects.filter(
        actor_kind=ActorKind.LINK, kind__startswith="action-", at__gt=now - PROMINENT
    )
    return rows.filter(undoes=None, undone_by=None)


def _undoable(keys: Collection[int], now: dt.datetime) -> frozenset[str]:
    said = Change.objects.filter(change_set__in=own_changes(now), noun="actionitem", object_id__in=keys)
    items = ActionItem.objects.filter(pk__in=said.order_by().values("object_id"))
    return frozenset(map(str, items.values_list("public_id", flat=True)))
