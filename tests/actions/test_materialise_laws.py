"""Whatever is done to a series, in whatever order: no date is ever deleted, the past stays, ids and what hangs on
them stay, and the coming dates are those of the engine, each at one place."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from depth import examples
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhour.actions.dates.horizon import SLACK
from commonhour.actions.dates.materialise import AHEAD
from commonhour.actions.dates.recompute import recompute
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.series import change_series_following
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.errors import UserError
from commonhour.models import Occurrence, Schedule, Series, Session
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
RULES = ["FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1WE", "FREQ=WEEKLY;COUNT=9",
         "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;BYDAY=MO,SU;COUNT=60"]  # fmt: skip
ZONES = ["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "UTC"]
STARTS = ["20261006T160000", "20261124T023000", "20270302T233000"]
EXDATES = [(), ("20261208T160000", "20261210T160000")]

place = st.integers(0, 30)
steps = st.one_of(
    st.tuples(st.just("move"), place, st.integers(-9, 9), st.integers(0, 23), st.sampled_from([None, *ZONES])),
    st.tuples(st.just("cancel"), place),
    st.tuples(st.just("restore"), place),
    st.tuples(st.just("following"), place, st.integers(-3, 3), st.integers(0, 23), st.sampled_from([None, *ZONES]),
              st.sampled_from([None, *RULES])),
    st.tuples(st.just("zone data"), st.sampled_from([-60, 30, 60])),
    st.tuples(st.just("later"), st.integers(1, 400)),
)  # fmt: skip


@dataclass
class Life:
    """A series, what hangs on its dates, and the clock."""

    series: Series
    now: dt.datetime = NOW
    ids: dict[int, tuple] = field(default_factory=dict)
    hung: dict[int, int] = field(default_factory=dict)

    def coming(self, number: int) -> Occurrence | None:
        rows = list(
            Occurrence.objects.attached().filter(series=self.series, end__gt=self.now).order_by("start")
        )
        return rows[number % len(rows)] if rows else None

    def take(self, verb: str, *how) -> None:
        past = self.past()
        try:
            with transaction.atomic():
                getattr(self, f"_{verb.replace(' ', '_')}")(*how)
        except UserError:
            pass  # said in a sentence, and nothing was written
        assert self.past(past) == past, "what is over was touched"

    def past(self, known: dict[int, dict] | None = None) -> dict[int, dict]:
        """The rows that are over, whole; the same rows again when they are `known`."""
        rows = Occurrence.objects.filter(series=self.series)
        rows = rows.filter(end__lte=self.now) if known is None else rows.filter(pk__in=known)
        return {row["id"]: row for row in rows.values()}

    def _move(self, number: int, days: int, hour: int, tzid: str | None) -> None:
        if row := self.coming(number):
            to = parse_wall(row.recurrence_id).replace(hour=hour) + days * DAY
            move_occurrence(row, now=self.now, actor=TERMINAL, dtstart=wall_text(to), tzid=tzid)

    def _cancel(self, number: int) -> None:
        if row := self.coming(number):
            cancel_occurrence(row, now=self.now, actor=TERMINAL)

    def _restore(self, number: int) -> None:
        if row := self.coming(number):
            restore_occurrence(row, now=self.now, actor=TERMINAL)

    def _following(self, number: int, days: int, hour: int, tzid: str | None, rrule: str | None) -> None:
        if row := self.coming(number):
            to = parse_wall(row.recurrence_id).replace(hour=hour) + days * DAY
            change_series_following(
                row.schedule, row.recurrence_id, now=self.now, actor=TERMINAL, dtstart=wall_text(to), tzid=tzid,
                rrule=rrule,
            )  # fmt: skip

    def _zone_data(self, minutes: int) -> None:
        """The coming dates were made with clocks that were so many minutes off."""
        shift = dt.timedelta(minutes=minutes)
        for row in Occurrence.objects.attached().filter(series=self.series, end__gt=self.now):
            if row.end - shift > self.now:  # else it is over by the rows there are, and stays over
                Occurrence.objects.filter(pk=row.pk).update(start=row.start - shift, end=row.end - shift)
        Schedule.objects.filter(series=self.series).update(tzdata_version="2020a")
        recompute(self.now, actor=WORKER)

    def _later(self, days: int) -> None:
        self.now += days * DAY
        move_horizon(self.now)

    def assert_laws(self) -> None:
        rows = {row.pk: row for row in Occurrence.objects.filter(series=self.series)}
        assert not set(self.ids) - set(rows), "a date was deleted"
        ids = {pk: (row.public_id, row.first_recurrence_id) for pk, row in rows.items()}
        assert {pk: ids[pk] for pk in self.ids} == self.ids, "a date has another id"
        assert (
            dict(Session.occurrences.through.objects.values_list("session_id", "occurrence_id")) == self.hung
        )
        self.ids = ids
        places = [(row.schedule_id, row.recurrence_id) for row in rows.values() if not row.is_detached]
        assert len(places) == len(set(places)), "two dates at one place"
        for schedule in self.series.schedules.prefetch_related("overrides"):
            own = [row for row in rows.values() if row.schedule_id == schedule.pk and not row.is_detached]
            self._is_the_engines(schedule, own)

    def _is_the_engines(self, schedule: Schedule, rows: list[Occurrence]) -> None:
        ahead = [row for row in rows if row.end > self.now]
        made_until = self.now + AHEAD - SLACK
        far = max([made_until, *(row.start + DAY for row in ahead)])
        wanted = {
            (o.recurrence_id, o.start, o.end, o.status): o
            for o in occurrences(schedule.as_core(), self.now, far)
            if o.end > self.now
        }
        there = {(row.recurrence_id, row.start, row.end, row.status) for row in ahead}
        over = {row.recurrence_id for row in rows if row.end <= self.now}
        assert there <= set(wanted), "a date that the schedule does not make"
        missing = [
            key
            for key, one in wanted.items()
            if key not in there and one.start < made_until and key[0] not in over
        ]
        assert not missing, "a date that nobody made"


@settings(
    max_examples=examples(12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    rrule=st.sampled_from(RULES), tzid=st.sampled_from(ZONES), dtstart=st.sampled_from(STARTS),
    exdates=st.sampled_from(EXDATES), what=st.lists(steps, min_size=1, max_size=6),
)  # fmt: skip
def test_laws_hold_through_any_life(rrule, tzid, dtstart, exdates, what):
    with transaction.atomic():
        make_community()
        series = make_series("Call", make_group(), dtstart, tzid, rrule, exdates=exdates, duration=2 * HOUR)
        life = Life(series)
        for number, row in enumerate(Occurrence.objects.filter(series=series).order_by("start")[:8]):
            session = Session.objects.create(series=series, title=f"Talk {number}")
            session.occurrences.add(row)
            life.hung[session.pk] = row.pk
        life.assert_laws()
        for step in what:
            life.take(*step)
            life.assert_laws()
        transaction.set_rollback(True)
