"""Spaces, order, links, texts and calls for proposals as forms of the desk, and what public pages make of them."""

import pytest
from cast import NOW, make_community, make_group, make_manager, make_series, make_space

from commonhour.models import CallForProposals, Channel, Community, Group, Import, Series, Source, Space

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PROPOSALS = {
    "label": "Talks for spring",
    "url": "https://cfp.example.org",
    "state": "open",
    "zone": "Europe/Madrid",
}


@pytest.fixture
def manager(client, now):
    make_community()
    client.force_login(make_manager(), backend=BACKEND)


def test_a_space_that_is_added_is_offered_to_groups(client, manager):
    client.post("/desk/community/spaces/", {"name": "Learning", "description": "Where we learn."})
    client.post("/desk/groups/new/", {"name": "Readers", "kind": "chapter", "space": "learning"})
    page = client.get("/").content.decode()
    assert page.index("Learning") < page.index("Where we learn.") < page.index("Readers")


def test_a_space_with_groups_is_removed_only_with_where_they_go(client, manager):
    group = make_group()
    answer = client.post("/desk/community/spaces/contributor-space/remove/")
    assert answer.status_code == 422
    assert "Say where its groups go" in answer.content.decode()
    client.post("/desk/community/spaces/contributor-space/remove/", {"into": "-"})
    group.refresh_from_db()
    assert group.space is None
    assert not Space.objects.exists()


def test_an_empty_space_is_removed_without_a_question(client, manager):
    make_space()
    client.post("/desk/community/spaces/contributor-space/remove/")
    assert not Space.objects.exists()


def test_the_order_is_that_of_the_public_page(client, manager):
    make_group("a", "Alpha", position=0)
    make_group("b", "Beta", position=1)
    answer = client.post("/desk/groups/b/move/", {"to": "up"})
    assert answer["Location"].endswith("#group-b")
    page = client.get("/").content.decode()
    assert page.index('<a href="/groups/b/">') < page.index('<a href="/groups/a/">')


def test_links_of_the_home_page(client, manager):
    Channel.objects.create(kind="site", label="How to propose", url="https://old.example.org")
    typed = {"version": Community.the().version, "row-TOTAL_FORMS": 2, "row-INITIAL_FORMS": 1, "row-MIN_NUM_FORMS": 0, "row-MAX_NUM_FORMS": 60,
             "row-0-kind": "site", "row-0-name": "How to propose", "row-0-url": "https://new.example.org",
             "row-1-kind": "chat", "row-1-name": "Our chat", "row-1-url": "https://chat.example.org"}  # fmt: skip
    client.post("/desk/community/links/", typed)
    page = client.get("/").content.decode()
    assert "https://new.example.org" in page
    assert "Our chat" in page
    assert "https://old.example.org" not in page
    late = client.post("/desk/community/links/", typed)
    assert late.status_code == 409
    assert "Our chat" in late.content.decode()


def test_a_text_of_the_old_page_is_taken_off(client, manager):
    texts = [{"where": "page.md:3", "text": text} for text in ("Ancient words", "Lasting words")]
    Import.objects.create(kind="page", name="page.md", at=NOW, unplaced=texts)
    client.post("/desk/community/links/texts/", {"shown": "1"})
    page = client.get("/").content.decode()
    assert "Lasting words" in page
    assert "Ancient words" not in page


def test_a_deadline_is_typed_on_a_wall_and_read_on_the_readers_clock(client, manager):
    client.post("/desk/proposals/new/", PROPOSALS | {"ends_on": "2026-12-04", "ends_time": "18:00"})
    assert "Sat, 5 Dec 2026, 02:00 Tokyo" in client.get("/?tz=Asia/Tokyo").content.decode()


def test_without_a_time_the_deadline_is_the_end_of_the_day(client, manager):
    client.post("/desk/proposals/new/", PROPOSALS | {"ends_on": "2026-12-04"})
    assert "Fri, 4 Dec 2026, 23:59 Madrid" in client.get("/").content.decode()


