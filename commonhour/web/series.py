"""The pages of series: all of them in a table, one of them, and the way to its next date."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.scope import Scope
from commonhour.reads.addresses import moved_series
from commonhour.reads.group import next_path
from commonhour.reads.meetings import meeting_rows
from commonhour.reads.series import find_series, removed_series, series_page
from commonhour.web.public import public
from commonhour.web.reader import reader_of
from commonhour.web.table import table


@public
def index(request: HttpRequest) -> HttpResponse:
    columns = {"name": gettext("Meeting"), "group": gettext("Group")}
    return render(request, "series/index.html", table(request, meeting_rows, columns))


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    moved = moved_series(slug)
    if moved:
        return HttpResponsePermanentRedirect(reader_of(request).link(moved))
    removed = removed_series(slug)
    if removed:
        return render(request, "series/removed.html", {"removed": removed}, status=410)
    found = series_page(slug, clock.now(), reader_of(request).tzid)
    context = {
        "page": found,
        "series": found.series,
        "next_link": f"/meetings/{slug}/next",
        "edit_path": f"/desk/series/{slug}/",
        "origin": found.origin,
    }
    return render(request, "series/page.html", context)


@public
def next_date(request: HttpRequest, slug: str) -> HttpResponse:
    """302 to the next date that takes place, or to the series when none is planned."""
    find_series(slug)
    path = next_path(Scope(series=slug), clock.now()) or f"/meetings/{slug}/"
    return HttpResponseRedirect(reader_of(request).link(path))


@public
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The one address calendars carry: 302 to the door of the call that is on or comes next."""
    find_series(slug)
    path = next_path(Scope(series=slug), clock.now())
    return HttpResponseRedirect(reader_of(request).link(f"{path}join" if path else f"/meetings/{slug}/"))
