"""The people of an imported group: who has which role."""

from collections.abc import Mapping, Sequence

from commonhour.actions.upstream.lists import Facts, keyed, merge_list
from commonhour.actions.upstream.run import Run, clipped
from commonhour.core.draft import DraftPerson
from commonhour.models import Group, Membership, Person


def people_facts(people: Sequence[DraftPerson]) -> dict[str, Facts]:
    found = keyed(people, lambda person: f"{person.name} ({person.role})")
    return {
        key: {"name": p.name, "role": p.role, "organisation": p.organisation, "url": p.url}
        for key, p in found.items()
    }


def merge_people(
    run: Run, group: Group, theirs: Mapping[str, Facts], last: Mapping[str, Facts], where: str
) -> bool:
    present = group.memberships.filter(until=None).select_related("person")
    rows = keyed(present, lambda m: f"{m.person.name} ({m.role})")

    def add(key: str, position: int) -> None:
        _add(run, group, theirs[key], position)

    return merge_list(
        run, what=f"People of {group}", where=where, last=last, theirs=theirs, rows=rows, facts_of=_facts,
        add=add, change=lambda row, taken: _change(run, row, taken), remove=lambda row: _end(run, row),
    )  # fmt: skip


def _facts(row: Membership) -> Facts:
    person = row.person
    return {"name": person.name, "role": row.role, "organisation": person.organisation, "url": person.url}


def _add(run: Run, group: Group, facts: Facts, position: int) -> None:
    role = facts["role"][:40]
    fields = clipped(Person, {name: facts[name] for name in ("name", "organisation", "url")})
    person = _known(group, fields["name"], fields["organisation"])
    if person is None:
        person = Person(**fields)
        run.changes.add(person)
    row = Membership.objects.filter(person=person, group=group, role=role).first()
    if row is not None:
        run.changes.set(row, until=None)
        return
    run.changes.add(Membership(person=person, group=group, role=role, position=position))


def _known(group: Group, name: str, organisation: str) -> Person | None:
    """The same person: by name in this group; elsewhere only a full name counts, as there are many Anas, and never that
    of somebody who can sign in: anybody may be called so, and nobody is somebody else for it."""
    person = Person.objects.filter(memberships__group=group, name=name).first()
    if person is None and " " in name.strip():
        person = Person.objects.filter(
            name=name, organisation__in={"", organisation}, merged_into=None, user=None
        ).first()
    return person


def _change(run: Run, row: Membership, taken: Facts) -> None:
    run.changes.set(row.person, **clipped(Person, taken))


def _end(run: Run, row: Membership) -> None:
    """No longer on the page: the role ends, and what they did stays theirs."""
    run.changes.set(row, until=run.now.date())
