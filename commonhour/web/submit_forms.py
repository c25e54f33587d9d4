"""The form by which anybody sends in a meeting: its time as people type it, and what that was understood to be."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule.edits import local_wall
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.sending_in import SentIn
from commonhour.core.time.zones import is_fixed
from commonhour.core.typed.time import TypedDoubt, TypedTime, read_time
from commonhour.errors import RefusedInput
from commonhour.models import Group
from commonhour.web.desk import repeats
from commonhour.web.desk.forms import PlainForm, RowField, WebAddressField
from commonhour.web.voice import in_a_sentence, words

_USUAL_MINUTES = 60
_LONGEST = 24 * 60


class WhenForm(PlainForm):
    """When it is. `question` is what must be answered first, `assumed` what the text left open."""

    when = forms.CharField(
        label=_("When is it?"), max_length=120,
        help_text=_("As you would write it, with the city whose clock counts: “Thu 3 Dec 16:00–17:00 Madrid”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write when it is, such as “Thu 3 Dec 16:00 Madrid”.")},
    )  # fmt: skip
    repeat = forms.ChoiceField(
        label=_("How does it repeat?"), widget=forms.RadioSelect, initial=repeats.ONCE, required=False,
        error_messages={"invalid_choice": _("Choose how it repeats.")},
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("Every how many weeks?"), required=False, min_value=1, max_value=52, initial=2,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a number of weeks from 1 to 52."), "min_value": _("Enter a number of weeks from 1 to 52."),
                        "max_value": _("Enter a number of weeks from 1 to 52.")},
    )  # fmt: skip

    def __init__(self, *args: Any, tzid: str, **kwargs: Any) -> None:
        """`tzid` is the zone of who writes: it counts where none was typed."""
        super().__init__(*args, **kwargs)
        self.tzid = tzid
        self.found: TypedTime | None = None
        self.question: TypedDoubt | None = None
        self.refused = ""
        typed = str(self["when"].value() or "").strip()
        if typed:
            self._read(typed[:120])
        first = self.found.wall.date() if self.found else None
        self.fields["repeat"].choices = [  # type: ignore[attr-defined]
            row for row in repeats.labels(first) if row[0] in repeats.PLAIN
        ]

    def _read(self, typed: str) -> None:
        try:
            found = read_time(typed, clock.now(), self.tzid, gettext, words())
        except RefusedInput as refused:
            self.refused = in_a_sentence(refused)
            return
        if isinstance(found, TypedDoubt):
            self.question = found
        else:
            self.found = found

    def clean_when(self) -> str:
        typed = str(self.cleaned_data["when"]).strip()
        if self.question or self.found is None:
            raise forms.ValidationError(self.question.sentence if self.question else self.refused)
        if is_fixed(self.found.tzid) and self.found.tzid != "UTC":
            raise forms.ValidationError(
                gettext("Name the city whose clock counts: an offset alone is wrong after the clocks change.")
            )
        if self.found.instant <= clock.now():
            raise forms.ValidationError(gettext("That is over. Write the next date."))
        if self._minutes() > _LONGEST:
            raise forms.ValidationError(gettext("It takes at most a day (1440 minutes)."))
        return typed

    def _minutes(self) -> int:
        end = self.found.end if self.found else None
        return int(end.total_seconds() // 60) if end else _USUAL_MINUTES

    def schedule(self, uid: str = "") -> Schedule:
        """What was typed, once the form is valid."""
        assert self.found is not None
        wall, tzid = self.found.wall, self.found.tzid
        choice = self.cleaned_data.get("repeat") or repeats.ONCE
        rule = repeats.base_rule(choice, wall.date(), self.cleaned_data.get("weeks") or 2)
        return Schedule(
            local_wall(wall.date(), wall.time()), tzid, dt.timedelta(minutes=self._minutes()),
            normal_rrule(rule, tzid=tzid, all_day=False) if rule else "", uid=uid,
        )  # fmt: skip


class AboutForm(PlainForm):
    """What it is and who sends it; whose it is may be left open."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("Enter a name.")}
    )
    about = forms.CharField(
        label=_("What is it about, and for whom?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence about it.")},
    )  # fmt: skip
    link = WebAddressField(
        label=_("Link by which people join"), help_text=_("It is kept sealed: people join through a page of the hub."),
        error_messages={"required": _("Enter the link people join by.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, help_text=_("Only those who decide see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter an e-mail address."), "invalid": _("Enter an e-mail address such as hello@example.org."),
                        "max_length": _("Enter an e-mail address such as hello@example.org.")},
    )  # fmt: skip
    group = RowField(
        Group.objects.none(), label=_("Does it belong to a group?"), required=False, empty_label=_("I do not know, or the whole community"),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.living()
        field = self.fields["group"]
        field.queryset = groups  # type: ignore[attr-defined]
        named = groups.values_list("slug", "name")
        field.choices = [("", field.empty_label), *named]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """In the form in which every other address of the hub is kept."""
        return str(self.cleaned_data["email"]).casefold()

    def sent(self, typed: str, schedule: Schedule) -> SentIn:
        """`typed` is how the time of the schedule was written."""
        found = self.cleaned_data
        return SentIn(
            found["title"].strip(), found["about"].strip(), found["name"].strip(), found["link"], typed, schedule,
            found["group"].pk if found["group"] else None,
        )  # fmt: skip


class SubmissionForm(AboutForm, WhenForm):
    """Six answers are needed."""

    def sent_in(self) -> SentIn:
        return self.sent(self.cleaned_data["when"], self.schedule())


class ChangeSubmissionForm(SubmissionForm):
    """The same by the link of its sender, whose address is proved."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={
        "required": _("The page was incomplete; open it again."), "invalid": _("The page was incomplete; open it again."),
    })  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
