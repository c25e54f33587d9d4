"""The page of who proposed a talk, by the signed link of their mail: what becomes of it, changing, submitting, withdrawing it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.actions import proposal as actions
from commonhour.core.typed.day_hours import hours_text
from commonhour.errors import Conflict, UserError
from commonhour.models import Proposal
from commonhour.models.proposal import DRAFT
from commonhour.reads.mail_links import proposal_of, proposal_path
from commonhour.reads.proposal import ProposalShape
from commonhour.reads.proposals import Asked
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.cfp import form_page, is_only_shown
from commonhour.web.cfp_forms import ChangeProposalForm, said_zone, with_rows
from commonhour.web.cfp_rows import the_proposal
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of
from commonhour.web.voice import in_a_sentence

View = Callable[..., HttpResponse]


def mine(view: View) -> View:
    """Hands the proposal on to the view, in the language and zone of who sent it in."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        row = the_proposal(proposal_of(token))
        first = row.speakers.all()[0]
        with for_reader(request, row.language, said_zone(first) or reader_of(request).tzid):
            return view(request, row)

    return wrapped


@mine
def page(request: HttpRequest, row: Proposal) -> HttpResponse:
    shown = ProposalShape.of(row, clock.now())
    context = {"shown": shown, "mine": shown.path, "hours": hours_text(shown.first.hours)}
    return render(request, "cfp/mine.html", context)


@mine
@post_only
def confirm(request: HttpRequest, row: Proposal) -> HttpResponse:
    actions.confirm_proposal(row, now=clock.now())
    return back(request, row)


@mine
@post_only
def submit(request: HttpRequest, row: Proposal) -> HttpResponse:
    """A draft as it is; where something is missing the form says what."""
    form = ChangeProposalForm(Asked.of(row.call), initial_of(row))
    if not form.is_valid():
        return _form(request, row, form, status=422)
    actions.submit_proposal(row, now=clock.now())
    return back(request, row)


@mine
def withdraw(request: HttpRequest, row: Proposal) -> HttpResponse:
    """GET asks."""
    if request.method != "POST":
        return _sure(request, row, "withdraw")
    actions.withdraw_proposal(row, now=clock.now())
    return back(request, row)


@mine
@post_only
def again(request: HttpRequest, row: Proposal) -> HttpResponse:
    actions.propose_again(row, now=clock.now())
    return back(request, row)


@mine
def delete(request: HttpRequest, row: Proposal) -> HttpResponse:
    """GET asks."""
    if request.method != "POST":
        return _sure(request, row, "delete")
    actions.delete_proposal(row)
    return render(request, "cfp/deleted.html", {"call_path": row.call.path})


def _sure(request: HttpRequest, row: Proposal, verb: str) -> HttpResponse:
    shown = ProposalShape.of(row, clock.now())
    return render(request, "cfp/sure.html", {"shown": shown, "mine": shown.path, "verb": verb})


@mine
def change(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Until it is decided. What is typed into a draft is kept also when its call has closed meanwhile."""
    asked = Asked.of(row.call)
    if request.method != "POST":
        if not ProposalShape.of(row, clock.now()).may_change:
            return back(request, row)
        return _form(request, row, ChangeProposalForm(asked, initial=initial_of(row)))
    typed = with_rows(request.POST)
    is_draft = row.state == DRAFT and "submit" not in typed
    form = ChangeProposalForm(asked, typed, initial={"email": _email(row)}, is_draft=is_draft)
    if is_only_shown(request) or not form.is_valid():
        return _form(request, row, form, status=422)
    return _changed(request, row, form)


def _changed(request: HttpRequest, row: Proposal, form: ChangeProposalForm) -> HttpResponse:
    try:
        actions.change_proposal(
            row,
            form.talk(row.links),
            form.speaker(),
            form.others(),
            version=form.cleaned_data["version"],
            now=clock.now(),
        )
        if row.state == DRAFT and not form.is_draft:
            actions.submit_proposal(row, now=clock.now())
    except Conflict as error:
        fresh = the_proposal(row.pk)
        if error.code == "proposal-changed":
            form.show_both(initial_of(fresh), fresh.version)
        return _form(request, fresh, form, refused=in_a_sentence(error), status=error.status)
    except UserError as error:
        fresh = the_proposal(row.pk)
        form.show_both({}, fresh.version)
        return _form(request, fresh, form, refused=in_a_sentence(error), status=error.status)
    return back(request, row)


def _form(
    request: HttpRequest, row: Proposal, form: ChangeProposalForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    shown = ProposalShape.of(row, clock.now())
    return form_page(
        request,
        row.call,
        form,
        "cfp/change.html",
        refused=refused,
        status=status,
        shown=shown,
        mine=shown.path,
    )


def initial_of(row: Proposal) -> dict[str, object]:
    """A proposal as the form's answers."""
    first, *others = row.speakers.all()
    talk = ("title", "abstract", "takeaway", "topic", "level", "spoken", "format", "may_be_listed", "version")
    speaker = ("name", "organisation", "bio", "pronouns", "picture")
    found = {name: getattr(row, name) for name in talk} | {name: getattr(first, name) for name in speaker}
    found |= {
        "links": "\n".join(one["url"] for one in row.links),
        "hours": hours_text(first.hours),
        "email": first.email,
    }
    found["tzid"] = said_zone(first)
    found |= {f"q-{key}": answer for key, answer in row.answers.items()}
    for number, one in enumerate(others, 1):
        found |= {f"name-{number}": one.name, f"email-{number}": one.email}
    return found | {"speakers": len(others)}


def _email(row: Proposal) -> str:
    return next(one.email for one in row.speakers.all())


def back(request: HttpRequest, row: Proposal) -> HttpResponse:
    return HttpResponseRedirect(reader_of(request).link(proposal_path(row.pk)))
