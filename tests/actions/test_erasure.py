"""Erased, renamed in the history, merged: the act stays, the name goes, in whatever table it stood."""

import json

import pytest
from cast import (
    NOW,
    mailed_codes,
    make_community,
    make_group,
    make_manager,
    make_moderator,
    make_notes,
    make_series,
)
from django.apps import apps
from django.contrib.sessions.models import Session as SignedIn
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from commonhour.actions.action_item import edit_action, end_action, owner_of
from commonhour.actions.erasure import erase
from commonhour.actions.grants import Terms
from commonhour.actions.group import set_people
from commonhour.actions.people import merge_persons, rename_oneself, rename_person
from commonhour.actions.sign_in import invite
from commonhour.actions.undo import undo
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftPerson
from commonhour.core.rights import TERMINAL, Role
from commonhour.core.speakers import UNNAMED
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import (
    ActionItem,
    ActionMention,
    Change,
    ChangeSet,
    Grant,
    KeptRows,
    Membership,
    Notes,
    NotesRevision,
    Person,
    Session,
    Subscriber,
    Unnamed,
    User,
)
from commonhour.reads.personal import personal_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def metrics(now):
    make_community()
    return make_group()


def everywhere() -> str:
    """All the hub holds, as text."""
    rows = [
        row
        for model in apps.get_app_config("commonhour").get_models()
        for row in model._base_manager.values()
    ]
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)


def active_moderator(group) -> User:
    """Somebody who was invited, renamed themselves, gave a role, edited people, and is named by an imported page."""
    user = invite("zora@secret.example", Terms(Role.MODERATOR, group), now=NOW, actor=TERMINAL, name="Zora Früher", by_mail=True)[0]  # fmt: skip
    rename_oneself(user, "Zora Quist", now=NOW, actor=user.as_actor(NOW))
    actor = User.objects.get(pk=user.pk).as_actor(NOW)
    invite("nora@example.org", Terms(Role.NOTE_TAKER, group), now=NOW, actor=actor, name="Nora")
    people = [DraftPerson("Zora Quist", "moderator"), DraftPerson("Olga", "lead")]
    group.refresh_from_db()
    set_people(group, people, now=NOW, actor=actor, version=group.version)
    Subscriber.objects.create(email=user.email, created_at=NOW)
    return User.objects.get(pk=user.pk)


def test_who_is_erased_is_in_no_table_and_what_they_did_is(metrics):
    zora = active_moderator(metrics)
    draft = Draft(
        "page", groups=[DraftGroup("metrics", "Metrics", people=[DraftPerson("Zora Quist", "moderator")])]
    )
    import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")
    acts = ChangeSet.objects.filter(actor=zora).count()
    before = everywhere()
    for name in ("Zora Quist", "Zora Früher", "zora@secret.example"):
        assert name in before
    erase(zora, zora.person, speakers=False, now=NOW, actor=TERMINAL)
    after = everywhere()
    for name in ("Zora", "zora@secret.example"):
        assert name not in after
    assert ChangeSet.objects.filter(actor=None, actor_kind="user").count() == acts
    assert Grant.objects.get(user__email="nora@example.org").given_by == ""
    assert list(metrics.memberships.values_list("person__name", flat=True)) == ["Nora", "Olga"]
    assert "person-erased" in ChangeSet.objects.values_list("kind", flat=True)


def test_speakers_go_on_request(metrics):
    olga = Person.objects.create(name="Olga")
    Session.objects.create(title="Talk", speakers=[{"name": "Olga"}, {"name": "Ben"}])
    erase(None, Person.objects.create(name="Ben"), speakers=False, now=NOW, actor=TERMINAL)
    assert Session.objects.get().speakers == [{"name": "Olga"}, {"name": "Ben"}]
    erase(None, olga, speakers=True, now=NOW, actor=TERMINAL)
    assert Session.objects.get().speakers == [UNNAMED, {"name": "Ben"}]
    assert Session.objects.create(title="Again", speakers=[{"name": "olga"}]).speakers == [UNNAMED]


