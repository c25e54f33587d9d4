"""Groups and the community in the desk: facts, goals, people, channels, and no silent overwrite."""

import pytest

from commonhour.models import Community, Group, Membership, OldPath
from tests.cast import make_community, make_group, make_manager, make_moderator

BACKEND = "django.contrib.auth.backends.ModelBackend"
FACTS = {
    "name": "Metrics", "kind": "working-group", "space": "contributor-space", "parent": "", "state": "active",
    "state_reason": "", "region": "", "lead_organisation": "", "description": "", "slug": "metrics", "version": "1",
}  # fmt: skip


@pytest.fixture
def group(db, now):
    make_community()
    return make_group()


@pytest.fixture
def manager(client, group):
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


def rows(*fields, version=1, initial=0):
    found = {"version": str(version), "row-TOTAL_FORMS": str(len(fields)), "row-INITIAL_FORMS": str(initial)}
    return found | {f"row-{n}-{name}": value for n, row in enumerate(fields) for name, value in row.items()}


def test_editing_facts_shows_on_the_public_page(client, manager, group):
    answer = client.post(
        "/desk/groups/metrics/",
        FACTS | {"lead_organisation": "CHAOSS", "state": "paused", "state_reason": "Summer"},
        follow=True,
    )
    assert "Saved." in answer.content.decode()
    page = client.get("/groups/metrics/").content.decode()
    assert "CHAOSS" in page
    assert "Summer" in page


def test_a_new_address_keeps_the_old_one_alive(client, manager, group):
    answer = client.post("/desk/groups/metrics/", FACTS | {"slug": "measures"})
    assert answer["Location"] == "/desk/groups/measures/"
    assert OldPath.objects.get().path == "/groups/metrics/"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter a name"),
        ({"slug": "Has Spaces"}, "Use small letters"),
        ({"slug": "other"}, "Another group has this address"),
        ({"slug": "new"}, "Use small letters"),
        ({"version": ""}, "open it again"),
        ({"version": "x"}, "open it again"),
    ],
)
def test_wrong_facts_get_a_sentence(client, manager, group, wrong, sentence):
    make_group("other", "Other")
    answer = client.post("/desk/groups/metrics/", FACTS | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_group_is_not_under_itself(client, manager, group):
    make_group("below", "Below", parent=group)
    assert client.post("/desk/groups/metrics/", FACTS | {"parent": "below"}).status_code == 422
    assert client.post("/desk/groups/metrics/", FACTS | {"parent": "metrics"}).status_code == 422


def test_conflicting_facts_keep_both_texts(client, manager, group):
    client.post("/desk/groups/metrics/", FACTS | {"description": "Theirs"})
    answer = client.post("/desk/groups/metrics/", FACTS | {"description": "Mine", "state": "paused"})
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "Saved by somebody else:"):
        assert words in text
    assert Group.objects.get(slug="metrics").description == "Theirs"
    assert (
        client.post("/desk/groups/metrics/", FACTS | {"description": "Both", "version": "2"}).status_code
        == 302
    )


def test_goals_are_rows(client, manager, group):
    typed = rows(
        {"text": "Publish the guide", "due": "2027-12-31"},
        {"text": "Grow", "due": ""},
        {"text": "", "due": ""},
    )
    assert client.post("/desk/groups/metrics/goals/", typed).status_code == 302
    assert [(g.text, str(g.due)) for g in group.goals.all()] == [
        ("Publish the guide", "2027-12-31"),
        ("Grow", "None"),
    ]
    text = client.get("/desk/groups/metrics/goals/").content.decode()
    assert "Publish the guide" in text
    assert 'value="2027-12-31"' in text
    gone = rows(
        {"text": "Publish the guide", "due": "", "DELETE": "on"},
        {"text": "Grow", "due": ""},
        version=2,
        initial=2,
    )
    client.post("/desk/groups/metrics/goals/", gone)
    assert [g.text for g in group.goals.all()] == ["Grow"]


def test_people_and_channels_are_rows(client, manager, group):
    client.post(
        "/desk/groups/metrics/people/",
        rows(
            {"name": "Ana", "role": "chair", "organisation": "ACME"},
            {"name": "", "role": "", "organisation": ""},
        ),
    )
    one = Membership.objects.get()
    assert (one.person.name, one.role, one.person.organisation) == ("Ana", "chair", "ACME")
    client.post(
        "/desk/groups/metrics/channels/",
        rows(
            {"kind": "chat", "label": "Slack", "name": "#metrics", "url": ""},
            {"kind": "repo", "label": "", "name": "", "url": "https://example.org"},
            {"kind": "chat", "label": "", "name": "", "url": ""},
            version=2,
        ),
    )
    assert [(c.kind, c.name) for c in group.channels.all()] == [("chat", "#metrics"), ("repo", "")]


