"""The form in which the notes of a date are written."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonhour.actions.notes.keeping import FACTS
from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.models import Notes
from commonhour.web.desk.forms import PlainForm, WebAddressField


class TextField(forms.CharField):
    """A text as it was typed, with line feeds alone, whatever a browser sends."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"max_length": _("These notes are longer than the hub keeps.")}
        super().__init__(
            required=False, strip=False, max_length=NOTES_CHARACTERS, error_messages=said, **kwargs
        )

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class TextForm(PlainForm):
    """What is typed, to see what is read in it."""

    text = TextField(
        label=_("Agenda and notes"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true", "aria-describedby": "saved"}),
    )


class NotesForm(TextForm):
    """`base` is the text that somebody saw, `unanswered` what a script sent last without an answer, and beside each fact lies
    what it was: what somebody else saved since is neither lost nor written over."""

    base = TextField(widget=forms.HiddenInput)
    unanswered = TextField(widget=forms.HiddenInput)
    recording = WebAddressField(label=_("Recording"), required=False, show_hidden_initial=True)
    slides = WebAddressField(label=_("Slides"), required=False, show_hidden_initial=True)
    is_nameless = forms.BooleanField(
        label=_("Chatham House rule: no names in these notes, and none in their history"), required=False,
        show_hidden_initial=True,
    )  # fmt: skip

    def changed_facts(self) -> dict[str, tuple[Any, Any]]:
        """What was seen and what was made of it, of each fact that was changed."""
        sides = {name: (self._seen(name), self.cleaned_data[name]) for name in FACTS}
        return {name: both for name, both in sides.items() if both[0] != both[1]}

    def _seen(self, name: str) -> Any:
        seen = str(self.data.get(self.add_initial_prefix(name), ""))
        return seen == "True" if name == "is_nameless" else seen

    def beside(self, present: Notes) -> "NotesForm":
        """The same form, typed as it was, with what is saved beside each fact; the next save goes through."""
        form = NotesForm(
            self._with({self.add_initial_prefix(name): getattr(present, name) for name in FACTS})
        )
        if form.is_valid():
            for name in form.changed_facts():
                form.fields[name].theirs = str(getattr(present, name) or "—")  # type: ignore[attr-defined]
        return form

    def put_together(self, text: str, base: str) -> "NotesForm":
        return NotesForm(self._with({"text": text, "base": base, "unanswered": ""}))

    def _with(self, values: dict[str, Any]) -> QueryDict:
        typed: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            typed[name] = str(value)
        return typed
