"""How this hub is doing, for everybody: its versions, its outside calendars, and its feeds as others read them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from commonhour import __version__, clock
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Source
from commonhour.reads.feed_status import ReadingShape, feed_status
from commonhour.reads.worker import worker_state
from commonhour.web.public import public


@public
def index(request: HttpRequest) -> HttpResponse:
    sources = Source.objects.shown()
    context = {
        "status": feed_status(clock.now()),
        "worker": worker_state(clock.now()).state,
        "version": __version__,
        "tzdata": TZDATA_VERSION,
        "sources": sources.count(),
        "sources_with_fault": sources.exclude(fault={}).count(),
    }
    return render(request, "status/index.html", context)


@public
def feeds(request: HttpRequest) -> HttpResponse:
    """Always a 200: a difference is what the page is there to show."""
    return render(request, "status/feeds.html", {"status": feed_status(clock.now())})


@public
def feeds_json(request: HttpRequest) -> HttpResponse:
    status = feed_status(clock.now())
    document = {
        "state": status.state,
        "read_at": status.read_at,
        "version": __version__,
        "tzdata": TZDATA_VERSION,
        "feeds": [_as_json(reading) for feed in status.feeds for reading in feed.readings],
    }
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _as_json(reading: ReadingShape) -> dict[str, Any]:
    return {
        "path": reading.path,
        "reader": reading.reader,
        "at": reading.at,
        "instants": reading.instants,
        "differences": reading.differences,
        "error": reading.error,
        "is_good": reading.is_good,
    }
