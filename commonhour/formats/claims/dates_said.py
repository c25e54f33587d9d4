"""Dates with an hour in any sentence: letters their clocks do not show that day, and weekdays that are not theirs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from commonhour.core.undecided.when import PartialDate, When
from commonhour.formats.claims.clocks import may_tell_time, translations
from commonhour.formats.claims.day_spans import first_day
from commonhour.formats.claims.document import SENTENCE_END, Document, said_date, said_lines
from commonhour.formats.claims.oddities import check_date, check_hours, check_length
from commonhour.formats.page.blocks import Block, Bullets, Paragraph, Section, lines_in
from commonhour.formats.page.undecided import report_wrong_letters
from commonhour.formats.words.dates import dates_in
from commonhour.formats.words.hours import plain_hour
from commonhour.formats.words.months import MONTH_STEM
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.weekdays import SHORT_DAY, WEEKDAYS

_DAY = rf"(?:{'|'.join(WEEKDAYS)}|{SHORT_DAY})"
_DAY_OF_DATE = re.compile(
    rf"\b{_DAY}\b[.,]?\s+(?:the\s+)?(?:\d|(?:{MONTH_STEM}))|(?:{MONTH_STEM})\w*\.?,?\s+{_DAY}\b|\b\d{{4}}[\s,(]+{_DAY}\b"
)


def read_dates(document: Document) -> None:
    """Reports what is wrong with single dates, whatever they are the dates of."""
    for section in document.root.walk():
        for number, text in _lines(section):
            if not may_tell_time(text):
                continue
            if not document.is_minutes:
                check_hours(document, text, number)
            for sentence in SENTENCE_END.split(text):
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
    if not may_tell_time(sentence):
        return
    text, _ = plain_hour(first_day(sentence))
    times = read_when(text)
    if not document.is_minutes:
        check_length(document, line, times)
    date = None if times.cadence.kind and times.starts else said_date(times)
    if not (date and times.start and len(dates_in(text)) == 1 and _has_one_hour(times)):
        return
    if not date.year and document.is_minutes:
        return
    check_letters(document, line, times, date)
    if date.year and len(times.days) == 1 and _DAY_OF_DATE.search(text):
        check_date(document, section, line, date, times.days)


def _has_one_hour(times: When) -> bool:
    return times.hours <= 1 or bool(translations(times.text))


def check_letters(document: Document, line: int, times: When, date: PartialDate) -> None:
    """The letters behind an hour against the clocks of that date."""
    report_wrong_letters(replace(times, date=date), line, document.reading)
