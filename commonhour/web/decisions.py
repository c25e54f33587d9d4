"""The ledger of decisions and its twins for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour.formats.atom import TextNews, write_texts
from commonhour.reads.decisions import DecisionRow, all_decisions, decisions_page, latest_decisions
from commonhour.reads.history import last_change
from commonhour.reads.ledger import LedgerAsked, choices_of_decisions
from commonhour.web.ledger import (
    as_csv,
    as_json,
    asked_of,
    following,
    place_facts,
    shown,
    turning,
    twin,
    where_selects,
)
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of
from commonhour.web.table import page_number
from commonhour.web.talks import Select

_PATH = "/decisions/"


@public
def index(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    found = decisions_page(asked, page_number(request))
    order = Select(
        "sort",
        gettext("Order"),
        asked.sort,
        [("newest", gettext("newest first")), ("group", gettext("by group"))],
    )
    context = {
        "rows": found.rows, "asked": asked, "label": gettext("Search in decisions"), **turning(request, _PATH, asked, found.turned),
        "selects": shown(request, _PATH, asked, [*where_selects(asked, choices_of_decisions()), order]),
        "twins": [(name, twin(f"/decisions.{name.lower()}", asked)) for name in ("Atom", "CSV", "JSON")],
    }  # fmt: skip
    return render(request, "ledger/decisions.html", context)


@public_feed
def index_json(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    found = decisions_page(asked, page_number(request))
    rows = [_facts(one) for one in found.rows]
    return as_json(
        {
            "decisions": rows,
            "total": found.turned.total,
            "next": following("/decisions.json", asked, found.turned),
        }
    )


@public_feed
def index_csv(request: HttpRequest) -> HttpResponse:
    heads = ("decision", "result", "date", "series", "group", "url")
    return as_csv("decisions", heads, map(_cells, all_decisions(_asked(request))))


@public_feed
def index_atom(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    rows = latest_decisions(asked)
    title = gettext("Decisions of {community}").format(community=community_of(request).title or "Common Hour")
    updated = max((one.notes.updated_at for one in rows), default=last_change())
    body = write_texts(
        title, twin("/decisions.atom", asked), twin(_PATH, asked), map(_news, rows), updated=updated,
        base_url=settings.BASE_URL,
    )  # fmt: skip
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _asked(request: HttpRequest) -> LedgerAsked:
    """A decision has no owner, no state and no day until which it is done."""
    found = asked_of(request)
    return LedgerAsked(found.query, found.group, found.series, year=found.year, sort=found.sort)


def _path(row: DecisionRow) -> str:
    return f"{row.notes.path}#line-{row.line}"


def _facts(row: DecisionRow) -> dict[str, object]:
    facts = {"text": row.text, "result": row.result or None, "url": settings.BASE_URL + _path(row)}
    return facts | place_facts(row.notes)


def _cells(row: DecisionRow) -> tuple[str, ...]:
    day = row.notes.date.isoformat() if row.notes.date else ""
    return row.text, row.result, day, row.notes.series, row.notes.group, settings.BASE_URL + _path(row)


def _news(row: DecisionRow) -> TextNews:
    place = row.notes
    about = ", ".join(filter(None, [place.series, place.date.isoformat() if place.date else ""]))
    return TextNews(
        f"/decisions/{row.id}", row.text, _path(row), place.group or place.series, about, place.updated_at
    )
