"""What edits do to the rows: this one, this and following, the horizon, and two people at once."""

import datetime as dt

import pytest
from cast import HOUR, NOW, lined_up, make_community, make_group, make_moderator, make_series
from depth import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhour.actions.community import edit_community
from commonhour.actions.dates.horizon import due
from commonhour.actions.dates.materialise import AHEAD
from commonhour.actions.group import add_group, edit_group, set_channels, set_goals, set_people
from commonhour.actions.news.change_set import change_set
from commonhour.actions.occurrence import (
    cancel_occurrence,
    move_occurrence,
    restore_occurrence,
    state_token,
)
from commonhour.actions.series import add_schedule, change_series_following, edit_series, schedules_token
from commonhour.actions.undo import undo
from commonhour.core.draft import DraftChannel, DraftGoal, DraftPerson
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.rights import TERMINAL, Verb
from commonhour.core.schedule import following
from commonhour.core.schedule import schedule as core
from commonhour.core.time.wall import parse_wall
from commonhour.errors import Conflict, UserError
from commonhour.models import (
    ChangeSet,
    Community,
    Group,
    JoinTarget,
    Membership,
    Occurrence,
    Override,
    Schedule,
    Series,
)
from commonhour.reads.addresses import dates_at
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def rows(series, **facts):
    return list(Occurrence.objects.filter(series=series, **facts).order_by("start", "id"))


def change(series, recurrence_id, **facts):
    schedule = series.schedules.order_by("-position", "-id").first()
    return change_series_following(schedule, recurrence_id, now=NOW, actor=TERMINAL, **facts)


def test_rows_follow_in_date_order_also_when_one_was_moved_past_the_next():
    series = make_series()
    _, early, late, *_ = rows(series)
    move_occurrence(early, now=NOW, actor=TERMINAL, dtstart="20261212T160000")
    change(series, "20261203T160000", duration=2 * HOUR)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.recurrence_id, late.recurrence_id) == ("20261203T160000", "20261210T160000")


@pytest.mark.parametrize("dtstart", ["20261201T160000", "20310101T160000"])
def test_a_date_moved_far_stays_in_the_calendar(dtstart):
    series = make_series()
    row = next(one for one in rows(series) if one.start > NOW + 500 * DAY)
    move_occurrence(row, now=NOW, actor=TERMINAL, dtstart=dtstart)
    move_horizon(NOW + DAY)
    row.refresh_from_db()
    assert (row.is_detached, row.start.year) == (False, int(dtstart[:4]))


def test_another_rule_leaves_no_dates_of_the_old_one():
    series = make_series()
    found = rows(series)
    cancel_occurrence(found[3], now=NOW, actor=TERMINAL)
    move_occurrence(found[4], now=NOW, actor=TERMINAL, dtstart="20261225T180000")
    change(series, "20261203T160000", rrule="FREQ=MONTHLY;BYDAY=1TH")
    left = [one for one in rows(series, is_detached=False) if one.start > found[1].start]
    assert {one.start.day <= 7 for one in left} == {True}
    assert {row.is_detached for row in Occurrence.objects.filter(pk__in=[found[3].pk, found[4].pk])} == {True}


def test_changing_in_place_to_fewer_dates_detaches_the_rest():
    series = make_series(rrule="FREQ=WEEKLY;COUNT=3")
    found = rows(series)
    change(series, "20261126T160000", dtstart="20261203T160000", rrule="FREQ=WEEKLY;COUNT=2")
    assert [row.recurrence_id for row in rows(series, is_detached=False)] == [
        "20261203T160000",
        "20261210T160000",
    ]
    assert {row.pk for row in rows(series)} == {row.pk for row in found}


def test_a_count_is_that_of_the_dates_from_here_on():
    series = make_series(rrule="FREQ=WEEKLY;COUNT=6")
    change(series, "20261203T160000", rrule="FREQ=WEEKLY;COUNT=6")
    assert len(rows(series, is_detached=False)) == 7
    change(series, "20261210T160000", rrule="FREQ=WEEKLY;COUNT=5")  # as it is: nothing to write
    assert [one.sequence for one in series.schedules.all()] == [1, 0]


def test_a_shift_loses_no_date_at_the_horizon():
    series = make_series(dtstart="20261001T160000")
    change(series, "20261126T160000", dtstart="20261127T160000")
    assert not rows(series, is_detached=True)


