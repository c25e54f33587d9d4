"""What people do to an outside call while its calendar is away, or is being read, is neither lost nor undone."""

import datetime as dt
import re
import threading

import pytest
from actions.test_source import calendar, coming, event, source_of, take
from cast import NOW, asked, give_join, make_community, make_group, make_manager, worded
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commonhour.actions.answer import decide_on_demand
from commonhour.actions.lock import lock
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import add_series, decide_series
from commonhour.actions.source import (
    SourceReport,
    adopt_series,
    confirm_copy,
    give_back_series,
    read_soon,
    stop_source,
)
from commonhour.actions.undo import undo
from commonhour.actions.upstream import unplace_series
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.speech.upstream import changes_there
from commonhour.gateways.fetch import Fetched
from commonhour.models import ChangeSet, JoinTarget, Occurrence, Series, Session, Source
from commonhour.reads.source import sources_page
from commonhour.tasks.poll import poll_sources

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
OF_ANSWERS = ("series-decided", "series-on-demand")
QUESTION = "Biweekly on Thursday: which week?"
OTHER = event("other@there", "Steering", "20261104T160000")


@pytest.fixture(autouse=True)
def community():
    make_community()


def asking_series(title="Metrics call") -> Series:
    return add_series(
        title=title, group=make_group(), schedule=None, now=NOW, actor=TERMINAL, undecided=QUESTION
    )


@pytest.fixture
def filled() -> tuple[Series, Source]:
    """A series of ours whose question a calendar has answered."""
    series, source = asking_series(), source_of()
    take(source, calendar(event(), OTHER))
    series.refresh_from_db()
    assert (asked(series), series.schedules.get().source) == ("", source)
    return series, source


def again(source: Source, *events: str, hours: int = 1) -> SourceReport:
    return take(source, calendar(*events, head=(f"X-COPY:{hours}",)), NOW + hours * HOUR)


# --- adopted ------------------------------------------------------------------------------------------------------


def test_a_further_date_of_an_adopted_list_is_shown_on_the_desk_though_its_uid_is_not_ours() -> None:
    dates = [event(f"{n}@there", "Board", f"202612{n:02}T160000", "") for n in (1, 10)]
    source = source_of()
    take(source, calendar(*dates, OTHER))
    board = adopt_series(Series.objects.get(title="Board"), now=NOW, actor=TERMINAL)
    steering = adopt_series(Series.objects.get(title="Steering"), now=NOW, actor=TERMINAL)
    again(source, *dates, event("3@there", "Board", "20270115T160000", ""), OTHER)
    said = {
        row.series.slug: [changes_there(one.what) for one in row.changes] for row in sources_page(NOW).adopted
    }
    assert said == {board.slug: ["It has another part there: 2027-01-15 16:00."], steering.slug: []}
    give_back_series(board, now=NOW + HOUR, actor=TERMINAL)
    source.refresh_from_db()
    assert source.upstream == []


