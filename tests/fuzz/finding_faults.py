"""Runs cases, and makes of a failing one the smallest input that still fails in the same way, and a line for pytest."""

import hashlib
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target, case_of
from tests.hostile.answer import NeverEnds, bounded

SECONDS = 10  # of the processor, for one case
FOLDER = Path(tempfile.gettempdir()) / "commonhour-fuzz"


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` tells faults apart: the kind of exception and the line of ours it came from."""

    place: str
    text: str


def fault_of(target: Target, body: bytes, seconds: int = SECONDS) -> Fault | None:
    """What goes wrong with a case; None when nothing does."""
    try:
        with bounded(seconds):
            target.run(body)
    except (Exception, NeverEnds) as error:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if "/commonhour/" in frame.filename or "/fuzz/targets" in frame.filename
        ]
        last = frames[-1] if frames else None
        where = f"{Path(last.filename).name}:{last.lineno}" if last else "?"
        return Fault(
            f"{type(error).__name__} at {where}", "".join(traceback.format_exception(error))[-3_000:]
        )
    return None


def smallest(target: Target, body: bytes, fault: Fault, seconds: float = 20) -> bytes:
    """Lines, then bytes, taken out as long as the same fault stays (delta debugging), for so many seconds."""
    until = time.monotonic() + seconds
    lines = _without(
        body.splitlines(keepends=True), lambda parts: _is_same(target, b"".join(parts), fault), until
    )
    rest = b"".join(lines)
    return bytes(
        b"".join(
            _without(
                [bytes([b]) for b in rest], lambda parts: _is_same(target, b"".join(parts), fault), until
            )
        )
    )


def _is_same(target: Target, body: bytes, fault: Fault) -> bool:
    found = fault_of(target, body, 3)
    return found is not None and found.place == fault.place


def _without(parts: list[bytes], still_fails, until: float) -> list[bytes]:
    size = max(1, len(parts) // 2)
    while size and time.monotonic() < until:
        start = 0
        while start < len(parts) and time.monotonic() < until:
            fewer = parts[:start] + parts[start + size :]
            if still_fails(fewer):
                parts = fewer
            else:
                start += size
        size //= 2
    return parts


def kept(target: Target, body: bytes) -> Path:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{target.name}-{hashlib.sha256(body).hexdigest()[:12]}"
    path.write_bytes(body)
    return path


def report(target: Target, seed: int, fault: Fault) -> str:
    """What was found, where the smallest input lies, and how to run it again."""
    body = smallest(target, case_of(target, seed), fault)
    path = kept(target, body)
    again = f"FUZZ={path} .venv/bin/python -m pytest tests/fuzz/test_fuzz.py -k kept"
    return f"{target.name}, seed {seed}: {fault.place}\n{fault.text}\n{body[:600]!r}\n{again}\n"


def target_of(path: Path) -> Target:
    """The target a kept input was made for, by its name."""
    return TARGETS[path.name.rpartition("-")[0]]
