"""“Worth a look”: what the hub contradicts in itself, for whom, and setting it aside."""

import datetime as dt
import html

import pytest
from cast import (
    NOW,
    as_kept_before,
    make_community,
    make_group,
    make_manager,
    make_moderator,
    make_series,
    worded,
)  # fmt: skip
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonhour.actions.news.change_set import bump_content_version
from commonhour.errors.telling import told
from commonhour.models import (
    ChangeSet,
    Channel,
    Dismissal,
    Goal,
    LinkCheck,
    Membership,
    Person,
    Schedule,
    Series,
    Session,
    Source,
)
from commonhour.reads.audit import hub_findings

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def community(now):
    return make_community()


@pytest.fixture
def group(community):
    return make_group()


@pytest.fixture
def desk(client, community):
    client.force_login(make_manager(), backend=BACKEND)
    return client


def codes(now=NOW):
    return [one.finding.code for one in hub_findings(now)]


def only(code):
    found = [one for one in hub_findings(NOW) if one.finding.code == code]
    assert len(found) == 1, [one.finding for one in hub_findings(NOW)]
    return found[0]


def text(client, path="/desk/check/"):
    return client.get(path).content.decode()


def test_a_tidy_hub_has_nothing(desk, group):
    make_series(group=group)
    assert codes() == []
    assert "Nothing contradicts, rots or waits" in text(desk)


def test_goals_channels_and_names(group):
    guide = make_group("guide", "Engagement Guide")
    Goal.objects.create(group=group, text="Publish the guide", due=dt.date(2023, 12, 31))
    Goal.objects.create(group=group, text="Done", due=dt.date(2023, 12, 31), outcome="Published")
    for one in (guide, group):
        Channel.objects.create(group=one, kind="chat", name="#wg-engagement-guide")
    for one in (guide, group):
        Membership.objects.create(person=Person.objects.create(name="Ana"), group=one, role="chair")
    both = Person.objects.create(name="Mara")
    for one in (guide, group):
        Membership.objects.create(person=both, group=one, role="chair")
    assert sorted(codes()) == ["copied-channel", "goal-date-passed", "same-name"]
    assert only("copied-channel").here.mend == "/desk/groups/metrics/channels/"
    ana = only("same-name")
    assert {ana.here.page, ana.there.page} == {"/groups/guide/", "/groups/metrics/"}


def test_series_that_wait_end_or_are_over(group):
    Series.objects.create(slug="when", title="When", group=group, question=worded("Which week?"))
    Series.objects.create(slug="whose", title="Whose", match_reason="No group fits.")
    make_series("Ending", group, rrule="FREQ=WEEKLY;COUNT=3")
    make_series("Over", group, dtstart="20260901T090000", rrule="FREQ=WEEKLY;COUNT=3")
    make_series("Next webinar", group, dtstart="20260901T090000", rrule="")
    make_series("One-off", group, dtstart="20260901T090000", rrule="")
    paused = make_series("Paused", group, dtstart="20260901T100000", rrule="FREQ=WEEKLY;COUNT=3")
    Series.objects.filter(pk=paused.pk).update(state="paused")
    found = {(one.finding.code, one.here.name) for one in hub_findings(NOW)}
    assert found == {
        ("undecided", "When"), ("unmatched-event", "Whose"), ("series-ending", "Ending"), ("series-ending", "Over"),
        ("past-next-meeting", "Next webinar"),
    }  # fmt: skip


def test_two_calls_of_one_group_at_one_time(group):
    make_series("Triage", group)
    make_series("Planning", group, dtstart="20261126T163000", rrule="FREQ=WEEKLY;INTERVAL=2")
    make_series("Elsewhere", make_group("other", "Other"))
    clash = only("clash")
    assert "2026-11-26 at 15:30 UTC" in clash.finding.message
    assert {clash.here.name, clash.there.name} == {"Triage", "Planning"}


def test_links_and_calendars_that_do_not_answer(group):
    for url, state, to in (
        ("https://a.example/", "dead", ""),
        ("https://b.example/", "moved", "https://c.example/"),
    ):
        Channel.objects.create(group=group, kind="site", label=url, url=url)
        LinkCheck.objects.create(url=url, state=state, location=to, fault=told("No such page (404)."))
    LinkCheck.objects.create(url="https://nowhere.example/", state="dead")
    Source.objects.create(kind="ics", url="https://x.example/a", label="Partner", is_shown=True, fault=told("It is empty."),
                          read_at=NOW - dt.timedelta(days=5))  # fmt: skip
    Source.objects.create(
        kind="ics", url="https://x.example/b", is_shown=True, fault=told("Later."), read_at=NOW
    )
    assert sorted(codes()) == ["dead-link", "moved-link", "source-failing"]
    assert "https://c.example/" in only("moved-link").finding.suggestion
    assert "2026-11-18" in only("source-failing").finding.message


