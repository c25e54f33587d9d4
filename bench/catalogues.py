"""Counts what becomes of every catalogue file and meetings page of a folder: scheduled, undecided with why, refused.

Run with `python bench/catalogues.py [FOLDER] [--today 2026-11-23]`; the folder is ../shared/data when none is given.
"""

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
sys.path[:0] = [str(Path(__file__).parents[1])]

import django

django.setup()

from commonhour.actions.recognise import read_any, recognise
from commonhour.core.draft import Draft
from commonhour.core.undecided.question import Question
from commonhour.errors import RefusedInput

KINDS = ("sigs", "irc-meetings", "rust-calendar", "yaml2ics", "node-meetings", "page")
SUFFIXES = {".yaml", ".yml", ".toml", ".json", ".md", ".markdown"}
LISTS = {"MANIFEST.json", "recurrence_cases.json"}  # of the data itself
# The code of a question or of what it asks, and the class of reason it belongs to (docs/explanation/catalogues.md).
REASONS = {
    "no-time-said": "nothing said", "no-schedule": "nothing said", "everything": "nothing said",
    "in-its-calendar": "said elsewhere", "next-one": "on demand", "group-paused": "paused", "which-day": "two days",
    "which-weeks": "which weeks", "first-date-is": "which weeks", "year": "which year", "year-of": "which year",
    "which-of-month": "which day of the month", "how-often": "how often", "how-often-since": "how often",
    "how-often-and-one-date": "how often", "since": "since when", "which-zone": "which zone", "letters-all-year": "which zone",
    "offset-zone": "which zone", "unknown-zone": "which zone", "zone": "which zone", "whose-clock": "which zone",
    "hour": "which hour", "one-hour": "which hour", "day": "which day", "length": "how long",
}  # fmt: skip


@dataclass
class Count:
    scheduled: int = 0
    undecided: int = 0
    answerable: int = 0  # undecided, with answers to choose from
    refused: int = 0
    files: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Count") -> None:
        for name in ("scheduled", "undecided", "answerable", "refused", "files"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons += other.reasons

    def row(self, name: str) -> str:
        return f"{name:72} {self.scheduled:9} {self.undecided:9} {self.answerable:10} {self.refused:7}"


def reasons(question: Question | None) -> list[str]:
    """Every class of reason in a question, once; length alone is no reason when there is another."""
    asks = question.facts.get("asks", []) if question else []
    codes = [question.code if question else "", *(ask["code"] for ask in asks)]
    found = dict.fromkeys(REASONS[code] for code in codes if code in REASONS)
    return [one for one in found if one != "how long" or len(found) == 1] or ["other"]


def counted(draft: Draft) -> Count:
    asking = [one for one in draft.series if not one.schedules]
    return Count(
        scheduled=len(draft.series) - len(asking),
        undecided=len(asking),
        answerable=sum(bool(one.readings) for one in asking),
        refused=sum(one.code == "refused-input" for one in draft.findings),
        files=1,
        reasons=Counter(reason for one in asking for reason in reasons(one.question)),
    )


def drafts(folder: Path, today: dt.date) -> Iterator[tuple[str, str, Draft | str]]:
    """(kind, file, its draft or the sentence that refuses it)."""
    now = dt.datetime.combine(today, dt.time(12), dt.UTC)
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix.lower() not in SUFFIXES
            or path.name in LISTS
            or "notes" in path.relative_to(folder).parts[0]
        ):
            continue
        body, name = path.read_bytes(), str(path.relative_to(folder))
        try:
            kind = recognise(path.name, body)
            if kind in KINDS:
                # An included file is counted by itself.
                yield kind, name, read_any(path.name, body, kind=kind, now=now)
        except RefusedInput as refusal:
            yield "refused whole", name, str(refusal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date(2026, 11, 23))
    chosen = parser.parse_args()
    head = f"{'':72} scheduled undecided of those  refused"
    totals: dict[str, Count] = {kind: Count() for kind in KINDS}
    whole: list[str] = []
    print(head, f"{'':72}                     answerable", sep="\n")
    for kind, name, draft in drafts(chosen.folder, chosen.today):
        if isinstance(draft, str):
            whole.append(f"{name}: {draft}")
            continue
        count = counted(draft)
        totals[kind].add(count)
        print(count.row(f"{kind:14} {name}"))
    print("\nBy kind")
    for kind, count in totals.items():
        print(count.row(f"{kind:14} {count.files} files"))
    print("\nWhy undecided (a question may ask several things)")
    for kind, count in totals.items():
        print(
            f"{kind:14} " + (", ".join(f"{reason} {n}" for reason, n in count.reasons.most_common()) or "–")
        )
    print("\nRefused whole", *whole, sep="\n")


if __name__ == "__main__":
    main()
