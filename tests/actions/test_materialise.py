"""Many dates in few statements: what is written, how often the database is asked, and ids that never collide."""

import datetime as dt

import pytest
from cast import HOUR, NOW, lined_up, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.dates.materialise import AHEAD, Materialised, materialise, materialise_all
from commonhour.actions.dates.repoint import repoint
from commonhour.actions.many_rows import insert_rows, update_rows
from commonhour.actions.news.change_set import change_set
from commonhour.core.rights import WORKER
from commonhour.core.schedule.occurrence import public_id
from commonhour.models import ChangeSet, Occurrence, Override, Schedule, Source
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)


def statements(action) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        action()
    return [
        query["sql"].split()[0] for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]


def all_lined_up(schedules):
    with change_set(NOW, WORKER, "dates-made", {"title": "…"}) as changes:
        materialise_all(schedules, NOW, changes)


def dateless(number: int) -> list[Schedule]:
    """Schedules as an import leaves them: without any date yet."""
    made = [make_series(f"Call {n}").schedules.get() for n in range(number)]
    Occurrence.objects.all().delete()
    return list(Schedule.objects.filter(pk__in=[one.pk for one in made]).prefetch_related("overrides"))


def test_the_dates_of_one_and_three_series_take_the_same_statements():
    single = dateless(1)
    one = statements(lambda: all_lined_up(single))
    three = dateless(3)
    found = statements(lambda: all_lined_up(three))
    assert len(found) == len(one)
    assert {row.series_id for row in Occurrence.objects.all()} == {schedule.series_id for schedule in three}


def test_many_at_once_are_made_as_one_by_one():
    schedules = dateless(3)
    all_lined_up(schedules)
    together = list(Occurrence.objects.order_by("series", "start").values())
    Occurrence.objects.all().delete()
    for schedule in schedules:
        lined_up(schedule, NOW)
    alone = list(Occurrence.objects.order_by("series", "start").values())
    for rows in (together, alone):
        for row in rows:
            del row["id"]
    assert together == alone


def test_when_nothing_changed_nothing_is_written():
    schedule = make_series().schedules.get()
    with change_set(NOW, WORKER, "dates-made") as changes:
        asked = statements(lambda: materialise(schedule, NOW, changes))
    assert set(asked) == {"SELECT"}
    assert len(asked) <= 3
    assert not ChangeSet.objects.filter(kind="dates-made").exists()


def test_a_report_says_how_many_were_made_moved_and_detached():
    schedule = make_series().schedules.get()
    first, second = Occurrence.objects.filter(end__gt=NOW).order_by("start")[:2]
    Override.objects.create(
        schedule=schedule, recurrence_id=first.recurrence_id, dtstart="20261127T160000", changed_at=NOW
    )
    schedule.exdates = [second.recurrence_id]
    assert lined_up(schedule, NOW + WEEK - 4 * 24 * HOUR) == Materialised(made=0, moved=1, detached=1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_moved, first.start.day, second.is_detached) == (True, 27, True)


def test_the_horizon_asks_once_for_however_many_series_when_nothing_is_due():
    make_series("Alone")
    move_horizon(NOW)
    alone = statements(lambda: move_horizon(NOW))
    for n in range(3):
        make_series(f"Call {n}", rrule=["FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=4TH", ""][n])
    assert len(statements(lambda: move_horizon(NOW))) <= len(alone) + 1
    assert len(alone) <= 2


def test_three_calendars_with_one_uid_have_dates_with_ids_of_their_own():
    make_series("Ours", uid="one@example.org")
    for n in range(2):
        source = Source.objects.create(kind="ics", url=f"https://example.org/{n}.ics", is_shown=True)
        copy = make_series(f"Theirs {n}", uid=f"{n}@example.org").schedules.get()
        Occurrence.objects.filter(schedule=copy).delete()
        Schedule.objects.filter(pk=copy.pk).update(uid="one@example.org", source=source)
        lined_up(Schedule.objects.get(pk=copy.pk), NOW)
    day = Occurrence.objects.filter(first_recurrence_id="20261126T160000").order_by("id")
    wanted = public_id("one@example.org", "20261126T160000")
    again = public_id(str(wanted), "again")
    assert [row.public_id for row in day] == [wanted, again, public_id(str(again), "again")]


def test_rows_that_trade_places_keep_their_ids():
    schedule = make_series().schedules.get()
    before = list(Occurrence.objects.order_by("start").values_list("pk", flat=True))
    schedule.dtstart = "20261203T160000"  # every date goes where the next one was
    schedule.save()
    with change_set(NOW, WORKER, "dates-made", {"title": "…"}) as changes:
        report = repoint(schedule, schedule, "20261126T160000", NOW, changes)
    assert report.detached <= 1
    rows = Occurrence.objects.filter(is_detached=False).order_by("start")
    assert [row.pk for row in rows] == before[: len(rows)]
    assert rows[0].recurrence_id == "20261203T160000"
    assert rows[len(rows) - 1].start < NOW + AHEAD + WEEK


def test_values_are_written_as_the_orm_would_write_them():
    series = make_series(rrule="")
    row = Occurrence.objects.get()
    names = [field.name for field in Occurrence._meta.local_concrete_fields if not field.primary_key]
    twin = {field.name: getattr(row, field.attname) for field in Occurrence._meta.local_concrete_fields}
    twin |= {"public_id": public_id("another", "20261126T160000"), "recurrence_id": "20261127T160000",
             "start": row.start.astimezone(dt.timezone(5 * HOUR)), "all_day": True, "summary": "50 % of “us”"}  # fmt: skip
    insert_rows(Occurrence, names, [[twin[name] for name in names]])
    other = Occurrence.objects.get(public_id=twin["public_id"])
    assert (other.start, other.all_day, other.summary) == (row.start, True, "50 % of “us”")
    assert other.series == series
    update_rows(
        Occurrence, ["start", "is_moved"], [(row.start + HOUR, True, other.pk), (row.start, False, row.pk)]
    )
    other.refresh_from_db()
    assert (other.start, other.is_moved) == (row.start + HOUR, True)
    insert_rows(Occurrence, names, [])
    assert Occurrence.objects.count() == 2
