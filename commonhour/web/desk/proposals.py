"""Calls for proposals in the desk: the list, a new one, one that is edited, and one that is removed."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.proposals import (
    add_call_for_proposals,
    edit_call_for_proposals,
    group_of,
    remove_call_for_proposals,
)
from commonhour.actions.rights import require
from commonhour.core.proposals import ASKED_AT_FIRST
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound
from commonhour.models import CallForProposals
from commonhour.reads.proposals import came_to, submitted_to
from commonhour.reads.shapes.proposals import ProposalsShape
from commonhour.web.cfp_forms import ProposalForm
from commonhour.web.desk.gate import desk, my_groups, who
from commonhour.web.desk.proposals_asked import LOOKS, with_questions
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
    shapes = [ProposalsShape.of(row, now) for row in rows]
    counts = submitted_to([int(one.id) for one in shapes])
    context: dict[str, object] = {
        "rows": [(one, counts.get(int(one.id), 0)) for one in shapes], "part": "proposals"
    }  # fmt: skip
    return show(request, "proposals.html", context)


@desk
def new(request: HttpRequest) -> HttpResponse:
    initial = {f"ask-{name}": how for name, how in ASKED_AT_FIRST.items()}
    initial["zone"] = community_of(request).tzid
    form = ProposalsForm(my_groups(who(request)), _posted(request), initial=initial)
    if _is_sent(request) and form.is_valid():
        call = add_call_for_proposals(**form.facts(), now=clock.now(), actor=who(request))
        return go(request, _PAGE, gettext("“{name}” is there.").format(name=call.label))
    return _form_page(request, form, None)


@desk
def page(request: HttpRequest, pk: int) -> HttpResponse:
    call = _the_call(request, pk)
    initial = typed(call) | {"zone": call.tzid or community_of(request).tzid, "version": call.version}
    form = EditProposalsForm(my_groups(who(request)), _posted(request), initial=initial)
    conflict = ""
    if _is_sent(request) and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_call_for_proposals(
                call, **form.facts(), version=version, now=clock.now(), actor=who(request)
            )
            return go(request, _PAGE, gettext("Saved."))
        except Conflict as refused:
            conflict, call = in_a_sentence(refused), _the_call(request, pk)
            form.show_both(typed(call), call.version)
    return _form_page(request, form, call, conflict)


@desk
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, and says what goes along."""
    call = _the_call(request, pk)
    if request.method != "POST":
        context: dict[str, object] = {"name": call.label, "path": f"{_PAGE}{pk}/", "count": came_to(pk)}
        return show(request, "proposals_remove.html", context)
    remove_call_for_proposals(call, now=clock.now(), actor=who(request))
    return go(request, _PAGE, gettext("“{name}” is removed.").format(name=call.label))


def _the_call(request: HttpRequest, pk: int) -> CallForProposals:
    call = CallForProposals.objects.select_related("series__group").filter(pk=pk).first()
    if call is None:
        raise NotFound("no-such-proposals")
    require(who(request), Verb.CHANGE_SERIES, group_of(call.series))
    return call


def _posted(request: HttpRequest) -> QueryDict | None:
    return with_questions(request.POST) if request.method == "POST" else None


def _is_sent(request: HttpRequest) -> bool:
    return request.method == "POST" and not any(name in request.POST for name in LOOKS)


def _form_page(
    request: HttpRequest, form: ProposalsForm, call: CallForProposals | None, conflict: str = ""
) -> HttpResponse:
    """Who adds a question, or looks at the form as speakers see it, has not finished: nothing is a mistake yet."""
    is_looked_at = form.is_bound and not _is_sent(request)
    seen = (
        ProposalForm(form.asked(), auto_id="seen_%s") if "show" in request.POST and form.is_valid() else None
    )
    if is_looked_at and "show" not in request.POST:
        form.is_valid()
        form.errors.clear()
    shape = ProposalsShape.of(call, clock.now()) if call else None
    context: dict[str, object] = {
        "form": form, "conflict": conflict, "zones": zone_names(community_of(request).tzid),
        "name": call.label if call else "", "remove_path": f"{_PAGE}{call.pk}/remove/" if call else "", "call": shape,
        "seen": seen, "count": submitted_to([call.pk]).get(call.pk, 0) if call else 0,
        "export_path": f"{_PAGE}{call.pk}/export" if call and call.is_here else "",
    }  # fmt: skip
    return show(request, "proposals_form.html", context, 409 if conflict else 422 if form.errors else 200)
