"""Importing a Draft: once, and again without losing what people changed here in the meantime."""

from commonhour.actions.upstream.of_community import give_to_community
from commonhour.actions.upstream.placing import Placing, place_calls, unplace_series
from commonhour.actions.upstream.preview import foresee
from commonhour.actions.upstream.run import ImportReport
from commonhour.actions.upstream.whole import import_draft, write_draft

__all__ = [
    "ImportReport",
    "Placing",
    "foresee",
    "give_to_community",
    "import_draft",
    "place_calls",
    "unplace_series",
    "write_draft",
]
