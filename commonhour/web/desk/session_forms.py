"""The form of one session: what it is called, who speaks, where its slides and its recording are, when it is held."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.speakers import UNNAMED
from commonhour.models import Occurrence, Session
from commonhour.reads.shapes.session import web
from commonhour.web.desk.clocks import in_words
from commonhour.web.desk.forms import LockedForm, PlainForm, WebAddressField
from commonhour.web.times import day_text

_NEAR = 12
_UNNAMED = "…"  # as the form has whoever asked not to be named
_AS_TYPED = ("title", "abstract", "language", "slides", "recording", "url", "links")


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
    abstract = forms.CharField(
        label=_("What it is about"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Plain text or Markdown."),
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=500, help_text=_("With commas between them.")
    )
    language = forms.CharField(label=_("Language"), required=False, max_length=60)
    slides = WebAddressField(label=_("Slides"), required=False)
    recording = WebAddressField(label=_("Recording"), required=False)
    url = WebAddressField(label=_("Further reading"), required=False)
    links = forms.CharField(
        label=_("More links"), required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the address, then what it is called."),
    )  # fmt: skip
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

    def clean_links(self) -> list[dict[str, str]]:
        found = [_link(line) for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if any(not web(one["url"]) or len(one["url"]) > 2_000 for one in found):
            raise forms.ValidationError(gettext("Begin each line with a whole address, https:// included."))
        return found

    def facts(self) -> dict[str, Any]:
        """Fields of the row."""
        found = self.cleaned_data
        return {
            **{name: found[name] for name in _AS_TYPED},
            "speakers": [_speaker(line) for line in found["speakers"].splitlines()],
            "tags": list(dict.fromkeys(tag.strip() for tag in found["tags"].split(",") if tag.strip())),
        }


class EditSessionForm(LockedForm, SessionForm):
    field_order = [*SessionForm.base_fields, "version"]


def typed(session: Session, date: Occurrence) -> dict[str, Any]:
    """A session as the form's answers."""
    speakers = (
        ", ".join(filter(None, [one.get("name") or _UNNAMED, one.get("organisation")]))
        for one in session.speakers
    )
    links = (f"{one.get('url', '')} {one.get('label', '')}".strip() for one in session.links)
    return {
        **{name: getattr(session, name) for name in _AS_TYPED},
        "speakers": "\n".join(speakers), "tags": ", ".join(session.tags), "links": "\n".join(links),
        "also": list(session.occurrences.filter(series=date.series_id).exclude(pk=date.pk)),
    }  # fmt: skip


def _speaker(line: str) -> dict[str, Any]:
    name, _comma, organisation = line.partition(",")
    if name.strip() == _UNNAMED:
        return dict(UNNAMED)
    return {"name": name.strip(), "organisation": organisation.strip()}


def _link(line: str) -> dict[str, str]:
    url, _space, label = line.strip().partition(" ")
    return {"url": url, "label": label.strip()}


def _other_dates(date: Occurrence, session: Session | None) -> Any:
    """The nearest of the same series on both sides, and those on which it is held already."""
    others = Occurrence.objects.filter(series=date.series_id).exclude(pk=date.pk)
    before = others.attached().filter(start__lte=date.start).order_by("-start", "id")[:_NEAR]
    after = others.attached().filter(start__gt=date.start).order_by("start", "id")[:_NEAR]
    held = others.filter(sessions=session) if session else ()
    return others.filter(pk__in={one.pk for rows in (before, after, held) for one in rows}).order_by("start")
