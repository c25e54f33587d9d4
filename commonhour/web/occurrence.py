"""The pages of one date: itself, a chooser where a day has two, and the door to the call."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.core.speech.sentences import duration_words
from commonhour.errors import NotFound
from commonhour.models import Occurrence
from commonhour.reads.foresight import ELSEWHERE
from commonhour.reads.line import Line, lines, rfc3339
from commonhour.reads.occurrence import DOOR_OPENS, OccurrencePage, occurrence_page
from commonhour.reads.series import find_series, occurrence_of
from commonhour.web import times
from commonhour.web.door import require_readable
from commonhour.web.public import public
from commonhour.web.reader import reader_of


@public
def page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found = _one(request, slug, day)
    if isinstance(found, HttpResponse):
        return found
    shown = occurrence_page(found, clock.now())
    line = shown.line
    context = {
        "page": shown,
        "line": line,
        "length": duration_words(line.end - line.start, gettext),
        "places": places(line, reader_of(request).tzid),
        "group_path": f"/groups/{line.group}/",
        "series_path": f"/meetings/{slug}/",
        "join_path": f"{line.path}join",
        "edit_path": f"/desk/occurrence/{line.id}/",
        "json_ld": "" if shown.is_gone else json_ld(shown),
    }
    return render(request, "occurrence/page.html", context)


@public
def join(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found = _one(request, slug, day, suffix="join")
    if isinstance(found, HttpResponse):
        return found
    shown = occurrence_page(found, clock.now())
    opens = shown.line.start - DOOR_OPENS
    context = {
        "page": shown,
        "line": shown.line,
        "opens": opens,
        "opens_text": times.full(opens, reader_of(request).tzid),
        "is_open": shown.state in ("soon", "now"),
        "group_path": f"/groups/{shown.line.group}/",
    }
    return render(request, "occurrence/join.html", context, status=410 if shown.is_gone else 200)


@csrf_exempt
def enter(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """GET shows the door; POST goes through it while it is open. Only this answer carries the provider's link."""
    if request.method != "POST":
        return join(request, slug, day)
    require_readable(request)
    found = _one(request, slug, day, suffix="join")
    if isinstance(found, HttpResponse):
        return found
    shown = occurrence_page(found, clock.now())
    if not _is_open(shown):
        return HttpResponseRedirect(reader_of(request).link(f"{shown.line.path}join"))
    url, passcode = found.series.join_target.reveal()
    response = render(
        request, "occurrence/entered.html", {"line": shown.line, "url": url, "passcode": passcode}
    )
    if url and not passcode:
        # A redirect would be stopped: `form-action 'self'` also holds for where the answer to a form leads.
        response.headers["Refresh"] = f"0; url={iri_to_uri(url)}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _is_open(shown: OccurrencePage) -> bool:
    """Whether the door lets anybody in now."""
    is_on = shown.has_join and not (shown.is_gone or shown.line.is_cancelled)
    return is_on and shown.state in ("soon", "now")


def _one(request: HttpRequest, slug: str, day: str, suffix: str = "") -> Occurrence | HttpResponse:
    """The occurrence of an address; a redirect to its present one; or a chooser."""
    series = find_series(slug)
    rows = occurrence_of(slug, day)
    if not rows:
        raise NotFound("no-meeting-that-day", title=series.title, day=day[:20])
    if len(rows) > 1:
        ids = [row.pk for row in rows]
        context = {"series": series, "series_path": series.path, "day": day,
                   "lines": lines(Occurrence.objects.filter(pk__in=ids).order_by("start"))}  # fmt: skip
        return render(request, "occurrence/chooser.html", context)
    if rows[0].slug != day:
        return HttpResponseRedirect(reader_of(request).link(f"{series.path}{rows[0].slug}/{suffix}"))
    return rows[0]


def places(line: Line, tzid: str) -> list[tuple[str, SafeString]]:
    """The start in other cities, the host's first; the reader's own zone is on the page already."""
    wanted = [zone for zone in dict.fromkeys([line.tzid, "UTC", *ELSEWHERE]) if zone != tzid]
    return [(times.place(zone), times.there(line.start, zone)) for zone in wanted]


def json_ld(shown: OccurrencePage) -> SafeString:
    """The date as a schema.org Event, safe inside <script>."""
    text = json.dumps(_event(shown.line, shown.description), ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)


def _event(line: Line, description: str) -> dict[str, Any]:
    status = (
        "EventCancelled" if line.is_cancelled else "EventRescheduled" if line.is_moved else "EventScheduled"
    )
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": line.title,
        "description": description[:300],
        "startDate": rfc3339(line.start, line.all_day),
        "endDate": rfc3339(line.end, line.all_day),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": f"{settings.BASE_URL}{line.path}join"},
        "organizer": {"@type": "Organization", "name": line.group_name or "Common Hour"},
        "url": settings.BASE_URL + line.path,
    }
