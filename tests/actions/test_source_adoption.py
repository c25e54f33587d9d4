"""A call changes hands, and back: its UID, its past and its pages stay, and nobody meets it twice."""

import datetime as dt

import pytest
from actions.test_source import calendar, coming, event, override, source_of, take
from cast import NOW, asked, make_community, make_group, make_moderator, make_series, worded

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import change_series_following, edit_series
from commonhour.actions.source import adopt_series, give_back_series, stop_source
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.core.speech.upstream import changes_there
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Schedule, Series
from commonhour.reads.feed import calendar_feed
from commonhour.reads.source import sources_page

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def community():
    make_community()


def on(day: str) -> list[Occurrence]:
    return [row for row in coming() if row.recurrence_id.startswith(day)]


def adopt(series: Series | None = None) -> Series:
    return adopt_series(series or Series.objects.get(), now=NOW, actor=TERMINAL)


def test_adopted_one_date_cancelled_read_again_given_back() -> None:
    group = make_group()
    source = source_of(group=group)
    body = calendar(event(), override("20261208T160000", "STATUS:CANCELLED"))
    take(source, body)
    before = {row.public_id: row.recurrence_id for row in Occurrence.objects.all()}
    series = adopt()
    assert (series.source, series.adopted_from, series.schedules.get().uid) == (None, source, "a@there")
    edit_series(
        series, now=NOW, actor=make_moderator(group).as_actor(NOW), version=series.version, region="EMEA"
    )
    cancel_occurrence(on("20261201")[0], now=NOW, actor=TERMINAL, reason="Nobody has time.")
    # Read again, also when something changed there.
    for number, more in enumerate(("", "DESCRIPTION:New words.")):
        changed = event("a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", more)
        take(
            source,
            calendar(changed, override("20261208T160000", "STATUS:CANCELLED")),
            NOW + HOUR * (number + 1),
        )
        assert [(row.status, row.reason) for row in on("20261201")] == [("CANCELLED", "Nobody has time.")]
        assert [row.status for row in on("20261208")] == ["CANCELLED"]
        assert (Series.objects.count(), Schedule.objects.count()) == (1, 1)
    assert {row.public_id: row.recurrence_id for row in Occurrence.objects.all()} == before
    assert b"UID:a@there" in calendar_feed(Scope(), base_url="https://hub.example.org")
    give_back_series(series, now=NOW + 3 * HOUR, actor=TERMINAL)
    source.refresh_from_db()
    assert (source.digest, source.etag, source.due_at) == ("", "", None)
    take(source, body, NOW + 4 * HOUR)
    assert [(row.status, row.reason) for row in on("20261201")] == [("CONFIRMED", "")]
    assert [row.status for row in on("20261208")] == ["CANCELLED"]
    assert (series.source, series.adopted_from, Series.objects.count()) == (source, None, 1)
    assert {row.public_id: row.recurrence_id for row in Occurrence.objects.all()} == before
    assert b"a@there" not in calendar_feed(Scope(), base_url="https://hub.example.org")


def test_what_changes_there_is_reported_once_each() -> None:
    source = source_of()
    take(source, calendar(event()))
    series = adopt()
    moved = calendar(event(start="20261103T170000"), override("20261201T170000", "STATUS:CANCELLED"))
    for number in (1, 2, 3):
        take(
            source,
            moved.replace(b"END:VCALENDAR", b"X-POLL:%d\r\nEND:VCALENDAR" % number),
            NOW + HOUR * number,
        )
    take(source, calendar(event("b@there", "Book club")), NOW + 4 * HOUR)
    take(source, calendar(event("b@there", "Book club, renamed")), NOW + 5 * HOUR)
    take(
        source,
        calendar(event("b@there", "Book club"), event(title="Metrics, anew", start="20261103T170000")),
        NOW + 6 * HOUR,
    )
    row = sources_page(NOW + 6 * HOUR).adopted[0]
    assert (row.series.slug, row.source) == (series.slug, str(source))
    assert [changes_there(change.what) for change in row.changes[::-1]] == [
        "It was: Every Tuesday at 16:00 Madrid time, 60 min. It is now: Every Tuesday at 17:00 Madrid time, 60 min. "
        "2026-12-01 17:00 was cancelled.",
        "It is not in the calendar any more.",
        "It is in the calendar again.",
    ]  # fmt: skip
    assert {row.recurrence_id[9:] for row in coming(series=series)} == {"160000"}
    give_back_series(series, now=NOW, actor=TERMINAL)
    source.refresh_from_db()
    assert source.upstream == []


