"""Signing in, the first page of the desk, and opening the hub."""

import datetime as dt
import re

import pytest
from cast import worded
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.grants import Terms
from commonhour.actions.sign_in import invite
from commonhour.core.rights import TERMINAL, Role
from commonhour.errors.telling import told
from commonhour.models import Channel, Community, Group, Series, Session, SignInLink
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


def at(settings, *hours):
    """The clock of the hub, on 26 November UTC."""
    settings.NOW = dt.datetime(2026, 11, 26, *hours, tzinfo=dt.UTC).isoformat()


def just_over(client):
    text = client.get("/desk/").content.decode()
    return text.partition('id="just-over"')[2].partition("</ul>")[0]


@pytest.fixture
def taker(client, community):
    """A note-taker of Metrics, signed in, with a call from 15:00 to 16:00 UTC on Thursdays."""
    make_series(group=make_group())
    user = make_moderator(Group.objects.get())
    user.grants.update(role="note-taker")
    client.force_login(user, backend=BACKEND)
    return user


def test_what_is_just_over_stands_there_for_a_day(client, taker, settings):
    at(settings, 15, 30)
    assert just_over(client) == ""  # it is under way
    at(settings, 16, 0)
    assert "Metrics call" in just_over(client)
    settings.NOW = "2026-11-27T15:59:00+00:00"
    assert "Metrics call" in just_over(client)
    settings.NOW = "2026-11-27T16:00:00+00:00"
    assert just_over(client) == ""


def test_with_what_one_needs_then(client, taker, settings):
    date = Series.objects.get().occurrences.get(slug="2026-11-26")
    first, _ = (Channel.objects.create(kind="notes", url=f"https://n.example/{name}", group=date.series.group)
                for name in ("first", "second"))  # fmt: skip
    at(settings, 17)
    text = just_over(client)
    assert f'href="/desk/occurrence/{date.public_id}/"' in text
    assert f'href="/desk/occurrence/{date.public_id}/#sessions"' in text
    assert f'href="{date.series.path}2026-11-26/"' in text
    assert f'href="{first.url}"' in text
    assert "https://n.example/second" not in text
    imported = Session.objects.create(
        series=date.series, title="Talk", date=date.local_day, recording="https://v.example/1"
    )
    assert 'href="https://v.example/1"' in just_over(client)
    imported.occurrences.add(date.series.occurrences.get(slug="2026-12-03"))
    assert "https://v.example/1" not in just_over(client)
    imported.occurrences.add(date)
    assert 'href="https://v.example/1"' in just_over(client)
    assert "#sessions" not in just_over(client)


def test_just_over_is_ones_own_and_took_place(client, taker, settings):
    other, mine = make_group("other", "Other"), Group.objects.get(slug="metrics")
    series = Series.objects.get()
    make_series("Their call", other, dtstart="20261126T140000")
    both = make_series("Shared call", other, dtstart="20261126T150000")
    both.co_groups.add(mine)
    at(settings, 17)
    assert [name in just_over(client) for name in ("Metrics", "Their", "Shared")] == [True, False, True]
    series.occurrences.filter(slug="2026-11-26").update(status="CANCELLED")
    assert "Metrics call" not in just_over(client)


def test_the_last_five_are_enough(client, community, settings):
    group = make_group()
    client.force_login(make_manager(), backend=BACKEND)
    at(settings, 20)
    counts = []
    for number in range(7):
        make_series(f"Call {number}", group, dtstart=f"20261126T1{number}0000")
        with CaptureQueriesContext(connection) as queries:
            text = just_over(client)
        counts.append(len(queries))
    assert re.findall(r"<b>(Call \d)</b>", text) == ["Call 6", "Call 5", "Call 4", "Call 3", "Call 2"]
    assert len(set(counts)) == 1


def test_one_and_three_calls_take_the_same_queries(client, community, django_assert_max_num_queries):
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
