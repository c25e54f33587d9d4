"""Who asked for notes is told once they are published: what was decided and who does what first, and nothing that was taken back."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt

import pytest
from cast import NOW, make_manager, make_notes

from commonhour.actions.notes.writing import begin_notes, publish_notes, save_notes
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.undo import undo
from commonhour.models import ChangeSet, Delivery, Occurrence
from commonhour.reads.published_notes import is_worth_telling
from tests.tasks.test_outbox import MINUTE, at, by, coming, inbox, series, subscribed

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (
    "Welcome to *all*\nDECISION: Ship on Friday\nACTION: @ana write the post by 2026-12-01\n- [x] old thing\n"
)


@pytest.fixture
def user():
    return make_manager()


@pytest.fixture
def notes(series, user):
    date = Occurrence.objects.filter(series=series).order_by("start").first()
    return begin_notes(date, text=TEXT, **by(user))


def publish(notes, user, now=NOW, tell=True):
    notes.refresh_from_db()
    return publish_notes(notes, version=notes.version, tell=tell, **by(user, now))


def test_decisions_and_actions_stand_on_top(notes, inbox, at, user):
    subscribed(tells_notes=True, tells_changes=False)
    subscribed("other@example.org")
    publish(notes, user)
    at(NOW + 9 * MINUTE)
    assert inbox.mails == []
    at(NOW + 10 * MINUTE)
    (mail,) = inbox.mails
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert mail["To"] == "ana@example.org"
    assert mail["Subject"].startswith("Notes: Metrics call, ")
    assert (
        text.index("Ship on Friday")
        < text.index("ana: write the post (by Tue, 1 Dec 2026)")
        < text.index("Welcome to all")
    )
    assert "old thing" not in text.split("Welcome")[0]
    assert "asked Example Hub for its notes" in text or "for its notes" in text
    assert "/subscribe/end/" in mail["List-Unsubscribe"]


def test_what_is_taken_back_in_ten_minutes_is_told_to_nobody(notes, inbox, at, user):
    subscribed(tells_notes=True)
    publish(notes, user)
    undo(ChangeSet.objects.filter(kind="notes-published").get().pk, **by(user, NOW + MINUTE))
    at(NOW + 30 * MINUTE)
    assert inbox.mails == []


def test_what_was_told_and_is_taken_back_is_told_to_nobody_again(notes, inbox, at, user):
    subscribed(tells_notes=True)
    publish(notes, user)
    at(NOW + 10 * MINUTE)
    undo(ChangeSet.objects.filter(kind="notes-published").get().pk, **by(user, NOW + 20 * MINUTE))
    at(NOW + 60 * MINUTE)
    assert len(inbox.mails) == 1
    assert not Delivery.objects.filter(state=Delivery.WAITING).exists()
    notes.refresh_from_db()
    assert not is_worth_telling(notes, NOW + 60 * MINUTE)
    publish(notes, user, NOW + 60 * MINUTE, tell=None)
    at(NOW + 90 * MINUTE)
    assert len(inbox.mails) == 1


def test_what_was_taken_back_before_anybody_heard_of_it_is_worth_telling(notes, inbox, at, user):
    subscribed(tells_notes=True)
    publish(notes, user)
    undo(ChangeSet.objects.filter(kind="notes-published").get().pk, **by(user, NOW + MINUTE))
    publish(notes, user, NOW + 2 * MINUTE, tell=None)
    at(NOW + 30 * MINUTE)
    assert len(inbox.mails) == 1


def test_a_change_of_the_same_minutes_is_told_too(notes, series, inbox, at, user):
    subscribed("changes@example.org")
    subscribed(tells_notes=True, tells_changes=False)
    cancel_occurrence(coming(series, 3), tell=True, **by(user))
    publish(notes, user, NOW + MINUTE)
    at(NOW + 20 * MINUTE)
    assert sorted(mail["To"] for mail in inbox.mails) == ["ana@example.org", "changes@example.org"]


def test_only_a_first_publication_soon_after_the_meeting_is_told_by_itself(series, user):
    subscribed(tells_notes=True)
    dates = list(Occurrence.objects.filter(series=series).order_by("start"))
    new = begin_notes(dates[0], text=TEXT, **by(user))
    later = new.date + dt.timedelta(days=20)
    assert new.date
    publish(new, user, dt.datetime.combine(later, dt.time(), dt.UTC), tell=None)
    assert not Delivery.objects.exists()
    other = begin_notes(dates[1], text=TEXT, **by(user))
    publish(other, user, dt.datetime.combine(other.date, dt.time(20), dt.UTC), tell=None)
    assert Delivery.objects.filter(kind="notes").count() == 1
