"""Dates that follow an import: they come in slices, once, whoever goes on, and never while a budget is exceeded."""

import datetime as dt

import pytest

from commonhour.actions.dates import owed
from commonhour.actions.dates.owed import make_owed_dates, make_slice, slices_owed
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.upstream import import_draft, write_draft
from commonhour.core import limits
from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import TooLarge
from commonhour.models import Change, ChangeSet, Community, Import, Occurrence, Series
from commonhour.models import Schedule as ScheduleRow
from tests.cast import NOW, make_community

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def community() -> None:
    make_community()


def draft(calls: int = 5, hour: str = "16", rule: str = "FREQ=WEEKLY;COUNT=10") -> Draft:
    return Draft(
        "calendar",
        series=[
            DraftSeries(f"call-{n}", f"Call {n}", schedules=[Schedule(f"20261201T{hour}0000", "UTC", HOUR, rule, uid=f"{n}@x")])
            for n in range(calls)
        ],
    )  # fmt: skip


def write(one: Draft) -> Import:
    return write_draft(one, now=NOW, actor=TERMINAL, name="calls.ics").row


def test_calls_are_here_before_their_dates_and_dates_come_in_slices(monkeypatch) -> None:
    monkeypatch.setattr(owed, "_DATES", 20)
    write(draft())
    assert (Series.objects.count(), Occurrence.objects.count()) == (5, 0)
    seen = []
    for some in slices_owed(NOW):
        make_slice(some, NOW, actor=WORKER)
        seen.append(Occurrence.objects.count())
    assert seen == [20, 40, 50]
    assert not ScheduleRow.objects.exclude(owed_to=None).exists()


def test_each_slice_is_seen_by_readers(monkeypatch) -> None:
    monkeypatch.setattr(owed, "_DATES", 20)
    write(draft())
    versions = {Community.the().content_version}
    for some in slices_owed(NOW):
        make_slice(some, NOW, actor=WORKER)
        versions.add(Community.the().content_version)
    assert len(versions) == 4


def test_whoever_comes_second_makes_nothing_twice() -> None:
    write(draft())
    planned = list(slices_owed(NOW))
    assert make_owed_dates(NOW, actor=WORKER) == 5
    assert sum(make_slice(some, NOW, actor=WORKER) for some in planned) == 0
    assert Occurrence.objects.count() == 50


def test_a_date_changed_between_the_calls_and_their_dates_stays_changed() -> None:
    import_draft(draft(), now=NOW, actor=TERMINAL, name="calls.ics")
    write(draft(hour="17"))
    planned = list(slices_owed(NOW))
    date = Occurrence.objects.filter(series__title="Call 3").earliest("start")
    cancel_occurrence(date, now=NOW, actor=TERMINAL, reason="holiday")
    for some in planned:
        make_slice(some, NOW, actor=WORKER)
    date.refresh_from_db()
    assert date.status == "CANCELLED"
    assert Occurrence.objects.count() == 50


def test_what_dates_became_is_told_by_the_import_that_changed_them() -> None:
    import_draft(draft(2), now=NOW, actor=TERMINAL, name="calls.ics")
    row = write(draft(2, hour="17"))
    make_owed_dates(NOW, actor=WORKER)
    moved = Change.objects.filter(noun="occurrence", field="moved")
    assert moved.count() == 20
    assert ChangeSet.objects.get(changes__in=moved[:1]) == row.change_set


def test_a_document_has_a_budget_of_dates(monkeypatch) -> None:
    monkeypatch.setattr("commonhour.actions.upstream.ahead.DATES", 49)
    with pytest.raises(TooLarge, match="more than 49 dates"):
        import_draft(draft(), now=NOW, actor=TERMINAL, name="calls.ics")
    assert not Series.objects.exists()
    assert limits.DATES >= 4_900 * 107
