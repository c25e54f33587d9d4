"""Chats, lists and programs that are told: the list, a new one, its page, and what its buttons do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from commonhour import clock
from commonhour.actions.destination import (
    add_destination,
    edit_destination,
    remove_destination,
    require_place,
    rotate_secret,
    send_test,
    start_destination,
    stop_destination,
)
from commonhour.actions.rights import require
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.gateways.senders.registry import SERVICES
from commonhour.gateways.senders.service import Service
from commonhour.models import Destination, Group, Series
from commonhour.reads.destinations import last_messages, place, places
from commonhour.web.desk.destination_forms import DestinationForm
from commonhour.web.desk.gate import desk, my_groups, post_only, the_group, the_series, who
from commonhour.web.desk.group_forms import VersionForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

_PAGE = "/desk/destinations/"


@desk
def index(request: HttpRequest) -> HttpResponse:
    """Of `group=` or `series=` alone, or all that one may change."""
    group, series = _owner(request)
    rows = places(
        my_groups(who(request)), group=group.pk if group else None, series=series.pk if series else None
    )
    return show(request, "destinations.html", _of(group, series) | {"rows": rows})


@desk
def new(request: HttpRequest) -> HttpResponse:
    """First the service is chosen, then its form is filled in; both belong to `group=`, `series=` or the community."""
    group, series = _owner(request)
    if group is None and series is None:
        require(who(request), Verb.CHANGE_COMMUNITY)
    service = SERVICES.get(request.GET.get("kind", ""))
    if service is None:
        return show(request, "destination_kinds.html", _of(group, series) | {"kinds": _kinds()})
    initial = {"tells_changes": True, "language": get_language() or "en"}
    form = DestinationForm(service, request.POST or None, is_new=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_destination(
                service.kind, form.address(), group=None if series else group, series=series, now=clock.now(),
                actor=who(request), **form.facts(),
            )  # fmt: skip
            if row.reveal().get("secret"):
                return _secret_page(request, row, row.reveal()["secret"])
            return go(
                request, f"{_PAGE}{row.pk}/", gettext("“{name}” is told from now on.").format(name=row.label)
            )
        except RefusedInput as refused:
            form.add_error(service.fields[0].name, in_a_sentence(refused))
    return _form_page(request, form, service, _of(group, series), 422 if form.errors else 200)


@desk
def page(request: HttpRequest, pk: int) -> HttpResponse:
    row = _the_place(request, pk)
    service, conflict = _service(row), ""
    initial = _facts(row) | {"version": row.version}
    form = DestinationForm(service, request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_destination(
                row, form.address(), version=version, now=clock.now(), actor=who(request), **form.facts()
            )
            return go(request, f"{_PAGE}{pk}/", gettext("Saved."))
        except RefusedInput as refused:
            form.add_error(service.fields[0].name, in_a_sentence(refused))
        except Conflict as refused:
            conflict, row = in_a_sentence(refused), _the_place(request, pk)
            form.show_both(_facts(row), row.version)
    context = {
        "place": place(row),
        "messages": last_messages(row),
        "path": f"{_PAGE}{pk}/",
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return _form_page(request, form, service, _of(row.group, row.series) | context, status)


@desk
@post_only
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is sent here: the worker does within seconds, and the page shows what was answered."""
    said = gettext("A test message is on its way. Look at this page again in a few seconds.")
    return _done(request, pk, send_test, said)


@desk
@post_only
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, stop_destination, gettext("It is not told any more."))


@desk
@post_only
def start(request: HttpRequest, pk: int) -> HttpResponse:
    said = gettext(
        "It is told again, beginning with a test message. Look at this page again in a few seconds."
    )
    return _done(request, pk, start_destination, said)


@desk
@post_only
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    row = _the_place(request, pk)
    return _secret_page(
        request, row, rotate_secret(row, now=clock.now(), actor=who(request)), is_rotated=True
    )


@desk
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does."""
    row, conflict = _the_place(request, pk), ""
    form = VersionForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            remove_destination(row, version=version, now=clock.now(), actor=who(request))
            return go(request, _PAGE, gettext("“{title}” is removed.").format(title=row.label))
        except Conflict as refused:
            row.refresh_from_db()
            conflict, form = in_a_sentence(refused), VersionForm(initial={"version": row.version})
    context = {"place": place(row), "path": f"{_PAGE}{pk}/", "form": form, "conflict": conflict}
    return show(request, "destination_remove.html", context, status=409 if conflict else 200)


def _done(request: HttpRequest, pk: int, action: Callable[..., None], sentence: str) -> HttpResponse:
    action(_the_place(request, pk), now=clock.now(), actor=who(request))
    return go(request, f"{_PAGE}{pk}/", sentence)


def _the_place(request: HttpRequest, pk: int) -> Destination:
    row = Destination.objects.select_related("group", "series__group").filter(pk=pk).first()
    if row is None:
        raise NotFound("no-such-place")
    require_place(who(request), row)
    return row


def _owner(request: HttpRequest) -> tuple[Group | None, Series | None]:
    """Whose places it is about, as the address says. Raises NotFound, NotAllowed."""
    if slug := request.GET.get("series", "").replace("\x00", ""):
        series = the_series(request, slug)
        return series.group, series
    slug = request.GET.get("group", "").replace("\x00", "")
    return (the_group(request, slug) if slug else None), None


def _of(group: Group | None, series: Series | None) -> dict[str, object]:
    """The owner for templates: its name, the path of its page, and what carries it on in addresses."""
    if series is not None:
        return {
            "owner": series.title,
            "owner_path": f"/desk/series/{series.slug}/",
            "of_series": series.slug,
            "of_group": "",
        }
    if group is not None:
        return {
            "owner": group.name,
            "owner_path": f"/desk/groups/{group.slug}/",
            "of_series": "",
            "of_group": group.slug,
        }
    return {"owner": "", "owner_path": "", "of_series": "", "of_group": ""}


def _facts(row: Destination) -> dict[str, object]:
    return {
        "label": row.label, "language": row.language, "tells_changes": row.tells_changes, "tells_week": row.tells_week,
        "tells_notes": row.tells_notes,
        "reminders": [str(minutes) for minutes in row.reminder_minutes],
    }  # fmt: skip


def _service(row: Destination) -> Service:
    if row.kind not in SERVICES:
        raise NotFound("no-such-place")
    return SERVICES[row.kind]


def _kinds() -> list[tuple[str, str, str]]:
    return [(one.kind, gettext(one.name), gettext(one.hint)) for one in SERVICES.values()]


def _form_page(
    request: HttpRequest, form: DestinationForm, service: Service, context: dict[str, object], status: int
) -> HttpResponse:
    shown = {
        "form": form,
        "service": gettext(service.name),
        "hint": gettext(service.hint),
        "kind": service.kind,
    }
    return show(request, "destination.html", context | shown, status=status)


def _secret_page(
    request: HttpRequest, row: Destination, secret: str, *, is_rotated: bool = False
) -> HttpResponse:
    """On no other page: who loses it makes a new one."""
    context: dict[str, object] = {
        "place": place(row),
        "path": f"{_PAGE}{row.pk}/",
        "secret": secret,
        "is_rotated": is_rotated,
    }
    return show(request, "destination_secret.html", context)
