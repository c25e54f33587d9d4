"""What belongs to an outside calendar is read-only here, whoever asks."""

from commonhour.actions.lock import lock
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import Schedule, Series


def lock_ours(series: Series, actor: Actor, version: int | None = None) -> Series:
    """The present series, locked, for who may change it. Call inside a transaction. Raises NotAllowed, and Conflict when
    `version` is given and not the present one."""
    fresh = lock(series)
    require(actor, Verb.CHANGE_SERIES, fresh.group_id)
    refuse_sourced(fresh)
    if version not in (None, fresh.version):
        raise Conflict("series-changed")
    return fresh


def refuse_sourced(row: Series | Schedule) -> None:
    """Raises NotAllowed for a series or a schedule of an outside calendar."""
    if row.source_id is not None:
        raise NotAllowed("adopt-before-change")
