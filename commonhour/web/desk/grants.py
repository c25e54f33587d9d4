"""One role of somebody's in the desk: until when it lasts, and ending it."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.grants import change_until, end_grant
from commonhour.actions.rights import require_giving
from commonhour.core.rights import Role
from commonhour.core.speech.roles import role_sentence
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.models import Grant
from commonhour.reads.people import grant_row, last_day_of
from commonhour.web.desk.gate import desk, who
from commonhour.web.desk.people import PAGE, called
from commonhour.web.desk.people_forms import UntilForm, end_of
from commonhour.web.desk.said import go, show
from commonhour.web.reader import reader_of
from commonhour.web.voice import in_a_sentence


@desk
def until(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _the_grant(pk)
    require_giving(who(request), Role(grant.role), grant.group_id)
    form, conflict = UntilForm(request.POST or None, initial=_present(request, grant)), ""
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, grant, form)
            return go(request, PAGE, gettext("Saved."))
        except Conflict as refused:
            grant, conflict = _the_grant(pk), in_a_sentence(refused)
            form = UntilForm(initial=_present(request, grant))
        except RefusedInput as refused:
            form.add_error("until", in_a_sentence(refused))
    context = _context(request, grant) | {"form": form, "refused": conflict}
    return show(request, "grant.html", context, status=409 if conflict else 422 if form.errors else 200)


@desk
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it; whoever has a role may end it too."""
    grant, actor = _the_grant(pk), who(request)
    if grant.user_id != actor.user:
        require_giving(actor, Role(grant.role), grant.group_id)
    if request.method != "POST":
        return show(request, "grant_end.html", _context(request, grant))
    end_grant(grant, now=clock.now(), actor=actor)
    if grant.group:
        said = gettext("{name} looks after {group} no longer.").format(
            name=called(grant.user, actor), group=grant.group
        )
    elif grant.role == Role.REVIEWER:
        said = gettext("{name} reviews no longer.").format(name=called(grant.user, actor))
    else:
        said = gettext("{name} is no programme manager any more.").format(name=called(grant.user, actor))
    return go(request, PAGE, said)


def _the_grant(pk: int) -> Grant:
    grant = Grant.objects.lasting(clock.now()).select_related("user", "group").filter(pk=pk).first()
    if grant is None:
        raise NotFound("no-such-person")
    return grant


def _present(request: HttpRequest, grant: Grant) -> dict[str, object]:
    seen = grant.until.isoformat() if grant.until else ""
    return {"until": last_day_of(grant.until, reader_of(request).tzid), "seen": seen}


def _change(request: HttpRequest, grant: Grant, form: UntilForm) -> None:
    found = form.cleaned_data
    try:
        seen = dt.datetime.fromisoformat(found["seen"]) if found["seen"] else None
    except ValueError:
        raise Conflict("grant-changed") from None
    change_until(
        grant, end_of(found["until"], reader_of(request).tzid), seen=seen, now=clock.now(), actor=who(request)
    )


def _context(request: HttpRequest, grant: Grant) -> dict[str, object]:
    row = grant_row(grant, who(request), clock.now(), reader_of(request).tzid)
    group = row.group.name if row.group else ""
    name = called(grant.user, who(request))
    return {"grant": row, "name": name, "sentence": role_sentence(row.role, group, gettext)}
