"""What one who means harm gets through on one day: rows that somebody must look at, and mails to people who asked for none.

`python bench/abuse.py` (BENCH_ASKS=500 for a look). Every request goes through the whole hub, on SQLite in a file.
"""

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

ASKS = int(os.environ.get("BENCH_ASKS", "10000"))
os.environ |= {
    "COMMONHOUR_DATA": tempfile.mkdtemp(prefix="bench-abuse-"), "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    "COMMONHOUR_NOW": "2026-11-23T11:00:00Z",
}  # fmt: skip
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]


def network(number: int) -> str:
    """An address of the internet, each of a network of its own."""
    return f"9.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def asked(path: str, number: int, typed: dict[str, str], address: str, **how: object) -> int:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    return client.post(path, typed, REMOTE_ADDR=address, **how).status_code


def meeting(number: int, email: str) -> dict[str, str]:
    return {
        "title": f"Call {number}", "when": "Thu 3 Dec 16:00 Madrid", "repeat": "once", "about": "Come.",
        "link": "https://example.org/call", "name": "Ana", "email": email, "group": "",
    }  # fmt: skip


def proposal(number: int) -> dict[str, str]:
    return {
        "title": f"Talk {number}", "abstract": "Of parsing.", "name": "Ana", "email": f"f{number}@example.org", "speakers": "0",
        "submit": "1",
    }  # fmt: skip


def spelled(number: int) -> str:
    """One mailbox, as many ways as one likes."""
    return f"{'A' if number % 2 else 'a'}na{'.' * (number % 3 == 1)}b+{number}@gmail.com"


def wave(name: str, path: str, of_one: object, times: int, rows: object) -> None:
    """`of_one(n)` are the form and the address that ask for the n-th time; `rows` is a table that grows with what gets in."""
    from commonhour.models import ConfirmationCount, Delivery

    ConfirmationCount.objects.all().delete()  # a day of its own
    before, mails, began = rows.objects.count(), Delivery.objects.count(), time.perf_counter()
    answers = [asked(path, n, *of_one(n)) for n in range(times)]
    took = time.perf_counter() - began
    refused, broken = answers.count(429), sum(one >= 500 for one in answers)
    print(
        f"{name:<64} {times:>7,} asked {rows.objects.count() - before:>6,} kept {Delivery.objects.count() - mails:>6,} mails"
        f" {refused:>7,} refused {broken:>3} broken {times / took:>6.0f}/s"
    )


def main() -> None:
    from commonhour.management.setting_up import prepare

    prepare(static=True)
    from cast import make_call, make_community, make_group, make_proposal, make_series

    from commonhour.actions.measure import supporter
    from commonhour.models import Proposal, Submission, Subscriber, Support
    from commonhour.reads.mail_links import support_path

    make_community()
    series = make_series(group=make_group())
    talk = make_proposal(make_call(series, is_listed=True))
    one, victim = network(1), "victim@example.org"
    wave("meetings sent in from one network", "/submit/",
         lambda n: (meeting(n, f"a{n}@example.org"), one), ASKS, Submission)  # fmt: skip
    wave("meetings sent in, each from a network of its own", "/submit/",
         lambda n: (meeting(n, f"b{n}@example.org"), network(n)), ASKS, Submission)  # fmt: skip
    wave("meetings sent in with somebody else's address, from everywhere", "/submit/",
         lambda n: (meeting(n, victim), network(n)), ASKS // 10, Submission)  # fmt: skip
    wave("addresses asked to subscribe, from one network", "/subscribe/mail/",
         lambda n: ({"email": f"c{n}@example.org", "kinds": "changes"}, one), ASKS // 10, Subscriber)  # fmt: skip
    wave("addresses asked to subscribe, each from a network of its own", "/subscribe/mail/",
         lambda n: ({"email": f"d{n}@example.org", "kinds": "changes"}, network(n)), ASKS, Subscriber)  # fmt: skip
    wave("one address asked to subscribe, from everywhere", "/subscribe/mail/",
         lambda n: ({"email": victim.replace("@", f"+{n}@"), "kinds": "changes"}, network(n)), ASKS // 10, Subscriber)  # fmt: skip

    wave("talks proposed from one network", talk.call.path,
         lambda n: (proposal(n), one), ASKS // 10, Proposal)  # fmt: skip
    wave("one person supports a talk by many spellings, from everywhere", f"{talk.call.path}{talk.public_id}/",
         lambda n: ({"email": spelled(n)}, network(n)), ASKS // 10, Support)  # fmt: skip
    for n in range(100):
        asked(support_path(talk.pk, supporter(spelled(n))), n, {}, one)
    print(f"{'votes after each of 100 spellings was confirmed':<64} {Support.objects.count():>7,}")
    wave("one network supports a talk", f"{talk.call.path}{talk.public_id}/",
         lambda n: ({"email": f"e{n}@example.org"}, one), ASKS // 10, Support)  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    logging.disable()
    main()
