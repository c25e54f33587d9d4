"""What a table is: groups as rows or as columns, facts of one group, calls, people, or sessions."""

import re

from commonhour.core.draft import DraftPerson
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Cell, Line, Table, cell_text, joined
from commonhour.formats.page.entries import Entry, column_entries, header_names, row_entries
from commonhour.formats.page.evidence import STRONG, is_known_label, is_name, text_kinds
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.people import named_person
from commonhour.formats.page.vocabulary import GROUP_WORD, MEETING_WORD, NOT_YET, WHEN, role_of, state_of
from commonhour.formats.page.wording import says_when, split_label, undecorated
from commonhour.formats.words.sentence import read_when

PROFILE = re.compile(r"^(?:profile|github|handle|github id|contact|link)$", re.I)
ORGANISATION = re.compile(r"^(?:company|organi[sz]ation|affiliation|employer|org)$", re.I)
NAME_COLUMN = re.compile(r"^(?:names?|full name|who)$", re.I)
_GENERIC_VALUE = re.compile(
    r"^(?:links?|values?|details?|info(?:rmation)?|urls?|where|descriptions?|)$", re.I
)
_GENERIC_LABEL = re.compile(
    r"^(?:artifacts?|whats?|items?|resources?|fields?|topics?|property|types?|channels?|)$", re.I
)
_GROUP_HEADER = re.compile(
    rf"\b(?:name|programmes?|programs?|events?)\b|{GROUP_WORD.pattern}|{MEETING_WORD.pattern}", re.I
)
_SESSION_DATE = re.compile(r"^(?:dates?|day|when)$", re.I)
_SESSION_TITLE = re.compile(r"^(?:topics?|titles?|talks?|sessions?|subject|presentation|theme)$", re.I)
_SESSION_SPEAKER = re.compile(r"^(?:speakers?|presenters?|guests?)(?:\(s\))?$", re.I)
_NOT_A_GROUP = re.compile(
    r"^(?:\w+ )?(?:date|day|when|time|release|version|milestone|project|package|repo\w*|module|library|talk|title|topic"
    r"|name|list|who|person|speaker|role|feature|year|month|week|platform|channel|tool|country|city|document|file)s?$", re.I
)  # fmt: skip
_ALONE = re.compile(r"^names?$", re.I)
_CELL_WORDS = 30
_STATE_WORDS = 4


def is_session_table(table: Table) -> bool:
    names = header_names(table)
    has_title = any(_SESSION_TITLE.match(n) for n in names) or any(_SESSION_SPEAKER.match(n) for n in names)
    return has_title and any(_SESSION_DATE.match(n) for n in names)


def is_people_table(table: Table) -> bool:
    names = header_names(table)
    has_names = any(NAME_COLUMN.match(n) for n in names)
    if has_names and any(re.match(r"^roles?$", n, re.I) or ORGANISATION.match(n) for n in names):
        return True
    others = any(ORGANISATION.match(n) or PROFILE.match(n) or n == "" for n in names)
    first = next(filter(None, names), "")
    return any(role_of(n) for n in names) and others and not _GROUP_HEADER.search(first)


def is_fact_table(table: Table) -> bool:
    """Two columns, each row a label and its value."""
    names = header_names(table)
    return (
        len(names) == 2
        and bool(_GENERIC_VALUE.match(names[1]))
        and bool(_GENERIC_LABEL.match(names[0]) or _labels_below(table))
    )


def is_call_table(table: Table) -> bool:
    """A row for each call of one group: "Meeting", "Time", "Host"."""
    names = header_names(table)
    return len(names) > 1 and bool(MEETING_WORD.search(names[0])) and any(WHEN.match(n) for n in names[1:])


def names_groups(table: Table) -> bool:
    """True for a first column that is headed by a word for a group."""
    return bool(GROUP_WORD.search(next(iter(header_names(table)), "")))


def table_entries(table: Table, *, in_container: bool) -> list[Entry]:
    """The groups of a table; [] for a table of anything else."""
    if is_session_table(table) or is_people_table(table) or is_fact_table(table):
        return []
    if _has_group_columns(table):
        return column_entries(table, has_labels=not _has_lists(table) or not header_names(table)[0])
    if _has_group_rows(table, in_container=in_container) or _states_facts(table):
        return row_entries(table)
    return []


def _labels_below(table: Table) -> bool:
    labels = [undecorated(cell_text(row.cells[0])) for row in table.rows if row.cells]
    return bool(labels) and sum(map(is_known_label, labels)) * 2 >= len(labels)


def _has_group_columns(table: Table) -> bool:
    """A header of group names: facts down the first column, or a list of facts in each cell."""
    names = header_names(table)
    if len(names) < 2 or any(is_known_label(name) for name in names[1:]):
        return False
    has_labels = _labels_below(table)
    return (not names[0] and has_labels) or _has_lists(table) or (has_labels and len(names) > 2)


