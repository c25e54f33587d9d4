"""A series in the desk: its facts, its dates, and how to join it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.join_target import set_join_target
from commonhour.actions.series import edit_series
from commonhour.core.rights import Verb
from commonhour.errors import Conflict
from commonhour.models import Group, Occurrence, Series
from commonhour.reads.origin import origin_of
from commonhour.reads.replies import counts_of
from commonhour.reads.series import cadences
from commonhour.reads.shapes.series import SeriesShape
from commonhour.reads.shapes.way_in import WayIn
from commonhour.web.desk.adoption import sourced_page
from commonhour.web.desk.forms import locked
from commonhour.web.desk.gate import desk, post_only, the_call, the_series, who
from commonhour.web.desk.join_forms import JoinForm
from commonhour.web.desk.said import go, show
from commonhour.web.desk.series_forms import SeriesForm
from commonhour.web.voice import in_a_sentence


@desk
def page(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_call(request, slug)
    if series.source_id:
        return sourced_page(request, series)
    form = _form(request, series, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with locked(series) as fresh:
                edit_series(
                    fresh,
                    now=clock.now(),
                    actor=who(request),
                    version=form.cleaned_data["version"],
                    **form.facts(),
                )
        except Conflict as conflict:
            present = Series.objects.get(pk=series.pk)
            form.show_both(_facts(present), present.version)
            return _shown(
                request, present, form, _unset(series), conflict=in_a_sentence(conflict), status=409
            )
        return go(request, f"/desk/series/{slug}/", gettext("Saved."))
    return _shown(request, series, form, _unset(series), status=422 if form.errors else 200)


@desk
@post_only
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the main way to join; the others have their own pages."""
    series = the_series(request, slug)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _shown(request, series, _form(request, series), form, status=422)
    found = form.cleaned_data
    try:
        set_join_target(series, **found, now=clock.now(), actor=who(request))
    except Conflict as conflict:
        present = Series.objects.get(pk=series.pk)
        shown = _form(request, present)
        return _shown(request, present, shown, form, refused=in_a_sentence(conflict), status=409)
    return go(
        request,
        f"/desk/series/{slug}/",
        gettext("The join link is set. Nobody can read it here; people join through the join page."),
    )


def _shown(
    request: HttpRequest,
    series: Series,
    form: SeriesForm,
    join_form: JoinForm,
    *,
    conflict: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    upcoming = Occurrence.objects.upcoming(now).filter(series=series).listed(12)
    context = {
        "series": SeriesShape.of(series), "form": form, "join_form": join_form, "conflict": conflict, "refused": refused, "upcoming": upcoming,
        "cadences": _present(series, {line.uid for line in upcoming}),
        "origin": origin_of(series, with_changes=True),
        "co_groups": [one.name for one in series.co_groups.all()],
        "replies": counts_of([line.id for line in upcoming]),
        "ways": [WayIn.of(one) for one in series.join_targets.all()],
    }  # fmt: skip
    return show(request, "series.html", context, status=status)


def _present(series: Series, uids: set[str]) -> list[object]:
    """The schedules that still make dates; all of them when none does."""
    found = cadences([series.pk])[series.pk]
    return [one.schedule for one in found if one.schedule.uid in uids] or [one.schedule for one in found]


def _form(request: HttpRequest, series: Series, typed: QueryDict | None = None) -> SeriesForm:
    """With the further groups that this user may have hold it, or not hold it any more."""
    mine = who(request).groups(Verb.CHANGE_SERIES)
    others = Group.objects.living().exclude(pk=series.group_id)
    tagged = {"tags": ", ".join(series.tags), "version": series.version}
    groups = others if mine is None else others.filter(pk__in=mine)
    return SeriesForm(typed, initial=_facts(series) | tagged, groups=groups)


def _facts(series: Series) -> dict[str, object]:
    facts = {
        name: getattr(series, name)
        for name in ("title", "description", "agenda_template", "notes_url", "region", "tags", "url")
    }
    return facts | {"co_groups": list(series.co_groups.all())}


def _unset(series: Series) -> JoinForm:
    return JoinForm(initial={"version": series.version})
