"""A name is no identity: who can sign in is never found by it, and nobody gives another a name."""

import pytest

from commonhour.actions.group import set_people
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftPerson
from commonhour.core.rights import TERMINAL, Verb
from commonhour.models import Grant, Membership, Person
from tests.cast import NOW, make_community, make_group, make_manager, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def community() -> None:
    make_community()


def rename(group, user, name: str) -> None:
    set_people(
        group, [DraftPerson(name, "moderator")], now=NOW, actor=user.as_actor(NOW), version=group.version
    )


def test_who_takes_the_name_of_another_groups_lead_is_not_let_in() -> None:
    group = make_group()
    moderator = make_moderator(group)
    rename(group, moderator, "Lena Lead")
    page = Draft(
        "page", groups=[DraftGroup("security", "Security", people=[DraftPerson("Lena Lead", "lead")])]
    )
    import_draft(page, now=NOW, actor=TERMINAL, name="page.md")
    lead = Membership.objects.get(group__slug="security").person
    assert lead.user is None
    assert lead != moderator.person
    assert not moderator.as_actor(NOW).may(Verb.CHANGE_GROUP, lead.memberships.get().group_id)


def test_a_role_that_a_page_gives_lets_nobody_do_anything() -> None:
    group, other = make_group(), make_group("security", "Security")
    moderator = make_moderator(group)
    moderator.person.name = "Lena Lead"
    moderator.person.save()
    Membership.objects.create(person=moderator.person, group=other, role="lead")
    page = Draft(
        "page", groups=[DraftGroup("security", "Security", people=[DraftPerson("Lena Lead", "moderator")])]
    )
    import_draft(page, now=NOW, actor=TERMINAL, name="page.md")
    assert not moderator.as_actor(NOW).may(Verb.CHANGE_GROUP, other.pk)


def test_one_renames_oneself() -> None:
    group = make_group()
    moderator = make_moderator(group)
    rename(group, moderator, "Lena Lead")
    moderator.person.refresh_from_db()
    assert moderator.person.name == "Lena Lead"


def test_nobody_renames_another_who_signs_in() -> None:
    group = make_group()
    one = make_moderator(group)
    other = make_moderator(make_group("security", "Security"), "other@example.org")
    Membership.objects.filter(person=one.person).delete()
    Membership.objects.create(person=other.person, group=group, role="moderator")
    name = other.person.name
    rename(group, one, "Somebody Else")
    other.person.refresh_from_db()
    assert other.person.name == name
    assert Membership.objects.get(group=group, until=None).person.user is None
    Membership.objects.filter(group=group, person=other.person).update(until=None)
    Membership.objects.exclude(person=other.person).filter(group=group).delete()
    group.refresh_from_db()
    rename(group, make_manager(), "Somebody Else")
    other.person.refresh_from_db()
    assert other.person.name == name


def test_whom_another_group_names_too_keeps_the_name_there() -> None:
    group, other = make_group(), make_group("security", "Security")
    moderator = make_moderator(make_group("docs", "Docs"))
    shared = Person.objects.create(name="Lena Lead")
    for where in (group, other):
        Membership.objects.create(person=shared, group=where, role="moderator")
    group.refresh_from_db()
    Grant.objects.create(user=moderator, role="moderator", group=group, since=NOW)
    rename(group, moderator, "Lena Leader")
    assert Membership.objects.get(group=other).person.name == "Lena Lead"
    assert Membership.objects.get(group=group, until=None).person.name == "Lena Leader"
