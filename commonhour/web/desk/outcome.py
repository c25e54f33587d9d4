"""What became of a date, in the desk: it was held, or it did not take place and why."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.notes.outcome import HELD, NOT_HELD, set_outcome
from commonhour.errors import Conflict
from commonhour.models import Occurrence
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import desk, the_recorded, who
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_CHOICES = [
    (HELD, _("It was held")),
    (NOT_HELD, _("It did not take place")),
    ("", _("Nobody says yet")),
]


class OutcomeForm(PlainForm):
    """`seen` is the outcome that the page showed."""

    outcome = forms.ChoiceField(
        label=_("Was it held?"), choices=_CHOICES, required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why not? Everybody can read it"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    was = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


@desk
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_recorded(request, public_id)
    kept = {"outcome": date.outcome, "reason": date.outcome_reason, "was": date.outcome}
    form = OutcomeForm(request.POST or None, initial=kept)
    conflict = ""
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            set_outcome(
                date, found["outcome"], found["reason"], seen=found["was"], now=clock.now(), actor=who(request)
            )  # fmt: skip
            return go(request, f"/desk/occurrence/{date.public_id}/", _said(found["outcome"]))
        except Conflict as refused:
            conflict = in_a_sentence(refused)
            form = OutcomeForm(initial=found | {"was": date.outcome})
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    context: dict[str, object] = {
        "line": line, "form": form, "conflict": conflict, "is_ahead": date.start > clock.now(),
        "date_path": f"/desk/occurrence/{date.public_id}/",
    }  # fmt: skip
    return show(request, "outcome.html", context, status=409 if conflict else 422 if form.errors else 200)


def _said(outcome: str) -> str:
    if outcome == NOT_HELD:
        return gettext("Its page says that it did not take place.")
    return (
        gettext("Its page says that it was held.") if outcome else gettext("Its page says neither any more.")
    )
