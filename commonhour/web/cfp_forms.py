"""The form by which anybody proposes a talk, made of what its call asks; and that of a further speaker."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.named_links import Link, named_links
from commonhour.core.proposals import REQUIRED, SPEAKER_FIELDS, TALK_FIELDS
from commonhour.core.proposing import LINKS, OTHERS, OwnQuestion, Speaker, Talk
from commonhour.core.typed.day_hours import LONGEST, day_hours, hours_text
from commonhour.errors import RefusedInput
from commonhour.models import ProposalSpeaker
from commonhour.models.proposal import LEVELS
from commonhour.reads.proposals import Asked
from commonhour.web.desk.forms import LockedForm, MailAddressField, PlainForm, WebAddressField, ZoneField
from commonhour.web.voice import in_a_sentence

_NEEDED = _("Fill this in.")
_CHOOSE = _("Choose from the list.")
_ALWAYS = ("title", "name", "email")  # also of a draft
# Which of a call's lists of choices a field takes its own from.
_CHOICES = {"topic": "topics", "format": "formats", "spoken": "languages"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SpeakerForm(PlainForm):
    """What somebody says of themselves. Of what was typed for the hours, `hours` says what was understood."""

    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    bio = forms.CharField(
        label=_("About you"), max_length=2000, widget=_area(3), help_text=_("Two or three sentences, as you would be introduced.")
    )  # fmt: skip
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40)
    picture = WebAddressField(label=_("Link to a picture of you"))
    hours = forms.CharField(
        label=_("Hours of the day at which you can speak"), max_length=LONGEST,
        help_text=_("On your own clock, such as 9-17, 20-22. Leave it empty when any hour is fine."),
    )  # fmt: skip
    tzid = ZoneField(label=_("Your time zone"), required=False)

    def __init__(self, asked: Asked, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.is_draft = asked, is_draft
        self._ask(SPEAKER_FIELDS)
        if "hours" not in self.fields:
            del self.fields["tzid"]

    def _ask(self, names: tuple[str, ...]) -> None:
        """Takes away what the call does not ask, and the need for what it does not need."""
        for name in names:
            if name not in self.asked.fields:
                del self.fields[name]
                continue
            self.fields[name].required = self.asked.fields[name] == REQUIRED and not self.is_draft
            self.fields[name].error_messages["required"] = str(_NEEDED)

    def clean_hours(self) -> list[list[int]]:
        try:
            return day_hours(self.cleaned_data["hours"])
        except RefusedInput as refused:
            raise forms.ValidationError(in_a_sentence(refused)) from refused

    def clean_picture(self) -> str:
        return _short(self.cleaned_data["picture"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("hours") and not found.get("tzid") and "tzid" not in self.errors:
            self.add_error("tzid", gettext("Say which time zone the hour is in."))
        return found

    def understood(self) -> str:
        """Of the hours, once they were typed and understood."""
        found = self.cleaned_data.get("hours") if self.is_bound and hasattr(self, "cleaned_data") else None
        return hours_text(found) if found else ""

    def speaker(self) -> Speaker:
        found = self.cleaned_data
        said = {name: found[name] for name in SPEAKER_FIELDS if name in found}
        said = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
        return Speaker(name=found["name"].strip(), tzid=found.get("tzid") or "UTC", **said)

    def speaker_fields(self) -> list[BoundField]:
        """Those of the call's that are plain; hours and zone stand together."""
        return [self[name] for name in SPEAKER_FIELDS if name in self.fields and name != "hours"]


