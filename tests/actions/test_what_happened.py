"""Whoever changes a date, it is told in one place: in its history, in “changed this week”, on the meetings page."""

import datetime as dt
from dataclasses import replace

import pytest
from cast import HOUR, NOW, lined_up, make_community, make_group, make_manager, make_moderator, make_series
from django.test import Client

from commonhour.actions.dates.recompute import recompute
from commonhour.actions.group import edit_group
from commonhour.actions.join_target import set_join_target
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import change_series_following
from commonhour.actions.source import stop_source, take_copy
from commonhour.actions.undo import undo
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftPerson, DraftSeries
from commonhour.core.happening import Happened
from commonhour.core.rights import TERMINAL, WORKER, Verb
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.errors import Conflict, NotAllowed
from commonhour.models import Change, ChangeSet, Community, Goal, Occurrence, Person, Source
from commonhour.models import Schedule as ScheduleRow
from commonhour.reads.changed_dates import changed_dates, changed_series
from commonhour.reads.history import history, history_of_date
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n"
MASTER = ("BEGIN:VEVENT\r\nUID:a@there\r\nSUMMARY:Partner call\r\nDTSTART;TZID=Europe/Madrid:20261103T160000\r\n"
          "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n{}END:VEVENT\r\n")  # fmt: skip
ONE = ("BEGIN:VEVENT\r\nUID:a@there\r\nSUMMARY:Partner call\r\nRECURRENCE-ID;TZID=Europe/Madrid:20261201T160000\r\n"
       "DTSTART;TZID=Europe/Madrid:{}\r\nDURATION:PT1H\r\nSTATUS:{}\r\nEND:VEVENT\r\n")  # fmt: skip


@pytest.fixture(autouse=True)
def community():
    make_community()


def told(**where) -> list[str]:
    """What happened to dates, in the order it was told."""
    rows = Change.objects.filter(noun="occurrence", **where).order_by("id")
    return list(rows.values_list("field", flat=True))


def outside(*more: str, now=NOW, rule="") -> Source:
    source, _ = Source.objects.get_or_create(
        url="https://cal.example.org/a.ics",
        defaults={
            "kind": "ics",
            "feed_url": "https://cal.example.org/a.ics",
            "is_shown": True,
            "label": "Partner",
        },
    )
    body = CALENDAR.format(MASTER.format(rule) + "".join(more))
    take_copy(source, body.encode(), etag="", modified="", now=now, actor=WORKER)
    return source


@pytest.mark.parametrize(
    ("change", "happened", "word"),
    [
        (ONE.format("20261202T100000", "CONFIRMED"), Happened.MOVED, "Moved"),
        (ONE.format("20261201T160000", "CANCELLED"), Happened.CANCELLED, "Cancelled"),
    ],
)
def test_an_outside_calendars_change_is_in_the_history_and_in_this_weeks_changes(now, change, happened, word):
    outside()
    assert told() == []
    outside(change, now=NOW + HOUR)
    assert told() == [happened]
    date = Occurrence.objects.get(recurrence_id="20261201T160000")
    [entry] = history_of_date(date.pk)
    assert (entry.kind, entry.actor_kind, entry.changes[0].field) == ("source-read", "worker", happened)
    assert [one.line.recurrence_id for one in changed_dates(NOW + HOUR)] == ["20261201T160000"]
    assert (
        word
        in Client().get(date.series.path + date.slug + "/").content.decode().split("History of this page")[1]
    )
    home = Client().get("/").content.decode()
    assert word in home.split("Changed this week")[1]
    outside(now=NOW + 2 * HOUR)
    assert told()[1:] == [Happened.MOVED if happened is Happened.MOVED else Happened.RESTORED]
    assert changed_dates(NOW + 2 * HOUR) == []


def test_what_an_outside_calendar_drops_is_gone_and_added_when_it_is_back():
    source = outside()
    stop_source(source, now=NOW, actor=TERMINAL)
    ahead = Occurrence.objects.filter(end__gt=NOW).count()
    assert told() == [Happened.GONE] * ahead
    shown = Change.objects.filter(field=Happened.GONE).first()
    assert shown.series.title == "Partner call"


def test_an_import_that_moves_a_call_tells_every_date_once():
    weekly = Schedule("20261126T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY;COUNT=4", uid="u@page")
    draft = Draft("calendar", series=[DraftSeries("call", "Call", schedules=[weekly])])
    import_draft(draft, now=NOW, actor=TERMINAL, name="a.ics")
    assert told() == []
    later = replace(
        weekly, dtstart="20261126T170000", overrides=(Override("20261203T170000", status=CANCELLED),)
    )
    again = Draft("calendar", series=[DraftSeries("call", "Call", schedules=[later])])
    import_draft(again, now=NOW + HOUR, actor=TERMINAL, name="a.ics")
    assert sorted(told()) == [Happened.CANCELLED] + [Happened.MOVED] * 4
    [entry] = [one for one in history(series=Occurrence.objects.first().series_id) if one.kind == "imported"][
        :1
    ]
    assert {(one.field, one.dates) for one in entry.changes if one.noun == "occurrence"} == {
        (Happened.MOVED, 4),
        (Happened.CANCELLED, 1),
    }