def test_who_does_something_was_there_or_wrote_notes_is_named_no_more(metrics):
    zora = active_moderator(metrics)
    series = make_series(group=metrics)
    date = series.occurrences.order_by("start").first()
    notes = make_notes(date, "ACTION: @Zora_Quist write\n", present=["Zora Quist", "Ben"])
    Notes.objects.filter(pk=notes.pk).update(present=["Zora Quist", "Ben"])
    ActionItem.objects.update(owner="Zora Quist")
    ActionMention.objects.update(owner="Zora Quist")
    NotesRevision.objects.update(user=zora, name="Zora Quist")
    item = ActionItem.objects.get()
    end_action(item, "done", version=item.version, now=NOW, actor=owner_of(item))
    item.refresh_from_db()
    edit_action(
        item, owner="Zora Quist", due=NOW.date(), waiting_on="", version=item.version, now=NOW, actor=TERMINAL
    )
    found = personal_data(zora, zora.person, NOW)
    assert [one.text for one in found.actions] == ["write"]
    assert [one.how for one in found.notes] == ["typed", "present"]
    Notes.objects.update(text="")
    NotesRevision.objects.update(text="")
    erase(zora, zora.person, speakers=True, now=NOW, actor=TERMINAL)
    assert "Zora" not in everywhere()
    assert Notes.objects.get().present == ["Ben"]


def test_who_asked_not_to_be_named_owns_no_action_of_notes(metrics):
    erase(None, Person.objects.create(name="Olga"), speakers=True, now=NOW, actor=TERMINAL)
    Session.objects.create(title="Talk", speakers=[{"name": "Olga"}])
    series = make_series(group=metrics)
    Unnamed.objects.get_or_create(digest=Unnamed.digest_of("Olga"), defaults={"at": NOW})
    make_notes(series.occurrences.order_by("start").first(), "ACTION: @olga write\nACTION: @ben read\n")
    assert sorted(ActionItem.objects.values_list("owner", flat=True)) == ["", "ben"]


def test_what_others_kept_for_undo_stays(metrics):
    zora = active_moderator(metrics)
    set_people(metrics, [DraftPerson("Ben", "lead")], now=NOW, actor=TERMINAL, version=metrics.version)
    invite(
        "far@example.org", Terms(Role.CHAIR, make_group("book", "Book")), now=NOW, actor=TERMINAL, name="Far"
    )
    erase(zora, zora.person, speakers=False, now=NOW, actor=TERMINAL)
    kept = [row.change_set.kind for row in KeptRows.objects.select_related("change_set")]
    assert "chair-made" in kept
    assert "moderator-made" not in kept


def test_the_last_manager_is_not_erased(metrics):
    only = make_manager()
    with pytest.raises(Conflict):
        erase(only, None, speakers=False, now=NOW, actor=TERMINAL)
    assert User.objects.filter(email=only.email).exists()


