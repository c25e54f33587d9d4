"""Persons that pages name or named: where they are, and whether they sign in."""

from collections import defaultdict
from dataclasses import dataclass

from commonhour.models import Membership, Person


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """`places` are (role, group, is now); `user` is the id of their account."""

    id: int
    name: str
    organisation: str
    places: list[tuple[str, str, bool]]
    user: int | None
    has_namesake: bool = False

    @property
    def path(self) -> str:
        return f"/desk/persons/{self.id}/"


def named_persons() -> list[NamedPerson]:
    """Everybody by name, in two queries."""
    rows = list(Person.objects.filter(merged_into=None).order_by("name", "pk"))
    places = _places()
    count: dict[str, int] = defaultdict(int)
    for one in rows:
        count[one.name.casefold()] += 1
    return [_shape(one, places, has_namesake=count[one.name.casefold()] > 1) for one in rows]


def named_person(person: Person) -> NamedPerson:
    return _shape(person, _places(person))


def _shape(
    one: Person, places: dict[int, list[tuple[str, str, bool]]], *, has_namesake: bool = False
) -> NamedPerson:
    return NamedPerson(one.pk, one.name, one.organisation, places[one.pk], one.user_id, has_namesake)


def _places(person: Person | None = None) -> dict[int, list[tuple[str, str, bool]]]:
    rows = Membership.objects.filter(person=person) if person else Membership.objects.all()
    found: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    listed = rows.order_by("group__name", "position", "pk")
    for pk, role, group, until in listed.values_list("person", "role", "group__name", "until"):
        found[pk].append((role, group, until is None))
    return found
