"""`serve` and `worker`: what keeps a hub running."""

import ipaddress
import os
import socket

import click

from commonhour.management.children import told_to_end
from commonhour.management.setting_up import prepare, say

_MOST_WORKERS = 4


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=lambda: min(cores(), _MOST_WORKERS),
    show_default=f"one a core, at most {_MOST_WORKERS}", help="Server processes.",
)  # fmt: skip
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
    from commonhour.tasks.worker import work, work_once

    if work_once() if once else not work(told_to_end()):
        raise SystemExit(1)


def ipaddress_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of a host name as the command line takes it. Raises a usage error for what is none."""
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError as error:
        raise click.BadParameter(f"“{host}” is not an address; try 127.0.0.1 or 0.0.0.0.") from error


def run_server(host: str, port: int, workers: int = 1) -> None:
    """The app server with the worker beside it, until one of their processes is told to end."""
    address = ipaddress_of(host)
    _refuse_a_taken_port(address, port)
    _follow_zone_data()
    _load_what_all_share()
    from commonhour.management.app_server import AppServer

    say(f"Serving on http://{host}:{port}  (Ctrl-C stops it)")
    AppServer(str(address), port, workers).run()


def _refuse_a_taken_port(address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> None:
    """Server processes share a port, so a second hub on it would start, and answer every other request."""
    with socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(address), port))
        except OSError as error:
            raise click.ClickException(f"Port {port} of {address}: {error.strerror}.") from error


def _follow_zone_data() -> None:
    """Before anybody can edit: an edit under new rules would move dates without a word."""
    from commonhour import clock
    from commonhour.actions.dates.recompute import recompute
    from commonhour.core.rights import WORKER

    recompute(clock.now(), actor=WORKER)


def _load_what_all_share() -> None:
    """Code is loaded once, before the processes part, and none of them inherits an open database."""
    import gc

    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    import commonhour.tasks.worker  # noqa: F401

    # Where a system cannot fork, the children have to find the same folder, wherever this one was started from.
    os.environ |= {
        "COMMONHOUR_DATA": str(settings.DATA_FOLDER),
        "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    }
    import_string(settings.WSGI_APPLICATION)
    get_resolver().url_patterns  # noqa: B018
    connections.close_all()
    gc.collect()
    gc.freeze()
