"""Measures the hub against bare Django in one process and prints ratios: run with `make bench`.

1,000 series over two years are made in a SQLite file of the bench's own. Requests go through the WSGI handler, in
turn with their bare counterpart, so that a busy machine slows both. CPU time, median of the rounds.
"""

import contextlib
import datetime as dt
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-bench-")
os.environ["COMMONHOUR_NOW"] = "2026-11-23T10:00:00Z"
os.environ["COMMONHOUR_LOG_LEVEL"] = "ERROR"
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings

from commonhour.core.rights import TERMINAL
from commonhour.web.kept import Door

SERIES, ROUNDS = int(os.environ.get("BENCH_SERIES", "1000")), 11
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "UTC")
RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TH", "FREQ=MONTHLY;BYDAY=-1FR")


def fill() -> float:
    """A community of 50 groups and 1,000 series; returns seconds."""
    from commonhour.actions.community import publish
    from commonhour.actions.series import add_series
    from commonhour.core.schedule.schedule import Schedule
    from commonhour.management.setting_up import prepare
    from commonhour.models import Group, Space

    prepare(static=True)
    now = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    began = time.perf_counter()
    space = Space.objects.create(slug="all", name="All")
    groups = [Group.objects.create(slug=f"g{n}", name=f"Group {n}", space=space) for n in range(50)]
    for n in range(SERIES):
        day = dt.date(2026, 11, 2) + dt.timedelta(days=n % 14)
        start = f"{day:%Y%m%d}T{8 + n % 12:02d}0000"
        schedule = Schedule(start, ZONES[n % 6], dt.timedelta(hours=1), RULES[n % 4])
        add_series(title=f"Call {n}", group=groups[n % 50], schedule=schedule, now=now, actor=TERMINAL)
    publish(now=now, actor=TERMINAL)
    return time.perf_counter() - began


def handler(middleware: bool):
    if middleware:
        return Door(WSGIHandler())
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


def cost(app: WSGIHandler, urlconf: str, path: str, times: int, **headers: str) -> float:
    """CPU seconds of one request, over `times` of them."""
    with override_settings(ROOT_URLCONF=urlconf):
        environ = RequestFactory(headers=headers).get(path, HTTP_HOST="127.0.0.1").environ
        began = time.process_time()
        for _ in range(times):
            response = app(dict(environ), lambda status, sent: None)
            b"".join(response)
            getattr(response, "close", int)()
        return (time.process_time() - began) / times


def compare(name: str, ours, bare, wanted: float) -> None:
    """Both in turn; the ratio of their rates, pair by pair."""
    pairs = [(ours(), bare()) for _ in range(ROUNDS)]
    ratio = statistics.median(b / a for a, b in pairs)
    mine, theirs = (statistics.median(side) * 1e6 for side in zip(*pairs, strict=True))
    print(f"{name:<44} {mine:>9.0f} µs  bare {theirs:>7.0f} µs  ratio {ratio:>5.2f}  (wanted ≥ {wanted})")


def pages() -> None:
    import bare

    from commonhour.models import Occurrence
    from commonhour.web.kept import shelf

    full, plain = handler(True), handler(False)
    print(
        f"{Occurrence.objects.count():,} occurrences, Python {platform.python_version()}, SQLite, CPU time\n"
    )
    began = time.process_time()
    first = full(RequestFactory().get("/calendar.ics", HTTP_HOST="127.0.0.1").environ, lambda *_: None)
    bare.BODY["feed"] = b"".join(first)
    print(
        f"{'feed of everything, made anew':<44} {(time.process_time() - began) * 1e3:>9.0f} ms  {len(bare.BODY['feed']):,} bytes"
    )
    shelf.clear()
    began = time.process_time()
    cost(full, "commonhour.urls", "/calendar.ics", 1)
    print(f"{'the same after another write':<44} {(time.process_time() - began) * 1e3:>9.0f} ms")
    shelf.clear()
    print(f"{'home page, made anew':<44} {cost(full, 'commonhour.urls', '/', 1) * 1e3:>9.0f} ms")
    etag = first.headers["ETag"]
    rows = lambda: cost(plain, "bare", "/rows", 40)  # noqa: E731
    ready = lambda: cost(plain, "bare", "/bytes", 300)  # noqa: E731
    compare("home page / bare view of 50 rows", lambda: cost(full, "commonhour.urls", "/", 40), rows, 0.5)
    compare(
        "feed / bare view of its bytes",
        lambda: cost(full, "commonhour.urls", "/calendar.ics", 300),
        ready,
        0.9,
    )
    compare("304 / bare view of its bytes",
            lambda: cost(full, "commonhour.urls", "/calendar.ics", 300, **{"if-none-match": etag}), ready, 0.9)  # fmt: skip


def slowest_calendar() -> None:
    """The slowest real .ics to read, when the folder of real calendars is beside the project."""
    from commonhour.errors import UserError
    from commonhour.formats.ical import read_calendar

    folder = Path(__file__).parents[2] / "shared" / "data"
    timed = []
    for path in folder.rglob("*.ics"):
        began = time.process_time()
        with contextlib.suppress(UserError):
            read_calendar(path.read_bytes(), where=path.name)
        timed.append((time.process_time() - began, path.stat().st_size, path.name))
    if not timed:
        print("no real calendars beside the project")
        return
    seconds, size, name = max(timed)
    print(
        f"\n{len(timed)} real .ics read or refused; slowest {name} ({size:,} bytes): {seconds * 1e3:.0f} ms"
    )


if __name__ == "__main__":
    print(f"{SERIES:,} series made in {fill():.1f} s")
    pages()
    slowest_calendar()
