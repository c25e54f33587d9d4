"""Measures reading notes: every file of notes in a folder of archives, notes of 2 MB made of one line that repeats, and files
to be brought in: a document of 300 meetings, HTML and archives of mails that were made to be slow.

CPU seconds. `python bench/notes.py`, or with a folder of your own behind it. Wanted: time grows with the text, not faster;
2 MB in ≤ 10 s whatever stands in them.
"""

import datetime as dt
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from commonhour.core.notes.reading import read_notes
from commonhour.formats.notes import Held, read_notes_files

DATA = ROOT.parent / "shared" / "data"
SIZE = int(os.environ.get("BENCH_KILO", "2000")) * 1000  # characters
TODAY = dt.date(2026, 11, 29)
MEETINGS = 300
MAIL = "From a@b.example Thu Nov 26 18:00:00 2026\nFrom: a\nDate: Thu, 26 Nov 2026 18:00:00 +0100\nSubject: Minutes\n"
FILES = (
    ("html", "<ul><li>x"), ("html", "<a "), ("html", "<!--"), ("html", "<a href=https://e.org>x"), ("html", "<title>"),
    ("html", '<a href="'), ("mbox", f"{MAIL}\nDECISION: ship\n"), ("mbox", f"{MAIL}Content-Type: message/rfc822\n\n"),
    ("mbox", "From x "), ("md", "2026-11-26 "),
)  # fmt: skip
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


def seconds_of_file(name: str, text: str) -> float:
    begun = time.process_time()
    read_notes_files([Held(name, name, text.encode())], TODAY)
    return time.process_time() - begun


def bring_files() -> None:
    days = [TODAY - dt.timedelta(weeks=week) for week in range(MEETINGS)]
    text = "".join(f"## {day:%B} {day.day}\n\n" + "- words\n" * 40 + "\n" for day in days)
    print(f"{MEETINGS} meetings without years in one document: {seconds_of_file('pad.md', text):.2f} s")
    for kind, part in FILES:
        begins = MAIL + "\n" if kind == "mbox" else ""
        texts = [begins + part * (size // len(part)) for size in (SIZE, SIZE // 2)]
        whole, half = (seconds_of_file(f"a.{kind}", one) for one in texts)
        print(
            f"{SIZE / 1e6:.2f} MB of {kind} {part[-30:]!r}: {whole:.2f} s, {whole / max(half, 1e-9):.1f} times that of the half"
        )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    texts = [
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("notes-*/**/*.md"))
    ]
    if texts:
        print(f"{len(texts)} files, {sum(map(len, texts)) / 1e6:.1f} MB: {seconds(texts):.2f} s")
    bring_files()
    for line in LINES:
        whole, half = seconds([repeated(line, SIZE)]), seconds([repeated(line, SIZE // 2)])
        print(
            f"{SIZE / 1e6:.2f} MB of {line[:40]!r}: {whole:.2f} s, {whole / max(half, 1e-9):.1f} times that of the half"
        )


if __name__ == "__main__":
    main()
