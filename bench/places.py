"""Fifty places that are told twenty messages each while ten of them never answer: python bench/places.py

Prints how long the forty others waited for their last message, how many messages went a second, and the memory it took.
"""

import os
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-places-")
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
os.environ["COMMONHOUR_LOG_LEVEL"] = "ERROR"
sys.path[:0] = [str(Path(__file__).parents[1])]

PLACES, MUTE, EACH = 50, 10, 20
told: Counter[str] = Counter()
last: list[float] = []


class Room(BaseHTTPRequestHandler):
    """`/mute/…` says nothing for longer than anybody waits."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/mute"):
            threading.Event().wait(15)
            return
        self.send_response(204)
        self.end_headers()
        told[self.path] += 1
        last.append(time.perf_counter())

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Room)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["COMMONHOUR_FETCH_ALLOW"] = f"127.0.0.1:{server.server_port}"
    import django

    django.setup()
    from django.core.management import call_command

    from commonhour import clock
    from commonhour.actions.news.outbox import write
    from commonhour.models import Delivery, Destination
    from commonhour.settings import DATABASE_FILE
    from commonhour.tasks.chat import ChatLane

    DATABASE_FILE.parent.mkdir(parents=True, exist_ok=True)
    DATABASE_FILE.touch()
    call_command("migrate", verbosity=0)
    now = clock.now()
    for number in range(PLACES):
        row = Destination(kind="mattermost", label=str(number), created_at=now)
        path = "mute" if number < MUTE else "room"
        row.seal({"url": f"http://127.0.0.1:{server.server_port}/{path}/{number}"})
        row.save()
        write(
            Delivery(kind="test", cause=f"{n}", destination=row, facts={"n": n}, queued_at=now, due_at=now)
            for n in range(EACH)
        )
    began = time.perf_counter()
    ChatLane().send_messages(now)
    seconds, others = max(last) - began, (PLACES - MUTE) * EACH
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sum(told.values())} of {others} messages to the {PLACES - MUTE} places that answer: {seconds:.1f} s, "
          f"{others / seconds:.0f} a second, while {MUTE} never answered; {memory:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
