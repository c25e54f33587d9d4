"""Somebody writes while an answer is being made: at every moment of it, and whoever asks next is told the truth."""

import datetime as dt
import sqlite3
import threading
from contextlib import closing, nullcontext
from itertools import count

import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from django.db import connection

from commonhour.actions.community import publish, unpublish
from commonhour.actions.occurrence import move_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.models import Occurrence
from commonhour.web import kept

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ["/", "/calendar.ics", "/calendar.json", "/meetings/metrics-call/2026-11-26/"]
LATER = NOW + 2 * HOUR


@pytest.fixture
def hub(transactional_db, settings, tmp_path):
    settings.NOW = LATER.isoformat()
    with nullcontext() if connection.vendor == "postgresql" else file_database(tmp_path / "hub.sqlite3"):
        make_community()
        make_series(group=make_group())
        yield


class file_database:  # noqa: N801 - reads like a function
    """The tests' SQLite in a file: one in memory locks whole tables, where a hub's readers and writers never wait."""

    def __init__(self, path):
        self.path, self.memory = path, connection.settings_dict["NAME"]

    def __enter__(self):
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as copy:
            connection.connection.backup(copy)
        self.kept, connection.connection = connection.connection, None
        connection.settings_dict["NAME"] = str(self.path)

    def __exit__(self, *error):
        connection.close()
        connection.settings_dict["NAME"], connection.connection = self.memory, self.kept


class Meanwhile:
    """Runs `write` on a connection of its own, as another process would, when this one has asked `moment` questions.

    The version is asked past Django's cursors, so 0 is the moment between that and the rendering's first question.
    """

    def __init__(self, moment, write):
        self.moment, self.write, self.asked, self.is_written = moment, write, 0, False

    def __call__(self, execute, *query):
        self._perhaps()
        found = execute(*query)
        self.asked += 1
        self._perhaps()
        return found

    def _perhaps(self):
        if self.asked == self.moment and not self.is_written:
            self.is_written = True
            other = threading.Thread(target=self._elsewhere)
            other.start()
            other.join()

    def _elsewhere(self):
        self.write(self.moment)
        connection.close()


def at(moment):
    """Long before the answer is made, and every write at a time of its own."""
    return NOW + moment * dt.timedelta(seconds=10)


def close(moment):
    unpublish(now=at(moment), actor=TERMINAL)


def move(moment):
    date = Occurrence.objects.order_by("start").first()
    move_occurrence(date, now=at(moment), actor=TERMINAL, dtstart=f"20261126T10{moment:02}00")


def told(client, path, **headers):
    answer = client.get(path, headers=headers)
    return answer.status_code, answer.content, answer.headers.get("ETag")


@pytest.mark.parametrize("write", [close, move])
@pytest.mark.parametrize("path", PATHS)
def test_after_a_write_at_any_moment_of_an_answer_the_next_one_is_fresh(hub, client, path, write):
    for moment in count():
        publish(now=at(moment - 0.5), actor=TERMINAL)
        kept.shelf.clear()
        meanwhile = Meanwhile(moment, write)
        with connection.execute_wrapper(meanwhile):
            made = client.get(path)
        if not meanwhile.is_written:
            break
        known = {"if_none_match": made.headers.get("ETag", '"-"')}
        dated = {"if_modified_since": made.headers.get("Last-Modified", "")}
        following, tagged, since = (
            told(client, path),
            told(client, path, **known),
            told(client, path, **dated),
        )
        head = client.head(path)
        kept.shelf.clear()
        truth = told(client, path)
        assert following == truth, moment
        assert (head.status_code, head.headers.get("ETag")) == (truth[0], truth[2]), moment
        for answer in (tagged, since):  # 304 only to whoever has these very bytes
            assert answer == truth or (answer[0] == 304 and made.content == truth[1]), moment
    assert moment > 2


@pytest.mark.parametrize("path", PATHS)
def test_another_process_that_kept_the_answer_before_is_told_as_well(hub, client, monkeypatch, path):
    """Each process has a shelf of its own, and nothing but the database tells them of a write."""
    here, there = kept.Shelf(1_000_000), kept.Shelf(1_000_000)
    for shelf in (there, here):
        monkeypatch.setattr(kept, "shelf", shelf)
        with connection.execute_wrapper(Meanwhile(1 if shelf is here else -1, close)):
            assert client.get(path).status_code == 200
    for shelf in (there, here):
        assert shelf.rows
        monkeypatch.setattr(kept, "shelf", shelf)
        assert client.get(path).status_code == 404
