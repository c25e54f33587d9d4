"""What is told of a series that pauses, ends or meets again, and of a break: true as things stand when it goes, and short."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt

import pytest
from cast import NOW, make_group, make_manager, make_series

from commonhour.actions.breaks import call_break
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.pausing import bring_back_series, conclude_series, pause_series
from commonhour.actions.undo import undo
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.models import ChangeSet, Delivery, Notice, Occurrence, Subscription
from tests.tasks.test_outbox import MINUTE, at, by, coming, inbox, series, subscribed

pytestmark = pytest.mark.django_db(transaction=True)
DEC_10, JAN_7 = dt.date(2026, 12, 10), dt.date(2027, 1, 7)
FIRST, LAST = dt.date(2026, 12, 21), dt.date(2027, 1, 3)


@pytest.fixture
def user():
    return make_manager()


def text_of(mail):
    """Its words up to how to end it, in one line."""
    return " ".join(mail.get_body(("plain",)).get_content().split("\n-- ")[0].split())


def last_change():
    return ChangeSet.objects.order_by("pk").last().pk


def test_a_pause_is_a_sentence_with_its_first_dates(series, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    pause_series(series, from_day=DEC_10, back_on=JAN_7, reason="Winter", tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Metrics call pauses from Thu, 10 Dec 2026 on"
    assert (
        "Metrics call pauses from Thursday, 10 December 2026 on; it is expected back on Thursday, 7 January 2027. "
        "Group: Metrics Reason: Winter "
        "Last call before: Thursday, 3 December 2026, 16:00–17:00 Madrid (UTC+1) "
        "These calls do not take place: - Thursday, 10 December 2026, 16:00–17:00 Madrid (UTC+1) "
        "- Thursday, 17 December 2026, 16:00–17:00 Madrid (UTC+1) "
        "- Thursday, 24 December 2026, 16:00–17:00 Madrid (UTC+1) - and 1 more "
        "Changed by Mara Manager."
    ) in text_of(mail)


def test_one_without_an_end_says_so_and_leaves_out_what_was_called_off_before(series, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    cancel_occurrence(coming(series, 2), **by(user))
    pause_series(series, from_day=DEC_10, tell=True, **by(user, NOW + MINUTE))
    at(NOW + 11 * MINUTE)
    text = text_of(inbox.mails[0])
    assert "pauses from Thursday, 10 December 2026 on. Group:" in text
    listed = text[text.index("These calls") :]
    assert "10 December" not in listed
    assert "17 December" in listed
    assert "and all later ones" in listed


@pytest.mark.parametrize(("last_day", "subject", "sentence"), [
    (DEC_10, "Metrics call ends: last call Thu, 10 Dec 2026, 16:00",
     "Metrics call ends. Its last call is Thursday, 10 December 2026, 16:00–17:00 Madrid (UTC+1)."),
    (dt.date(2026, 11, 23), "Metrics call has ended", "Metrics call has ended. Group: Metrics"),
    (dt.date(2029, 11, 22), "Metrics call ends", "Metrics call ends: no calls from Friday, 23 November 2029 on."),
])  # fmt: skip
def test_an_end_names_the_last_call(series, inbox, at, user, last_day, subject, sentence):
    subscribed(tzid="Europe/Madrid")
    conclude_series(series, last_day=last_day, tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    assert inbox.mails[0]["Subject"] == subject
    assert sentence in text_of(inbox.mails[0])


def test_what_has_ended_names_the_call_that_was_the_last(inbox, at, user):
    call = make_series(dtstart="20261105T160000", group=make_group())
    subscribed(tzid="Europe/Madrid")
    conclude_series(call, last_day=dt.date(2026, 11, 23), tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    last = "Metrics call has ended. Its last call was Thursday, 19 November 2026, 16:00–17:00 Madrid (UTC+1)."
    assert last in text_of(inbox.mails[0])


def test_brought_back_it_says_when_and_how_it_meets(series, inbox, at, user):
    subscribed()
    pause_series(series, from_day=DEC_10, **by(user))
    bring_back_series(series, from_day=JAN_7, tell=True, **by(user, NOW + 60 * MINUTE))
    at(NOW + 70 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"] == "It meets again: Metrics call, Fri, 8 Jan 2027, 00:00"
    text = text_of(mail)
    assert "Metrics call meets again, first on Friday, 8 January 2027, 00:00–01:00 Tokyo (UTC+9) =" in text
    assert "From now on: Every Thursday at 16:00 Madrid time, 60 min Changed by" in text


def test_paused_and_brought_back_before_it_leaves_there_is_nothing_to_tell(series, inbox, at, user):
    subscribed()
    pause_series(series, from_day=DEC_10, tell=True, **by(user))
    bring_back_series(series, from_day=DEC_10, tell=True, **by(user, NOW + 5 * MINUTE))
    at(NOW + 15 * MINUTE)
    assert inbox.mails == []
    assert [one.state for one in Delivery.objects.all()] == [Delivery.WITHDRAWN]


def test_brought_back_later_than_it_stopped_only_the_dates_between_are_told(series, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    pause_series(series, from_day=DEC_10, tell=True, **by(user))
    bring_back_series(series, from_day=dt.date(2026, 12, 24), **by(user, NOW + 5 * MINUTE))
    at(NOW + 15 * MINUTE)
    text = text_of(inbox.mails[0])
    assert text.count("No longer planned:") == 2
    assert "pauses" not in text


def test_a_move_told_with_a_pause_keeps_its_own_line(series, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    move_occurrence(coming(series, 1), dtstart="20261204T110000", tell=True, **by(user))
    pause_series(series, from_day=DEC_10, tell=True, **by(user, NOW + MINUTE))
    at(NOW + 11 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"].startswith("Metrics call pauses")
    moved = (
        "- Moved from Thursday, 3 December 2026, 16:00–17:00 Madrid (UTC+1) to Friday, 4 December 2026, 11:00"
    )
    assert moved in text_of(mail)


@pytest.mark.parametrize("minutes", [5, 20])
def test_undoing_a_pause_takes_it_back_and_tells_who_was_told(series, inbox, at, user, minutes):
    subscribed(tzid="Europe/Madrid")
    pause_series(series, from_day=DEC_10, tell=True, **by(user))
    at(NOW + min(minutes, 10) * MINUTE)
    subscribed("late@example.org")
    undo(last_change(), **by(user, NOW + minutes * MINUTE))
    at(NOW + 40 * MINUTE)
    if minutes < 10:
        assert inbox.mails == []
        assert Notice.objects.get().state == Notice.WITHDRAWN
        return
    assert [mail["To"] for mail in inbox.mails] == ["ana@example.org"] * 2
    assert inbox.mails[1]["Subject"] == "It meets again: Metrics call, Thu, 10 Dec 2026, 16:00"
    assert "From now on: Every Thursday at 16:00 Madrid time" in text_of(inbox.mails[1])


@pytest.fixture
def two(series):
    """The call of everybody, and one of another group."""
    return series, make_series("Parsers", make_group("parsers", "Parsers"), rrule="FREQ=DAILY")


def test_a_break_is_one_notice_for_all_its_series(two, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    one = subscribed("parsers@example.org", tzid="Europe/Madrid")
    Subscription.objects.filter(subscriber=one).update(series=two[1])
    call_break(None, FIRST, LAST, reason="Holidays", tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    assert Notice.objects.count() == 1
    mails = {mail["To"]: mail for mail in inbox.mails}
    assert len(inbox.mails) == len(mails) == 2
    both = mails["ana@example.org"]
    assert (
        both["Subject"].strip()
        == "A break from Mon, 21 Dec 2026 to Sun, 3 Jan 2027: Metrics call and Parsers"
    )
    text = text_of(both)
    assert text.startswith(
        "There is a break from Monday, 21 December 2026 to Sunday, 3 January 2027. Reason: Holidays Metrics call ---"
    )
    assert text.count("Holidays") == 1
    assert text.count("- Cancelled: ") == 2 + 3
    assert "- and 11 more" in text
    assert "First call after it: Thursday, 7 January 2027, 16:00" in text
    assert "Next call" not in text
    theirs = mails["parsers@example.org"]
    assert theirs["Subject"].endswith(": Parsers")
    assert "Metrics call" not in text_of(theirs)


def test_a_break_says_what_holds_when_it_goes(two, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    call_break(None, FIRST, LAST, reason="Holidays", tell=True, **by(user))
    for row in two[0].occurrences.filter(status="CANCELLED"):
        restore_occurrence(row, **by(user, NOW + 5 * MINUTE))
    at(NOW + 15 * MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"].endswith(": Parsers")


@pytest.mark.parametrize("minutes", [5, 20])
def test_undoing_a_break_takes_it_back_and_tells_who_was_told(two, inbox, at, user, minutes):
    subscribed(tzid="Europe/Madrid")
    call_break(None, FIRST, LAST, tell=True, **by(user))
    at(NOW + min(minutes, 10) * MINUTE)
    undo(last_change(), **by(user, NOW + minutes * MINUTE))
    at(NOW + 40 * MINUTE)
    if minutes < 10:
        assert inbox.mails == []
        return
    assert len(inbox.mails) == 2
    subject = "No break from Mon, 21 Dec 2026 to Sun, 3 Jan 2027 after all: Metrics call and Parsers"
    assert inbox.mails[1]["Subject"].strip() == subject
    assert "It takes place after all: Thursday, 24 December 2026" in text_of(inbox.mails[1])


def test_a_date_kept_from_a_break_before_it_left_is_told_of_to_nobody(two, inbox, at, user):
    """Who never heard that it was called off does not hear that it takes place."""
    subscribed(tzid="Europe/Madrid")
    call_break(None, FIRST, LAST, tell=True, **by(user))
    for date in Occurrence.objects.filter(status=CANCELLED):
        restore_occurrence(date, tell=True, **by(user, NOW + 5 * MINUTE))
    at(NOW + 30 * MINUTE)
    assert inbox.mails == []


def test_of_many_series_the_subject_names_some(two, inbox, at, user):
    subscribed(tzid="Europe/Madrid")
    for n in range(3):
        make_series(f"Call {n}", two[0].group)
    call_break(None, FIRST, LAST, tell=True, **by(user))
    at(NOW + 10 * MINUTE)
    assert inbox.mails[0]["Subject"].endswith(": Call 0, Call 1 and 3 more")
    assert text_of(inbox.mails[0]).endswith("All meetings: http://127.0.0.1:8000/meetings/")