def test_this_and_following_is_one_line_with_the_number_of_dates(now):
    schedule = make_series(group=make_group()).schedules.get()
    change_series_following(schedule, "20261203T160000", now=NOW, actor=TERMINAL, dtstart="20261203T180000")
    assert set(told()) == {Happened.MOVED}
    assert changed_dates(NOW + HOUR) == []
    [change] = changed_series(NOW + HOUR)
    assert (change.date, change.goes_on.dtstart) == (dt.date(2026, 12, 3), "20261203T180000")
    page = Client().get("/").content.decode()
    assert "From Thu, 3 Dec 2026 on" in page
    assert "Every Thursday at 18:00 Madrid time" in page
    assert "<title>Changed: Metrics call</title>" in Client().get("/calendar.atom").content.decode()
    history = Client().get("/meetings/metrics-call/").content.decode().split("History of this page")[1]
    assert f"and {len(told()) - 1} more dates" in history
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    assert changed_series(NOW + HOUR) == changed_dates(NOW + HOUR) == []


def test_an_extra_date_among_known_ones_is_news_and_the_horizon_is_none():
    series = make_series()
    assert told() == []
    move_horizon(NOW + dt.timedelta(days=60))
    assert told() == []
    assert not ChangeSet.objects.filter(kind="dates-made").exists()
    schedule = series.schedules.get()
    schedule.rdates = ["20261130T160000"]
    schedule.save()
    lined_up(schedule, NOW)
    assert told() == [Happened.ADDED]


def test_new_zone_data_tells_every_date_it_moved():
    schedule = make_series().schedules.get()
    for row in schedule.occurrences.all():
        row.start, row.end, row.tzdata_version = row.start - HOUR, row.end - HOUR, "2020a"
        row.save()
    ScheduleRow.objects.update(tzdata_version="2020a")
    recompute(NOW, actor=WORKER)
    assert (
        told(change_set__kind="zone-data")
        == [Happened.MOVED] * schedule.occurrences.filter(end__gt=NOW).count()
    )


def test_another_way_to_join_relocates_a_series_and_says_nowhere_what_it_is():
    series = make_series()
    set_join_target(
        series, "https://us02web.zoom.us/j/987654321?pwd=MARKER", "MARKER", now=NOW, actor=TERMINAL
    )
    told_of = Change.objects.get(change_set__kind="join-link-set", field="relocated")
    assert (told_of.noun, told_of.field, told_of.series, told_of.after) == (
        "series",
        Happened.RELOCATED,
        series,
        "kept",
    )
    assert "Join link of Metrics call set" in Client().get(series.path).content.decode()
    assert not [row for row in Change.objects.values() if "MARKER" in str(row)]


def test_undo_is_in_the_change_set_and_only_while_nothing_came_after():
    series = make_series()
    date = series.occurrences.order_by("start").first()
    move_occurrence(date, now=NOW, actor=TERMINAL, dtstart="20261127T160000")
    moved = ChangeSet.objects.first()
    cancel_occurrence(date, now=NOW, actor=TERMINAL)
    with pytest.raises(Conflict):
        undo(moved.pk, now=NOW, actor=TERMINAL)
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    undo(moved.pk, now=NOW, actor=TERMINAL)
    date.refresh_from_db()
    assert (date.recurrence_id, date.is_moved, date.is_cancelled) == ("20261126T160000", False, False)
    with pytest.raises(Conflict):
        undo(moved.pk, now=NOW, actor=TERMINAL)
    assert [row.undoes_id is not None for row in ChangeSet.objects.all()[:2]] == [True, True]


def test_setting_a_finding_aside_leaves_every_kept_answer(now, client):
    client.force_login(make_manager())
    Goal.objects.create(group=make_group(), text="Publish", due=dt.date(2023, 12, 31))
    before = Community.the().content_version
    key = client.get("/desk/check/").context["rows"][0]["key"]
    client.post(f"/desk/check/{key}/aside/")
    assert ChangeSet.objects.first().kind == "finding-set-aside"
    assert Community.the().content_version == before


def test_a_role_that_a_page_names_grants_nothing():
    """A moderator of one group, whom an imported page of another group calls its lead by the same name."""
    mine, other = make_group("mine", "Mine"), make_group("other", "Other")
    user = make_moderator(mine, "ana.example@example.org")
    Person.objects.filter(user=user).update(name="Ana Example")
    page = Draft("page", groups=[DraftGroup("other", "Other", people=[DraftPerson("Ana Example", "lead")])])
    import_draft(page, now=NOW, actor=TERMINAL, name="page.md")
    assert not Person.objects.get(user=user).memberships.filter(group=other).exists()
    actor = user.as_actor(NOW)
    assert actor.may(Verb.CHANGE_GROUP, mine.pk)
    other.refresh_from_db()
    with pytest.raises(NotAllowed):
        edit_group(other, now=NOW, actor=actor, version=other.version, region="EMEA")


def test_no_verb_takes_the_worker_for_a_person():
    date = make_series().occurrences.first()
    with pytest.raises(NotAllowed):
        cancel_occurrence(date, now=NOW, actor=WORKER)
