"""Moving, cancelling and restoring one date."""

import pytest
from cast import NOW, give_join, make_group, make_manager, make_series

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.series import change_series_following
from commonhour.core.rights import TERMINAL
from commonhour.core.speech.sentences import rule_sentence
from commonhour.errors import Conflict
from commonhour.models import Change, ChangeSet, Community, Occurrence, Override

pytestmark = pytest.mark.django_db


def first(series, number=0):
    return series.occurrences.order_by("start")[number]


def test_a_series_has_its_dates_for_two_years():
    series = make_series()
    starts = list(series.occurrences.values_list("start", flat=True))
    assert 100 <= len(starts) <= 110
    assert starts[0].isoformat() == "2026-11-26T15:00:00+00:00"
    assert {moment.hour for moment in starts} == {14, 15}


def test_cancelling_keeps_the_date_with_its_reason_and_raises_sequence_by_one():
    series = make_series()
    before = Community.the().content_version
    cancelled = cancel_occurrence(
        first(series), now=NOW, actor=make_manager().as_actor(NOW), reason="Thanksgiving"
    )
    assert (cancelled.status, cancelled.reason) == ("CANCELLED", "Thanksgiving")
    assert Override.objects.get().sequence == series.schedules.get().sequence + 1
    assert Community.the().content_version > before
    assert ChangeSet.objects.first().series == series
    told = Change.objects.get(noun="occurrence")
    assert (told.field, told.series, told.object_id) == ("cancelled", series, cancelled.pk)
    assert (told.before["status"], told.after["status"], told.after["reason"]) == (
        "CONFIRMED",
        "CANCELLED",
        "Thanksgiving",
    )


def test_a_cancelled_date_cannot_be_cancelled_twice():
    series = make_series()
    cancel_occurrence(first(series), now=NOW, actor=TERMINAL)
    with pytest.raises(Conflict):
        cancel_occurrence(first(series), now=NOW, actor=TERMINAL)


def test_moving_keeps_id_and_address():
    series = make_series()
    was = first(series)
    moved = move_occurrence(was, now=NOW, actor=TERMINAL, dtstart="20261127T170000", reason="Holiday")
    assert moved.start.isoformat() == "2026-11-27T16:00:00+00:00"
    assert (moved.public_id, moved.slug, moved.is_moved) == (was.public_id, "2026-11-26", True)


def test_restoring_raises_sequence_again_and_shows_the_old_hour():
    series = make_series()
    move_occurrence(first(series), now=NOW, actor=TERMINAL, dtstart="20261127T170000")
    restored = restore_occurrence(first(series), now=NOW, actor=TERMINAL)
    assert restored.start.isoformat() == "2026-11-26T15:00:00+00:00"
    assert not restored.is_moved
    assert Override.objects.get().sequence == 2


def test_the_past_cannot_be_moved():
    series = make_series(dtstart="20261105T160000")
    with pytest.raises(Conflict):
        move_occurrence(first(series), now=NOW, actor=TERMINAL, dtstart="20261127T170000")


def test_following_keeps_ids_in_date_order_and_leaves_the_past():
    series = make_series(dtstart="20261105T160000")
    ids = list(series.occurrences.order_by("start").values_list("public_id", flat=True))
    from_here = first(series, 4)
    opened = change_series_following(
        from_here.schedule,
        from_here.recurrence_id,
        now=NOW,
        actor=TERMINAL,
        dtstart="20261204T170000",
        rrule="FREQ=WEEKLY",
    )
    rows = list(series.occurrences.filter(is_detached=False).order_by("start"))
    assert [row.public_id for row in rows][: len(ids)] == ids[: len(rows)]
    assert rows[3].start.isoformat() == "2026-11-26T15:00:00+00:00"
    assert rows[4].start.isoformat() == "2026-12-04T16:00:00+00:00"
    assert rule_sentence(opened.as_core()).startswith("Every Friday at 17:00 Madrid time")
    assert series.schedules.first().rrule == "FREQ=WEEKLY;UNTIL=20261126T160000"


def test_following_from_the_first_keeps_the_uid_and_raises_sequence():
    series = make_series()
    schedule = series.schedules.get()
    opened = change_series_following(
        schedule, "20261126T160000", now=NOW, actor=TERMINAL, dtstart="20261126T150000"
    )
    assert (opened.pk, opened.uid, opened.sequence) == (schedule.pk, schedule.uid, 1)
    assert Occurrence.objects.filter(is_detached=True).count() == 0


def test_two_on_one_day_carry_their_hour_in_the_address():
    series = make_series(rrule="FREQ=WEEKLY;BYHOUR=9,16")
    assert list(series.occurrences.order_by("start").values_list("slug", flat=True)[:3]) == [
        "2026-11-26",
        "2026-12-03T0900",
        "2026-12-03T1600",
    ]


def test_join_targets_are_sealed():
    series = make_series(group=make_group())
    give_join(series)
    assert "MARKER" not in series.join_targets.get().url_sealed
    assert series.join_targets.get().reveal() == (
        "https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET",
        "MARKER-PASS",
    )