def test_what_is_over_is_never_touched():
    series = make_series()
    past = rows(series)[0]
    Occurrence.objects.filter(pk=past.pk).update(start=past.start + HOUR, tzdata_version="2020a")
    later = NOW + 60 * DAY
    assert lined_up(series.schedules.get(), later).detached == 0
    assert Occurrence.objects.get(pk=past.pk).start == past.start + HOUR


def test_the_past_is_not_made_anew_after_a_schedule_lost_it():
    series = make_series(dtstart="20261001T160000")
    Occurrence.objects.filter(start__lt=NOW).delete()
    cancel_occurrence(rows(series)[0], now=NOW, actor=TERMINAL)
    assert not rows(series, start__lt=NOW)


def test_rows_behind_the_cap_stay_and_more_come_with_time():
    series = make_series(rrule="FREQ=DAILY;BYHOUR=9,12,16,18,20", dtstart="20261124T090000")
    later = NOW + 100 * DAY
    cancel_occurrence(rows(series, start__gt=later)[0], now=later, actor=TERMINAL)
    assert not rows(series, is_detached=True)
    assert not due(later)
    move_horizon(later + 7 * DAY)
    assert len(rows(series, end__gt=later + 7 * DAY)) == 1500


@pytest.mark.parametrize("rrule", ["FREQ=WEEKLY;COUNT=300", "FREQ=WEEKLY;UNTIL=20320101T000000"])
def test_the_horizon_moves_for_finite_rules_too(rrule):
    series = make_series(rrule=rrule)
    later = NOW + 900 * DAY
    assert move_horizon(later) > 0
    assert rows(series, start__gt=later)
    assert move_horizon(later) == 0
    assert not due(later)


@pytest.mark.parametrize("rrule", ["", "FREQ=WEEKLY"])
def test_the_horizon_finds_what_begins_beyond_it(rrule):
    series = make_series(dtstart="20300101T160000", rrule=rrule)
    assert not rows(series)
    assert not due(NOW)
    move_horizon(NOW + 3 * 365 * DAY)
    assert rows(series)


def test_uids_stay_short_and_apart_however_often_a_series_changes():
    series = make_series()
    for number in range(8):
        last = series.schedules.order_by("-position", "-id").first()
        following = last.occurrences.order_by("start")[1]
        change(series, following.recurrence_id, duration=dt.timedelta(minutes=30 + number))
    uids = [schedule.uid for schedule in series.schedules.all()]
    assert len(set(uids)) == 9
    assert max(map(len, uids)) < 80


def test_two_schedules_at_the_same_hour_have_two_addresses():
    series = make_series()
    with change_set(NOW, TERMINAL, "x") as changes:
        twin = core.Schedule("20261126T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY;INTERVAL=2")
        add_schedule(changes, series, twin, NOW)
    slugs = [row.slug for row in rows(series)]
    assert slugs[:3] == ["2026-11-26T1600", "2026-11-26T1600-2", "2026-12-03"]
    assert len(set(slugs)) == len(slugs)
    for slug in slugs[:2]:
        assert [one.slug for one in dates_at(series.slug, slug)] == [slug]
    assert len(dates_at(series.slug, "2026-11-26")) == 2


def test_a_moved_date_is_found_by_the_day_it_was_moved_to():
    series = make_series()
    row = rows(series)[0]
    move_occurrence(row, now=NOW, actor=TERMINAL, dtstart="20261128T013000", tzid="Asia/Tokyo")
    assert [one.id for one in dates_at(series.slug, "2026-11-28")] == [str(row.public_id)]
    assert [one.id for one in dates_at(series.slug, "2026-11-28T0130")] == [str(row.public_id)]
    assert not dates_at(series.slug, "2026-11-29")


def test_undo_brings_everything_back():
    series = make_series()
    row = rows(series)[2]
    Override.objects.create(
        schedule=series.schedules.get(), recurrence_id=row.recurrence_id, dtstart="20261211T170000", tzid="Asia/Tokyo",
        duration_seconds=7200, summary="S", description="D", reason="R", sequence=3, changed_at=NOW,
    )  # fmt: skip
    before = Override.objects.get().as_core()
    lined_up(series.schedules.get(), NOW)
    restore_occurrence(Occurrence.objects.get(pk=row.pk), now=NOW, actor=TERMINAL)
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    after = Override.objects.get().as_core()
    assert after.sequence == 5
    assert core.Override(**{n: getattr(after, n) for n in after.__slots__} | {"sequence": 3}) == before


def test_a_stale_view_of_a_date_is_a_conflict():
    series = make_series()
    row = rows(series)[0]
    seen = state_token(row)
    cancel_occurrence(Occurrence.objects.get(pk=row.pk), now=NOW, actor=TERMINAL)
    with pytest.raises(Conflict):
        move_occurrence(row, now=NOW, actor=TERMINAL, dtstart="20261127T160000", seen=seen)
    assert Occurrence.objects.get(pk=row.pk).is_cancelled


