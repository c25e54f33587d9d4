"""Measures what the guard against published secrets costs an import: with it and without it, in turn, in one run.

CPU time, the median of the rounds' ratios. `python bench/guard.py`, or with files of your own behind it.
Wanted: ≤ 1.15 of a whole import.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.db import transaction
from imports import NOW, ROUNDS, SERIES, calendar, prepare, seconds

from commonhour.actions import recognise as reading
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft
from commonhour.core.places import secrets
from commonhour.core.rights import TERMINAL
from commonhour.formats.page import secrets as of_pages
from commonhour.models import texts

GROUPS = max(4, SERIES * 6 // 100)
ABOUT = (
    "We look after what is measured and how, and meet whoever asks. Decisions are in [our log](https://example.org/log/{n}); "
    "questions go to the list first.\n\nNewcomers are welcome: read the [guide](https://docs.example.org/guide) before."
)


def page() -> bytes:
    """A page of meetings as a community writes it that grew."""
    groups = (
        f"### Working group {n}\n\n{ABOUT.format(n=n)}\n\n"
        f"* Lead: Ana Example {n}\n* Meetings: every other Tuesday at {8 + n % 12}:00 Europe/Madrid, from 2026-11-24\n"
        f"* Join: <https://meet.jit.si/example-{n}>\n* Notes: <https://hackmd.io/@example/{n}>\n"
        f"* Mailing list: [wg-{n}](https://lists.example.org/g/{n})\n* Repository: <https://github.com/example/wg-{n}>\n"
        for n in range(GROUPS)
    )
    return ("# Meetings\n\n## Working groups\n\n" + "\n".join(groups)).encode()


@contextmanager
def unguarded() -> Iterator[None]:
    """Everything as it is, but that nothing is looked at for secrets."""
    with (
        mock.patch.object(secrets, "replace_secrets", lambda text, *_: text),
        mock.patch.object(of_pages, "replace_secrets", lambda text, *_: text),
        mock.patch.object(of_pages, "clean_lines", lambda lines, *_: list(lines)),
        mock.patch.object(reading, "without_secrets", lambda draft: draft),
        mock.patch.object(texts, "public", lambda text, stands: text),
    ):
        yield


def read(name: str, body: bytes) -> Draft:
    return read_any(name, body, kind=recognise(name, body), now=NOW)


def whole_import(name: str, body: bytes) -> None:
    with transaction.atomic():
        import_draft(read(name, body), now=NOW, actor=TERMINAL, name=name)
        transaction.set_rollback(True)


def measure(name: str, what: str, action: Callable[[], object]) -> None:
    rounds = []
    for _ in range(ROUNDS):
        forget()
        guarded = seconds(action)
        with unguarded():
            rounds.append((guarded, seconds(action)))
    ratio = statistics.median(one / other for one, other in rounds)
    spent, bare = (statistics.median(each) * 1e3 for each in zip(*rounds, strict=True))
    print(f"{f'{name}, {what}':<44} {spent:>8.0f} ms  {bare:>8.0f} ms  {ratio:>6.2f}")


def forget() -> None:
    """What was looked at in the round before would be free."""
    secrets._harmless.clear()


def main() -> None:
    prepare(static=False)
    files = [(path.name, path.read_bytes()) for path in map(Path, sys.argv[1:])]
    print(f"{'':<44} {'guarded':>11}  {'without':>11}  {'ratio':>6}     (wanted ≤ 1.15)")
    for name, body in files or [("calls.ics", calendar()), ("meetings.md", page())]:
        whole_import(name, body)  # patterns, zones
        measure(name, "read", lambda name=name, body=body: read(name, body))
        measure(name, "whole import", lambda name=name, body=body: whole_import(name, body))


if __name__ == "__main__":
    main()
