"""The door of a call: when it opens, what it says before, whom it lets in, and that it tells nobody else where it leads."""

import datetime as dt
import logging
import re

import icalendar
import pytest
from cast import (
    NOW,
    give_join,
    make_community,
    make_group,
    make_manager,
    make_member,
    make_moderator,
    make_series,
)
from django.core import mail as outgoing
from django.test import Client

from commonhour.actions.door import set_door, set_usual_door
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.replies import answer
from commonhour.core.policies import Policies
from commonhour.core.replies import Reach
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict
from commonhour.models import ChangeSet, Community, Delivery, JoinTarget, Occurrence, Series
from commonhour.reads.door import is_member, link_path
from commonhour.tasks.coming import door_link
from commonhour.tasks.messages import voice_of
from commonhour.web.log_lines import WithoutLinks

pytestmark = pytest.mark.django_db
DATE = "/meetings/metrics-call/2026-11-26/"
DOOR = f"{DATE}join"
OPEN = "2026-11-26T14:50:00Z"
ALL = Policies(
    "yes", "ask", "yes", "https://example.org/conduct", "No prices, please.", "Cameras are optional."
)


@pytest.fixture
def series(now):
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    return series


@pytest.fixture
def only_for(series):
    """`only_for("members")`: its one way in is for these."""

    def made(tier):
        JoinTarget.objects.filter(series=series).update(tier=tier)

    return made


def read(client, path=DOOR):
    return client.get(path).content.decode()


def first(series):
    return series.occurrences.order_by("start")[0]


def mailed(client, email, path=DOOR):
    """What was posted to this address after it was asked for there."""
    answer = client.post(path, {"email": email})
    return answer, list(Delivery.objects.filter(kind="door-link", to=email))


def link_of(row, now=NOW):
    message = door_link(row, now, Community.the(), voice_of("en"))
    return next(one.url for one in message.blocks if hasattr(one, "url"))


def test_it_opens_so_long_before_as_the_series_says_or_the_community(series, client, settings):
    settings.NOW = "2026-11-26T14:30:00Z"
    assert "The door opens" in read(client)
    assert "in 15 minutes" in read(client)
    set_usual_door(Policies(), 30, version=Community.the().version, now=NOW, actor=TERMINAL)
    assert 'id="door-closed" class="notice" hidden' in read(client)
    set_door(series, Policies(), 5, version=series.version, now=NOW, actor=TERMINAL)
    assert "in 25 minutes" in read(client)
    assert client.post(DOOR).status_code == 302
    settings.NOW = "2026-11-26T14:56:00Z"
    assert "MARKER-SECRET" in client.post(DOOR).content.decode()


def test_what_to_expect_stands_wherever_people_look_before_they_come(series, client, settings):
    set_usual_door(ALL, 15, version=Community.the().version, now=NOW, actor=TERMINAL)
    set_door(series, Policies(recorded="no"), None, version=1, now=NOW, actor=TERMINAL)
    for path in (series.path, DATE, DOOR):
        page = read(client, path)
        assert "It is not recorded." in page, path
        assert "It is recorded." not in page, path
        assert (
            '<a href="https://example.org/conduct" rel="noopener">The code of conduct holds.</a>' in page
        ), path
    line = (
        "It is not recorded. Ask before you bring a bot that takes notes. The Chatham House Rule holds: tell what was said, "
        "not who said it or was there. The code of conduct holds. https://example.org/conduct No prices, please. "
        "Cameras are optional."
    )
    for path in ("/meetings/metrics-call.ics", f"{DATE.rstrip('/')}.ics"):
        calendar = icalendar.Calendar.from_ical(client.get(path).content)
        assert all(line in str(one["DESCRIPTION"]).split("\n\n") for one in calendar.walk("VEVENT")), path


def test_what_an_outside_calendar_brings_is_not_ours_to_speak_for(series, client):
    from commonhour.models import Source

    set_usual_door(ALL, 15, version=Community.the().version, now=NOW, actor=TERMINAL)
    source = Source.objects.create(kind="ics", url="https://c.example/a", is_shown=True)
    Series.objects.filter(pk=series.pk).update(source=source)
    assert "What to expect" not in read(client, series.path)


