"""An action lives on over the notes of its series: the same one, however it is typed, and lost by none of them."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series
from depth import examples
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhour.actions.notes.derived import derive
from commonhour.actions.notes.writing import begin_notes, publish_notes, save_notes
from commonhour.core.notes.reading import read_notes
from commonhour.core.notes.same import said_key
from commonhour.core.rights import TERMINAL
from commonhour.models import ActionItem, ActionMention, Occurrence

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}


def dates(number=4):
    make_community()
    series = make_series(group=make_group())
    return list(Occurrence.objects.filter(series=series).order_by("start")[:number])


def items():
    return [(one.owner, one.text, one.state) for one in ActionItem.objects.order_by("pk")]


@pytest.mark.parametrize(
    "later",
    ["- [x] write the post\n", "- [x] @Ana Write the post!\n", "- [X] @ana write  the post\n"],
)
def test_a_later_line_is_the_same_action_however_it_is_typed(later):
    first, second, *_ = dates()
    make_notes(first, "ACTION: @ana write the post\n")
    make_notes(second, later)
    item = ActionItem.objects.get()
    assert (item.state, item.mentions.count(), item.owner.casefold()) == ("done", 2, "ana")


def test_where_two_fit_none_is_ended():
    first, second, *_ = dates()
    make_notes(first, "ACTION: @ana review it\nACTION: @bob review it\n")
    make_notes(second, "- [x] review it\n")
    assert sorted(items()) == [
        ("", "review it", "done"),
        ("ana", "review it", "open"),
        ("bob", "review it", "open"),
    ]


def test_who_does_it_and_until_when_is_what_the_latest_notes_say_in_whatever_order_they_came():
    first, second, *_ = dates()
    make_notes(second, "ACTION: @bob write the post by 2026-12-09\n")
    make_notes(first, "ACTION: @ana write the post by 2026-12-01\n")
    item = ActionItem.objects.get()
    assert (item.owner, item.due, item.said_on) == ("bob", dt.date(2026, 12, 9), first.local_day)


def test_what_was_done_and_is_said_again_later_is_another_one():
    first, second, third, _ = dates()
    make_notes(first, "ACTION: @ana send the invitation\n")
    make_notes(second, "- [x] @ana send the invitation\n")
    make_notes(third, "ACTION: @ana send the invitation\n")
    assert [state for _, _, state in items()] == ["done", "open"]


def test_a_line_that_is_worded_a_little_otherwise_keeps_what_a_person_set():
    first, *_ = dates()
    notes = make_notes(first, "ACTION: @ana write the blog post\n")
    ActionItem.objects.update(due=dt.date(2027, 1, 1), is_edited=True)
    public_id = ActionItem.objects.get().public_id
    save_notes(notes, "ACTION: @ana write the blog posts\n", version=notes.version, **BY)
    item = ActionItem.objects.get()
    assert (item.public_id, item.text, item.due) == (public_id, "write the blog posts", dt.date(2027, 1, 1))


def test_another_thing_on_the_same_line_is_another_action():
    first, *_ = dates()
    notes = make_notes(first, "ACTION: @ana write the blog post\n")
    save_notes(notes, "ACTION: @ana book the room\n", version=notes.version, **BY)
    assert items() == [("ana", "book the room", "open")]


def test_what_a_person_set_on_an_action_waits_for_its_line_and_is_told_to_nobody_meanwhile():
    first, *_ = dates()
    notes = make_notes(first, "ACTION: @ana write the post\n")
    ActionItem.objects.update(waiting_on="the board", is_edited=True)
    save_notes(notes, "", version=1, **BY)
    assert ActionItem.objects.count() == 1
    assert not ActionItem.objects.said().exists()
    notes.refresh_from_db()
    save_notes(notes, "ACTION: @ana write the post\n", version=notes.version, **BY)
    assert ActionItem.objects.said().get().waiting_on == "the board"


def test_saving_again_does_not_end_again_what_a_person_opened():
    first, *_ = dates()
    notes = make_notes(first, "- [x] @ana write the post\n")
    ActionItem.objects.update(state="open", done_at=None, is_edited=True)
    save_notes(notes, "Hello\n- [x] @ana write the post\n", version=notes.version, **BY)
    assert items() == [("ana", "write the post", "open")]


LINE = st.builds(
    lambda mark, owner, text, due: f"{mark} {owner}{text}{due}",
    st.sampled_from(["ACTION:", "- [ ]", "- [x]"]),
    st.sampled_from(["", "@ana ", "@Ana ", "@bob "]),
    st.sampled_from(["write the post", "Write the post", "write the posts", "book a room"]),
    st.sampled_from(["", " by 2026-12-01", " by 2027-01-01"]),
)
TEXT = st.lists(LINE, max_size=4).map("\n".join)


def image():
    actions = ActionItem.objects.order_by("pk").values()
    return list(actions), list(ActionMention.objects.order_by("pk").values())


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.integers(0, 3), TEXT), max_size=8))
def test_no_order_of_saves_loses_an_action_and_deriving_again_changes_nothing(steps):
    with transaction.atomic():
        _check(steps)
        transaction.set_rollback(True)


def _check(steps):
    kept, found = {}, dates()
    for number, text in steps:
        notes = kept.get(number) or begin_notes(found[number], **BY)
        notes = save_notes(notes, text, version=notes.version, **BY)
        kept[number] = publish_notes(notes, version=notes.version, **BY)
    for notes in kept.values():
        said = {said_key(one.text, one.owner) for one in read_notes(notes.text).actions}
        mentions = list(notes.mentions.select_related("action"))
        assert {one.key for one in mentions} == said
        assert len({one.action_id for one in mentions}) == len(said)
    assert not ActionItem.objects.filter(mentions=None).exists()
    before = image()
    for notes in kept.values():
        derive(notes, NOW + dt.timedelta(days=1))
    assert image() == before