@pytest.mark.parametrize(("typed", "is_shown", "is_link"), [
    ({}, True, True), ({"state": "draft"}, False, False), ({"state": "closed"}, False, False),
    ({"opens_on": "2026-12-01"}, True, False), ({"ends_on": "2026-11-22"}, False, False),
])  # fmt: skip
def test_public_pages_show_what_is_open(client, manager, typed, is_shown, is_link):
    client.post("/desk/proposals/new/", PROPOSALS | typed)
    page = client.get("/").content.decode()
    assert ("Talks for spring" in page) == is_shown
    assert ("https://cfp.example.org" in page) == is_link


def test_a_deadline_before_the_opening_is_told_at_the_field(client, manager):
    answer = client.post(
        "/desk/proposals/new/", PROPOSALS | {"opens_on": "2026-12-04", "ends_on": "2026-12-03"}
    )
    assert answer.status_code == 422
    assert "The deadline must come after the opening" in answer.content.decode()


def test_an_imported_call_for_proposals_is_edited(client, manager):
    series = make_series(group=make_group())
    call = CallForProposals.objects.create(series=series, label="Submit", url="https://old.example.org")
    assert f'href="/desk/proposals/{call.pk}/"' in client.get("/desk/proposals/").content.decode()
    page = client.get(f"/desk/proposals/{call.pk}/").content.decode()
    assert 'value="Submit"' in page
    client.post(f"/desk/proposals/{call.pk}/", PROPOSALS | {"series": series.slug, "version": 1})
    assert "Talks for spring" in client.get("/groups/metrics/").content.decode()
    assert client.post(f"/desk/proposals/{call.pk}/", PROPOSALS | {"version": 1}).status_code == 409


def test_calls_are_told_to_be_the_communitys_one_by_one_and_all(client, manager):
    for number in (1, 2, 3):
        Series.objects.create(slug=f"u{number}", title=f"Unplaced {number}")
    first = Series.objects.get(slug="u1")
    said = client.post("/desk/unplaced/community/", {"only": first.pk}, follow=True).content.decode()
    assert "1 call is the whole community" in said
    assert list(Series.objects.of_community()) == [first]
    client.post("/desk/unplaced/community/")
    assert not Series.objects.unplaced().exists()
    assert "Unplaced 2" in client.get("/desk/groups/").content.decode()


def test_a_call_of_the_whole_community_is_added_and_edited(client, manager):
    typed = {"title": "Town hall", "group": "", "date": "2026-12-01", "time": "16:00", "zone": "Madrid", "minutes": "60",
             "repeat": "once", "ends": "never"}  # fmt: skip
    client.post("/desk/series/new/", typed)
    series = Series.objects.get(title="Town hall")
    assert (series.group, series.is_of_community) == (None, True)
    client.post(
        f"/desk/series/{series.slug}/", {"version": series.version, "title": "All hands", "state": "active"}
    )
    assert "All hands" in client.get("/calendar/").content.decode()


def test_a_calendar_that_never_answered_is_on_no_public_page(client, manager):
    dead = {
        "feed_url": "https://dead.example.org/a.ics",
        "is_shown": True,
        "tried_at": NOW,
        "fault": {"code": "connection-broken-off", "facts": {"host": "dead.example.org"}},
    }
    source = Source.objects.create(kind="ics", url="https://dead.example.org/a", **dead)
    Source.objects.create(kind="google", url="https://pointed.example.org/cal")
    assert "dead.example.org" not in client.get("/").content.decode()
    assert "pointed.example.org" in client.get("/").content.decode()
    assert "Never read yet" in client.get("/desk/sources/").content.decode()
    Source.objects.filter(pk=source.pk).update(read_at=NOW)
    Community.objects.update(content_version=99)
    assert "dead.example.org" in client.get("/").content.decode()


def test_groups_and_spaces_take_the_same_queries(client, manager):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        make_group(f"g{number}", f"G{number}", space=make_space(f"S{number}", f"s{number}"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/community/spaces/")
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert Group.objects.count() == 3
