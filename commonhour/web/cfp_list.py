"""What was proposed, where a call lets everybody read it; and a reader who would like to hear a talk, by a mail without an account."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions import support as actions
from commonhour.models import Proposal, Support
from commonhour.reads.mail_links import support_of, support_path
from commonhour.reads.proposal import ListedProposal, listed_page
from commonhour.reads.shapes.proposals import ProposalsShape
from commonhour.web.by_link import by_link
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.cfp_rows import the_call, the_listed
from commonhour.web.desk.forms import MailAddressField, PlainForm, field_errors
from commonhour.web.desk.pages import page_number
from commonhour.web.door import require_readable
from commonhour.web.public import public, unkept
from commonhour.web.reader import reader_of


class SupportForm(PlainForm):
    email: forms.Field = MailAddressField(label=_("Your e-mail address"), help_text=_("One mail asks whether it was you. The hub forgets the address after two months."))  # fmt: skip


@public
def index(request: HttpRequest, slug: str) -> HttpResponse:
    call, now, number = the_call(slug), clock.now(), page_number(request)
    topic, by_support = request.GET.get("topic", ""), request.GET.get("sort") == "support"
    rows, has_more, topics = listed_page(call, now.date(), number, topic=topic, by_support=by_support)
    context = {
        "call": ProposalsShape.of(call, now), "rows": rows, "topics": topics, "topic": topic if topic in topics else "",
        "sort": "support" if by_support else "", "earlier": number - 1, "later": number + 1 if has_more else 0,
    }  # fmt: skip
    return _unlisted(render(request, "cfp/list.html", context))


@csrf_exempt
def page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """No cookie guards it: a public page has none, and who sends it gains nothing but a mail to an address."""
    return _wanted(request, slug, public_id) if request.method == "POST" else _shown(request, slug, public_id)


@public
def _shown(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    return _page(request, the_listed(call__slug=slug, public_id=public_id), SupportForm())


def _wanted(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    require_readable(request)
    require_own_page(request)
    row, form, reader = (
        the_listed(call__slug=slug, public_id=public_id),
        SupportForm(request.POST),
        reader_of(request),
    )
    if not form.is_valid():
        return unkept(_page(request, row, form, status=422))
    email = form.cleaned_data["email"]
    actions.ask_support(
        row, email, network_of(request), language=reader.lang, tzid=reader.tzid, now=clock.now()
    )
    return unkept(render(request, "cfp/support_sent.html", {"email": email, "shown": ListedProposal.of(row)}))


def _page(request: HttpRequest, row: Proposal, form: SupportForm, status: int = 200) -> HttpResponse:
    call = ProposalsShape.of(row.call, clock.now())
    context = {
        "call": call, "shown": ListedProposal.of(row), "form": form, "problems": field_errors(form) if form.is_bound else []
    }  # fmt: skip
    return _unlisted(render(request, "cfp/proposal.html", context, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Nothing is decided: search engines leave it out."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@by_link
def supporting(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST says yes, or takes it back."""
    key, who = support_of(token)
    row = the_listed(pk=key)
    if request.method == "POST":
        if "back" in request.POST:
            actions.take_support_back(row, who)
        else:
            actions.support(row, who, now=clock.now())
        return HttpResponseRedirect(reader_of(request).link(support_path(key, who)))
    is_in = Support.objects.filter(proposal=row, mailbox=who).exists()
    shown = {"shown": ListedProposal.of(row), "is_in": is_in, "here_path": support_path(key, who)}
    return render(request, "cfp/support.html", shown)