def test_a_feed_says_when_it_was_written_anew_because_of_them(series, client):
    later = NOW + dt.timedelta(hours=1)
    set_usual_door(ALL, 15, version=Community.the().version, now=later, actor=TERMINAL)
    assert b"LAST-MODIFIED:20261123T110000Z" in client.get("/calendar.ics").content
    set_door(series, ALL, None, version=series.version, now=later + dt.timedelta(hours=1), actor=TERMINAL)
    assert b"LAST-MODIFIED:20261123T120000Z" in client.get("/calendar.ics").content


def test_who_looked_at_older_policies_overwrites_nothing(series, client):
    client.force_login(make_manager())
    for path, row in (
        ("/desk/series/metrics-call/door/", series),
        ("/desk/community/door/", Community.the()),
    ):
        sent = {"door_opens_minutes": "20", "recorded": "no", "version": row.version}
        assert client.post(path, sent).status_code == 302
        answer = client.post(path, sent | {"recorded": "yes"})
        assert answer.status_code == 409
        assert "Saved by somebody else" in answer.content.decode()
        row.refresh_from_db()
        assert row.policies == {"recorded": "no"}
    with pytest.raises(Conflict):
        set_door(series, ALL, 5, version=1, now=NOW, actor=TERMINAL)
    kinds = ChangeSet.objects.order_by("pk").values_list("kind", flat=True)
    assert [one for one in kinds if "door" in one] == ["door-set", "usual-door-set"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"door_opens_minutes": "-1"}, {"door_opens_minutes": "241"}, {"door_opens_minutes": "soon"},
        {"recorded": "perhaps"}, {"conduct": "javascript:alert(1)"}, {"conduct": "https://[x"}, {"line": "x" * 201},
    ],
)  # fmt: skip
def test_what_is_no_policy_is_said_and_not_kept(series, client, wrong):
    client.force_login(make_manager())
    sent = {"door_opens_minutes": "20", "version": series.version}
    assert client.post("/desk/series/metrics-call/door/", sent | wrong).status_code == 422
    series.refresh_from_db()
    assert (series.policies, series.door_opens_minutes) == ({}, None)


def test_a_way_into_a_call_in_a_policy_is_taken_out(series, client):
    client.force_login(make_manager())
    sent = {
        "version": series.version,
        "line": "Join https://zoom.us/j/99887766?pwd=MARKER",
        "conduct": "https://zoom.us/j/99887766?pwd=MARKER",
    }
    client.post("/desk/series/metrics-call/door/", sent)
    assert "99887766" not in read(client) + read(client, series.path) + str(Series.objects.values("policies"))


def test_before_after_cancelled_moved_and_without_a_link_each_have_their_sentence(series, client, settings):
    dates = series.occurrences.order_by("start")
    assert "The door opens" in read(client)
    settings.NOW = "2026-11-26T17:00:00Z"
    assert "This meeting is over." in read(client)
    assert "/meetings/metrics-call/2026-12-03/" in read(client)
    settings.NOW = NOW.isoformat()
    cancel_occurrence(dates[0], now=NOW, actor=TERMINAL, reason="Flu")
    assert "This date is cancelled: Flu." in read(client)
    assert "/meetings/metrics-call/2026-12-03/" in read(client)
    move_occurrence(dates[1], dtstart="20261204T100000", now=NOW, actor=TERMINAL, reason="Fair")
    page = read(client, "/meetings/metrics-call/2026-12-03/join")
    assert re.search("This date was moved from .*3 Dec 2026, 16:00.* to .*4 Dec 2026, 10:00", page)
    assert "Fair" in page
    JoinTarget.objects.all().delete()
    assert "Nobody has put the link of the call here yet." in read(
        client, "/meetings/metrics-call/2026-12-10/join"
    )
    Occurrence.objects.filter(slug="2026-12-10").update(is_detached=True)
    from commonhour.web.kept import shelf

    shelf.clear()
    gone = client.get("/meetings/metrics-call/2026-12-10/join")
    assert gone.status_code == 410
    assert "not in the calendar any more" in gone.content.decode()


def test_another_room_breaks_no_link(series, only_for, client, settings):
    only_for("confirmed")
    path = link_path(DATE, str(first(series).public_id), "ana@example.org", NOW)
    target = series.join_targets.get()
    target.seal("https://meet.jit.si/MARKER-NEW", "")
    target.save()
    settings.NOW = OPEN
    assert client.get(path).status_code == client.get(DOOR).status_code == 200
    assert client.post(path).headers["Refresh"] == "0; url=https://meet.jit.si/MARKER-NEW"


