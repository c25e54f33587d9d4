"""Removing a series, a group or what an import brought: asked first, with what would go along; undo brings it back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.actions.removal import remove_group, remove_imported, remove_series
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.errors import Conflict
from commonhour.models import Group, Series
from commonhour.reads import removal
from commonhour.web.desk.gate import desk, manager, the_group, the_import, the_series, who
from commonhour.web.desk.group_forms import VersionForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def series(request: HttpRequest, slug: str) -> HttpResponse:
    row = the_series(request, slug)
    back = f"/desk/groups/{row.group.slug}/" if row.group else "/desk/groups/"
    return _asked(request, row, remove_series, f"/desk/series/{slug}/", back)


@manager
def group(request: HttpRequest, slug: str) -> HttpResponse:
    row = the_group(request, slug)
    require(who(request), Verb.ADD_GROUP)
    return _asked(request, row, remove_group, f"/desk/groups/{slug}/", "/desk/groups/")


def _asked(
    request: HttpRequest, row: Series | Group, remove: Callable[..., None], path: str, back: str
) -> HttpResponse:
    """GET says what would go along; POST removes it, unless somebody changed it since that was said."""
    form, conflict = VersionForm(request.POST or None, initial={"version": row.version}), ""
    if request.method == "POST" and form.is_valid():
        try:
            remove(row, now=clock.now(), actor=who(request), version=form.cleaned_data["version"])
            return go(request, back, gettext("“{title}” is removed.").format(title=str(row)))
        except Conflict as refused:
            row.refresh_from_db()
            conflict, form = in_a_sentence(refused), VersionForm(initial={"version": row.version})
    context = {
        "name": str(row), "path": path, "form": form, "conflict": conflict, "is_group": isinstance(row, Group),
        "along": removal.along_with(row, clock.now()),
    }  # fmt: skip
    return show(request, "remove.html", context, status=409 if conflict else 200)


@manager
def imported(request: HttpRequest, pk: int) -> HttpResponse:
    row = the_import(pk)
    if request.method == "POST":
        number = remove_imported(row, now=clock.now(), actor=who(request))
        said = ngettext("Taken out, with {n} series.", "Taken out, with {n} series.", number).format(n=number)
        return go(request, f"/desk/import/done/{pk}/", said)
    along = removal.along_with_import(row, clock.now())
    context = {"row": row, "back": f"/desk/import/done/{pk}/", "along": along}
    return show(request, "remove_imported.html", context)
