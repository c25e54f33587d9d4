"""A calendar of a real CalDAV server: what is put, changed and deleted there shows up here."""

import datetime as dt
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cast import NOW, make_community

from commonhour.core.rights import WORKER
from commonhour.models import Occurrence, Series, Source
from commonhour.tasks.poll import poll_these

pytest.importorskip("radicale", reason="Radicale is not installed.")
pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Radicale that anybody may write to; ended by its own process id."""
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "rights").write_text("[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "radicale", "--config", "", f"--server-hosts=127.0.0.1:{port}", "--auth-type=none",
        "--rights-type=from_file", f"--rights-file={folder / 'rights'}",
        f"--storage-filesystem-folder={folder / 'collections'}", "--logging-level=error",
    ]  # fmt: skip
    log = Path(folder / "log").open("wb")  # noqa: SIM115
    server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert server.poll() is None, "Radicale ended at once"
            time.sleep(0.05)
        else:
            return
    pytest.fail("Radicale does not answer.")


def put(address: str, uid: str, title: str, start: str, *more: str) -> None:
    lines = [
        f"UID:{uid}",
        f"SUMMARY:{title}",
        f"DTSTART;TZID=Europe/Madrid:{start}",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY",
    ]
    stamp = "DTSTAMP:20261123T100000Z"
    events = ["BEGIN:VEVENT", stamp, *lines, "END:VEVENT"]
    for change in more:
        events += ["BEGIN:VEVENT", stamp, f"UID:{uid}", f"SUMMARY:{title}", *change.split("|"), "END:VEVENT"]
    body = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *events, "END:VCALENDAR", ""]
    )
    headers = {"Content-Type": "text/calendar"}
    assert httpx.put(f"{address}/team/calls/{uid}.ics", content=body, headers=headers).status_code in (
        201,
        204,
    )


def starts(title: str) -> list[str]:
    rows = Occurrence.objects.upcoming(NOW).filter(series__title=title)[:3]
    return [f"{row.start:%m-%d %H:%M}{' cancelled' if row.is_cancelled else ''}" for row in rows]


def test_what_changes_on_the_server_shows_up_here(address: str, settings) -> None:
    make_community()
    settings.FETCH_ALLOW = frozenset({("127.0.0.1", int(address.rsplit(":", 1)[1]))})
    for method, path in (("MKCOL", "/team/"), ("MKCALENDAR", "/team/calls/")):
        assert httpx.request(method, address + path).status_code == 201
    url = f"{address}/team/calls/"
    source = Source.objects.create(kind="ics", url=url, feed_url=url, is_shown=True, due_at=NOW)

    def poll(hours: int) -> str:
        (polled,) = poll_these([Source.objects.get(pk=source.pk)], NOW + HOUR * hours, actor=WORKER)
        return polled.summary

    put(address, "metrics", "Metrics call", "20261103T160000")
    put(address, "book", "Book club", "20261105T180000")
    assert poll(0) == "2 new"
    assert starts("Metrics call") == ["11-24 15:00", "12-01 15:00", "12-08 15:00"]
    ids = list(
        Occurrence.objects.upcoming(NOW)
        .filter(series__title="Metrics call")
        .values_list("public_id", flat=True)
    )
    assert poll(1) == "nothing new"
    assert Source.objects.get().etag or Source.objects.get().modified

    cancelled = "RECURRENCE-ID;TZID=Europe/Madrid:20261201T170000|DTSTART;TZID=Europe/Madrid:20261201T170000|DURATION:PT1H|STATUS:CANCELLED"
    put(address, "metrics", "Metrics call", "20261103T170000", cancelled)
    assert poll(2) == "1 changed"
    assert starts("Metrics call") == ["11-24 16:00", "12-01 16:00 cancelled", "12-08 16:00"]
    assert (
        list(
            Occurrence.objects.upcoming(NOW)
            .filter(series__title="Metrics call")
            .values_list("public_id", flat=True)
        )
        == ids
    )

    assert httpx.delete(f"{address}/team/calls/book.ics").status_code == 200
    assert poll(3) == "1 gone"
    assert (starts("Book club"), Series.objects.get(title="Book club").state) == ([], "concluded")
    put(address, "book", "Book club", "20261105T180000")
    assert poll(4) == "1 changed"
    assert starts("Book club") == ["11-26 17:00", "12-03 17:00", "12-10 17:00"]
