"""Leaving: what somebody has is given to others or ends, in one change that can be taken back."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator

from commonhour.actions.leaving import hand_over
from commonhour.actions.sign_in import make_link, may_redeem
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import ChangeSet, Grant, Membership, User
from commonhour.reads.leaving import holdings

pytestmark = pytest.mark.django_db


@pytest.fixture
def metrics(now):
    make_community()
    return make_group()


def names(user, actor=TERMINAL):
    return {one.name: None for one in holdings(user, actor, NOW)}


def roles(user):
    return list(Grant.objects.valid(NOW).filter(user=user).values_list("role", "group__slug"))


def test_all_of_it_is_given_on_and_comes_back_by_one_undo(metrics):
    ana, ben = (
        make_moderator(metrics, "ana@example.org"),
        make_moderator(make_group("book", "Book"), "ben@example.org"),
    )
    token = make_link(ana, now=NOW, actor=TERMINAL)
    role, place, link = names(ana)
    hand_over(ana, {role: ben.pk, place: ben.person.pk, link: None}, closes=True, now=NOW, actor=TERMINAL)
    assert (roles(ana), roles(ben)) == ([], [("moderator", "book"), ("moderator", "metrics")])
    assert list(metrics.memberships.filter(until=None).values_list("person__name", "role")) == [
        ("ben", "moderator")
    ]
    assert not may_redeem(token, now=NOW)
    assert not User.objects.get(pk=ana.pk).is_active
    undo(ChangeSet.objects.get(kind="handed-over").pk, now=NOW, actor=TERMINAL)
    assert (roles(ana), roles(ben)) == ([("moderator", "metrics")], [("moderator", "book")])
    assert list(metrics.memberships.filter(until=None).values_list("person__name")) == [("ana",)]
    assert User.objects.get(pk=ana.pk).is_active
    assert may_redeem(token, now=NOW)


def test_a_role_that_ends_some_day_ends_then_for_whoever_takes_it(metrics):
    ana, ben = make_moderator(metrics, "ana@example.org"), make_manager()
    until = NOW + dt.timedelta(days=30)
    ana.grants.update(until=until)
    role, place = names(ana)
    hand_over(ana, {role: ben.pk, place: None}, closes=False, now=NOW, actor=TERMINAL)
    assert Grant.objects.get(user=ben, role="moderator").until == until
    assert not Membership.objects.filter(until=None).exists()


def test_the_last_manager_leaves_only_to_another_one(metrics):
    only, ben = make_manager(), make_moderator(metrics)
    (role,) = names(only)
    with pytest.raises(Conflict):
        hand_over(only, {role: None}, closes=False, now=NOW, actor=only.as_actor(NOW))
    hand_over(only, {role: ben.pk}, closes=False, now=NOW, actor=only.as_actor(NOW))
    assert ("manager", None) in roles(ben)


def test_closing_the_account_of_the_last_manager_needs_a_successor_too(metrics):
    only = make_manager()
    make_manager("second@example.org")
    User.objects.filter(email="second@example.org").update(is_active=False)
    with pytest.raises(Conflict):
        hand_over(only, dict.fromkeys(names(only)), closes=True, now=NOW, actor=TERMINAL)


def test_who_leaves_gives_to_those_beside_them_and_brings_in_nobody(metrics):
    ana, beside = make_moderator(metrics, "ana@example.org"), make_moderator(metrics, "beside@example.org")
    beside.grants.update(role="note-taker")
    far = make_moderator(make_group("book", "Book"), "far@example.org")
    mine = ana.as_actor(NOW)
    role, place = names(ana, mine)
    with pytest.raises(Conflict):
        hand_over(ana, {role: far.pk, place: None}, closes=False, now=NOW, actor=mine)
    hand_over(ana, {role: beside.pk, place: beside.person.pk}, closes=False, now=NOW, actor=mine)
    assert ("moderator", "metrics") in roles(beside)
    change = ChangeSet.objects.get(kind="handed-over").pk
    later = NOW + dt.timedelta(minutes=11)
    with pytest.raises(NotAllowed):
        undo(change, now=later, actor=ana.as_actor(later))
    undo(change, now=NOW, actor=ana.as_actor(NOW))
    assert roles(ana) == [("moderator", "metrics")]


def test_nobody_sees_off_somebody_else_but_a_manager(metrics):
    ana, mine = make_moderator(metrics, "ana@example.org"), make_moderator(metrics)
    with pytest.raises(NotAllowed):
        hand_over(ana, names(ana), closes=False, now=NOW, actor=mine.as_actor(NOW))


def test_what_came_to_it_meanwhile_is_not_lost_sight_of(metrics):
    ana = make_moderator(metrics, "ana@example.org")
    seen = names(ana)
    Grant.objects.create(user=ana, role="chair", group=metrics, since=NOW)
    with pytest.raises(Conflict):
        hand_over(ana, seen, closes=False, now=NOW, actor=TERMINAL)
    assert len(roles(ana)) == 2