def test_a_stale_schedule_object_does_not_undo_another_change():
    series = make_series()
    stale = Schedule.objects.prefetch_related("overrides").get(series=series)
    cancel_occurrence(rows(series)[3], now=NOW, actor=TERMINAL)
    change_series_following(stale, "20261203T160000", now=NOW, actor=TERMINAL, duration=2 * HOUR)
    assert [row.recurrence_id for row in rows(series, status="CANCELLED")] == ["20261217T160000"]
    assert stale.rrule.endswith("UNTIL=20261126T160000")


def test_whatever_becomes_of_a_date_makes_another_token():
    series = make_series()
    row, by, seen = rows(series)[3], {"now": NOW, "actor": TERMINAL}, [schedules_token(series)]
    for change in (
        lambda: cancel_occurrence(row, **by),
        lambda: Override.objects.update(reason="Flu", changed_at=NOW + HOUR),  # words change without SEQUENCE
        lambda: restore_occurrence(row, **by),
        lambda: move_occurrence(row, dtstart="20261218T160000", **by),
        lambda: change_series_following(series.schedules.get(), "20261210T160000", duration=2 * HOUR, **by),
    ):
        change()
        seen.append(schedules_token(series))
    assert len(set(seen)) == 6


@pytest.mark.parametrize(
    "write",
    [
        lambda group, version: edit_group(group, now=NOW, actor=TERMINAL, version=version, description="x"),
        lambda group, version: set_goals(
            group, [DraftGoal("x", None)], now=NOW, actor=TERMINAL, version=version
        ),
        lambda group, version: set_people(
            group, [DraftPerson("x", "lead")], now=NOW, actor=TERMINAL, version=version
        ),
        lambda group, version: set_channels(
            group, [DraftChannel("chat", "x", "x", "")], now=NOW, actor=TERMINAL, version=version
        ),
    ],
)
def test_of_two_stale_groups_the_second_is_refused(write):
    make_group()
    one, other = Group.objects.get(), Group.objects.get()
    write(one, 1)
    assert one.version == 2
    with pytest.raises(Conflict):
        write(other, 1)


def test_of_two_stale_series_the_second_is_refused():
    make_series()
    one, other = Series.objects.get(), Series.objects.get()
    edit_series(one, now=NOW, actor=TERMINAL, version=1, description="one")
    with pytest.raises(Conflict):
        edit_series(other, now=NOW, actor=TERMINAL, version=1, description="two")
    assert (Series.objects.get().description, one.version) == ("one", 2)


def test_a_corrected_name_keeps_its_rights_and_who_leaves_stays_in_the_record():
    group = make_group()
    user = make_moderator(group)
    set_people(group, [DraftPerson("Ana García", "moderator")], now=NOW, actor=user.as_actor(NOW), version=1)
    assert user.as_actor(NOW).may(Verb.CHANGE_GROUP, group.pk)
    set_people(group, [], now=NOW, actor=user.as_actor(NOW), version=2)
    assert not user.as_actor(NOW).may(Verb.CHANGE_GROUP, group.pk)
    assert Membership.objects.get().until == NOW.date()


def test_a_name_that_moves_down_the_list_renames_nobody():
    group = make_group()
    people = [DraftPerson("Ana", "lead"), DraftPerson("Bo", "lead")]
    set_people(group, people, now=NOW, actor=TERMINAL, version=1)
    set_people(group, [DraftPerson("Cy", "lead"), *people], now=NOW, actor=TERMINAL, version=2)
    names = list(group.memberships.order_by("position").values_list("person__name", flat=True))
    assert names == ["Cy", "Ana", "Bo"]


LINK = "https://us02web.zoom.us/j/987654321?pwd=MARKER"


def test_typed_secrets_are_kept_behind_the_join_page():
    series = make_series()
    row = cancel_occurrence(rows(series)[0], now=NOW, actor=TERMINAL, reason=f"use {LINK} instead")
    assert row.reason == "use [join link] instead"
    assert JoinTarget.objects.get().reveal()[0] == LINK
    edit_series(series, now=NOW, actor=TERMINAL, version=1, description="https://zoom.us/j/1 x", url=LINK)
    assert (series.description, series.url) == ("[join link] x", "")
    assert JoinTarget.objects.get().reveal()[0] == LINK
    group = add_group(name="G", kind="other", space=None, now=NOW, actor=TERMINAL, description=LINK)
    edit_group(group, now=NOW, actor=TERMINAL, version=1, state_reason=f"see {LINK}")
    assert (group.description, group.state_reason) == ("[join link]", "see [join link]")
    make_community()
    edit_community(now=NOW, actor=TERMINAL, version=1, description=LINK)
    assert Community.the().description == "[join link]"


