"""What the ledgers of decisions and of actions ask of an address, and how one turns over their pages."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from commonhour.formats.guest_list import guest_list
from commonhour.reads.action_items import DUE, SORTS, STATES
from commonhour.reads.ledger import LedgerAsked, LedgerChoices, Turned
from commonhour.reads.shapes.notes import NotesPlace
from commonhour.web.reader import reader_of
from commonhour.web.table import LONGEST, year_of
from commonhour.web.talks import Select

PARAMETERS = ("q", "group", "series", "owner", "state", "due", "year", "sort")


def asked_of(request: HttpRequest) -> LedgerAsked:
    text = {name: request.GET.get(name, "").strip()[:LONGEST] for name in PARAMETERS}
    year = text["year"]
    return LedgerAsked(
        text["q"], text["group"], text["series"], text["owner"], _one_of(text["state"], STATES), _one_of(text["due"], DUE),
        year_of(year),
        _one_of(text["sort"], SORTS),
    )  # fmt: skip


def _one_of(text: str, known: Iterable[str]) -> str:
    return text if text in known else ""


def query_of(asked: LedgerAsked) -> dict[str, str]:
    values = (
        asked.query, asked.group, asked.series, asked.owner, asked.state, asked.due, str(asked.year or ""), asked.sort,
    )  # fmt: skip
    return {name: value for name, value in zip(PARAMETERS, values, strict=True) if value}


def twin(path: str, asked: LedgerAsked) -> str:
    query = urlencode(query_of(asked))
    return f"{path}?{query}" if query else path


def turning(request: HttpRequest, path: str, asked: LedgerAsked, page: Turned) -> dict[str, object]:
    """The links to the pages before and after."""

    def link(number: int) -> str:
        return reader_of(request).link(path, **query_of(asked), page=str(number))

    return {
        "page": page,
        "later": link(page.number - 1) if page.number > 1 else "",
        "earlier": link(page.number + 1) if page.number < page.pages else "",
    }


def where_selects(asked: LedgerAsked, found: LedgerChoices) -> list[Select]:
    return [
        Select("group", gettext("Group"), asked.group, found.groups),
        Select("series", gettext("Series"), asked.series, found.series),
        Select(
            "year", gettext("Year"), str(asked.year or ""), [(str(year), str(year)) for year in found.years]
        ),
    ]


def shown(request: HttpRequest, path: str, asked: LedgerAsked, every: Sequence[Select]) -> list[Select]:
    """A filter that has but one choice is none, unless it is chosen; what was chosen can be taken back."""
    found = []
    for one in every:
        others = {name: value for name, value in query_of(asked).items() if name != one.name}
        known = one.chosen in dict(one.options) or not one.chosen
        options = one.options if known else [*one.options, (one.chosen, one.chosen)]
        if len(options) > 1 or one.chosen:
            found.append(replace(one, options=options, without=reader_of(request).link(path, **others)))
    return found


def place_facts(place: NotesPlace) -> dict[str, Any]:
    base = settings.BASE_URL
    return {
        "notes": {"title": place.title, "date": place.date.isoformat() if place.date else None, "url": base + place.path},
        "series": {"title": place.series, "url": base + place.series_path},
        "group": {"name": place.group, "url": base + place.group_path} if place.group else None,
    }  # fmt: skip


def following(path: str, asked: LedgerAsked, page: Turned) -> str | None:
    """The address of the next page of a JSON document."""
    if page.number >= page.pages:
        return None
    return f"{settings.BASE_URL}{path}?{urlencode(query_of(asked) | {'page': str(page.number + 1)})}"


def as_json(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """With a byte order mark, without which Excel reads another encoding."""
    response = HttpResponse("\ufeff" + guest_list(heads, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
