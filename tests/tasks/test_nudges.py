"""Who looks after a call hears once that its agenda or its notes are missing, and not at all where nobody takes notes."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt

import pytest
from cast import NOW, make_moderator, make_notes

from commonhour.actions.notes.writing import begin_notes
from commonhour.core.rights import TERMINAL
from commonhour.models import Delivery, Notes, NotNudged, Occurrence
from commonhour.reads.mail_links import nudge_path
from commonhour.tasks.nudges import write_nudges
from tests.tasks.test_outbox import at, inbox, series

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def dates(series):
    make_moderator(series.group, "mine@example.org")
    return list(Occurrence.objects.filter(series=series).order_by("start")[:4])


def kinds():
    return sorted(Delivery.objects.values_list("kind", flat=True))


def with_agenda(date):
    notes = make_notes(date, "DECISION: Ship\n")
    Notes.objects.filter(pk=notes.pk).update(begun_at=date.start - DAY)


def test_where_nobody_takes_notes_nobody_is_nudged(dates):
    write_nudges(dates[1].start - DAY)
    write_nudges(dates[0].end + 4 * DAY)
    assert kinds() == []


def test_notes_that_are_missing_for_three_days_are_asked_for_once(dates, inbox, at):
    make_notes(dates[0], "DECISION: Ship\n")
    write_nudges(dates[1].end + 2 * DAY)
    assert kinds() == []
    for hours in (0, 1, 24):
        write_nudges(dates[1].end + 3 * DAY + hours * HOUR)
    assert kinds() == ["notes-missing"]
    at(dates[1].end + 3 * DAY + 25 * HOUR)
    (mail,) = inbox.mails
    assert mail["To"] == "mine@example.org"
    assert mail["Subject"].startswith("No notes yet: Metrics call, ")
    text = mail.get_body(("plain",)).get_content()
    assert "/nudges/" in text
    assert f"/desk/notes/{dates[1].public_id}/" in text


def test_what_is_there_by_the_time_the_mail_goes_is_not_asked_for(dates, inbox, at):
    make_notes(dates[0], "DECISION: Ship\n")
    write_nudges(dates[1].end + 3 * DAY)
    make_notes(dates[1], "DECISION: Wait\n")
    at(dates[1].end + 3 * DAY + HOUR)
    assert inbox.mails == []


def test_what_did_not_take_place_or_was_called_off_needs_no_notes(dates):
    make_notes(dates[0], "DECISION: Ship\n")
    Occurrence.objects.filter(pk=dates[1].pk).update(outcome="not-held")
    Occurrence.objects.filter(pk=dates[2].pk).update(status="CANCELLED")
    for date in dates[1:3]:
        write_nudges(date.end + 4 * DAY)
    assert kinds() == []


def test_an_agenda_is_asked_for_only_where_agendas_are_written_before_the_call(dates):
    make_notes(dates[0], "DECISION: Ship\n")
    Notes.objects.update(begun_at=dates[0].end)
    write_nudges(dates[1].start - DAY)
    assert kinds() == []
    Notes.objects.update(begun_at=dates[0].start - DAY)
    write_nudges(dates[1].start - 3 * DAY)
    assert kinds() == []
    write_nudges(dates[1].start - DAY)
    assert kinds() == ["agenda-missing"]


def test_an_agenda_that_is_there_is_not_asked_for(dates):
    with_agenda(dates[0])
    begin_notes(dates[1], text="To talk about", stage="agenda", now=NOW, actor=TERMINAL)
    write_nudges(dates[1].start - DAY)
    assert kinds() == []


def test_one_press_of_a_button_ends_them_and_looking_does_not(dates, client, settings):
    settings.NOW = NOW.isoformat()
    make_notes(dates[0], "DECISION: Ship\n")
    user = Delivery._meta.apps.get_model("commonhour", "User").objects.get(email="mine@example.org")
    path = nudge_path(user.pk, dates[0].series_id)
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert not NotNudged.objects.exists()
    assert client.post(path).status_code == 200
    write_nudges(dates[1].end + 3 * DAY)
    assert kinds() == []
    client.post(path, {"want": "yes"})
    write_nudges(dates[1].end + 3 * DAY)
    assert kinds() == ["notes-missing"]
    assert client.get(path[:-2] + "x/").status_code == 404
