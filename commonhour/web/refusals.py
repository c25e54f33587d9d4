"""What bad input gets: one plain sentence and a proper status, as a page or as an RFC 9457 problem document."""

import json
import logging
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonhour.errors import NotFound, UserError
from commonhour.errors.telling import Fault
from commonhour.reads.nearest import nearest
from commonhour.web.door import may_read
from commonhour.web.reader import community_of
from commonhour.web.voice import in_a_sentence

log = logging.getLogger(__name__)
_MACHINES = (".ics", ".json", ".atom", ".md", ".svg")
_TITLES = {
    400: _("That could not be read"),
    403: _("Not yours to change"),
    404: _("There is no such page"),
    409: _("Somebody was quicker"),
    410: _("It is not in the calendar any more"),
    413: _("Too large"),
    422: _("That could not be read"),
    500: _("Something broke here"),
}


class Refusals:
    """Turns UserError into an answer. Bugs are logged with their traceback and answered without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\x00" in text for text in (request.path, *request.GET.values())):
            return refusal(request, 400, gettext("The address holds a character that no name here has."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, UserError):
            return refusal(request, error.status, in_a_sentence(error), error.as_json())
        if isinstance(error, Http404):
            return refusal(request, 404, "")
        if isinstance(error, SuspiciousOperation):
            return refusal(request, 400, gettext("The request is not in order."))
        log.error("unexpected error at %s", request.path, exc_info=error)
        sentence = gettext("It is our fault, it was written down, and nothing was changed.")
        return refusal(request, 500, sentence)


def refusal(request: HttpRequest, status: int, sentence: str, fault: Fault | None = None) -> HttpResponse:
    title = str(_TITLES.get(status, _TITLES[400]))
    if request.path.startswith("/api/") or request.path.endswith(_MACHINES):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": sentence,
            "instance": request.path,
            **(fault or {}),
        }
        response = HttpResponse(json.dumps(body), content_type="application/problem+json", status=status)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    if not community_of(request).is_published and not may_read(request):
        closed = {
            "title": title,
            "sentence": sentence or in_a_sentence(NotFound("hub-not-open")),
            "lang": get_language() or "en",
        }
        return render(request, "closed.html", closed, status=status)
    context = {"title": title, "sentence": sentence, "status": status, "nearest": _nearest(request, status)}
    response = render(request, "refusal.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _nearest(request: HttpRequest, status: int) -> list[tuple[str, str]]:
    return nearest(request.path) if status == 404 else []


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or that came from somebody else's page."""
    sentence = gettext(
        "This form is too old or came from another site. Open the page again and send it anew."
    )
    return refusal(request, 403, sentence)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404 door: pages without their last slash are led to it, unknown ones are helped on."""
    if (
        not request.path.endswith("/")
        and "." not in request.path.rsplit("/", 1)[-1]
        and request.method in ("GET", "HEAD")
    ):
        query = request.META.get("QUERY_STRING", "")
        path = escape_leading_slashes(request.path.rstrip("/") + "/")
        return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))
    return refusal(request, 404, "")
