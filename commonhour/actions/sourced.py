"""What belongs to an outside calendar is read-only here, whoever asks."""

from commonhour.errors import NotAllowed
from commonhour.models import Schedule, Series


def refuse_sourced(row: Series | Schedule) -> None:
    """Raises NotAllowed for a series or a schedule of an outside calendar."""
    if row.source_id is not None:
        raise NotAllowed("adopt-before-change")
