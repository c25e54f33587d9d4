"""Reviewing proposals in the desk: what waits, the ranking of a call, one proposal, what one thinks of it, and the talk about it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions import review as actions
from commonhour.actions.proposals import group_of
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound
from commonhour.models import CallForProposals, Proposal, Remark
from commonhour.models.proposal import DRAFT, STATES, WITHDRAWN
from commonhour.reads.reviewing import Reviewed, next_to_review, ranking, reviewed
from commonhour.reads.slot import slot_of
from commonhour.reads.to_review import calls_to_review, refused_slots
from commonhour.web.desk.gate import desk, post_only, who
from commonhour.web.desk.reviewing_forms import NEAR, RemarkForm, ReviewForm
from commonhour.web.desk.said import go, show
from commonhour.web.reader import reader_of
from commonhour.web.table import Head
from commonhour.web.voice import in_a_sentence

HERE = "/desk/reviewing/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    actor = who(request)
    context: dict[str, object] = {"calls": calls_to_review(actor), "refused": refused_slots(actor)}
    return show(request, "reviewing.html", context)


@desk
def table(request: HttpRequest, pk: int) -> HttpResponse:
    call = the_call(request, pk)
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("state", "topic", "sort")}
    found = ranking(call, who(request), **asked)
    context: dict[str, object] = {
        "call": call.label, "path": ranking_path(pk), "found": found, "heads": _heads(request, asked), "states": _states(),
        "may_decide": may_decide(request, call), **asked,
    }  # fmt: skip
    return show(request, "review_ranking.html", context)


@desk
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, the_proposal(request, pk))


@desk
@post_only
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the next one that nobody of them has seen, if that is wanted."""
    row, form = the_proposal(request, pk), ReviewForm(request.POST)
    if not form.is_valid():
        return shown(request, row, form, status=422)
    found = form.cleaned_data
    try:
        actions.give_review(
            row, form.given, found["note"], version=found["version"], now=clock.now(), actor=who(request)
        )
    except Conflict as refused:
        return shown(request, row, form, refused=in_a_sentence(refused), status=409)
    following = next_to_review(row.call, who(request), row.pk) if "next" in request.POST else None
    return go(request, _path(following or row.pk), gettext("Saved."))


@desk
@post_only
def look_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = the_proposal(request, pk)
    actions.look_on(row, now=clock.now(), actor=who(request))
    return go(request, _path(pk), gettext("You see what the others think, and give no score."))


@desk
@post_only
def show_speakers(request: HttpRequest, pk: int) -> HttpResponse:
    row = the_proposal(request, pk)
    actions.show_speakers(row, now=clock.now(), actor=who(request))
    return go(request, _path(pk))


@desk
@post_only
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = the_proposal(request, pk), RemarkForm(request.POST)
    if not form.is_valid():
        return shown(request, row, remark=form, status=422)
    actions.add_remark(row, form.cleaned_data["text"], now=clock.now(), actor=who(request))
    return go(request, _path(pk), gettext("The others see it."))


@desk
@post_only
def remove_remark(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    row = the_proposal(request, pk)
    found = (
        Remark.objects.select_related("user", "proposal__call__series").filter(pk=key, proposal=row).first()
    )
    if found is None:
        raise NotFound("removed-meanwhile")
    actions.remove_remark(found, now=clock.now(), actor=who(request))
    return go(request, _path(pk), gettext("It is gone."))


def the_call(request: HttpRequest, pk: int, verb: Verb = Verb.REVIEW) -> CallForProposals:
    """Raises NotFound, NotAllowed."""
    call = CallForProposals.objects.select_related("series__group").filter(pk=pk).first()
    if call is None:
        raise NotFound("no-such-proposals")
    require(who(request), verb, group_of(call.series))
    return call


def the_proposal(request: HttpRequest, pk: int, verb: Verb = Verb.REVIEW) -> Proposal:
    """Raises NotFound, also for what was not submitted by a proved address; NotAllowed for that of others."""
    row = Proposal.objects.whole().filter(pk=pk).first()
    if row is None or row.confirmed_at is None or row.state in (DRAFT, WITHDRAWN):
        raise NotFound("no-such-proposal")
    require(who(request), verb, group_of(row.call.series))
    return row


def shown(
    request: HttpRequest,
    row: Proposal,
    form: ReviewForm | None = None,
    remark: RemarkForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found = reviewed(row, who(request))
    context: dict[str, object] = {
        "shown": found, "form": form or ReviewForm(initial=_initial(found)), "remark": remark or RemarkForm(),
        "refused": refused, "may_decide": may_decide(request, row.call),
        "slot": slot_of(row), "following": next_to_review(row.call, who(request), row.pk),
        "ranking_path": ranking_path(row.call_id), "path": _path(row.pk),
    }  # fmt: skip
    return show(request, "review.html", context, status=status)


def ranking_path(call: int) -> str:
    return f"/desk/proposals/{call}/ranking/"


def may_decide(request: HttpRequest, call: CallForProposals) -> bool:
    return who(request).may(Verb.DECIDE, call.series.group_id if call.series else None)


def _initial(found: Reviewed) -> dict[str, object]:
    mine = found.mine
    if mine is None:
        return {}
    return {
        "score": NEAR if mine.score is None else str(mine.score),
        "note": mine.note,
        "version": mine.version,
    }


def _path(pk: int) -> str:
    return f"/desk/proposal/{pk}/"


def _states() -> list[tuple[str, str]]:
    return [(state, str(name)) for state, name in STATES if state not in (DRAFT, WITHDRAWN)]


def _heads(request: HttpRequest, asked: dict[str, str]) -> list[Head]:
    """One that is sorted by already turns round when asked again."""
    names = {
        "title": gettext("Talk"), "topic": gettext("Topic"), "format": gettext("Format"), "reviews": gettext("Reviews"),
        "mean": gettext("Mean"), "spread": gettext("Spread"), "own": gettext("Yours"), "supports": gettext("Supporters"),
        "state": gettext("State"),
    }  # fmt: skip
    heads = []
    for key, name in names.items():
        state = {key: "ascending", f"-{key}": "descending"}.get(asked["sort"], "")
        turned = f"-{key}" if state == "ascending" or (not state and key in _BEST_FIRST) else key
        link = reader_of(request).link(
            request.path, **{name: value for name, value in (asked | {"sort": turned}).items() if value}
        )
        heads.append(Head(name, state, link))
    return heads


_BEST_FIRST = frozenset({"mean", "own", "supports", "spread"})