def test_for_whom_confirmed_an_address_one_mail_brings_the_link_that_shows_the_button(
    series, only_for, client, settings
):
    only_for("confirmed")
    settings.NOW = OPEN
    page = read(client)
    assert "People who confirmed an e-mail address" in page
    assert '<button class="primary" name="way"' not in page
    refused = client.post(DOOR)
    assert refused.status_code == 403
    assert "MARKER" not in refused.content.decode()
    answer, (row,) = mailed(client, "ana@example.org")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    link = link_of(row).removeprefix(settings.BASE_URL)
    for looked in (client.get(link), client.head(link)):
        assert (looked.status_code, looked.headers["Cache-Control"]) == (200, "no-store")
        assert looked.headers["Referrer-Policy"] == "no-referrer"
        assert b"MARKER" not in looked.content
        assert not looked.cookies
    assert '<button class="primary" name="way"' in read(client, link)
    through = Client(enforce_csrf_checks=True).post(link)
    assert "MARKER-SECRET" in through.content.decode()
    assert through.headers["Referrer-Policy"] == "no-referrer"


def test_a_mail_of_a_door_holds_nothing_that_was_typed_and_comes_for_no_call_that_is_off(
    series, only_for, client
):
    only_for("confirmed")
    client.post(
        f"{DOOR}?note=MARKER-TYPED",
        {"email": "ana@example.org", "name": "MARKER-TYPED", "way": "MARKER-TYPED"},
    )
    row = Delivery.objects.get(kind="door-link")
    message = door_link(row, NOW, Community.the(), voice_of("en"))
    assert "MARKER" not in repr(message) + repr(row.facts)
    cancel_occurrence(first(series), now=NOW, actor=TERMINAL)
    assert door_link(row, NOW, Community.the(), voice_of("en")) is None
    assert mailed(client, "bo@example.org")[1] == []


def test_a_link_is_for_its_date_its_hub_and_sixty_days(series, only_for, client, settings):
    only_for("confirmed")
    settings.NOW = OPEN
    dates = series.occurrences.order_by("start")
    good, other = (link_path(DATE, str(one.public_id), "ana@example.org", NOW) for one in dates[:2])
    old = link_path(DATE, str(dates[0].public_id), "ana@example.org", NOW - dt.timedelta(days=61))
    forged = good[:-20] + "x" * 19 + "/"
    for path, status, said in (
        (other, 404, "This link is for another call."),
        (old, 410, "This link is older than 60 days."),
        (forged, 404, "This link to a call is not whole."),
        (f"{DOOR}/x/", 404, "This link to a call is not whole."),
    ):
        for shown in (client.get(path), client.post(path)):
            assert (shown.status_code, said in shown.content.decode()) == (status, True), path
            assert "MARKER" not in shown.content.decode()
    assert client.get(good).status_code == 200
    settings.NOW = "2026-11-26T17:00:00Z"
    assert "This meeting is over." in read(client, good)
    assert client.post(good).status_code == 302


def test_a_moved_date_takes_its_links_along(series, only_for, client):
    only_for("confirmed")
    path = link_path(DATE, str(first(series).public_id), "ana@example.org", NOW)
    move_occurrence(first(series), dtstart="20261127T100000", now=NOW, actor=TERMINAL)
    assert "This date was moved" in read(client, path)
    answer = client.get(path.replace("2026-11-26", "2026-11-27"))
    assert (answer.status_code, answer.headers["Location"]) == (302, path)


def test_members_come_in_by_mail_or_signed_in_and_nobody_learns_who_they_are(
    series, only_for, client, settings
):
    only_for("members")
    group = series.group
    member, moderator = make_member(group), make_moderator(group)
    stranger = make_moderator(make_group("book", "Book"), "other@example.org")
    settings.NOW = OPEN
    for user, number in ((member, 1), (moderator, 1), (stranger, 0)):
        shown, rows = mailed(client, user.email)
        assert (shown.status_code, len(rows)) == (200, number), user
        assert shown.content.decode().replace(user.email, "") == mailed(client, "no@example.org")[
            0
        ].content.decode().replace("no@example.org", "")
        browser = Client()
        browser.force_login(user)
        through = browser.post(DOOR)
        assert ("MARKER-SECRET" in through.content.decode(), through.status_code) == (
            (True, 200) if number else (False, 403)
        )
        assert not through.cookies
    path = link_path(DATE, str(first(series).public_id), member.email, NOW)
    member.person.memberships.update(until=NOW.date())
    assert client.post(path).status_code == 403
    moderator.is_active = False
    moderator.save()
    assert not is_member(series, moderator.email, NOW)


