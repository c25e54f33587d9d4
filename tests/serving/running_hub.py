"""A real `commonhour serve` in a folder and on a port of its own, and how its processes are looked at and killed."""

import contextlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def until(holds: Callable[[], object], seconds: float, what: str, pause: float = 0.02) -> float:
    """Waits until it holds; returns after how many seconds that was."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"after {seconds} s still not: {what}"
        time.sleep(pause)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def environment_of(folder: Path, database: str = "") -> dict[str, str]:
    """That of the tests, but for the settings: these hubs run with their own. Without the URL of a `database` it is SQLite
    in the folder."""
    own = {
        "COMMONHOUR_DATA": str(folder),
        "COMMONHOUR_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    }
    return {**os.environ, **own}


class RunningHub:
    """Its processes are started in this order: server processes, then the background worker."""

    def __init__(self, folder: Path, workers: int, database: str = "") -> None:
        self.folder, self.workers, self.port = folder, workers, free_port()
        self.log = (folder / "log").open("ab")
        environment = environment_of(folder, database)
        command = [sys.executable, "-m", "commonhour", "serve", "--port", str(self.port)]
        self.serve = subprocess.Popen(
            [*command, "--workers", str(workers)], env=environment, cwd=ROOT, stderr=self.log, stdout=self.log,
            start_new_session=True,
        )  # fmt: skip
        self.started: list[int] = []
        try:
            until(lambda: self.get("/readyz") == 200, 60, "ready")
        except AssertionError:
            self.stop()
            raise
        self.started = self.children()

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.serve.pid}/task/{self.serve.pid}/children")
        return [pid for pid in map(int, path.read_text().split()) if is_running(pid)]

    @property
    def background(self) -> int:
        return self.started[-1]

    @property
    def everybody(self) -> list[int]:
        return [self.serve.pid, *self.started]

    def get(self, path: str = "/healthz", seconds: float = 5) -> int:
        """The status of an answer, 0 when there is none."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            line.request("GET", path)
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()

    def read(self, path: str) -> str:
        with self.send(f"GET {path} HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n") as line:
            return read_all(line).decode()

    def send(self, text: str, room: int = 0) -> socket.socket:
        """A connection on which this was sent; with so much room for what comes back unread."""
        line = socket.socket()
        line.settimeout(20)
        if room:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        line.connect(("127.0.0.1", self.port))
        line.sendall(text.replace("\n", "\r\n").encode())
        return line

    def send_half(self, of: int = 9) -> socket.socket:
        """A form of which the body is announced and does not come; its cookie makes Django want to read it."""
        cookie = "csrftoken=" + "a" * 32
        return self.send(
            f"POST /desk/sign-in/ HTTP/1.1\nHost: 127.0.0.1\nCookie: {cookie}\n"
            f"Content-Type: application/x-www-form-urlencoded\nContent-Length: {of}\n\nemail"
        )

    def lock(self) -> sqlite3.Connection:
        """The database's one write lock, held until `close`."""
        held = sqlite3.connect(self.folder / "commonhour.sqlite3", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        return held

    def is_over(self) -> bool:
        return self.serve.poll() is not None and not any(map(is_running, self.everybody))

    def stop(self) -> None:
        for pid in {*self.everybody, *(self.children() if self.serve.poll() is None else [])}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.serve.wait()
        self.log.close()


def read_all(line: socket.socket) -> bytes:
    found = b""
    with line:
        while piece := line.recv(65_536):
            found += piece
    return found
