"""Importing a Draft: once, and again without losing what people changed here in the meantime."""

from commonhour.actions.imports.placing import place_series, unplace_series
from commonhour.actions.imports.preview import preview
from commonhour.actions.imports.run import ImportReport
from commonhour.actions.imports.whole import import_draft

__all__ = ["ImportReport", "import_draft", "place_series", "preview", "unplace_series"]