def test_a_part_divided_here_goes_back_into_the_one_call_it_was() -> None:
    source = source_of()
    body = calendar(event())
    take(source, body)
    before = {row.public_id: row.recurrence_id for row in coming()}
    series = adopt()
    change_series_following(
        series.schedules.get(), "20261208T160000", now=NOW, actor=TERMINAL, dtstart="20261208T180000"
    )
    assert series.schedules.count() == 2
    take(
        source,
        calendar(event("a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", "X-A:1")),
        NOW + HOUR,
    )
    assert (len(on("20261208")), on("20261208")[0].recurrence_id) == (1, "20261208T180000")
    give_back_series(series, now=NOW + HOUR, actor=TERMINAL)
    source.refresh_from_db()
    take(source, body, NOW + 2 * HOUR)
    assert {row.public_id: row.recurrence_id for row in coming()} == before
    assert Schedule.objects.get().uid == "a@there"


def test_an_adopted_list_goes_on_under_new_uids_without_a_second_series() -> None:
    source = source_of()
    dates = [
        event(f"{day}@there", "TAC weekly", f"{day}T160000", "")
        for day in ("20261201", "20261208", "20261215")
    ]
    take(source, calendar(*dates))
    series = adopt()
    later = event("20261222@there", "TAC weekly", "20261222T160000", "")
    for number in (1, 2):
        take(source, calendar(*dates, later, event("b@there", f"Other {number}")), NOW + HOUR * number)
    assert (Series.objects.filter(title="TAC weekly").count(), len(coming(series=series))) == (1, 3)
    assert [changes_there(one["what"]) for one in source.upstream] == [
        "It has another part there: 2026-12-22 16:00."
    ]


def test_a_question_that_was_answered_by_a_calendar_can_be_adopted_and_given_back() -> None:
    group = make_group(name="OSPO Metrics")
    asking = Series.objects.create(
        slug="m", title="The metrics call", group=group, question=worded("Which day?")
    )
    source = source_of()
    body = calendar(event(title="OSPO Metrics"))
    take(source, body)
    asking.refresh_from_db()
    adopt(asking)
    assert (asking.adopted_from, asking.schedules.get().source, asked(asking)) == (source, None, "")
    give_back_series(asking, now=NOW, actor=TERMINAL)
    source.refresh_from_db()
    take(source, body, NOW + HOUR)
    asking.refresh_from_db()
    assert (asking.source, asking.schedules.get().source, asked(asking)) == (None, source, "")


def test_texts_of_an_adopted_call_are_ours() -> None:
    source = source_of()
    take(source, calendar(event()))
    series = adopt()
    edit_series(series, now=NOW, actor=TERMINAL, version=series.version, title="Our metrics call")
    take(source, calendar(event(rule="RRULE:FREQ=WEEKLY;INTERVAL=2")), NOW + HOUR)
    assert Series.objects.get().title == "Our metrics call"


def test_a_call_that_is_gone_there_lives_on_when_it_is_adopted() -> None:
    source = source_of()
    take(source, calendar(event(), event("b@there", "Book club")))
    take(source, calendar(event("b@there", "Book club")), NOW + HOUR)
    series = adopt(Series.objects.get(title="Metrics call"))
    assert (bool(coming(series=series)), series.state) == (True, "active")


def test_what_cannot_change_hands_says_why() -> None:
    source = source_of()
    take(source, calendar(event()))
    series = Series.objects.get()
    with pytest.raises(Conflict, match="did not come from"):
        give_back_series(series, now=NOW, actor=TERMINAL)
    ours = make_series(title="Ours", uid="a@there")
    with pytest.raises(Conflict, match="its UID is that of “Ours” here"):
        adopt(series)
    ours.delete()
    adopt(series)
    with pytest.raises(Conflict, match="belongs to this hub already"):
        adopt(series)
    stop_source(source, now=NOW, actor=TERMINAL)
    assert coming(series=series)
    with pytest.raises(Conflict, match="not shown at present"):
        give_back_series(series, now=NOW, actor=TERMINAL)
