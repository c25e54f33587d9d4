"""Pages behind a signed link of a mail: without session and cookie, kept nowhere, and their address told to nobody."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from commonhour.web.door import require_readable
from commonhour.web.reader import reader_of

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Looking changes nothing; a POST needs no cookie, because nobody else's page knows the address."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method != "POST":  # who wants no more mails is heard also while the hub is closed
            require_readable(request)
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(wrapped)


def for_reader(request: HttpRequest, language: str, tzid: str) -> override:
    """From here on in somebody's own language and zone, but for what the address asks for."""
    reader = reader_of(request)
    own = replace(reader, tzid=reader.chosen_tz or tzid, lang=reader.chosen_lang or language)
    request._reader = own  # type: ignore[attr-defined]
    return override(own.lang)
