"""A change of a series on one page: which dates, what of them, before and after, then save. What is typed stays typed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.lock import lock_schedule_of
from commonhour.actions.occurrence import move_occurrence
from commonhour.actions.series import change_series_following, schedules_token
from commonhour.core.recurrence.expansion import span
from commonhour.core.schedule.edits import keeps_form, move_one
from commonhour.core.schedule.following import begins_following, change_following
from commonhour.core.schedule.schedule import Override
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.errors import Conflict, NotFound, UserError
from commonhour.models import Occurrence, Schedule, Series
from commonhour.reads.clash import clashes
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.clocks import clock_rows, in_words
from commonhour.web.desk.dates import preview as preview_of
from commonhour.web.desk.gate import desk, the_series, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.schedule_forms import ALL, ONE, ChangeForm, initial_of
from commonhour.web.desk.telling import and_told, audience_of, moved, telling, wants_to_tell
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import reader_of
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence, words

_FIELDS = ("time", "zone", "minutes", "repeat", "weeks", "rrule", "until", "count")


@dataclass(frozen=True)
class _Planned:
    """`first` is the date it begins with, planned for `start` and held when it `lands`: one that was moved by itself stays
    there. `after` is the schedule that makes the dates then; `ended` what stays of the one before."""

    first: Occurrence
    after: CoreSchedule
    dtstart: str
    start: dt.datetime
    lands: dt.datetime
    ended: CoreSchedule | None = None


@desk
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form, with `live` only what would become of it; POST saves, with `show` it shows."""
    series = the_series(request, slug)
    try:
        return _answered(request, series)
    except (Conflict, NotFound):
        # Somebody saved between two reads, of the dates and of what makes them.
        return _answered(request, series)


def _answered(request: HttpRequest, series: Series) -> HttpResponse:
    is_live = "live" in request.GET
    asked = request.POST if request.method == "POST" else request.GET
    dates = _coming_dates(series)
    start = _chosen(asked, dates)
    is_typed = is_live or request.method == "POST"
    form = _form(start, _led_to(start, asked, dates) if is_typed else None)
    planned = _plan(form, start, dates) if is_typed and form.is_valid() else None
    context, conflict = _outcome(request, form, planned, series), ""
    if is_live:
        return render(request, "desk/dates.html", context | {"form": form})
    if request.method == "POST" and "show" not in request.POST:
        try:
            _refuse_unseen(request, series)
            if planned and form.is_valid():
                return _save(request, form, planned)
        except Conflict as refused:
            conflict, dates = in_a_sentence(refused), _coming_dates(series)
            start = _chosen(asked, dates)
    return _page(request, series, form, start, dates, context | {"conflict": conflict})


def _form(start: Occurrence, typed: QueryDict | None) -> ChangeForm:
    pure = _schedule_of(start).as_core()
    initial = initial_of(change_following(pure, start.recurrence_id).opened) | {"date": None, "ends": "keep"}
    return ChangeForm(typed, initial=initial, present=pure, own_day=_own_day(start))


def _own_day(start: Occurrence) -> dt.date:
    return parse_wall(start.recurrence_id).date()


def _plan(form: ChangeForm, start: Occurrence, dates: list[Occurrence]) -> _Planned | None:
    """What would become of it; None, with the form's error, when it cannot be."""
    which = form.cleaned_data["which"]
    first = _first_of_all(start, dates) if which == ALL else start
    pure = _schedule_of(first).as_core()
    try:
        planned = _one(form, first, pure) if which == ONE else _following(form, first, pure)
        rule_sentence(planned.after, gettext, words(), clock.now())
    except UserError as error:
        form.add_error("repeat", in_a_sentence(error))
        return None
    if planned.start <= clock.now():
        form.add_error("date", gettext("That is in the past: choose a date that lies ahead."))
        return None
    return planned


def _one(form: ChangeForm, first: Occurrence, pure: CoreSchedule) -> _Planned:
    typed, day = form.schedule(), form.cleaned_data["another_day"]
    text = _moved_to(pure, first.recurrence_id).dtstart or first.recurrence_id
    dtstart = form.wall(day or parse_wall(text).date())
    if not keeps_form(pure, dtstart):
        raise UserError("whole-day-and-hour")
    tzid = None if typed.tzid == pure.tzid else typed.tzid
    after = move_one(pure, first.recurrence_id, dtstart=dtstart, tzid=tzid, duration=typed.duration)
    begins = span(dtstart, typed.tzid, typed.duration)[0]
    return _Planned(first, after, dtstart, begins, begins)


