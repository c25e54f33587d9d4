"""The page of a further speaker of a proposed talk, by the signed link of their mail: they speak, or it is not they."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commonhour import clock
from commonhour.actions import proposal as actions
from commonhour.core.typed.day_hours import hours_text
from commonhour.models import ProposalSpeaker
from commonhour.reads.mail_links import speaker_of, speaker_path
from commonhour.reads.proposal import ProposalShape, SpeakerShape
from commonhour.reads.proposals import Asked
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.cfp_forms import SpeakerForm, said_zone
from commonhour.web.cfp_rows import the_proposal, the_speaker
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.gate import post_only
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import reader_of

View = Callable[..., HttpResponse]


def _theirs(view: View) -> View:
    """Hands the speaker on to the view, in the language of the proposal and the speaker's zone."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        row = the_speaker(speaker_of(token))
        with for_reader(request, row.proposal.language, said_zone(row) or reader_of(request).tzid):
            return view(request, row)

    return wrapped


@_theirs
def page(request: HttpRequest, row: ProposalSpeaker) -> HttpResponse:
    """POST keeps what they say of themselves."""
    asked = Asked.of(row.proposal.call)
    form = SpeakerForm(asked, request.POST if request.method == "POST" else None, initial=_initial(row))
    if form.is_bound and form.is_valid():
        actions.change_speaker(row, form.speaker())
        return _back(request, row)
    context = {
        "form": form, "problems": field_errors(form) if form.is_bound else [], "zones": zone_names(reader_of(request).tzid),
        "shown": ProposalShape.of(the_proposal(row.proposal_id), clock.now()), "me": SpeakerShape.of(row),
        "theirs": speaker_path(row.pk), "understood": form.understood() or hours_text(row.hours),
    }  # fmt: skip
    return render(request, "cfp/speaker.html", context, status=422 if form.is_bound else 200)


@_theirs
@post_only
def confirm(request: HttpRequest, row: ProposalSpeaker) -> HttpResponse:
    actions.confirm_speaker(row, now=clock.now())
    return _back(request, row)


@_theirs
@post_only
def refuse(request: HttpRequest, row: ProposalSpeaker) -> HttpResponse:
    actions.refuse_speaker(row, now=clock.now())
    return render(request, "cfp/refused.html")


def _initial(row: ProposalSpeaker) -> dict[str, object]:
    names = ("name", "organisation", "bio", "pronouns", "picture")
    return {name: getattr(row, name) for name in names} | {
        "hours": hours_text(row.hours),
        "tzid": said_zone(row),
    }


def _back(request: HttpRequest, row: ProposalSpeaker) -> HttpResponse:
    return HttpResponseRedirect(reader_of(request).link(speaker_path(row.pk)))
