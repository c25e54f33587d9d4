"""Calls of which somebody says: they belong to no group, they are the whole community's."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from commonhour.actions.lock import lock_with_calendars
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.actions.upstream.placing import remember_choice
from commonhour.core.rights import Actor, Verb
from commonhour.models import Series


def give_to_community(calls: Sequence[Series], *, now: dt.datetime, actor: Actor) -> int:
    """All of these that have no group, in one step; the next import remembers it. Returns how many there were."""
    require(actor, Verb.PLACE_CALL)
    with transaction.atomic():
        rows = [lock_with_calendars(one) for one in sorted(calls, key=lambda one: one.pk)]
        waiting = [row for row in rows if row.group_id is None and not row.is_of_community]
        facts = {"titles": [row.title for row in waiting]}
        only = waiting[0] if len(waiting) == 1 else None
        with change_set(now, actor, "calls-of-community", facts, series=only) as changes:
            for row in waiting:
                changes.keep(row)
                remember_choice(row, 0)
                changes.set(row, is_of_community=True, version=row.version + 1)
    return len(waiting)
