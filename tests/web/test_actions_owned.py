"""What people say of their actions: behind a signed link, and in the desk; each taken back as easily."""

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_notes, make_series

from commonhour.models import ActionItem, ChangeSet, Occurrence
from commonhour.reads.mail_links import owner_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(now):
    make_community()
    series = make_series(group=make_group(), dtstart="20261001T160000")
    date = Occurrence.objects.filter(series=series).order_by("start").first()
    make_notes(
        date, "ACTION: @Ana Long write the post by 2026-12-01\nACTION: @bob hide\n".replace("Ana Long", "Ana")
    )
    return ActionItem.objects.get(owner="Ana")


@pytest.fixture
def mine(item):
    return owner_path("ana", item.series.group_id)


def say(client, mine, item, do, **typed):
    item.refresh_from_db()
    return client.post(f"{mine}{item.public_id}/", {"do": do, "version": item.version} | typed)


def test_the_link_shows_their_own_actions_and_looking_changes_nothing(client, item, mine):
    for method in (client.get, client.head):
        assert method(mine).status_code == 200
        assert method(f"{mine}{item.public_id}/").status_code == 405
    page = client.get(mine)
    assert "write the post" in page.content.decode()
    assert "hide" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert not ChangeSet.objects.filter(kind__startswith="action-").exists()


def test_a_link_that_was_changed_leads_nowhere(client, item, mine):
    assert client.get(mine[:-2] + "x/").status_code == 404


def test_done_by_one_button_and_undone_by_another(client, item, mine):
    assert say(client, mine, item, "done").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.done_at, item.is_edited) == ("done", NOW, True)
    assert "write the post" not in client.get("/actions/").content.decode()
    assert say(client, mine, item, "undo").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.done_at, item.is_edited) == ("open", None, False)
    assert say(client, mine, item, "undo").status_code == 409


def test_what_is_dropped_needs_a_word_why(client, item, mine):
    assert say(client, mine, item, "dropped").status_code == 422
    assert say(client, mine, item, "dropped", why="no longer needed").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.why) == ("dropped", "no longer needed")
    assert say(client, mine, item, "open").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.why) == ("open", "")


def test_it_waits_and_has_another_day(client, item, mine):
    assert say(client, mine, item, "edit", waiting_on="the board", due="2027-01-15").status_code == 302
    assert "Waiting on the board" in client.get("/actions/").content.decode()
    assert client.get("/actions.json").json()["actions"][1]["due"] in ("2027-01-15", None)
    assert say(client, mine, item, "edit", due="soon").status_code == 422


def test_who_saw_an_older_state_and_whose_it_is_not_changes_nothing(client, item, mine):
    assert client.post(f"{mine}{item.public_id}/", {"do": "done", "version": "7"}).status_code == 409
    other = ActionItem.objects.get(owner="bob")
    assert (
        client.post(f"{mine}{other.public_id}/", {"do": "done", "version": other.version}).status_code == 404
    )
    assert client.post(f"{mine}{item.public_id}/", {"do": "burn", "version": item.version}).status_code == 422


def test_a_link_of_one_group_reaches_no_other(client, item):
    other = make_group("parsers", "Parsers")
    assert "write the post" not in client.get(owner_path("ana", other.pk)).content.decode()


def test_who_keeps_the_record_does_the_same_in_the_desk(client, item):
    client.force_login(make_moderator(item.series.group))
    own = f"/desk/actions/{item.public_id}/"
    assert own in client.get("/desk/actions/").content.decode()
    page = client.get(own).content.decode()
    assert owner_path("ana", item.series.group_id) in page
    typed = {"owner": "Carl", "due": "2026-12-24", "waiting_on": "", "version": item.version}
    assert client.post(own, typed).status_code == 302
    item.refresh_from_db()
    assert (item.owner, str(item.due), item.is_edited) == ("Carl", "2026-12-24", True)
    assert client.post(own, typed).status_code == 409
    assert client.post(own + "end/", {"do": "done", "version": item.version}).status_code == 302
    item.refresh_from_db()
    assert item.state == "done"


def test_who_keeps_the_record_of_another_group_sees_and_changes_none(client, item):
    client.force_login(make_moderator(make_group("parsers", "Parsers")))
    assert "write the post" not in client.get("/desk/actions/").content.decode()
    assert (
        client.post(f"/desk/actions/{item.public_id}/end/", {"do": "done", "version": 1}).status_code == 403
    )
    client.force_login(make_manager())
    assert "write the post" in client.get("/desk/actions/").content.decode()


def test_of_two_changes_the_last_one_is_undone_first(client, item, mine):
    say(client, mine, item, "edit", waiting_on="the board", due="2026-12-01")
    say(client, mine, item, "done")
    say(client, mine, item, "undo")
    item.refresh_from_db()
    assert (item.state, item.waiting_on) == ("open", "the board")
    say(client, mine, item, "undo")
    item.refresh_from_db()
    assert item.waiting_on == ""
