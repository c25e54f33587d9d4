"""The meetings page, at `/` and at the community's own path."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.reads.addresses import was_meetings_page
from commonhour.reads.meetings_page import meetings_page
from commonhour.web import documents
from commonhour.web.filters import facets
from commonhour.web.foresight import notices
from commonhour.web.public import public
from commonhour.web.reader import community_of, reader_of
from commonhour.web.refusals import not_found
from commonhour.web.scope import scope_of

_TWINS = {"ics": documents.ics, "json": documents.as_json, "atom": documents.atom, "md": documents.md}


@public
def home(request: HttpRequest) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    page = meetings_page(scope, clock.now(), reader.tzid)
    context = {
        "page": page,
        "scope": scope,
        "facets": facets(scope, "/", reader),
        "foresight": notices(scope, reader.tzid),
    }
    return render(request, "meetings_page.html", context)


def own_path(request: HttpRequest) -> HttpResponse:
    """Any path the hub does not know itself: the community's own, or one that was somebody's before."""
    own = community_of(request).path
    stem, dot, ending = request.path.rpartition(".")
    if own and dot and stem == f"/{own.strip('/')}" and ending in _TWINS:
        return _TWINS[ending](request)
    path = request.path if request.path.endswith("/") else f"{request.path}/"
    if own and path == f"/{own.strip('/')}/":
        return home(request)
    if was_meetings_page(path):
        return _moved(request)
    return not_found(request)


@public
def _moved(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect("/")
