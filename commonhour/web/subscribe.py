"""Subscribing: one address for every calendar app, and the truth about when it asks again."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from commonhour.reads.scope import scope_title
from commonhour.web.filters import facets
from commonhour.web.public import public
from commonhour.web.reader import community_of, reader_of
from commonhour.web.scope import scope_of


@public
def page(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    title = scope_title(scope, community_of(request).title or "Common Hour")
    address = scope.feed_path
    feed = settings.BASE_URL + address
    webcal = "webcal:" + feed.split(":", 1)[1]
    context = {
        "scope": scope,
        "scope_title": title,
        "facets": facets(scope, "/subscribe/", reader_of(request)),
        "feed": feed,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={quote(feed, safe='')}&name={quote(title)}",
        "download": address,
        "atom": address.replace(".ics", ".atom"),
        "json": address.replace(".ics", ".json"),
        "qr": qr_code(webcal),
    }
    return render(request, "subscribe/page.html", context)


def qr_code(text: str) -> SafeString:
    """A QR code as SVG, black on white in every colour scheme so that cameras read it."""
    svg = segno.make(text, error="m").svg_inline(
        border=1, omitsize=True, title="QR", dark="#000", light="#fff"
    )
    return mark_safe(svg)
