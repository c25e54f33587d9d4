"""The forms of a person: another name, who they are too, and the word that erases them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.models import Person
from commonhour.web.desk.forms import PlainForm

EVERYWHERE = _("In the history too; this cannot be undone")


class RenameForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    everywhere = forms.BooleanField(label=EVERYWHERE, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


class MergeForm(PlainForm):
    """Who signs in stays; of two who do not, the one whose page this is."""

    other = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who else is this?"), empty_label=_("Choose"),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person who is here.")},
    )  # fmt: skip
    name = forms.CharField(required=False, max_length=200)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        others = Person.objects.filter(merged_into=None).exclude(pk=person.pk)
        others = others.filter(user=None) if person.user_id else others
        self.fields["other"].queryset = others.order_by("name", "pk")  # type: ignore[attr-defined]

    def kept_and_gone(self) -> tuple[Person, Person]:
        other: Person = self.cleaned_data["other"]
        return (other, self.person) if other.user_id else (self.person, other)


class EraseForm(PlainForm):
    """`name` is what has to be typed."""

    typed = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    speakers = forms.BooleanField(label=_("Among the speakers of sessions too"), required=False)

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["typed"].label = gettext("Type “{name}” to erase them").format(name=name)

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if " ".join(typed.split()) != " ".join(self.name.split()):
            raise forms.ValidationError(gettext("Type it exactly as it stands there."))
        return typed
