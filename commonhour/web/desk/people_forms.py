"""The forms of the people page: an invitation, and what one is called oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.models import Group, Person
from commonhour.reads.people import without_account
from commonhour.web.desk.forms import PlainForm, RowField

_MODERATOR, _MANAGER = "moderator", "manager"
_ROLES = [(_MODERATOR, _("Moderate one group")), (_MANAGER, _("Edit everything, as a programme manager"))]


class InviteForm(PlainForm):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Nothing is sent: you get a link to pass on. No page shows the address."),
        error_messages={"required": _("Enter an e-mail address."), "invalid": _("Enter an e-mail address such as hello@example.org.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("As pages and the history call them; they can change it.")
    )  # fmt: skip
    role = forms.ChoiceField(label=_("They may"), choices=_ROLES, initial=_MODERATOR)
    group = RowField(
        Group.objects.none(), label=_("Which group?"), required=False, empty_label=_("Choose"),
        error_messages={"invalid_choice": _("Choose a group that is here.")},
    )  # fmt: skip
    person = forms.ChoiceField(
        label=_("Are they named on a page already?"), required=False,
        help_text=_("Then they are that person from now on, and are not listed twice."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.living()  # type: ignore[attr-defined]
        named = [(str(pk), f"{name} · {group}") for pk, name, group in without_account()]
        self.fields["person"].choices = [("", _("No, or not yet")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("role") == _MODERATOR and not found.get("group") and "group" not in self.errors:
            self.add_error("group", gettext("Choose the group."))
        return found

    def is_manager(self) -> bool:
        return bool(self.cleaned_data["role"] == _MANAGER)

    def its_person(self) -> Person | None:
        key = self.cleaned_data["person"]
        return Person.objects.filter(pk=int(key)).first() if key else None


class MyNameForm(PlainForm):
    name = forms.CharField(
        label=_("Your name"), max_length=200, error_messages={"required": _("Enter a name.")},
        help_text=_("As pages and the history call you. Nobody else can change it."),
    )  # fmt: skip
