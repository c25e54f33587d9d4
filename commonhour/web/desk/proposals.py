"""Calls for proposals in the desk: the list, a new one, one that is edited, and one that is removed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.proposals import (
    add_call_for_proposals,
    edit_call_for_proposals,
    group_of,
    remove_call_for_proposals,
)
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound
from commonhour.models import CallForProposals
from commonhour.reads.shapes.proposals import ProposalsShape
from commonhour.web.desk.gate import desk, my_groups, post_only, who
from commonhour.web.desk.proposals_forms import EditProposalsForm, ProposalsForm, typed
from commonhour.web.desk.said import go, show
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import community_of
from commonhour.web.voice import in_a_sentence

_PAGE = "/desk/proposals/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    groups, now = my_groups(who(request)), clock.now()
    rows = CallForProposals.objects.select_related("series__group")
    rows = rows if groups is None else rows.filter(series__group__in=groups)
    context: dict[str, object] = {"rows": [ProposalsShape.of(row, now) for row in rows], "part": "proposals"}
    return show(request, "proposals.html", context)


@desk
def new(request: HttpRequest) -> HttpResponse:
    form = ProposalsForm(
        my_groups(who(request)), request.POST or None, initial={"zone": community_of(request).tzid}
    )
    if request.method == "POST" and form.is_valid():
        call = add_call_for_proposals(**form.facts(), now=clock.now(), actor=who(request))
        return go(request, _PAGE, gettext("“{name}” is there.").format(name=call.label))
    return _form_page(request, form, None, "", 422 if form.errors else 200)


@desk
def page(request: HttpRequest, pk: int) -> HttpResponse:
    call = _the_call(request, pk)
    initial = typed(call) | {"zone": call.tzid or community_of(request).tzid, "version": call.version}
    form = EditProposalsForm(my_groups(who(request)), request.POST or None, initial=initial)
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_call_for_proposals(
                call, **form.facts(), version=version, now=clock.now(), actor=who(request)
            )
            return go(request, _PAGE, gettext("Saved."))
        except Conflict as refused:
            conflict, call = in_a_sentence(refused), _the_call(request, pk)
            form.show_both(typed(call), call.version)
    return _form_page(request, form, call, conflict, 409 if conflict else 422 if form.errors else 200)


@desk
@post_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    call = _the_call(request, pk)
    remove_call_for_proposals(call, now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("“{name}” is removed.").format(name=call.label))


def _the_call(request: HttpRequest, pk: int) -> CallForProposals:
    call = CallForProposals.objects.select_related("series__group").filter(pk=pk).first()
    if call is None:
        raise NotFound("no-such-proposals")
    require(who(request), Verb.CHANGE_SERIES, group_of(call.series))
    return call


def _form_page(
    request: HttpRequest, form: ProposalsForm, call: CallForProposals | None, conflict: str, status: int
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form, "conflict": conflict, "zones": zone_names(community_of(request).tzid),
        "name": call.label if call else "", "remove_path": f"{_PAGE}{call.pk}/remove/" if call else "",
        "export_path": f"{_PAGE}{call.pk}/export" if call and call.is_here else "",
    }  # fmt: skip
    return show(request, "proposals_form.html", context, status=status)
