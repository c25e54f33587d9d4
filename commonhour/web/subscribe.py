"""Subscribing: one address for every calendar app, and the truth about when it asks again."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour.core.scope import Scope
from commonhour.models import Source
from commonhour.reads.origin import is_of_outside
from commonhour.reads.scope import scope_title
from commonhour.web.by_mail_forms import AskForm
from commonhour.web.desk.forms import field_errors
from commonhour.web.filters import Chip, Facet, facets
from commonhour.web.public import public
from commonhour.web.reader import Reader, community_of, reader_of
from commonhour.web.scope import scope_of

PATH = "/subscribe/"
MAIL_PATH = "/subscribe/mail/"


@public
def page(request: HttpRequest) -> HttpResponse:
    """`?outside=include` asks the feed for the calls of outside calendars too; the feed of one such call has nothing else."""
    return page_with(request, AskForm())


def page_with(request: HttpRequest, form: AskForm) -> HttpResponse:
    """With the form for mails as it was filled in."""
    scope, reader = scope_of(request), reader_of(request)
    is_asked = request.GET.get("outside") == "include" or is_of_outside(scope.series)
    outside = "include" if is_asked else ""
    title = scope_title(scope, community_of(request).title or "Common Hour")
    address = scope.feed_path + _asking(scope.feed_path, outside)
    feed = settings.BASE_URL + address
    webcal = "webcal:" + feed.split(":", 1)[1]
    context = {
        "scope": scope,
        "scope_title": title,
        "facets": facets(scope, PATH, reader, outside=outside) + _of_outside(scope, outside, reader),
        "feed": feed,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?url={quote(feed, safe='')}&name={quote(title)}",
        "download": address,
        "atom": address.replace(".ics", ".atom"),
        "json": address.replace(".ics", ".json"),
        "qr": qr_code(webcal),
        "form": form,
        "problems": field_errors(form) if form.is_bound else [],
        "by_mail": ""
        if is_of_outside(scope.series)
        else reader.link(scope.path(MAIL_PATH), series=scope.series),
    }
    return render(request, "subscribe/page.html", context, status=422 if form.errors else 200)


def _asking(path: str, outside: str) -> str:
    return f"{'&' if '?' in path else '?'}outside={outside}" if outside else ""


def _of_outside(scope: Scope, outside: str, reader: Reader) -> list[Facet]:
    """The switch, where the hub shows outside calendars and the selection may have calls of them."""
    if scope.series or not Source.objects.shown().exists():
        return []
    link = reader.link(scope.path(PATH), outside="" if outside else "include")
    return [
        Facet(gettext("Outside calendars"), [Chip(gettext("From an outside calendar"), link, bool(outside))])
    ]


def qr_code(text: str) -> SafeString:
    """A QR code as SVG, black on white in every colour scheme so that cameras read it."""
    svg = segno.make(text, error="m").svg_inline(
        border=1, omitsize=True, title="QR", dark="#000", light="#fff"
    )
    return mark_safe(svg)