RULES = ["FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1TH", "FREQ=WEEKLY;COUNT=6", "FREQ=DAILY;INTERVAL=3",
         "FREQ=WEEKLY;UNTIL=20270204T160000", ""]  # fmt: skip


@st.composite
def stories(draw):
    """A rule, what was done to single dates, and one change from a date on."""
    deeds = st.tuples(st.integers(0, 9), st.sampled_from(["cancel", "move", "far"]), st.integers(-9, 9))
    return {
        "dtstart": draw(st.sampled_from(["20261126T160000", "20261029T160000"])),
        "rrule": draw(st.sampled_from(RULES)),
        "rdates": draw(st.sampled_from([(), ("20261128T100000",), ("20261125T160000", "20270106T090000")])),
        "exdates": draw(st.sampled_from([(), ("20261210T160000",)])),
        "deeds": draw(st.lists(deeds, max_size=4)),
        "place": draw(st.integers(0, 5)),
        "shift": draw(st.sampled_from([0, 0, 60, 24 * 60, 6 * 24 * 60, -60])),
        "tzid": draw(st.sampled_from([None, None, "America/New_York"])),
        "duration": draw(st.sampled_from([None, 2 * HOUR])),
        "new_rule": draw(st.sampled_from([None, *RULES])),
    }


def told(story):
    """The series of a story with its single dates changed, and the date its change begins with."""
    Series.objects.all().delete()
    texts = {name: story[name] for name in ("dtstart", "rrule", "rdates", "exdates")}
    series = make_series(**texts)
    coming = rows(series, end__gt=NOW)
    for place, deed, days in story["deeds"]:
        if place >= len(coming):
            continue
        row = Occurrence.objects.get(pk=coming[place].pk)
        if row.end <= NOW or row.is_cancelled:
            continue
        if deed == "cancel":
            cancel_occurrence(row, now=NOW, actor=TERMINAL)
        else:
            wall = parse_wall(row.recurrence_id)
            wall += dt.timedelta(days=days, hours=1) * (1 if deed == "move" else 100)
            move_occurrence(row, now=NOW, actor=TERMINAL, dtstart=f"{wall:%Y%m%dT%H%M%S}")
    coming = rows(series, end__gt=NOW, is_detached=False)
    return series, coming[min(story["place"], len(coming) - 1)] if coming else None


@given(story=stories())
@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_are_what_the_preview_showed_and_none_is_lost(story):
    series, start = told(story)
    if start is None:
        return
    wall = parse_wall(start.recurrence_id) + dt.timedelta(minutes=story["shift"])
    new = {"dtstart": f"{wall:%Y%m%dT%H%M%S}", "tzid": story["tzid"], "duration": story["duration"],
           "rrule": story["new_rule"]}  # fmt: skip
    schedule = series.schedules.get()
    before = [row for row in rows(series) if row.end > NOW]
    past = list(Occurrence.objects.filter(end__lte=NOW).order_by("pk").values())
    try:
        split = following.change_following(schedule.as_core(), start.recurrence_id, **new)
    except UserError:
        with pytest.raises(UserError):
            change_series_following(schedule, start.recurrence_id, now=NOW, actor=TERMINAL, **new)
        return
    change_series_following(schedule, start.recurrence_id, now=NOW, actor=TERMINAL, **new)
    shown = [o for part in (split.ended, split.opened) if part for o in occurrences(part, NOW, NOW + AHEAD)]
    kept = [row for row in rows(series) if row.end > NOW and row.start < NOW + AHEAD and not row.is_detached]
    assert sorted((o.start, o.end, o.status) for o in shown if o.end > NOW) == sorted(
        (row.start, row.end, row.status) for row in kept
    )
    after = {row.pk: row for row in rows(series)}
    assert all(after[row.pk].public_id == row.public_id for row in before)
    assert list(Occurrence.objects.filter(pk__in=[row["id"] for row in past]).order_by("pk").values()) == past
    followed = sorted(before, key=lambda row: row.recurrence_id)
    followed = [after[row.pk] for row in followed if row.recurrence_id >= start.recurrence_id]
    order = [row.recurrence_id for row in followed if not row.is_detached]
    assert order == sorted(order)
