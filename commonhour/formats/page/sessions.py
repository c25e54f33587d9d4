"""Tables of talks: date, title, speakers, tags and recording of each session, and the series it belongs to."""

import datetime as dt
import re

from commonhour.core.draft import DraftSeries, DraftSession
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Cell, Row, Table, cell_text, joined
from commonhour.formats.page.entries import header_names
from commonhour.formats.page.lines import iso_date
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.vocabulary import PLACE
from commonhour.formats.words.sentence import read_when

_COLUMNS = (
    ("date", r"dates?|day|when"),
    ("title", r"topics?|titles?|talks?|sessions?|subject|presentation|theme"),
    ("speaker", r"(?:speakers?|presenters?|guests?)(?:\(s\))?(?: or moderators?(?:\(s\))?)?"),
    ("tag", r"tags?|category|categories|track|type"),
    ("recording", r"recordings?|videos?|youtube|watch"),
    ("region", r"regions?|audience|chapter"),
    ("time", r"times?(?:\s*\([^)]*\))?"),
)
# A row that is still to be filled in.
_NO_SPEAKER = re.compile(r"\W*(?:speakers?|presenters?|guests?|tb[acd]|to be \w+)\W*", re.I)
_YEAR = re.compile(r"\b(20\d\d)\b")


def read_sessions(table: Table, context: str, series: list[DraftSeries], reading: PageReading) -> None:
    """Adds a session for each row. `context` is what the headings above say: the year may stand there."""
    columns = _columns(header_names(table))
    year = _YEAR.search(context)
    reading.understood.add(table.number)
    for row in table.rows:
        cells = {name: row.cells[i] for i, name in columns.items() if i < len(row.cells) and row.cells[i]}
        if cells:
            _read_row(row, cells, int(year[1]) if year else None, series, reading)


def _columns(names: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, name in enumerate(names):
        kind = next(
            (kind for kind, pattern in _COLUMNS if re.fullmatch(pattern, name, re.I)), f"other {index}"
        )
        found[index] = kind if kind not in found.values() else f"other {index}"
    return found


def _read_row(
    row: Row, cells: dict[str, Cell], year: int | None, series: list[DraftSeries], reading: PageReading
) -> None:
    texts = {name: cell_text(cell) for name, cell in cells.items()}
    when = read_when(texts.get("date", ""))
    session = DraftSession(
        None, _date(when, year, row, reading), texts.get("title", "") or texts.get("speaker", "")
    )
    if not session.title:
        return
    session.url = next((s.url for s in joined(cells.get("title", [])).links), "")
    session.speakers = _speakers(texts.get("speaker", ""))
    session.tags = [tag.strip(" `") for tag in re.split(r"[,;/]", texts.get("tag", "")) if tag.strip(" `")]
    links = joined(cells.get("recording", [])).links
    session.recording = links[0].url if links else ""
    home = _series_of(texts.get("region", ""), when, series)
    session.series = home.slug if home else None
    reading.place(session, row.number)
    reading.draft.sessions.append(session)
    missing = {name for name, there in (("recording", links), ("speaker", session.speakers)) if not there}
    _keep_the_rest(row, texts, home, missing, reading)


def _keep_the_rest(
    row: Row, texts: dict[str, str], home: DraftSeries | None, missing: set[str], reading: PageReading
) -> None:
    reading.understood.add(row.number)
    if not iso_date(texts.get("date", "")):
        reading.unplaced(row.number, texts.get("date", ""))  # the words; the session has the date
    for name, text in texts.items():
        is_said = home is not None and name in ("region", "time") and _agrees(name, text, home, row, reading)
        if ((name in ("region", "time") or name.startswith("other")) and not is_said) or name in missing:
            reading.unplaced(row.number, text)


def _agrees(name: str, text: str, home: DraftSeries, row: Row, reading: PageReading) -> bool:
    said, here = read_when(home.description), read_when(text)
    if name == "time" and said.start and here.start and said.start != here.start:
        reading.find(
            "contradiction",
            row.number,
            "session-hour",
            text=text,
            clock=f"{said.start:%H:%M}",
            title=home.title,
        )
        return False
    return name == "region" or text in home.description


def _date(when: When, year: int | None, row: Row, reading: PageReading) -> dt.date | None:
    date = when.date or when.starts
    if date is None:
        return None
    if date.year or year:
        return date.in_year(date.year or year or 0)
    reading.find("unreadable-time", row.number, "session-year", text=when.text)
    return None


def _speakers(text: str) -> list[dict[str, str]]:
    speakers = []
    for part in re.split(r"\s*;\s*|\s+&\s+|\s+and\s+(?=[A-Z])", text):
        name, _, organisation = part.partition(",")
        bracket = re.match(r"^([^()]+?)\s*\(([^()]*)\)$", part)
        if bracket:
            name, organisation = bracket.group(1), bracket.group(2)
        if name.strip() and not _NO_SPEAKER.fullmatch(name.strip()):
            speakers.append({"name": name.strip(), "organisation": organisation.strip()})
    return speakers


def _series_of(region: str, when: When, series: list[DraftSeries]) -> DraftSeries | None:
    places = _places(region)
    fitting = [s for s in series if places and _places(s.title) == places]
    if not fitting and when.days:
        fitting = [s for s in series if when.days[0] in read_when(s.description).days]
    if len(fitting) == 1:
        return fitting[0]
    return series[0] if len(series) == 1 else None


def _places(text: str) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in PLACE.finditer(text))
