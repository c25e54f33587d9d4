"""The benches run: what nobody runs for a month must not have fallen behind the house. What they measure is theirs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("bench", "words", "last"),
    [
        ("imports.py", [], "most memory used"),
        ("guard.py", [], "meetings.md, whole import"),
        ("checks.py", [], "a folder of 16 files"),
        ("notes.py", [], "- Consensus:"),
        ("expanding.py", [], "of expand --json"),
        ("run.py", [], "304 / bare view of its bytes"),
        ("load.py", [], "beside readers that do not read"),
        ("kills.py", [], "4 rounds, 6 kills, 60 messages: 0 missing"),
        ("agreement.py", ["--cases", "20", "--seed", "1"], "not asked"),
    ],
)
def test_a_bench_runs_to_its_end(bench, words, last):
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / bench, *words],
        cwd=ROOT, env={**os.environ, "BENCH_SERIES": "16", "BENCH_FILES": "16", "BENCH_KILO": "20", "BENCH_ASKED": "16", "BENCH_ROUNDS": "4", "BENCH_MAILS": "60"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert last in done.stdout
