"""Tables: groups as columns, groups as rows, facts of one group, its people, its sessions."""

import re
from collections.abc import Callable

from commonhour.core.draft import DraftPerson
from commonhour.formats.page.blocks import Cell, Line, Row, Table, cell_text, joined
from commonhour.formats.page.channels import channels_in
from commonhour.formats.page.facts import GroupReader, says_when, undecorated
from commonhour.formats.page.html import cell_items
from commonhour.formats.page.recognise import is_known_label
from commonhour.formats.page.vocabulary import MEETING_WORD, NOT_YET, role_of
from commonhour.formats.words.sentence import read_when

_GENERIC_VALUE = re.compile(
    r"^(?:links?|values?|details?|info(?:rmation)?|urls?|where|descriptions?|)$", re.I
)
_GENERIC_LABEL = re.compile(
    r"^(?:artifacts?|whats?|items?|resources?|fields?|topics?|property|types?|channels?|)$", re.I
)
_GROUP_HEADER = re.compile(
    r"\b(?:name|groups?|wgs?|sigs?|meetings?|calls?|teams?|committees?|chapters?|programmes?|programs?|events?)\b",
    re.I,
)
_ORGANISATION = re.compile(r"^(?:company|organi[sz]ation|affiliation|employer|org)$", re.I)
_PROFILE = re.compile(r"^(?:profile|github|handle|github id|contact|link)$", re.I)
_SESSION_DATE = re.compile(r"^(?:dates?|day|when)$", re.I)
_SESSION_TITLE = re.compile(r"^(?:topics?|titles?|talks?|sessions?|subject|presentation|theme)$", re.I)
_SESSION_SPEAKER = re.compile(r"^(?:speakers?|presenters?|guests?)(?:\(s\))?$", re.I)
_NAME_COLUMN = re.compile(r"^(?:names?|full name|who)$", re.I)


def header_names(table: Table) -> list[str]:
    return [undecorated(cell_text(cell)) for cell in table.header.cells]


def is_session_table(table: Table) -> bool:
    names = header_names(table)
    has_title = any(_SESSION_TITLE.match(n) for n in names) or any(_SESSION_SPEAKER.match(n) for n in names)
    return has_title and any(_SESSION_DATE.match(n) for n in names)


def is_people_table(table: Table) -> bool:
    names = header_names(table)
    has_role = any(role_of(n) for n in names)
    others = any(_ORGANISATION.match(n) or _PROFILE.match(n) or n == "" for n in names)
    has_names = any(_NAME_COLUMN.match(n) for n in names) and any(
        re.match(r"^roles?$", n, re.I) for n in names
    )
    return (has_role and others and not any(_GROUP_HEADER.match(n) for n in names)) or has_names


def is_fact_table(table: Table) -> bool:
    """Two columns, each row a label and its value."""
    names = header_names(table)
    return (
        len(names) == 2
        and bool(_GENERIC_VALUE.match(names[1]))
        and bool(_GENERIC_LABEL.match(names[0]) or _labels_below(table))
    )


def _labels_below(table: Table) -> bool:
    labels = [undecorated(cell_text(row.cells[0])) for row in table.rows if row.cells]
    return bool(labels) and sum(map(is_known_label, labels)) * 2 >= len(labels)


def has_group_columns(table: Table) -> bool:
    """A header of group names: facts down the first column, or a list of facts in each cell."""
    names = header_names(table)
    if is_session_table(table) or is_people_table(table) or is_fact_table(table) or len(names) < 2:
        return False
    if any(is_known_label(name) for name in names[1:]):
        return False
    return (
        (not names[0] and _labels_below(table))
        or _has_lists(table)
        or (_labels_below(table) and len(names) > 2)
    )


def _has_lists(table: Table) -> bool:
    return bool(table.rows) and all(
        any(line.is_item for line in cell) for row in table.rows for cell in row.cells if cell
    )


def has_group_rows(table: Table) -> bool:
    """A header of labels with a name column: each row a group."""
    names = header_names(table)
    if len(names) < 2 or is_session_table(table) or is_people_table(table):
        return False
    return bool(_GROUP_HEADER.search(names[0])) and any(is_known_label(name) for name in names[1:])


