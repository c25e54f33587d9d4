"""The form of a door: when it opens, and what to expect behind it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.door import MOST_MINUTES
from commonhour.core.places.links import split
from commonhour.core.policies import NOTHING_SAID, Policies
from commonhour.web.desk.forms import LockedForm, WebAddressField

_ASKED = {
    "recorded": (_("Is it recorded?"), [("yes", _("Yes")), ("no", _("No")), ("said", _("It is said at the start"))]),
    "bots": (
        _("May bots that take notes come?"),
        [("allowed", _("Yes")), ("ask", _("Whoever brings one asks first")), ("no", _("No"))],
    ),
    "chatham": (_("Does the Chatham House Rule hold?"), [("yes", _("Yes")), ("no", _("No"))]),
}  # fmt: skip


def _choice(name: str) -> forms.ChoiceField:
    label, choices = _ASKED[name]
    return forms.ChoiceField(label=label, choices=[("", ""), *choices], required=False)


class DoorForm(LockedForm):
    """Of the community; with `usual`, of a series, which says only what is otherwise there."""

    door_opens_minutes = forms.IntegerField(
        label=_("How many minutes before the start does the door open?"), min_value=0, max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            name: _("Enter a number of minutes from 0 to 240.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    recorded, bots, chatham = map(_choice, ("recorded", "bots", "chatham"))
    conduct = WebAddressField(label=_("Code of conduct"), required=False)
    antitrust = forms.CharField(
        label=_("Antitrust policy"), required=False, max_length=300, help_text=_("A link or a sentence.")
    )
    line = forms.CharField(
        label=_("Anything else to know"), required=False, max_length=200,
        help_text=_("One line, such as “Cameras are optional.” Everybody can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, usual: tuple[Policies, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["door_opens_minutes"].required = usual is None
        for name in _ASKED:
            self._name_nothing(name, gettext("Nothing is said") if usual is None else gettext("As usual"))
        if usual is not None:
            self._tell_usual(*usual)

    def _name_nothing(self, name: str, words: str) -> None:
        field = self.fields[name]
        field.choices = [("", words), *field.choices[1:]]  # type: ignore[attr-defined]

    def _tell_usual(self, policies: Policies, minutes: int) -> None:
        """What holds where this series says nothing."""
        self.fields["door_opens_minutes"].help_text = gettext("Empty means as usual: {minutes}.").format(
            minutes=minutes
        )
        for name, value in policies.as_json().items():
            if name in _ASKED:
                words = dict(_ASKED[name][1])[value]
                self._name_nothing(name, gettext("As usual: {text}").format(text=words))
            else:
                self.fields[name].help_text = gettext("Empty means as usual: {text}").format(text=value)

    def clean_conduct(self) -> str:
        address = str(self.cleaned_data["conduct"])
        if address and split(address) is None:
            raise forms.ValidationError(gettext("Write the whole address, beginning with https://."))
        return address

    def policies(self) -> Policies:
        return Policies(**{name: self.cleaned_data[name].strip() for name in NOTHING_SAID.__slots__})
