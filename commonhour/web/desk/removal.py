"""Removing a series, a group or a join link: asked first, with what would go along; undo brings it back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.removal import remove_group, remove_series
from commonhour.actions.rights import require
from commonhour.actions.series import set_join_target
from commonhour.core.rights import Verb
from commonhour.errors import Conflict
from commonhour.reads import removal
from commonhour.web.desk.gate import desk, manager, the_group, the_series, who
from commonhour.web.desk.group_forms import VersionForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def series(request: HttpRequest, slug: str) -> HttpResponse:
    row, conflict = the_series(request, slug), ""
    form = VersionForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            remove_series(row, now=clock.now(), actor=who(request), version=form.cleaned_data["version"])
            back = f"/desk/groups/{row.group.slug}/" if row.group else "/desk/groups/"
            return go(request, back, gettext("“{title}” is removed.").format(title=row.title))
        except Conflict as refused:
            row.refresh_from_db()
            conflict = in_a_sentence(refused)
            form = VersionForm(initial={"version": row.version})
    context = {
        "name": row.title, "path": f"/desk/series/{slug}/", "form": form, "conflict": conflict,
        "along": removal.of_series(row, clock.now()),
    }  # fmt: skip
    return show(request, "remove.html", context, status=409 if conflict else 200)


@manager
def group(request: HttpRequest, slug: str) -> HttpResponse:
    row, conflict = the_group(request, slug), ""
    require(who(request), Verb.ADD_GROUP)
    form = VersionForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            remove_group(row, now=clock.now(), actor=who(request), version=form.cleaned_data["version"])
            return go(request, "/desk/groups/", gettext("“{title}” is removed.").format(title=row.name))
        except Conflict as refused:
            row.refresh_from_db()
            conflict = in_a_sentence(refused)
            form = VersionForm(initial={"version": row.version})
    context = {
        "name": row.name, "path": f"/desk/groups/{slug}/", "form": form, "conflict": conflict, "is_group": True,
        "along": removal.of_group(row, clock.now()),
    }  # fmt: skip
    return show(request, "remove.html", context, status=409 if conflict else 200)


@desk
def join(request: HttpRequest, slug: str) -> HttpResponse:
    row = the_series(request, slug)
    path = f"/desk/series/{slug}/"
    if request.method == "POST":
        set_join_target(row, "", "", now=clock.now(), actor=who(request))
        return go(request, path, gettext("The join link is removed."))
    return show(request, "remove_join.html", {"name": row.title, "path": path})
