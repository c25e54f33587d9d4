"""A series pauses, ends, or is brought back: a day is asked for, the dates it touches are shown, then it is written."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.pausing import (
    DAY,
    bring_back_series,
    conclude_series,
    going_on,
    own_schedules,
    pause_series,
    stopping,
)
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.zones import wall_of
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Schedule, Series
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.dates import DateRow, date_row
from commonhour.web.desk.gate import desk, the_series, who
from commonhour.web.desk.pausing_forms import BringBackForm, ConcludeForm, DayForm, PauseForm
from commonhour.web.desk.said import go, show
from commonhour.web.reader import reader_of
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence

SHOWN = 12
_AHEAD = dt.timedelta(days=366)
_Plan = Callable[[Schedule, dt.date, dt.datetime], CoreSchedule]


@dataclass(frozen=True)
class Touched:
    """The dates of the coming year that go, and those that come; `last` is the last before those that go."""

    going: list[DateRow]
    coming: list[DateRow]
    last: DateRow | None


@desk
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    initial = {
        "day": series.stops_on or _next_day(series),
        "back_on": series.back_on,
        "reason": series.state_reason,
    }
    form = _form(request, PauseForm, series, initial)

    def write() -> str:
        found = form.cleaned_data
        pause_series(
            series, from_day=found["day"], back_on=found["back_on"], reason=found["reason"].strip(), now=clock.now(),
            actor=who(request), version=found["version"],
        )  # fmt: skip
        return gettext("Paused from {day} on.").format(day=day_text(found["day"]))

    return _asked(request, series, form, write, stopping, (_("Pause the series"), _("Pause it")))


@desk
def conclude(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    form = _form(request, ConcludeForm, series, {"day": _next_day(series)})

    def write() -> str:
        found = form.cleaned_data
        conclude_series(
            series, last_day=found["day"], reason=found["reason"].strip(), now=clock.now(), actor=who(request),
            version=found["version"],
        )  # fmt: skip
        return gettext("It ends with {day}; its pages stay.").format(day=day_text(found["day"]))

    def plan(row: Schedule, day: dt.date, now: dt.datetime) -> CoreSchedule:
        return stopping(row, day + DAY, now)

    return _asked(request, series, form, write, plan, (_("Let the series end"), _("Let it end")))


@desk
def bring_back(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    if series.state == "active":
        raise Conflict("series-is-active")
    today = _today(series)
    form = _form(
        request, BringBackForm, series, {"day": max(today, series.back_on or series.stops_on or today)}
    )

    def write() -> str:
        found = form.cleaned_data
        bring_back_series(
            series, from_day=found["day"], now=clock.now(), actor=who(request), version=found["version"]
        )
        return gettext("It meets again from {day} on.").format(day=day_text(found["day"]))

    return _asked(request, series, form, write, going_on, (_("Bring the series back"), _("Bring it back")))


def _form(request: HttpRequest, kind: type[DayForm], series: Series, initial: dict[str, object]) -> DayForm:
    initial |= {"version": series.version}
    return kind(_today(series), request.POST if request.method == "POST" else None, initial=initial)


def _asked(
    request: HttpRequest,
    series: Series,
    form: DayForm,
    write: Callable[[], str],
    plan: _Plan,
    words: tuple[object, object],
) -> HttpResponse:
    """GET and "Show the dates" show what would become of it; any other POST writes."""
    conflict, path = "", f"/desk/series/{series.slug}/"
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        try:
            return go(request, path, write())
        except Conflict as refused:
            series.refresh_from_db()
            conflict = in_a_sentence(refused)
            form.show_both({}, series.version)
    day = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else form.initial["day"]
    context = {
        "series": SeriesShape.of(series), "form": form, "conflict": conflict, "path": path, "heading": words[0],
        "verb": words[1], "zones": _zones(series),
        "touched": _touched(request, series, day, plan) if day and not form.errors else None,
    }  # fmt: skip
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return show(request, "pausing.html", context, status=status)


def _touched(request: HttpRequest, series: Series, day: dt.date, plan: _Plan) -> Touched:
    now, tzid = clock.now(), reader_of(request).tzid
    going: list[DateRow] = []
    coming: list[DateRow] = []
    staying: list[DateRow] = []
    for row in own_schedules(series):
        before, after = row.as_core(), plan(row, day, now)
        was, will = _dates(before, now, tzid), _dates(after, now, tzid)
        going += [one for text, one in was.items() if text not in will]
        coming += [one for text, one in will.items() if text not in was]
        staying += [one for text, one in was.items() if text in will]
    last = max(staying, key=lambda one: one.start, default=None)
    return Touched(_soonest(going), _soonest(coming), last)


def _soonest(rows: list[DateRow]) -> list[DateRow]:
    return sorted(rows, key=lambda one: one.start)[: SHOWN + 1]


def _dates(schedule: CoreSchedule, now: dt.datetime, tzid: str) -> dict[str, DateRow]:
    """Its dates of the coming year, or of the year after its beginning, by where they were planned."""
    found = occurrences(schedule, now, now + _AHEAD)
    return {one.recurrence_id: date_row(schedule, one, None, tzid) for one in found if one.end > now}


def _zones(series: Series) -> list[str]:
    """Whose days are meant."""
    return sorted({row.tzid for row in own_schedules(series)})


def _today(series: Series) -> dt.date:
    zones = _zones(series)
    return wall_of(clock.now(), zones[0] if zones else "UTC").date()


def _next_day(series: Series) -> dt.date:
    """The day of its next date, on the clocks of its place; today when it has none."""
    following = Occurrence.objects.upcoming(clock.now()).confirmed().filter(series=series).first()
    if following is None:
        return _today(series)
    return wall_of(following.start, "UTC" if following.all_day else following.tzid).date()
