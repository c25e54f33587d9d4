"""Spaces, the order of spaces and groups, links, leftovers and calls for proposals: verbs of the desk."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series, make_space

from commonhour.actions.community import set_links, take_off_page
from commonhour.actions.grants import Terms, end_grant
from commonhour.actions.proposals import (
    add_call_for_proposals,
    edit_call_for_proposals,
    remove_call_for_proposals,
)
from commonhour.actions.sign_in import invite
from commonhour.actions.space import add_space, edit_space, move_group, move_space, remove_space
from commonhour.actions.undo import undo
from commonhour.actions.upstream import give_to_community, import_draft
from commonhour.core.draft import Draft, DraftChannel, Unplaced
from commonhour.core.proposals import Standing, standing
from commonhour.core.rights import TERMINAL, Role
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import (
    CallForProposals,
    ChangeSet,
    Channel,
    Community,
    Grant,
    Group,
    Import,
    Person,
    Series,
    Space,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def manager():
    make_community()
    return make_manager().as_actor(NOW)


def names(rows) -> list[str]:
    return [str(row) for row in rows]


def test_a_space_is_added_renamed_and_described(manager):
    space = add_space(name=" Learning ", description="Read *along*.", now=NOW, actor=manager)
    edit_space(space, name="Learning together", description="", version=space.version, now=NOW, actor=manager)
    space.refresh_from_db()
    assert (space.slug, space.name, space.description) == ("learning", "Learning together", "")
    with pytest.raises(Conflict):
        edit_space(space, name="Late", description="", version=1, now=NOW, actor=manager)


def test_a_space_without_a_name_is_refused(manager):
    with pytest.raises(RefusedInput):
        add_space(name="  ", now=NOW, actor=manager)


def test_the_groups_of_a_removed_space_go_where_somebody_says(manager):
    old, new = make_space("Old", "old"), make_space("New", "new")
    group = make_group(space=old)
    remove_space(old, into=new, now=NOW, actor=manager)
    group.refresh_from_db()
    assert group.space == new
    assert not Space.objects.filter(slug="old").exists()
    remove_space(new, into=None, now=NOW, actor=manager)
    assert Group.objects.get().space is None


def test_order_moves_by_one_place_and_stops_at_the_ends(manager):
    for name in "ABC":
        add_space(name=name, now=NOW, actor=manager)
    last = Space.objects.get(name="C")
    for expected in (["A", "C", "B"], ["C", "A", "B"], ["C", "A", "B"]):
        move_space(last, is_up=True, now=NOW, actor=manager)
        assert names(Space.objects.all()) == expected
    move_space(last, is_up=False, now=NOW, actor=manager)
    assert names(Space.objects.all()) == ["A", "C", "B"]


def test_a_group_moves_among_those_of_its_space_only(manager):
    one, other = make_space("One", "one"), make_space("Other", "other")
    for place, (slug, space) in enumerate((("a", one), ("x", other), ("b", one), ("y", other))):
        make_group(slug, slug.upper(), space=space, position=place)
    move_group(Group.objects.get(slug="b"), is_up=True, now=NOW, actor=manager)
    assert names(Group.objects.all()) == ["B", "X", "A", "Y"]


def test_a_moderator_arranges_nothing(manager):
    group = make_group()
    moderator = make_moderator(group).as_actor(NOW)
    for verb in (
        lambda: add_space(name="Mine", now=NOW, actor=moderator),
        lambda: move_group(group, is_up=True, now=NOW, actor=moderator),
        lambda: remove_space(group.space, into=None, now=NOW, actor=moderator),
        lambda: set_links([], now=NOW, actor=moderator, version=1),
        lambda: add_call_for_proposals(
            series=None, label="x", url="https://x.example", now=NOW, actor=moderator
        ),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_a_corrected_link_stays_the_same_link(manager):
    links = [
        DraftChannel("chat", "Chat", "", "https://chat.example"),
        DraftChannel("site", "How to propose", "", "https://a.example"),
    ]
    set_links(links, now=NOW, actor=manager, version=1)
    kept = {row.label: row.pk for row in Channel.objects.filter(group=None)}
    corrected = [DraftChannel("site", "How to propose", "", "https://b.example"), links[0]]
    set_links(corrected, now=NOW, actor=manager, version=Community.the().version)
    rows = list(Channel.objects.filter(group=None))
    assert [(row.label, row.url, row.pk) for row in rows] == [
        ("How to propose", "https://b.example", kept["How to propose"]),
        ("Chat", "https://chat.example", kept["Chat"]),
    ]
    with pytest.raises(Conflict):
        set_links([], now=NOW, actor=manager, version=1)


def test_a_text_taken_off_the_page_stays_off_after_the_next_import(manager):
    def page(*texts):
        return Draft("page", unplaced=[Unplaced("page.md:9", text) for text in texts])

    import_draft(page("Old words", "Good words"), now=NOW, actor=TERMINAL, name="page.md")
    take_off_page(["Old words"], now=NOW, actor=manager)
    assert [one["text"] for one in Import.last_page().left_over] == ["Good words"]
    import_draft(page("Old words", "New words"), now=NOW + DAY, actor=TERMINAL, name="page.md")
    assert [one["text"] for one in Import.last_page().left_over] == ["New words"]


@pytest.mark.parametrize(("state", "opens", "deadline", "expected"), [
    ("open", None, None, Standing.OPEN), ("draft", None, None, Standing.DRAFT), ("closed", None, None, Standing.CLOSED),
    ("open", NOW + DAY, None, Standing.OPENING), ("open", NOW, NOW + DAY, Standing.OPEN),
    ("open", NOW - DAY, NOW, Standing.CLOSED), ("draft", NOW - DAY, NOW + DAY, Standing.DRAFT),
])  # fmt: skip
def test_where_a_call_for_proposals_stands(state, opens, deadline, expected):
    assert standing(state, opens, deadline, NOW) is expected


def test_a_call_for_proposals_is_added_edited_and_removed(manager):
    series = make_series(group=make_group())
    facts = {"label": "Talks", "url": "https://cfp.example", "deadline": NOW + DAY, "tzid": "Europe/Madrid"}
    call = add_call_for_proposals(series=series, **facts, now=NOW, actor=manager)
    edit_call_for_proposals(
        call, version=1, now=NOW, actor=manager, **facts | {"label": "Papers", "series": None}
    )
    call.refresh_from_db()
    assert (call.label, call.series, call.version) == ("Papers", None, 2)
    with pytest.raises(Conflict):
        edit_call_for_proposals(call, version=1, now=NOW, actor=manager, **facts)
    with pytest.raises(RefusedInput):
        edit_call_for_proposals(
            call, version=2, now=NOW, actor=manager, **facts | {"opens_at": NOW + 2 * DAY}
        )
    remove_call_for_proposals(call, now=NOW, actor=manager)
    assert not CallForProposals.objects.exists()


def test_a_moderator_has_the_calls_for_proposals_of_their_group(manager):
    group, other = make_group(), make_group("book", "Book")
    ours, theirs = make_series(group=group), make_series("Book club", other)
    moderator = make_moderator(group).as_actor(NOW)
    call = add_call_for_proposals(
        series=ours, label="Talks", url="https://cfp.example", now=NOW, actor=moderator
    )
    with pytest.raises(NotAllowed):
        edit_call_for_proposals(
            call, version=1, label="Talks", url="https://x.example", series=theirs, now=NOW, actor=moderator
        )


def test_calls_without_a_group_become_the_communitys_in_one_step(manager):
    for number in (1, 2):
        series = make_series(f"Call {number}")
        Series.objects.filter(pk=series.pk).update(is_of_community=False)
    placed = make_series("Placed", make_group())
    assert give_to_community(list(Series.objects.all()), now=NOW, actor=manager) == 2
    assert not Series.objects.unplaced().exists()
    assert Series.objects.of_community().count() == 2
    assert not Series.objects.get(pk=placed.pk).is_of_community
    assert ChangeSet.objects.filter(kind="calls-of-community").count() == 1


def test_a_call_added_without_a_group_waits_for_none(manager):
    make_series("Community call")
    assert not Series.objects.unplaced().exists()


def rows() -> list[list[dict[str, object]]]:
    """All that these verbs write, but for counters."""
    kept = [
        list(model.objects.order_by("pk").values())
        for model in (Space, Group, Channel, CallForProposals, Series, Grant, Person, Import)
    ]
    return [
        [{name: value for name, value in row.items() if name != "version"} for row in part] for part in kept
    ]


def verbs(actor):
    """Every verb of the desk's community and people pages, ready to be called."""
    given = {"now": NOW, "actor": actor}
    one = Space.objects.order_by("pk").first()
    group, call = Group.objects.first(), CallForProposals.objects.first()
    facts = {"label": "New", "url": "https://new.example", "series": None}
    grant = Grant.objects.get(role="moderator")
    return {
        "add a space": lambda: add_space(name="Extra", **given),
        "edit a space": lambda: edit_space(one, name="Other", description="x", version=1, **given),
        "remove a space": lambda: remove_space(one, into=None, **given),
        "move a space": lambda: move_space(one, is_up=False, **given),
        "move a group": lambda: move_group(group, is_up=False, **given),
        "set links": lambda: set_links(
            [DraftChannel("chat", "", "b", "https://b.example")], version=1, **given
        ),
        "take off": lambda: take_off_page(["Old"], **given),
        "add a call": lambda: add_call_for_proposals(**facts, **given),
        "edit a call": lambda: edit_call_for_proposals(call, version=1, **facts, **given),
        "remove a call": lambda: remove_call_for_proposals(call, **given),
        "the community's": lambda: give_to_community(list(Series.objects.unplaced()), **given),
        "revoke": lambda: end_grant(grant, **given),
        "invite": lambda: invite(
            "olga@example.org", Terms(Role.MANAGER), person=Person.objects.get(name="Olga"), **given
        ),
    }


@pytest.mark.parametrize("name", [
    "add a space", "edit a space", "remove a space", "move a space", "move a group", "set links", "take off", "add a call",
    "edit a call", "remove a call", "the community's", "revoke", "invite",
])  # fmt: skip
def test_each_can_be_taken_back(manager, name):
    first, second = make_space("One", "one"), make_space("Two", "two")
    group = make_group(space=first)
    make_group("b", "B", space=first, position=1)
    make_group("c", "C", space=second)
    make_moderator(group)
    Person.objects.create(name="Olga")
    Channel.objects.create(kind="chat", name="a", url="https://a.example")
    CallForProposals.objects.create(series=make_series(group=group), label="Talks", url="https://cfp.example")
    for number in (1, 2):
        Series.objects.create(slug=f"u{number}", title=f"Unplaced {number}")
    Import.objects.create(kind="page", name="page.md", at=NOW, unplaced=[{"where": "p:1", "text": "Old"}])
    before = rows()
    verbs(manager)[name]()
    assert rows() != before
    undo(ChangeSet.objects.latest("pk").pk, now=NOW, actor=manager)
    assert rows() == before
