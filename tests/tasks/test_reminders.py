"""Reminders go once for each date and its present start, and never for what is cancelled, moved away or has begun."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from cast import NOW, give_join, make_community, make_group, make_manager, make_series
from depth import examples
from django.conf import settings as settings_of_hub
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tasks.test_chat import MINUTE, at, place, rooms  # noqa: F401
from tasks.test_outbox import by, coming, inbox, subscribed  # noqa: F401

from commonhour.actions.destination import remove_destination
from commonhour.actions.news.outbox import sent, take, withdraw
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.undo import undo
from commonhour.core.speech.words import BabelWords
from commonhour.core.time.zones import wall_of
from commonhour.errors.telling import fault
from commonhour.models import ChangeSet, Delivery, Destination, Occurrence, Series
from commonhour.reads.reminders import reminders_due
from commonhour.tasks.messages import Composer, voice_of
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.reminders import Reminders

pytestmark = pytest.mark.django_db(transaction=True)
START = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
HOUR = 60 * MINUTE


@pytest.fixture
def series(settings):
    make_community()
    return make_series(group=make_group())


def written():
    return [(one.to or one.destination_id, one.facts["minutes"]) for one in Delivery.objects.order_by("pk")]


def room(minutes, **fields):
    row = Destination(
        kind="slack", label="#calls", created_at=NOW, since=NOW, reminder_minutes=minutes, **fields
    )
    row.seal({"url": "https://hooks.example.org/x"})
    row.save()
    return row


def test_a_room_is_reminded_with_the_page_that_leads_in(series, rooms, at):  # noqa: F811
    give_join(series)
    told = rooms()
    place(told, series=series, reminder_minutes=[10])
    duty = Reminders()
    assert duty.remind(START - 11 * MINUTE) == 0
    assert duty.remind(START - 10 * MINUTE) == 1
    assert duty.remind(START - 9 * MINUTE) == 0
    at(START - 8 * MINUTE)
    (text,) = told.texts
    assert text.startswith("**In 8 minutes: Metrics call, Thu, 26 Nov 2026, 16:00 Madrid (UTC+1)**")
    assert "16:00–17:00 Madrid (UTC+1)" in text
    assert "(http://127.0.0.1:8000/meetings/metrics-call/2026-11-26/join)" in text
    assert "MARKER" not in text
    assert "zoom" not in text


def test_a_subscriber_is_reminded_by_mail_in_their_zone(series, inbox, settings):  # noqa: F811
    subscribed(reminder_minutes=[1440])
    settings.NOW = (START - 23 * HOUR).isoformat()
    assert Reminders().remind(START - 23 * HOUR) == 1
    MailLane().send_mails(START - 23 * HOUR)
    assert inbox.mails[0]["Subject"] == "In 23 hours: Metrics call, Fri, 27 Nov 2026, 00:00"


def test_who_came_after_the_time_is_not_reminded_late(series):
    room([1440], group=series.group)
    Destination.objects.update(since=START - 2 * HOUR)
    assert Reminders().remind(START - HOUR) == 0


def test_of_several_only_the_last_is_said_after_an_outage(series):
    row = room([1440, 60, 10])
    Reminders().remind(START - 30 * MINUTE)
    assert written() == [(row.pk, 60)]
    assert Delivery.objects.get().good_until == START - 10 * MINUTE


def test_a_moved_call_is_reminded_anew_and_one_that_came_back_is_not(series):
    row, user, duty = room([60]), make_manager(), Reminders()
    call = coming(series, 0)
    duty.remind(START - HOUR)
    move_occurrence(call, dtstart="20261126T180000", **by(user, START - 50 * MINUTE))
    duty.remind(START - 40 * MINUTE)
    assert written() == [(row.pk, 60)]
    duty.remind(START + HOUR)
    assert written() == [(row.pk, 60)] * 2
    assert Composer(START + HOUR).message(Delivery.objects.order_by("pk").first(), voice_of("en")) is None


def test_what_was_withdrawn_with_its_call_comes_with_it_again(series):
    room([60])
    user, duty, now = make_manager(), Reminders(), START - HOUR
    duty.remind(now)
    cancel_occurrence(coming(series, 0), **by(user, now))
    (row,) = take(Delivery.objects.all(), now, 9)
    assert Composer(now).message(row, voice_of("en")) is None
    withdraw(row, now, fault("nothing-to-tell"))
    duty.remind(now + MINUTE)
    assert Delivery.objects.get().state == Delivery.WITHDRAWN
    restore_occurrence(coming(series, 0), **by(user, now + 2 * MINUTE))
    duty.remind(now + 3 * MINUTE)
    assert Delivery.objects.get().state == Delivery.WAITING


def test_a_room_that_was_removed_and_put_back_is_not_reminded_twice(series):
    row, user = room([60]), make_manager()
    (due,) = reminders_due(None, START - HOUR)
    Reminders().remind(START - HOUR)
    (message,) = take(Delivery.objects.all(), START - HOUR, 9)
    sent(message, START - HOUR)
    remove_destination(row, version=row.version, **by(user, START - 59 * MINUTE))
    undo(ChangeSet.objects.get(kind="destination-removed").pk, **by(user, START - 58 * MINUTE))
    assert Destination.objects.get().pk == due.place.destination
    assert reminders_due(None, START - 57 * MINUTE) == []


def test_looking_costs_the_same_however_many_want_it(series, django_assert_max_num_queries):
    for n in range(20):
        subscribed(f"{n}@example.org", reminder_minutes=[10])
    with django_assert_max_num_queries(4):
        assert reminders_due(START - 3 * HOUR, START - 2 * HOUR) == []
    with django_assert_max_num_queries(10):
        assert len(reminders_due(START - 20 * MINUTE, START - 10 * MINUTE)) == 20


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("clock"), st.integers(-30, 40)),
        st.tuples(st.just("move"), st.integers(-60, 90)),
        st.sampled_from([("cancel", 0), ("restore", 0), ("kill", 0), ("look", 0), ("look", 1), ("send", 0), ("send", 1)]),
    ),
    max_size=25,
)  # fmt: skip


@pytest.mark.django_db
@given(steps=STEPS)
@example(
    steps=[("clock", 15), ("look", 0), ("cancel", 0), ("send", 0), ("restore", 0)]
)  # withdrawn, and needed again
@example(
    steps=[
        ("clock", 15),
        ("look", 0),
        ("kill", 0),
        ("clock", -5),
        ("look", 1),
        ("send", 0),
        ("kill", 0),
        ("look", 0),
    ]
)
@settings(max_examples=examples(120), suppress_health_check=list(HealthCheck))
def test_each_due_reminder_goes_once_whatever_happens(steps):
    """Two workers, each looking and sending when it likes, a call that is moved and called off, a clock that steps."""
    with transaction.atomic():
        make_community()
        told, call, now = _lived(make_series(group=make_group()), make_manager(), steps)
        transaction.set_rollback(True)
    assert [one for one in told if one.is_cancelled or one.start != one.said or one.at >= one.start] == []
    said = [(one.start, one.minutes) for one in told]
    assert len(said) == len(set(said))
    due = [minutes for minutes in (60, 10) if call.start - minutes * MINUTE <= now < call.start]
    assert call.is_cancelled or not due or (call.start, due[-1]) in said


class Told(NamedTuple):
    """A reminder that went, and how its call stood at that moment."""

    at: dt.datetime
    said: dt.datetime
    minutes: int
    start: dt.datetime
    is_cancelled: bool


def _lived(series, user, steps):
    room([60, 10])
    now, told, workers = START - 70 * MINUTE, [], [Reminders(), Reminders()]
    for what, value in [*steps, ("look", 0), ("send", 1)]:
        call = Occurrence.objects.filter(series=series).order_by("recurrence_id").first()
        if what == "clock":
            now += value * MINUTE
        elif what == "kill":
            workers[0] = Reminders()
        elif what == "look":
            workers[value].remind(now)
        elif what == "send":
            told += _sent(call, now)
        elif call.end > now:
            _edited(call, what, value, user, now)
    call.refresh_from_db()
    return told, call, now


def _edited(call, what, value, user, now):
    wall = wall_of(max(START + value * MINUTE, now), "Europe/Madrid")
    if what == "move" and not call.is_cancelled:
        move_occurrence(call, dtstart=f"{wall:%Y%m%dT%H%M}00", **by(user, now))
    elif what == "cancel" and not call.is_cancelled:
        cancel_occurrence(call, **by(user, now))
    elif what == "restore" and call.is_cancelled:
        restore_occurrence(call, **by(user, now))


def _sent(call, now):
    for row in take(Delivery.objects.filter(kind="reminder"), now, 99):
        if row.good_until <= now:
            withdraw(row, now, fault("too-late-to-tell"))
        elif Composer(now).message(row, voice_of("en")) is None:
            withdraw(row, now, fault("nothing-to-tell"))
        else:
            sent(row, now)
            said = dt.datetime.fromisoformat(row.facts["start"])
            yield Told(now, said, row.facts["minutes"], call.start, call.is_cancelled)


def test_a_week_is_told_on_monday_at_seven_once(series, rooms, at):  # noqa: F811
    seven = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)  # in Madrid
    told, other = rooms(), rooms()
    for one, fields in ((told, {}), (other, {"group": make_group("other", "Other")})):
        row = place(one, tells_week=True, **fields)
        Destination.objects.filter(pk=row.pk).update(created_at=seven - HOUR)
    duty = Reminders()
    cancel_occurrence(coming(series, 0), **by(make_manager(), seven - HOUR))
    make_series("Parsers", dtstart="20261127T100000", now=seven - HOUR)
    assert duty.remind(seven - MINUTE) == 0
    assert duty.remind(seven) == 2
    assert duty.remind(seven + HOUR) == 0
    at(seven + HOUR)
    assert other.bodies == []
    lines = told.texts[0].splitlines()
    assert lines[0] == "**Calls of the week from 23 November 2026**"
    assert "Metrics call (cancelled)" in lines[1]
    assert lines[2].endswith("Parsers – [Join page](http://127.0.0.1:8000/meetings/parsers/2026-11-27/join)")
    assert lines[3] == "[See the week](http://127.0.0.1:8000/calendar/week/2026-W48/)"


@pytest.mark.parametrize(
    ("monday", "in_it", "after_it"),
    [("20261026", "20261101T233000", "20261102T003000"), ("20270308", "20270314T233000", "20270315T003000")],
)
def test_a_week_in_which_clocks_change_is_neither_longer_nor_shorter(rooms, at, monday, in_it, after_it):  # noqa: F811
    make_community(tzid="America/New_York")
    group = make_group()
    begins = dt.datetime.strptime(f"{monday}T08", "%Y%m%dT%H").replace(tzinfo=ZoneInfo("America/New_York"))
    zone = {"tzid": "America/New_York", "rrule": "", "now": begins}
    make_series("Last call", dtstart=in_it, group=group, **zone)
    series = make_series("First of the next", dtstart=after_it, group=group, **zone)
    told, of_one = rooms(), rooms()
    place(told, tells_week=True)
    place(of_one, tells_week=True, series=series)
    Destination.objects.update(created_at=begins - 9 * HOUR)
    assert Reminders().remind(begins) == 2
    at(begins)
    (text,) = told.texts
    assert "Last call" in text
    assert "First of the next" not in text
    assert of_one.bodies == []


def test_the_week_of_a_series_is_of_its_group_and_leads_to_it(rooms, at):  # noqa: F811
    seven = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
    make_community()
    series, told = make_series(group=make_group(), now=seven - HOUR), rooms()
    place(told, tells_week=True, series=series)
    Destination.objects.update(created_at=seven - HOUR)
    Reminders().remind(seven)
    assert Delivery.objects.get().group == series.group
    at(seven)
    assert told.texts[0].endswith("[See the call](http://127.0.0.1:8000/meetings/metrics-call/)")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 minutes"), (1, "1 minute"), (90, "1 hour 30 minutes"), (1440, "1 day"), (2833, "1 day 23 hours")],
)
def test_a_span_is_said_to_the_minute(minutes, said):
    assert BabelWords().span(minutes * MINUTE) == said


def test_a_span_is_said_in_every_language_we_speak():
    said = [BabelWords(code).span(95 * MINUTE) for code, _ in settings_of_hub.LANGUAGES]
    assert said == ["1 hour 35 minutes", "1 hora 35 minutos", "1 時間 35 分"]


def test_a_reader_is_led_to_say_not_this_one_where_somebody_asks(series, inbox, settings):  # noqa: F811
    subscribed(tells_changes=False, reminder_minutes=[10])
    said = []
    for week in range(2):
        now = START + dt.timedelta(days=7 * week) - 10 * MINUTE
        settings.NOW = now.isoformat()
        Reminders().remind(now)
        MailLane().send_mails(now)
        said.append(inbox.mails[-1].get_body(("plain",)).get_content())
        Series.objects.update(takes_replies=True)
    assert ["Not this one?" in text for text in said] == [False, True]
    assert "/replies/" in said[1]