def test_a_call_that_is_adopted_because_its_calendar_was_stopped_is_undecided_no_more(filled) -> None:
    series, source = filled
    stop_source(source, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    Series.objects.filter(pk=series.pk).update(readings=[{"label": "Weekly"}])
    assert asked(series) == QUESTION
    adopt_series(series, now=NOW, actor=TERMINAL)
    assert (asked(series), series.readings) == ("", [])
    assert coming(series=series)


def test_a_call_without_a_readable_time_keeps_its_question_when_it_is_adopted() -> None:
    series = Series.objects.create(
        slug="who", title="Who knows", source=source_of(), question=worded(QUESTION)
    )
    adopt_series(series, now=NOW, actor=TERMINAL)
    assert (series.source, asked(series)) == (None, QUESTION)


# --- taken out ----------------------------------------------------------------------------------------------------


def test_what_people_put_into_a_series_stays_there_when_the_call_that_filled_it_is_taken_out(filled) -> None:
    series, source = filled
    Session.objects.create(series=series, title="A talk", date=dt.date(2025, 1, 1))
    give_join(series)
    own = unplace_series(series, now=NOW, actor=TERMINAL)
    assert (own.source, own.sessions.count(), own.schedules.get().source) == (source, 0, source)
    assert series.sessions.count() == 1
    assert JoinTarget.objects.get().series == series
    assert (source.digest != "", Source.objects.get().digest != "") == (True, True)


def test_the_way_to_join_that_came_with_a_call_goes_with_it() -> None:
    series, source = asking_series(), source_of()
    there = event(
        "a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", "LOCATION:https://zoom.us/j/9"
    )
    take(source, calendar(there))
    assert JoinTarget.objects.get().series == series
    own = unplace_series(series, now=NOW, actor=TERMINAL)
    assert JoinTarget.objects.get().series == own


def test_where_ours_replaced_the_calendars_the_call_reads_its_own_way_to_join_anew() -> None:
    series, source = asking_series(), source_of()
    body = calendar(
        event(
            "a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", "LOCATION:https://zoom.us/j/9"
        )
    )
    take(source, body)
    JoinTarget.objects.all().delete()
    give_join(series, url="https://meet.example.org/ours")
    own = unplace_series(series, now=NOW, actor=TERMINAL)
    take(source, body, NOW + HOUR)
    assert {row.series: row.reveal()[0] for row in JoinTarget.objects.all()} == {
        series: "https://meet.example.org/ours", own: "https://zoom.us/j/9",
    }  # fmt: skip


# --- answered while it is away ------------------------------------------------------------------------------------


@pytest.fixture
def away(filled) -> tuple[Series, Source]:
    """The same after the calendar dropped the call: the question is back."""
    series, source = filled
    again(source, OTHER)
    series.refresh_from_db()
    assert (asked(series), series.schedules.count()) == (QUESTION, 1)
    return series, source


def test_a_question_that_is_back_can_be_answered_on_the_desk(away, client) -> None:
    series, _ = away
    client.force_login(make_manager())
    page = client.get(f"/desk/series/{series.slug}/schedule/")
    assert (page.status_code, QUESTION in page.content.decode()) == (200, True)
    typed = {"reading": "demand", "seen": series.question_token}
    assert client.post(f"/desk/series/{series.slug}/answer/", typed).status_code == 302
    series.refresh_from_db()
    assert series.question is None


def test_an_answer_by_a_reading_speaks_of_the_answer_alone(away, client) -> None:
    series, _ = away
    reading = {"label": "", "dtstart": "20261126T100000", "tzid": "Europe/Madrid", "duration": 3600,
               "rrule": "FREQ=WEEKLY"}  # fmt: skip
    series.readings = [{"label": "Weekly", "schedules": [reading], **reading}]
    series.save()
    client.force_login(make_manager())
    typed = {"reading": "0", "seen": series.question_token}
    page = client.post(f"/desk/series/{series.slug}/answer/", typed, follow=True).content.decode()
    assert re.search(r"is in the calendar: Every Thursday at 10:00[^<]*", page)
    assert not re.search(r"is in the calendar: [^<]*Tuesday", page)


def test_taking_an_answer_back_leaves_the_call_that_is_away_and_its_past(away) -> None:
    series, source = away
    past = set(Occurrence.objects.filter(end__lte=NOW, series=series).values_list("pk", flat=True))
    weekly = CoreSchedule("20261126T100000", "Europe/Madrid", HOUR, "FREQ=WEEKLY")
    decide_series(series, weekly, now=NOW, actor=TERMINAL)
    undo(ChangeSet.objects.filter(series=series, kind__in=OF_ANSWERS).first().pk, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    assert (asked(series), series.schedules.get().source, coming(series=series)) == (QUESTION, source, [])
    assert past
    assert past <= set(Occurrence.objects.filter(series=series).values_list("pk", flat=True))


def test_no_regular_time_stays_the_answer_until_it_is_taken_back(away) -> None:
    series, source = away
    decide_on_demand(series, seen=series.question_token, now=NOW, actor=TERMINAL)
    again(source, OTHER, hours=2)
    series.refresh_from_db()
    assert asked(series) == ""
    undo(ChangeSet.objects.filter(series=series, kind__in=OF_ANSWERS).first().pk, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    again(source, OTHER, hours=3)
    series.refresh_from_db()
    assert asked(series) == QUESTION


# --- while it is being read ---------------------------------------------------------------------------------------


def unchanged(*meanwhile):
    """A server that says "not modified", after something happened here."""

    def fetch(url: str, *, etag: str, last_modified: str) -> Fetched:
        for one in meanwhile:
            one()
        return Fetched(304, b"", etag, last_modified, "", url)

    return fetch


def test_a_call_given_back_while_its_calendar_is_asked_is_read_anew_at_once() -> None:
    source = source_of()
    body = calendar(event(), head=("REFRESH-INTERVAL;VALUE=DURATION:P1D",))
    take(source, body)
    series = adopt_series(Series.objects.get(), now=NOW, actor=TERMINAL)
    cancel_occurrence(coming()[1], now=NOW, actor=TERMINAL)
    Source.objects.update(due_at=NOW)
    poll_sources(NOW, fetch=unchanged(lambda: give_back_series(series, now=NOW, actor=TERMINAL)))
    assert list(Source.objects.due(NOW)) == [source]
    take(source, body, NOW + HOUR)
    assert {row.status for row in coming()} == {"CONFIRMED"}


def test_read_now_while_it_is_being_asked_asks_once_more() -> None:
    source = source_of()
    take(source, calendar(event()))
    Source.objects.update(due_at=NOW)
    minute = NOW + dt.timedelta(minutes=1)
    poll_sources(NOW, fetch=unchanged(lambda: read_soon(source, now=minute, actor=TERMINAL)))
    assert list(Source.objects.due(minute)) == [source]
    poll_sources(minute, fetch=unchanged())
    assert not Source.objects.due(minute)


def test_a_calendar_that_is_stopped_while_it_is_asked_writes_nothing_any_more() -> None:
    source = source_of()
    take(source, calendar(OTHER))
    seen = Source.objects.get()
    stop_source(source, now=NOW, actor=TERMINAL)
    before = list(Source.objects.values()), ChangeSet.objects.count()
    assert take(seen, calendar(event(), OTHER), NOW + HOUR) == SourceReport()
    confirm_copy(seen, now=NOW + HOUR, actor=WORKER)
    assert (list(Source.objects.values()), ChangeSet.objects.count()) == before
    assert [row.title for row in Series.objects.all()] == ["Steering"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_a_call_changes_hands_only_when_the_copy_is_written() -> None:
    source = source_of()
    take(source, calendar(event(), OTHER))
    mine = Series.objects.get(title="Metrics call")
    later = calendar(event(start="20261103T190000"), OTHER)

    def adopt():
        adopt_series(mine, now=NOW + HOUR, actor=TERMINAL)
        connection.close()

    adopting = threading.Thread(target=adopt)
    with transaction.atomic():
        lock(source)
        adopting.start()
        adopting.join(1)
        assert adopting.is_alive()  # it waits
        take(source, later, NOW + HOUR)
    adopting.join(20)
    mine.refresh_from_db()
    assert (mine.source, mine.adopted_from, mine.schedules.get().source) == (None, source, None)
    assert mine.schedules.get().dtstart == "20261103T190000"
    take(source, later.replace(b"190000", b"200000"), NOW + 2 * HOUR)
    assert mine.schedules.get().dtstart == "20261103T190000"
    (row,) = sources_page(NOW).adopted
    assert "20:00" in changes_there(row.changes[0].what)


# --- many calls ---------------------------------------------------------------------------------------------------


def queries(run) -> int:
    with CaptureQueriesContext(connection) as found:
        run()
    return len(found)


def many(number: int) -> list[str]:
    return [event(f"{n}@{number}", f"Call {n}", f"202611{n + 1:02}T160000") for n in range(number)]


def test_a_calendar_with_more_calls_asks_the_database_little_more() -> None:
    def counted(number: int) -> int:
        url = f"https://cal.example.org/{number}.ics"
        source = source_of(url=url, feed_url=url)
        return queries(lambda: take(source, calendar(*many(number))))

    one, most = counted(1), counted(21)
    assert most - one <= 2 * 20  # a series and a schedule each


def test_calls_that_wait_are_matched_again_only_when_the_groups_are_others() -> None:
    source = source_of()
    take(source, calendar(*many(3)))

    def confirm(hours: int) -> bool:
        """True when it looked at the calls."""
        with CaptureQueriesContext(connection) as found:
            confirm_copy(source, now=NOW + hours * HOUR, actor=WORKER)
        return any('FROM "commonhour_schedule"' in one["sql"] for one in found)

    assert not confirm(1)
    group = make_group(name="Call 2")
    assert confirm(2)
    assert [row.title for row in Series.objects.filter(group=group)] == ["Call 2"]
    assert not confirm(3)