class ProposalForm(SpeakerForm):
    """Of a draft only a title and who sends it are needed. `rows` is how many further speakers it has room for."""

    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Enter a title.")}
    )
    abstract = forms.CharField(
        label=_("What is it about?"), max_length=5000, widget=_area(7), error_messages={"required": _("Write a sentence about it.")}
    )  # fmt: skip
    takeaway = forms.CharField(label=_("What do people take home?"), max_length=2000, widget=_area(3))
    topic = forms.CharField(label=_("Topic"), max_length=100)
    level = forms.ChoiceField(
        label=_("For whom?"), choices=[("", "—"), *LEVELS], error_messages={"invalid_choice": _CHOOSE}
    )
    spoken = forms.CharField(label=_("Language in which you speak"), max_length=60)
    format = forms.CharField(label=_("Format"), max_length=100, help_text=_("Such as a talk, a demo or a discussion, and how long it takes."))  # fmt: skip
    links = forms.CharField(
        label=_("Links"), max_length=5200, widget=_area(2), help_text=_("To slides, a project or an earlier recording, one a line.")
    )  # fmt: skip
    email = MailAddressField(label=_("Your e-mail address"), help_text=_("Only those who decide see it."))
    may_be_listed = forms.BooleanField(
        label=_("Others may read it while it waits, and say that they would like to hear it."), required=False, initial=True
    )  # fmt: skip
    speakers = forms.IntegerField(required=False, min_value=0, max_value=OTHERS, widget=forms.HiddenInput)

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(asked, *args, **kwargs)
        self.fields["abstract"].required = not self.is_draft
        self._ask(TALK_FIELDS)
        for name, choices in _CHOICES.items():
            if name in self.fields and (offered := getattr(asked, choices)):
                self.fields[name] = _choice(self.fields[name], offered)
        if not asked.is_listed:
            del self.fields["may_be_listed"]
        for question in asked.questions:
            self.fields[f"q-{question.id}"] = _question_field(question, self.is_draft)
        self.rows = self._rows()
        for number in range(1, self.rows + 1):
            self.fields[f"name-{number}"] = forms.CharField(label=_("Name"), max_length=100, required=False)
            email = MailAddressField(label=_("E-mail address"))
            email.required = False
            self.fields[f"email-{number}"] = email

    def _rows(self) -> int:
        typed = str(self["speakers"].value() or "0")
        return min(int(typed), OTHERS) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > LINKS:
            raise forms.ValidationError(gettext("At most {limit} links.").format(limit=LINKS))
        return [_short(WebAddressField().clean(line)) for line in lines]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        seen = {found.get("email") or self.initial.get("email")}
        for number in range(1, self.rows + 1):
            name, email = (str(found.get(f"{what}-{number}") or "").strip() for what in ("name", "email"))
            if name and not email and f"email-{number}" not in self.errors:
                self.add_error(f"email-{number}", gettext("Enter an e-mail address."))
            if email and not name:
                self.add_error(f"name-{number}", gettext("Enter a name."))
            if email and email in seen:
                self.add_error(f"email-{number}", gettext("This address is here already."))
            seen.add(email)
        return found

    def talk(self, known: Sequence[Link] = ()) -> Talk:
        """Of its links those that are `known` keep their labels."""
        found, texts = self.cleaned_data, ("title", "abstract", *TALK_FIELDS)
        said = {name: found[name].strip() for name in texts if name in found and name != "links"}
        answers = {one.id: str(found[f"q-{one.id}"]).strip() for one in self.asked.questions}
        answers = {key: answer for key, answer in answers.items() if answer}
        return Talk(
            **said,
            links=named_links(found.get("links", []), known),
            answers=answers,
            may_be_listed=found.get("may_be_listed", True),
        )

    def others(self) -> list[tuple[str, str]]:
        """Names and addresses of the further speakers; rows left empty are none."""
        found = [
            tuple(self.cleaned_data[f"{what}-{n}"] for what in ("name", "email"))
            for n in range(1, self.rows + 1)
        ]
        return [(name.strip(), email) for name, email in found if email]

    def talk_fields(self) -> list[BoundField]:
        names = [*TALK_FIELDS, *(f"q-{one.id}" for one in self.asked.questions)]
        return [self[name] for name in names if name in self.fields]

    def other_fields(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        for number in range(1, self.rows + 1):
            yield number, self[f"name-{number}"], self[f"email-{number}"]

    @property
    def has_room(self) -> bool:
        return self.rows < OTHERS


class ChangeProposalForm(ProposalForm, LockedForm):
    """The same by the link of who sent it in, whose address is proved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]


def said_zone(row: ProposalSpeaker) -> str:
    """ "" where a speaker said none yet."""
    return row.tzid if row.hours or row.tzid != "UTC" else ""


def with_rows(typed: QueryDict) -> QueryDict:
    """What was typed after a press of "add" or "remove" a speaker: one row more, or without the row of that number."""
    found = typed.copy()
    number = str(found.get("speakers") or "0")
    count = min(int(number), OTHERS) if number.isascii() and number.isdigit() and len(number) < 3 else 0
    rows = [tuple(found.get(f"{what}-{n}", "") for what in ("name", "email")) for n in range(1, count + 1)]
    gone = found.get("remove", "")
    if "add" in found:
        rows = [*rows, ("", "")][:OTHERS]
    elif gone in {str(n) for n in range(1, count + 1)}:
        del rows[int(gone) - 1]
    for n, (name, email) in enumerate(rows, 1):
        found[f"name-{n}"], found[f"email-{n}"] = name, email
    found["speakers"] = str(len(rows))
    return found


def _choice(field: forms.Field, offered: list[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=field.label, required=field.required, choices=[("", "—"), *((one, one) for one in offered)],
        error_messages={"required": _NEEDED, "invalid_choice": _CHOOSE},
    )  # fmt: skip


def _question_field(question: OwnQuestion, is_draft: bool) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.text, "required": question.is_required and not is_draft,
        "error_messages": {"required": _NEEDED, "invalid_choice": _CHOOSE},
    }  # fmt: skip
    if question.kind == "choice":
        return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in question.choices)], **given)
    if question.kind == "yes-no":
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **given)
    if question.kind == "text":
        return forms.CharField(max_length=2000, widget=_area(3), **given)
    return forms.CharField(max_length=200, **given)


def _short(url: str) -> str:
    if len(url) > 500:
        raise forms.ValidationError(gettext("Links may have 500 characters."))
    return url
