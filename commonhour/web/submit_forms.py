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
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.zones import is_fixed
from commonhour.core.typed.time import TypedDoubt, TypedTime, read_time
from commonhour.errors import RefusedInput
from commonhour.models import Group
from commonhour.web.desk import repeats
from commonhour.web.desk.forms import (
    LockedForm,
    MailAddressField,
    PlainForm,
    RowField,
    WebAddressField,
    WeeksField,
)
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
    weeks = WeeksField()
    rrule = forms.CharField(
        required=False, max_length=400, widget=forms.HiddenInput
    )  # of a file, or of a program

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
        choices = [row for row in repeats.labels(first) if row[0] in repeats.PLAIN]
        if rule := str(self["rrule"].value() or ""):
            choices.append((repeats.CUSTOM, self._said(rule[:400])))
        self.fields["repeat"].choices = choices  # type: ignore[attr-defined]

    def _said(self, rule: str) -> str:
        """A rule that none of the choices makes, in words."""
        try:
            return rule_sentence(self._schedule(rule), gettext, words())
        except RefusedInput:
            return rule

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

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            try:
                self.schedule()
            except RefusedInput as refused:
                self.add_error("repeat", in_a_sentence(refused))
        return found

    def schedule(self) -> Schedule:
        """What was typed, once the form is valid."""
        choice, typed = self.cleaned_data.get("repeat") or repeats.ONCE, self.cleaned_data
        if choice == repeats.CUSTOM:
            return self._schedule(typed["rrule"])
        assert self.found is not None
        rule = repeats.base_rule(choice, self.found.wall.date(), typed.get("weeks") or 2)
        return self._schedule(rule)

    def _schedule(self, rule: str) -> Schedule:
        """Raises RefusedInput for a rule that is none, or without a time."""
        if self.found is None:
            raise RefusedInput("typed-nothing")
        wall, tzid = self.found.wall, self.found.tzid
        return Schedule(
            local_wall(wall.date(), wall.time()), tzid, dt.timedelta(minutes=self._minutes()),
            normal_rrule(rule, tzid=tzid, all_day=False) if rule else "",
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
    email = MailAddressField(label=_("Your e-mail address"), help_text=_("Only those who decide see it."))
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


class ChangeSubmissionForm(SubmissionForm, LockedForm):
    """The same by the link of its sender, whose address is proved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
