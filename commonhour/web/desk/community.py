"""The community in the desk: its facts, and whether its hub is open."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.community import edit_community, publish, unpublish
from commonhour.errors import Conflict
from commonhour.models import Community
from commonhour.web.desk.community_forms import FACTS, CommunityForm
from commonhour.web.desk.forms import locked
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.voice import in_a_sentence


@manager
def facts(request: HttpRequest) -> HttpResponse:
    present = Community.the()
    form = CommunityForm(request.POST or None, initial=_facts(present) | {"version": present.version})
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            with locked(present):
                edit_community(
                    now=clock.now(), actor=who(request), version=form.cleaned_data["version"], **form.facts()
                )
            return go(request, "/desk/community/", gettext("Saved."))
        except Conflict as refused:
            conflict, present = in_a_sentence(refused), Community.the()
            form.show_both(_facts(present), present.version)
    context: dict[str, object] = {
        "form": form,
        "present": present,
        "part": "facts",
        "conflict": conflict,
        "zones": zone_names(present.tzid),
    }
    return show(request, "community.html", context, status=409 if conflict else 422 if form.errors else 200)


@manager
@post_only
def open_hub(request: HttpRequest) -> HttpResponse:
    publish(now=clock.now(), actor=who(request))
    return go(request, "/desk/", gettext("The hub is open: everybody can read it now."))


@manager
@post_only
def close_hub(request: HttpRequest) -> HttpResponse:
    unpublish(now=clock.now(), actor=who(request))
    return go(request, "/desk/community/", gettext("The hub is closed: only its own people can read it now."))


def _facts(community: Community) -> dict[str, object]:
    return {name: getattr(community, name) for name in FACTS}
