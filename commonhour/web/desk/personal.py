"""What the hub holds of one person: handed out as JSON, and erased."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.erasure import erase as erase_person
from commonhour.actions.rights import require_oneself_or
from commonhour.core.rights import Verb
from commonhour.errors import NotFound
from commonhour.models import Person, User
from commonhour.reads.personal import personal_data
from commonhour.web.desk.gate import desk, manager, signed_in, who
from commonhour.web.desk.people import PAGE
from commonhour.web.desk.persons import LIST, the_person
from commonhour.web.desk.persons_forms import EraseForm
from commonhour.web.desk.said import go, show


@desk
def mine(request: HttpRequest) -> HttpResponse:
    return _json(signed_in(request), None)


@desk
def of_user(request: HttpRequest, pk: int) -> HttpResponse:
    user = _any_user(pk)
    require_oneself_or(who(request), user, Verb.CHANGE_PEOPLE)
    return _json(user, None)


@manager
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = the_person(pk)
    return _json(person.user, person)


@manager
def erase_user(request: HttpRequest, pk: int) -> HttpResponse:
    user = _any_user(pk)
    return _erase(request, user, Person.objects.filter(user=user).first(), PAGE)


@manager
def erase_named(request: HttpRequest, pk: int) -> HttpResponse:
    person = the_person(pk)
    return _erase(request, person.user, person, LIST)


def _erase(request: HttpRequest, user: User | None, person: Person | None, back: str) -> HttpResponse:
    """GET says what goes and what stays, POST with the name typed does it."""
    name = str(user) if user else str(person)
    form = EraseForm(name, request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase_person(
            user, person, speakers=form.cleaned_data["speakers"], now=clock.now(), actor=who(request)
        )
        return go(request, back, gettext("Erased. What they did stays, without their name."))
    context = {"form": form, "name": name, "back": back, "account": user is not None}
    return show(request, "person_erase.html", context, status=422 if form.errors else 200)


def _json(user: User | None, person: Person | None) -> HttpResponse:
    person = person or Person.objects.filter(user=user).first()
    return JsonResponse(
        asdict(personal_data(user, person, clock.now())),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


def _any_user(pk: int) -> User:
    """Also one whose account is closed."""
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotFound("no-such-person")
    return user
