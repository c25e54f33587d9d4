"""Who may do what: every verb has a row in the table, and a grant reaches as far as it was given."""

import pytest

from commonhour.core.rights import (
    GIVES,
    MAY,
    OF_A_GROUP,
    OF_EITHER,
    TERMINAL,
    WORKER,
    Actor,
    ActorKind,
    Given,
    Role,
    Verb,
)

MODERATOR = Actor(ActorKind.USER, "Mo", frozenset({Given(Role.MODERATOR, 7)}), 1)
MANAGER = Actor(ActorKind.USER, "Mara", frozenset({Given(Role.MANAGER)}), 2)


def test_every_verb_has_a_row():
    assert set(MAY) == set(Verb)


@pytest.mark.parametrize("verb", Verb)
def test_nobody_may_nothing_and_a_manager_everything(verb):
    assert not Actor(ActorKind.LINK).may(verb, None, 7)
    assert MANAGER.may(verb, 7)
    assert TERMINAL.may(verb)


def test_a_moderator_looks_after_their_own_group():
    assert MODERATOR.may(Verb.CHANGE_DATE, 7)
    assert not MODERATOR.may(Verb.CHANGE_DATE, 8)
    assert not MODERATOR.may(Verb.CHANGE_DATE, None)
    assert not MODERATOR.may(Verb.CHANGE_DATE)
    assert not MODERATOR.may(Verb.IMPORT, 7)
    assert MODERATOR.groups(Verb.CHANGE_GROUP) == [7]
    assert MODERATOR.groups(Verb.IMPORT) == []
    assert MANAGER.groups(Verb.CHANGE_GROUP) is None


def test_the_worker_keeps_things_in_line_and_decides_nothing():
    assert [verb for verb in Verb if WORKER.may(verb, 7, None)] == [Verb.ASK_GROUP, Verb.KEEP_IN_LINE]


@pytest.mark.parametrize("role", sorted(OF_A_GROUP))
def test_what_a_role_of_a_group_lets_one_do(role):
    actor = Actor(ActorKind.USER, "X", frozenset({Given(role, 7)}), 1)
    here = {verb for verb in Verb if actor.may(verb, 7)}
    assert not any(actor.may(verb, 8) or actor.may(verb, None) for verb in Verb)
    record = {Verb.SEE_GROUP, Verb.KEEP_RECORD}
    if role == Role.NOTE_TAKER:
        assert here == record
    else:
        assert here == record | {Verb.CHANGE_DATE, Verb.CHANGE_SERIES, Verb.CHANGE_GROUP, Verb.ADOPT_CALL, Verb.SET_ASIDE, Verb.GRANT, Verb.ASK_GROUP, Verb.DECIDE, Verb.SEE_GUESTS, Verb.REVIEW}  # fmt: skip


@pytest.mark.parametrize("giver", Role)
@pytest.mark.parametrize("given", Role)
def test_who_may_give_which_role(giver, given):
    """In their own group only, and never one above their own or beside it."""
    own = None if giver in (Role.MANAGER, Role.KEEPER) else 7
    actor = Actor(ActorKind.USER, "X", frozenset({Given(giver, own)}), 1)
    meant = {
        (Role.MANAGER, Role.MANAGER), (Role.MANAGER, Role.CHAIR), (Role.MANAGER, Role.MODERATOR),
        (Role.MANAGER, Role.NOTE_TAKER), (Role.CHAIR, Role.MODERATOR), (Role.CHAIR, Role.NOTE_TAKER),
        (Role.MODERATOR, Role.NOTE_TAKER), (Role.MANAGER, Role.REVIEWER), (Role.CHAIR, Role.REVIEWER), (Role.MODERATOR, Role.REVIEWER),
    }  # fmt: skip
    place = 7 if given in OF_A_GROUP | OF_EITHER else None
    assert actor.may_give(given, place) == ((giver, given) in meant)
    is_everybodys = giver == Role.MANAGER and given in OF_EITHER
    assert actor.may_give(given, None if place else 7) == is_everybodys
    assert actor.may_give(given, 8) == (giver == Role.MANAGER and given in OF_A_GROUP | OF_EITHER)


@pytest.mark.parametrize("group", [7, None])
def test_a_reviewer_reviews_where_they_were_asked_to_and_decides_nothing(group):
    actor = Actor(ActorKind.USER, "X", frozenset({Given(Role.REVIEWER, group)}), 1)
    assert [verb for verb in Verb if actor.may(verb, 7)] == [Verb.REVIEW]
    for elsewhere in (8, None):
        assert [verb for verb in Verb if actor.may(verb, elsewhere)] == (
            [Verb.REVIEW] if group is None else []
        )
    assert not any(actor.gives(one) for one in (7, 8, None))


def test_whoever_gives_a_role_may_give_one():
    assert all(role in MAY[Verb.GRANT] for role in GIVES)


def test_a_link_to_somebody_is_made_by_who_may_all_they_were_given():
    notes, more = Given(Role.NOTE_TAKER, 7), Given(Role.CHAIR, 8)
    assert MODERATOR.may_let_in([notes], has_come=False)
    assert not MODERATOR.may_let_in([notes], has_come=True)
    assert not MODERATOR.may_let_in([notes, more], has_come=False)
    assert not MODERATOR.may_let_in([], has_come=False)
    assert MANAGER.may_let_in([notes, more], has_come=True)
