"""The form for the community's own facts."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.places.secrets import has_secret
from commonhour.web.desk.forms import LockedForm, ZoneField

FACTS = (
    "title",
    "path",
    "description",
    "contact_email",
    "tzid",
    "accent",
    "language",
    "replies_kept_days",
    "notes_frozen_days",
)
_PATH = re.compile(r"^/([\w.~-]+/)*$")
_OURS = (
    "/api/",
    "/calendar/",
    "/convert/",
    "/desk/",
    "/embed/",
    "/groups/",
    "/meetings/",
    "/plan/",
    "/static/",
    "/subscribe/",
)


class CommunityForm(LockedForm):
    title = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    description = forms.CharField(
        label=_("What is it?"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown is understood."),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=_("Contact address"),
        required=False,
        error_messages={"invalid": _("Enter an e-mail address such as hello@example.org.")},
    )
    tzid = ZoneField(label=_("Usual time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Choose a colour such as #0b5d66."), "required": _("Choose a colour.")},
    )  # fmt: skip
    path = forms.CharField(
        label=_("Path of the meetings page"), required=False, max_length=200,
        help_text=_("Where the page has always been, such as /community/meetings/. An old path keeps leading here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    replies_kept_days = forms.IntegerField(
        label=_("Days for which names of who came are kept"), required=False, min_value=0, max_value=365,
        help_text=_("After a date; then only how many there were. Empty: 30."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter a number of days from 0 to 365.")),
    )  # fmt: skip

    notes_frozen_days = forms.IntegerField(
        label=_("Days for which note-takers may change notes"), required=False, min_value=0, max_value=3650,
        help_text=_("After a date; then only who runs the group does. Empty: 30."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter a number of days from 0 to 3650.")),
    )  # fmt: skip

    def clean_notes_frozen_days(self) -> int:
        days = self.cleaned_data["notes_frozen_days"]
        return 30 if days is None else int(days)

    def clean_replies_kept_days(self) -> int:
        days = self.cleaned_data["replies_kept_days"]
        return 30 if days is None else int(days)

    def clean_path(self) -> str:
        path = str(self.cleaned_data["path"]).strip()
        if not path:
            return ""
        path = f"/{path.strip('/')}/" if path.strip("/") else "/"
        if not _PATH.match(path) or "/.." in path or "/./" in path or has_secret(path.strip("/")):
            raise forms.ValidationError(
                gettext(
                    "A path has letters, digits and hyphens between slashes, such as /community/meetings/."
                )
            )
        if path.startswith(_OURS) and path != "/":
            raise forms.ValidationError(gettext("The hub itself uses this path; choose another one."))
        return path

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
