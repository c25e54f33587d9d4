"""The pages of who speaks, by the signed link of their mail: whether the dates of their talk suit, and what they add afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions import slot as actions
from commonhour.core.named_links import named_links
from commonhour.errors import Conflict, NotFound
from commonhour.models import Proposal, Session
from commonhour.models.proposal import DRAFT
from commonhour.reads.mail_links import proposal_of, proposal_path
from commonhour.reads.slot import slot_of
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.desk.forms import LockedForm, PlainForm, WebAddressField, field_errors
from commonhour.web.desk.gate import post_only
from commonhour.web.reader import reader_of
from commonhour.web.voice import in_a_sentence

View = Callable[..., HttpResponse]
_LINKS = 20


class RefuseForm(PlainForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Why not, and when could you?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word about why, and when you could.")},
    )  # fmt: skip


class AfterForm(LockedForm):
    slides = WebAddressField(label=_("Slides"), required=False)
    recording = WebAddressField(label=_("Recording"), required=False)
    links = forms.CharField(
        label=_("Links"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, beginning with https://."),
    )  # fmt: skip
    abstract = forms.CharField(
        label=_("What it was about"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        for line in lines:
            WebAddressField().clean(line)
        if len(lines) > _LINKS:
            raise forms.ValidationError(gettext("So many links nobody follows: 20 are enough."))
        return lines

    def facts(self, session: Session) -> dict[str, Any]:
        """Fields of the session; a link that was there keeps its name."""
        found = self.cleaned_data
        links = named_links(found["links"], session.links)
        return {name: found[name].strip() for name in ("slides", "recording", "abstract")} | {"links": links}


def _mine(view: View) -> View:
    """Hands the proposal on to the view, in the language and zone of who sent it in."""

    @by_link
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        row = Proposal.objects.whole().filter(pk=proposal_of(token)).first()
        if row is None or row.state == DRAFT:
            raise NotFound("proposal-link-unknown")
        first = row.speakers.first()
        with for_reader(request, row.language, first.tzid if first else "UTC"):
            return view(request, row)

    return wrapped


@_mine
def page(request: HttpRequest, row: Proposal) -> HttpResponse:
    return _page(request, row)


@_mine
@post_only
def confirm(request: HttpRequest, row: Proposal) -> HttpResponse:
    try:
        actions.confirm_slot(row, seen=request.POST.get("seen", ""), now=clock.now())
    except Conflict as refused:
        return _page(request, row, refused=in_a_sentence(refused), status=refused.status)
    return _back(request, row)


@_mine
@post_only
def refuse(request: HttpRequest, row: Proposal) -> HttpResponse:
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    found = form.cleaned_data
    try:
        actions.refuse_slot(row, found["words"], seen=found["seen"], now=clock.now())
    except Conflict as refused:
        return _page(request, row, form, refused=in_a_sentence(refused), status=refused.status)
    return _back(request, row)


@_mine
def after(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Their own session, once it was held."""
    session, now = row.session, clock.now()
    if session is None or not actions.was_held(session, now):
        return _page(request, row, refused=in_a_sentence(Conflict("proposal-not-held")), status=409)
    form = AfterForm(request.POST or None, initial=_typed(session))
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.add_afterwards(row, version=version, now=now, **form.facts(session))
            return HttpResponseRedirect(reader_of(request).link(f"{proposal_path(row.pk)}after/?saved=1"))
        except Conflict as refused:
            conflict, session = in_a_sentence(refused), Session.objects.get(pk=session.pk)
            form.show_both(_typed(session), session.version)
    slot = slot_of(row)
    context = {
        "form": form, "conflict": conflict, "problems": field_errors(form), "title": session.title, "mine": proposal_path(row.pk),
        "is_saved": bool(request.GET.get("saved")) and not form.is_bound, "dates": slot.dates if slot else [],
    }  # fmt: skip
    return render(request, "cfp/after.html", context, status=409 if conflict else 422 if form.errors else 200)


def _page(
    request: HttpRequest,
    row: Proposal,
    form: RefuseForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    seen = actions.key_of(row)
    context = {
        "slot": slot_of(row, clock.now()), "title": row.title, "mine": proposal_path(row.pk), "seen": seen, "refused": refused,
        "form": form or RefuseForm(initial={"seen": seen}), "problems": field_errors(form) if form else [],
    }  # fmt: skip
    return render(request, "cfp/slot_page.html", context, status=status)


def _typed(session: Session) -> dict[str, Any]:
    urls = [str(one.get("url", "")) for one in session.links if isinstance(one, dict)]
    return {
        "slides": session.slides, "recording": session.recording, "links": "\n".join(filter(None, urls)),
        "abstract": session.abstract, "version": session.version,
    }  # fmt: skip


def _back(request: HttpRequest, row: Proposal) -> HttpResponse:
    return HttpResponseRedirect(reader_of(request).link(f"{proposal_path(row.pk)}slot/"))