def test_our_call_and_its_copy_at_two_hours(group):
    make_series("Metrics call", group)
    source = Source.objects.create(kind="ics", url="https://x.example/a", is_shown=True)
    copy = Series.objects.create(slug="copy", title="Metrics call", group=group, source=source)
    row = Schedule.objects.create(
        series=copy, source=source, uid="x", dtstart="20261126T180000", tzid="Europe/Madrid", rrule="FREQ=WEEKLY",
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    found = only("contradiction")
    assert "16:00 Europe/Madrid" in found.finding.message
    assert "18:00 Europe/Madrid" in found.finding.message
    Schedule.objects.filter(pk=row.pk).update(dtstart="20261126T150000", tzid="Europe/London")
    assert codes() == []


def test_a_secret_is_found_and_never_shown(desk, group):
    as_kept_before(group, description="Join https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET")
    talk = Session.objects.create(series=make_series(group=group), title="Talk")
    as_kept_before(talk, title="Talk, passcode: MARKER-PASS1")
    assert codes() == ["secret-in-public"] * 2
    shown = text(desk)
    assert "MARKER" not in shown
    assert 'href="/desk/groups/metrics/"' in shown


def test_worst_first_and_only_of_one_group(desk, group):
    other = make_group("other", "Other group")
    Goal.objects.create(group=other, text="Publish", due=dt.date(2023, 12, 31))
    as_kept_before(group, description="Passcode: 123456")
    shown = text(desk)
    assert shown.index("secret-in-public") < shown.index("goal-date-passed")
    assert "secret-in-public" not in text(desk, "/desk/check/?group=other")
    assert "goal-date-passed" in text(desk, "/desk/check/?group=other")


def test_set_aside_undone_and_back_with_a_new_wording(desk, group):
    goal = Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    key = only("goal-date-passed").key
    assert desk.get(f"/desk/check/{key}/aside/").status_code == 405
    page = desk.post(f"/desk/check/{key}/aside/", follow=True).content.decode()
    assert "Set aside. It comes back" in page
    assert f"/desk/undo/{ChangeSet.objects.first().pk}/" in page
    assert "goal-date-passed" not in page
    assert Dismissal.objects.get().by_name == "Mara Manager"
    assert "goal-date-passed" in text(desk, "/desk/check/?aside=1")
    assert "1 was set aside" in text(desk)
    desk.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert "goal-date-passed" in text(desk)
    desk.post(f"/desk/check/{key}/aside/")
    desk.post(f"/desk/check/{key}/again/")
    assert "goal-date-passed" in text(desk)
    desk.post(f"/desk/check/{key}/aside/")
    goal.text = "Publish it at last"
    goal.save()
    bump_content_version()
    assert "goal-date-passed" in text(desk)


def test_what_is_mended_cannot_be_set_aside(desk, group):
    goal = Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    key = only("goal-date-passed").key
    goal.delete()
    assert desk.post(f"/desk/check/{key}/aside/").status_code == 404
    assert not Dismissal.objects.exists()


def test_a_moderator_sees_their_groups_only(client, group):
    other = make_group("other", "Other group")
    for one in (group, other):
        Goal.objects.create(group=one, text=f"Goal of {one.slug}", due=dt.date(2023, 12, 31))
    Series.objects.create(slug="whose", title="Whose", match_reason=told("No group fits."))
    keys = {one.here.name: one.key for one in hub_findings(NOW)}
    client.force_login(make_moderator(group), backend=BACKEND)
    shown = text(client)
    assert "Goal of metrics" in shown
    assert "Goal of other" not in shown
    assert "Whose" not in shown
    assert client.post(f"/desk/check/{keys['Other group']}/aside/").status_code == 404
    assert client.post(f"/desk/check/{keys['Metrics']}/aside/").status_code == 302
    assert "1</b> thing is worth" not in text(client, "/desk/")


def test_nobody_else_gets_in(client, group):
    assert client.get("/desk/check/").status_code == 302
    assert client.post(f"/desk/check/{'a' * 64}/aside/").status_code == 302


def test_today_counts_them(desk, group):
    Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    assert "<b>1</b> thing is worth a look" in text(desk, "/desk/")


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=9999", "page=x", "group=nobody", "group=%C3%BC", "aside=2"]
)
def test_odd_addresses(desk, group, query):
    assert desk.get(f"/desk/check/?{query}").status_code == 200


