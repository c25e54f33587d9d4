"""The forms for what a series asks about who comes, and for how many were there."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.limits import IN_A_REQUEST_BYTES, ROOM
from commonhour.errors import RefusedInput
from commonhour.formats.participants import people_in, people_in_file
from commonhour.web.desk.forms import LockedForm
from commonhour.web.voice import in_a_sentence

RULES = ("takes_replies", "capacity", "keeps_attendance")


def _number(label: Any, help_text: Any, least: int) -> forms.IntegerField:
    said = _("Enter a whole number.")
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=least, max_value=ROOM,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": said, "min_value": said, "max_value": said},
    )  # fmt: skip


class ReplyRulesForm(LockedForm):
    takes_replies = forms.BooleanField(
        label=_("Ask people whether they come"), required=False,
        help_text=_("They answer without an account, for one date, from a date on, or for every date. Everybody sees how many come, you see who."),
    )  # fmt: skip
    capacity = _number(
        _("How many places are there?"),
        _("Whoever says yes later waits, and moves up when somebody cannot come. Empty: room for all."),
        1,
    )
    keeps_attendance = forms.BooleanField(
        label=_("Count afterwards who was there"), required=False,
        help_text=_("Only the number is kept, and only the desk shows it."),
    )  # fmt: skip


class AttendanceForm(LockedForm):
    number = _number(_("How many were there?"), "", 0)
    people = forms.CharField(
        label=_("Or the list of who was there"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One name or address a line, or the CSV of Zoom, Meet or Teams. They are counted, and not kept."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or a CSV file"), required=False)

    def clean_file(self) -> int | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > IN_A_REQUEST_BYTES:
            raise forms.ValidationError(gettext("This file is too big for a list of participants."))
        return self._counted(people_in_file, file.read())

    def clean_people(self) -> int | None:
        typed = self.cleaned_data["people"]
        return self._counted(people_in, typed) if typed.strip() else None

    def _counted(self, reader: Any, given: Any) -> int:
        try:
            return min(int(reader(given)), ROOM)
        except RefusedInput as error:
            raise forms.ValidationError(in_a_sentence(error)) from error

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        given = [found[name] for name in ("number", "people", "file") if found.get(name) is not None]
        if len(given) > 1 and len(set(given)) > 1:
            raise forms.ValidationError(gettext("A number or a list: give only one of them."))
        found["counted"] = given[0] if given else None
        return found
