"""The forms of subscribing by mail: the request on the public page, and a subscriber's choices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonhour.core.asking import REMINDERS
from commonhour.core.speech.messages.subscribing import KINDS
from commonhour.reads.subscriber import SubscriberPage
from commonhour.web.desk.forms import LockedForm, MailAddressField, PlainForm, ZoneField

_BEFORE = {10: _("10 minutes before"), 30: _("30 minutes before"), 60: _("1 hour before"), 120: _("2 hours before"),
           1440: _("1 day before"), 2880: _("2 days before")}  # fmt: skip


class AddressForm(PlainForm):
    email = MailAddressField(label=_("Your e-mail address"))


class AskForm(AddressForm):
    kinds = forms.MultipleChoiceField(
        label=_("What should come?"), widget=forms.CheckboxSelectMultiple, initial=["changes"],
        choices=[(kind, _(words)) for kind, words in KINDS.items()],
        error_messages={"required": _("Choose what should come."), "invalid_choice": _("Choose what should come.")},
    )  # fmt: skip


class PreferencesForm(LockedForm):
    tells_changes = forms.BooleanField(
        label=_("Changes"), required=False, help_text=_("What is moved, called off or new, as soon as somebody tells it.")
    )  # fmt: skip
    tells_week = forms.BooleanField(
        label=_("Your week"), required=False, help_text=_("What comes in the next seven days, each Monday at 07:00 in your zone. Quiet weeks are skipped.")
    )  # fmt: skip
    tells_notes = forms.BooleanField(
        label=_("Notes"), required=False, help_text=_("What was said, once the notes are published.")
    )
    invites = forms.BooleanField(
        label=_("The calls in your own calendar"), required=False,
        help_text=_("An invitation that follows every change. Its mails are for your calendar app."),
    )  # fmt: skip
    reminder_minutes = forms.TypedMultipleChoiceField(
        label=_("Reminders"), required=False, coerce=int, choices=[(n, _BEFORE[n]) for n in REMINDERS],
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip
    tzid = ZoneField(label=_("Your time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    @staticmethod
    def facts(page: SubscriberPage) -> dict[str, Any]:
        names = ("tells_changes", "tells_week", "tells_notes", "invites", "tzid", "language")
        return {name: getattr(page, name) for name in names} | {
            "reminder_minutes": list(page.reminder_minutes)
        }
