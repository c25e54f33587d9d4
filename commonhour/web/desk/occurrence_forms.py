"""Forms for one date: where to move it, and why it is called off."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.actions.occurrence import state_token
from commonhour.core.recurrence.expansion import span
from commonhour.core.schedule.edits import local_wall
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import instant, wall_of
from commonhour.models import Occurrence
from commonhour.web.desk.forms import ClockField, DayField, PlainForm, ZoneField

_FARTHEST = dt.timedelta(days=366)


class SeenForm(PlainForm):
    """Carries which state of a date the page showed, so that nobody overwrites what they have not seen."""

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def show_present(self, token: str, reason: str) -> None:
        """What was typed stays, beside it the reason that is stored; the next save is about the date as it is now."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed["seen"] = token
        self.data = typed
        if reason and reason != typed.get("reason", ""):
            for name in self.fields.keys() & {"reason"}:
                self.fields[name].theirs = reason  # type: ignore[attr-defined]


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=_("Why? Everybody can read it"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MoveForm(ReasonForm):
    """A new wall time for one date; a whole day gets another day."""

    date = DayField(label=_("New date"))
    time = ClockField(label=_("New time"))
    zone = ZoneField()
    field_order = ["date", "time", "zone", "reason", "seen"]

    def __init__(self, occurrence: Occurrence, now: dt.datetime, *args: Any, **kwargs: Any) -> None:
        self.occurrence, self.now = occurrence, now
        here = wall_of(occurrence.start, "UTC" if occurrence.all_day else occurrence.tzid)
        initial = {
            "date": here.date(),
            "time": here.time(),
            "zone": occurrence.tzid,
            "reason": occurrence.reason,
            "seen": state_token(occurrence),
        }
        super().__init__(*args, initial=initial, **kwargs)
        if occurrence.all_day:
            del self.fields["time"], self.fields["zone"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            self._check(self.moved_to())
        return found

    def _check(self, start: dt.datetime) -> None:
        if start <= self.now:
            self.add_error("date", gettext("That is in the past."))
        elif start > self.now + _FARTHEST:
            self.add_error("date", gettext("That is more than a year ahead; choose a nearer date."))
        elif start == self.occurrence.start and not self.occurrence.is_cancelled:
            self.add_error("date", gettext("It takes place then already; nothing would change."))

    def wall(self) -> dt.datetime:
        """The naive wall time that was typed."""
        time = self.cleaned_data.get("time") or dt.time()
        return dt.datetime.combine(self.cleaned_data["date"], time)

    def moved_to(self) -> dt.datetime:
        """The instant it moves to, UTC."""
        if self.occurrence.all_day:
            return self.wall().replace(tzinfo=dt.UTC)
        return instant(self.wall(), self.cleaned_data["zone"])

    def place(self) -> tuple[str, str | None]:
        """(wall text, zone or None): in the schedule's own zone whenever that says the same instant."""
        if self.occurrence.all_day:
            return local_wall(self.cleaned_data["date"], None), None
        home = self.occurrence.schedule.tzid if self.occurrence.schedule else self.occurrence.tzid
        text = wall_text(wall_of(self.moved_to(), home))
        if span(text, home, dt.timedelta())[0] == self.moved_to():
            return text, None
        return wall_text(self.wall()), self.cleaned_data["zone"]