def test_one_and_many_take_the_same_queries(desk, community):
    counts = []
    for number in range(3):
        group = make_group(f"g{number}", f"Subject{number}")
        make_series(f"Call {number}", group)
        Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
        Channel.objects.create(group=group, kind="site", label="Site", url=f"https://a.example/{number}")
        LinkCheck.objects.create(url=f"https://a.example/{number}", state="dead")
        Series.objects.create(slug=f"q{number}", title=f"Q{number}", group=group, question=worded("When?"))
        Series.objects.create(slug=f"u{number}", title=f"U{number}", match_reason="No group fits.")
        bump_content_version()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/desk/check/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_it_is_worked_out_once(desk, group):
    Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    with CaptureQueriesContext(connection) as first:
        desk.get("/desk/check/")
    with CaptureQueriesContext(connection) as second:
        desk.get("/desk/check/")
    assert len(second) < len(first) - 10


def test_a_poll_or_an_answer_that_says_the_same_costs_nothing(desk, group):
    url = "https://a.example/"
    Channel.objects.create(group=group, kind="site", label="Site", url=url)
    LinkCheck.objects.create(url=url, state="dead", fault=told("Gone."), checked_at=NOW)
    source = Source.objects.create(kind="ics", url="https://x.example/a", label="Partner", is_shown=True)
    desk.get("/desk/check/")
    with CaptureQueriesContext(connection) as known:
        desk.get("/desk/check/")
    LinkCheck.objects.update(checked_at=NOW + dt.timedelta(minutes=5), due_at=NOW)
    Source.objects.update(tried_at=NOW, read_at=NOW)
    with CaptureQueriesContext(connection) as asked_again:
        desk.get("/desk/check/")
    assert len(asked_again) == len(known)
    Source.objects.filter(pk=source.pk).update(fault=told("It is empty."), read_at=NOW - dt.timedelta(days=5))
    assert "source-failing" in text(desk)
    LinkCheck.objects.update(state="ok", fault={})
    assert "dead-link" not in text(desk)


def test_what_concerns_two_groups_is_set_aside_by_both_or_a_manager(desk, group):
    other = make_group("other", "Other group")
    for one in (group, other):
        Membership.objects.create(person=Person.objects.create(name="Ana"), group=one, role="chair")
    [found] = [one for one in hub_findings(NOW) if len(one.groups) == 2]
    moderator = make_moderator(group)
    mine = Client()
    mine.force_login(moderator, backend=BACKEND)
    address = f"/desk/check/{found.key}/aside/"
    assert found.finding.code in text(mine)
    assert address not in text(mine)
    assert mine.post(address).status_code == 403
    assert not Dismissal.objects.exists()
    assert desk.post(address).status_code == 302
    assert mine.post(f"/desk/check/{found.key}/again/").status_code == 403
    assert Dismissal.objects.count() == 1


def test_who_set_aside_what_is_logged_and_not_in_public(desk, group):
    Goal.objects.create(group=group, text="Publish", due=dt.date(2023, 12, 31))
    key = only("goal-date-passed").key
    for verb in ("aside", "aside", "again"):
        desk.post(f"/desk/check/{key}/{verb}/")
    log = ChangeSet.objects.order_by("id").values_list("kind", "facts__code", "actor_name", "group", "series")
    assert list(log) == [
        ("finding-set-aside", "goal-date-passed", "Mara Manager", None, None),
        ("finding-taken-up", "goal-date-passed", "Mara Manager", None, None),
    ]


def test_a_finding_speaks_the_language_of_its_reader(desk, group):
    Goal.objects.create(group=group, text="Publish the guide", due=dt.date(2023, 12, 31))
    spanish = html.unescape(text(desk, "/desk/check/?lang=es"))
    assert (
        f"Un objetivo de {group.name} tenía como fecha límite el 2023-12-31: «Publish the guide»." in spanish
    )
    assert "A goal of" not in spanish
