"""The public door: a page everybody may read without account or cookie, kept ready until the next write."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour.errors import NotFound
from commonhour.web.kept import keep
from commonhour.web.reader import community_of

View = Callable[..., HttpResponse]
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def public(view: View) -> View:
    """A page: fresh within a minute."""
    return _public(view, for_ever=False)


def public_feed(view: View) -> View:
    """A feed or other document that only a write can change; any site may fetch it."""
    return _public(view, for_ever=True)


def _public(view: View, *, for_ever: bool) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        published = community_of(request).is_published
        require_readable(request)
        response = view(request, *args, **kwargs)
        if for_ever:
            response.headers["Access-Control-Allow-Origin"] = "*"
        if not published:
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex"
            return response
        response.headers.setdefault("Cache-Control", "public, max-age=60, stale-while-revalidate=60")
        lasting = for_ever and "tz" not in request.GET  # foresight looks at the clock
        return keep(response, for_ever=lasting) if response.status_code == 200 else response

    wrapped.is_public = True  # type: ignore[attr-defined]
    return wrapped


def require_readable(request: HttpRequest) -> None:
    """Until it is published, a hub can be read by who looks after it, and on the machine it is being set up on."""
    if community_of(request).is_published:
        return
    if is_on_this_machine(request) or (request.user.is_authenticated and request.user.is_active):
        return
    raise NotFound(gettext("This hub is not open yet. Its programme manager opens it from the desk."))


def is_on_this_machine(request: HttpRequest) -> bool:
    """True only while the hub has no public address yet and the request never left this machine."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys()
    hosts = {urlsplit(settings.BASE_URL).hostname, urlsplit(f"//{request.get_host()}").hostname}
    return not forwarded and hosts <= _THIS_MACHINE and request.META.get("REMOTE_ADDR") in _THIS_MACHINE
