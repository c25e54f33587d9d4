"""The form of a place that is told: what its service asks for, and what the place wants to hear."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.reminders import CHOICES
from commonhour.gateways.senders.service import Field, Service
from commonhour.web.desk.forms import LockedForm, WebAddressField

_SPANS = {10: _("10 minutes before"), 30: _("30 minutes before"), 60: _("1 hour before"), 180: _("3 hours before"),
          1440: _("1 day before"), 2880: _("2 days before")}  # fmt: skip
REMINDERS = [(str(minutes), _SPANS[minutes]) for minutes in CHOICES]


class DestinationForm(LockedForm):
    """`is_new` asks for the whole address; else what is left empty stays as it is."""

    label = forms.CharField(
        label=_("What it is called here"), max_length=100, help_text=_("Such as “#wg-metrics”. Everybody of the desk sees it."),
        error_messages={"required": _("Enter a name.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    tells_changes = forms.BooleanField(
        label=_("Changes that are told: moved, cancelled, new"), required=False
    )
    tells_week = forms.BooleanField(label=_("The week’s calls, on Monday at 7:00"), required=False)
    tells_notes = forms.BooleanField(label=_("Notes, once they are published"), required=False)
    reminders = forms.MultipleChoiceField(
        label=_("Reminders"), choices=REMINDERS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, service: Service, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        if is_new:
            del self.fields["version"]
        for field in service.fields:
            self.fields[field.name] = _form_field(field, is_new)
        self.order_fields(["label", *(field.name for field in service.fields)])

    @property
    def address_fields(self) -> list[forms.BoundField]:
        return [self[field.name] for field in self.service.fields]

    def address(self) -> dict[str, str]:
        return {field.name: self.cleaned_data[field.name] for field in self.service.fields}

    def facts(self) -> dict[str, Any]:
        found = {
            name: self.cleaned_data[name]
            for name in ("label", "language", "tells_changes", "tells_week", "tells_notes")
        }
        return found | {"reminder_minutes": sorted(int(one) for one in self.cleaned_data["reminders"])}


def _form_field(field: Field, is_new: bool) -> forms.Field:
    hint = gettext(field.hint) if field.hint else ""
    if not is_new:
        hint = gettext("Left empty, it stays as it is.")
    options: dict[str, Any] = {
        "label": gettext(field.label), "help_text": hint, "required": is_new,
        "error_messages": {"required": gettext("This is needed to write there.")},
    }  # fmt: skip
    if field.kind == "web":
        return WebAddressField(**options)
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if field.kind == "mail":
        return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs=attrs), **options)
    kind = forms.PasswordInput if field.kind == "secret" else forms.TextInput
    return forms.CharField(max_length=500, widget=kind(attrs=attrs), **options)