def _has_lists(table: Table) -> bool:
    return bool(table.rows) and all(
        any(line.is_item for line in cell) for row in table.rows for cell in row.cells if cell
    )


def _has_group_rows(table: Table, *, in_container: bool) -> bool:
    """A header of labels with a name column: each row a group."""
    names = header_names(table)
    if len(names) < 2 or (_NOT_A_GROUP.match(names[0]) and not _ALONE.match(names[0])):
        return False
    return bool(_GROUP_HEADER.search(names[0])) and (
        any(is_known_label(name) for name in names[1:]) or (in_container and len(table.rows) > 1)
    )


def _states_facts(table: Table) -> bool:
    """Rows that name something different each and state facts of two kinds, one only a group's."""
    names = header_names(table)
    if len(names) < 2 or not table.rows or _NOT_A_GROUP.match(names[0]):
        return False
    firsts = [undecorated(cell_text(row.cells[0])) for row in table.rows if row.cells]
    if len(set(firsts)) < len(firsts) or not all(map(is_name, filter(None, firsts))):
        return False
    columns = [k for index in range(1, len(names)) if (k := _column_kinds(table, index, names[index]))]
    return any(kinds & {"time"} for kinds in columns) or (
        len(columns) >= 2 and any(kinds & STRONG for kinds in columns)
    )


def _column_kinds(table: Table, index: int, name: str) -> set[str]:
    cells = [row.cells[index] for row in table.rows if index < len(row.cells) and row.cells[index]]
    filled = [kinds for cell in cells if (kinds := _cell_kinds(cell, name))]
    return set().union(*filled) if filled and 2 * len(filled) >= len(cells) else set()


def _cell_kinds(cell: Cell, name: str) -> set[str]:
    """A document is no notes unless its column or its words say so."""
    line = joined(cell)
    if role_of(name) and len(line.text.split()) <= _CELL_WORDS:
        return {"people"}
    times = read_when(line.text)
    if WHEN.match(name) and times.start and (times.days or times.cadence.kind):
        return {"time"}
    kinds = text_kinds(line)
    return kinds if _SAYS_NOTES.search(f"{name} {line.text}") else kinds - {"notes"}


_SAYS_NOTES = re.compile(r"\b(?:notes?|minutes|agendas?|protocols?)\b", re.I)


def read_people(table: Table, group: GroupReader, context: str = "") -> None:
    """Reads a table of people; what their further columns say stays unplaced."""
    names = header_names(table)
    column = next((i for i, n in enumerate(names) if role_of(n) and not NAME_COLUMN.match(n)), 0)
    name_column = next((i for i, n in enumerate(names) if NAME_COLUMN.match(n)), column)
    role_column = next((i for i, n in enumerate(names) if re.match(r"^roles?$", n, re.I)), None)
    group.reading.understood.add(table.number)
    for row in table.rows:
        cells = dict(enumerate(row.cells))
        person = named_person(joined(cells.get(name_column, [])), "member")
        if person is None or NOT_YET.match(person.name):
            continue
        said = (
            role_of(cell_text(cells.get(role_column, [])))
            if role_column is not None
            else role_of(names[column])
        )
        person.role = context if context == "emeritus" else said or context or "member"
        for index, name in enumerate(names):
            if index not in (name_column, role_column):
                _person_column(person, name, cells.get(index, []), row.number, group)
        group.add_person(person, row.number)


def _person_column(person: DraftPerson, name: str, cell: Cell, number: int, group: GroupReader) -> None:
    line = joined(cell)
    if not person.url and line.links:
        person.url = line.links[0].url
    if not line.text:
        return
    if ORGANISATION.match(name):
        person.organisation = line.text
    elif not (PROFILE.match(name) and line.links):
        text = f"{person.name}: {line.text}" if len(line.text.split()) > 3 else line.text
        group.reading.unplaced(number, text)


def read_calls(table: Table, group: GroupReader) -> None:
    """Each row a call of the group; who hosts it is among the group's people."""
    group.reading.understood.add(table.number)
    for entry in row_entries(table):
        _read_call(entry, group)


def _read_call(entry: Entry, group: GroupReader) -> None:
    """A call in a row: its hour, and what else the row says of it or of the group."""
    before = len(group.series)
    for item in entry.items:
        label, rest = split_label(item.line)
        if WHEN.match(label.text) and says_when(read_when(rest.text)):
            group.calls.add_line(entry.name, rest, read_when(rest.text))
        elif not (state_of(rest.text) and len(rest.text.split()) < _STATE_WORDS):
            group.item(item)
    if len(group.series) == before:
        group.calls.add(entry.name, Line(entry.number), When())
    if any(state_of(item.line.text) for item in entry.items):
        group.calls.pause(before, len(group.calls.times))
