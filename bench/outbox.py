"""How long 10,000 mails of one notice take through a local mail server, and what readers of the web feel meanwhile.

`python bench/outbox.py` (BENCH_MAILS=500 for a look). The hub is a real one, `commonhour serve` with its own worker on
SQLite; the mail server (aiosmtpd) and the readers are processes of their own.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

MAILS = int(os.environ.get("BENCH_MAILS", "10000"))
HOME = tempfile.mkdtemp(prefix="bench-outbox-")
os.environ |= {
    "COMMONHOUR_DATA": HOME, "DJANGO_SETTINGS_MODULE": "commonhour.settings", "COMMONHOUR_CHECK_LINKS": "no",
    "COMMONHOUR_NOW": "2026-11-23T11:00:00Z",
}  # fmt: skip
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def take_mails(port: int) -> None:
    """The mail server: takes everything and keeps nothing."""
    from aiosmtpd.handlers import Sink
    from aiosmtpd.smtp import SMTP

    async def run() -> None:
        loop = asyncio.get_running_loop()
        await (await loop.create_server(lambda: SMTP(Sink()), "127.0.0.1", port)).serve_forever()

    asyncio.run(run())


def read_until(address: str, is_over) -> list[float]:
    """Seconds that each page took, one reader asking for three pages in turn."""
    took, pages = [], ("/", "/calendar/", "/meetings/metrics-call/")
    while not is_over():
        began = time.perf_counter()
        urllib.request.urlopen(address + pages[len(took) % 3], timeout=60).read()
        took.append(time.perf_counter() - began)
        time.sleep(0.01)
    return sorted(took)


def memory_of(pid: int) -> int:
    """MiB that a process and all below it hold."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    mine = int(status.split("VmRSS:")[1].split()[0]) // 1024
    return mine + sum(map(memory_of, map(int, found)))


def show(name: str, value: str) -> None:
    print(f"{name:<58} {value:>12}")


def main() -> None:
    from commonhour.management.setting_up import prepare

    prepare(static=True)
    from cast import NOW, make_community, make_group, make_series

    from commonhour.actions.occurrence import cancel_occurrence
    from commonhour.core.rights import TERMINAL
    from commonhour.models import Delivery, Notice, Subscriber, Subscription

    make_community()
    series = make_series(group=make_group())
    zones = ("Asia/Tokyo", "Europe/Madrid", "America/New_York", "UTC")
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"reader{n}@example.org", tzid=zones[n % 4], created_at=NOW, confirmed_at=NOW)
        for n in range(MAILS)
    )
    Subscription.objects.bulk_create(Subscription(subscriber=one, created_at=NOW) for one in people)
    date = series.occurrences.order_by("start")[3]
    began = time.perf_counter()
    cancel_occurrence(date, now=NOW, actor=TERMINAL, tell=True)
    show(f"a change that {MAILS:,} people hear of is saved in", f"{time.perf_counter() - began:.2f} s")
    Notice.objects.update(state=Notice.WITHDRAWN)

    mail_port, port = free_port(), free_port()
    server = subprocess.Popen([sys.executable, __file__, str(mail_port)])
    env = os.environ | {"COMMONHOUR_MAIL_URL": f"smtp://127.0.0.1:{mail_port}"}
    hub = subprocess.Popen(
        [sys.executable, "-m", "commonhour", "serve", "--port", str(port)], env=env, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/readyz")
        calm_until = time.monotonic() + 10
        calm = read_until(address, lambda: time.monotonic() > calm_until)
        before = memory_of(hub.pid)
        Notice.objects.update(state=Notice.WAITING)
        began = time.perf_counter()
        busy = read_until(address, lambda: not Delivery.objects.filter(state=Delivery.WAITING).exists())
        took, after = time.perf_counter() - began, memory_of(hub.pid)
    finally:
        for one in (hub, server):
            one.terminate()
            one.wait()
    assert Delivery.objects.filter(state=Delivery.SENT).count() == MAILS
    show(f"{MAILS:,} mails went in", f"{took:.1f} s")
    show("mails a second", f"{MAILS / took:.0f}")
    show("memory of the hub before and after", f"{before}, {after} MiB")
    for name, pages in (("nothing to send", calm), ("they go", busy)):
        median, slow = pages[len(pages) // 2] * 1e3, pages[len(pages) * 99 // 100] * 1e3
        show(f"a page while {name}: median, 99 of 100", f"{median:.0f}, {slow:.0f} ms")


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The hub did not come up.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take_mails(int(sys.argv[1]))
    else:
        main()
