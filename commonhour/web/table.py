"""The head of a table that a reader may search and sort: plain links, `aria-sort`, everything in the address."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

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


def heads(request: HttpRequest, asked: Asked, columns: dict[str, str]) -> list[Head]:
    """`columns` are keys and names. A column that is sorted by already turns round when asked again."""
    return [_head(request, asked, key, name) for key, name in columns.items()]


def _head(request: HttpRequest, asked: Asked, key: str, name: str) -> Head:
    state = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    turned = f"-{key}" if state == "ascending" else key
    return Head(name, state, reader_of(request).link(request.path, q=asked.query, sort=turned))


def next_column(request: HttpRequest) -> str:
    """The name of a column of times: it names their zone once."""
    return gettext("Next call, {city} time").format(city=place(reader_of(request).tzid))
