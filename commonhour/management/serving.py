"""`serve`, `worker` and `demo`: what keeps a hub running."""

import ipaddress
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import click

from commonhour.management.setting_up import prepare, say

ROUND_SECONDS = 60


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Server processes; one a core is right.")
def serve(host: str, port: int, workers: int) -> None:
    """Bring the database up to date, then run the app server and the background worker.

    \b
    Examples:
      commonhour serve
      commonhour serve --host 0.0.0.0 --port 8080 --workers 2
    """
    if ipaddress_of(host).is_loopback:
        os.environ.setdefault("COMMONHOUR_URL", f"http://{host}:{port}")
    prepare(static=True)
    run_server(host, port, workers)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def worker(once: bool) -> None:
    """Run only the background worker. Several may run, on several machines.

    \b
    Examples:
      commonhour worker
      commonhour worker --once
    """
    prepare(static=False)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    work(stop, once=once)


def ipaddress_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of a host name as the command line takes it. Raises a usage error for what is none."""
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError as error:
        raise click.BadParameter(f"“{host}” is not an address; try 127.0.0.1 or 0.0.0.0.") from error


def work(stop: threading.Event, *, once: bool = False) -> None:
    """Walk the round, a minute apart, until told to stop."""
    from django.db import close_old_connections

    from commonhour import clock
    from commonhour.tasks.round import Round

    going = Round()
    while True:
        close_old_connections()
        failed = going.walk(clock.now, time.monotonic())
        if once and failed:
            raise SystemExit(1)
        if once or stop.wait(ROUND_SECONDS):
            return


def _follow_zone_data() -> None:
    """Before anybody can edit: an edit under new rules would move dates without a word."""
    from commonhour import clock
    from commonhour.tasks.tzdata import follow_zone_data

    follow_zone_data(clock.now())


def run_server(host: str, port: int, workers: int = 1) -> None:
    """granian as a child, the worker as a thread of this process; both end together."""
    _follow_zone_data()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-access-log", "--log-level", "warning",
        "--backpressure", "512", "commonhour.wsgi:application",
    ]  # fmt: skip
    from django.conf import settings

    # The child must see the very folder this process prepared, wherever it was started from.
    environment = {**os.environ, "COMMONHOUR_DATA": str(settings.DATA_FOLDER)}
    environment["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(stop,), daemon=True)
    server = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2])
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: server.terminate())
    thread.start()
    say(f"Serving on http://{host}:{port}  (Ctrl-C stops it)")
    code = server.wait()
    stop.set()
    raise SystemExit(0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else code)
