"""The twins for machines: `.ics`, `.json`, `.atom` and `.md` of a calendar, group or series."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.policies import expected_line
from commonhour.errors import Gone, NotFound, RefusedInput
from commonhour.formats.ical.one_date import write_date
from commonhour.formats.json_dates import dates_document, reply_counts
from commonhour.formats.markdown_dates import markdown_date
from commonhour.reads.addresses import dates_at
from commonhour.reads.calendar import JSON_LIMIT, dates_page
from commonhour.reads.feed import atom_feed, calendar_feed, markdown_feed
from commonhour.reads.history import last_change
from commonhour.reads.occurrence import OccurrencePage, occurrence_page
from commonhour.reads.replies import counts_of
from commonhour.reads.shapes.session import SessionShape
from commonhour.web import foresight
from commonhour.web.public import public, public_feed
from commonhour.web.reader import reader_of
from commonhour.web.scope import scope_of
from commonhour.web.times import unlike_last

_CERTAIN = dt.timedelta(minutes=1)
FEED_CACHE = "public, max-age=60, stale-while-revalidate=60"


@public_feed
def ics(request: HttpRequest, group: str = "", series: str = "") -> HttpResponse:
    """The feed. `?cancelled=hide` leaves cancelled dates out, `?tz=` adds DST foresight for that zone."""
    is_ours = _is_ours(request)
    scope = scope_of(request, group=group, series=series)
    # Read before the body, which may be newer but never older than it says.
    tzid, written_at = _zone(request), last_change()
    body = calendar_feed(
        scope,
        base_url=settings.BASE_URL,
        hide_cancelled=request.GET.get("cancelled") == "hide",
        is_ours=is_ours,
        foresight=foresight.feed_words(scope, tzid, is_ours=is_ours) if tzid else None,
        unlike=foresight.moved_words(tzid),
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    name = slugify(scope.series or " ".join((*scope.groups, *scope.spaces, *scope.tags)) or "calendar")[:60]
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    # Within a minute another write may get the same second (RFC 9110 §8.8.2.2), and foresight is no write. The stamp is
    # the end of that second: who asked within it, and asks again by the Date of our answer, may have seen one write of two.
    if not tzid and clock.now() - written_at >= _CERTAIN:
        response.headers["Last-Modified"] = http_date(written_at.timestamp() + 1)
    response.headers["Cache-Control"] = FEED_CACHE
    return response


@public
def as_json(request: HttpRequest, group: str = "", series: str = "") -> HttpResponse:
    scope = scope_of(request, group=group, series=series)
    page = dates_page(
        scope,
        clock.now(),
        settings.BASE_URL + request.path,
        after=_instant(request, "after"),
        before=_instant(request, "before"),
        limit=_number(request, "limit", JSON_LIMIT),
        page=_number(request, "page", 0),
        is_ours=_is_ours(request),
    )
    replies = _replies(page.dates) if scope.series else {}
    document = dates_document(page.dates, settings.BASE_URL, page.following, replies)
    if tzid := _zone(request):
        document |= foresight.as_json(scope, tzid, is_ours=_is_ours(request))
    return _json(document)


@public
def atom(request: HttpRequest, group: str = "", series: str = "") -> HttpResponse:
    """What changed and what comes, for feed readers."""
    scope = scope_of(request, group=group, series=series)
    tzid, is_ours = reader_of(request).tzid, _is_ours(request)
    body = atom_feed(
        scope, clock.now(), tzid, settings.BASE_URL, request.path, is_ours=is_ours, unlike=_unlike(tzid)
    )
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
def md(request: HttpRequest, group: str = "", series: str = "") -> HttpResponse:
    """The next meetings as Markdown, to paste into an agenda or an issue."""
    scope = scope_of(request, group=group, series=series)
    tzid, is_ours = reader_of(request).tzid, _is_ours(request)
    text = markdown_feed(scope, clock.now(), tzid, settings.BASE_URL, is_ours=is_ours, unlike=_unlike(tzid))
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


@public
def date_ics(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One date, to put into a calendar by hand; it does not keep up with changes."""
    page = _date(slug, day)
    expected, talks = expected_line(page.door.policies, gettext), "\n".join(one.line for one in page.sessions)
    about = "\n\n".join(filter(None, [talks, page.description]))
    body = write_date(page.line, about, last_change(), settings.BASE_URL, expected)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'inline; filename="{slugify(slug) or "meeting"}-{page.line.slug}.ics"'
    )
    return response


@public
def date_json(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    page = _date(slug, day)
    sessions = [_session(one) for one in page.sessions]
    replies = reply_counts(_replies([page.line]).get(page.line.id))
    return _json(
        dates_document([page.line], settings.BASE_URL) | {"sessions": sessions} | replies | _outcome(page)
    )


def _outcome(page: OccurrencePage) -> dict[str, Any]:
    """What became of it; nothing where nobody said."""
    return {"outcome": page.outcome, "outcome_reason": page.outcome_reason} if page.outcome else {}


def _replies(dates: Iterable[ListedDate]) -> dict[str, tuple[int, int]]:
    return {key: (one.yes, one.no) for key, one in counts_of([one.id for one in dates]).items()}


def _session(one: SessionShape) -> dict[str, Any]:
    """Who asked not to be named has no name."""
    speakers = [{"name": each.name or None, "organisation": each.organisation} for each in one.speakers]
    return {
        "title": one.title, "page": settings.BASE_URL + one.path, "speakers": speakers, "tags": one.tags,
        "recording": one.recording, "slides": one.slides, "url": one.url,
    }  # fmt: skip


@public
def date_md(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    page = _date(slug, day)
    sessions = [one.line for one in page.sessions]
    text = markdown_date(page.line, reader_of(request).tzid, settings.BASE_URL, sessions)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


def the_date(slug: str, day: str) -> ListedDate:
    """The one date at an address, or NotFound."""
    found = dates_at(slug, day)
    if len(found) != 1:
        raise NotFound("no-such-single-day")
    return found[0]


def _date(slug: str, day: str) -> OccurrencePage:
    page = occurrence_page(the_date(slug, day), clock.now())
    if page.is_gone:
        raise Gone("date-gone")
    return page


def _json(document: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _is_ours(request: HttpRequest) -> bool:
    """Whether calls of outside calendars are left out, as they are unless `?outside=include` asks for them."""
    asked = request.GET.get("outside", "").strip() or "hide"
    if asked not in ("hide", "include"):
        raise RefusedInput("parameter-no-choice", name="outside", text=asked[:20], choices="include, hide")
    return asked == "hide"


def _unlike(tzid: str) -> Callable[[ListedDate], str]:
    """Words in the zone of the document's times."""
    return lambda one: unlike_last(one, tzid)


def _zone(request: HttpRequest) -> str:
    """The zone that `?tz=` names, "" for none. A program is told when there is no such zone; a page only says so."""
    reader = reader_of(request)
    if reader.unknown_tz:
        raise RefusedInput("tz-unknown", zone=reader.unknown_tz)
    return reader.chosen_tz


def _instant(request: HttpRequest, name: str) -> dt.datetime | None:
    text = request.GET.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedInput("parameter-no-time", name=name, text=text[:40]) from error


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise RefusedInput("parameter-no-number", name=name, text=text[:20])
    return int(text)
