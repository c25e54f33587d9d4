"""Invitations by mail, handed over by a real mail server and read back by other people's libraries."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt
import uuid

import icalendar
import pytest
import recurring_ical_events
from cast import HOUR, NOW, give_join, make_group, make_manager, make_series
from hypothesis import HealthCheck, given
from hypothesis import settings as law
from hypothesis import strategies as some

from commonhour.actions import subscriber as by_themselves
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.removal import remove_series
from commonhour.actions.series import change_series_following, edit_series
from commonhour.actions.undo import undo
from commonhour.core.scope import Scope
from commonhour.models import ChangeSet, Delivery, Series, Subscriber, Subscription
from commonhour.reads.feed import calendar_feed
from commonhour.tasks.budget import UNLIMITED
from commonhour.tasks.calendars import CalendarDuty
from tests.tasks.test_outbox import MINUTE, at, by, coming, inbox, series

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana+calls@example.org"


class OwnCalendar:
    """A calendar app: by UID it keeps what has the highest SEQUENCE, and takes out what is called off (RFC 5546 §2.1.5)."""

    def __init__(self):
        self.kept, self.sequences, self.taken = {}, {}, 0

    def take(self, mails):
        for mail in mails[self.taken :]:
            *_, last = list(mail.iter_parts()) if mail.is_multipart() else [mail]
            if last.get_content_type() == "text/calendar":
                self._take(last)
        self.taken = len(mails)

    def _take(self, part):
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert calendar["METHOD"] == part.get_param("method")
        events = calendar.walk("VEVENT")
        (uid,) = {str(one["UID"]) for one in events}
        sequence = max(one["SEQUENCE"] for one in events)
        assert sequence > self.sequences.get(uid, -1), "a calendar would not take it"
        self.sequences[uid] = sequence
        if calendar["METHOD"] == "CANCEL":
            del self.kept[uid]
        else:
            self.kept[uid] = calendar

    def dates(self, weeks=5):
        """The starts of what stands in it, in UTC."""
        found = [
            one["DTSTART"].dt.astimezone(dt.UTC)
            for calendar in self.kept.values()
            for one in recurring_ical_events.of(calendar).between(NOW, NOW + dt.timedelta(weeks=weeks))
        ]
        assert len(found) == len(set(found))
        return sorted(found)


@pytest.fixture
def calendar(inbox, at):
    own = OwnCalendar()

    def up_to(moment):
        CalendarDuty().queue(moment, UNLIMITED)
        at(moment)
        own.take(inbox.mails)
        return own

    return up_to


def invited(email=ANA, **fields):
    person = Subscriber.objects.create(email=email, created_at=NOW, confirmed_at=NOW, invites=True, **fields)
    Subscription.objects.create(subscriber=person, created_at=NOW)
    return person


def on_page(weeks=5):
    """What the pages show of all series."""
    from commonhour.models import Occurrence

    rows = (
        Occurrence.objects.attached()
        .confirmed()
        .ours()
        .filter(start__gte=NOW, start__lt=NOW + dt.timedelta(weeks=weeks))
    )
    return sorted(rows.values_list("start", flat=True))


def test_a_series_comes_as_one_entry_that_repeats(series, inbox, calendar):
    give_join(series)
    invited()
    own = calendar(NOW)
    assert own.dates() == on_page()
    calendar(NOW + 60 * MINUTE)
    (mail,) = inbox.mails
    assert [one.get_content_type() for one in mail.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    (event,) = own.kept[series.schedules.get().uid].walk("VEVENT")
    assert event["ORGANIZER"] == "mailto:meetings@127.0.0.1"
    assert not event["ORGANIZER"].params
    assert mail["From"].addresses[0].addr_spec == "meetings@127.0.0.1"
    assert event["ATTENDEE"] == f"mailto:{ANA}"
    assert event["ATTENDEE"].params == {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert event["LOCATION"] == event["CONFERENCE"] == "http://127.0.0.1:8000/meetings/metrics-call/join"
    assert "MARKER" not in str(mail)
    assert "zoom" not in icalendar.Calendar.to_ical(own.kept[series.schedules.get().uid]).decode()
    feed = icalendar.Calendar.from_ical(calendar_feed(Scope(), base_url="http://127.0.0.1:8000"))
    (there,) = feed.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["RRULE"]) == (
        there["UID"],
        there["SEQUENCE"],
        there["RRULE"],
    )
    assert mail["Subject"] == "In your calendar: Metrics call"
    assert mail["List-Id"] == "<calendar.127.0.0.1>"


def test_two_subscriptions_bring_no_call_twice_and_a_calendar_with_all_dates_stays_one_rule(
    series, inbox, calendar
):
    person = invited()
    Subscription.objects.create(subscriber=person, created_at=NOW, series=series)
    make_series("Daily", dtstart="20261126T090000", rrule="FREQ=DAILY", group=series.group)
    calendar(NOW)
    assert len(inbox.mails) == 2
    assert all(len(str(mail)) < 20_000 for mail in inbox.mails)


def test_a_told_change_brings_it_with_its_notice(series, inbox, calendar):
    invited()
    user = make_manager()
    calendar(NOW)
    move_occurrence(coming(series), dtstart="20261204T110000", tell=True, **by(user))
    own = calendar(NOW + MINUTE)
    assert len(inbox.mails) == 1
    calendar(NOW + 10 * MINUTE)
    calendar(NOW + 40 * MINUTE)
    assert [mail["Subject"][:6] for mail in inbox.mails] == ["In you", "Moved:"]
    assert own.dates() == on_page()
    _, changed = own.kept[series.schedules.get().uid].walk("VEVENT")
    assert changed["RECURRENCE-ID"].dt.isoformat() == "2026-12-03T16:00:00+01:00"
    assert changed["DTSTART"].dt.isoformat() == "2026-12-04T11:00:00+01:00"


def test_a_quiet_change_brings_it_ten_minutes_later(series, inbox, calendar):
    invited()
    user = make_manager()
    own = calendar(NOW)
    cancel_occurrence(coming(series), **by(user, NOW + MINUTE))
    calendar(NOW + 2 * MINUTE)
    calendar(NOW + 11 * MINUTE)
    assert len(own.dates()) == len(on_page()) + 1
    calendar(NOW + 12 * MINUTE)
    assert own.dates() == on_page()
    assert inbox.mails[1]["Subject"] == "Updated in your calendar: Metrics call"
    restore_occurrence(coming(series), **by(user, NOW + 30 * MINUTE))
    calendar(NOW + 30 * MINUTE)
    calendar(NOW + 40 * MINUTE)
    assert own.dates() == on_page()


def test_what_was_taken_back_in_time_brings_nothing(series, inbox, calendar):
    invited()
    user = make_manager()
    calendar(NOW)
    cancel_occurrence(coming(series), tell=True, **by(user, NOW + MINUTE))
    calendar(NOW + 2 * MINUTE)
    undo(ChangeSet.objects.first().pk, **by(user, NOW + 3 * MINUTE))
    for minutes in (4, 14, 30):
        calendar(NOW + minutes * MINUTE)
    assert len(inbox.mails) == 1
    move_occurrence(coming(series), dtstart="20261204T110000", **by(user, NOW + 40 * MINUTE))
    calendar(NOW + 40 * MINUTE)
    assert calendar(NOW + 50 * MINUTE).dates() == on_page()


def test_words_alone_write_to_nobody_and_a_name_does(series, inbox, calendar):
    invited()
    user = make_manager()
    calendar(NOW)
    edit_series(series, version=series.version, description="Other words.", **by(user))
    for minutes in (1, 20):
        calendar(NOW + minutes * MINUTE)
    assert len(inbox.mails) == 1
    edit_series(series, version=series.version, title="Numbers", **by(user, NOW + HOUR))
    calendar(NOW + HOUR)
    own = calendar(NOW + HOUR + 10 * MINUTE)
    assert [str(one["SUMMARY"]) for one in own.kept[series.schedules.get().uid].walk("VEVENT")] == ["Numbers"]


@pytest.mark.parametrize("tell", [True, False])
def test_from_a_date_on_the_old_entry_ends_and_a_second_begins(series, inbox, calendar, tell):
    invited()
    own = calendar(NOW)
    old = series.schedules.get()
    change_series_following(
        old,
        "20261210T160000",
        dtstart="20261211T100000",
        rrule="FREQ=WEEKLY",
        tell=tell,
        **by(make_manager()),
    )
    for minutes in (1, 10, 11, 30):
        calendar(NOW + minutes * MINUTE)
    assert own.dates(9) == on_page(9)
    assert set(own.kept) == {one.uid for one in series.schedules.all()}
    assert len(own.kept) == 2
    (event,) = own.kept[old.uid].walk("VEVENT")
    assert event["RRULE"]["UNTIL"]
    assert len(inbox.mails) == 3


def test_what_ends_is_taken_out(series, inbox, calendar):
    invited()
    own = calendar(NOW)
    make_series("Once", dtstart="20261127T090000", rrule="")
    calendar(NOW + MINUTE)
    assert len(own.kept) == 2
    user = make_manager()
    remove_series(series, **by(user))
    cancel_occurrence(Series.objects.get(title="Once").occurrences.get(), **by(user))
    calendar(NOW + MINUTE)
    calendar(NOW + 12 * MINUTE)
    assert own.kept == {}
    assert {mail["Subject"] for mail in inbox.mails[2:]} == {
        "Out of your calendar: Metrics call",
        "Out of your calendar: Once",
    }


def test_a_series_that_is_concluded_is_taken_out(series, inbox, calendar):
    invited()
    own = calendar(NOW)
    edit_series(series, version=series.version, state="concluded", **by(make_manager()))
    calendar(NOW)
    assert calendar(NOW + 10 * MINUTE).kept == own.kept == {}


@pytest.mark.parametrize("leave", [
    lambda key, row: by_themselves.end_everything(key, now=NOW + HOUR),
    lambda key, row: by_themselves.end_kind(key, "calendar", now=NOW + HOUR),
    lambda key, row: by_themselves.end_subscription(key, row, now=NOW + HOUR),
])  # fmt: skip
def test_who_leaves_gets_it_taken_out_unless_they_undo_and_comes_back_above_it(
    series, inbox, calendar, leave
):
    person = invited()
    row = person.subscriptions.get().pk
    own = calendar(NOW)
    leave(person.pk, row)
    calendar(NOW + HOUR)
    by_themselves.undo(person.pk, now=NOW + HOUR + MINUTE)
    calendar(NOW + HOUR + 30 * MINUTE)
    assert (len(inbox.mails), len(own.kept)) == (1, 1)
    leave(person.pk, row)
    Subscriber.objects.update(before=None)
    calendar(NOW + 2 * HOUR)
    calendar(NOW + 3 * HOUR)
    assert (len(inbox.mails), own.kept) == (2, {})
    Subscriber.objects.update(stopped_at=None, invites=True, version=99)
    Subscription.objects.get_or_create(subscriber=person, defaults={"created_at": NOW})
    calendar(NOW + 4 * HOUR)
    assert own.dates() == on_page()


def test_only_for_those_who_asked_and_only_what_they_subscribed_to(series, inbox, calendar):
    book = make_group("book", "Book")
    club = make_series("Book club", group=book, dtstart="20261201T100000")
    make_series("Over", dtstart="20200101T100000", rrule="")
    invited("no@example.org")
    Subscriber.objects.update(invites=False)
    invited()
    Subscription.objects.filter(subscriber__email=ANA).update(groups=[book.pk])
    own = calendar(NOW)
    assert list(own.kept) == [club.schedules.get().uid]
    assert [mail["To"] for mail in inbox.mails] == [ANA]


def test_two_workers_send_it_once_and_a_mail_that_is_refused_is_not_tried_for_ever(series, inbox, calendar):
    invited()
    invited("gone@example.org")
    for _ in range(2):
        CalendarDuty().queue(NOW, UNLIMITED)
    assert Delivery.objects.filter(kind="calendar").count() == 2
    for minutes in range(3):
        calendar(NOW + minutes * MINUTE)
    assert len(inbox.mails) == 1
    assert Delivery.objects.count() == 2


def test_the_queries_do_not_grow_with_the_calls(series, django_assert_max_num_queries):
    invited()
    CalendarDuty().queue(NOW, UNLIMITED)
    for n in range(4):
        make_series(f"Call {n}", dtstart="20261127T090000")
    Subscriber.objects.update(invites=False)
    with django_assert_max_num_queries(20):
        CalendarDuty().queue(NOW, UNLIMITED)


STEPS = some.lists(
    some.tuples(
        some.sampled_from(["move", "cancel", "restore", "leave", "join", "wait"]), some.integers(0, 3)
    ),
    max_size=12,
)


@law(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(STEPS)
def test_in_the_end_their_calendar_shows_what_the_pages_show(series, inbox, calendar, steps):
    """Whatever is done in whatever order, once nothing more is done."""
    Subscriber.objects.all().delete()
    Delivery.objects.all().delete()
    inbox.mails.clear()
    own = calendar(NOW)
    own.taken, own.kept, own.sequences = 0, {}, {}
    person, now = invited(), NOW
    user = make_manager(f"{uuid.uuid4()}@example.org")
    for what, n in steps:
        now += 4 * MINUTE
        date = coming(series, n + 1)
        if what == "move":
            move_occurrence(date, dtstart=f"202612{n + 10}T1{n}3000", **by(user, now))
        elif what == "cancel" and not date.is_cancelled:
            cancel_occurrence(date, tell=n % 2 == 0, **by(user, now))
        elif what == "restore" and (date.is_cancelled or date.is_moved):
            restore_occurrence(date, **by(user, now))
        elif what in ("leave", "join"):
            Subscriber.objects.update(invites=what == "join", version=Subscriber.objects.get().version + 1)
        calendar(now)
    calendar(now + 10 * MINUTE)
    calendar(now + 20 * MINUTE)
    person.refresh_from_db()
    assert own.dates() == (on_page() if person.invites else [])
