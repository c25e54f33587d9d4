"""The form that says when a series meets: first date, time, zone, length, how it repeats and when it ends."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core import limits
from commonhour.core.recurrence.rules import normal_rrule, parse_rule, rule_parts
from commonhour.core.schedule.edits import local_wall
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import is_date, parse_wall
from commonhour.errors import UserError
from commonhour.models import Group
from commonhour.web.desk import repeats
from commonhour.web.desk.forms import (
    ClockField,
    DayField,
    PlainForm,
    RowField,
    WebAddressField,
    WeeksField,
    ZoneField,
)
from commonhour.web.voice import in_a_sentence

_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_NEVER, _ON, _AFTER, _KEEP = "never", "on", "after", "keep"
_ENDS = [(_NEVER, _("Never")), (_ON, _("On a date")), (_AFTER, _("After a number of meetings"))]


class ScheduleForm(PlainForm):
    """`schedule()` is what was typed, checked, with its rule as RFC 5545 text."""

    date = DayField(label=_("Date of the first meeting"))
    time = ClockField(label=_("Time"))
    zone = ZoneField()
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=1, max_value=24 * 60, initial=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Enter how many minutes it takes."), "invalid": _("Enter a whole number of minutes."),
                        "min_value": _("It takes at least one minute."), "max_value": _("It takes at most a day (1440 minutes).")},
    )  # fmt: skip
    repeat = forms.ChoiceField(
        label=_("How does it repeat?"), widget=forms.RadioSelect, initial=repeats.WEEKLY,
        error_messages={"required": _("Choose how it repeats."), "invalid_choice": _("Choose how it repeats.")},
    )  # fmt: skip
    weeks = WeeksField()
    rrule = forms.CharField(
        label=_("The rule"), required=False, max_length=400, help_text=_("As in a calendar file: FREQ=MONTHLY;BYDAY=1TU,3TU"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    ends = forms.ChoiceField(
        label=_("When does it end?"), widget=forms.RadioSelect, choices=_ENDS, initial=_NEVER, required=False
    )
    until = DayField(label=_("Last possible date"), required=False)
    count = forms.IntegerField(
        label=_("How many meetings?"), required=False, min_value=1, max_value=limits.COUNT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a whole number of meetings."), "min_value": _("There is at least one meeting."),
                        "max_value": _("That is more meetings than a series can have.")},
    )  # fmt: skip

    def __init__(self, *args: Any, present: Schedule | None = None, **kwargs: Any) -> None:
        """`present` is the schedule that is changed: whole days stay whole days, as many as they were."""
        super().__init__(*args, **kwargs)
        self.present = present
        self.all_day = present is not None and present.is_all_day
        if self.all_day:
            del self.fields["time"], self.fields["minutes"], self.fields["zone"]
        self.fields["repeat"].choices = repeats.labels(self._first_date())  # type: ignore[attr-defined]

    def _first_date(self) -> dt.date | None:
        try:
            found = self.fields["date"].clean(self["date"].value())
        except forms.ValidationError:
            return None
        return found if isinstance(found, dt.date) and _FIRST <= found <= _LAST else None

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if not _FIRST <= day <= _LAST:
            raise forms.ValidationError(gettext("The first meeting is between the years 2000 and 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        self._require(
            found, "repeat", repeats.WEEKS, "weeks", gettext("Enter every how many weeks it meets.")
        )
        self._require(
            found, "repeat", repeats.CUSTOM, "rrule", gettext("Write the rule, or choose another answer.")
        )
        if found.get("repeat") != repeats.ONCE:
            self._require(found, "ends", _ON, "until", gettext("Enter the last possible date."))
            self._require(found, "ends", _AFTER, "count", gettext("Enter how many meetings there are."))
            if (
                found.get("ends") == _ON
                and found.get("until")
                and "date" in found
                and found["until"] < found["date"]
            ):
                self.add_error("until", gettext("It ends before it begins."))
        if not self.errors:
            self._check_rule()
        return found

    def _require(self, found: dict[str, Any], choice: str, value: str, needed: str, sentence: str) -> None:
        if found.get(choice) == value and not found.get(needed) and needed not in self.errors:
            self.add_error(needed, sentence)

    def _check_rule(self) -> None:
        try:
            self.schedule()
        except UserError as error:
            self.add_error(
                "rrule" if self.cleaned_data["repeat"] == repeats.CUSTOM else "repeat", in_a_sentence(error)
            )

    def schedule(self, uid: str = "") -> Schedule:
        """What was typed, as a pure schedule. Raises RefusedInput for a rule that is none."""
        found = self.cleaned_data
        whole = self.present if self.all_day else None
        return Schedule(
            dtstart=local_wall(found["date"], None if whole else found["time"]),
            tzid=whole.tzid if whole else found["zone"],
            duration=whole.duration if whole else dt.timedelta(minutes=found["minutes"]),
            rrule=self._rrule(),
            uid=uid,
        )

    def _rrule(self) -> str:
        return self._rule_of(self.cleaned_data)

    def _rule_of(self, found: dict[str, Any]) -> str:
        if found["repeat"] == repeats.CUSTOM:
            base = found["rrule"].strip().removeprefix("RRULE:")
        else:
            base = repeats.base_rule(found["repeat"], found["date"], found.get("weeks") or 2)
        tzid = found.get("zone") or "UTC"
        if not base:
            return ""
        return normal_rrule(_with_end(base, found), tzid=tzid, all_day=self.all_day)


def _with_end(base: str, found: dict[str, Any]) -> str:
    """The rule with the end that was chosen; one already written into a custom rule stands."""
    has_end = {"COUNT", "UNTIL"} & rule_parts(base).keys()
    if found.get("ends") == _ON and not has_end:
        return f"{base};UNTIL={found['until']:%Y%m%d}"
    return f"{base};COUNT={found['count']}" if found.get("ends") == _AFTER and not has_end else base


class NewSeriesForm(ScheduleForm):
    """A new series: what it is called, whose it is, and when it meets."""

    title = forms.CharField(label=_("Name"), max_length=300, error_messages={"required": _("Enter a name.")})
    group = RowField(
        Group.objects.none(), label=_("Group"), empty_label=None,
        error_messages={"required": _("Choose a group."), "invalid_choice": _("Choose a group of yours.")},
    )  # fmt: skip
    description = forms.CharField(
        label=_("What is it about?"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    region = forms.CharField(label=_("Region"), required=False, max_length=80)
    join_url = WebAddressField(
        label=_("Link to the video call"), required=False,
        help_text=_("Kept sealed; people join through the join page."),
    )  # fmt: skip
    passcode = forms.CharField(
        label=_("Passcode"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, groups: list[int] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Group.objects.living()
        self.has_groups = (rows if groups is None else rows.filter(pk__in=groups)).exists()
        self.fields["group"].queryset = rows if groups is None else rows.filter(pk__in=groups)  # type: ignore[attr-defined]
        if groups is None:
            self.has_groups = True
            self.fields["group"].required = False
            self.fields["group"].empty_label = _("The whole community")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("passcode") and not found.get("join_url") and "join_url" not in self.errors:
            self.add_error("join_url", gettext("Enter the link people join by."))
        return found

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]).strip()


ONE, FOLLOWING, ALL = "one", "following", "all"


class ChangeForm(ScheduleForm):
    """A change of a series. The chosen date decides: `date` is left empty unless it goes to another day."""

    which = forms.ChoiceField(
        choices=[(ONE, ""), (FOLLOWING, ""), (ALL, "")],
        initial=FOLLOWING,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, own_day: dt.date, **kwargs: Any) -> None:
        self.own_day = own_day
        super().__init__(*args, **kwargs)
        self.fields["date"].required = False
        self["date"].label = gettext("Another day, if not its own")
        self.fields["ends"].choices = [(_KEEP, _("As it is now")), *_ENDS]  # type: ignore[attr-defined]

    def _first_date(self) -> dt.date | None:
        return super()._first_date() or self.own_day

    def clean_date(self) -> dt.date:
        self.cleaned_data["another_day"] = self.cleaned_data["date"]
        return super().clean_date() if self.cleaned_data["date"] else self.own_day

    def clean_which(self) -> str:
        return self.cleaned_data["which"] or FOLLOWING

    def shift(self) -> dt.timedelta:
        """By how many days the chosen date moves, and all others with it."""
        day: dt.date = self.cleaned_data["date"]
        return day - self.own_day

    def wall(self, day: dt.date) -> str:
        return local_wall(day, None if self.all_day else self.cleaned_data["time"])

    def rule(self, kept: str, day: dt.date) -> str:
        """The rule from this day on; its end is that of `kept` unless another one was chosen."""
        found = self.cleaned_data | {"date": day}
        if found.get("ends") != _KEEP:
            return self._rule_of(found)
        end = [f"{name}={value}" for name, value in rule_parts(kept).items() if name in ("COUNT", "UNTIL")]
        base = self._rule_of(found | {"ends": _NEVER})
        if not base or not end or {"COUNT", "UNTIL"} & rule_parts(base).keys():
            return base
        return normal_rrule(";".join([base, *end]), tzid=found.get("zone") or "UTC", all_day=self.all_day)


def initial_of(schedule: Schedule) -> dict[str, Any]:
    """A schedule as the form's answers."""
    first = parse_wall(schedule.dtstart)
    choice, weeks = repeats.guess(schedule.rrule, first.date())
    rule = parse_rule(schedule.rrule) if schedule.rrule else None
    return {
        "date": first.date(),
        "time": None if is_date(schedule.dtstart) else first.time(),
        "zone": schedule.tzid,
        "minutes": int(schedule.duration.total_seconds() // 60),
        "repeat": choice,
        "weeks": weeks,
        "rrule": repeats.without_end(schedule.rrule) if choice == repeats.CUSTOM else "",
        "ends": _ON if rule and rule.until else _AFTER if rule and rule.count else _NEVER,
        "until": rule.until.date() if rule and rule.until else None,
        "count": rule.count if rule else None,
    }
