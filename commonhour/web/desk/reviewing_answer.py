"""Deciding in the desk: waiting list, no or a question, for one proposal or many, with the mail as it will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext, override

from commonhour import clock
from commonhour.actions import decision as actions
from commonhour.core.rights import Verb
from commonhour.core.speech.messages.decision import ANSWER, REASONS, decision_message
from commonhour.core.speech.words import Voice
from commonhour.errors import Conflict
from commonhour.models import Proposal
from commonhour.models.proposal import ASKED, DECLINED, WAITLISTED
from commonhour.reads.mail_links import proposal_path
from commonhour.reads.slot import SlotDate, told_dates
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.reviewing import ranking_path, the_call, the_proposal
from commonhour.web.desk.reviewing_forms import AnswerForm, WordsForm
from commonhour.web.desk.said import go, show
from commonhour.web.desk.telling import blocks_of
from commonhour.web.voice import in_a_sentence, number, words

_STATES = {"decline": DECLINED, "waitlist": WAITLISTED, "ask": ASKED}
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader will see it, in their language and zone; `to` is the name of who sent the proposal in."""

    language: str
    subject: str
    blocks: list[dict[str, Any]]


@desk
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what they would read; "Show the mail" writes nothing."""
    row = the_proposal(request, pk, Verb.DECIDE)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, initial={"version": row.version, "verb": request.GET.get("verb", "ask")})
    refused, status = "", 422 if form.errors else 200
    if posted is not None and form.is_valid() and "show" not in posted:
        found = form.cleaned_data
        try:
            actions.answer_proposal(
                row, _STATES[found["verb"]], said_to(row, form), version=found["version"], now=clock.now(),
                actor=who(request),
            )  # fmt: skip
            return go(request, ranking_path(row.call_id), told(1))
        except Conflict as error:
            refused, status = in_a_sentence(error), error.status
    return _page(request, [row], form, f"/desk/proposal/{pk}/", refused, status)


@desk
def answer_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that are ticked, all in one change."""
    call = the_call(request, pk, Verb.DECIDE)
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [int(key) for key in sent.getlist("one") if key.isascii() and key.isdigit()][:_MOST]
    rows = list(Proposal.objects.whole().reviewed().open().filter(call=call, pk__in=ticked))
    if not rows:
        return go(request, ranking_path(pk), gettext("Nothing was ticked that waits for an answer."))
    posted = request.POST if request.method == "POST" else None
    verb = "waitlist" if sent.get("verb") == "waitlist" else "decline"
    form = WordsForm(posted, initial={"verb": verb})
    if posted is not None and form.is_valid() and "show" not in posted:
        said = {row.pk: said_to(row, form) for row in rows}
        count = actions.answer_proposals(rows, _STATES[verb], said, now=clock.now(), actor=who(request))
        return go(request, ranking_path(pk), told(count))
    return _page(request, rows, form, ranking_path(pk), "", 422 if form.errors else 200)


def told(count: int) -> str:
    said = ngettext(
        "The speakers are told in ten minutes, unless you undo it.",
        "The speakers of {n} proposals are told in ten minutes, unless you undo it.",
        count,
    )
    return said.format(n=number(count))


def said_to(row: Proposal, form: WordsForm) -> str:
    """A sentence of the hub's, in the language of who sent it in, and what somebody wrote."""
    if not form.is_bound or form.errors:
        return ""
    reason = form.cleaned_data["reason"]
    with override(row.language):
        sentence = gettext(REASONS[reason]) if reason else ""
    return " ".join(filter(None, [sentence, form.cleaned_data["words"]]))


def letter(
    row: Proposal, state: str, said: str, dates: Sequence[SlotDate] = (), about: str = ANSWER
) -> Letter:
    first = row.speakers.first()
    tzid = first.tzid if first else "UTC"
    with override(row.language):
        message = decision_message(
            about, state, row.title, said, told_dates(dates, settings.BASE_URL), settings.BASE_URL + proposal_path(row.pk),
            Voice(gettext, words()),
        )  # fmt: skip
        return Letter(row.language, message.subject, blocks_of(message, tzid))


def _page(
    request: HttpRequest, rows: list[Proposal], form: WordsForm, back: str, refused: str, status: int
) -> HttpResponse:
    verb = str(form["verb"].value())
    state = _STATES.get(verb, ASKED)
    context: dict[str, object] = {
        "rows": [(row.pk, row.title) for row in rows], "form": form, "verb": verb, "path": back, "refused": refused,
        "is_one": isinstance(form, AnswerForm), "letter": letter(rows[0], state, said_to(rows[0], form)), "title": rows[0].title,
    }  # fmt: skip
    return show(request, "review_answer.html", context, status=status)
