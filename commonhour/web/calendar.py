"""The calendar's pages: agenda, month and week, all plain links."""

import datetime as dt
from urllib.parse import quote

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commonhour import clock
from commonhour.core.layout import Day, Month
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound
from commonhour.reads.calendar import agenda_page, filters, month_page, week_page
from commonhour.web import rows, times
from commonhour.web.public import public
from commonhour.web.reader import Reader, reader_of
from commonhour.web.scope import scope_of
from commonhour.web.voice import locale


@public
def agenda(request: HttpRequest) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    page = agenda_page(scope, clock.now(), reader.tzid, _after(request))
    more = reader.link(
        _filtered("/calendar/", scope), **{"from": page.next_date.isoformat() if page.next_date else ""}
    )
    context = {"page": page, "more": more, **_frame(scope, reader)}
    return render(request, "calendar/agenda.html", context)


@public
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    found = month_page(scope, year, number, reader.tzid)
    context = {
        "heading": times.month_text(year, number),
        "weekdays": [get_day_names("abbreviated", locale=locale())[day] for day in range(7)],
        "body": month_body(found, reader),
        "previous": _turn(scope, reader, "/calendar/{:04d}-{:02d}/".format(*found.previous)),
        "following": _turn(scope, reader, "/calendar/{:04d}-{:02d}/".format(*found.next)),
        **_frame(scope, reader),
    }
    return render(request, "calendar/month.html", context)


@public
def week(request: HttpRequest, year: int, number: int) -> HttpResponse:
    reader, scope = reader_of(request), scope_of(request)
    found = week_page(scope, year, number, reader.tzid)
    first, last = found.days[0].date, found.days[-1].date
    context = {
        "heading": gettext("Week {number}: {first} to {last}").format(
            number=number, first=times.day_text(first), last=times.day_text(last)
        ),
        "busy": [day for day in found.days if day.items],
        "previous": _turn(scope, reader, "/calendar/week/{}-W{:02d}/".format(*found.previous)),
        "following": _turn(scope, reader, "/calendar/week/{}-W{:02d}/".format(*found.next)),
        **_frame(scope, reader),
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


def month_body(found: Month[ListedDate], reader: Reader) -> SafeString:
    """The rows of the month's table; a day without meetings is hidden where the table becomes a list."""
    today = wall_of(clock.now(), reader.tzid).date()
    return format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (format_html_join("", "{}", ((_cell(found, day, today, reader),) for day in week)),)
            for week in found.weeks
        ),
    )


def _cell(found: Month[ListedDate], day: Day[ListedDate], today: dt.date, reader: Reader) -> SafeString:
    names = [
        name
        for name, holds in (
            ("other", not found.has(day)),
            ("today", day.date == today),
            ("empty", not day.items),
        )
        if holds
    ]
    items = mark_safe("".join(rows.cell(line, reader) for line in day.items))
    return format_html(
        '<td{}><span class="num">{}</span><b class="name"> {}</b>{}</td>',
        format_html(' class="{}"', " ".join(names)) if names else "",
        day.date.day,
        times.day_text(day.date) if day.items else "",
        format_html("<ol>{}</ol>", items) if day.items else "",
    )


def _frame(scope: Scope, reader: Reader) -> dict[str, object]:
    """What the calendar's pages share: filters, tabs, and the feeds of the same selection."""
    query = scope.query()
    tail = f"?{query}" if query else ""
    tabs = {
        "agenda": _turn(scope, reader, "/calendar/"),
        "month": _turn(scope, reader, "/calendar/month/"),
        "week": _turn(scope, reader, "/calendar/week/"),
        "subscribe": _turn(scope, reader, "/subscribe/"),
    }
    return {
        "scope": scope,
        "filters": filters(),
        "tabs": tabs,
        "ics": f"/calendar.ics{tail}",
        "atom": f"/calendar.atom{tail}",
    }


def _turn(scope: Scope, reader: Reader, path: str) -> str:
    return reader.link(_filtered(path, scope))


def _filtered(path: str, scope: Scope) -> str:
    query = scope.query()
    return f"{quote(path)}?{query}" if query else path


def _after(request: HttpRequest) -> dt.datetime | None:
    text = request.GET.get("from", "")
    if not text:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
    except ValueError as error:
        raise NotFound("no-calendar-day") from error
