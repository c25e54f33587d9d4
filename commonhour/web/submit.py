"""Sending in a meeting without an account: one page, what was understood beside it, and a mail that asks for a yes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.measure import is_in_measure
from commonhour.actions.submission import send_in
from commonhour.core.limits import IN_A_REQUEST_BYTES, ROOMS_PER_NETWORK
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import GatewayError, RefusedInput, UserError
from commonhour.models import Group
from commonhour.reads.clash import Clash, clashes
from commonhour.web.by_mail import network_of, require_own_page
from commonhour.web.desk.dates import Preview, preview
from commonhour.web.desk.forms import field_errors
from commonhour.web.door import require_readable
from commonhour.web.public import public, unkept
from commonhour.web.reader import community_of, reader_of
from commonhour.web.submit_file import answers, answers_of_link
from commonhour.web.submit_forms import SubmissionForm, WhenForm
from commonhour.web.voice import in_a_sentence

PATH = "/submit/"
SHOWN = 4


@csrf_exempt
def page(request: HttpRequest) -> HttpResponse:
    """No cookie guards it: a public page has none, and who sends it gains nothing but a mail to an address."""
    if request.method == "POST":
        return _sent(request)
    return _asked(request)


@public
def _asked(request: HttpRequest) -> HttpResponse:
    initial = {"group": request.GET.get("group", "")}
    return form_page(request, SubmissionForm(initial=initial, tzid=reader_of(request).tzid))


def _sent(request: HttpRequest) -> HttpResponse:
    require_readable(request)
    require_own_page(request)
    if "fill" in request.POST:
        return unkept(_filled(request))
    form = SubmissionForm(request.POST, tzid=reader_of(request).tzid)
    if not form.is_valid() or is_only_shown(request):
        return unkept(form_page(request, form, status=422))
    try:
        return unkept(_taken(request, form))
    except UserError as error:
        return unkept(form_page(request, form, refused=in_a_sentence(error), status=error.status))


def _taken(request: HttpRequest, form: SubmissionForm) -> HttpResponse:
    reader, email = reader_of(request), form.cleaned_data["email"]
    network = network_of(request)
    send_in(form.sent_in(), email, network, language=reader.lang, tzid=reader.tzid, now=clock.now())
    return render(request, "submit/sent.html", {"email": email})


def _filled(request: HttpRequest) -> HttpResponse:
    """With what a calendar file or the one behind a link says, beside what was typed."""
    tzid = reader_of(request).tzid
    try:
        typed = request.POST.dict() | _of_file(request)
    except (UserError, GatewayError) as error:
        form, refused = SubmissionForm(request.POST, tzid=tzid), in_a_sentence(error)
        status = error.status if isinstance(error, UserError) else 422
        return form_page(
            request, form, refused=refused, status=status, calendar=request.POST.get("calendar", "")
        )
    return form_page(request, SubmissionForm(typed, tzid=tzid))


def _of_file(request: HttpRequest) -> dict[str, str]:
    file, link = request.FILES.get("file"), request.POST.get("calendar", "").strip()
    if file is None and link:
        return answers_of_link(link, network_of(request), reader_of(request).tzid, clock.now())
    if file is None:
        raise RefusedInput("submission-file-missing")
    return answers(file.read(IN_A_REQUEST_BYTES + 1), reader_of(request).tzid, clock.now())


def is_only_shown(request: HttpRequest) -> bool:
    """ "Show what was understood", an answer to what was not clear, or a file: nothing is sent yet."""
    return "show" in request.POST or "fill" in request.POST or len(request.POST.getlist("when")) > 1


def form_page(
    request: HttpRequest,
    form: SubmissionForm,
    template: str = "submit/page.html",
    *,
    refused: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    is_shown = form.is_bound and is_only_shown(request)
    if is_shown:
        keep_quiet(form)
    shown = echo(request, form) | {
        "problems": field_errors(form) if form.is_bound else [], "refused": refused,
        "paused": community_of(request).submissions_paused, "community_title": community_of(request).title or "Common Hour",
        "mailbox": next(iter(settings.MAILBOX_ADDRESSES), ""),
    }  # fmt: skip
    status = status if form.is_bound and (refused or not is_shown) else 200
    return render(request, template, shown | context, status=status)


def keep_quiet(form: SubmissionForm) -> None:
    """Who only looks what was understood has not finished: what is missing is no mistake yet."""
    for name in [name for name in form.errors if name != "when"]:
        del form.errors[name]


@public
def echoed(request: HttpRequest) -> HttpResponse:
    """What was understood of a time that is being typed, as a piece of a page."""
    form = WhenForm(request.GET, tzid=reader_of(request).tzid)
    return render(request, "submit/echo.html", echo(request, form))


def echo(request: HttpRequest, form: WhenForm) -> dict[str, Any]:
    """Its first dates on the clocks of three places, what was assumed, and who else meets then."""
    schedule = _schedule(form)
    shown = preview(schedule, clock.now(), reader_of(request).tzid) if schedule else None
    found = form.found
    places = dict.fromkeys([found.tzid, reader_of(request).tzid, "UTC"]) if found else ()
    return {
        "form": form, "echo": shown, "rows": shown.rows[:SHOWN] if shown else [],
        "first": found.instant if found and schedule else None, "places": list(places),
        "assumed": found.assumed if found and schedule else (), "question": form.question,
        "clashes": _clashes(request, shown, form),
    }  # fmt: skip


def _schedule(form: WhenForm) -> Schedule | None:
    if not form.is_bound or {"when", "repeat", "weeks"} & form.errors.keys():
        return None
    return form.schedule()


def _clashes(request: HttpRequest, shown: Preview | None, form: WhenForm) -> list[Clash]:
    """A link is compared only so often: nobody finds out by trying which room a call has."""
    if not shown:
        return []
    group = Group.objects.filter(slug=str(form.data.get("group", "")).replace("\x00", "")).first()
    link = str(form.data.get("link", ""))[:2000] if request.method == "POST" else ""
    network = network_of(request)
    if link and not is_in_measure("rooms of network", network, clock.now(), ROOMS_PER_NETWORK):
        link = ""
    return clashes(shown.spans, group=group, link=link)
