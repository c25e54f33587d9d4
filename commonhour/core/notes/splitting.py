"""One endless document as the notes of its meetings: cut where a day stands over what follows; nothing is lost, no word moves."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonhour.core.notes.days import DaySaid, days_in, weekday_in, without_weekdays
from commonhour.core.notes.ordering import Heading, days_of

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=\d))(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_BOLD = re.compile(r"[ \t]*(\*\*|__)(?=\S)(.+?)(?<=\S)\1:?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PLAIN = re.compile(r"[ \t]*(?:[-*+>|]|\d+[.)]\s|\[|!)|.*(?:\|.*\||\]\(|https?:|\.{4})")
_BOLD_RANK, _PLAIN_RANK = 7, 8
_YEAR = re.compile(r"(?:year\s*)?((?:19|20)\d\d)(?:\s*(?:meetings?|minutes|notes|archive))?\W*$", re.I)
_APART = re.compile(
    r"(?:archives?|past meetings|past notes|older (?:notes|meetings)|previous (?:notes|meetings)|templates?|(?:meeting )?template|.*\bY{4}\W?M{2}\W?D{2}\b.*)\W*$",
    re.I,
)
# What may stand beside the day of a meeting without saying what it is about.
MEETING_WORDS = re.compile(
    r"(?i)\b(?:the|of|on|for|from|meeting|minutes|notes?|agenda|call|sync|weekly|biweekly|monthly|date|when|reuni[oó]n|acta|notas|"
    r"\d{1,2}[:.h]\d\d(?::\d\d)?|\d{1,2}\s?[ap]m|[ap]m|utc|gmt|cest|cet|[ecmp][sd]?t|jst|ist)\b|議事録|定例|会議"
)
_LETTER = re.compile(r"[^\W_]")
_SURE, _FIRST, _LAST = 1, 2, 3  # nothing beside the day; the day, then a title; a title, then the day
_TITLE = 80


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, from `line` on (1 is the first). Left over unless `is_meeting`; `date` is None where that is
    undecided. `heading` is its first line without marks."""

    text: str
    line: int
    is_meeting: bool = False
    date: dt.date | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that may begin a meeting: its number from 0, its rank (1 to 6 as a heading, then bold, then plain)."""

    line: int
    rank: int
    form: int
    said: DaySaid
    heading: str


@dataclass(frozen=True, slots=True)
class _Title:
    """A heading of any kind, by its line from 0."""

    line: int
    rank: int
    text: str


def split(text: str, today: dt.date, *, year: int | None = None, order: str = "") -> list[Piece]:
    """The pieces of the text in their order, which joined are the text. With fewer than two days over it, it is one piece."""
    lines = text.splitlines(keepends=True)
    titles = list(_titles(lines))
    marks = _chosen([mark for one in titles if (mark := _mark(one))])
    if not marks:
        return [Piece(text, 1)] if text else []
    marks = _without_contents(_started(marks, titles, lines), lines)
    years = {one.line: int(named[1]) for one in titles if (named := _YEAR.match(one.text))}
    dates = days_of([_heading(one, years) for one in marks], today, year=year, order=order)
    if len(set(dates)) < 2:
        return [Piece(text, 1)] if text else []
    starts = {one.line: (one, day) for one, day in zip(marks, dates, strict=True)}
    last = None
    for line in sorted(starts):  # twice the same day in a row is one meeting
        if starts[line][1] and starts[line][1] == last:
            del starts[line]
        else:
            last = starts[line][1]
    top = min(one.rank for one in marks)
    apart = {one.line for one in titles if _is_apart(one, top)} - starts.keys()
    return list(_cut(lines, starts, apart))


def _cut(
    lines: list[str], starts: dict[int, tuple[_Mark, dt.date | None]], apart: set[int]
) -> Iterator[Piece]:
    begins = sorted({0, *starts, *apart})
    for first, behind in zip(begins, [*begins[1:], len(lines)], strict=True):
        text = "".join(lines[first:behind])
        if first in starts:
            mark, day = starts[first]
            yield Piece(text, first + 1, is_meeting=True, date=day, heading=mark.heading)
        elif text:
            yield Piece(text, first + 1)


def _titles(lines: list[str]) -> Iterator[_Title]:
    fence = ""
    for number, raw in enumerate(lines):
        line = raw.rstrip("\r\n")
        if found := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or found[1]
        elif not fence and len(line) < 300:
            below = lines[number + 1].rstrip("\r\n") if number + 1 < len(lines) else ""
            yield from _title(number, line, below)


def _title(number: int, line: str, below: str) -> Iterator[_Title]:
    if found := _HEADING.match(line):
        yield _Title(number, len(found[1]), _bare(found[2]))
    elif (found := _UNDERLINE.match(below)) and line.strip() and not _NO_PLAIN.match(line):
        yield _Title(number, 1 if "=" in found[1] else 2, _bare(line))
    elif found := _BOLD.match(line):
        yield _Title(number, _BOLD_RANK, _bare(found[2]))
    elif line.strip() and len(line) < 60 and not _NO_PLAIN.match(line):
        yield _Title(number, _PLAIN_RANK, line.strip())


def _bare(text: str) -> str:
    """Without emphasis, and without what an office document adds: backslashes, and the name of the heading."""
    return re.sub(r"\s*\{#[^}]*\}$", "", text.strip()).strip("*_").replace("\\", "").strip()


def _mark(title: _Title) -> _Mark | None:
    days = days_in(title.text)
    if len(days) != 1:
        return None
    first, behind = days[0].span
    before, after = (without_weekdays(one) for one in (title.text[:first], title.text[behind:]))
    said = [len(_LETTER.findall(MEETING_WORDS.sub(" ", one))) for one in (before, after)]
    form = _form(said)
    if title.rank == _PLAIN_RANK and form == _FIRST and after.lstrip().startswith("|"):
        form = _SURE  # "Nov 26, 2026 | Weekly call", as Google's notes begin
    if (
        not form
        or (title.rank == _PLAIN_RANK and form != _SURE)
        or (title.rank == _BOLD_RANK and form == _LAST)
    ):
        return None
    return _Mark(title.line, title.rank, form, days[0], title.text)


def _form(said: list[int]) -> int:
    """By how many letters stand before and behind the day that say what it is about; 0 for none of a meeting."""
    if sum(said) <= 3:
        return _SURE
    if not said[0]:
        return _FIRST
    return _LAST if not said[1] and said[0] <= _TITLE else 0


def _chosen(marks: list[_Mark]) -> list[_Mark]:
    """Those of the rank that has the most days, and headings above it; a day within a title only where none stands first."""
    days: dict[int, set[tuple[int | None, int, int]]] = {}
    for one in marks:
        days.setdefault(one.rank, set()).add((one.said.year, one.said.month, one.said.day))
    if not days:
        return []
    rank = max(days, key=lambda key: (len(days[key]), -key))
    forms = Counter(one.form for one in marks if one.rank == rank)
    form = _LAST if forms[_LAST] > forms[_SURE] + forms[_FIRST] else _FIRST
    return [one for one in marks if one.form <= form and (one.rank == rank or one.rank < min(rank, 7))]


def _started(marks: list[_Mark], titles: list[_Title], lines: list[str]) -> list[_Mark]:
    """A plain line with the day right below a heading begins its meeting at the heading."""
    headings = {one.line for one in titles if one.rank < _PLAIN_RANK} - {one.line for one in marks}
    found: list[_Mark] = []
    for one in marks:
        above = one.line - 1
        while above >= 0 and not lines[above].strip():
            above -= 1
        is_below = one.rank == _PLAIN_RANK and above in headings and above > (found[-1].line if found else 0)
        found.append(replace(one, line=above) if is_below else one)
    return found


def _without_contents(marks: list[_Mark], lines: list[str]) -> list[_Mark]:
    """Without days that have nothing below them and stand over something elsewhere: a table of contents."""
    ends = [one.line for one in marks[1:]] + [len(lines)]
    has_text = [
        any(line.strip() and not _UNDERLINE.match(line) for line in lines[one.line + 1 : end])
        for one, end in zip(marks, ends, strict=True)
    ]
    full = {(one.said.month, one.said.day) for one, is_full in zip(marks, has_text, strict=True) if is_full}
    return [
        one for one, is_full in zip(marks, has_text, strict=True)
        if is_full or (one.said.month, one.said.day) not in full
    ]  # fmt: skip


def _heading(mark: _Mark, years: dict[int, int]) -> Heading:
    above = max((line for line in years if line < mark.line), default=None)
    year = mark.said.year or (years[above] if above is not None else None)
    return Heading(replace(mark.said, year=year), weekday_in(mark.heading))


def _is_apart(title: _Title, top: int) -> bool:
    """A heading over years or over what is no meeting belongs to none."""
    is_over = title.rank <= top and title.rank < _PLAIN_RANK
    return is_over and bool(_YEAR.match(title.text) or _APART.match(title.text))
