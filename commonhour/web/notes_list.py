"""Published notes of a group, the way to the last ones of a series, and the twins of notes for machines."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour.formats.atom import TextNews, write_texts
from commonhour.reads.addresses import moved_group, moved_series
from commonhour.reads.history import last_change
from commonhour.reads.published_notes import (
    NotesDocument,
    NotesRow,
    group_notes,
    latest_path,
    named_group,
    newest_notes,
    notes_document,
)
from commonhour.reads.series import find_series
from commonhour.web.documents import the_date
from commonhour.web.ledger import as_json, place_facts
from commonhour.web.public import public, public_feed
from commonhour.web.reader import community_of, reader_of
from commonhour.web.table import page_number


@public
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    link, moved = reader_of(request).link, moved_group(slug)
    if moved:
        return HttpResponsePermanentRedirect(link(f"{moved}notes/"))
    found = group_notes(slug, page_number(request))
    page, path = found.turned, f"/groups/{slug}/notes/"
    context = {
        "group": found.group, "rows": found.rows, "page": page, "atom": f"/groups/{slug}/notes.atom",
        "later": link(path, page=str(page.number - 1)) if page.number > 1 else "",
        "earlier": link(path, page=str(page.number + 1)) if page.number < page.pages else "",
    }  # fmt: skip
    return render(request, "ledger/notes.html", context)


@public
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """302 to the page of the date of the last published notes."""
    moved = moved_series(slug)
    if moved:
        return HttpResponsePermanentRedirect(reader_of(request).link(f"{moved}latest-notes"))
    find_series(slug)
    return HttpResponseRedirect(reader_of(request).link(latest_path(slug)))


@public_feed
def as_md(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The text as it was written."""
    text = notes_document(the_date(slug, day)).text
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


@public_feed
def document(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    return as_json(_facts(notes_document(the_date(slug, day))))


@public_feed
def atom(request: HttpRequest, group: str = "") -> HttpResponse:
    about = named_group(group).name if group else community_of(request).title or "Common Hour"
    rows = newest_notes(group)
    title = gettext("Notes of {name}").format(name=about)
    path, page = (f"/groups/{group}/notes.atom", f"/groups/{group}/notes/") if group else ("/notes.atom", "/")
    updated = max((one.place.updated_at for one in rows), default=last_change())
    body = write_texts(title, path, page, map(_news, rows), updated=updated, base_url=settings.BASE_URL)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _news(row: NotesRow) -> TextNews:
    """What was decided and who does what first: who reads no further knows it."""
    place = row.place
    decided = [gettext("Decided: {text}").format(text=one.text) for one in row.decisions]
    to_do = [gettext("To do: {text}").format(text=_to_do(one.owner, one.text)) for one in row.actions]
    title = ", ".join(filter(None, [place.title, place.date.isoformat() if place.date else ""]))
    summary = "\n".join([*decided, *to_do, row.beginning]).strip() or title
    return TextNews(
        f"/notes/{row.id}", title, place.path, place.group or place.series, summary, place.updated_at
    )


def _to_do(owner: str, text: str) -> str:
    return f"{owner}: {text}" if owner else text


def _facts(found: NotesDocument) -> dict[str, Any]:
    row, url = found.row, settings.BASE_URL + found.row.place.path
    decisions = [
        {"text": one.text, "result": one.result or None, "url": f"{url}#line-{one.line}"} for one in row.decisions
    ]  # fmt: skip
    actions = [
        {"id": one.id, "text": one.text, "owner": one.owner or None, "due": one.due.isoformat() if one.due else None,
         "state": one.state, "url": f"{url}#line-{one.line}"} for one in row.actions
    ]  # fmt: skip
    moments = {"published": found.published_at, "corrected": found.corrected_at}
    return {
        "id": row.id, "stage": found.stage, "text": found.text, "decisions": decisions, "actions": actions,
        "present": found.present, "present_count": found.present_count, "regrets": found.regrets,
        "recording": found.recording, "slides": found.slides,
        **{name: at.isoformat() if at else None for name, at in moments.items()}, **place_facts(row.place),
    }  # fmt: skip