@pytest.mark.parametrize(
    ("part", "row", "sentence"),
    [
        ("goals", {"text": "", "due": "2027-01-01"}, "Say what is to be reached"),
        ("goals", {"text": "X", "due": "soon"}, "Enter a date such as"),
        ("people", {"name": "", "role": "chair", "organisation": ""}, "Whose role is it?"),
        (
            "channels",
            {"kind": "chat", "label": "x", "name": "", "url": "javascript:alert(1)"},
            "beginning with https://",
        ),
    ],
)
def test_wrong_rows_get_a_sentence(client, manager, group, part, row, sentence):
    answer = client.post(f"/desk/groups/metrics/{part}/", rows(row))
    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) == 2


def test_conflicting_rows_keep_both(client, manager, group):
    client.post("/desk/groups/metrics/goals/", rows({"text": "Theirs", "due": ""}))
    answer = client.post("/desk/groups/metrics/goals/", rows({"text": "Mine", "due": ""}))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text
    assert "Mine" in text
    assert [g.text for g in group.goals.all()] == ["Theirs"]


@pytest.mark.parametrize(
    "typed",
    [{}, {"row-TOTAL_FORMS": "x"}, {"version": "1", "row-TOTAL_FORMS": "99999", "row-INITIAL_FORMS": "0"}],
)
def test_a_mangled_page_of_rows_changes_nothing(client, manager, group, typed):
    assert client.post("/desk/groups/metrics/goals/", typed | {"x": "1"}).status_code == 422


def test_adding_a_group(client, manager, group):
    answer = client.post(
        "/desk/groups/new/",
        {"name": "Guide & Co", "kind": "programme", "space": "", "description": "<script>x</script>"},
        follow=True,
    )
    text = answer.content.decode()
    assert Group.objects.get(slug="guide-and-co").kind == "programme"
    assert "<script>x" not in text
    assert client.post("/desk/groups/new/", {"name": "  ", "kind": "programme"}).status_code == 422


def test_a_moderator_edits_only_their_own_group(client, group):
    make_group("other", "Other")
    client.force_login(make_moderator(group), backend=BACKEND)
    assert client.post("/desk/groups/metrics/", FACTS).status_code == 302
    for part in ("", "goals/", "people/", "channels/"):
        assert client.get(f"/desk/groups/metrics/{part}").status_code == 200
        assert client.get(f"/desk/groups/other/{part}").status_code == 403
        assert client.post(f"/desk/groups/other/{part}", FACTS).status_code == 403
    assert client.get("/desk/groups/nobody/").status_code == 404


COMMUNITY = {"title": "Open Offices", "path": "/community/meetings/", "description": "", "contact_email": "hello@example.org",
             "tzid": "Europe/Madrid", "accent": "#0b5d66", "language": "en", "version": "1"}  # fmt: skip


def test_the_community_is_edited(client, manager):
    assert (
        client.post(
            "/desk/community/", COMMUNITY | {"tzid": "kiev", "path": "meetings-page", "accent": "#aa0000"}
        ).status_code
        == 302
    )
    found = Community.the()
    assert (found.tzid, found.path, found.accent) == ("Europe/Kyiv", "/meetings-page/", "#aa0000")
    assert OldPath.objects.get().path == "/community/meetings/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "/desk/x/"},
        {"path": "/a b/"},
        {"path": "/../x"},
        {"accent": "red;}"},
        {"language": "xx"},
        {"tzid": "IST"},
        {"contact_email": "x"},
        {"title": ""},
    ],
)
def test_wrong_facts_of_the_community_are_refused(client, manager, wrong):
    before = Community.the().version
    assert client.post("/desk/community/", COMMUNITY | wrong).status_code == 422
    assert Community.the().version == before


def test_conflicts_of_the_community_keep_both(client, manager):
    client.post("/desk/community/", COMMUNITY | {"title": "Theirs"})
    answer = client.post("/desk/community/", COMMUNITY | {"title": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_a_way_into_a_call_that_is_typed_is_taken_out_and_said(client, manager, group):
    answer = client.post(
        "/desk/groups/metrics/", FACTS | {"description": "Join: https://zoom.us/j/99887766"}, follow=True
    )
    page = answer.content.decode()
    assert (
        "Saved. A way into a call or a code was taken out of the text: only the join page shows it." in page
    )
    assert "99887766" not in page + client.get("/groups/metrics/").content.decode()
    answer = client.post(
        "/desk/groups/metrics/", FACTS | {"description": "We meet.", "version": "2"}, follow=True
    )
    assert "taken out" not in answer.content.decode()
