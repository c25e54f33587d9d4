"""Leaving: what somebody has is given to others or ends, in one change that can be taken back."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from cast import NOW, make_community, make_group, make_manager, make_moderator
from django.contrib.sessions.models import Session
from django.test import Client

from commonhour.actions.grants import Terms
from commonhour.actions.leaving import hand_over
from commonhour.actions.sign_in import invite, make_link, may_redeem
from commonhour.actions.subscriber import forget
from commonhour.actions.subscribing import confirm
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL, Role
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import ChangeSet, Delivery, Grant, Membership, Subscriber, Subscription, User
from commonhour.reads.leaving import STAYS, holdings

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


@pytest.mark.parametrize(("had", "gets"), [(None, None), (3, 3), (1, 2)])
def test_who_takes_a_role_keeps_it_as_long_as_they_had_it(metrics, had, gets):
    """In days; None is for good."""
    ana, ben = make_moderator(metrics, "ana@example.org"), make_moderator(metrics, "ben@example.org")
    ends = {days: days and NOW + dt.timedelta(days=days) for days in (None, 1, 2, 3)}
    ana.grants.update(until=ends[2])
    ben.grants.update(until=ends[had])
    role, place = names(ana)
    hand_over(ana, {role: ben.pk, place: None}, closes=False, now=NOW, actor=TERMINAL)
    assert ben.grants.get().until == ends[gets]


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


def subscribe(user, group, **wanted):
    row = Subscriber.objects.create(
        email=user.email, created_at=NOW, confirmed_at=NOW, **({"reminder_minutes": [60]} | wanted)
    )
    return row.subscriptions.create(groups=[group.pk], created_at=NOW)


def of_kind(user, kind, actor=TERMINAL):
    return [one for one in holdings(user, actor, NOW) if one.kind == kind]


def test_mails_stay_unless_somebody_says_otherwise(metrics):
    ana = make_moderator(metrics, "ana@example.org")
    subscription = subscribe(ana, metrics)
    subscribe(make_manager(), metrics)
    (mails,) = of_kind(ana, "subscription")
    assert (mails.about, mails.mails) == (("Metrics",), ("changes", "reminders"))
    with pytest.raises(Conflict):  # nothing else may
        hand_over(ana, dict.fromkeys(names(ana), STAYS), closes=False, now=NOW, actor=TERMINAL)
    hand_over(ana, names(ana) | {mails.name: STAYS}, closes=True, now=NOW, actor=TERMINAL)
    assert Subscription.objects.filter(pk=subscription.pk).exists()


def test_whoever_is_to_have_the_mails_is_asked_and_one_undo_brings_them_back(metrics):
    ana, ben = make_moderator(metrics, "ana@example.org"), make_moderator(metrics, "ben@example.org")
    subscription = subscribe(ana, metrics, tells_week=True, language="es", tzid="Asia/Tokyo")
    (mails,) = of_kind(ana, "subscription")
    hand_over(ana, names(ana) | {mails.name: ben.pk}, closes=False, now=NOW, actor=TERMINAL)
    assert not Subscription.objects.exists()
    mail = Delivery.objects.get()
    assert (mail.kind, mail.to) == ("confirm", "ben@example.org")
    assert (mail.facts["what"], mail.facts["kinds"]) == (["Metrics"], ["changes", "reminders", "week"])
    undo(ChangeSet.objects.get(kind="handed-over").pk, now=NOW, actor=TERMINAL)
    assert Subscription.objects.get() == subscription
    confirm(mail.facts["url"].split("/")[-2], now=NOW)
    assert Subscriber.objects.get(email="ben@example.org").subscriptions.get().groups == [metrics.pk]


def test_an_address_that_was_deleted_since_is_not_brought_back(metrics):
    ana = make_moderator(metrics, "ana@example.org")
    subscribe(ana, metrics)
    hand_over(ana, names(ana), closes=False, now=NOW, actor=TERMINAL)
    forget(Subscriber.objects.get().pk)
    undo(ChangeSet.objects.get(kind="handed-over").pk, now=NOW, actor=TERMINAL)
    assert roles(ana) == [("moderator", "metrics")]
    assert not Subscription.objects.exists()


def test_who_leaves_has_those_beside_them_asked_and_nobody_else(metrics):
    ana, beside = make_moderator(metrics, "ana@example.org"), make_moderator(metrics, "beside@example.org")
    make_moderator(make_group("book", "Book"), "far@example.org")
    subscribe(ana, metrics)
    (mails,) = of_kind(ana, "subscription", ana.as_actor(NOW))
    assert mails.takers == [(beside.pk, "beside")]


def test_mails_that_ended_already_are_nothing_to_hand_over(metrics):
    ana = make_moderator(metrics, "ana@example.org")
    subscribe(ana, metrics)
    Subscriber.objects.update(stopped_at=NOW)
    assert of_kind(ana, "subscription") == []


def test_invitations_they_sent_end_and_come_back_and_those_of_others_stay(metrics):
    ana, mara = make_moderator(metrics, "ana@example.org"), make_manager()
    terms = Terms(Role.NOTE_TAKER, metrics)
    _, theirs = invite("nora@example.org", terms, now=NOW, actor=ana.as_actor(NOW), name="Nora")
    _, others = invite("omar@example.org", terms, now=NOW, actor=mara.as_actor(NOW))
    assert [one.about for one in of_kind(ana, "invitation")] == [("Nora",)]
    hand_over(ana, names(ana), closes=False, now=NOW, actor=TERMINAL)
    assert (may_redeem(theirs, now=NOW), may_redeem(others, now=NOW)) == (False, True)
    undo(ChangeSet.objects.get(kind="handed-over").pk, now=NOW, actor=TERMINAL)
    assert may_redeem(theirs, now=NOW)


def test_whoever_is_alone_with_a_group_is_told_so(metrics):
    ana, book = make_moderator(metrics, "ana@example.org"), make_group("book", "Book")
    for group, role in ((book, "moderator"), (make_group("tools", "Tools"), "note-taker")):
        Grant.objects.create(user=ana, role=role, group=group, since=NOW)
    make_moderator(book, "ben@example.org")
    taker = make_moderator(metrics, "taker@example.org")
    taker.grants.update(role="note-taker")
    make_moderator(metrics, "closed@example.org")
    User.objects.filter(email="closed@example.org").update(is_active=False)
    assert [one.group for one in of_kind(ana, "role") if one.is_only] == ["Metrics"]


def test_a_closed_account_is_signed_out_and_nothing_signs_in_to_it(client, metrics):
    ana = make_moderator(metrics, "ana@example.org")
    client.force_login(ana)
    key = client.session.session_key
    UserSession.objects.create(user=ana, session_key=key, ip="192.0.2.1")
    unlisted = Client()
    unlisted.force_login(ana)
    Authenticator.objects.create(user=ana, type="webauthn", data={})
    SocialAccount.objects.create(user=ana, provider="github", uid="1")
    hand_over(ana, names(ana), closes=True, now=NOW, actor=TERMINAL)
    assert not Session.objects.filter(pk=key).exists()
    for gone in (UserSession, Authenticator, SocialAccount):
        assert not gone.objects.exists()
    undo(ChangeSet.objects.get(kind="handed-over").pk, now=NOW, actor=TERMINAL)
    for browser in (client, unlisted):
        assert browser.get("/desk/").status_code == 302
    assert User.objects.get(pk=ana.pk).is_active


def test_who_stays_keeps_where_they_are_signed_in(client, metrics):
    ana = make_moderator(metrics, "ana@example.org")
    client.force_login(ana)
    hand_over(ana, names(ana), closes=False, now=NOW, actor=TERMINAL)
    assert client.get("/desk/").status_code == 200
