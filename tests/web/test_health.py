"""/readyz tells the truth about the database and the worker; /healthz asks nobody."""

import datetime as dt

import pytest
from cast import NOW, make_community
from django.db import connection

from commonhour.models import WorkerLane
from commonhour.web import health
from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hub(now):
    make_community()
    health._require_migrated.cache_clear()


def seen(name: str, seconds: int, **facts: bool) -> None:
    WorkerLane.objects.create(name=name, seen_at=NOW - dt.timedelta(seconds=seconds), **facts)


def test_ready_with_a_worker_at_work(client):
    seen("dates", 20)
    seen("calendars", 90, is_late=True)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["worker"] == {"dates": 20, "calendars": 90}
    assert answer.json()["content_version"] == 1


@pytest.mark.parametrize(
    ("lanes", "reason"),
    [
        ({}, "No background worker has been seen at work yet."),
        ({"dates": 20, "feeds": 300}, "The background worker was not seen at work for five minutes: feeds."),
    ],
)
def test_not_ready_without_a_worker(client, lanes, reason):
    for name, seconds in lanes.items():
        seen(name, seconds)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["ready"], answer.json()["reason"]) == (False, reason)
    assert client.get("/healthz").content == b"ok\n"


def test_not_ready_with_the_database_of_an_older_version(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'commonhour' AND name >= '0005'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "older than this version" in answer.json()["reason"]


def test_not_ready_when_nothing_can_be_written(client):
    """Here the table is gone; a full or read-only disk is the same to whoever writes."""
    seen("dates", 20)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE commonhour_workerlane RENAME TO elsewhere")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"].startswith("The database cannot be read or written (")


def test_asking_writes_nothing(client, django_assert_num_queries):
    seen("dates", 20)
    before = list(WorkerLane.objects.values())
    client.get("/readyz")
    assert list(WorkerLane.objects.values()) == before
    with django_assert_num_queries(0):
        client.get("/healthz")


@pytest.mark.parametrize(
    ("seconds", "is_late", "words"),
    [(20, False, "At work"), (20, True, "goes on in parts"), (301, False, "Not at work")],
)
def test_the_status_page_has_a_line_about_it(client, seconds, is_late, words):
    seen("dates", seconds, is_late=is_late)
    shelf.clear()
    assert words in client.get("/status/").content.decode()
