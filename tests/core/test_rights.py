"""Who may do what: every verb has a row in the table, and a grant reaches as far as it was given."""

import pytest

from commonhour.core.rights import MAY, TERMINAL, WORKER, Actor, ActorKind, Given, Role, Verb

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
