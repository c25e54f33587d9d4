"""Workers are killed while they send: nothing is missing afterwards, and what came twice has one Message-ID.

`python bench/kills.py` (BENCH_ROUNDS=10 BENCH_MAILS=200 for a look). Two workers send to a mail server (aiosmtpd) that takes
its time; in each round one of them or both are killed at any moment, and new ones begin whose clock is minutes ahead of or
behind the last one's. In the end two workers finish the rest. The promise is in docs/decisions/0030: something may go twice
only where a worker was killed between the server's acceptance and its own commit, so at most once for each kill.
"""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event

ROUNDS, MAILS = int(os.environ.get("BENCH_ROUNDS", "100")), int(os.environ.get("BENCH_MAILS", "2000"))
SECONDS_A_MAIL = 0.02
BEGIN = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
os.environ |= {
    "COMMONHOUR_DATA": tempfile.mkdtemp(prefix="bench-kills-"), "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    "COMMONHOUR_CHECK_LINKS": "no", "COMMONHOUR_NOW": BEGIN.isoformat(),
}  # fmt: skip
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]


class Slow:
    """Takes every mail and writes its Message-ID down before it says so."""

    def __init__(self, file: str) -> None:
        self.file = Path(file).open("a", encoding="utf-8")  # noqa: SIM115

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.file.write(message_from_bytes(envelope.content)["Message-ID"] + "\n")
        self.file.flush()
        await asyncio.sleep(SECONDS_A_MAIL)
        return "250 OK"


def take_mails(port: int, file: str) -> None:
    from aiosmtpd.smtp import SMTP

    async def run() -> None:
        loop, slow = asyncio.get_running_loop(), Slow(file)
        await (await loop.create_server(lambda: SMTP(slow), "127.0.0.1", port)).serve_forever()

    asyncio.run(run())


def worker(moment: datetime) -> int:
    """The id of a new process that sends what is due by that clock, until it is killed."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    if child := os.fork():
        return child
    try:
        from commonhour.tasks.duties import Lane, lanes

        settings.NOW = moment.isoformat()
        (mail,) = [lane for lane in lanes() if lane.name == "mail"]
        assert isinstance(mail, Lane)
        mail.tick = 0.05
        mail.keep_walking(lambda: moment, Event())
    finally:
        os._exit(1)


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def fill() -> None:
    """A notice that so many are told of."""
    from cast import NOW, make_community, make_group, make_series

    from commonhour.actions.occurrence import cancel_occurrence
    from commonhour.core.rights import TERMINAL
    from commonhour.models import Subscriber, Subscription

    make_community()
    series = make_series(group=make_group())
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"reader{n}@example.org", tzid="UTC", created_at=NOW, confirmed_at=NOW) for n in range(MAILS)
    )  # fmt: skip
    Subscription.objects.bulk_create(Subscription(subscriber=one, created_at=NOW) for one in people)
    cancel_occurrence(series.occurrences.order_by("start")[3], now=NOW, actor=TERMINAL, tell=True)


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
    chance, moment, kills = random.Random(4), BEGIN, 0
    try:
        working = [worker(moment), worker(moment)]
        for number in range(ROUNDS):
            time.sleep(chance.uniform(0.02, 0.4))
            for place in range(2) if number % 5 == 4 else [chance.randrange(2)]:
                kill(working[place])
                kills += 1
                moment += timedelta(minutes=chance.choice([-3, -1, 0, 1, 6]))
                working[place] = worker(moment)
        rest = moment + timedelta(hours=1)
        for child in working:
            kill(child)
            kills += 1
        working = [worker(rest), worker(rest)]
        end = time.monotonic() + 600
        while Delivery.objects.filter(state=Delivery.WAITING).exists() and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        for child in working:
            kill(child)
        server.terminate()
        server.wait()
    taken = Counter(Path(file).read_text(encoding="utf-8").split())
    twice = sum(count - 1 for count in taken.values())
    meant = {f"<{one}@127.0.0.1>" for one in Delivery.objects.values_list("public_id", flat=True)}
    print(
        f"{kills} kills in {ROUNDS} rounds, {MAILS:,} messages: {len(meant - set(taken))} missing, {twice} twice"
    )
    assert set(taken) == meant
    assert Delivery.objects.filter(state=Delivery.SENT).count() == MAILS
    assert twice <= kills


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take_mails(int(sys.argv[1]), sys.argv[2])
    else:
        main()
