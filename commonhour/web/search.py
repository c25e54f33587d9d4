"""The search: one box over all that everybody may read, the latest notes where nothing is asked, and twins for machines."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext

from commonhour.core.search.query import LONGEST, of_type
from commonhour.formats.atom import TextNews, write_texts
from commonhour.reads.history import last_change
from commonhour.reads.search import (
    FoundRow,
    SearchPage,
    found_latest,
    latest_notes,
    search_page,
)
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of, reader_of, today_of
from commonhour.web.table import page_number


@public
def index(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    if not asked:
        return render(
            request, "search/index.html", {"asked": "", "latest": latest_notes(), "nouns": _nouns()}
        )
    page = search_page(asked, today_of(request), page_number(request))
    link = reader_of(request).link
    turn = {n: link("/notes/", q=asked, page=str(n)) for n in (page.number - 1, page.number + 1)}
    context = {
        "asked": asked, "page": page, "types": _types(request, asked, page), "nouns": _nouns(),
        "meant": page.meant, "meant_link": link("/notes/", q=page.meant),
        "earlier": turn[page.number + 1] if page.number < page.pages else "",
        "later": turn[page.number - 1] if page.number > 1 else "",
        "json": _twin("/notes.json", asked), "atom": _twin("/notes/search.atom", asked),
    }  # fmt: skip
    return render(request, "search/index.html", context)


@public
def moved(request: HttpRequest) -> HttpResponse:
    """Where people look for a search."""
    return HttpResponsePermanentRedirect(reader_of(request).link("/notes/", q=_asked(request)))


@public_feed
def as_json(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    page = search_page(asked, today_of(request), page_number(request))
    following = _twin("/notes.json", asked, page=str(page.number + 1)) if page.number < page.pages else ""
    document = {
        "query": asked, "total": page.total, "counts": dict(page.counts), "meant": page.meant or None,
        "results": [_facts(row) for row in page.rows], "next": settings.BASE_URL + following if following else None,
    }  # fmt: skip
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")


@public_feed
def as_atom(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    rows = found_latest(asked) if asked else latest_notes()
    name = community_of(request).title or "Common Hour"
    title = gettext("“{query}” in {community}") if asked else gettext("Notes of {community}")
    news = [
        TextNews(
            f"/notes/#{row.noun}-{row.object_id}", row.plain_title, row.path, row.series or row.group or name,
            ": ".join(filter(None, [row.date.isoformat() if row.date else "", row.plain_excerpt])), row.updated_at,
        ) for row in rows
    ]  # fmt: skip
    body = write_texts(
        title.format(query=asked, community=name), _twin("/notes/search.atom", asked), _twin("/notes/", asked), news,
        updated=max((one.updated_at for one in news), default=last_change()), base_url=settings.BASE_URL,
    )  # fmt: skip
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]


def _twin(path: str, asked: str, **more: str) -> str:
    query = urlencode(({"q": asked} if asked else {}) | more)
    return f"{path}?{query}" if query else path


def _types(request: HttpRequest, asked: str, page: SearchPage) -> list[tuple[str, int | None, str, bool]]:
    """What each is called, how many, where it leads, and whether it is chosen; all of them first."""
    words = {
        "notes": gettext("Notes"), "decisions": gettext("Decisions"), "actions": gettext("Actions"), "series": gettext("Meetings"),
        "groups": gettext("Groups"), "talks": gettext("Talks"), "people": pgettext("search", "People"),
    }  # fmt: skip
    chosen = page.query.types
    link = reader_of(request).link
    rows = [
        (words[kind], count, link("/notes/", q=of_type(asked, kind)), chosen == (kind,))
        for kind, count in page.counts
    ]
    whole = (pgettext("search", "All"), None, link("/notes/", q=of_type(asked, "")), not chosen)
    return [whole, *rows] if len(rows) > 1 or chosen else []


def _nouns() -> dict[str, str]:
    """What one of each is called."""
    return {
        "notes": gettext("Notes"), "agenda": pgettext("notes", "Agenda"), "decision": gettext("Decision"), "action": gettext("Action"),
        "series": gettext("Meeting"), "group": gettext("Group"), "talk": gettext("Talk"), "person": gettext("Person"),
    }  # fmt: skip


def _facts(row: FoundRow) -> dict[str, Any]:
    base = settings.BASE_URL
    return {
        "type": row.noun, "title": row.plain_title, "url": base + row.path, "date": row.date.isoformat() if row.date else None,
        "excerpt": row.plain_excerpt,
        "series": {"title": row.series, "url": base + row.series_path} if row.series else None,
        "group": {"name": row.group, "url": base + row.group_path} if row.group else None,
    }  # fmt: skip
