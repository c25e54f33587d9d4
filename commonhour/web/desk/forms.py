"""What every form of the desk shares: plain sentences, a zone field that knows cities, and no silent overwrite."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.core.time.cities import city_zone, search_cities
from commonhour.core.time.zones import canonical, is_fixed, resolve
from commonhour.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


class PlainForm(forms.Form):
    """No bubbles of the browser's: the server's sentences stand at the field and at the top."""

    use_required_attribute = False
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)


class LockedForm(PlainForm):
    """A form over a row with a `version`: the loser of a race sees both texts and loses neither."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={
        "required": _("The page was incomplete; open it again."),
        "invalid": _("The page was incomplete; open it again."),
    })  # fmt: skip

    def show_both(self, present: Mapping[str, object], version: int) -> None:
        """Keep what was typed, lay what is stored beside it, and let the next save go through."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("version")] = str(version)
        self.data = typed
        for name, value in present.items():
            if name in self.fields and self.cleaned_data.get(name) != value:
                self.fields[name].theirs = _words(self.fields[name], value)  # type: ignore[attr-defined]


def _words(field: forms.Field, value: object) -> str:
    """A stored value as a person would read it; a dash for nothing."""
    choices = dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) else {}
    if isinstance(field, forms.ModelChoiceField):
        choices = {}
    shown = ", ".join(map(str, value)) if isinstance(value, list) else choices.get(value, value)
    return str(shown) if shown not in ("", None) else "—"


@contextmanager
def locked(row: Row) -> Iterator[Row]:
    """The row as it is now, in a transaction in which nobody else can change it."""
    with transaction.atomic():
        fresh = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
        if fresh is None:
            raise NotFound("removed-meanwhile")
        yield fresh


class ZoneField(forms.CharField):
    """A time zone by its name or by a city; abbreviations are asked about, because they lie half the year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("help_text", _("A city or a zone, such as Madrid or America/New_York."))
        kwargs.setdefault("error_messages", {"required": _("Say which time zone the hour is in.")})
        attrs = {"list": "zones", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=80, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        meant = ABBREVIATIONS.get(text.upper(), ())
        if meant and text.upper() != "UTC":
            places = gettext(" or ").join(meant)
            raise forms.ValidationError(
                gettext("“{name}” is an abbreviation, not a place; write {places}.").format(
                    name=text, places=places
                )
            )
        found = city_zone(text) or resolve(text)
        if found is None or is_fixed(found):
            raise forms.ValidationError(_unknown(text))
        return canonical(found)


def _unknown(text: str) -> str:
    near = [city.tzid for city in search_cities(text, 2)]
    if near:
        return gettext("“{name}” is not a time zone we know. Did you mean {places}?").format(
            name=text, places=gettext(" or ").join(near)
        )
    return gettext("“{name}” is not a time zone we know; write one such as Europe/Madrid.").format(name=text)


class RowField(forms.ModelChoiceField):
    """One of our rows, by its slug."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def to_python(self, value: Any) -> Any:
        if "\x00" in str(value):  # PostgreSQL refuses to look for it
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RowsField(forms.ModelMultipleChoiceField):
    """Several of our rows, by their slugs, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def clean(self, value: Any) -> Any:
        if "\x00" in "".join(map(str, value or ())):  # as above
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
        return super().clean(value)


class WebAddressField(forms.CharField):
    """An http or https address."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "url", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=2000, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        rest = text.split("://", 1)[-1]
        is_web = (
            text.lower().startswith(("https://", "http://")) and rest and not any(c.isspace() for c in rest)
        )
        if text and not is_web:
            raise forms.ValidationError(gettext("Write the whole address, beginning with https://."))
        return text


class MailAddressField(forms.EmailField):
    """In the form in which every address of the hub is kept."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        said = _("Enter an e-mail address such as hello@example.org.")
        super().__init__(
            label=label, help_text=help_text, max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={"required": _("Enter an e-mail address."), "invalid": said, "max_length": said},
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).casefold()


class WeeksField(forms.IntegerField):
    """Every how many weeks."""

    def __init__(self) -> None:
        said = _("Enter a number of weeks from 1 to 52.")
        super().__init__(
            label=_("Every how many weeks?"), required=False, min_value=1, max_value=52, initial=2,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            error_messages={"invalid": said, "min_value": said, "max_value": said},
        )  # fmt: skip


class DayField(forms.DateField):
    """A date; the browser's own picker where there is one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {"required": _("Enter a date."), "invalid": _("Enter a date such as 2026-11-26.")},
        )
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            **kwargs,
        )


class ClockField(forms.TimeField):
    """A time of day, 24 hours."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"required": _("Enter a time."), "invalid": _("Enter a time such as 16:00.")}
        )
        super().__init__(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], **kwargs,
        )  # fmt: skip


def field_errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id of the field, sentence) of everything wrong with a form, for the list at the top of the page."""
    found = []
    for name, errors in form.errors.items():
        place = form[name].id_for_label if name in form.fields else ""
        found += [(place, str(error)) for error in errors]
    return found
