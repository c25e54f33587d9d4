"""Who speaks hears once what the calendar does to the date of their talk, and of nothing that was put back in time."""

import datetime as dt
from email import message_from_string
from email.policy import default

import pytest
from cast import (
    NOW,
    make_call_for_proposals,
    make_community,
    make_group,
    make_moderator,
    make_proposed,
    make_series,
)

from commonhour.actions.decision import accept_proposal
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.slot import confirm_slot, key_of
from commonhour.actions.undo import undo
from commonhour.models import ChangeSet, Proposal
from commonhour.reads.slot import slot_of
from commonhour.tasks.outbox import MailLane
from commonhour.tasks.talks_told import follow_dates

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture
def boss(now, settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_FOLDER = None, tmp_path
    make_community()
    return make_moderator(make_group())


@pytest.fixture
def dates(boss):
    """From Thursday, 26 November 2026, 16:00 in Madrid on."""
    return list(make_series(group=boss.grants.get().group).occurrences.order_by("start"))


@pytest.fixture
def row(boss, dates, settings):
    """Accepted for the second date, told, and confirmed."""
    row = make_proposed(make_call_for_proposals(dates[0].series))
    accept_proposal(row, dates=dates[1:2], version=row.version, now=NOW, actor=boss.as_actor(NOW))
    confirm_slot(fresh(), seen=key_of(fresh()), now=NOW)
    mails(settings, NOW + 11 * MINUTES)
    return row


def fresh():
    return Proposal.objects.whole().get()


def mails(settings, at):
    before = set(settings.MAIL_FOLDER.glob("*.eml"))
    settings.NOW = at.isoformat()
    MailLane().send_mails(at)
    found = [
        message_from_string(file.read_text(), policy=default)
        for file in set(settings.MAIL_FOLDER.glob("*.eml")) - before
    ]
    return [(mail["Subject"], mail.get_body(("plain",)).get_content()) for mail in found]


def move(dates, boss, at, to="20261204T170000"):
    move_occurrence(dates[1], dtstart=to, now=at, actor=boss.as_actor(NOW))


def test_a_moved_talk_is_told_once_and_asks_anew(row, dates, boss, settings):
    at = NOW + 20 * MINUTES
    move(dates, boss, at)
    assert [follow_dates(at + n * MINUTES) for n in (0, 5, 9)] == [0, 0, 0]
    assert [follow_dates(at + n * MINUTES) for n in (10, 11, 30)] == [1, 0, 0]
    ((subject, body),) = mails(settings, at + 31 * MINUTES)
    assert subject == "Another time for Parsers in Tokyo"
    assert "Saturday, 5 December 2026, 01:00" in " ".join(body.split())
    assert slot_of(fresh()).state == "waits"


def test_what_is_put_back_in_time_is_told_to_nobody(row, dates, boss, settings):
    at = NOW + 20 * MINUTES
    move(dates, boss, at)
    assert follow_dates(at) == 0
    undo(ChangeSet.objects.latest("pk").pk, now=at + MINUTES, actor=boss.as_actor(NOW))
    assert [follow_dates(at + n * MINUTES) for n in (2, 30)] == [0, 0]
    assert mails(settings, at + 31 * MINUTES) == []
    assert slot_of(fresh()).state == "confirmed"


def test_a_talk_that_is_called_off_has_no_date(row, dates, boss, settings):
    at = NOW + 20 * MINUTES
    cancel_occurrence(dates[1], now=at, actor=boss.as_actor(NOW))
    assert slot_of(fresh()) is None
    assert [follow_dates(at + n * MINUTES) for n in (0, 10)] == [0, 1]
    ((subject, _),) = mails(settings, at + 11 * MINUTES)
    assert subject == "No date for now: Parsers in Tokyo"


def test_shortly_before_it_is_told_at_once(row, dates, boss):
    at = dates[1].start - 90 * MINUTES
    move(dates, boss, at, "20261203T180000")
    assert follow_dates(at) == 1


def test_what_is_over_is_told_to_nobody_and_the_other_edition_still_is(row, dates, boss):
    at = dates[1].end + MINUTES
    Proposal.objects.update(slot_key="another")
    assert [follow_dates(at), follow_dates(at + 15 * MINUTES)] == [0, 0]
    fresh().session.occurrences.add(dates[2])
    Proposal.objects.update(slot_key=key_of(fresh()))
    assert follow_dates(at) == 0
    move_occurrence(dates[2], dtstart="20261212T170000", now=at, actor=boss.as_actor(NOW))
    assert [follow_dates(at), follow_dates(at + 10 * MINUTES)] == [0, 1]
