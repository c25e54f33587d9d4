"""The form by which anybody says whether they come, without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhour.core.replies import Reach
from commonhour.web.desk.forms import MailAddressField, PlainForm

REACHES = [
    (Reach.DATE, _("This date")), (Reach.ON, _("This date and all after it")), (Reach.ALL, _("Every date")),
]  # fmt: skip
_CHOOSE = {
    "required": _("Press one of the two buttons."),
    "invalid_choice": _("Press one of the two buttons."),
}


class ReplyForm(PlainForm):
    email = MailAddressField(
        label=_("Your e-mail address"), help_text=_("Only those who run the call see it.")
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Only those who run the call and take its notes see it."),
    )  # fmt: skip
    reach = forms.ChoiceField(
        label=_("For which dates?"), choices=REACHES, widget=forms.RadioSelect, initial=Reach.DATE,
        error_messages={"required": _("Choose for which dates."), "invalid_choice": _("Choose for which dates.")},
    )  # fmt: skip
    comes = forms.ChoiceField(choices=[("yes", ""), ("no", "")], error_messages=_CHOOSE)

    @property
    def does_come(self) -> bool:
        return bool(self.cleaned_data["comes"] == "yes")
