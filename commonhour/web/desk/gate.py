"""The door of the desk: who is signed in, what they may change, and that no page of it is kept anywhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import NotAllowed, NotFound, UserError
from commonhour.models import Group, Import, Occurrence, Series, User
from commonhour.web.public import unkept
from commonhour.web.refusals import refusal

View = Callable[..., HttpResponse]
SIGN_IN = "/desk/sign-in/"


def desk(view: View) -> View:
    """For signed-in people only; everybody else is led to the sign-in page and back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_active):
            wanted = request.get_full_path() if request.method == "GET" else "/desk/"
            return unkept(HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': wanted})}"))
        return unkept(view(request, *args, **kwargs))

    wrapped.is_desk = True  # type: ignore[attr-defined]
    return get_and_post(wrapped)


def manager(view: View) -> View:
    """For programme managers only."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(who(request), Verb.CHANGE_COMMUNITY)
        return view(request, *args, **kwargs)

    return desk(wrapped)


def granter(view: View) -> View:
    """For those who may give at least one role somewhere; the verb asks which."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = who(request)
        require(actor, Verb.GRANT, *(actor.groups(Verb.GRANT) or ()))
        return view(request, *args, **kwargs)

    return desk(wrapped)


def get_and_post(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"}:
            return _refused_method(request, "GET, HEAD, POST")
        return view(request, *args, **kwargs)

    return wrapped


def post_only(view: View) -> View:
    """A button's address: looking at it changes nothing and says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return _refused_method(request, "POST")
        return view(request, *args, **kwargs)

    return wrapped


def _refused_method(request: HttpRequest, allowed: str) -> HttpResponse:
    sentence = gettext("This address belongs to a button: it works only from the button’s own page.")
    response = refusal(request, 405, sentence)
    response.headers["Allow"] = allowed
    return response


def signed_in(request: HttpRequest) -> User:
    """The signed-in user; call it behind `desk`."""
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed("sign-in-first")
    return user


def who(request: HttpRequest) -> Actor:
    """Who acts, with what they may do now; read once a request."""
    found: Actor | None = getattr(request, "_actor", None)
    if found is None:
        found = signed_in(request).as_actor(clock.now())
        request._actor = found  # type: ignore[attr-defined]
    return found


def my_groups(actor: Actor) -> list[int] | None:
    """The ids of the groups somebody looks after; None for a manager, who looks after all of them."""
    return actor.groups(Verb.CHANGE_GROUP)


def seen_groups(actor: Actor) -> list[int] | None:
    """The ids of the groups of which the desk shows somebody more than pages do; None for all."""
    return actor.groups(Verb.SEE_GROUP)


def slugs_of_mine(actor: Actor) -> set[str] | None:
    """Of those it may change, where it sees more than these; None where that is all it sees."""
    mine = my_groups(actor)
    if mine is None or mine == seen_groups(actor):
        return None
    return set(Group.objects.filter(pk__in=mine).values_list("slug", flat=True))


def the_group(request: HttpRequest, slug: str) -> Group:
    """The group of an address, when this user may edit it. Raises NotFound, NotAllowed."""
    group = Group.objects.select_related("space", "parent").filter(slug=slug).first()
    if group is None:
        raise NotFound("no-such-group")
    require(who(request), Verb.CHANGE_GROUP, group)
    return group


def the_series(request: HttpRequest, slug: str) -> Series:
    """The series of an address, when this user may edit it. Raises NotFound, NotAllowed."""
    series = Series.objects.select_related("group", "source").filter(slug=slug).first()
    if series is None:
        raise NotFound("no-such-series")
    _require_series(who(request), series)
    return series


def the_call(request: HttpRequest, slug: str) -> Series:
    """As `the_series`, also for a call that an outside calendar owns. Raises NotFound, NotAllowed."""
    series = Series.objects.select_related("group", "source", "adopted_from").filter(slug=slug).first()
    if series is None:
        raise NotFound("no-such-series")
    require(who(request), Verb.ADOPT_CALL, series.group_id)
    return series


def the_occurrence(request: HttpRequest, public_id: object, verb: Verb = Verb.CHANGE_DATE) -> Occurrence:
    """The date of an address, when this user may change it, or keep its record. Raises NotFound, NotAllowed."""
    occurrence = _allowed_occurrence(request, public_id, verb)
    if occurrence.series.source_id:
        raise UserError("changed-over-there")
    return occurrence


def the_recorded(request: HttpRequest, public_id: object) -> Occurrence:
    """The date of an address whose notes this user may keep, also one of an outside calendar. Raises NotFound, NotAllowed."""
    return _allowed_occurrence(request, public_id, Verb.KEEP_RECORD)


def _allowed_occurrence(request: HttpRequest, public_id: object, verb: Verb) -> Occurrence:
    rows = Occurrence.objects.select_related("series__group", "series__source", "schedule")
    occurrence = rows.filter(public_id=str(public_id)).first()
    if occurrence is None:
        raise NotFound("no-such-day")
    require(who(request), verb, *occurrence.series.holders)
    return occurrence


def the_import(pk: int) -> Import:
    """Raises NotFound."""
    row = Import.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound("no-such-import")
    return row


def _require_series(actor: Actor, series: Series) -> None:
    require(actor, Verb.CHANGE_SERIES, series.group_id)
    if series.source_id:
        raise UserError("changed-over-there")
