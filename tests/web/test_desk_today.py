"""Signing in, the first page of the desk, and opening the hub."""

import re

import pytest
from cast import worded

from commonhour.actions.grants import Terms
from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL, Role
from commonhour.errors.telling import told
from commonhour.models import Community, Series, SignInLink
from tests.cast import make_community, make_group, make_manager, make_moderator, make_series

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def community(db, now):
    return make_community()


@pytest.fixture
def token(community, now):
    return invite("mara@example.org", Terms(Role.MANAGER), now=now, actor=TERMINAL)[1]


def test_opening_a_sign_in_link_changes_nothing(client, token):
    for _ in range(3):
        page = client.get(f"/desk/sign-in/?token={token}")
        client.head(f"/desk/sign-in/?token={token}")
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
    assert SignInLink.objects.get().used_at is None
    assert client.get("/desk/").status_code == 302


def test_the_button_signs_in_once(client, token):
    answer = client.post("/desk/sign-in/", {"token": token}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/"
    assert "You are signed in" in answer.content.decode()
    client.post("/desk/sign-out/")
    assert client.get("/desk/").status_code == 302
    assert client.post("/desk/sign-in/", {"token": token}).status_code == 404


def test_a_closed_account_stays_out(client, token):
    from commonhour.models import User

    User.objects.update(is_active=False)
    assert client.post("/desk/sign-in/", {"token": token}).status_code == 403
    assert client.get("/desk/").status_code == 302


def test_without_a_token_it_says_how_to_get_one(client, community):
    text = client.get("/desk/sign-in/").content.decode()
    assert "commonhour user invite EMAIL" in text
    assert "hello@example.org" in text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/desk/", "/\\evil.example", "javascript:1"]
)
def test_only_pages_of_the_desk_follow_a_sign_in(client, token, wanted):
    assert client.post("/desk/sign-in/", {"token": token, "next": wanted})["Location"] == "/desk/"


def test_signing_in_leads_back_to_where_one_was_going(client, token):
    answer = client.get("/desk/groups/")
    assert answer["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fgroups%2F"
    assert (
        client.post("/desk/sign-in/", {"token": token, "next": "/desk/groups/"})["Location"]
        == "/desk/groups/"
    )


def test_a_moderator_sees_only_their_groups(client, community):
    mine, other = make_group("mine", "Mine"), make_group("other", "Other")
    make_series("My call", mine)
    make_series("Their call", other)
    Series.objects.create(slug="q", title="Their question", group=other, question=worded("When?"))
    client.force_login(make_moderator(mine), backend=BACKEND)
    for path in ("/desk/", "/desk/groups/", "/desk/undecided/", "/desk/history/"):
        text = client.get(path).content.decode()
        assert "Their" not in text, path
    assert "My call" in client.get("/desk/").content.decode()
    for path in (
        "/desk/community/",
        "/desk/import/",
        "/desk/unplaced/",
        "/desk/groups/new/",
        "/desk/groups/other/",
    ):
        assert client.get(path).status_code == 403, path
    assert client.post("/desk/community/publish/").status_code == 403


def test_the_next_call_that_takes_place_is_on_top(client, community):
    group = make_group()
    soon = make_series("Soon", group, dtstart="20261124T160000").occurrences.first()
    soon.status = "CANCELLED"
    soon.save()
    make_series("Later", group, dtstart="20261125T160000")
    client.force_login(make_manager(), backend=BACKEND)
    text = client.get("/desk/").content.decode()
    top = text[text.index('id="next-call"') : text.index("The next 14 days")]
    assert "Later" in top
    assert "Move this one" in top
    assert "Put back" in text


def test_one_and_three_calls_take_the_same_queries(client, community, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(make_manager(), backend=BACKEND)
    counts = []
    for number in range(3):
        group = make_group(f"g{number}", f"G{number}")
        make_series(f"Call {number}", group)
        Series.objects.create(slug=f"q{number}", title=f"Q{number}", group=group, question=worded("When?"))
        Series.objects.create(slug=f"u{number}", title=f"U{number}", match_reason=told("No group fits."))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for path in ("/desk/", "/desk/groups/", "/desk/undecided/", "/desk/unplaced/", "/desk/history/"):
                assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_opening_and_closing_the_hub(client, community):
    Community.objects.update(published_at=None)
    client.force_login(make_manager(), backend=BACKEND)
    assert "Open it" in client.get("/desk/").content.decode()
    assert client.get("/desk/community/publish/").status_code == 405
    assert not Community.the().is_published
    assert "The hub is open" in client.post("/desk/community/publish/", follow=True).content.decode()
    assert Community.the().is_published
    client.post("/desk/community/unpublish/")
    assert not Community.the().is_published


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²", "3"])
def test_history_takes_odd_page_numbers(client, community, page):
    client.force_login(make_manager(), backend=BACKEND)
    assert client.get("/desk/history/", {"page": page}).status_code == 200


def test_unsuitable_methods_are_refused(client, community):
    client.force_login(make_manager(), backend=BACKEND)
    assert client.delete("/desk/").status_code == 405
    assert client.put("/desk/groups/").status_code == 405


def test_history_speaks_the_readers_hours(client, community):
    series = make_series(group=make_group())
    client.force_login(make_manager(), backend=BACKEND)
    first = series.occurrences.order_by("start").first()
    typed = {"date": "2026-11-27", "time": "10:00", "zone": "Europe/Madrid", "reason": "Clash"}
    client.post(f"/desk/occurrence/{first.public_id}/move", typed)
    text = client.get("/desk/history/?tz=Asia/Tokyo").content.decode()
    words = re.sub("<[^>]+>", "", text)
    assert "Moved from Fri 27 Nov, 00:00 Tokyo to Fri 27 Nov, 18:00 Tokyo: Clash" in words
    assert "+00:00" not in text
    assert "Mara Manager" in text


def test_a_buttons_address_says_so(client, community):
    client.force_login(make_manager(), backend=BACKEND)
    answer = client.get("/desk/sign-out/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "belongs to a button" in answer.content.decode()
