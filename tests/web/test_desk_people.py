"""The people page: who may do what, invitations whose link is shown once, and names nobody else changes."""

import re

import pytest
from allauth.mfa.models import Authenticator
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series

from commonhour.models import Delivery, Grant, Membership, Person, SignInLink, Subscriber, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LINK = re.compile(r'value="(http[^"]*/desk/sign-in/\?token=[^"]+)"')


@pytest.fixture
def manager(client, now):
    make_community()
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_somebody_is_invited_and_signs_in_by_the_link(client, manager):
    make_group()
    typed = {"email": "Ben@example.org", "name": "Ben", "role": "moderator", "group": "metrics"}
    answer = client.post("/desk/people/invite/", typed)
    link = LINK.search(answer.content.decode()).group(1)
    assert "Moderates Metrics" in text_of(answer)
    assert not LINK.search(client.get("/desk/people/").content.decode())
    client.logout()
    client.post("/desk/sign-in/", {"token": link.split("token=")[1]})
    assert client.get("/desk/groups/metrics/").status_code == 200


def test_a_moderator_is_given_a_group(client, manager):
    answer = client.post("/desk/people/invite/", {"email": "ben@example.org", "role": "moderator"})
    assert answer.status_code == 422
    assert "Choose the group" in text_of(answer)
    assert User.objects.count() == 1


def test_who_is_on_the_page_is_not_listed_twice(client, manager):
    group = make_group()
    olga = Person.objects.create(name="Olga")
    Membership.objects.create(person=olga, group=group, role="moderator")
    typed = {"email": "olga@example.org", "role": "moderator", "group": "metrics", "person": olga.pk}
    client.post("/desk/people/invite/", typed)
    assert Membership.objects.filter(group=group).count() == 1
    assert Person.objects.get().user.email == "olga@example.org"


def test_a_new_link_ends_the_one_before(client, manager):
    client.post("/desk/people/invite/", {"email": "ben@example.org", "role": "manager"})
    ben = User.objects.get(email="ben@example.org")
    client.post(f"/desk/people/{ben.pk}/link/")
    assert SignInLink.objects.filter(user=ben, expires_at__gt=NOW).count() == 1
    client.post(f"/desk/people/{ben.pk}/link/end/")
    assert "Link ended unused" in text_of(client.get("/desk/people/"))


def test_what_somebody_may_do_is_revoked(client, manager):
    make_moderator(make_group(), "ben@example.org")
    grant = Grant.objects.get(role="moderator")
    said = text_of(client.post(f"/desk/people/grants/{grant.pk}/end/", follow=True))
    assert "ben looks after Metrics no longer" in said
    assert not Grant.objects.valid(NOW).filter(pk=grant.pk).exists()
    assert "1 person may do nothing any more" in said
    assert client.post(f"/desk/people/grants/{grant.pk}/end/").status_code == 404


def test_a_moderator_sees_who_looks_after_their_group(client, manager):
    group = make_group()
    mine = make_moderator(group, "mine@example.org")
    make_moderator(group, "beside@example.org")
    make_moderator(make_group("book", "Book"), "elsewhere@example.org")
    client.force_login(mine, backend=BACKEND)
    page = client.get("/desk/people/").content.decode()
    assert "beside" in page
    assert "elsewhere" not in page
    assert "@example.org" not in page.split("<main")[1].split("</main")[0].replace(mine.email, "")
    assert "Note-taker: keeps" in page
    assert "Moderator: edits" not in page


def test_one_changes_ones_own_name(client, manager):
    client.post("/desk/me/", {"name": "Mara M."})
    assert "Mara M." in text_of(client.get("/desk/people/"))


def test_a_row_over_somebodys_name_does_not_rename_them(client, manager):
    group = make_group()
    make_moderator(group, "ben@example.org")
    typed = {"version": group.version, "row-TOTAL_FORMS": 1, "row-INITIAL_FORMS": 1, "row-MIN_NUM_FORMS": 0,
             "row-MAX_NUM_FORMS": 60, "row-0-name": "Eve", "row-0-role": "moderator"}  # fmt: skip
    answer = client.post("/desk/groups/metrics/people/", typed)
    assert answer.status_code == 422
    assert "Only ben can change this name" in text_of(answer)
    client.post("/desk/groups/metrics/people/", typed | {"row-0-DELETE": "on"})
    assert not Membership.objects.filter(until=None).exists()


