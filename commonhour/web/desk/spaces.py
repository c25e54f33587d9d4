"""Spaces in the desk: add, rename, describe, remove, and the order of spaces and groups."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.space import add_space, edit_space, move_group, move_space, remove_space
from commonhour.errors import Conflict, NotFound
from commonhour.models import Space
from commonhour.reads.spaces import space_rows
from commonhour.web.desk.gate import manager, post_only, the_group, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.space_forms import EditSpaceForm, RemoveSpaceForm, SpaceForm
from commonhour.web.voice import in_a_sentence

_PAGE = "/desk/community/spaces/"


@manager
def index(request: HttpRequest) -> HttpResponse:
    """GET lists them in their order; POST adds one."""
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        space = add_space(**form.cleaned_data, now=clock.now(), actor=who(request))
        return go(request, _PAGE, gettext("“{name}” is there.").format(name=space.name))
    context: dict[str, object] = {"form": form, "rows": space_rows(), "part": "spaces"}
    return show(request, "spaces.html", context, status=422 if form.errors else 200)


@manager
def page(request: HttpRequest, slug: str) -> HttpResponse:
    space = _the_space(slug)
    form = EditSpaceForm(request.POST or None, initial=_facts(space) | {"version": space.version})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            edit_space(space, **form.cleaned_data, now=clock.now(), actor=who(request))
            return go(request, _PAGE, gettext("Saved."))
        except Conflict as refused:
            conflict, space = in_a_sentence(refused), _the_space(slug)
            form.show_both(_facts(space), space.version)
    status = 409 if conflict else 422 if form.errors else 200
    return _shown(request, space, form, RemoveSpaceForm(space), conflict, status)


@manager
@post_only
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    space = _the_space(slug)
    form = RemoveSpaceForm(space, request.POST)
    if not form.is_valid():
        unbound = EditSpaceForm(initial=_facts(space) | {"version": space.version})
        return _shown(request, space, unbound, form, "", 422)
    remove_space(space, into=form.chosen(), now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("“{name}” is removed.").format(name=space.name))


@manager
@post_only
def move(request: HttpRequest, slug: str) -> HttpResponse:
    space = _the_space(slug)
    move_space(space, is_up=_is_up(request), now=clock.now(), actor=who(request))
    return _back_to(request, f"space-{slug}")


@manager
@post_only
def move_a_group(request: HttpRequest, slug: str) -> HttpResponse:
    move_group(the_group(request, slug), is_up=_is_up(request), now=clock.now(), actor=who(request))
    return _back_to(request, f"group-{slug}")


def _is_up(request: HttpRequest) -> bool:
    return request.POST.get("to") != "down"


def _back_to(request: HttpRequest, row: str) -> HttpResponse:
    """To the row that was moved, so that the keyboard goes on from there."""
    response = go(request, _PAGE)
    response["Location"] += f"#{row}"
    return response


def _the_space(slug: str) -> Space:
    space = Space.objects.filter(slug=slug).first()
    if space is None:
        raise NotFound("no-such-space")
    return space


def _facts(space: Space) -> dict[str, object]:
    return {"name": space.name, "description": space.description}


def _shown(
    request: HttpRequest,
    space: Space,
    form: EditSpaceForm,
    removal: RemoveSpaceForm,
    conflict: str,
    status: int,
) -> HttpResponse:
    context: dict[str, object] = {
        "space": space.name, "path": f"{_PAGE}{space.slug}/", "form": removal if removal.is_bound else form, "facts": form,
        "removal": removal, "groups": space.groups.count(), "conflict": conflict,
    }  # fmt: skip
    return show(request, "space.html", context, status=status)
