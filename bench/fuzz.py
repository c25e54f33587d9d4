"""Fuzzes the importers for as long as wanted, by hand: `python bench/fuzz.py --minutes 60`. Exit 1 when it found faults.

Each different fault is reported once, with its smallest input in the temporary folder and a line for pytest. `--data`
names a folder of real calendars, pages and catalogues, which are mutated where they lie and never copied.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-fuzz-")
os.environ["COMMONHOUR_NOW"] = "2026-11-23T10:00:00Z"
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
sys.path[:0] = [str(Path(__file__).parents[1])]

import django

django.setup()

from commonhour.management.setting_up import prepare
from tests.fuzz import seeds
from tests.fuzz.finding_faults import fault_of, report
from tests.fuzz.targets import TARGETS, case_of

_SUFFIXES = {".ics": "calendar", ".md": "page", ".toml": "rust-calendar", ".json": "node-meetings"}
_LARGEST = 40_000


def main() -> None:
    asked = _arguments()
    prepare(static=False)
    logging.disable(logging.CRITICAL)
    if asked.data:
        _add_data(Path(asked.data))
    faults, cases = fuzz(asked.minutes * 60, asked.seed, [TARGETS[name] for name in asked.targets or TARGETS])
    print(f"\n{sum(cases.values()):,} cases in {asked.minutes:g} minutes: {dict(cases)}")
    print(f"{len(faults)} different faults: {dict(faults)}")
    raise SystemExit(1 if faults else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1_000_000, help="the number of the first case")
    parser.add_argument("--data", default="", help="a folder of real files, mutated too")
    parser.add_argument("--targets", nargs="*", choices=list(TARGETS), help="only these")
    return parser.parse_args()


def fuzz(seconds: float, seed: int, targets: list) -> tuple[Counter, Counter]:
    """Cases in turn, by weight, until the time is over. Returns faults by place and cases by target."""
    until, order = time.monotonic() + seconds, Random(seed)
    faults: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    weights = [target.weight for target in targets]
    said_at = time.monotonic()
    while time.monotonic() < until:
        target = order.choices(targets, weights)[0]
        number = seed + cases[target.name]
        cases[target.name] += 1
        fault = fault_of(target, case_of(target, number))
        if fault is not None:
            key = f"{target.name}: {fault.place}"
            faults[key] += 1
            if faults[key] == 1:
                print(report(target, number, fault), flush=True)
        if time.monotonic() - said_at > 60:
            said_at = time.monotonic()
            print(f"{sum(cases.values()):,} cases, {len(faults)} different faults", flush=True)
    return faults, cases


def _add_data(folder: Path) -> None:
    """Real files beside our own seeds; what is planted is in ours only."""
    for path in sorted(folder.rglob("*")):
        kind = _SUFFIXES.get(path.suffix)
        if kind and path.is_file() and 0 < path.stat().st_size <= _LARGEST:
            name, known = seeds.FILES[kind]
            seeds.FILES[kind] = (name, (*known, path.read_bytes()))


if __name__ == "__main__":
    main()