def _moved_to(schedule: CoreSchedule, recurrence_id: str) -> Override:
    """The override that moved a date by itself; one that changes nothing for all others."""
    found = (one for one in schedule.overrides if one.recurrence_id == recurrence_id and one.dtstart)
    return next(found, Override(recurrence_id))


def _following(form: ChangeForm, first: Occurrence, pure: CoreSchedule) -> _Planned:
    typed = form.schedule()
    dtstart = form.wall(_own_day(first) + form.shift())
    kept = change_following(pure, first.recurrence_id, dtstart=dtstart).opened.rrule
    split = change_following(
        pure, first.recurrence_id, dtstart=dtstart, tzid=typed.tzid, duration=typed.duration,
        rrule=form.rule(kept, _own_day(first) + form.shift()),
    )  # fmt: skip
    begins = span(dtstart, typed.tzid, typed.duration)[0]
    moved = _moved_to(split.opened, dtstart)
    lands = span(moved.dtstart or dtstart, moved.tzid or typed.tzid, typed.duration)[0]
    return _Planned(first, split.opened, dtstart, begins, lands, split.ended)


def _refuse_unseen(request: HttpRequest, series: Series) -> None:
    """Raises Conflict when the dates are other ones than those that were looked at: what was typed is about these."""
    seen = request.POST.get("seen", "")
    if seen and seen != schedules_token(series):
        raise Conflict("series-changed-looking")


def _save(request: HttpRequest, form: ChangeForm, planned: _Planned) -> HttpResponse:
    first, typed = planned.first, form.schedule()
    with transaction.atomic():
        row = lock_schedule_of(first)
        if row is None:
            raise Conflict("series-changed-looking")
        _refuse_unseen(request, first.series)  # once more, now that nobody else changes it
        if form.cleaned_data["which"] == ONE:
            tzid = None if typed.tzid == row.tzid else typed.tzid
            move_occurrence(
                first, now=clock.now(), actor=who(request), dtstart=planned.dtstart, tzid=tzid,
                duration=typed.duration, tell=wants_to_tell(request),
            )  # fmt: skip
            return _done(request, first.series, gettext("Changed: only this date, all others stay."))
        was = row.sequence
        written = change_series_following(
            row, first.recurrence_id, now=clock.now(), actor=who(request), dtstart=planned.dtstart, tzid=typed.tzid,
            duration=typed.duration, rrule=planned.after.rrule, tell=wants_to_tell(request),
        )  # fmt: skip
    said = gettext("Changed from {date} on.").format(date=_named(first))
    if (written.pk, written.sequence) == (row.pk, was):
        said = gettext("It is that way already: nothing was changed.")
    return _done(request, first.series, said)


def _done(request: HttpRequest, series: Series, sentence: str) -> HttpResponse:
    return go(request, f"/desk/series/{series.slug}/", and_told(request, sentence, series))


def _outcome(
    request: HttpRequest, form: ChangeForm, planned: _Planned | None, series: Series
) -> dict[str, object]:
    """Before and after in four places, and the dates."""
    told = audience_of(request, series)
    if planned is None:
        return {"preview": None, "can_tell": not told.is_empty}
    (line,) = Occurrence.objects.filter(pk=planned.first.pk).listed()
    tzid = reader_of(request).tzid
    made = preview_of(planned.after, clock.now(), tzid, planned.ended)
    return {
        "preview": made, "rows": clock_rows(line, tzid, planned.lands, told.zones), "moved_to": planned.lands,
        "clashes": clashes(made.spans, group=series.group, series=series),
        "can_tell": not told.is_empty, "telling": telling(request, series, told, **_news(form, planned)),
    }  # fmt: skip


def _news(form: ChangeForm, planned: _Planned) -> dict[str, Any]:
    """What there would be to tell."""
    if form.cleaned_data["which"] == ONE:
        return {"dates": [moved(planned.first, planned.lands, planned.lands + planned.after.duration)]}
    return {"goes_on": planned.after, "begins": parse_wall(planned.dtstart).date()}


