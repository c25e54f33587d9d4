"""What bad input gets: one plain sentence and a proper status, as a page or as an RFC 9457 problem document."""

import json
import logging
import sys
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.limits import RETRY_SECONDS
from commonhour.errors import NotFound, UserError
from commonhour.errors.telling import Fault, tell
from commonhour.reads.nearest import Near, nearest
from commonhour.reads.outage import outage_of
from commonhour.web.door import may_read
from commonhour.web.kept_form import page_with_form
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
    429: _("Too many for today"),
    500: _("Something broke here"),
    503: _("The hub cannot do this just now"),
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
        if outage := outage_of(error):
            return unavailable(request, outage)
        log.error("unexpected error at %s", request.path, exc_info=error)
        return refusal(request, 500, _our_fault())


def refusal(request: HttpRequest, status: int, sentence: str, fault: Fault | None = None) -> HttpResponse:
    if _is_for_machines(request):
        return problem(request, status, sentence, **(fault or {}))
    title = str(_TITLES.get(status, _TITLES[400]))
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


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.path.endswith(_MACHINES)


def problem(request: HttpRequest, status: int, sentence: str, **facts: object) -> HttpResponse:
    """An RFC 9457 document; `facts` are further members."""
    body = {
        "type": "about:blank",
        "title": str(_TITLES.get(status, _TITLES[400])),
        "status": status,
        "detail": sentence,
        "instance": request.path,
        **facts,
    }
    response = HttpResponse(json.dumps(body), content_type="application/problem+json", status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def unavailable(request: HttpRequest, outage: Fault) -> HttpResponse:
    """The database does not do its work: a sentence, when to come back, and a form with all that was typed into it.
    The database is not asked for any of it."""
    log.error("%s %s: %s", request.method, request.path, tell(outage))
    title = gettext("Not saved yet") if request.method == "POST" else str(_TITLES[503])
    sentence = in_a_sentence(outage)
    if _is_for_machines(request):
        response = problem(request, 503, sentence, **outage)
    else:
        response = page_with_form(request, title, sentence, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500 door, for what is raised before a view or after it."""
    outage = outage_of(sys.exception())
    return unavailable(request, outage) if outage else _bare(request, 500, _our_fault())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400 door. A session that could not be written is no fault of who asked."""
    outage = outage_of(exception)
    return (
        unavailable(request, outage)
        if outage
        else _bare(request, 400, gettext("The request is not in order."))
    )


def _bare(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Where nothing that stands round a page may be believed: its host, its session, the database."""
    return page_with_form(request, str(_TITLES[status]), sentence, status)


def _our_fault() -> str:
    return gettext("It is our fault, it was written down, and nothing was changed.")


def _nearest(request: HttpRequest, status: int) -> list[Near]:
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
