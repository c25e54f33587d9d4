"""What the hub answers to one file: as `import --dry-run` does, with a bound on processor time and memory."""

import contextlib
import datetime as dt
import json
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream.preview import foresee
from commonhour.core.draft import Draft
from commonhour.core.finding import SEVERITIES
from commonhour.errors import RefusedInput, UserError
from commonhour.formats.ical import expand_calendar
from tests.hostile.shape import Hostile

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
WINDOW = (NOW - dt.timedelta(days=365), NOW + dt.timedelta(days=730))
SECONDS = 30  # of the processor, after which a file counts as one that never ends
LONGEST_SENTENCE = 300  # characters, the name of the file not counted
BYTES = 1024**3  # on top of what the tests have taken already


class Answer(NamedTuple):
    """Either `draft` or `refusal`; `said` is everything that was said about the file."""

    draft: Draft | None
    refusal: str
    said: str


class NeverEnds(BaseException):
    """Not an Exception, so that no code under test takes it for its own."""


def answer(file: Hostile) -> Answer:
    """Recognised, read, dates counted, written as JSON; a calendar expanded too. UserError is an answer."""
    seen = _seen_as(file)
    try:
        draft = read_as_said(file)
        foresee(draft, now=NOW, name=file.name, with_hub=False)
    except UserError as error:
        return Answer(None, error.sentence(), f"{seen} {error.sentence()}")
    if draft.kind == "calendar":
        with contextlib.suppress(RefusedInput):  # a rule that is over the budget of this window
            expand_calendar(file.body, where=file.name, after=WINDOW[0], before=WINDOW[1])
    document = draft.as_json()
    json.dumps(document)
    said = " ".join(one["message"] for one in document["findings"])
    undecided = " ".join(one["undecided"] or "" for one in document["series"])
    return Answer(draft, "", f"{seen} {said} {undecided}")


def read_as_said(file: Hostile) -> Draft:
    """Read as what it is said to be (`--as`), else as what it looks like."""
    kind = file.kind or recognise(file.name, file.body)
    return read_any(file.name, file.body, kind=kind, now=NOW, read=nothing_beside)


def _seen_as(file: Hostile) -> str:
    """What it looks like, or the sentence that it looks like nothing."""
    try:
        return recognise(file.name, file.body)
    except UserError as error:
        return error.sentence()


def nothing_beside(name: str) -> bytes:
    raise RefusedInput("no-such-file", where=name)


@contextlib.contextmanager
def bounded(seconds: int = SECONDS, more_bytes: int = BYTES) -> Iterator[None]:
    """Raises NeverEnds over so many seconds of the processor; memory over the bound is a MemoryError."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + more_bytes, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: Any) -> None:
    raise NeverEnds


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


def faults_of(file: Hostile) -> list[str]:
    """What is wrong with our answer to a file; nothing but UserError may come out of reading it."""
    try:
        with bounded():
            given = answer(file)
    except BaseException as error:  # NeverEnds is one, on purpose
        return [f"{file.name!r} ({file.why}): {type(error).__name__}: {str(error)[:200]}"]
    wrong = []
    if given.draft is None and not is_one_sentence(given.refusal, file.name):
        wrong.append(f"is no plain sentence: {given.refusal[:400]!r}")
    if file.says and file.says not in given.said:
        wrong.append(f"nobody says “{file.says}”: {given.said[:300]!r}")
    if "HOSTILEMARK" in given.said or (given.draft and "HOSTILEMARK" in json.dumps(given.draft.as_json())):
        wrong.append("a secret came out")
    if given.draft and not all(
        finding.code in SEVERITIES and finding.where for finding in given.draft.findings
    ):
        wrong.append("a finding without its code or place")
    return [f"{file.name!r} ({file.why}): {text}" for text in wrong]


def is_one_sentence(sentence: str, name: str) -> bool:
    """It names the file, has one line, ends as sentences do, and fits where it is shown."""
    rest = sentence.removeprefix("".join(c if c.isprintable() else " " for c in name))
    return (
        rest != sentence
        and "\n" not in rest
        and rest.endswith((".", "”", ")"))
        and len(rest) <= LONGEST_SENTENCE
    )
