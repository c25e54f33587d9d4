"""Tables of proposals as CSV: bytes of any common encoding and delimiter into rows, and rows into bytes.

A cell that a spreadsheet would take for a formula gets an apostrophe before it when it is written, and loses it when it is
read (OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence

from commonhour.core.limits import LINE_BYTES, PROPOSAL_COLUMNS, PROPOSALS
from commonhour.errors import RefusedInput, TooLarge

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = ",;\t|"
_SIGNED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_table(body: bytes, where: str) -> list[list[tuple[str, str]]]:
    """Each row as (column, cell), without empty cells. Columns of one name stay apart. Raises RefusedInput, TooLarge."""
    text = decoded(body)
    csv.field_size_limit(LINE_BYTES * 4)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    rows: list[list[tuple[str, str]]] = []
    try:
        heads = [head.strip() for head in next(lines, [])]
        if len(heads) > PROPOSAL_COLUMNS:
            raise TooLarge("proposals-too-wide", most=PROPOSAL_COLUMNS, where=where)
        for cells in lines:
            if len(rows) >= PROPOSALS:
                raise TooLarge("too-many-proposals", most=PROPOSALS, where=where)
            if any(cell.strip() for cell in cells):
                rows.append(_row(heads, cells))
    except csv.Error as error:
        raise RefusedInput("broken-table", where=f"{where}:{lines.line_num}") from error
    return rows


def _row(heads: list[str], cells: list[str]) -> list[tuple[str, str]]:
    """What stands behind the last head is of no column's name."""
    named = [*heads, *[""] * (len(cells) - len(heads))]
    return [(head or "Without a heading", unguarded(cell).strip()) for head, cell in zip(named, cells, strict=False)
            if cell.strip()]  # fmt: skip


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """As RFC 4180, with a mark that spreadsheets know UTF-8 by."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(guarded(head) for head in heads)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def decoded(body: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Windows writes in the west; NUL is nothing."""
    encoding = next((name for mark, name in _SIGNED if body.startswith(mark)), "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    return text.replace("\0", "")


def _delimiter(text: str) -> str:
    """The one that stands most often in the heads, outside of quotes."""
    head = "".join(text[:LINE_BYTES].split('"')[::2]).partition("\n")[0]
    return max(_DELIMITERS, key=lambda one: (head.count(one), -_DELIMITERS.index(one)))
