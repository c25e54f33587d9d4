"""The form for what a series is called and about."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.actions.notes.pad import check_notes_address
from commonhour.errors import GatewayError, RefusedInput
from commonhour.models import Group
from commonhour.web.desk.forms import LockedForm, RowsField, WebAddressField
from commonhour.web.voice import in_a_sentence

_MOST_TAGS = 20


class SeriesForm(LockedForm):
    title = forms.CharField(label=_("Name"), max_length=300, error_messages={"required": _("Enter a name.")})
    description = forms.CharField(
        label=_("What is it about?"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown is understood."),
    )  # fmt: skip
    agenda_template = forms.CharField(
        label=_("What stands on every agenda"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown, such as a list of standing items. The agenda of each date begins with it."),
    )  # fmt: skip
    notes_url = WebAddressField(
        label=_("Where its notes are written"), required=False, validators=[MaxLengthValidator(1_000)],
        help_text=_("Left empty they are written here. Else they are fetched as a draft an hour after each call, such as from https://pad.example.org/sync-{yyyy}-{mm}-{dd}/download"),
    )  # fmt: skip
    region = forms.CharField(
        label=_("Region"), required=False, max_length=80, help_text=_("Such as APAC / EMEA.")
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas.")
    )
    url = WebAddressField(label=_("Its own web page"), required=False)

    co_groups = RowsField(
        Group.objects.none(), label=_("Further groups that hold it"), required=False,
        error_messages={"invalid_choice": _("Choose groups that you look after.")},
    )  # fmt: skip

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        """`groups` are those that may be ticked."""
        super().__init__(*args, **kwargs)
        self.fields["co_groups"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["co_groups"]

    def clean_co_groups(self) -> list[Group]:
        return list(self.cleaned_data["co_groups"])

    def clean_notes_url(self) -> str:
        pattern: str = self.cleaned_data["notes_url"]
        try:
            if pattern:
                check_notes_address(pattern)
        except (GatewayError, RefusedInput) as error:
            raise forms.ValidationError(in_a_sentence(error)) from error
        return pattern

    def clean_tags(self) -> list[str]:
        tags = [tag.strip()[:40] for tag in self.cleaned_data["tags"].split(",") if tag.strip()]
        if len(tags) > _MOST_TAGS:
            raise forms.ValidationError(gettext("That is more than 20 tags."))
        return list(dict.fromkeys(tags))

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
