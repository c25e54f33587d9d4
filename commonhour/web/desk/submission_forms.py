"""The forms by which somebody decides about what was sent in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhour.web.desk.forms import LockedForm, PlainForm

_REASONS = [
    ("", _("Your own words")),
    (_("It is not about what this community does."), _("It is not about what this community does.")),
    (_("It is not open to everybody."), _("It is not open to everybody.")),
    (_("It is in the calendar already."), _("It is in the calendar already.")),
    (_("There is too little about it yet."), _("There is too little about it yet.")),
]


class SeenForm(LockedForm):
    """Which state of it somebody decided on, and a word to its sender."""

    words = forms.CharField(
        label=_("A word to the sender"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It goes with the mail that says yes."),
    )  # fmt: skip


class AnswerForm(LockedForm):
    """`verb` is the button: "decline", or "ask"."""

    reason = forms.ChoiceField(label=_("Why not?"), choices=_REASONS, required=False)
    words = forms.CharField(
        label=_("What should the sender read?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    verb = forms.ChoiceField(choices=[("decline", ""), ("ask", "")], required=False)

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        said = [str(found.get("reason") or ""), str(found.get("words") or "").strip()]
        is_question = found.get("verb") == "ask"
        found["words"] = said[1] if is_question else " ".join(filter(None, said))
        if not found["words"]:
            self.add_error("words", _("Write what its sender should read."))
        return found


class SettleForm(LockedForm):
    """Of a change that was asked for; `verb` is the button: "grant", or "refuse"."""

    words = forms.CharField(
        label=_("A word to the sender"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    verb = forms.ChoiceField(choices=[("grant", ""), ("refuse", "")])

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("verb") == "refuse" and not str(found.get("words") or "").strip():
            self.add_error("words", _("Write what its sender should read."))
        return found


class PauseForm(PlainForm):
    why = forms.CharField(
        label=_("Why nothing can be sent in for now"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
