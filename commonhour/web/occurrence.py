"""The pages of one date: itself, and a chooser where a day has two."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.sentences import duration_words
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import NotFound
from commonhour.formats.schema_org import event_json
from commonhour.models import Occurrence
from commonhour.reads.addresses import dates_at
from commonhour.reads.foresight import ELSEWHERE
from commonhour.reads.notes import corrections_of
from commonhour.reads.occurrence import OccurrencePage, occurrence_page
from commonhour.reads.series import find_series
from commonhour.web import times
from commonhour.web.add_date import ways
from commonhour.web.picture import picture_words
from commonhour.web.propose_item import ItemForm, takes_items
from commonhour.web.public import public
from commonhour.web.reader import reader_of
from commonhour.web.reply import reply_part


@public
def page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found = the_date(request, slug, day)
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
        "notes": shown.notes,
        "agenda": shown.agenda,
        "proposing": ItemForm() if not shown.is_gone and takes_items(request, line) else None,
        "replies": None if shown.is_gone else reply_part(line),
        "edit_path": f"/desk/occurrence/{line.id}/",
        "json_ld": "" if shown.is_gone else _json_ld(shown),
    }
    return render(request, "occurrence/page.html", context)


@public
def notes_history(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """What was corrected in published notes, and when; by whom nobody reads."""
    found = the_date(request, slug, day, "notes-history/")
    if isinstance(found, HttpResponse):
        return found
    revisions = corrections_of(Occurrence.objects.get(public_id=found.id))
    if not revisions:
        raise NotFound("no-notes-yet")
    context = {"line": found, "revisions": revisions, "corrections": len(revisions) - 1}
    return render(request, "occurrence/notes_history.html", context)


def the_date(request: HttpRequest, slug: str, day: str, suffix: str = "") -> ListedDate | HttpResponse:
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
