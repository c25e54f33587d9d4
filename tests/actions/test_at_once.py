"""Two people at the same moment on PostgreSQL: the second waits for the first, and sees what that left."""

import threading
import time

import pytest
from cast import HOUR, NOW, make_community, make_group, make_manager, make_series
from django.db import connection, transaction

from commonhour.actions.breaks import call_break
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.pausing import bring_back_series, pause_series
from commonhour.actions.series import edit_series
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict
from commonhour.models import ChangeSet, KeptRows, Occurrence, Series

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway"),
]
BY = {"now": NOW, "actor": TERMINAL}


@pytest.fixture
def series():
    make_community()
    make_manager()
    return make_series(group=make_group())


def date_of(series, number):
    return Occurrence.objects.filter(series=series).order_by("start")[number]


def meanwhile(first, second):
    """`second` begins while the transaction of `first` is open, and waits for its end; returns what it raised."""
    raised, pids = [], []

    def run():
        try:
            connection.ensure_connection()
            pids.append(connection.connection.info.backend_pid)
            second()
        except Conflict as error:
            raised.append(error.code)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        end = time.monotonic() + 20
        while thread.is_alive() and not _waits(pids):
            assert time.monotonic() < end
            time.sleep(0.02)
    thread.join(20)
    return raised


def _waits(pids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [pids])
        return cursor.fetchone() is not None


@pytest.mark.parametrize("first", ["cancel", "break"])
def test_undoing_an_edit_leaves_what_another_did_meanwhile(series, first):
    def cancel():
        if first == "break":
            day = date_of(series, 3).local_day
            return call_break(None, day, day, **BY)
        return cancel_occurrence(date_of(series, 3), **BY)

    later = {
        "now": NOW + HOUR,
        "actor": TERMINAL,
    }  # its words get a new stamp, for which it needs the schedule
    assert meanwhile(cancel, lambda: edit_series(series, version=1, title="Other", **later)) == []
    edited = ChangeSet.objects.get(kind="series-edited")
    assert {noun for noun, *_ in KeptRows.objects.get(change_set=edited).rows} == {"series"}
    undo(edited.pk, **later)
    assert (Series.objects.get().title, date_of(series, 3).is_cancelled) == ("Metrics call", True)


def test_a_pause_keeps_what_was_called_off_meanwhile(series):
    day = date_of(series, 2).local_day
    assert meanwhile(
        lambda: cancel_occurrence(date_of(series, 3), **BY), lambda: pause_series(series, from_day=day, **BY)
    ) == []  # fmt: skip
    bring_back_series(Series.objects.get(), from_day=day, **BY)
    assert [date_of(series, number).is_cancelled for number in (2, 3, 4)] == [False, True, False]


def test_undoing_does_not_take_back_what_another_built_on_it_meanwhile(series):
    cancel_occurrence(date_of(series, 3), **BY)
    change = ChangeSet.objects.get(kind="date-cancelled").pk
    move = lambda: move_occurrence(date_of(series, 3), dtstart="20261218T160000", **BY)  # noqa: E731
    assert meanwhile(move, lambda: undo(change, **BY)) == ["built-upon"]
    assert Occurrence.objects.get(is_moved=True).start.isoformat() == "2026-12-18T15:00:00+00:00"
