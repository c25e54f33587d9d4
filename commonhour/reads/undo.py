"""What somebody may still take back: the last thing they did, for ten minutes, on whatever device."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from commonhour.core.rights import Actor
from commonhour.models import ChangeSet

PROMINENT = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Offer:
    """`id` is that of the change set; `kind` and `facts` as in `core.speech.changes`."""

    id: int
    kind: str
    facts: dict[str, Any]


def offered(actor: Actor, now: dt.datetime) -> Offer | None:
    """The last change of this user that can be taken back and was not."""
    if actor.user is None:
        return None
    recent = ChangeSet.objects.filter(actor=actor.user, at__gt=now - PROMINENT, at__lte=now)
    row = recent.filter(undoes=None, undone_by=None).exclude(kept_rows=None).first()
    return Offer(row.pk, row.kind, row.facts) if row else None
