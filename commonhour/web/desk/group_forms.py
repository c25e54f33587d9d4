"""Forms for a group: its facts, and its goals, people and channels as rows."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.draft import DraftChannel, DraftGoal, DraftPerson
from commonhour.core.slugs import slugify
from commonhour.models import Group, Space
from commonhour.models.channel import KINDS as CHANNEL_KINDS
from commonhour.models.group import KINDS, STATES
from commonhour.web.desk.forms import DayField, LockedForm, PlainForm, RowField

_MOST_ROWS = 60


class NewGroupForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    space = RowField(Space.objects.all(), label=_("Space"), required=False, empty_label=_("None"))
    description = forms.CharField(
        label=_("What is it for?"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown is understood."),
    )  # fmt: skip

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()


class GroupForm(LockedForm, NewGroupForm):
    state = forms.ChoiceField(
        label=_("State"), choices=STATES,
        help_text=_("Its series and their dates stay as they are: pause a series below, or call dates off with a break."),
    )  # fmt: skip
    state_reason = forms.CharField(label=_("Why that state?"), required=False, max_length=300)
    parent = RowField(
        Group.objects.none(),
        label=_("Part of"),
        required=False,
        empty_label=_("No other group"),
    )
    region = forms.CharField(label=_("Region"), required=False, max_length=80)
    lead_organisation = forms.CharField(label=_("Led by the organisation"), required=False, max_length=120)
    slug = forms.CharField(
        label=_("Address"), max_length=64, error_messages={"required": _("Enter an address.")},
        help_text=_("The last part of its page’s address. The old address keeps leading here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ["name", "kind", "space", "parent", "state", "state_reason", "region", "lead_organisation",
                   "description", "slug", "version"]  # fmt: skip

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, initial=facts_of(group) | {"version": group.version}, **kwargs)
        self.fields["parent"].queryset = Group.objects.exclude(pk__in=_below(group))  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip()
        if slug != slugify(slug) or slug == "new":
            raise forms.ValidationError(
                gettext("Use small letters, digits and hyphens, such as metrics-group.")
            )
        if Group.every.filter(slug=slug).exclude(pk=self.group.pk).exists():
            raise forms.ValidationError(gettext("Another group has this address."))
        return slug

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def facts_of(group: Group) -> dict[str, object]:
    names = (
        "name",
        "kind",
        "space",
        "parent",
        "state",
        "state_reason",
        "region",
        "lead_organisation",
        "description",
        "slug",
    )
    return {name: getattr(group, name) for name in names}


def _below(group: Group) -> set[int]:
    """A group and everything under it: none of them can be its parent."""
    pairs = list(Group.objects.exclude(parent=None).values_list("pk", "parent_id"))
    found, size = {group.pk}, 0
    while len(found) > size:
        size = len(found)
        found |= {pk for pk, parent in pairs if parent in found}
    return found


class VersionForm(LockedForm):
    """The lock of a page of rows."""


class GoalForm(PlainForm):
    text = forms.CharField(label=_("Goal"), required=False, max_length=2000)
    due = DayField(label=_("By"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("due") and not found.get("text"):
            self.add_error("text", gettext("Say what is to be reached by then."))
        return found

    def row(self) -> DraftGoal | None:
        text = self.cleaned_data.get("text", "").strip()
        return DraftGoal(text, self.cleaned_data.get("due")) if text else None


class PersonForm(PlainForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    role = forms.CharField(
        label=_("Role"), required=False, max_length=40, widget=forms.TextInput(attrs={"list": "roles"})
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (found.get("role") or found.get("organisation")) and not found.get("name"):
            self.add_error("name", gettext("Whose role is it? Enter a name."))
        return found

    def row(self) -> DraftPerson | None:
        found = self.cleaned_data
        name = found.get("name", "").strip()
        return (
            DraftPerson(
                name, found.get("role", "").strip() or "member", found.get("organisation", "").strip()
            )
            if name
            else None
        )


class ChannelForm(PlainForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=CHANNEL_KINDS)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    url = forms.CharField(
        label=_("Link"), required=False, max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url and (
            not url.lower().startswith(("https://", "http://", "mailto:")) or any(c.isspace() for c in url)
        ):
            raise forms.ValidationError(
                gettext("Write the whole address, beginning with https:// or mailto:.")
            )
        return url

    def row(self) -> DraftChannel | None:
        found = self.cleaned_data
        name, url = (found.get(part, "").strip() for part in ("name", "url"))
        return DraftChannel(found.get("kind", "other"), name, name, url) if name or url else None


def rows_of(form: type[PlainForm]) -> type[BaseFormSet]:
    """A page of rows of this form with three empty ones; a row can be ticked to go."""
    return formset_factory(form, extra=3, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS + 20, validate_max=True,
                            can_delete=True, can_delete_extra=False)  # fmt: skip


GoalRows, PersonRows, ChannelRows = rows_of(GoalForm), rows_of(PersonForm), rows_of(ChannelForm)
