"""Speakers in the desk: another name, two that are one or one that is two, and one who asked not to be named."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.speakers import name_again, rename_speaker, unname_speaker
from commonhour.reads.talk import SessionLine, number_of_unnamed, speaker_lines, talks_of_speaker
from commonhour.web.desk.forms import PlainForm
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.said import go, show
from commonhour.web.times import day_text

LIST = "/desk/speakers/"


class SpeakerForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter a name.")})
    talks = forms.TypedMultipleChoiceField(
        label=_("In which talks?"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one talk.")},
    )  # fmt: skip

    def __init__(self, lines: list[SessionLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["talks"].choices = [(one.id, _words(one)) for one in lines]  # type: ignore[attr-defined]


class AgainForm(PlainForm):
    name = forms.CharField(
        label=_("Name of somebody who may be named again"), max_length=200, error_messages={"required": _("Enter a name.")}
    )  # fmt: skip


@manager
def index(request: HttpRequest) -> HttpResponse:
    return _list(request, AgainForm())


@manager
@post_only
def again(request: HttpRequest) -> HttpResponse:
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    name_again(form.cleaned_data["name"], now=clock.now(), actor=who(request))
    return go(request, LIST, gettext("They may be named again."))


@manager
def page(request: HttpRequest, slug: str) -> HttpResponse:
    lines = talks_of_speaker(slug)
    name = _name(lines, slug)
    initial = {"name": name, "talks": [one.id for one in lines]}
    form = SpeakerForm(lines, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        found = form.cleaned_data
        rename_speaker(slug, found["name"], found["talks"], now=clock.now(), actor=who(request))
        return go(request, LIST, gettext("Saved."))
    context = {"form": form, "name": name, "key": slug, "is_shown": f"/speakers/{slug}/"}
    return show(request, "speaker.html", context, status=422 if form.errors else 200)


@manager
def unname(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST does it."""
    lines = talks_of_speaker(slug)
    if request.method == "POST":
        unname_speaker(slug, now=clock.now(), actor=who(request))
        return go(request, LIST, gettext("They are named nowhere any more."))
    context: dict[str, object] = {"name": _name(lines, slug), "lines": lines, "key": slug}
    return show(request, "speaker_unname.html", context)


def _list(request: HttpRequest, form: AgainForm, status: int = 200) -> HttpResponse:
    context = {"rows": speaker_lines(), "unnamed": number_of_unnamed(), "form": form}
    return show(request, "speakers.html", context, status=status)


def _name(lines: list[SessionLine], slug: str) -> str:
    path = f"/speakers/{slug}/"
    return next(one.name for line in lines for one in line.session.speakers if one.path == path)


def _words(line: SessionLine) -> str:
    day = line.session.date
    return f"{line.session.title}, {day_text(day)}" if day else line.session.title
