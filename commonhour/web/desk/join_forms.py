"""The forms of the ways into a call. Write-only: what is kept is never shown again, not even here."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.models.join_target import KINDS, TIERS
from commonhour.web.desk.forms import LockedForm, PlainForm, WebAddressField

_NUMBER = re.compile(r"(?:tel:)?\+?[\d\s().,/-]{5,60}")


def _passcode(**words: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=_("Passcode"), required=False, max_length=200, widget=widget, **words)


class JoinForm(PlainForm):
    """The main way in."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    url = WebAddressField(
        label=_("Link to the video call"),
        required=True,
        error_messages={"required": _("Enter the link people join by.")},
    )
    passcode = _passcode()


class WayForm(LockedForm):
    """Any of them."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS)
    tier = forms.ChoiceField(label=_("Who is it for?"), choices=TIERS)
    label = forms.CharField(
        label=_("Label"), required=False, max_length=80,
        help_text=_("What its button says besides, such as “From Germany”. Everybody can read it."),
    )  # fmt: skip
    url = forms.CharField(
        label=_("Link or telephone number"), required=False, max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It is kept sealed and never shown here."),
    )  # fmt: skip
    passcode = _passcode()

    def __init__(self, *args: Any, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_kept = is_kept
        if is_kept:
            self.fields["url"].help_text = _(
                "Leave it empty to keep the one that is set. A new one needs its passcode again."
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        typed = found.get("url", "")
        try:
            found["url"] = self._address(found.get("kind", ""), typed)
        except forms.ValidationError as error:
            self.add_error("url", error)
        return found

    def _address(self, kind: str, typed: str) -> str:
        if not typed and not self.is_kept:
            raise forms.ValidationError(gettext("Enter the link or the number people join by."))
        if kind != "dial-in" or typed.lower().startswith("http"):
            return WebAddressField(required=False).clean(typed)
        if typed and not _NUMBER.fullmatch(typed):
            raise forms.ValidationError(gettext("Write a telephone number such as +49 30 123456."))
        return typed and "tel:" + re.sub(r"[\s/]+", "-", typed.lower().removeprefix("tel:"))
