"""Of which day one file is: by its front matter, its name, its folder, the heading it begins with or its first lines."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from commonhour.core.finding import Finding, notice
from commonhour.core.notes.days import DAY_FIRST, MONTH_FIRST, DaySaid, days_in, weekday_in, without_weekdays
from commonhour.core.notes.ordering import AHEAD, Heading, days_of, own_order
from commonhour.core.notes.splitting import MEETING_WORDS
from commonhour.formats.page.frontmatter import read_front_matter

_FIRST_LINES = 15
_LINE, _DAY_ALONE = 300, 60  # characters
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|19[89]\d)(?!\d)")
_DATE = re.compile(
    r"[-•\s]*(?:(?:(?:meeting|call|session)[ _-])?(?:date|fecha|d[ií]a|datum)\b[^:：\d]{0,20}[:：]|when\s*:|(?:held on|meeting of)\b|日時|日付|開催日)",
    re.I,
)
_AGENDA = re.compile(r"agenda|orden del d[ií]a|議題|アジェンダ", re.I)
_MARKS = re.compile(r"[#*_>`|\\]+")
_MEETING = re.compile(
    r"(?i)\b(?:meeting|minutes|notes|agenda|call|sync|standup|weekly|reuni[oó]n|acta|notas)\b|議事録|定例|会議"
)
_OTHER_DAY = re.compile(
    r"(?i)\b(?:next|previous|last|since|until|by|due|deadline|release[ds]?|pr[oó]xim[ao]|anterior)\b|次回|前回"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]*\S|[ \t]*\*\*\S")
_MEETING_WORDS = re.compile(
    r"(?i)\b(?:meeting|minutes|notes|agenda|on|of|for|from|the|at|utc|\d{1,2}[:.]\d\d)\b|[^\w]+|_"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """`is_undecided`: there is a day, but which month it is in nobody can tell."""

    day: dt.date | None = None
    is_undecided: bool = False

    def finding(self, where: str) -> Finding:
        """What is told of notes without a day."""
        if self.is_undecided:
            return notice("notes-undated", where, "either")
        return notice("notes-undated", where)


def dated(said: str, origin: str, text: str, today: dt.date, order: str) -> Dated:
    """`said` is the date of the front matter, `origin` the path of the file, `order` that of the files beside it. A day in the
    text so far ahead that its meeting cannot have been is none, but for an agenda."""
    meant, year = _one(said), year_of(origin)
    if meant and not meant.is_either and (found := meant.in_year()):
        return Dated(found)
    named = _one(stem_of(origin))
    if named and not named.is_either and (found := named.in_year(year)):
        return Dated(found)
    heads = [(one, line) for line in first_lines(text) if (one := _one(line))]
    last = dt.date.max if _AGENDA.search(f"{origin} {text[:2_000]}") else today + AHEAD
    for one, _ in heads:  # a whole date in the text is surer than half a one in the name
        if not one.is_either and (found := one.in_year()) and found <= last:
            return Dated(found)
    for half in (meant, named):
        if half and (order or not half.is_either) and (found := half.ordered(order).in_year(year)):
            return Dated(found)
    heads = [(meant, said), *heads] if meant else heads
    return _guessed(
        named, [(one, line) for one, line in heads if not one.year or one.is_either], year, order, today
    )


def _guessed(
    named: DaySaid | None, heads: list[tuple[DaySaid, str]], year: int | None, order: str, today: dt.date
) -> Dated:
    """By the weekday beside it, or nothing: a made-up day is worse than none."""
    for one, line in heads or ([(named, "")] if named else []):
        weekday = weekday_in(line)
        if one.year is None and year is None and weekday is None:
            continue
        found = days_of([Heading(one, weekday)], today, year=year, order=order)[0]
        if found and (weekday is None or found.weekday() == weekday):
            return Dated(found)
    return Dated(None, any(one.is_either for one in (*(one for one, _ in heads), named) if one))


def order_beside(names: list[str], texts: list[str]) -> str:
    """In which order the files of one folder write their days, in their names or heads: by those that allow one only, or whose
    text says which."""
    heads = [read_front_matter(text).values.get("date", "") for text in texts]
    said = [one for text in (*map(stem_of, names), *heads) if (one := _one(text))]
    if order := own_order(said):
        return order
    shown = set()
    for name, text in zip(names, texts, strict=True):
        one = _one(stem_of(name))
        if one and one.is_either:
            days = {
                found.in_year() for line in first_lines(text) if (found := _one(line)) and not found.is_either
            }
            shown |= {order for order in (DAY_FIRST, MONTH_FIRST) if one.ordered(order).in_year() in days}
    return shown.pop() if len(shown) == 1 else ""


def year_of(origin: str) -> int | None:
    """The year that the name or the nearest folder has alone: "Agenda_2025/Feb-27.md"."""
    for part in reversed(PurePosixPath(origin).parts):
        if found := _YEAR.search(part):
            return int(found[1])
    return None


def stem_of(origin: str) -> str:
    return PurePosixPath(origin).stem.replace("\\", "")


def first_lines(text: str) -> list[str]:
    """Those of the beginning that may say of which day the rest is: headings, "Date:", a day of which nothing is said, and a
    first line that names the meeting."""
    found = []
    for number, line in enumerate(
        [line for line in text.split("\n", 60)[:60] if line.strip()][:_FIRST_LINES]
    ):
        bare = _MARKS.sub("", line).strip()
        says = _HEADING.match(line) or _DATE.match(bare) or _is_day_alone(bare)
        if len(bare) < 120 and (says or (number == 0 and _is_meeting(bare))):
            found.append(bare)
    return found


def _is_meeting(line: str) -> bool:
    return bool(len(line) <= _DAY_ALONE and _MEETING.search(line) and not _OTHER_DAY.search(line))


def _is_day_alone(line: str) -> bool:
    if len(line) > _DAY_ALONE or not (day := _one(line)):
        return False
    beside = without_weekdays(f"{line[: day.span[0]]} {line[day.span[1] :]}")
    return not _LETTER.search(MEETING_WORDS.sub(" ", beside))


def title_of(heading: str) -> str:
    """What a heading says beside its day; "" when that is only that there was a meeting."""
    bare = re.sub(r"\s*\{#[^}]*\}\s*$", "", _MARKS.sub("", heading[:_LINE])).strip()
    days = days_in(bare)
    if days:
        first, behind = days[0].span
        bare = f"{without_weekdays(bare[:first]).strip(' ,;:-–—(|[')} {without_weekdays(bare[behind:]).strip(' ,;:-–—)|]')}".strip()
    return bare if _MEETING_WORDS.sub("", bare) else ""


def title_from_name(origin: str) -> str:
    """ "2021-03-03-Planning-Meeting" says "Planning Meeting"."""
    stem = stem_of(origin)
    if days := days_in(stem):
        stem = stem[: days[0].span[0]] + " " + stem[days[0].span[1] :]
    return re.sub(r"[-_\s]+", " ", stem).strip(" .-_")


def _one(text: str) -> DaySaid | None:
    days = days_in(text[:_LINE])
    return days[0] if days else None
