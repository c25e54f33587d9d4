"""The public door: a page everybody may read without account or cookie, kept ready until the next write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from commonhour.web.asked import TYPED
from commonhour.web.door import require_readable
from commonhour.web.kept import keep
from commonhour.web.reader import community_of

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page: fresh within a minute."""
    return _public(view, for_ever=False)


def public_feed(view: View) -> View:
    """A feed or other document that only a write can change; any site may fetch it."""
    return _public(view, for_ever=True)


def _public(view: View, *, for_ever: bool) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        published = community_of(request).is_published
        require_readable(request)
        response = view(request, *args, **kwargs)
        if for_ever:
            response.headers["Access-Control-Allow-Origin"] = "*"
        if not published:
            response.headers["Cache-Control"] = "private, no-cache"
            response.headers["X-Robots-Tag"] = "noindex"
            del response.headers["Access-Control-Allow-Origin"]
            return keep(response, for_ever=None) if response.status_code == 200 else response
        response.headers.setdefault("Cache-Control", "public, max-age=60, stale-while-revalidate=60")
        lasting = for_ever and "tz" not in request.GET and "due" not in request.GET  # they look at the clock
        is_typed = not TYPED.isdisjoint(request.GET)
        return (
            keep(response, for_ever=None if is_typed else lasting)
            if response.status_code == 200
            else response
        )

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # it reads only; anything else is a 405
    return wrapped


def unkept(response: HttpResponse) -> HttpResponse:
    """No browser, and nothing on the way to it, keeps a copy."""
    response.headers["Cache-Control"] = "no-store"
    return response
