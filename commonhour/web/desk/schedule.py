"""When a series meets: a new series, the answer to an undecided one, and a change from a date on."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.rights import require
from commonhour.actions.series import add_series, change_series_following, decide_series, new_uid
from commonhour.core.rights import Verb
from commonhour.core.schedule.following import Split, begins_following, change_following
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.errors import Conflict, NotFound, UserError
from commonhour.models import Group, Occurrence, Schedule, Series
from commonhour.reads.clash import Clash, clashes
from commonhour.reads.question import OpenQuestion, question
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.clocks import in_words
from commonhour.web.desk.dates import Preview, first_start
from commonhour.web.desk.dates import preview as preview_of
from commonhour.web.desk.gate import desk, my_groups, the_occurrence, the_series, who
from commonhour.web.desk.question import card
from commonhour.web.desk.said import go, show
from commonhour.web.desk.schedule_forms import NewSeriesForm, ScheduleForm, initial_of
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import community_of, reader_of
from commonhour.web.times import day_text
from commonhour.web.voice import in_a_sentence, words


@desk
def new(request: HttpRequest) -> HttpResponse:
    """A new series. "Show the dates" comes back with the preview and writes nothing."""
    groups = my_groups(who(request))
    initial = {"group": request.GET.get("group", ""), "zone": community_of(request).tzid}
    form = NewSeriesForm(groups, request.POST or None, initial=initial)
    if _is_to_be_saved(request, form):
        found = form.cleaned_data
        require(who(request), Verb.CHANGE_SERIES, found["group"])
        series = add_series(
            title=found["title"], group=found["group"], schedule=form.schedule(new_uid()), now=clock.now(),
            actor=who(request), description=found["description"].strip(), region=found["region"].strip(),
            join=(found["join_url"], found["passcode"]),
        )  # fmt: skip
        return go(
            request,
            f"/desk/series/{series.slug}/",
            gettext("“{title}” is in the calendar.").format(title=series.title),
        )
    return _form_page(request, "series_new.html", form, {"has_groups": form.has_groups})


@desk
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an undecided series its schedule."""
    series = the_series(request, slug)
    if series.has_schedule:
        raise Conflict("schedule-exists")
    asked = question(series, clock.now())
    form = ScheduleForm(request.POST or None, initial=_first_guess(request, asked))
    if _is_to_be_saved(request, form):
        decide_series(series, form.schedule(new_uid()), now=clock.now(), actor=who(request))
        return go(request, f"/desk/series/{slug}/", gettext("Answered: its dates are in the calendar."))
    shown: dict[str, object] = {
        "series": SeriesShape.of(series),
        "asked": card(asked, clock.now(), reader_of(request).tzid) if series.question else None,
    }
    return _form_page(request, "series_answer.html", form, shown, series)


def _first_guess(request: HttpRequest, asked: OpenQuestion) -> dict[str, object]:
    """What the words say already; the zone of the community when they say nothing."""
    if not asked.answers:
        return {"zone": community_of(request).tzid}
    initial = initial_of(asked.answers[0].reading.schedules[0])
    return initial | {"minutes": initial["minutes"] or 60}


@desk
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """This date and all after it: the past stays as it was."""
    series = the_series(request, slug)
    dates = _coming_dates(series)
    start = _chosen(request, dates)
    row = _schedule_of(start)
    pure, seen, conflict = row.as_core(), row.sequence, ""
    same = change_following(pure, start.recurrence_id).opened
    typed = _led_to(start, request.POST, dates) if request.method == "POST" else None
    form = ScheduleForm(typed, initial=initial_of(same), present=pure)
    form["date"].label = gettext("New date of that meeting")
    if form.is_bound and form.is_valid() and first_start(form.schedule()) <= clock.now():
        form.add_error("date", gettext("That is in the past: choose a date that lies ahead."))
    if _is_to_be_saved(request, form):
        try:
            _change(request, row, start, form)
            return go(
                request,
                f"/desk/series/{slug}/",
                gettext("Changed: every later date follows, the past stays as it was."),
            )
        except Conflict:
            conflict = gettext("Somebody else changed this series at the same moment; look at it again.")
            row = _schedule_of(Occurrence.objects.get(pk=start.pk))
            pure, seen = row.as_core(), row.sequence
    split = _split(pure, start, form) if form.is_bound and form.is_valid() else None
    context: dict[str, object] = {
        "series": SeriesShape.of(series), "dates": _options(_beginnings(dates)), "start": start, "conflict": conflict, "seen": seen,
        "present": rule_sentence(pure, gettext, words(), clock.now()) if conflict else "",
        "preview_path": f"/desk/series/preview/?from={start.public_id}",
    }  # fmt: skip
    return _form_page(request, "series_change.html", form, context, series, split)


def _coming_dates(series: Series) -> list[Occurrence]:
    """The next half year of weekly dates that a schedule of ours makes: where "from a date on" may begin."""
    rows = Occurrence.objects.upcoming(clock.now()).filter(series=series, schedule__source=None)
    return list(rows.filter(schedule__isnull=False).select_related("schedule", "series")[:26])