def _page(
    request: HttpRequest, series: Series, form: ChangeForm, start: Occurrence, dates: list[Occurrence],
    context: dict[str, object],
) -> HttpResponse:  # fmt: skip
    row, offered = _schedule_of(start), _beginnings(dates)
    pure = row.as_core()
    shown: dict[str, object] = {
        "series": SeriesShape.of(series), "form": form, "zones": zone_names(), "start": start, "seen": schedules_token(series),
        "dates": [(str(one.public_id), _named(one)) for one in offered], "now_is": rule_sentence(pure, gettext, words(), clock.now()),
        "first_ahead": _named(_first_of_all(start, dates)), "has_others": len({one.schedule_id for one in dates}) > 1,
    }  # fmt: skip
    status = 409 if context["conflict"] else 422 if form.is_bound and form.errors else 200
    return show(request, "series_change.html", shown | context, status=status)


def _named(one: Occurrence) -> str:
    planned = _planned_start(one)
    if planned == one.start:
        return _when(one, one.start)
    return gettext("{date}, moved from {planned}").format(
        date=_when(one, one.start), planned=_when(one, planned)
    )


def _when(one: Occurrence, start: dt.datetime) -> str:
    return day_text(start.date()) if one.all_day else in_words(start, one.tzid)


def _planned_start(one: Occurrence) -> dt.datetime:
    row = one.schedule or _schedule_of(one)
    return span(one.recurrence_id, row.tzid, row.duration)[0]


def _coming_dates(series: Series) -> list[Occurrence]:
    """The next half year of weekly dates that a schedule of ours makes: where a change may begin."""
    rows = Occurrence.objects.upcoming(clock.now()).filter(series=series, schedule__source=None)
    return list(rows.filter(schedule__isnull=False).select_related("schedule", "series")[:26])


def _schedule_of(start: Occurrence) -> Schedule:
    """The schedule of a date as it is now. Raises Conflict when it has none any more."""
    row = Schedule.objects.filter(pk=start.schedule_id or 0).first()
    if row is None:
        raise Conflict("series-changed-now")
    return row


def _chosen(asked: QueryDict, dates: list[Occurrence]) -> Occurrence:
    """The date that was chosen, or the next. Raises UserError when there is none."""
    if not dates:
        raise UserError("no-date-ahead")
    found = [date for date in dates if str(date.public_id) == asked.get("from")]
    if asked.get("from") and not found:
        raise UserError("not-a-next-date")
    return (found or _beginnings(dates) or dates)[0]


def _led_to(start: Occurrence, typed: QueryDict, dates: list[Occurrence]) -> QueryDict:
    """What was typed, for the date that was chosen. Where the page was drawn for a date of another schedule, what nobody
    touched since is that of the chosen one."""
    drawn = _drawn(typed, start, dates)
    if drawn.schedule_id == start.schedule_id:
        return typed
    led, before, here = typed.copy(), _form(drawn, None), _form(start, None)
    for name in _FIELDS:
        if name in before.fields and typed.get(name, "") == _shown(before, name):
            led[name] = _shown(here, name)
    return led


def _drawn(typed: QueryDict, start: Occurrence, dates: list[Occurrence]) -> Occurrence:
    """The date the page was drawn for."""
    return next((one for one in dates if str(one.public_id) == typed.get("drawn")), start)


def _shown(form: ChangeForm, name: str) -> str:
    value = form[name].value()
    value = form.fields[name].widget.format_value(value) if name in ("time", "until") else value
    return "" if value is None else str(value)


def _first_of_all(start: Occurrence, dates: list[Occurrence]) -> Occurrence:
    """Where "all coming dates" begins: with the first that the chosen one's schedule plans ahead, whichever was moved."""
    its = [one for one in _beginnings(dates) if one.schedule_id == start.schedule_id]
    ahead = [one for one in its if _planned_start(one) > clock.now()]
    return min(ahead, key=lambda one: one.recurrence_id, default=start)


def _beginnings(dates: list[Occurrence]) -> list[Occurrence]:
    """Those a change may begin with: none that has begun, and no extra dates in the middle of a rule."""
    pure = {pk: row.as_core() for pk, row in {one.schedule_id: one.schedule for one in dates}.items() if row}
    ahead = (one for one in dates if one.start > clock.now())
    return [one for one in ahead if begins_following(pure[one.schedule_id], one.recurrence_id)]
