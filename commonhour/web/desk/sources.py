"""Outside calendars: those shown with the age of their copy, those offered by a page, and one by its address."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhour import clock
from commonhour.actions.source import add_source, decline_source, read_soon, show_source, stop_source
from commonhour.errors import NotFound, UserError
from commonhour.models import Group, Source
from commonhour.reads.source import sources_page
from commonhour.web.desk.forms import PlainForm, RowField
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_PAGE = "/desk/sources/"


class SourceForm(PlainForm):
    address = forms.CharField(
        label=_("Its address"), max_length=2000, help_text=_("The .ics or webcal address, or the page of a public Google, Outlook, Teamup or Nextcloud calendar."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the address of the calendar.")},
    )  # fmt: skip
    label = forms.CharField(
        label=_("What it is called here"), required=False, max_length=200, help_text=_("Such as “Partner’s calendar”. Left empty, the name of its host.")
    )  # fmt: skip
    group = RowField(
        Group.objects.none(), label=_("Whose calls are they?"), required=False, empty_label=_("Decide call by call"),
        error_messages={"invalid_choice": _("Choose a group that is here.")},
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.living()  # type: ignore[attr-defined]


@manager
def index(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST adds one. Nothing is fetched here: the worker reads it within minutes."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            source = add_source(now=clock.now(), actor=who(request), **form.cleaned_data)
            return go(request, _PAGE, _will_be_read(source))
        except UserError as refused:
            form.add_error("address", in_a_sentence(refused))
    if form.errors:
        status = 422
    return show(request, "sources.html", {"page": sources_page(clock.now()), "form": form}, status=status)


@manager
@post_only
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, show_source, _will_be_read)


@manager
@post_only
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, decline_source, _declined)


@manager
@post_only
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, stop_source, _stopped)


@manager
@post_only
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Only makes it due: no page of the desk waits for somebody else's server."""
    return _done(request, pk, read_soon, _will_be_read)


def _done(
    request: HttpRequest, pk: int, action: Callable[..., Source], sentence: Callable[[Source], str]
) -> HttpResponse:
    source = Source.objects.filter(pk=pk).first()
    if source is None:
        raise NotFound("no-such-calendar")
    return go(request, _PAGE, sentence(action(source, now=clock.now(), actor=who(request))))


def _will_be_read(source: Source) -> str:
    return gettext("“{name}” will be read within a few minutes.").format(name=_name(source))


def _declined(source: Source) -> str:
    return gettext("“{name}” is not shown, and not offered again.").format(name=_name(source))


def _stopped(source: Source) -> str:
    return gettext("“{name}” is not shown any more. What took place stays.").format(name=_name(source))


def _name(source: Source) -> str:
    return source.label or source.url