def test_only_managers_erase_rename_and_merge(metrics):
    mine = make_moderator(metrics).as_actor(NOW)
    olga, ben = Person.objects.create(name="Olga"), Person.objects.create(name="Ben")
    for act in (
        lambda: erase(None, olga, speakers=False, now=NOW, actor=mine),
        lambda: rename_person(olga, "O", seen="Olga", now=NOW, actor=mine),
        lambda: merge_persons(olga, ben, name="Ben", now=NOW, actor=mine),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_new_name_is_in_the_history_when_asked(metrics):
    zora = active_moderator(metrics)
    rename_oneself(zora, "Zed", everywhere=True, now=NOW, actor=zora.as_actor(NOW))
    assert "Zora" not in everywhere()
    assert ChangeSet.objects.filter(actor=zora, actor_name="Zed").exists()
    assert Grant.objects.get(user__email="nora@example.org").given_by == "Zed"


@pytest.mark.parametrize("taken", ["Mara Manager", "Mara Early", "terminal", "CONFIRMED", "moderator"])
def test_who_takes_a_name_for_a_moment_changes_nothing_said_of_others(metrics, taken):
    mara = make_manager()
    rename_oneself(mara, "Mara Early", now=NOW, actor=mara.as_actor(NOW))
    rename_oneself(mara, "Mara Manager", now=NOW, actor=mara.as_actor(NOW))
    active_moderator(metrics)
    make_series(group=metrics)
    invite("far@example.org", Terms(Role.CHAIR, metrics), now=NOW, actor=mara.as_actor(NOW), name="Far")
    mallory = User.objects.create_user("mallory@example.org", name="Mallory")
    said = list(Grant.objects.values_list("given_by", flat=True)), history_of_others(mallory)
    for name in (taken, "X"):
        rename_oneself(mallory, name, everywhere=name == "X", now=NOW, actor=mallory.as_actor(NOW))
    assert said == (list(Grant.objects.values_list("given_by", flat=True)), history_of_others(mallory))


def history_of_others(user):
    return [
        list(model.objects.exclude(**{f"{to_set}actor": user.pk}).order_by("pk").values())
        for model, to_set in ((ChangeSet, ""), (Change, "change_set__"), (KeptRows, "change_set__"))
    ]


def test_a_name_is_not_overwritten_silently_nor_of_who_signs_in(metrics):
    olga = Person.objects.create(name="Olga")
    rename_person(olga, "Olga P.", seen="Olga", now=NOW, actor=TERMINAL)
    with pytest.raises(Conflict):
        rename_person(olga, "Olgha", seen="Olga", now=NOW, actor=TERMINAL)
    theirs = make_moderator(metrics).person
    with pytest.raises(NotAllowed):
        rename_person(theirs, "X", seen=theirs.name, now=NOW, actor=TERMINAL)


def places(person):
    return sorted(Membership.objects.filter(person=person).values_list("group__slug", "role"))


def test_two_that_are_one_have_the_places_of_both_until_undone(metrics):
    book = make_group("book", "Book")
    mine = make_moderator(metrics, "ana@example.org").person
    twin = Person.objects.create(name="Ana B.", organisation="Fund")
    for group, role in ((metrics, "moderator"), (book, "lead")):
        Membership.objects.create(person=twin, group=group, role=role)
    merge_persons(mine, twin, name="Ana B.", now=NOW, actor=TERMINAL)
    mine.refresh_from_db()
    assert (mine.name, mine.organisation) == ("ana", "Fund")
    assert places(mine) == [("book", "lead"), ("metrics", "moderator")]
    assert places(twin) == []
    undo(ChangeSet.objects.get(kind="persons-merged").pk, now=NOW, actor=TERMINAL)
    assert places(mine) == [("metrics", "moderator")]
    assert places(twin) == [("book", "lead"), ("metrics", "moderator")]


def test_two_who_both_sign_in_are_two(metrics):
    first, second = (make_moderator(metrics, f"{name}@example.org").person for name in "ab")
    with pytest.raises(Conflict):
        merge_persons(first, second, name="a", now=NOW, actor=TERMINAL)
    one = Person.objects.create(name="a")
    merge_persons(first, one, name="a", now=NOW, actor=TERMINAL)
    with pytest.raises(Conflict):
        merge_persons(first, one, name="a", now=NOW, actor=TERMINAL)


def test_who_is_erased_is_signed_in_nowhere_and_no_message_names_them(metrics, client):
    zora = make_moderator(metrics, "zora@secret.example")
    client.post("/desk/sign-in/", {"email": zora.email})
    client.post("/account/code/", {"code": mailed_codes(zora.email)[-1]})
    Client().post("/desk/sign-in/", {"email": "Zora@Secret.example"})
    Client().force_login(zora, backend="django.contrib.auth.backends.ModelBackend")
    invite(
        "nora@example.org", Terms(Role.NOTE_TAKER, metrics), now=NOW, actor=zora.as_actor(NOW), by_mail=True
    )
    stranger = Client()
    stranger.post("/desk/sign-in/", {"email": "olga@example.org"})
    erase(zora, zora.person, speakers=False, now=NOW, actor=TERMINAL)
    assert client.get("/desk/").status_code == 302
    kept = [str(one.get_decoded()) for one in SignedIn.objects.all()]
    assert len(kept) == 1
    assert "olga@example.org" in kept[0]
    assert "zora" not in everywhere()