def read_columns(table: Table, open_group: Callable[[Line, int], GroupReader]) -> None:
    """Reads each column as a group."""
    has_labels = not _has_lists(table) or not header_names(table)[0]
    for column, cell in enumerate(table.header.cells):
        if (column == 0 and has_labels) or not cell:
            continue
        group = open_group(joined(cell), table.number)
        group.add_channels(channels_in(Line(table.number, joined(cell).links), "", group.reading))
        for row in table.rows:
            if column < len(row.cells):
                _read_cell(group, cell_text(row.cells[0]) if has_labels else "", row.cells[column], row)
        group.finish()


def _read_cell(group: GroupReader, label: str, cell: Cell, row: Row) -> None:
    group.reading.understood.add(row.number)
    if not cell:
        return
    name = undecorated(label)
    if len(cell) == 1 and not cell[0].is_item and name:
        group.fact(name, cell[0], Line(row.number))
    elif role_of(name) and not any(line.is_item for line in cell):
        for line in cell:
            group.fact(name, line, Line(row.number))
    elif name and not any(line.is_item for line in cell):
        group.fact(name, joined(cell), Line(row.number))
    else:
        for item in cell_items(cell):
            group.item(item)


def read_rows(table: Table, open_group: Callable[[Line, int], GroupReader]) -> None:
    """Reads each row as a group; the header labels its facts."""
    labels = header_names(table)
    for row in table.rows:
        if not row.cells or not cell_text(row.cells[0]):
            continue
        group = open_group(joined(row.cells[0]), row.number)
        group.add_channels(channels_in(Line(row.number, joined(row.cells[0]).links), "", group.reading))
        for label, cell in zip(labels[1:], row.cells[1:], strict=False):
            _read_cell(group, _plain(label, cell), cell, row)
        group.finish()
    group_line = table.header.number
    if table.rows:
        group.reading.understood.add(group_line)


def _plain(label: str, cell: Cell) -> str:
    """A column's own word for the time ("Treffen") names no call of its own."""
    is_time = len(cell) == 1 and not cell[0].is_item and says_when(read_when(cell[0].text))
    return "When" if is_time and not is_known_label(label) and not MEETING_WORD.search(label) else label


def read_facts(table: Table, group: GroupReader) -> None:
    """Reads a table of labels and values into one group."""
    group.reading.understood.add(table.number)
    for row in table.rows:
        label = cell_text(row.cells[0]) if row.cells else ""
        value = row.cells[1] if len(row.cells) > 1 else []
        if label and value:
            _read_cell(group, label, value, row)
        else:
            group.reading.understood.add(row.number)


def read_people(table: Table, group: GroupReader) -> None:
    """Reads a table of people; what their further columns say stays unplaced."""
    names = header_names(table)
    column = next((i for i, n in enumerate(names) if role_of(n) and not _NAME_COLUMN.match(n)), 0)
    name_column = next((i for i, n in enumerate(names) if _NAME_COLUMN.match(n)), column)
    role_column = next((i for i, n in enumerate(names) if re.match(r"^roles?$", n, re.I)), None)
    group.reading.understood.add(table.number)
    for row in table.rows:
        texts = [cell_text(cell) for cell in row.cells]
        if name_column >= len(texts) or NOT_YET.match(texts[name_column]):
            continue
        role = role_of(texts[role_column]) or "member" if role_column is not None else role_of(names[column])
        person = DraftPerson(texts[name_column], role)
        for index, (name, cell) in enumerate(zip(names, row.cells, strict=False)):
            _person_column(person, name, cell, index in (name_column, role_column), row, group)
        group.add_person(person, row.number)


def _person_column(
    person: DraftPerson, name: str, cell: Cell, is_done: bool, row: Row, group: GroupReader
) -> None:
    line = joined(cell)
    if not person.url and line.links:
        person.url = line.links[0].url
    if is_done or not line.text:
        return
    if _ORGANISATION.match(name):
        person.organisation = line.text
    elif not (_PROFILE.match(name) and line.links):
        group.reading.unplaced(
            row.number, f"{person.name}: {line.text}" if len(line.text.split()) > 3 else line.text
        )
