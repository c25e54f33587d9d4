"""Persons that pages name, in the desk: another name, two that are one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.people import merge_persons, rename_person
from commonhour.errors import Conflict, NotFound
from commonhour.models import Person
from commonhour.reads.persons import named_person, named_persons
from commonhour.web.desk.gate import manager, who
from commonhour.web.desk.persons_forms import MergeForm, RenameForm
from commonhour.web.desk.said import go, show
from commonhour.web.voice import in_a_sentence

LIST = "/desk/persons/"


@manager
def index(request: HttpRequest) -> HttpResponse:
    return show(request, "persons.html", {"rows": named_persons()})


@manager
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom they were merged into answers for who is merged."""
    person = the_person(pk)
    if person.merged_into_id:
        return go(request, f"{LIST}{person.merged_into_id}/")
    sent = request.POST if request.method == "POST" and not person.user_id else None
    form = RenameForm(sent, initial={"name": person.name, "seen": person.name})
    refused = ""
    if form.is_valid():
        found = form.cleaned_data
        try:
            rename_person(
                person, found["name"], seen=found["seen"], everywhere=found["everywhere"], now=clock.now(),
                actor=who(request),
            )  # fmt: skip
            return go(request, f"{LIST}{pk}/", gettext("Saved."))
        except Conflict as conflict:
            refused, person = in_a_sentence(conflict), the_person(pk)
            form = RenameForm(initial={"name": person.name, "seen": person.name})
    context = {"person": named_person(person), "form": form, "others": MergeForm(person), "refused": refused}
    return show(request, "person_named.html", context, status=409 if refused else 422 if form.errors else 200)


@manager
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, with the other one in `other`; POST makes them one."""
    person = the_person(pk)
    form = MergeForm(person, request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        wrong: dict[str, object] = {"person": named_person(person), "form": form, "others": form}
        return show(request, "person_named.html", wrong, status=422)
    kept, gone = form.kept_and_gone()
    if request.method != "POST":
        context: dict[str, object] = {
            "kept": named_person(kept),
            "gone": named_person(gone),
            "person": person,
            "form": form,
        }
        return show(request, "person_merge.html", context)
    merge_persons(
        kept, gone, name=form.cleaned_data["name"] or kept.name, now=clock.now(), actor=who(request)
    )
    return go(request, f"{LIST}{kept.pk}/", gettext("They are one person now."))


def the_person(pk: int) -> Person:
    person = Person.objects.select_related("user").filter(pk=pk).first()
    if person is None:
        raise NotFound("no-such-person")
    return person
