"""After new zone data: wall times stay, instants move, the past does not, and a second run changes nothing."""

import datetime as dt

import pytest
from cast import HOUR, NOW, lined_up, make_community, make_group, make_series
from django.test import Client

from commonhour.actions.dates.recompute import recompute
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import change_series_following
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import Override as CoreOverride
from commonhour.core.speech.changes import change_sentence
from commonhour.core.time.zones import TZDATA_VERSION, wall_of
from commonhour.models import ChangeSet, Community, Occurrence, Override, Schedule, Source
from commonhour.reads.history import history

pytestmark = pytest.mark.django_db

OLD = "2020a"


def older(schedule: Schedule, minutes: int = 60, since: dt.datetime = NOW) -> None:
    """Make a schedule's rows as if zone data that had its clocks elsewhere had made them."""
    shift = dt.timedelta(minutes=minutes)
    for row in schedule.occurrences.filter(end__gt=since):
        row.start, row.end, row.tzdata_version = row.start - shift, row.end - shift, OLD
        row.save()
    Schedule.objects.filter(pk=schedule.pk).update(tzdata_version=OLD)


def rows(schedule: Schedule) -> list[tuple]:
    return list(
        schedule.occurrences.order_by("recurrence_id").values_list(
            "public_id", "recurrence_id", "start", "end"
        )
    )


@pytest.fixture
def schedule() -> Schedule:
    make_community()
    return make_series("Metrics call", make_group()).schedules.get()


def test_new_schedules_say_which_zone_data_made_them(schedule):
    schedule.refresh_from_db()
    assert schedule.tzdata_version == TZDATA_VERSION
    assert recompute(NOW, actor=WORKER).schedules == 0


def test_coming_dates_move_and_keep_their_ids_and_wall_times(schedule):
    wanted = rows(schedule)
    older(schedule)
    later = NOW + dt.timedelta(days=1)
    report = recompute(later, actor=WORKER)
    assert rows(schedule) == wanted
    [move] = report.moves
    assert (move.title, move.minutes, move.dates) == ("Metrics call", 60, schedule.occurrences.count())
    assert (move.first, move.after - move.before) == (dt.date(2026, 11, 26), HOUR)
    schedule.refresh_from_db()
    assert (schedule.sequence, schedule.changed_at, schedule.tzdata_version) == (1, later, TZDATA_VERSION)
    assert set(schedule.occurrences.values_list("tzdata_version", flat=True)) == {TZDATA_VERSION}


def test_the_past_and_what_is_detached_or_gone_stay_as_they_are(schedule):
    series = make_series("Gone call", dtstart="20261125T100000")
    gone = series.schedules.get()
    older(gone)
    Schedule.objects.filter(pk=gone.pk).update(gone_at=NOW)
    older(schedule)
    detached = schedule.occurrences.order_by("start")[5]
    Occurrence.objects.filter(pk=detached.pk).update(is_detached=True)
    start = detached.start
    later = NOW + dt.timedelta(days=20)
    untouched = [row for row in rows(schedule) if row[3] <= later] + rows(gone)
    assert len([row for row in untouched if row[3] <= later]) > 3
    recompute(later, actor=WORKER)
    after = rows(schedule) + rows(gone)
    assert all(row in after for row in untouched)
    detached.refresh_from_db()
    assert (detached.start, detached.tzdata_version, detached.is_detached) == (start, OLD, True)


def test_a_second_run_changes_nothing(schedule):
    older(schedule)
    first = recompute(NOW, actor=WORKER)
    version, sets = Community.the().content_version, ChangeSet.objects.count()
    feed = Client().get("/calendar.ics").content
    again = recompute(NOW + HOUR, actor=WORKER)
    assert (first.schedules, again.schedules, again.moves) == (1, 0, ())
    assert (Community.the().content_version, ChangeSet.objects.count()) == (version, sets)
    assert Client().get("/calendar.ics").content == feed


def test_what_was_only_made_with_other_data_is_stamped_and_nobody_notices(schedule):
    older(schedule, minutes=0)
    version, sets = Community.the().content_version, ChangeSet.objects.count()
    feed = Client().get("/calendar.ics").content
    report = recompute(NOW + HOUR, actor=WORKER)
    assert (report.schedules, report.moves, report.made_with) == (1, (), (OLD,))
    assert (Community.the().content_version, ChangeSet.objects.count()) == (version, sets)
    assert Client().get("/calendar.ics").content == feed
    assert set(schedule.occurrences.values_list("tzdata_version", flat=True)) == {TZDATA_VERSION}


def test_a_dry_run_tells_the_same_and_writes_nothing(schedule):
    older(schedule)
    before, version = rows(schedule), Community.the().content_version
    told = recompute(NOW, is_dry=True, actor=WORKER)
    assert (rows(schedule), Community.the().content_version) == (before, version)
    assert told == recompute(NOW, actor=WORKER)


