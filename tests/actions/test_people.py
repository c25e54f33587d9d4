"""People: invited, known as somebody who is named already, revoked, and renamed by nobody but themselves."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_member, make_moderator

from commonhour.actions.grants import Terms, end_grant
from commonhour.actions.group import set_people
from commonhour.actions.people import rename_oneself
from commonhour.actions.sign_in import end_invitations, invite, may_redeem, redeem
from commonhour.core.draft import DraftPerson
from commonhour.core.rights import TERMINAL, Role
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import Grant, Membership, Person, User

pytestmark = pytest.mark.django_db


def test_who_is_named_already_is_that_person(now):
    group = make_group()
    olga = Person.objects.create(name="Olga")
    Membership.objects.create(person=olga, group=group, role="moderator")
    terms = Terms(Role.MODERATOR, group)
    user, _ = invite("olga@example.org", terms, now=NOW, actor=TERMINAL, name="O. Petrova", person=olga)
    assert list(Person.objects.values_list("name", "user")) == [("Olga", user.pk)]
    assert Membership.objects.count() == 1


def test_somebody_elses_person_is_not_taken_over(now):
    group = make_group()
    theirs = Person.objects.get(user=make_member(group))
    terms = Terms(Role.MODERATOR, group)
    user, _ = invite("new@example.org", terms, now=NOW, actor=TERMINAL, name="New", person=theirs)
    assert Person.objects.get(user=user) != theirs


def test_the_last_manager_cannot_be_revoked(now):
    make_community()
    only = make_manager()
    with pytest.raises(Conflict):
        end_grant(only.grants.get(), now=NOW, actor=only.as_actor(NOW))
    make_manager("second@example.org")
    end_grant(only.grants.get(), now=NOW, actor=only.as_actor(NOW))
    assert not Grant.objects.valid(NOW).filter(user=only).exists()


def test_the_last_manager_is_not_invited_until_a_day_either(now):
    make_community()
    only = make_manager()
    terms = Terms(Role.MANAGER, until=NOW + dt.timedelta(days=1))
    with pytest.raises(Conflict):
        invite(only.email, terms, now=NOW, actor=only.as_actor(NOW))
    assert only.grants.get().until is None
    make_manager("second@example.org")
    invite(only.email, terms, now=NOW, actor=only.as_actor(NOW))
    assert only.grants.get().until == terms.until


def test_a_moderator_revokes_nobody(now):
    group = make_group()
    mine, theirs = make_moderator(group), make_moderator(group, "other@example.org")
    with pytest.raises(NotAllowed):
        end_grant(theirs.grants.get(), now=NOW, actor=mine.as_actor(NOW))


@pytest.mark.parametrize("terms", [None, Terms(Role.MANAGER)])
def test_who_left_comes_back_when_a_manager_invites_them(now, terms):
    group = make_group()
    user = User.objects.create_user("gone@example.org", is_active=False)
    with pytest.raises(NotAllowed):
        invite(user.email, Terms(Role.NOTE_TAKER, group), now=NOW, actor=make_moderator(group).as_actor(NOW))
    assert not user.grants.exists()
    _, token = invite(user.email, terms, now=NOW, actor=TERMINAL)
    assert redeem(token, now=NOW).is_active


def test_a_link_is_ended(now):
    user, token = invite("x@example.org", now=NOW, actor=TERMINAL)
    assert may_redeem(token, now=NOW)
    assert end_invitations(user, now=NOW, actor=TERMINAL) == 1
    assert not may_redeem(token, now=NOW)


def test_one_renames_only_oneself(now):
    group = make_group()
    mine, theirs = make_moderator(group), make_moderator(group, "other@example.org")
    rename_oneself(mine, "Ana", now=NOW, actor=mine.as_actor(NOW))
    assert (User.objects.get(pk=mine.pk).name, Person.objects.get(user=mine).name) == ("Ana", "Ana")
    with pytest.raises(NotAllowed):
        rename_oneself(theirs, "Bo", now=NOW, actor=mine.as_actor(NOW))


def test_a_list_of_people_renames_nobody_who_signs_in(now):
    group = make_group()
    mine = make_moderator(group)
    make_moderator(group, "other@example.org")
    typed = [DraftPerson("moderator", "moderator"), DraftPerson("Somebody else", "moderator")]
    set_people(group, typed, now=NOW, actor=mine.as_actor(NOW), version=group.version)
    assert Person.objects.get(user__email="other@example.org").name == "other"
