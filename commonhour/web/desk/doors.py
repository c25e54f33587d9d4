"""Doors in the desk: when they open and what to expect behind them, usually and in one series."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.door import set_door, set_usual_door
from commonhour.core.policies import policies_of
from commonhour.errors import Conflict
from commonhour.models import Community, Series
from commonhour.web.desk.door_forms import DoorForm
from commonhour.web.desk.gate import desk, manager, the_series, who
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@manager
def usual(request: HttpRequest) -> HttpResponse:
    present, conflict = Community.the(), ""
    form = DoorForm(request.POST or None, initial=_initial(present))
    if request.method == "POST" and form.is_valid():
        minutes, version = form.cleaned_data["door_opens_minutes"], form.cleaned_data["version"]
        try:
            set_usual_door(form.policies(), minutes, version=version, now=clock.now(), actor=who(request))
            return go(request, "/desk/community/door/", gettext("Saved."))
        except Conflict as refused:
            conflict, fresh = in_a_sentence(refused), Community.the()
            form.show_both(_initial(fresh), fresh.version)
    context: dict[str, object] = {"form": form, "part": "door", "conflict": conflict}
    return show(request, "door_usual.html", context, status=_status(form, conflict))


@desk
def of_series(request: HttpRequest, slug: str) -> HttpResponse:
    series, conflict, community = the_series(request, slug), "", Community.the()
    as_usual = policies_of(community.policies), community.door_opens_minutes
    form = DoorForm(request.POST or None, initial=_initial(series), usual=as_usual)
    if request.method == "POST" and form.is_valid():
        minutes, version = form.cleaned_data["door_opens_minutes"], form.cleaned_data["version"]
        try:
            set_door(series, form.policies(), minutes, version=version, now=clock.now(), actor=who(request))
            return go(request, f"/desk/series/{slug}/", gettext("Saved."))
        except Conflict as refused:
            conflict, fresh = in_a_sentence(refused), Series.objects.get(pk=series.pk)
            form.show_both(_initial(fresh), fresh.version)
    context: dict[str, object] = {
        "form": form, "name": series.title, "path": f"/desk/series/{slug}/", "conflict": conflict,
    }  # fmt: skip
    return show(request, "door.html", context, status=_status(form, conflict))


def _initial(row: Series | Community) -> dict[str, object]:
    facts = {"door_opens_minutes": row.door_opens_minutes, "version": row.version}
    return asdict(policies_of(row.policies)) | facts


def _status(form: DoorForm, conflict: str) -> int:
    return 409 if conflict else 422 if form.errors else 200