def _change(request: HttpRequest, row: Schedule, start: Occurrence, form: ScheduleForm) -> None:
    typed, seen = form.schedule(), request.POST.get("seen", "")
    change_series_following(
        row, start.recurrence_id, now=clock.now(), actor=who(request), dtstart=typed.dtstart, tzid=typed.tzid,
        duration=typed.duration, rrule=typed.rrule,
        seen=int(seen) if re.fullmatch(r"\d{1,9}", seen, re.ASCII) else row.sequence,
    )  # fmt: skip


def _schedule_of(start: Occurrence) -> Schedule:
    """The schedule of a date as it is now. Raises Conflict when it has none any more."""
    row = Schedule.objects.filter(pk=start.schedule_id or 0).first()
    if row is None:
        raise Conflict("series-changed-now")
    return row


@desk
def preview(request: HttpRequest) -> HttpResponse:
    """The dates of what is being typed, as a piece of a page; nothing is written. With `from`, of a change."""
    asked, start = request.GET.get("from", ""), None
    if asked:
        start = the_occurrence(request, _uuid(asked))
    pure = _schedule_of(start).as_core() if start else None
    drawn = request.GET.get("drawn")
    typed = (
        _led_to(start, request.GET, [the_occurrence(request, _uuid(drawn))])
        if start and drawn
        else request.GET
    )
    form = ScheduleForm(typed, present=pure)
    split = _split(pure, start, form) if form.is_valid() and pure and start else None
    made = _preview(request, form, split)
    context = {
        "form": form,
        "preview": made,
        "clashes": _clashes(made, form, start.series if start else None),
    }
    return render(request, "desk/dates.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("no-such-day") from error


def _is_to_be_saved(request: HttpRequest, form: ScheduleForm) -> bool:
    return request.method == "POST" and form.is_valid() and "show" not in request.POST


def _form_page(
    request: HttpRequest,
    template: str,
    form: ScheduleForm,
    context: dict[str, object],
    series: Series | None = None,
    split: Split | None = None,
) -> HttpResponse:
    made = _preview(request, form, split)
    shown = {"form": form, "zones": zone_names(), "preview": made} | context
    shown["clashes"] = _clashes(made, form, series)
    status = 409 if context.get("conflict") else 422 if form.is_bound and form.errors else 200
    return show(request, template, shown, status=status)


def _preview(request: HttpRequest, form: ScheduleForm, split: Split | None = None) -> Preview | None:
    """The preview, once the answers make a schedule."""
    when = {"date", "time", "zone", "minutes", "repeat", "weeks", "rrule", "ends", "until", "count"}
    if not form.is_bound or when & form.errors.keys():
        return None
    schedule = split.opened if split else form.schedule()
    try:
        return preview_of(schedule, clock.now(), reader_of(request).tzid, split.ended if split else None)
    except UserError as error:
        form.add_error("repeat", in_a_sentence(error))
        return None


def _clashes(made: Preview | None, form: ScheduleForm, series: Series | None) -> list[Clash]:
    """Who else meets on the dates of the preview."""
    # While it is being typed only the schedule's own fields are checked.
    named = Group.objects.filter(slug=form.data.get("group", "").replace("\x00", "")).first()
    group = series.group if series else named
    return clashes(made.spans, group=group, series=series) if made else []


def _split(pure: CoreSchedule, start: Occurrence, form: ScheduleForm) -> Split:
    typed = form.schedule()
    return change_following(
        pure,
        start.recurrence_id,
        dtstart=typed.dtstart,
        tzid=typed.tzid,
        duration=typed.duration,
        rrule=typed.rrule,
    )


def _options(dates: list[Occurrence]) -> list[tuple[str, str]]:
    """(public id, words) of the dates a change may begin with."""
    return [
        (str(one.public_id), day_text(one.start.date()) if one.all_day else in_words(one.start, one.tzid))
        for one in dates
    ]


def _chosen(request: HttpRequest, dates: list[Occurrence]) -> Occurrence:
    """The date the change begins with: the one asked for, or the next. Raises UserError when there is none."""
    asked = request.POST.get("from") or request.GET.get("from") or ""
    if not dates:
        raise UserError("no-date-ahead")
    found = [date for date in dates if str(date.public_id) == asked]
    if asked and not found:
        raise UserError("not-a-next-date")
    return (found or _beginnings(dates) or dates)[0]


def _led_to(start: Occurrence, typed: QueryDict, dates: list[Occurrence]) -> QueryDict:
    """What was typed, for the date that was chosen. The form may have been drawn for another date: a first date
    that nobody touched since is then that of the chosen one."""
    drawn = next((one for one in dates if str(one.public_id) == typed.get("drawn")), start)
    if drawn.pk == start.pk or typed.get("date") != _day_of(drawn):
        return typed
    led = typed.copy()
    led["date"] = _day_of(start)
    return led


def _day_of(date: Occurrence) -> str:
    """The first date of what goes on from here, as the form shows it."""
    wall = change_following(_schedule_of(date).as_core(), date.recurrence_id).opened.dtstart
    return parse_wall(wall).date().isoformat()


def _beginnings(dates: list[Occurrence]) -> list[Occurrence]:
    """Those a change may begin with: no extra dates in the middle of a rule."""
    pure = {one.schedule_id: one.schedule.as_core() for one in dates if one.schedule}
    return [one for one in dates if begins_following(pure[one.schedule_id], one.recurrence_id)]
