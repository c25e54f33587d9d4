"""The one form of the first run: what the hub is called, and where its usual hours are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhour.web.desk.forms import PlainForm, ZoneField


class NameForm(PlainForm):
    FACTS = ("title", "tzid", "contact_email")

    title = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    tzid = ZoneField(label=_("Usual time zone"))
    contact_email = forms.EmailField(
        label=_("Contact address"), required=False, help_text=_("Readers write here to propose an event."),
        error_messages={"invalid": _("Enter an e-mail address such as hello@example.org.")},
    )  # fmt: skip
