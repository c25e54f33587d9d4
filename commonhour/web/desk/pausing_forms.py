"""Forms for pausing a series, letting it end, and bringing it back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.web.desk.forms import DayField, LockedForm


class DayForm(LockedForm):
    """`today` is that of the place where the series meets."""

    day = DayField(label=_("From which day on?"))

    def __init__(self, today: dt.date, *args: Any, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(gettext("That is in the past; what was stays as it was."))
        return day


class BringBackForm(DayForm):
    pass


class ConcludeForm(DayForm):
    day = DayField(
        label=_("After which day does it end?"), help_text=_("A date on that day still takes place.")
    )
    reason = forms.CharField(label=_("Why? Everybody can read it"), required=False, max_length=300)
    field_order = ["day", "reason", "version"]


class PauseForm(DayForm):
    day = DayField(label=_("From which day on?"), help_text=_("The first day on which it does not meet."))
    back_on = DayField(
        label=_("Back on"), required=False,
        help_text=_("When you expect to go on. Everybody can read it; dates come only when you bring it back."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why? Everybody can read it"), required=False, max_length=300)
    field_order = ["day", "back_on", "reason", "version"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, back_on = found.get("day"), found.get("back_on")
        if day and back_on and back_on <= day:
            self.add_error("back_on", gettext("Choose a later day than the first one without dates."))
        return found
