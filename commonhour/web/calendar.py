"""The calendar's pages: agenda, month and week, all plain links."""

import datetime as dt

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound
from commonhour.reads.calendar import agenda_page, earlier_date, month_page, week_page
from commonhour.web import month_table, times, week_table
from commonhour.web.filters import facets
from commonhour.web.public import public
from commonhour.web.reader import Reader, reader_of
from commonhour.web.scope import scope_of
from commonhour.web.voice import locale


@public
def agenda(request: HttpRequest) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    now, after = clock.now(), _after(request)
    page = agenda_page(scope, now, reader.tzid, after)
    earlier = earlier_date(scope, after or now)
    context = {
        "heading": gettext("Calendar"),
        "page": page,
        "today": _turn(scope, reader, "/calendar/"),
        "previous": _from(scope, reader, earlier),
        "following": _from(scope, reader, page.next_date),
        **_frame(request, scope, reader),
    }
    return render(request, "calendar/agenda.html", context)


@public
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    found = month_page(scope, year, number, reader.tzid)
    context = {
        "heading": times.month_text(year, number),
        "weekdays": [get_day_names("abbreviated", locale=locale())[day] for day in range(7)],
        "is_empty": not any(day.items for week in found.weeks for day in week if found.has(day)),
        "body": month_table.body(found, reader, wall_of(clock.now(), reader.tzid).date()),
        "today": _turn(scope, reader, "/calendar/month/"),
        "previous": _turn(scope, reader, "/calendar/{:04d}-{:02d}/".format(*found.previous)),
        "following": _turn(scope, reader, "/calendar/{:04d}-{:02d}/".format(*found.next)),
        **_frame(request, scope, reader),
    }
    return render(request, "calendar/month.html", context)


@public
def week(request: HttpRequest, year: int, number: int) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    page = week_page(scope, year, number, reader.tzid)
    found, today = page.week, wall_of(clock.now(), reader.tzid).date()
    first, last = found.days[0].date, found.days[-1].date
    context = {
        "heading": gettext("Week {number}, {days}").format(number=number, days=times.days_text(first, last)),
        "grid": week_table.grid(page.hours, reader, today) if week_table.fits(page.hours) else "",
        "busy": [day for day in found.days if day.items],
        "today": _turn(scope, reader, "/calendar/week/"),
        "previous": _turn(scope, reader, "/calendar/week/{}-W{:02d}/".format(*found.previous)),
        "following": _turn(scope, reader, "/calendar/week/{}-W{:02d}/".format(*found.next)),
        **_frame(request, scope, reader),
    }
    return render(request, "calendar/week.html", context)


@public
def this_month(request: HttpRequest) -> HttpResponse:
    today = wall_of(clock.now(), reader_of(request).tzid)
    return HttpResponseRedirect(_turn(scope_of(request), reader_of(request), f"/calendar/{today:%Y-%m}/"))


@public
def this_week(request: HttpRequest) -> HttpResponse:
    year, number, _ = wall_of(clock.now(), reader_of(request).tzid).isocalendar()
    return HttpResponseRedirect(
        _turn(scope_of(request), reader_of(request), f"/calendar/week/{year}-W{number:02d}/")
    )


def _frame(request: HttpRequest, scope: Scope, reader: Reader) -> dict[str, object]:
    """What the calendar's pages share: filters, tabs, and the feeds of the same selection."""
    tabs = {
        "agenda": _turn(scope, reader, "/calendar/"),
        "month": _turn(scope, reader, "/calendar/month/"),
        "week": _turn(scope, reader, "/calendar/week/"),
        "subscribe": _turn(scope, reader, "/subscribe/"),
    }
    return {
        "scope": scope,
        "facets": facets(scope, request.path, reader),
        "tabs": tabs,
        "ics": scope.path("/calendar.ics"),
        "atom": scope.path("/calendar.atom"),
    }


def _turn(scope: Scope, reader: Reader, path: str) -> str:
    return reader.link(scope.path(path))


def _from(scope: Scope, reader: Reader, date: dt.date | None) -> str:
    """The agenda from a day on."""
    return reader.link(scope.path("/calendar/"), **{"from": date.isoformat()}) if date else ""


def _after(request: HttpRequest) -> dt.datetime | None:
    text = request.GET.get("from", "")
    if not text:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
    except ValueError as error:
        raise NotFound("no-calendar-day") from error
