"""The ways into a series in the desk: one more, another one, another order, one less."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.join_target import (
    add_join_target,
    edit_join_target,
    move_join_target,
    remove_join_target,
)
from commonhour.errors import Conflict, NotFound
from commonhour.models import JoinTarget, Series
from commonhour.reads.shapes.way_in import WayIn
from commonhour.web.desk.gate import desk, post_only, the_series, who
from commonhour.web.desk.group_forms import VersionForm
from commonhour.web.desk.join_forms import WayForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def add(request: HttpRequest, slug: str) -> HttpResponse:
    series = the_series(request, slug)
    form = WayForm(request.POST or None, initial={"version": series.version, "kind": "dial-in"})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            add_join_target(series, **form.cleaned_data, now=clock.now(), actor=who(request))
            return go(
                request, _page(series), gettext("One more way to join is there. Nobody can read it here.")
            )
        except Conflict as refused:
            conflict = in_a_sentence(refused)
            form.show_both({}, Series.objects.get(pk=series.pk).version)
    return _form(request, series, form, None, conflict)


@desk
def edit(request: HttpRequest, slug: str, way: str) -> HttpResponse:
    series, target = _found(request, slug, way)
    initial = {"version": series.version, "kind": target.kind, "tier": target.tier, "label": target.label}
    form = WayForm(request.POST or None, initial=initial, is_kept=True)
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            edit_join_target(target, **form.cleaned_data, now=clock.now(), actor=who(request))
            return go(request, _page(series), gettext("Saved."))
        except Conflict as refused:
            conflict, target = in_a_sentence(refused), JoinTarget.objects.get(pk=target.pk)
            present = {"kind": target.kind, "tier": target.tier, "label": target.label}
            form.show_both(present, Series.objects.get(pk=series.pk).version)
    return _form(request, series, form, target, conflict)


@desk
@post_only
def move(request: HttpRequest, slug: str, way: str) -> HttpResponse:
    series, target = _found(request, slug, way)
    move_join_target(target, is_up=request.POST.get("to") != "down", now=clock.now(), actor=who(request))
    response = go(request, _page(series))
    response["Location"] += f"#way-{way}"  # the keyboard goes on from there
    return response


@desk
def remove(request: HttpRequest, slug: str, way: str) -> HttpResponse:
    """GET says what it means; POST removes it, unless somebody changed the series since that was said."""
    series, target = _found(request, slug, way)
    form, conflict = VersionForm(request.POST or None, initial={"version": series.version}), ""
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            remove_join_target(target, version=version, now=clock.now(), actor=who(request))
            return go(request, _page(series), gettext("The join link is removed."))
        except Conflict as refused:
            present = Series.objects.get(pk=series.pk)
            conflict, form = in_a_sentence(refused), VersionForm(initial={"version": present.version})
    context = {
        "name": series.title, "path": _page(series), "form": form, "refused": conflict, "way": WayIn.of(target),
        "others": JoinTarget.objects.filter(series=series).count() - 1,
    }  # fmt: skip
    return show(request, "remove_join.html", context, status=409 if conflict else 422 if form.errors else 200)


def _page(series: Series) -> str:
    return f"/desk/series/{series.slug}/"


def _found(request: HttpRequest, slug: str, way: str) -> tuple[Series, JoinTarget]:
    series = the_series(request, slug)
    target = JoinTarget.objects.filter(series=series, pk=int(way)).first()
    if target is None:
        raise NotFound("removed-meanwhile")
    return series, target


def _form(
    request: HttpRequest, series: Series, form: WayForm, target: JoinTarget | None, conflict: str
) -> HttpResponse:
    context = {
        "name": series.title, "path": _page(series), "form": form, "conflict": conflict,
        "way": target and WayIn.of(target),
    }  # fmt: skip
    return show(request, "way_in.html", context, status=409 if conflict else 422 if form.errors else 200)
