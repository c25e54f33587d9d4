"""The form of one session: what it is called, who speaks, where its slides and its recording are, when it is held."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.models import Occurrence, Session
from commonhour.web.desk.clocks import in_words
from commonhour.web.desk.forms import LockedForm, PlainForm, WebAddressField
from commonhour.web.times import day_text

_NEAR = 12


class _DatesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, date: Any) -> str:
        return str(day_text(date.start.date()) if date.all_day else in_words(date.start, date.tzid))


class SessionForm(PlainForm):
    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Enter a title.")}
    )
    speakers = forms.CharField(
        label=_("Speakers"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: name, organisation."),
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=500, help_text=_("With commas between them.")
    )
    url = WebAddressField(label=_("Slides or further reading"), required=False)
    recording = WebAddressField(label=_("Recording"), required=False)
    also = _DatesField(
        Occurrence.objects.none(),
        label=_("Also held on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, date: Occurrence, session: Session | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].queryset = _other_dates(date, session)  # type: ignore[attr-defined]

    def clean_speakers(self) -> str:
        lines = self.cleaned_data["speakers"].splitlines()
        if any(line.strip().startswith(",") for line in lines):
            raise forms.ValidationError(gettext("Write the name first, then a comma and the organisation."))
        return "\n".join(line.strip() for line in lines if line.strip())

    def facts(self) -> dict[str, Any]:
        """Fields of the row."""
        found = self.cleaned_data
        return {
            **{name: found[name] for name in ("title", "url", "recording")},
            "speakers": [_speaker(line) for line in found["speakers"].splitlines()],
            "tags": list(dict.fromkeys(tag.strip() for tag in found["tags"].split(",") if tag.strip())),
        }


class EditSessionForm(LockedForm, SessionForm):
    field_order = [*SessionForm.base_fields, "version"]


def typed(session: Session, date: Occurrence) -> dict[str, Any]:
    """A session as the form's answers."""
    speakers = (
        ", ".join(filter(None, [one.get("name"), one.get("organisation")])) for one in session.speakers
    )
    return {
        "title": session.title, "url": session.url, "recording": session.recording,
        "speakers": "\n".join(speakers), "tags": ", ".join(session.tags),
        "also": list(session.occurrences.filter(series=date.series_id).exclude(pk=date.pk)),
    }  # fmt: skip


def _speaker(line: str) -> dict[str, str]:
    name, _comma, organisation = line.partition(",")
    return {"name": name.strip(), "organisation": organisation.strip()}


def _other_dates(date: Occurrence, session: Session | None) -> Any:
    """The nearest of the same series on both sides, and those on which it is held already."""
    others = Occurrence.objects.filter(series=date.series_id).exclude(pk=date.pk)
    before = others.attached().filter(start__lte=date.start).order_by("-start", "id")[:_NEAR]
    after = others.attached().filter(start__gt=date.start).order_by("start", "id")[:_NEAR]
    held = others.filter(sessions=session) if session else ()
    return others.filter(pk__in={one.pk for rows in (before, after, held) for one in rows}).order_by("start")
