"""When a series meets: a new series, and the answer to an undecided one."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.rights import require
from commonhour.actions.series import add_series, decide_series, new_uid
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, UserError
from commonhour.models import Group, Series
from commonhour.reads.clash import Clash, clashes
from commonhour.reads.question import OpenQuestion, question
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.dates import Preview
from commonhour.web.desk.dates import preview as preview_of
from commonhour.web.desk.gate import desk, my_groups, the_series, who
from commonhour.web.desk.question import card
from commonhour.web.desk.said import go, show
from commonhour.web.desk.schedule_forms import NewSeriesForm, ScheduleForm, initial_of
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import community_of, reader_of
from commonhour.web.voice import in_a_sentence


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
    return form_page(request, "series_new.html", form, {"has_groups": form.has_groups})


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
    return form_page(request, "series_answer.html", form, shown, series)


def _first_guess(request: HttpRequest, asked: OpenQuestion) -> dict[str, object]:
    """What the words say already; the zone of the community when they say nothing."""
    if not asked.answers:
        return {"zone": community_of(request).tzid}
    initial = initial_of(asked.answers[0].reading.schedules[0])
    return initial | {"minutes": initial["minutes"] or 60}


@desk
def preview(request: HttpRequest) -> HttpResponse:
    """The dates of what is being typed, as a piece of a page; nothing is written."""
    form = ScheduleForm(request.GET)
    made = _preview(request, form)
    context = {"form": form, "preview": made, "clashes": _clashes(made, form, None)}
    return render(request, "desk/dates.html", context)


def _is_to_be_saved(request: HttpRequest, form: ScheduleForm) -> bool:
    return request.method == "POST" and form.is_valid() and "show" not in request.POST


def form_page(
    request: HttpRequest,
    template: str,
    form: ScheduleForm,
    context: Mapping[str, object],
    series: Series | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    """`status` is another one than that of the form."""
    made = _preview(request, form)
    shown = {
        "form": form,
        "zones": zone_names(),
        "preview": made,
        "is_shown": "show" in request.POST,
        **context,
    }
    shown["clashes"] = _clashes(made, form, series)
    status = status or (422 if form.is_bound and form.errors else 200)
    return show(request, template, shown, status=status)


def _preview(request: HttpRequest, form: ScheduleForm) -> Preview | None:
    """The preview, once the answers make a schedule."""
    when = {"date", "time", "zone", "minutes", "repeat", "weeks", "rrule", "ends", "until", "count"}
    if not form.is_bound or when & form.errors.keys():
        return None
    try:
        return preview_of(form.schedule(), clock.now(), reader_of(request).tzid)
    except UserError as error:
        form.add_error("repeat", in_a_sentence(error))
        return None


def _clashes(made: Preview | None, form: ScheduleForm, series: Series | None) -> list[Clash]:
    """Who else meets on the dates of the preview."""
    # While it is being typed only the schedule's own fields are checked.
    named = Group.objects.filter(slug=form.data.get("group", "").replace("\x00", "")).first()
    group = series.group if series else named
    link = str(form.data.get("join_url", ""))[:2000]
    return clashes(made.spans, group=group, series=series, link=link) if made else []
