"""Big uploads of the desk: a worker reads and writes them, and their page says how far they are."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.actions.upload import take_fetched
from commonhour.core.rights import Role
from commonhour.models import Grant, Import, ImportDraft, Occurrence, Schedule, Series
from commonhour.tasks.owed import make_owed
from commonhour.tasks.uploads import LEASE, run_uploads
from commonhour.tasks.worker import work_once
from tests.cast import NOW, make_community, make_manager
from tests.gateways.rogue import Rogue, reply

BACKEND = "django.contrib.auth.backends.ModelBackend"
CALLS = 30


@pytest.fixture
def manager(client, db, now):
    make_community()
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


def calendar(calls: int = CALLS, padding: int = 3_000) -> bytes:
    events = [
        f"BEGIN:VEVENT\r\nUID:call-{n}@example.org\r\nDTSTAMP:20261101T000000Z\r\n"
        f"DTSTART:20261201T{n % 24:02d}0000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=8\r\n"
        f"SUMMARY:Call {n}\r\nDESCRIPTION:{'words ' * (padding // 6)}\r\nEND:VEVENT\r\n"
        for n in range(calls)
    ]
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    ).encode()


def hand_in(client, body: bytes) -> str:
    answer = client.post("/desk/import/", {"file": SimpleUploadedFile("big.ics", body)})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_big_upload_is_read_and_written_by_the_worker(client, manager):
    page = hand_in(client, calendar())
    waiting = client.get(page)
    assert waiting.headers["Refresh"] == "2"
    assert "Waiting for its turn" in waiting.content.decode()
    assert run_uploads(NOW) == 1
    ready = client.get(page)
    assert "Refresh" not in ready.headers
    assert "30 calls" in ready.content.decode()
    assert not Series.objects.exists()
    client.post(page + "write/")
    assert "Refresh" in client.get(page).headers
    assert run_uploads(NOW) == 1
    assert Series.objects.count() == CALLS
    done = client.get(page)
    assert done.headers["Location"] == f"/desk/import/done/{Import.objects.get().pk}/"


def test_its_dates_follow_and_the_page_says_how_many_are_there(client, manager):
    page = hand_in(client, calendar())
    run_uploads(NOW)
    client.post(page + "write/")
    run_uploads(NOW)
    assert Occurrence.objects.count() == 0
    done = f"/desk/import/done/{Import.objects.get().pk}/"
    assert "0 of 30 have their dates" in client.get(done).content.decode()
    assert make_owed(NOW) == CALLS
    assert Occurrence.objects.count() == CALLS * 8
    after = client.get(done)
    assert "Refresh" not in after.headers
    assert "have their dates" not in after.content.decode()


def test_the_page_says_when_there_is_no_worker(client, manager):
    page = hand_in(client, calendar())
    assert "No background worker is running" in client.get(page).content.decode()
    work_once()
    client.post(page + "write/")
    assert "No background worker is running" not in client.get(page).content.decode()


def test_what_is_stopped_is_not_written(client, manager):
    page = hand_in(client, calendar())
    run_uploads(NOW)
    client.post(page + "write/")
    client.post(page + "drop/")
    assert run_uploads(NOW) == 0
    assert not Series.objects.exists()


def test_what_is_over_a_limit_is_told_on_its_page(client, manager):
    many = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5001 + b"END:VCALENDAR\r\n"
    page = hand_in(client, many)
    run_uploads(NOW)
    text = client.get(page).content.decode()
    assert "more than 5,000 components" in text
    assert ">Import</button>" not in text


def test_who_may_no_longer_import_does_not(client, manager):
    page = hand_in(client, calendar())
    run_uploads(NOW)
    client.post(page + "write/")
    Grant.objects.filter(user=manager, role=Role.MANAGER).update(until=NOW - dt.timedelta(days=1))
    run_uploads(NOW)
    assert not Series.objects.exists()
    assert ImportDraft.objects.get().fault["code"] == "managers-only"


def test_two_workers_take_it_once_and_a_dead_one_is_followed(client, manager):
    hand_in(client, calendar())
    ImportDraft.objects.update(lease_until=NOW + LEASE)
    assert run_uploads(NOW) == 0
    assert run_uploads(NOW + LEASE) == 1


def test_a_small_import_has_its_dates_at_once(client, manager):
    page = hand_in(client, calendar(2, 10))
    client.post(page + "write/", {"form": "1"})
    assert Occurrence.objects.count() == 16
    assert not Schedule.objects.exclude(owed_to=None).exists()


@pytest.fixture
def elsewhere(settings):
    """Another server with a small calendar, a big one and nothing else."""
    bodies = {b"/o/r/raw/main/few.ics": calendar(2, 10), b"/many.ics": calendar()}

    def answer(head: bytes):
        body = bodies.get(head.split()[1])
        return [reply(body=body) if body else reply("404 Not Found")]

    with Rogue(answer) as found:
        settings.FETCH_ALLOW = frozenset({("127.0.0.1", found.port)})
        yield found


def hand_in_address(client, url: str) -> str:
    return client.post("/desk/import/", {"address": url}).headers["Location"]


def test_what_has_an_address_is_fetched_by_the_worker(client, manager, elsewhere):
    page = hand_in_address(client, elsewhere.url("/o/r/blob/main/few.ics"))
    waiting = client.get(page)
    assert (elsewhere.heads, waiting.headers["Refresh"]) == ([], "2")
    assert "Waiting for its turn" in waiting.content.decode()
    assert run_uploads(NOW) == 1
    ready = client.get(page)
    assert "Refresh" not in ready.headers
    assert "few.ics" in ready.content.decode()
    client.post(page + "write/", {"form": "1"})
    assert Series.objects.count() == 2


def test_a_big_one_is_fetched_and_then_read(client, manager, elsewhere):
    page = hand_in_address(client, elsewhere.url("/many.ics"))
    assert run_uploads(NOW) == run_uploads(NOW) == 1
    assert f"{CALLS} calls" in client.get(page).content.decode()


def test_what_cannot_be_had_is_told_on_its_page(client, manager, elsewhere):
    page = hand_in_address(client, elsewhere.url("/private-MARKER/none.ics"))
    run_uploads(NOW)
    text = client.get(page).content.decode()
    assert "127.0.0.1 answered with status 404" in text
    assert "MARKER" not in text
    assert client.post(page + "write/").status_code == 409  # there is nothing to write


def test_what_was_stopped_is_not_fetched_and_does_not_come_back(client, manager, elsewhere):
    page = hand_in_address(client, elsewhere.url("/many.ics"))
    kept = ImportDraft.objects.get()
    client.post(page + "drop/")
    assert run_uploads(NOW) == 0
    assert elsewhere.heads == []
    take_fetched(kept, "many.ics", calendar(), now=NOW)  # it was stopped meanwhile
    assert not ImportDraft.objects.exists()
