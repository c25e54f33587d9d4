"""Measures reading notes: every file of notes in a folder of archives, and notes of 2 MB made of one line that repeats.

CPU seconds. `python bench/notes.py`, or with a folder of your own behind it. Wanted: time grows with the text, not faster;
2 MB in ≤ 10 s whatever stands in them.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from commonhour.core.notes.reading import read_notes

DATA = ROOT.parent / "shared" / "data"
SIZE = int(os.environ.get("BENCH_KILO", "2000")) * 1000  # characters
LINES = (
    "Ana: I would rather wait until the others are here, since nobody has read it.",
    "- [ ] @ana write about [the release](https://example.org/a) by Friday",
    "Ana, Ben and Cleo to write the post by the end of the week or before the next meeting",
    "* Motion to accept the charter. All in favor, none opposed. **Motion passes**",
    "by " * 1500,
    "Ana to " * 1000,
    "[" * 5000,
    "**(~~" * 1000,
    "## Action items",
    "- Consensus:",
)


def seconds(texts: list[str]) -> float:
    begun = time.process_time()
    for text in texts:
        read_notes(text)
    return time.process_time() - begun


def repeated(line: str, size: int) -> str:
    return f"{line}\n" * max(1, size // (len(line) + 1))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    texts = [
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("notes-*/**/*.md"))
    ]
    if texts:
        print(f"{len(texts)} files, {sum(map(len, texts)) / 1e6:.1f} MB: {seconds(texts):.2f} s")
    for line in LINES:
        whole, half = seconds([repeated(line, SIZE)]), seconds([repeated(line, SIZE // 2)])
        print(
            f"{SIZE / 1e6:.2f} MB of {line[:40]!r}: {whole:.2f} s, {whole / max(half, 1e-9):.1f} times that of the half"
        )


if __name__ == "__main__":
    main()
