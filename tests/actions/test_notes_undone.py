"""What undo does with notes: their writers, their meetings, and who was told of them."""

# ruff: noqa: F401, F811 (the series of a module beside it)

import pytest
from cast import NOW, make_moderator

from commonhour.actions.notes.keeping import keep_notes
from commonhour.actions.people import rename_oneself
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Notes, NotesRevision
from tests.actions.test_notes_last import last_change, on, series

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
NAMELESS = {"is_nameless": (False, True)}


def keep(date, text, base="", stage="draft", by=TERMINAL, **more):
    return keep_notes(date, text, base=base, stage=stage, now=NOW, actor=by, **more).notes


def names_of_notes():
    of_notes = ChangeSet.objects.filter(changes__noun="notes").values_list("actor_name", flat=True)
    return {*of_notes, *NotesRevision.objects.values_list("name", flat=True)}


def test_notes_that_become_nameless_by_undo_name_nobody(series):
    date, ana = on(series, "2026-11-19"), make_moderator(series.group).as_actor(NOW)
    keep(date, "one", facts=NAMELESS)
    keep(date, "one", base="one", facts={"is_nameless": (True, False)})
    with_names = last_change()
    keep(date, "one two", base="one", by=ana)
    assert NotesRevision.objects.filter(user=ana.user, name=ana.name).exists()
    undo(with_names, now=NOW, actor=ana)
    assert Notes.objects.get().is_nameless
    assert names_of_notes() == {""}
    assert not NotesRevision.objects.exclude(user=None).exists()


def test_notes_that_become_nameless_take_the_names_out_of_their_history(series):
    date, user = on(series, "2026-11-19"), make_moderator(series.group)
    ana = user.as_actor(NOW)
    keep(date, "one", stage="published", by=ana)
    assert names_of_notes() == {ana.name}
    keep(date, "one", base="one", stage="published", by=ana, facts=NAMELESS)
    assert names_of_notes() == {""}
    rename_oneself(user, "Ana Maria", now=NOW, actor=ana, everywhere=True)
    assert names_of_notes() == {""}
