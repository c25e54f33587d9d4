"""The form that takes a meetings page or a calendar, as a file or as pasted text."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.models import Group
from commonhour.web.desk.forms import PlainForm, RowField, WebAddressField

_KINDS = [
    ("", _("Find out by itself")),
    ("page", _("A meetings page (Markdown)")),
    ("calendar", _("A calendar (.ics)")),
    ("sigs", _("A list of groups (sigs.yaml)")),
    ("irc-meetings", _("A meeting of irc-meetings (YAML)")),
    ("rust-calendar", _("A calendar as TOML")),
    ("yaml2ics", _("A calendar as YAML (yaml2ics)")),
    ("list", _("A list of groups or calls (YAML, JSON or TOML)")),
    ("charter", _("A charter with front matter (Markdown)")),
    ("node-meetings", _("A meeting as JSON (Node.js)")),
    ("notes", _("Notes of meetings (Markdown, text, HTML, mails)")),
]


class ImportForm(PlainForm):
    file = forms.FileField(
        label=_("File"), required=False, max_length=200, allow_empty_file=True,
        help_text=_("A meetings page (.md) or a calendar (.ics), at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.markdown,.txt,.ics,.ical,.html,.mbox,.json,text/calendar,text/markdown"}),
    )  # fmt: skip
    address = WebAddressField(
        label=_("Or its address"), required=False, help_text=_("Of a public file, such as a page in a repository, or of an .ics calendar.")
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or paste its text"), required=False, max_length=STAFF_BODY_BYTES, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What is it?"), choices=_KINDS, required=False)
    group = RowField(
        Group.objects.all(), label=_("Put every call of the calendar, or the notes, into"), required=False,
        empty_label=_("the group that each one matches"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        is_given = found.get("file") or found.get("address") or (found.get("text") or "").strip()
        if not is_given and not self.errors:
            self.add_error("file", gettext("Choose a file, give its address, or paste its text."))
        return found

    def its_address(self) -> str:
        """Where it is, when no file was handed in."""
        return "" if self.cleaned_data.get("file") else self.cleaned_data.get("address") or ""

    def upload(self) -> tuple[str, bytes]:
        """(name, bytes) of the file or the text; the file when both were handed in."""
        file = self.cleaned_data.get("file")
        if file:
            return _plain_name(file.name), file.read()
        text = self.cleaned_data["text"]
        is_calendar = self.cleaned_data["kind"] == "calendar" or re.search(r"^\s*BEGIN:V", text, re.I)
        return ("pasted.ics" if is_calendar else "pasted.md"), text.encode()


def _plain_name(name: str) -> str:
    """The last part of a file's name, without anything odd in it."""
    short = re.sub(r"[^\w .()\-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return short[-120:] or "upload"
