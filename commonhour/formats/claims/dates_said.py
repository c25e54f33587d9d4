"""Dates with an hour in any sentence: letters their clocks do not show that day, and weekdays that are not theirs."""

import re
from collections.abc import Iterator

from commonhour.formats.claims.clocks import plain_hour, translations
from commonhour.formats.claims.document import Document, said_date, said_lines
from commonhour.formats.claims.meetings_said import check_date
from commonhour.formats.page.blocks import Block, Bullets, Paragraph, Section, lines_in
from commonhour.formats.page.times import MONTHS, WEEKDAYS, PartialDate, Times, dates_in, read_times
from commonhour.formats.page.undecided import report_wrong_letters

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[ap]\.m\.)\s+(?=[A-Z“\"])")
_DAY = rf"(?:{'|'.join(WEEKDAYS)}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_MONTH = "|".join(month[:3] for month in MONTHS)
_DAY_OF_DATE = re.compile(
    rf"\b{_DAY}\b[.,]?\s+(?:the\s+)?(?:\d|(?:{_MONTH}))|(?:{_MONTH})\w*\.?,?\s+{_DAY}\b|\b\d{{4}}[\s,(]+{_DAY}\b"
)


def read_dates(document: Document) -> None:
    """Reports what is wrong with single dates, whatever they are the dates of."""
    for section in document.root.walk():
        for number, text in _lines(section):
            for sentence in _SENTENCE_END.split(text):
                _check(document, section, number, sentence)


def _lines(section: Section) -> Iterator[tuple[int, str]]:
    if section.heading:
        yield section.number, section.name
    aside = {line.number for block in section.blocks if _is_aside(block) for line in lines_in([block])}
    yield from ((line.number, line.text) for line, _ in said_lines(section) if line.number not in aside)


def _is_aside(block: Block) -> bool:
    """Code and quotations: what others wrote, or an example."""
    return isinstance(block, Paragraph | Bullets) and block.source.startswith(
        ("```", "~~~", "    ", "\t", ">")
    )


def _check(document: Document, section: Section, line: int, sentence: str) -> None:
    """One date with one hour. Who speaks of two may speak of the hour of the other one."""
    text, _ = plain_hour(sentence)
    times = read_times(text)
    date = None if times.cadence and times.starts else said_date(times)
    if not (date and times.start and len(dates_in(text)) == 1 and _has_one_hour(times)):
        return
    if not date.year and document.is_minutes:
        return
    check_letters(document, line, times, date)
    if date.year and len(times.days) == 1 and _DAY_OF_DATE.search(text):
        check_date(document, section, line, date, times.days)


def _has_one_hour(times: Times) -> bool:
    return times.clocks <= 1 or bool(translations(times.text))


def check_letters(document: Document, line: int, times: Times, date: PartialDate) -> None:
    """The letters behind an hour against the clocks of that date."""
    times.date = date
    report_wrong_letters(times, line, document.reading)
