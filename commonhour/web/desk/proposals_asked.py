"""What a call for proposals that is collected here asks: its fields, choices and own questions, and who may read what comes."""

from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour.core.proposals import ASKED_AT_FIRST, OPTIONAL, REQUIRED, SPEAKER_FIELDS, TALK_FIELDS
from commonhour.core.proposing import QUESTIONS
from commonhour.models import CallForProposals
from commonhour.reads.proposals import Asked, question_of
from commonhour.web.desk.forms import PlainForm

LOOKS = ("add", "remove", "up", "down", "show")  # buttons that save nothing
_HOW = [("", _("Not asked")), (OPTIONAL, _("If they like")), (REQUIRED, _("Needed"))]
_NAMES = {
    "takeaway": _("What people take home"), "topic": _("Topic"), "level": _("For whom"), "spoken": _("Language"),
    "format": _("Format"), "links": _("Links"), "organisation": _("Organisation"), "bio": _("About the speaker"),
    "pronouns": _("Pronouns"), "picture": _("Picture"), "hours": _("Hours they can speak"),
}  # fmt: skip
_KINDS = [
    ("line", _("A line")), ("text", _("A longer text")), ("choice", _("One of several")), ("yes-no", _("Yes or no")),
]  # fmt: skip
_LISTS = {"topics": 100, "formats": 100, "languages": 60}  # the longest choice of each
_MOST = 30
_PARTS = ("id", "text", "kind", "choices", "needed")  # of the row of a question


class LinesField(forms.CharField):
    """Choices, one a line."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = list(
            dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip())
        )
        if len(lines) > _MOST or any(len(line) > self.longest for line in lines):
            said = gettext("At most {lines} lines, each of at most {letters} letters.")
            raise forms.ValidationError(said.format(lines=_MOST, letters=self.longest))
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class AskedForm(PlainForm):
    topics = LinesField(_LISTS["topics"], label=_("Topics to choose from, one a line"))
    formats = LinesField(_LISTS["formats"], label=_("Formats to choose from, one a line"))
    languages = LinesField(_LISTS["languages"], label=_("Languages to choose from, one a line"))
    is_listed = forms.BooleanField(
        label=_("Everybody may read what was proposed, and say what they would like to hear"), required=False,
        help_text=_("What is proposed stands there once its speaker confirmed the address, before anybody of yours has read it."),
    )  # fmt: skip
    is_anonymous = forms.BooleanField(
        label=_("Reviewers do not see whose it is before it is decided"), required=False
    )
    review_help = forms.CharField(
        label=_("What reviewers should look at"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    questions = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*TALK_FIELDS, *SPEAKER_FIELDS):
            self.fields[f"ask-{name}"] = forms.ChoiceField(
                label=_NAMES[name], choices=_HOW, required=False, error_messages={"invalid_choice": _("Choose from the list.")}
            )  # fmt: skip
        self.rows = _number(self["questions"].value())
        for number in range(1, self.rows + 1):
            self._add_row(number)

    def _add_row(self, number: int) -> None:
        row: dict[str, forms.Field] = {
            "id": forms.CharField(required=False, max_length=12, widget=forms.HiddenInput),
            "text": forms.CharField(label=_("Question"), required=False, max_length=200),
            "kind": forms.ChoiceField(label=_("Answer"), choices=_KINDS, required=False),
            "choices": LinesField(200, label=_("If one of several: which, one a line")),
            "needed": forms.BooleanField(label=_("Needed"), required=False),
        }
        self.fields |= {f"q{number}-{part}": field for part, field in row.items()}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for number in range(1, self.rows + 1):
            is_choice = found.get(f"q{number}-kind") == "choice"
            if found.get(f"q{number}-text") and is_choice and len(found.get(f"q{number}-choices") or ()) < 2:
                self.add_error(f"q{number}-choices", gettext("Write at least two, one a line."))
        return found

    def asked_facts(self) -> dict[str, Any]:
        """Fields of the row. A question without a text is none."""
        found = self.cleaned_data
        asked = {name: found.get(f"ask-{name}") for name in (*TALK_FIELDS, *SPEAKER_FIELDS)}
        rows = [
            {part: found.get(f"q{number}-{part}") for part in _PARTS} for number in range(1, self.rows + 1)
        ]
        return {
            **{name: found[name] for name in (*_LISTS, "is_listed", "is_anonymous", "review_help")},
            "fields": {name: how for name, how in asked.items() if how},
            "questions": [_question(row) for row in rows if str(row["text"] or "").strip()],
        }

    def asked(self) -> Asked:
        """As speakers would see it, saved or not."""
        facts = self.asked_facts()
        questions = [question_of(one) for one in facts["questions"]]
        return Asked(
            facts["fields"],
            facts["topics"],
            facts["formats"],
            facts["languages"],
            questions,
            facts["is_listed"],
        )

    def talk_asks(self) -> list[BoundField]:
        return [self[f"ask-{name}"] for name in TALK_FIELDS]

    def speaker_asks(self) -> list[BoundField]:
        return [self[f"ask-{name}"] for name in SPEAKER_FIELDS]

    def question_rows(self) -> list[tuple[int, dict[str, BoundField]]]:
        numbers = range(1, self.rows + 1)
        return [(number, {part: self[f"q{number}-{part}"] for part in _PARTS}) for number in numbers]

    @property
    def has_room(self) -> bool:
        return self.rows < QUESTIONS


def asked_answers(call: CallForProposals) -> dict[str, Any]:
    """What a call asks, as the form's answers; of one that was collected elsewhere so far, what is asked at first."""
    names = (*_LISTS, "is_listed", "is_anonymous", "review_help")
    fields = ASKED_AT_FIRST if call.url and not call.fields else call.fields
    found = {name: getattr(call, name) for name in names}
    found |= {f"ask-{name}": how for name, how in fields.items()}
    for number, one in enumerate(map(question_of, call.questions), 1):
        row = {
            "id": one.id,
            "text": one.text,
            "kind": one.kind,
            "choices": list(one.choices),
            "needed": one.is_required,
        }
        found |= {f"q{number}-{part}": value for part, value in row.items()}
    return found | {"questions": len(call.questions)}


def with_questions(typed: QueryDict) -> QueryDict:
    """What was typed after a press of a button of the questions: one more, one less, or one in another place."""
    found, count = typed.copy(), _number(typed.get("questions"))
    rows = [{part: found.get(f"q{n}-{part}", "") for part in _PARTS} for n in range(1, count + 1)]
    at = next((_number(found[verb]) for verb in ("remove", "up", "down") if verb in found), 0)
    if "add" in found and count < QUESTIONS:
        rows.append(dict.fromkeys(_PARTS, ""))
    elif "remove" in found and 1 <= at <= count:
        del rows[at - 1]
    elif 1 <= at <= count:
        rows.insert(max(at - 2, 0) if "up" in found else at, rows.pop(at - 1))
    for n, row in enumerate(rows, 1):
        for part, value in row.items():
            found[f"q{n}-{part}"] = value
    found["questions"] = str(len(rows))
    return found


def _question(row: dict[str, Any]) -> dict[str, Any]:
    """It keeps its id, so that answers stay with it when it is put otherwise."""
    is_choice = row["kind"] == "choice"
    return {
        "id": row["id"] or uuid4().hex[:8], "text": row["text"].strip(), "kind": row["kind"] or "line",
        "choices": row["choices"] if is_choice else [], "is_required": bool(row["needed"]),
    }  # fmt: skip


def _number(typed: Any) -> int:
    text = str(typed or "")
    return min(int(text), QUESTIONS) if text.isascii() and text.isdigit() and len(text) < 4 else 0
