"""What a hub that really runs stands, in ratios: run with `make bench`. On this machine's own loopback.

Kept answers are asked of one server process while nobody else is there and, in turn, with more clients, 520 idle
connections, forms whose bodies do not come, readers that do not read. So many requests and rounds, and it ends.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASKED, ROUNDS, BEGUN_SECONDS = int(os.environ.get("BENCH_ASKED", "1200")), 5, 60
HOST = "HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = (
    f"POST /desk/sign-in/ {HOST}Cookie: csrftoken={'a' * 32}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail"
)
Beside = Callable[["Hub"], list[socket.socket]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Hub:
    """The demo, served by one process on a port of its own."""

    def __init__(self, folder: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "commonhour", "demo", "--port", str(self.port)]
        own = {
            "COMMONHOUR_DATA": folder,
            "COMMONHOUR_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "commonhour.settings",
        }
        quiet = subprocess.DEVNULL
        self.server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=quiet, stderr=quiet)

    def begun(self) -> str:
        """Waits for its first page, and returns the ETag of that."""
        end = time.monotonic() + BEGUN_SECONDS
        while time.monotonic() < end and self.server.poll() is None:
            try:
                return self.ask(1, 200)
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the hub does not begin")

    def ask(self, times: int, status: int, **headers: str) -> str:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            for _ in range(times):
                line.request("GET", "/", headers=headers)
                answer = line.getresponse()
                answer.read()
                if answer.status != status:
                    raise SystemExit(f"{answer.status} instead of {status}")
        return answer.headers["ETag"]

    def line(self, text: str = "", room: int = 0) -> socket.socket:
        """A connection on which this was sent; with so much room for what comes back unread."""
        line = socket.socket()
        if room:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        line.connect(("127.0.0.1", self.port))
        line.sendall(text.encode())
        return line


CROWDS: dict[str, Beside] = {
    "idle connections": lambda hub: [hub.line() for _ in range(520)],
    "forms that do not come": lambda hub: [hub.line(FORM) for _ in range(12)],
    "readers that do not read": lambda hub: [
        hub.line(f"GET /calendar.ics {HOST}\r\n" * 200, room=2048) for _ in range(12)
    ],
}


def a_second(hub: Hub, clients: int = 1, status: int = 200, **headers: str) -> float:
    """Answers a second that so many clients get, each on one connection."""
    each = ASKED // clients
    began = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        for done in [pool.submit(hub.ask, each, status, **headers) for _ in range(clients)]:
            done.result()
    return each * clients / (time.monotonic() - began)


def ratio(hub: Hub, measured: Callable[[], float], beside: Beside = lambda hub: []) -> float:
    """How many answers a second, as a part of those that one client gets alone just before."""
    found = []
    for _ in range(ROUNDS):
        alone = a_second(hub)
        with ExitStack() as crowd:
            for line in beside(hub):
                crowd.enter_context(line)
            found.append(measured() / alone)
    return statistics.median(found)


def measure(hub: Hub) -> None:
    etag = hub.begun()
    print(f"one client, nobody else: {a_second(hub):,.0f} kept answers a second, which is 1 here")
    print(f"3 clients: {ratio(hub, lambda: a_second(hub, 3)):.2f}")
    print(f"8 clients: {ratio(hub, lambda: a_second(hub, 8)):.2f}")
    print(
        f"who has it already (304): {ratio(hub, lambda: a_second(hub, 1, 304, **{'If-None-Match': etag})):.2f}"
    )
    for name, beside in CROWDS.items():
        print(f"beside {name}: {ratio(hub, lambda: a_second(hub), beside):.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="commonhour-load-") as folder:
        hub = Hub(folder)
        try:
            measure(hub)
        finally:
            hub.server.terminate()
            hub.server.wait()


if __name__ == "__main__":
    main()
