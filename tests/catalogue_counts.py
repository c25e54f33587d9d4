"""What the tests of catalogues share: where the real files lie, and how a draft's calls are counted."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cast import asked

from commonhour.core.draft import Draft
from commonhour.errors import RefusedInput

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FIXTURES = Path(__file__).parent / "formats" / "catalogues"
MARK = "REDACTED-SECRET-0000"


def real(folder: str) -> Path:
    """A folder of real files; the test skips where it is absent."""
    if not (DATA / folder).is_dir():
        pytest.skip(f"{DATA / folder} is not here: real files are never committed")
    return DATA / folder


def counts(draft: Draft) -> tuple[int, int, int]:
    """Calls scheduled, undecided, and entries refused; a call is one or the other, and no secret is in sight."""
    assert MARK not in json.dumps(draft.as_json())
    for one in draft.series:
        assert bool(one.schedules) != bool(asked(one)), one.title
    scheduled = sum(bool(one.schedules) for one in draft.series)
    refused = sum(finding.code == "refused-input" for finding in draft.findings)
    return scheduled, len(draft.series) - scheduled, refused


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def reader_of(folder: Path) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        if not (folder / name).is_file():
            raise RefusedInput("no-such-file", where=name)
        return (folder / name).read_bytes()

    return read
