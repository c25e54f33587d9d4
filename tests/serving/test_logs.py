"""No token in a log: what stands in an address, a form or a cookie is in no line of a real hub, however much it logs."""

import shutil

import pytest
from serving.running_hub import RunningHub, read_all

MARKERS = ("?token=MARKER-SIGN-IN", "?key=MARKER-KEY", "?email=MARKER@example.org", "?next=/MARKER-NEXT/")


@pytest.fixture
def talkative(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("COMMONHOUR_LOG_LEVEL", "DEBUG")
    hub = RunningHub(shutil.copytree(folder, tmp_path / "hub"), workers=1)
    yield hub
    hub.stop()


def test_no_token_is_logged(talkative):
    for path in (
        "/desk/sign-in/",
        "/",
        "/calendar.ics",
        "/nothing",
        "/meetings/x/join",
        "/meetings/x/2026-11-26/join/MARKER-DOOR/",
        "/desk/history/",
        "/healthz",
    ):
        for marker in MARKERS:
            assert talkative.get(path + marker, seconds=20)
    body = "token=MARKER-FORM"
    for length in (len(body), len(body) + 9):  # whole, and one that does not come to an end
        answer = read_all(
            talkative.send(
                "POST /desk/sign-in/ HTTP/1.1\nHost: 127.0.0.1\nConnection: close\nCookie: sessionid=MARKER; csrftoken=MARKER\n"
                f"Referer: http://127.0.0.1/?MARKER\nAuthorization: Bearer MARKER\n"
                f"Content-Type: application/x-www-form-urlencoded\nContent-Length: {length}\n\n{body}"
            )
        )
        assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 408"))
    said = talkative.said()
    assert "/desk/sign-in/" in said  # it does log
    assert "MARKER" not in said
