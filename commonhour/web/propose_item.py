"""Proposing something for the agenda of a date: the form, which anybody may send, and the page on which the address says yes."""

import uuid

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.agenda import ask_item, confirm_item, date_taking_items
from commonhour.core.agenda import AskedItem
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.errors import NotFound, UserError
from commonhour.models import AgendaItem, Occurrence
from commonhour.reads.mail_links import asked_item
from commonhour.web.by_link import by_link, for_reader
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.desk.forms import MailAddressField, PlainForm, field_errors
from commonhour.web.documents import the_date
from commonhour.web.door import require_readable
from commonhour.web.public import public, unkept
from commonhour.web.reader import community_of, reader_of
from commonhour.web.voice import in_a_sentence


class ItemForm(PlainForm):
    text = forms.CharField(
        label=_("What should be talked about?"), max_length=300, help_text=_("One line; everybody can read it once it is accepted."),
        error_messages={"required": _("Write what should be talked about.")}, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=80, required=False, help_text=_("It stands beside it on the agenda."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = MailAddressField(
        label=_("Your e-mail address"), help_text=_("Only for the answer; it stands on no page.")
    )


def takes_items(request: HttpRequest, line: ListedDate) -> bool:
    """As the page of a date asks; what comes is looked at again."""
    return line.end > clock.now() and not line.is_cancelled and not community_of(request).submissions_paused


@csrf_exempt
def page(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One mail to the address, and the same answer whether it is known or not. No cookie guards it: a public page has none,
    and who sends it gains nothing but that mail."""
    if request.method != "POST":
        return _asked(request, slug, day)
    require_readable(request)
    require_own_page(request)
    return unkept(_sent(request, the_date(slug, day)))


@public
def _asked(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    line = the_date(slug, day)
    date_taking_items(line.id, clock.now())
    return _form_page(request, line, ItemForm())


def _sent(request: HttpRequest, line: ListedDate) -> HttpResponse:
    form, reader = ItemForm(request.POST), reader_of(request)
    if not form.is_valid():
        return _form_page(request, line, form)
    found = form.cleaned_data
    asked = AskedItem(
        str(uuid.uuid4()), found["email"], line.id, found["text"].strip(), found["name"].strip(), reader.lang, reader.tzid
    )  # fmt: skip
    try:
        ask_item(asked, network_of(request), base_url=settings.BASE_URL, now=clock.now())
    except UserError as error:
        return _form_page(request, line, form, error)
    return render(request, "occurrence/item_sent.html", {"email": asked.email, "line": line})


def _form_page(
    request: HttpRequest, line: ListedDate, form: ItemForm, refused: UserError | None = None
) -> HttpResponse:
    context = {
        "line": line, "form": form, "problems": field_errors(form) if form.is_bound else [],
        "refused": in_a_sentence(refused) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "occurrence/item.html", context, status=status)


@by_link
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is proposed; POST is the yes."""
    asked = asked_item(token, clock.now())
    with for_reader(request, asked.language, asked.tzid):
        is_there = AgendaItem.objects.filter(public_id=asked.key).exists()
        if request.method == "POST":
            confirm_item(token, now=clock.now())
            is_there = True
        line = Occurrence.objects.filter(public_id=asked.date).first_listed()
        if line is None:
            raise NotFound("agenda-link-unknown")
        context = {"asked": asked, "line": line, "is_there": is_there}
        return render(request, "occurrence/item_confirm.html", context)