def test_an_override_in_another_zone_moves_on_its_own(schedule):
    moved = CoreOverride("20261203T160000", dtstart="20261204T090000", tzid="America/New_York")
    made_there = make_series("Review", dtstart="20261126T160000", overrides=(moved,)).schedules.get()
    row = made_there.occurrences.get(recurrence_id="20261203T160000")
    wanted = row.start
    Occurrence.objects.filter(pk=row.pk).update(start=row.start - HOUR, end=row.end - HOUR)
    Schedule.objects.filter(pk=made_there.pk).update(tzdata_version=OLD)
    [move] = recompute(NOW, actor=WORKER).moves
    assert (move.dates, move.first) == (1, dt.date(2026, 12, 3))
    row.refresh_from_db()
    assert (row.start, row.is_moved) == (wanted, True)
    assert Override.objects.get(schedule=made_there).sequence == 1


def test_dates_that_move_by_different_minutes_are_listed_apart(schedule):
    older(schedule)
    far = schedule.occurrences.filter(start__gt=NOW + dt.timedelta(days=200))
    for row in far:
        row.start -= HOUR
        row.save()
    assert [move.minutes for move in recompute(NOW, actor=WORKER).moves] == [60, 120]


def test_everything_that_moved_is_one_change_set_in_the_history_of_each_series(schedule):
    other = make_series("Review", dtstart="20261125T100000").schedules.get()
    older(schedule)
    older(other, minutes=30)
    before = ChangeSet.objects.count()
    recompute(NOW + HOUR, actor=WORKER)
    assert ChangeSet.objects.count() == before + 1
    for row, minutes in ((schedule, 60), (other, 30)):
        entry = history(series=row.series_id)[0]
        assert sentence(entry) == f"Time zone data {OLD} → {TZDATA_VERSION}: 2 series moved"
        moved = next(one for one in entry.changes if one.noun == "occurrence")
        assert (moved.field, moved.dates) == ("moved", row.occurrences.filter(end__gt=NOW).count())
        moments = [dt.datetime.fromisoformat(side["start"]) for side in (moved.before, moved.after)]
        assert moments[1] - moments[0] == dt.timedelta(minutes=minutes)
    assert "Time zone data 2020a" in Client().get(other.series.path).content.decode()


def test_an_outside_calendars_dates_move_and_its_sequence_stays_its_owners(schedule):
    source = Source.objects.create(kind="google", url="https://calendar.example/a", is_shown=True)
    series = make_series("Partner call")
    sourced = series.schedules.get()
    older(sourced)
    Schedule.objects.filter(pk=sourced.pk).update(source=source, sequence=4)
    later = NOW + HOUR
    [move] = recompute(later, actor=WORKER).moves
    sourced.refresh_from_db()
    assert (move.title, sourced.sequence, sourced.changed_at) == ("Partner call", 4, later)


def test_dates_made_anew_before_the_worker_ran_are_told_as_moved_by_the_clocks(schedule):
    wanted = rows(schedule)
    older(schedule)
    lined_up(Schedule.objects.get(pk=schedule.pk), NOW)
    schedule.refresh_from_db()
    assert (schedule.tzdata_version, schedule.sequence, rows(schedule)) == (TZDATA_VERSION, 1, wanted)
    assert f"Time zone data {OLD} → {TZDATA_VERSION}: 1 series moved" in summaries(schedule)
    assert recompute(NOW, actor=WORKER).schedules == 0


def sentence(entry) -> str:
    return change_sentence(entry.kind, entry.facts)


def summaries(schedule: Schedule) -> list[str]:
    return [sentence(entry) for entry in history(series=schedule.series_id)]


def test_an_edit_before_the_worker_ran_does_not_swallow_the_move(schedule):
    older(schedule)
    row = schedule.occurrences.order_by("start")[3]
    cancel_occurrence(row, now=NOW, actor=TERMINAL)
    schedule.refresh_from_db()
    assert (schedule.tzdata_version, schedule.sequence) == (TZDATA_VERSION, 1)
    assert f"Time zone data {OLD} → {TZDATA_VERSION}: 1 series moved" in summaries(schedule)
    other = schedule.occurrences.order_by("start")[5]
    assert wall_of(other.start, "Europe/Madrid").hour == 16


def test_a_change_from_a_date_on_and_the_clocks_are_two_entries(schedule):
    older(schedule)
    date = schedule.occurrences.order_by("start")[3]
    change_series_following(schedule, date.recurrence_id, now=NOW, actor=TERMINAL, dtstart="20261217T180000")
    assert f"Time zone data {OLD} → {TZDATA_VERSION}: 1 series moved" in summaries(schedule)
    assert recompute(NOW, actor=WORKER).moves == ()
    assert {wall_of(row.start, "Europe/Madrid").hour for row in schedule.series.occurrences.all()} == {16, 18}
