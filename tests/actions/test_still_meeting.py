"""A group that shows signs of having stopped is asked once, one click answers, and silence is told after two weeks."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series, make_space
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.models import ChangeSet, Delivery, Group, StillMeeting
from commonhour.reads.health import groups_health
from commonhour.reads.mail_links import answer_path
from commonhour.tasks.still_meeting import ask_quiet_groups

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def group(now):
    make_community()
    group = make_group()
    make_series(group=group, dtstart="20261101T160000", rrule="FREQ=WEEKLY;COUNT=2")
    return group


def test_it_is_asked_once_in_three_months(group):
    make_moderator(group)
    assert [ask_quiet_groups(NOW + n * DAY) for n in (0, 1, 30, 89)] == [1, 0, 0, 0]
    (mail,) = Delivery.objects.all()
    assert mail.to == "moderator@example.org"
    assert mail.facts["signs"] == ["no-next-date"]
    assert ask_quiet_groups(NOW + 90 * DAY) == 1


def test_who_is_well_or_pauses_or_has_nobody_is_not_asked(group):
    assert ask_quiet_groups(NOW) == 0  # nobody can sign in
    make_moderator(group)
    make_moderator(make_group("well", "Well"), "well@example.org")
    make_series("Well call", Group.objects.get(slug="well"))
    Group.objects.filter(slug="metrics").update(state="paused")
    assert ask_quiet_groups(NOW) == 0


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "active"), ("paused", "paused"), ("over", "concluded")]
)
def test_one_click_answers_under_their_name_and_can_be_undone(client, group, answer, state):
    moderator = make_moderator(group)
    ask_quiet_groups(NOW)
    path = Delivery.objects.get().facts["url"].removeprefix("http://127.0.0.1:8000")
    for look in (client.get, client.head):
        assert look(path).status_code == 200
    assert StillMeeting.objects.get().answer == ""
    page = client.post(path, {"answer": answer})
    assert "Thank you." in page.content.decode()
    assert not page.cookies
    group.refresh_from_db()
    assert group.state == state
    assert StillMeeting.objects.get().answered_by == moderator
    told = ChangeSet.objects.filter(kind="group-edited", group=group, actor=moderator, actor_kind="link")
    assert told.exists() == (state != "active")
    assert client.post(path, {"answer": "yes"}).status_code == 200
    group.refresh_from_db()
    assert group.state == "active"


def test_a_link_of_somebody_else_of_long_ago_or_of_who_left_answers_nothing(client, group):
    moderator = make_moderator(group)
    ask_quiet_groups(NOW)
    row = StillMeeting.objects.get()
    forged = signing.dumps([row.pk, moderator.pk], salt="something else")
    assert client.post(f"/still-meeting/{forged}/", {"answer": "over"}).status_code == 404
    path = answer_path(row.pk, moderator.pk)
    moderator.grants.update(until=NOW)
    assert client.post(path, {"answer": "over"}).status_code == 403
    assert Group.objects.get(slug="metrics").state == "active"


def test_a_link_as_it_was_first_signed_answers(client, group):
    moderator = make_moderator(group)
    ask_quiet_groups(NOW)
    first = signing.dumps([StillMeeting.objects.get().pk, moderator.pk], salt="still-meeting")
    assert client.post(f"/still-meeting/{first}/", {"answer": "yes"}).status_code == 200
    assert StillMeeting.objects.get().answered_by == moderator


def test_silence_is_told_to_the_programme_manager_after_two_weeks(client, group, settings):
    make_moderator(group)
    ask_quiet_groups(NOW)
    client.force_login(make_manager())
    words = "group did not say whether it still meets"
    settings.NOW = (NOW + 13 * DAY).isoformat()
    assert words not in client.get("/desk/").content.decode()
    assert client.post("/desk/health/metrics/ask/").status_code == 409
    settings.NOW = (NOW + 14 * DAY).isoformat()
    assert words in client.get("/desk/").content.decode()
    assert "Nobody answered." in client.get("/desk/health/").content.decode()
    assert client.post("/desk/health/metrics/ask/").status_code == 302


def test_worst_first_in_as_many_queries_for_three_as_for_one(group):
    make_moderator(group)
    counts = []
    for names in (("a",), ("b", "c")):
        for name in names:
            make_series(f"{name} call", make_group(name, name, space=make_space()))
        with CaptureQueriesContext(connection) as found:
            healths = groups_health(NOW)
        counts.append(len(found))
    assert [one.group.slug for one in healths] == ["metrics", "a", "b", "c"]
    assert counts[0] == counts[1]
