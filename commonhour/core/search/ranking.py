"""Which of what was found comes first. Databases weigh words each in their own way; this is one way for all of them."""

import datetime as dt

from commonhour.core.search.folding import GAP, MOST, joined
from commonhour.core.search.query import Query, Way

TITLE, WHOLE_TITLE, OFTEN, FRESH = 3.0, 4.0, 1.0, 1.5
HALF_AS_FRESH = 365  # days
ENOUGH = 2.0  # times that a word stands there, from which more hardly counts


def score(words: str, title: list[str], day: dt.date | None, query: Query, today: dt.date) -> float:
    """More is better. A term counts where it stands in the title, and by how often it stands in the text, ever less; a whole
    word more than the beginning of one. A title that is what was asked for counts most. What is a year old is half as
    fresh; what has no day, as a group, is neither old nor new."""
    spaced, heading = f" {words} ", f" {' '.join(title)} "
    points = sum(_of_term(term.ways, spaced, heading) for term in query.terms) / max(1, len(query.terms))
    if query.words and title == query.words:
        points += WHOLE_TITLE
    return points + FRESH * _freshness(day, today)


def _of_term(ways: tuple[Way, ...], words: str, title: str) -> float:
    best = 0.0
    for way in ways:
        often, is_titled = words.count(_needle(way)), _needle(way) in title
        weight = 0.6 if way.is_begun else 1.0
        best = max(best, weight * (OFTEN * often / (often + ENOUGH) + TITLE * is_titled))
    return best


def _needle(way: Way) -> str:
    """Words that follow each other as they stand in a text that `kept` made; spaces around keep parts of words out."""
    return f" {' '.join(way.words)}" + ("" if way.is_begun else " ")


def _freshness(day: dt.date | None, today: dt.date) -> float:
    """1 for today, and for what is still to come."""
    return 0.5 if day is None else 0.5 ** (max(0, (today - day).days) / HALF_AS_FRESH)


def kept_words(about: list[str], title: list[str], body: list[str]) -> list[str]:
    """All that is kept of a document: what it belongs to, its title as such, its title and its text as words."""
    joins = joined([*title, GAP, *body[:MOST]])
    return [*about, *(f"ti_{word}" for word in title), *joins, GAP, *title, GAP, *body]
