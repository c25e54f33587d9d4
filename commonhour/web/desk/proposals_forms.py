"""The form of a call for proposals: what it is called, where it leads, when it opens and ends, on a wall somewhere, and what it asks."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.time.zones import instant, wall_of
from commonhour.models import CallForProposals, Series
from commonhour.models.proposals import STATES
from commonhour.web.desk.forms import (
    ClockField,
    DayField,
    LockedForm,
    RowField,
    WebAddressField,
    ZoneField,
)
from commonhour.web.desk.proposals_asked import AskedForm, asked_answers

_END_OF_DAY = dt.time(23, 59)


class ProposalsForm(AskedForm):
    label = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Enter a title.")}
    )
    url = WebAddressField(
        label=_("Link, where proposals are collected elsewhere"), required=False,
        help_text=_("Leave it empty, and they are collected here: people propose on a page of this hub."),
    )  # fmt: skip
    description = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown is understood."),
    )  # fmt: skip
    series = RowField(
        Series.objects.none(),
        label=_("What is it for?"),
        required=False,
        empty_label=_("The whole community"),
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, initial="open")
    opens_on = DayField(label=_("Opens on"), required=False)
    opens_time = ClockField(label=_("at"), required=False)
    ends_on = DayField(label=_("Deadline"), required=False)
    ends_time = ClockField(label=_("at"), required=False)
    zone = ZoneField(required=False)

    def __init__(self, groups: list[int] | None, *args: Any, **kwargs: Any) -> None:
        """`groups` are those whose series may be chosen; None means all, and the whole community too."""
        super().__init__(*args, **kwargs)
        rows = Series.objects.filter(source=None)
        self.fields["series"].queryset = rows if groups is None else rows.filter(group__in=groups)  # type: ignore[attr-defined]
        if groups is not None:
            self.fields["series"].required = True
            self.fields["series"].empty_label = _("Choose")  # type: ignore[attr-defined]
            self.fields["series"].error_messages["required"] = gettext("Say what it is for.")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (
            (found.get("opens_on") or found.get("ends_on"))
            and not found.get("zone")
            and "zone" not in self.errors
        ):
            self.add_error("zone", gettext("Say which time zone the hour is in."))
        if not self.errors and found["opens_on"] and found["ends_on"]:
            facts = self.facts()
            if facts["deadline"] <= facts["opens_at"]:
                self.add_error("ends_on", gettext("The deadline must come after the opening."))
        return found

    def facts(self) -> dict[str, Any]:
        """Fields of the row. A day without a time opens with it, and ends with its last minute."""
        found, zone = self.cleaned_data, self.cleaned_data["zone"]
        opens, ends = found["opens_on"], found["ends_on"]
        return {
            **{name: found[name] for name in ("label", "url", "description", "series", "state")},
            "opens_at": _at(opens, found["opens_time"] or dt.time(), zone) if opens else None,
            "deadline": _at(ends, found["ends_time"] or _END_OF_DAY, zone) if ends else None,
            "tzid": zone if opens or ends else "",
            **self.asked_facts(),
        }


class EditProposalsForm(LockedForm, ProposalsForm):
    field_order = [*ProposalsForm.base_fields, "version"]


def typed(call: CallForProposals) -> dict[str, Any]:
    """A call as the form's answers."""
    opens, ends = (wall_of(at, call.tzid or "UTC") if at else None for at in (call.opens_at, call.deadline))
    return {
        "label": call.label, "url": call.url, "description": call.description, "series": call.series,
        "state": call.state, "opens_on": opens and opens.date(), "opens_time": opens and opens.time(),
        "ends_on": ends and ends.date(), "ends_time": ends and ends.time(), "zone": call.tzid,
    } | asked_answers(call)  # fmt: skip


def _at(day: dt.date, time: dt.time, tzid: str) -> dt.datetime:
    return instant(dt.datetime.combine(day, time), tzid)
