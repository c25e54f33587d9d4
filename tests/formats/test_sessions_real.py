"""The tables of talks of a real community: every row a session, every cell somewhere. Skipped where its pages are not there."""

import datetime as dt
import re
from pathlib import Path

import pytest

from commonhour.formats.page import read_page

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PAGES = [
    "notes-todo-touchpoints/meetings/Agenda_2026/README.md",
    "todo-meetings-page/meetings.2025-03-17.35ac9cf.md",
]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_table_is_lost(name):
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    text = path.read_text(encoding="utf-8")
    draft = read_page(path.read_bytes(), where=name, today=dt.date(2026, 11, 23))
    rows = [line for line in text.splitlines() if re.match(r"\|\s*\w+day, ", line)]
    assert len(draft.sessions) == len(rows) > 5
    told = " ".join(one.text for one in draft.unplaced)
    told += " ".join(
        f"{one.title} {one.speakers} {one.tags} {one.recording} {one.url}" for one in draft.sessions
    )
    told += " ".join(f"{one.title} {one.description}" for one in draft.series) + " ".join(
        one.text for one in draft.labels
    )
    for row in rows:
        for cell in re.split(r"(?<!\\)\|", row):
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).strip(" `")
            for part in re.split(r"[,\s]+", words):
                assert part in told or not re.search(r"\w", part), (row, part)
