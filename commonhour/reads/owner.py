"""What one person is to do in the calls of a group, for the page behind their signed link."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from commonhour.core.rights import ActorKind
from commonhour.core.speakers import speaker_key
from commonhour.models import ActionItem, Change, ChangeSet, Group, Series
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
    undoable = own_changes(mine, now)
    return OwnerPage(
        found[0].owner if found else "", group.name if group else "", group.path if group else "",
        [one for one in found if one.state == ActionItem.OPEN], [one for one in found if one.state != ActionItem.OPEN],
        frozenset(one.id for one in found if one.pk in undoable),
    )  # fmt: skip


def _within(group: int | None) -> Q:
    held = Q(group=group) | Q(co_groups=group) if group else Q(group=None)
    return Q(series__in=Series.objects.filter(held).values("pk"))


def own_changes(keys: Collection[int], now: dt.datetime) -> dict[int, int]:
    """By the id of an action, the change set that says what was said of it last behind an owner's link, minutes ago, and stands."""
    sets = ChangeSet.objects.filter(
        actor_kind=ActorKind.LINK, kind__startswith="action-", at__gt=now - PROMINENT
    )
    said = Change.objects.filter(noun="actionitem", object_id__in=keys)
    said = said.filter(change_set__in=sets.filter(undoes=None, undone_by=None)).order_by("change_set_id")
    return dict(said.values_list("object_id", "change_set"))
