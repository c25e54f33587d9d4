"""The forms of the people pages: an invitation, until when a role lasts, and what one is called oneself."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.grants import Terms
from commonhour.core.rights import OF_A_GROUP, OF_EITHER, Actor, Role, Verb
from commonhour.core.speech.roles import CHOICES
from commonhour.models import Group, Person
from commonhour.reads.people import without_account
from commonhour.web.desk.forms import DayField, PlainForm, RowField
from commonhour.web.desk.persons_forms import EVERYWHERE

_LAST_DAY = _("The last day. Empty: until somebody ends it.")


class InviteForm(PlainForm):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("No page shows it to anybody but programme managers."),
        error_messages={"required": _("Enter an e-mail address."), "invalid": _("Enter an e-mail address such as hello@example.org.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("As pages and the history call them; they can change it.")
    )  # fmt: skip
    role = forms.ChoiceField(label=_("What they may do"), widget=forms.RadioSelect)
    group = RowField(
        Group.objects.none(), label=_("Which group?"), required=False, empty_label=_("Choose"),
        error_messages={"invalid_choice": _("Choose a group that is here.")},
    )  # fmt: skip
    since = DayField(label=_("From"), required=False, help_text=_("Empty: from now on."))
    until = DayField(label=_("Until"), required=False, help_text=_LAST_DAY)
    person = forms.ChoiceField(
        label=_("Are they named on a page already?"), required=False,
        help_text=_("Then they are that person from now on, and are not listed twice."),
    )  # fmt: skip
    by_mail = forms.BooleanField(label=_("Send it by mail"), required=False)

    def __init__(self, actor: Actor, tzid: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.tzid = actor, tzid
        mine = actor.groups(Verb.GRANT)
        anywhere = [None, *(mine or ())] if mine is not None else [None, 0]
        roles = [role for role in CHOICES if any(role in actor.gives(one) for one in anywhere)]
        self.fields["role"].choices = [(role.value, gettext(CHOICES[role])) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.MODERATOR if Role.MODERATOR in roles else Role.NOTE_TAKER
        groups = Group.objects.living() if mine is None else Group.objects.living().filter(pk__in=mine)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        named = [(str(pk), f"{name} · {group}") for pk, name, group in without_account(mine)]
        self.fields["person"].choices = [("", _("No, or not yet")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        role, group = found.get("role"), found.get("group")
        if role in OF_A_GROUP and "group" not in self.errors:
            if not group:
                self.add_error("group", gettext("Choose the group."))
            elif not self.actor.may_give(Role(role), group.pk):
                self.add_error("role", gettext("You cannot give this role in {group}.").format(group=group))
        if (
            role in OF_EITHER
            and "group" not in self.errors
            and not self.actor.may_give(Role(role), group.pk if group else None)
        ):
            self.add_error("group", gettext("Choose a group that you look after."))
        begins, ends = found.get("since"), found.get("until")
        if ends and ends < max(begins or ends, self._today()):
            self.add_error("until", gettext("The last day must be today or later, and not before the first."))
        return found

    def _today(self) -> dt.date:
        return clock.now().astimezone(ZoneInfo(self.tzid)).date()

    def terms(self) -> Terms:
        found, role = self.cleaned_data, Role(self.cleaned_data["role"])
        group = found["group"] if role in OF_A_GROUP | OF_EITHER else None
        return Terms(role, group, first_of(found["since"], self.tzid), end_of(found["until"], self.tzid))

    def its_person(self) -> Person | None:
        key = self.cleaned_data["person"]
        return Person.objects.filter(pk=int(key)).first() if key else None


class UntilForm(PlainForm):
    """`seen` is the end that was shown, so that nobody overwrites another one silently."""

    until = DayField(label=_("Until"), required=False, help_text=_LAST_DAY)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class MyNameForm(PlainForm):
    name = forms.CharField(
        label=_("Your name"), max_length=200, error_messages={"required": _("Enter a name.")},
        help_text=_("As pages and the history call you. Nobody else can change it."),
    )  # fmt: skip
    everywhere = forms.BooleanField(label=EVERYWHERE, required=False)


def first_of(day: dt.date | None, tzid: str) -> dt.datetime | None:
    """The instant at which a day of the reader's begins."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(tzid)).astimezone(dt.UTC) if day else None


def end_of(day: dt.date | None, tzid: str) -> dt.datetime | None:
    return first_of(day + dt.timedelta(days=1), tzid) if day and day < dt.date.max else None
