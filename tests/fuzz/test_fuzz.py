"""A little fuzzing, always the same cases; `make fuzz` goes on for a minute, or for as long as wanted."""

import os
from pathlib import Path

import pytest

from tests.fuzz.finding_faults import fault_of, report, target_of
from tests.fuzz.targets import TARGETS, case_of

_CASES = 5  # of each target, times its weight


@pytest.mark.django_db
@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_a_refusal_comes_of_mutated_input(name: str) -> None:
    target = TARGETS[name]
    for seed in range(target.weight * _CASES):
        fault = fault_of(target, case_of(target, seed))
        assert fault is None, report(target, seed, fault)


@pytest.mark.django_db
@pytest.mark.skipif("FUZZ" not in os.environ, reason="no kept input was named in FUZZ")
def test_a_kept_input_no_longer_fails() -> None:
    path = Path(os.environ["FUZZ"])
    fault = fault_of(target_of(path), path.read_bytes())
    assert fault is None, fault.text


def test_the_same_seed_makes_the_same_case() -> None:
    assert all(case_of(target, 7) == case_of(target, 7) for target in TARGETS.values())


def test_every_kind_that_can_be_imported_is_fuzzed() -> None:
    from commonhour.actions.recognise import KINDS

    assert {kind.name for kind in KINDS} <= set(TARGETS)
