"""The forms by which reviewers say what they think of a proposal, and those who decide write to its speakers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.speech.messages.decision import REASONS
from commonhour.web.desk.forms import LockedForm, PlainForm

SCORES = [
    ("5", _("5 – by all means")), ("4", _("4 – rather yes")), ("3", _("3 – undecided")), ("2", _("2 – rather not")),
    ("1", _("1 – no")),
]  # fmt: skip
NEAR = "near"


def _reasons() -> list[tuple[str, str]]:
    return [("", gettext("Your own words")), *((code, gettext(text)) for code, text in REASONS.items())]


class ReviewForm(PlainForm):
    """`version` is that of one's own review as it was shown; empty for the first one."""

    score = forms.ChoiceField(
        label=_("What do you think of it?"), choices=[*SCORES, (NEAR, _("I am too near to it to judge"))],
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the five scores.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Why?"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Other reviewers read it when they have said what they think."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def given(self) -> int | None:
        score = self.cleaned_data["score"]
        return None if score == NEAR else int(score)


class RemarkForm(PlainForm):
    text = forms.CharField(
        label=_("Say something to the other reviewers"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what the others should read.")},
    )  # fmt: skip


class WordsForm(PlainForm):
    """What goes with an answer. `verb` is the button: "decline", "waitlist" or "ask"."""

    reason = forms.ChoiceField(label=_("Why not?"), choices=_reasons, required=False)
    words = forms.CharField(
        label=_("What should the speakers read?"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    verb = forms.ChoiceField(
        choices=[(one, "") for one in ("decline", "waitlist", "ask")], widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """`reason` stays a code: it is told in the language of the speakers."""
        found = super().clean() or {}
        found["words"] = str(found.get("words") or "").strip()
        if found.get("verb") != "decline":
            found["reason"] = ""
        if found.get("verb") == "ask" and not found["words"]:
            self.add_error("words", gettext("Write what its speakers should read."))
        return found


class AnswerForm(LockedForm, WordsForm):
    pass


class SlotForm(LockedForm):
    """`series` is in whose dates one is chosen, `slot` the key of a choice (`reads/slot.py`); "" is no date yet."""

    series = forms.ChoiceField(label=_("In which series?"), required=False)
    slot = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("A word to the speakers"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes with the mail."),
    )  # fmt: skip

    def __init__(
        self, series: Sequence[tuple[str, str]], keys: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = series  # type: ignore[attr-defined]
        self.fields["slot"].choices = [("", ""), *((key, key) for key in keys)]  # type: ignore[attr-defined]
        self.fields["slot"].error_messages["invalid_choice"] = _("Choose one of these dates.")

    @property
    def dates(self) -> list[int]:
        """Their ids."""
        return [int(key) for key in self.cleaned_data["slot"].split("-") if key]
