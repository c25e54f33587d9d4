"""A table that a reader may search and sort: plain links, `aria-sort`, everything in the address."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from commonhour import clock
from commonhour.web.reader import reader_of
from commonhour.web.times import place

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Head:
    """A column one can sort by; `sorted` is "ascending", "descending" or ""."""

    name: str
    sorted: str
    link: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of a table: words to look for, and a column's key ("-" before it turns it round)."""

    query: str
    sort: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        return cls(request.GET.get("q", "").strip()[:LONGEST], request.GET.get("sort", "").strip()[:LONGEST])


def table(
    request: HttpRequest, find: Callable[[dt.datetime, str, str], Sequence[object]], columns: dict[str, str]
) -> dict[str, object]:
    """What the page of a table shows. `find` gives its rows by now, words and order; `columns` are keys and names, and
    the next call comes last, with the zone of its times."""
    asked = Asked.of(request)
    next_call = gettext("Next call, {city} time").format(city=place(reader_of(request).tzid))
    return {
        "rows": find(clock.now(), asked.query, asked.sort),
        "asked": asked,
        "heads": [_head(request, asked, *column) for column in (columns | {"next": next_call}).items()],
    }


def _head(request: HttpRequest, asked: Asked, key: str, name: str) -> Head:
    """A column that is sorted by already turns round when asked again."""
    state = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    turned = f"-{key}" if state == "ascending" else key
    return Head(name, state, reader_of(request).link(request.path, q=asked.query, sort=turned))


def page_number(request: HttpRequest) -> int:
    """1 where none was asked for, or nothing that is one."""
    text = request.GET.get("page", "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 1


def year_of(text: str) -> int | None:
    """A year of four digits."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() and text != "0000" else None
