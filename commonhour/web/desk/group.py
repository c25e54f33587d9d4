"""Groups in the desk: all of one's own, a new one, and a group's facts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.group import add_group, edit_group
from commonhour.errors import Conflict
from commonhour.models import Group
from commonhour.reads.desk import community_series, group_rows
from commonhour.reads.shapes.group import GroupName
from commonhour.reads.shapes.series import SeriesShape
from commonhour.web.desk.forms import locked
from commonhour.web.desk.gate import desk, manager, my_groups, seen_groups, slugs_of_mine, the_group, who
from commonhour.web.desk.group_forms import GroupForm, NewGroupForm, facts_of
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence


@desk
def index(request: HttpRequest) -> HttpResponse:
    groups = seen_groups(who(request))
    context: dict[str, object] = {
        "rows": group_rows(groups, clock.now()),
        "community_series": community_series() if groups is None else [],
        "mine": slugs_of_mine(who(request)),
        "edits": my_groups(who(request)) != [],
    }
    return show(request, "groups.html", context)


@manager
def new(request: HttpRequest) -> HttpResponse:
    form = NewGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        group = add_group(
            name=found["name"], kind=found["kind"], space=found["space"], now=clock.now(), actor=who(request),
            description=found["description"].strip(),
        )  # fmt: skip
        return go(
            request, f"/desk/groups/{group.slug}/", gettext("“{name}” is there.").format(name=group.name)
        )
    return show(request, "group_new.html", {"form": form}, status=422 if form.errors else 200)


@desk
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    group = the_group(request, slug)
    form = GroupForm(group, request.POST or None)
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            with locked(group) as fresh:
                edit_group(
                    fresh,
                    now=clock.now(),
                    actor=who(request),
                    version=form.cleaned_data["version"],
                    **form.facts(),
                )
            return go(request, f"/desk/groups/{fresh.slug}/", gettext("Saved."))
        except Conflict as refused:
            conflict, group = in_a_sentence(refused), Group.objects.get(pk=group.pk)
            form.show_both(facts_of(group), group.version)
    context: dict[str, object] = {
        "group": GroupName(group.slug, group.name), "form": form, "conflict": conflict, "part": "facts",
        "its_series": [SeriesShape.of(row) for row in group.series.told()],
    }  # fmt: skip
    return show(request, "group.html", context, status=409 if conflict else 422 if form.errors else 200)
