"""The forms of a space: its name and description, and where its groups go when it is removed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhour.models import Space
from commonhour.web.desk.forms import LockedForm, PlainForm

_NOWHERE = "-"  # no slug is this


class SpaceForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    description = forms.CharField(
        label=_("What is it for?"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Markdown is understood."),
    )  # fmt: skip


class EditSpaceForm(LockedForm, SpaceForm):
    field_order = ["name", "description", "version"]


class RemoveSpaceForm(PlainForm):
    """Of an empty space nothing is asked."""

    into = forms.ChoiceField(
        label=_("Where do its groups go?"),
        error_messages={"required": _("Say where its groups go."), "invalid_choice": _("Choose a space that is here.")},
    )  # fmt: skip

    def __init__(self, space: Space, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {one.slug: one for one in Space.objects.exclude(pk=space.pk)}
        if space.groups.exists():
            named = [(slug, one.name) for slug, one in self.spaces.items()]
            self.fields["into"].choices = [("", _("Choose")), *named, (_NOWHERE, _("Into no space"))]  # type: ignore[attr-defined]
        else:
            del self.fields["into"]

    def chosen(self) -> Space | None:
        return self.spaces.get(self.cleaned_data.get("into", _NOWHERE))
