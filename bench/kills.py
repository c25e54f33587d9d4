"""Workers are killed while they write reminders and weeks and send: nothing is missing, and what came twice is accounted for.

`python bench/kills.py` (BENCH_ROUNDS=10 BENCH_MAILS=200 for a look). A third of the messages are a notice, a third reminders
that become due while it runs, a third everybody's week. Two workers send them to a mail server (aiosmtpd) that takes its time;
in each round one of them, in every fifth both, are killed at any moment, and new ones begin. The clock of all steps back and
forth by up to two minutes at any moment, and by more while nobody runs. In the end two workers finish the rest. The promise
is in docs/decisions/0030: something may go twice only where a worker was killed between the server's acceptance and its own
commit. Such a mail is the last one of its connection; any other that came twice is outside of that window.
"""

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event

ROUNDS, MAILS = int(os.environ.get("BENCH_ROUNDS", "100")), int(os.environ.get("BENCH_MAILS", "1000"))
SECONDS_A_MAIL = 0.05
CALLS = 20  # of which somebody is reminded, one due two minutes after the other
BEGIN = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday
BEFORE = timedelta(minutes=180)
SECONDS = multiprocessing.Value("i", 0)  # since BEGIN, by the clock that all workers look at
os.environ |= {
    "COMMONHOUR_DATA": tempfile.mkdtemp(prefix="bench-kills-"), "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    "COMMONHOUR_CHECK_LINKS": "no", "COMMONHOUR_NOW": BEGIN.isoformat(),
}  # fmt: skip
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]


class Slow:
    """Takes every mail, and writes down its Message-ID and on which connection it came before it says so."""

    def __init__(self, file: str) -> None:
        self.file = Path(file).open("a", encoding="utf-8")  # noqa: SIM115
        self.numbers = itertools.count()

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if not hasattr(session, "number"):
            session.number = next(self.numbers)
        self.file.write(f"{session.number} {message_from_bytes(envelope.content)['Message-ID']}\n")
        self.file.flush()
        await asyncio.sleep(SECONDS_A_MAIL)
        return "250 OK"


def take_mails(port: int, file: str) -> None:
    from aiosmtpd.smtp import SMTP

    async def run() -> None:
        loop, slow = asyncio.get_running_loop(), Slow(file)
        await (await loop.create_server(lambda: SMTP(slow), "127.0.0.1", port)).serve_forever()

    asyncio.run(run())


def worker() -> int:
    """The id of a new process that writes and sends what is due, until it is killed."""
    from django.db import connections

    connections.close_all()
    if child := os.fork():
        return child
    try:
        work()
    finally:
        os._exit(1)


def work() -> None:
    from django.conf import settings

    from commonhour import clock
    from commonhour.tasks.duties import lanes

    def go_on() -> None:
        while True:
            settings.NOW = (BEGIN + timedelta(seconds=SECONDS.value)).isoformat()
            time.sleep(0.005)

    threading.Thread(target=go_on, daemon=True).start()
    for lane in lanes():
        if lane.name in ("mail", "reminders"):
            lane.tick = 0.05
            lane.duties = [replace(duty, every=timedelta(seconds=0.05)) for duty in lane.duties]
            threading.Thread(target=lane.keep_walking, args=(clock.now, Event())).start()
    Event().wait()


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def fill() -> None:
    """As many readers as messages: a notice, a reminder or their week for each."""
    from cast import make_community, make_group, make_series

    from commonhour.actions.occurrence import cancel_occurrence
    from commonhour.core.rights import TERMINAL
    from commonhour.models import Subscriber, Subscription

    make_community(tzid="UTC")
    group, at = make_group(), [BEGIN + BEFORE + timedelta(minutes=2 * n) for n in range(CALLS)]
    calls = [make_series(f"Call {n}", group, f"{one:%Y%m%dT%H%M}00", "UTC") for n, one in enumerate(at)]
    before, minutes = BEGIN - timedelta(days=1), int(BEFORE.total_seconds() // 60)
    wishes = (
        {"tells_changes": True}, {"tells_changes": False, "reminder_minutes": [minutes]},
        {"tells_changes": False, "tells_week": True},
    )  # fmt: skip
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"reader{n}@example.org", created_at=before, confirmed_at=before, **wishes[n % 3])
        for n in range(MAILS)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, created_at=before, series=calls[n % CALLS] if n % 3 == 1 else None)
        for n, one in enumerate(people)
    )
    cancel_occurrence(
        calls[0].occurrences.order_by("start")[3],
        now=BEGIN - timedelta(minutes=10),
        actor=TERMINAL,
        tell=True,
    )


def live(chance: random.Random) -> int:
    """All the rounds; returns how many workers were killed."""
    working, kills, base = [worker(), worker()], 0, 0
    for number in range(ROUNDS):
        for _ in range(4):
            time.sleep(chance.uniform(0.005, 0.1))
            SECONDS.value = base + chance.randrange(-90, 91)
        dying = [0, 1] if number % 5 == 4 else [chance.randrange(2)]
        for place in dying:
            kill(working[place])
        kills += len(dying)
        base += chance.choice((-240, 480)) if len(dying) == 2 else 15
        SECONDS.value = max(base, 0)
        for place in dying:
            working[place] = worker()
    for child in working:
        kill(child)
    return kills + 2


def finish() -> None:
    """Two workers do the rest: every reminder is due, no lease holds any more, and no call has begun."""
    from commonhour.models import Delivery

    rest = int(BEFORE.total_seconds()) - 600
    assert SECONDS.value + 900 < rest
    SECONDS.value = rest
    working = [worker(), worker()]
    try:
        end = time.monotonic() + 20 + MAILS / 5
        while Delivery.objects.filter(state=Delivery.SENT).count() < MAILS and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        for child in working:
            kill(child)


def outside(taken: list[tuple[str, str]]) -> int:
    """How many mails came once more although their worker was not killed right after it: not the last of a connection."""
    last = dict(taken)
    copies = defaultdict(list)
    for connection, mail in taken:
        copies[mail].append(connection)
    return sum(last[connection] != mail for mail, places in copies.items() for connection in places[:-1])


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ["COMMONHOUR_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    from commonhour.management.setting_up import prepare

    prepare(static=False)
    fill()
    from commonhour.models import Delivery

    file = str(Path(os.environ["COMMONHOUR_DATA"]) / "taken")
    server = subprocess.Popen([sys.executable, __file__, str(port), file])
    try:
        kills = live(random.Random(4))
        finish()
    finally:
        server.terminate()
        server.wait()
    taken = [tuple(line.split()) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    came = {mail for _, mail in taken}
    meant = {f"<{one}@127.0.0.1>" for one in Delivery.objects.values_list("public_id", flat=True)}
    twice, unexplained = len(taken) - len(came), outside(taken)
    for kind in ("notice", "reminder", "week"):
        print(f"{kind:<9} {Delivery.objects.filter(kind=kind, state=Delivery.SENT).count():>6,} sent")
    print(
        f"{ROUNDS} rounds, {kills} kills, {MAILS:,} messages: {MAILS - len(came & meant)} missing, {twice} twice, "
        f"of which {unexplained} outside the window"
    )
    assert came == meant
    assert len(meant) == Delivery.objects.filter(state=Delivery.SENT).count() == MAILS
    assert not unexplained
    assert twice <= kills


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take_mails(int(sys.argv[1]), sys.argv[2])
    else:
        main()