def test_one_and_three_people_take_the_same_queries(client, manager, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        make_moderator(make_group(f"g{number}", f"G{number}"), f"m{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/people/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def page_for(client, user, address="/desk/people/"):
    client.force_login(user, backend=BACKEND)
    return client.get(address)


def test_a_moderator_invites_and_ends_note_takers_of_their_group_only(client, manager):
    metrics, book = make_group(), make_group("book", "Book")
    client.force_login(make_moderator(metrics), backend=BACKEND)
    typed = {"email": "nora@example.org", "name": "Nora", "role": "note-taker", "group": "metrics"}
    assert LINK.search(client.post("/desk/people/invite/", typed).content.decode())
    for refused in ({"role": "moderator"}, {"role": "manager"}, {"group": "book"}):
        assert client.post("/desk/people/invite/", typed | refused).status_code == 422
    assert list(Grant.objects.filter(user__email="nora@example.org").values_list("role", "group")) == [
        ("note-taker", metrics.pk)
    ]
    theirs = Grant.objects.create(user=manager, role="note-taker", group=book, since=NOW)
    assert client.post(f"/desk/people/grants/{theirs.pk}/end/").status_code == 403
    grant = Grant.objects.get(user__email="nora@example.org")
    assert "Takes notes for Metrics" in text_of(client.get(f"/desk/people/grants/{grant.pk}/end/"))
    client.post(f"/desk/people/grants/{grant.pk}/end/")
    assert not Grant.objects.valid(NOW).filter(pk=grant.pk).exists()


def test_no_moderator_gets_a_link_that_signs_in_as_somebody_who_may_more(client, manager):
    """Neither by inviting them, nor when they are given more afterwards."""
    client.force_login(make_moderator(make_group()), backend=BACKEND)
    typed = {"email": manager.email, "role": "note-taker", "group": "metrics"}
    answer = client.post("/desk/people/invite/", typed)
    assert not LINK.search(answer.content.decode())
    assert "have an account here already" in text_of(answer)
    assert not SignInLink.objects.filter(user=manager).exists()
    assert client.post(f"/desk/people/{manager.pk}/link/").status_code == 403
    early = client.post("/desk/people/invite/", typed | {"email": "new@example.org"})
    link = LINK.search(early.content.decode()).group(1)
    client.force_login(manager, backend=BACKEND)
    client.post("/desk/people/invite/", {"email": "new@example.org", "role": "manager"})
    client.logout()
    assert client.post("/desk/sign-in/", {"token": link.split("token=")[1]}).status_code == 404


def test_who_has_no_name_is_not_shown_by_their_address(client, manager):
    group = make_group()
    nameless = User.objects.create_user("nameless@example.org")
    grant = Grant.objects.create(user=nameless, role="note-taker", group=group, since=NOW)
    client.force_login(make_moderator(group), backend=BACKEND)
    for answer in (
        client.post(f"/desk/people/{nameless.pk}/link/"),
        client.get(f"/desk/people/grants/{grant.pk}/"),
        client.get(f"/desk/people/grants/{grant.pk}/end/"),
        client.post(f"/desk/people/grants/{grant.pk}/end/", follow=True),
    ):
        assert answer.status_code == 200
        assert "Somebody without a name" in text_of(answer)
        assert nameless.email not in answer.content.decode()


def test_a_role_has_its_days_in_the_readers_zone(client, manager, settings):
    make_group()
    typed = {
        "email": "ben@example.org",
        "role": "chair",
        "group": "metrics",
        "since": "2026-12-01",
        "until": "2026-12-05",
    }
    said = text_of(client.post("/desk/people/invite/?tz=Asia/Tokyo", typed))
    grant = Grant.objects.get(role="chair")
    assert (grant.since.isoformat(), grant.until.isoformat()) == (
        "2026-11-30T15:00:00+00:00",
        "2026-12-05T15:00:00+00:00",
    )
    assert "Not yet From Tue, 1 Dec 2026 until Sat, 5 Dec 2026" in said
    assert page_for(client, grant.user, "/desk/groups/metrics/").status_code == 403
    assert "You look after no group yet" in text_of(client.get("/desk/"))
    settings.NOW = "2026-12-02T10:00:00+00:00"
    assert client.get("/desk/groups/metrics/").status_code == 200
    assert "1 role ends within 14 days" in text_of(client.get("/desk/"))
    assert "Ends in 3 days" in text_of(client.get("/desk/people/?tz=Asia/Tokyo"))
    assert "1 role ends within 14 days" in text_of(page_for(client, manager, "/desk/"))
    settings.NOW = "2026-12-05T15:00:00+00:00"
    assert page_for(client, grant.user, "/desk/groups/metrics/").status_code == 403


def test_days_that_make_no_sense_are_refused(client, manager):
    make_group()
    typed = {"email": "ben@example.org", "role": "chair", "group": "metrics"}
    for days in ({"until": "2026-11-22"}, {"since": "2026-12-05", "until": "2026-12-04"}):
        answer = client.post("/desk/people/invite/", typed | days)
        assert answer.status_code == 422
        assert "The last day must be today or later" in text_of(answer)
    assert not User.objects.filter(email="ben@example.org").exists()


def test_the_last_day_is_changed_unless_somebody_was_quicker(client, manager):
    make_moderator(make_group())
    grant = Grant.objects.get(role="moderator")
    address = f"/desk/people/grants/{grant.pk}/"
    assert client.post(address, {"until": "2026-12-31", "seen": ""}).status_code == 302
    answer = client.post(address, {"until": "2027-12-31", "seen": ""})
    assert answer.status_code == 409
    assert 'value="2026-12-31"' in answer.content.decode()
    grant.refresh_from_db()
    assert grant.until.isoformat() == "2026-12-31T23:00:00+00:00"


def test_a_note_taker_sees_their_group_and_changes_nothing(client, manager):
    group = make_group()
    make_series(group=group)
    user = User.objects.create_user("nora@example.org")
    Grant.objects.create(user=user, role="note-taker", group=group, since=NOW)
    today = page_for(client, user, "/desk/").content.decode()
    assert "Metrics call" in today
    assert "/desk/occurrence/" in today  # its sessions are theirs to keep
    assert "/cancel" not in today
    groups = client.get("/desk/groups/").content.decode()
    assert "Metrics call" in groups
    assert "/desk/series/metrics-call/" not in groups
    for address in ("/desk/groups/metrics/", "/desk/series/metrics-call/", "/desk/groups/metrics/people/"):
        assert client.get(address).status_code == 403


def test_an_invitation_is_sent_when_the_form_says_so(client, manager):
    make_group()
    typed = {"email": "ben@example.org", "role": "moderator", "group": "metrics"}
    client.post("/desk/people/invite/", typed)
    assert not Delivery.objects.exists()
    link = LINK.search(client.post("/desk/people/invite/", typed | {"by_mail": "on"}).content.decode()).group(
        1
    )
    mail = Delivery.objects.get()
    assert (mail.kind, mail.to, mail.facts["url"], mail.facts["role"], mail.facts["group"]) == (
        "invitation", "ben@example.org", link, "moderator", "Metrics",
    )  # fmt: skip


def test_leaving_is_asked_once_more(client, manager):
    ben = make_moderator(make_group(), "ben@example.org")
    address = f"/desk/people/{ben.pk}/leaving/"
    role = f"role-{ben.grants.get().pk}"
    asked = client.post(address, {role: str(manager.pk), "closes": "on"})
    assert "Give it to Mara Manager" in text_of(asked)
    assert Grant.objects.valid(NOW).filter(user=ben).exists()
    client.post(address, {role: str(manager.pk), "closes": "on", "sure": "1"})
    assert not Grant.objects.valid(NOW).filter(user=ben).exists()
    assert "ben has handed everything over" in text_of(client.get("/desk/people/"))
    assert "ben@example.org" not in client.get("/desk/people/").content.decode()


def test_leaving_tells_what_is_left_alone_and_what_comes_back_no_more(client, manager):
    ben = make_moderator(make_group(), "ben@example.org")
    row = Subscriber.objects.create(email=ben.email, created_at=NOW, confirmed_at=NOW)
    mails = f"subscription-{row.subscriptions.create(created_at=NOW).pk}"
    Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Key"})
    role, address = f"role-{ben.grants.get().pk}", f"/desk/people/{ben.pk}/leaving/"
    page = text_of(client.get(address))
    assert "Nobody else looks after Metrics." in page
    assert "Mails about all meetings" in page
    asked = text_of(client.post(address, {role: ""}))
    assert "After this nobody looks after Metrics." in asked
    assert "Leave it as it is" in asked
    assert "passkey" not in asked
    asked = text_of(client.post(address, {role: str(manager.pk), mails: str(manager.pk), "closes": "on"}))
    assert "After this nobody" not in asked
    assert "Ask Mara Manager by mail" in asked
    assert "1 passkey is removed for good" in asked
    client.post(address, {mails: "end", "sure": "1"})
    assert not row.subscriptions.exists()


def test_who_closes_their_own_account_is_at_the_door(client, manager):
    ben = make_moderator(make_group(), "ben@example.org")
    client.force_login(ben, backend=BACKEND)
    answer = client.post(f"/desk/people/{ben.pk}/leaving/", {"closes": "on", "sure": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/desk/sign-in/")
    assert answer.status_code == 200


def test_somebody_is_renamed_unless_somebody_was_quicker(client, manager):
    olga = Person.objects.create(name="Olga")
    address = f"/desk/persons/{olga.pk}/"
    assert client.post(address, {"name": "Olga P.", "seen": "Olga"}).status_code == 302
    answer = client.post(address, {"name": "Olgha", "seen": "Olga"})
    assert answer.status_code == 409
    assert 'value="Olga P."' in answer.content.decode()


def test_two_persons_are_made_one_and_the_old_address_leads_there(client, manager):
    group = make_group()
    first, second = Person.objects.create(name="Olga"), Person.objects.create(name="Olga Petrova")
    Membership.objects.create(person=second, group=group, role="lead")
    address = f"/desk/persons/{first.pk}/merge/"
    asked = client.get(address, {"other": second.pk})
    assert "Make them one person?" in text_of(asked)
    assert Person.objects.filter(merged_into=None).count() == 2
    client.post(address, {"other": second.pk, "name": "Olga Petrova"})
    page = client.get(f"/desk/persons/{second.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/desk/persons/{first.pk}/"
    assert "Olga Petrova" in text_of(page)
    assert "Metrics: lead" in text_of(page)


def test_erasing_is_typed_and_says_what_goes_and_stays(client, manager):
    ben = make_moderator(make_group(), "ben@example.org")
    address = f"/desk/people/{ben.pk}/erase/"
    said = text_of(client.get(address))
    for words in ("This cannot be undone", "What goes", "What stays", "Type “ben” to erase them"):
        assert words in said
    assert client.post(address, {"typed": "bem"}).status_code == 422
    assert User.objects.filter(pk=ben.pk).exists()
    assert client.post(address, {"typed": "ben"}).status_code == 302
    assert not User.objects.filter(pk=ben.pk).exists()
    assert not Person.objects.exists()


def test_ones_data_is_handed_out_as_json(client, manager):
    group = make_group()
    ben = make_moderator(group, "ben@example.org")
    client.force_login(ben, backend=BACKEND)
    client.post("/desk/me/", {"name": "Ben B."})
    found = client.get("/desk/me/data.json").json()
    assert found["account"]["email"] == "ben@example.org"
    assert [(one["role"], one["group"]) for one in found["roles"]] == [("moderator", "Metrics")]
    assert [(one["role"], one["group"]) for one in found["places"]] == [("moderator", "Metrics")]
    assert [one["kind"] for one in found["changes"]] == ["renamed-oneself"]
    assert client.get(f"/desk/people/{ben.pk}/data.json").json() == found
    assert client.get(f"/desk/people/{manager.pk}/data.json").status_code == 403


def test_persons_are_listed_in_the_same_queries(client, manager):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    group, counts = make_group(), []
    for number in range(3):
        person = Person.objects.create(name="Olga")
        Membership.objects.create(person=person, group=group, role=f"role {number}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/desk/persons/")
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert "Same name twice" in text_of(page)
