"""The pages of one date: itself, a chooser where a day has two, and the door to the call."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.sentences import duration_words
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import NotFound
from commonhour.formats.schema_org import event_json
from commonhour.models import JoinTarget
from commonhour.reads.addresses import dates_at
from commonhour.reads.foresight import ELSEWHERE
from commonhour.reads.occurrence import DOOR_OPENS, OccurrencePage, occurrence_page
from commonhour.reads.series import find_series
from commonhour.reads.shapes.way_in import WayIn
from commonhour.web import times
from commonhour.web.add_date import ways
from commonhour.web.door import require_readable
from commonhour.web.picture import picture_words
from commonhour.web.public import public
from commonhour.web.reader import reader_of
from commonhour.web.reply import reply_part


@public
def page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found = _one(request, slug, day)
    if isinstance(found, HttpResponse):
        return found
    shown = occurrence_page(found, clock.now())
    line, tzid = shown.line, reader_of(request).tzid
    context = {
        "page": shown,
        "line": line,
        "unlike_last": times.unlike_last(line, tzid),
        "ways": ways(line, settings.BASE_URL),
        "at": rfc3339(line.start),
        "picture": f"{settings.BASE_URL}{line.path.rstrip('/')}.png",
        "picture_words": picture_words(line),
        "length": duration_words(line.end - line.start, gettext),
        "places": places(line, tzid),
        "group_path": f"/groups/{line.group}/",
        "series_path": f"/meetings/{slug}/",
        "join_path": f"{line.path}join",
        "replies": None if shown.is_gone else reply_part(line),
        "edit_path": f"/desk/occurrence/{line.id}/",
        "json_ld": "" if shown.is_gone else _json_ld(shown),
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
    way = _wanted(request, shown.ways)
    if way is None:
        return HttpResponseRedirect(reader_of(request).link(f"{shown.line.path}join"))
    url, passcode = JoinTarget.objects.get(pk=way.key).reveal()
    phone = url.removeprefix("tel:") if url.startswith("tel:") else ""
    context = {"line": shown.line, "way": way, "url": url, "passcode": passcode, "phone": phone}
    response = render(request, "occurrence/entered.html", context)
    if url and not (passcode or phone):
        # A redirect would be stopped: `form-action 'self'` also holds for where the answer to a form leads.
        response.headers["Refresh"] = f"0; url={iri_to_uri(url)}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _wanted(request: HttpRequest, ways: list[WayIn]) -> WayIn | None:
    """The one whose button was pressed, the main one where none was; None when it was removed meanwhile."""
    key = request.POST.get("way")
    return ways[0] if key is None else next((one for one in ways if str(one.key) == key), None)


def _is_open(shown: OccurrencePage) -> bool:
    """Whether the door lets anybody in now."""
    is_on = shown.has_join and not (shown.is_gone or shown.line.is_cancelled)
    return is_on and shown.state in ("soon", "now")


def _one(request: HttpRequest, slug: str, day: str, suffix: str = "") -> ListedDate | HttpResponse:
    """The date of an address; a redirect to its present one; or a chooser."""
    series = find_series(slug, also_removed=True)
    found = dates_at(slug, day)
    if not found:
        raise NotFound("no-meeting-that-day", title=series.title, day=day[:20])
    if len(found) > 1:
        lines = sorted(found, key=lambda one: one.start)
        context = {"series": series, "series_path": series.path, "day": day, "lines": lines}
        return render(request, "occurrence/chooser.html", context)
    if found[0].slug != day:
        return HttpResponseRedirect(reader_of(request).link(f"{series.path}{found[0].slug}/{suffix}"))
    return found[0]


def places(line: ListedDate, tzid: str) -> list[tuple[str, SafeString]]:
    """The start in other cities, the host's first; the reader's own zone is on the page already."""
    wanted = [zone for zone in dict.fromkeys([line.tzid, "UTC", *ELSEWHERE]) if zone != tzid]
    return [(times.place(zone), times.there(line.start, zone)) for zone in wanted]


def _json_ld(shown: OccurrencePage) -> SafeString:
    return mark_safe(event_json(shown.line, shown.description, settings.BASE_URL))