def test_the_list_of_a_date_lets_in_who_said_yes_and_has_a_place(series, only_for, client, settings):
    only_for("listed")
    Series.objects.filter(pk=series.pk).update(takes_replies=True, capacity=1)
    date = str(first(series).public_id)
    for name in ("ana", "ben"):
        said = NOW + dt.timedelta(minutes=name == "ben")
        answer(f"{name}@example.org", series.pk, date, Reach.DATE, comes=True, now=said)
    settings.NOW = OPEN
    assert "People on this date" in read(client)
    assert [len(mailed(client, f"{name}@example.org")[1]) for name in ("ana", "ben", "zoe")] == [1, 0, 0]
    paths = [link_path(DATE, date, f"{name}@example.org", NOW) for name in ("ana", "ben")]
    through, kept_out = (client.post(path) for path in paths)
    assert "MARKER-SECRET" in through.content.decode()
    assert kept_out.status_code == 403
    answer("ana@example.org", series.pk, date, Reach.DATE, comes=False, now=NOW + dt.timedelta(hours=1))
    assert [client.post(path).status_code for path in paths] == [403, 200]


def test_mails_of_doors_are_counted(series, only_for, client):
    only_for("confirmed")
    answers = [mailed(client, f"ana+{number}@example.org")[0].status_code for number in range(30)]
    assert set(answers) == {200}
    assert Delivery.objects.filter(kind="door-link").count() == 5
    assert mailed(client, "bo@example.org")[0].status_code == 429
    other = client.post(DOOR, {"email": "bo@example.org"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert other.status_code == 403


def test_what_is_no_address_is_said_beside_its_field(series, only_for, client):
    only_for("confirmed")
    answer = client.post(DOOR, {"email": "ana at example"})
    assert answer.status_code == 422
    assert "Enter an e-mail address such as" in answer.content.decode()


def test_of_several_ways_each_is_for_its_own(series, client, settings):
    target = JoinTarget(series=series, kind="stream", position=2, tier="everybody")
    target.seal("https://live.example.org/MARKER-STREAM", "")
    target.save()
    series.join_targets.filter(kind="room").update(tier="members")
    settings.NOW = OPEN
    page = read(client)
    assert page.index("Live stream") < page.index("Ways in that are not for everybody")
    assert client.post(DOOR, {"way": target.pk}).headers["Refresh"].endswith("MARKER-STREAM")
    assert client.post(DOOR, {"way": series.join_targets.get(kind="room").pk}).status_code == 403


def test_no_log_has_the_link_of_a_call_or_of_a_mail(series, client, settings, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    settings.NOW = OPEN
    client.raise_request_exception = False
    path = link_path(DATE, str(first(series).public_id), "ana@example.org", NOW)
    monkeypatch.setattr("commonhour.web.join.iri_to_uri", lambda url: 1 / 0)
    target = series.join_targets.get()
    target.seal("https://meet.jit.si/MARKER-NEW", "")
    target.save()
    assert client.post(path).status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert "MARKER" not in caplog.text
    assert not outgoing.outbox
    line = logging.makeLogRecord({"msg": caplog.records[-1].getMessage()})
    assert WithoutLinks().filter(line)
    assert "join/…/" in line.getMessage()
    assert path.split("/")[-2] not in line.getMessage()


def test_while_the_hub_is_closed_no_link_opens_a_door(series, only_for, client, settings):
    only_for("confirmed")
    settings.NOW, settings.BASE_URL = OPEN, "https://hub.example.org"
    path = link_path(DATE, str(first(series).public_id), "ana@example.org", NOW)
    make_community(published_at=None)
    for shown in (client.get(path), client.post(path), client.post(DOOR)):
        assert shown.status_code == 404
        assert b"MARKER" not in shown.content
