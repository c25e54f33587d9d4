"""The people page: who may do what, invitations whose link is shown once, and names nobody else changes."""

import re

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator

from commonhour.models import Grant, Membership, Person, SignInLink, User

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
    assert "Revoke" not in page
    assert "Make the link" not in page


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
