"""A series pauses, ends, or is brought back: a day is asked for, the dates it touches are shown, then it is written."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
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
from commonhour.core.news import Standing
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.zones import wall_of
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Schedule, Series
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.gate import desk, the_series, who
from commonhour.web.desk.pausing_forms import BringBackForm, ConcludeForm, DayForm, PauseForm
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import and_told, audience_of, telling_of, wants_to_tell
from commonhour.web.desk.touched import Plan, touched
from commonhour.web.reader import reader_of
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence

_Typed = Mapping[str, Any]


@dataclass(frozen=True)
class _Turn:
    """One of the three: its words, what it makes of a schedule and of the series, and the verb, which says what was done."""

    heading: str | Promise
    plainly: str | Promise
    quietly: str | Promise
    loudly: str | Promise
    plan: Plan
    stands: Callable[[_Typed], Standing]
    write: Callable[[_Typed], str]


@desk
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    initial = {
        "day": series.stops_on or _next_day(series),
        "back_on": series.back_on,
        "reason": series.state_reason,
    }
    form = _form(request, PauseForm, series, initial)

    def write(typed: _Typed) -> str:
        pause_series(
            series, from_day=typed["day"], back_on=typed["back_on"], reason=typed["reason"].strip(), now=clock.now(),
            actor=who(request), version=typed["version"], tell=wants_to_tell(request),
        )  # fmt: skip
        return gettext("Paused from {day} on.").format(day=day_text(typed["day"]))

    return _asked(request, series, form, _Turn(
        _("Pause the series"), _("Pause it"), _("Pause it quietly"), _("Pause it and tell"), stopping,
        lambda typed: Standing("paused", typed["reason"].strip(), typed["day"], typed["back_on"]), write,
    ))  # fmt: skip


@desk
def conclude(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    form = _form(request, ConcludeForm, series, {"day": _next_day(series), "reason": ""})

    def write(typed: _Typed) -> str:
        conclude_series(
            series, last_day=typed["day"], reason=typed["reason"].strip(), now=clock.now(), actor=who(request),
            version=typed["version"], tell=wants_to_tell(request),
        )  # fmt: skip
        return gettext("It ends with {day}; its pages stay.").format(day=day_text(typed["day"]))

    def plan(row: Schedule, day: dt.date, now: dt.datetime) -> CoreSchedule:
        return stopping(row, day + DAY, now)

    return _asked(request, series, form, _Turn(
        _("Let the series end"), _("Let it end"), _("Let it end quietly"), _("Let it end and tell"), plan,
        lambda typed: Standing("concluded", typed["reason"].strip(), typed["day"] + DAY), write,
    ))  # fmt: skip


@desk
def bring_back(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    if series.state == "active":
        raise Conflict("series-is-active")
    today = _today(series)
    form = _form(
        request, BringBackForm, series, {"day": max(today, series.back_on or series.stops_on or today)}
    )

    def write(typed: _Typed) -> str:
        bring_back_series(
            series, from_day=typed["day"], now=clock.now(), actor=who(request), version=typed["version"],
            tell=wants_to_tell(request),
        )  # fmt: skip
        return gettext("It meets again from {day} on.").format(day=day_text(typed["day"]))

    return _asked(request, series, form, _Turn(
        _("Bring the series back"), _("Bring it back"), _("Bring it back quietly"), _("Bring it back and tell"),
        going_on, lambda typed: Standing("active"), write,
    ))  # fmt: skip


def _form(request: HttpRequest, kind: type[DayForm], series: Series, initial: dict[str, object]) -> DayForm:
    initial |= {"version": series.version}
    return kind(_today(series), request.POST if request.method == "POST" else None, initial=initial)


def _asked(request: HttpRequest, series: Series, form: DayForm, turn: _Turn) -> HttpResponse:
    """GET and "Show the dates" show what would become of it; any other POST writes."""
    conflict, path = "", f"/desk/series/{series.slug}/"
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        try:
            return go(request, path, and_told(request, turn.write(form.cleaned_data), series))
        except Conflict as refused:
            series.refresh_from_db()
            conflict = in_a_sentence(refused)
            form.show_both({}, series.version)
    context = {
        "series": SeriesShape.of(series), "form": form, "conflict": conflict, "path": path, "turn": turn,
        "zones": _zones(series),
    } | _outcome(request, series, form, turn)  # fmt: skip
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return show(request, "pausing.html", context, status=status)


def _outcome(request: HttpRequest, series: Series, form: DayForm, turn: _Turn) -> dict[str, object]:
    """The dates that go and come, who would be told, and what."""
    told, now = audience_of(request, series), clock.now()
    typed = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    if form.errors or not typed["day"]:
        return {"can_tell": not told.is_empty}
    found = touched(series, typed["day"], turn.plan, now)
    news = [] if told.is_empty else [found.news(series, turn.stands(typed), now)]
    telling = telling_of(request, told, news)
    return {
        "touched": found.shown(reader_of(request).tzid), "telling": telling,
        "can_tell": telling or not told.is_empty,
    }  # fmt: skip


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
