"""Calls for proposals: what is open, and the page on which anybody proposes a talk without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.proposal import is_open, propose
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import NotFound, UserError
from commonhour.models import CallForProposals
from commonhour.models.proposal import LEVELS
from commonhour.reads.proposal import SpeakerShape, TalkShape
from commonhour.reads.proposals import Asked, calls_page
from commonhour.reads.shapes.proposals import ProposalsShape
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.cfp_forms import ProposalForm, with_rows
from commonhour.web.cfp_rows import the_call
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.door import require_readable
from commonhour.web.public import public, public_feed, unkept
from commonhour.web.reader import reader_of
from commonhour.web.voice import in_a_sentence

LOOKS = ("add", "remove", "preview")  # buttons that send nothing


@public
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cfp/index.html", {"page": calls_page(clock.now())})


@public_feed
def as_json(request: HttpRequest) -> HttpResponse:
    """What is open and what opens."""
    page = calls_page(clock.now())
    return JsonResponse({"calls": [_in_json(one) for one in (*page.open, *page.opening)]})


def _in_json(one: ProposalsShape) -> dict[str, Any]:
    return {
        "title": one.label, "url": one.url or settings.BASE_URL + one.path, "for": one.owner or None,
        "description": one.description, "opens_at": rfc3339(one.opens_at) if one.opens_at else None,
        "deadline": rfc3339(one.deadline) if one.deadline else None, "tzid": one.tzid or None,
    }  # fmt: skip


@csrf_exempt
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """No cookie guards it: a public page has none, and who sends it gains nothing but a mail to an address."""
    return _sent(request, slug) if request.method == "POST" else _asked(request, slug)


@public
def _asked(request: HttpRequest, slug: str) -> HttpResponse:
    call = the_call(slug)
    initial = {"tzid": reader_of(request).chosen_tz}
    return form_page(request, call, ProposalForm(Asked.of(call), initial=initial))


def _sent(request: HttpRequest, slug: str) -> HttpResponse:
    require_readable(request)
    require_own_page(request)
    call = the_call(slug)
    if call.url:
        raise NotFound("no-such-proposals")
    typed = with_rows(request.POST)
    form = ProposalForm(Asked.of(call), typed, is_draft="draft" in typed)
    if is_only_shown(request) or not form.is_valid():
        return unkept(form_page(request, call, form, status=422))
    try:
        _take(request, call, form)
    except UserError as error:
        return unkept(form_page(request, call, form, refused=in_a_sentence(error), status=error.status))
    shown = {
        "email": form.cleaned_data["email"],
        "call": ProposalsShape.of(call, clock.now()),
        "is_draft": form.is_draft,
    }
    return unkept(render(request, "cfp/sent.html", shown))


def _take(request: HttpRequest, call: CallForProposals, form: ProposalForm) -> None:
    propose(
        call, form.talk(), form.speaker(), form.cleaned_data["email"], form.others(), network_of(request),
        as_draft=form.is_draft, language=reader_of(request).lang, now=clock.now(),
    )  # fmt: skip


def is_only_shown(request: HttpRequest) -> bool:
    return any(name in request.POST for name in LOOKS)


def form_page(
    request: HttpRequest,
    call: CallForProposals,
    form: ProposalForm,
    template: str = "cfp/page.html",
    *,
    refused: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Who adds a row, or looks at a preview, has not finished: what is missing is no mistake yet."""
    now, is_shown = clock.now(), is_only_shown(request)
    form.full_clean()
    preview = preview_of(form) if "preview" in request.POST else None
    if is_shown:
        for name in [name for name in form.errors if preview is None or form.has_error(name, "required")]:
            del form.errors[name]
    shown = {
        "call": ProposalsShape.of(call, now), "form": form, "is_open": is_open(call, now), "preview": preview,
        "problems": field_errors(form), "refused": refused,
        "zones": zone_names(reader_of(request).tzid), "understood": form.understood(),
    }  # fmt: skip
    is_fine = not form.is_bound or (is_shown and not refused)
    return render(request, template, shown | context, status=200 if is_fine else status)


def preview_of(form: ProposalForm) -> TalkShape:
    """As its page would be, of whatever was typed so far."""
    found = form.cleaned_data

    def said(*names: str) -> dict[str, str]:
        return {name: str(found.get(name) or "") for name in names}

    level = dict(LEVELS).get(found.get("level") or "", "")
    me = said("name", "organisation", "bio", "pronouns", "picture")
    others = [said(f"name-{number}")[f"name-{number}"] for number in range(1, form.rows + 1)]
    named = [me, *(dict.fromkeys(me, "") | {"name": name} for name in others)]
    return TalkShape(
        **said("title", "abstract", "takeaway", "topic", "spoken", "format"), level=str(level), links=[("", url) for url in found.get("links") or []],
        speakers=[
            SpeakerShape(0, **one, email="", tzid="", hours=[], has_confirmed=False) for one in named if one["name"]
        ],
    )  # fmt: skip
