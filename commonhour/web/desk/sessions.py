"""The sessions of one date in the desk: a new one, one that is edited or moved, and one that is taken off or removed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.session import (
    add_session,
    edit_session,
    move_session,
    remove_session,
    take_session_off,
)
from commonhour.core.rights import Verb
from commonhour.errors import Conflict, NotFound
from commonhour.models import Occurrence, Session
from commonhour.web.desk.gate import desk, post_only, the_occurrence, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.session_forms import EditSessionForm, SessionForm, typed
from commonhour.web.voice import in_a_sentence


@desk
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    date = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    form = SessionForm(date, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        also = form.cleaned_data["also"]
        session = add_session(date, **form.facts(), also=also, now=clock.now(), actor=who(request))
        return go(request, _path(date), gettext("“{name}” is there.").format(name=session.title))
    return _form_page(request, form, date, None, "", 422 if form.errors else 200)


@desk
def page(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    date = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    session = _the_session(date, pk)
    initial = typed(session, date) | {"version": session.version}
    form = EditSessionForm(date, session, request.POST or None, initial=initial)
    conflict = ""
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            edit_session(
                session, date, **form.facts(), also=found["also"], version=found["version"], now=clock.now(),
                actor=who(request),
            )  # fmt: skip
            return go(request, _path(date), gettext("Saved."))
        except Conflict as refused:
            conflict, session = in_a_sentence(refused), _the_session(date, pk)
            present = typed(session, date)
            del present["also"]  # its boxes show what was ticked
            form.show_both(present, session.version)
    return _form_page(
        request, form, date, session, conflict, 409 if conflict else 422 if form.errors else 200
    )


@desk
@post_only
def move(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    date = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    is_up = request.POST.get("to") != "down"
    move_session(_the_session(date, pk), date, is_up=is_up, now=clock.now(), actor=who(request))
    response = go(request, _path(date))
    response["Location"] += f"#session-{pk}"  # the keyboard goes on from there
    return response


@desk
def remove(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """GET asks; POST takes it off this date alone, or off all and away."""
    date = the_occurrence(request, public_id, Verb.KEEP_RECORD)
    session = _the_session(date, pk)
    if request.method == "POST" and request.POST.get("from") == "date":
        take_session_off(session, date, now=clock.now(), actor=who(request))
        sentence = gettext("“{name}” is taken off this date.")
        return go(request, _path(date), sentence.format(name=session.title))
    if request.method == "POST":
        remove_session(session, date, now=clock.now(), actor=who(request))
        return go(request, _path(date), gettext("“{name}” is removed.").format(name=session.title))
    context: dict[str, object] = {
        "name": session.title, "path": _path(date), "line": _line(date),
        "others": session.occurrences.exclude(pk=date.pk).listed(),
    }  # fmt: skip
    return show(request, "session_remove.html", context)


def _the_session(date: Occurrence, pk: int) -> Session:
    session = Session.objects.on(date).select_related("series").filter(pk=pk).first()
    if session is None:
        raise NotFound("no-such-talk")
    return session


def _form_page(
    request: HttpRequest,
    form: SessionForm,
    date: Occurrence,
    session: Session | None,
    conflict: str,
    status: int,
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form, "conflict": conflict, "line": _line(date), "path": _path(date),
        "name": session.title if session else "",
        "remove_path": f"{_path(date)}sessions/{session.pk}/remove/" if session else "",
    }  # fmt: skip
    return show(request, "session.html", context, status=status)


def _path(date: Occurrence) -> str:
    return f"/desk/occurrence/{date.public_id}/"


def _line(date: Occurrence) -> object:
    (line,) = Occurrence.objects.filter(pk=date.pk).listed()
    return line
