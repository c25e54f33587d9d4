"""What each hostile file costs: processor time and memory, the worst ten first. Run by hand: `python bench/hostile.py`.

Small files (up to 64 KiB) are to take 250 ms at most beyond start-up. The time is the processor's, the best of
three for a slow small file, as another process may have had the caches. Memory is measured in a second run.
"""

import os
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-hostile-")
os.environ["COMMONHOUR_NOW"] = "2026-11-23T10:00:00Z"
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
sys.path[:0] = [str(Path(__file__).parents[1])]

import django

django.setup()

from tests.hostile.answer import answer, bounded, faults_of
from tests.hostile.files import hostile_files
from tests.hostile.shape import Hostile

SMALL, WANTED, SHOWN = 64 * 1024, 0.25, 10


def main() -> None:
    words = sys.argv[1:]
    files = [file for file in hostile_files() if not words or any(word in file.name for word in words)]
    faults = [
        fault for file in files for fault in faults_of(file)
    ]  # imports and caches of zones are paid here
    timed = [(seconds(file), file) for file in files]
    for title, is_small in (("small files", True), ("large files", False)):
        rows = sorted(
            ((spent, file) for spent, file in timed if (len(file.body) <= SMALL) == is_small),
            key=lambda row: -row[0],
        )
        if rows:
            report(title, rows, [peak(file) for _, file in rows[:SHOWN]])
    slow = [file.name for spent, file in timed if len(file.body) <= SMALL and spent > WANTED]
    print(
        f"\n{len(files)} files; {len(slow)} small ones over {WANTED * 1e3:.0f} ms: {', '.join(slow) or 'none'}"
    )
    print("\n".join(faults) or "each has its draft or its sentence")
    raise SystemExit(1 if faults else 0)


def seconds(file: Hostile) -> float:
    """Of the processor, for the whole answer."""
    spent = _once(file)
    if spent > WANTED and len(file.body) <= SMALL:
        spent = min(spent, _once(file), _once(file))
    return spent


def _once(file: Hostile) -> float:
    began = time.process_time()
    with bounded(120):
        answer(file)
    return time.process_time() - began


def peak(file: Hostile) -> int:
    """Bytes that Python held at most while answering, the file itself not counted."""
    tracemalloc.start()
    with bounded(600):
        answer(file)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def report(title: str, rows: list[tuple[float, Hostile]], peaks: list[int]) -> None:
    total = sum(spent for spent, _ in rows)
    print(f"\n{len(rows)} {title}, {total:.1f} s of the processor in all; the worst {SHOWN}:")
    for (spent, file), held in zip(rows, peaks, strict=False):
        print(
            f"{spent * 1e3:>8.0f} ms {held / 2**20:>7.1f} MiB {len(file.body):>10,} bytes  {file.name[:60]!r}"
        )


if __name__ == "__main__":
    main()
