"""The meetings page, at `/` and at the community's own path."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.foresight import change_sentence, clocks_part
from commonhour.reads.calendar import filters
from commonhour.reads.meetings_page import MeetingsPage, meetings_page
from commonhour.reads.series import changes_of_hour, old_path
from commonhour.web import documents
from commonhour.web.public import public
from commonhour.web.reader import Reader, community_of, reader_of
from commonhour.web.refusals import not_found
from commonhour.web.scope import scope_of
from commonhour.web.voice import words

_TWINS = {"ics": documents.ics, "json": documents.as_json, "atom": documents.atom, "md": documents.md}
FORESIGHT_DAYS = 30
FORESIGHT_SHOWN = 6


@dataclass(frozen=True)
class Foresight:
    title: str
    path: str
    words: str


@public
def home(request: HttpRequest) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    page = meetings_page(scope, clock.now(), reader.tzid)
    context = {"page": page, "scope": scope, "filters": filters(), "foresight": foresight(page, reader)}
    return render(request, "meetings_page.html", context)


def foresight(page: MeetingsPage, reader: Reader) -> list[Foresight]:
    """What clock changes do to this reader's calls within thirty days."""
    found: list[Foresight] = []
    now, until = clock.now(), clock.now() + dt.timedelta(days=FORESIGHT_DAYS)
    for series, cadence in page.cadences:
        if len(found) == FORESIGHT_SHOWN or not clocks_part(cadence.schedule.tzid, reader.tzid, now, until):
            continue
        for change in changes_of_hour([cadence], now, reader.tzid, FORESIGHT_DAYS)[:1]:
            found.append(Foresight(series.title, series.path, change_sentence(change, gettext, words())))
    return found


def own_path(request: HttpRequest) -> HttpResponse:
    """Any path the hub does not know itself: the community's own, or one that was somebody's before."""
    own = community_of(request).path
    stem, dot, ending = request.path.rpartition(".")
    if own and dot and stem == f"/{own.strip('/')}" and ending in _TWINS:
        return _TWINS[ending](request)
    path = request.path if request.path.endswith("/") else f"{request.path}/"
    if own and path == f"/{own.strip('/')}/":
        return home(request)
    old = old_path(path)
    if old is not None and old.noun == "page":
        return HttpResponsePermanentRedirect("/")
    return not_found(request)
