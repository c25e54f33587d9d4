"""What was proposed for the agenda of a date, in the desk: accepted, declined, or added by who keeps the record."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.agenda import add_item, decide_item
from commonhour.errors import NotFound
from commonhour.models import AgendaItem, Occurrence
from commonhour.models.agenda_item import ACCEPTED, DECLINED
from commonhour.reads.agenda import proposed_for
from commonhour.web.desk.forms import LockedForm, PlainForm
from commonhour.web.desk.gate import desk, the_recorded, who
from commonhour.web.desk.said import go, show


class ItemForm(PlainForm):
    text = forms.CharField(
        label=_("One more item"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write what should be talked about.")},
    )  # fmt: skip


class DecisionForm(LockedForm):
    state = forms.ChoiceField(choices=[(ACCEPTED, ""), (DECLINED, "")])
    answer = forms.CharField(
        label=_("A word to who proposed it"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@desk
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_recorded(request, public_id)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_item(date, form.cleaned_data["text"].strip(), now=clock.now(), actor=who(request))
        return go(request, request.path, gettext("It is on the agenda."))
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    path = f"/desk/notes/{date.public_id}/"
    context: dict[str, object] = {"line": line, "form": form, "path": path, "proposed": proposed_for(date)}
    return show(request, "agenda.html", context, status=422 if form.errors else 200)


@desk
def item(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """GET shows it with both answers; POST is one of them."""
    date = the_recorded(request, public_id)
    row = (
        AgendaItem.objects.select_related("occurrence__series__group").filter(occurrence=date, pk=pk).first()
    )
    if row is None:
        raise NotFound("removed-meanwhile")
    form = DecisionForm(request.POST or None, initial={"version": row.version})
    path = f"/desk/notes/{date.public_id}/agenda/"
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        decide_item(row, found["state"], found["answer"], version=found["version"], now=clock.now(), actor=who(request))  # fmt: skip
        is_on = found["state"] == ACCEPTED
        return go(
            request, path, gettext("It is on the agenda.") if is_on else gettext("It is not on the agenda.")
        )
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    context: dict[str, object] = {
        "line": line, "form": form, "path": path, "text": row.text, "name": row.name, "state": row.state,
        "has_address": bool(row.email),
    }  # fmt: skip
    return show(request, "agenda_item.html", context, status=422 if form.errors else 200)
