"""The list of who comes, as a CSV file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guest_list(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A cell that a spreadsheet would reckon with stays text: an apostrophe is put before it (OWASP, CSV injection)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return written.getvalue()


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell
