"""Every real .ics is read or refused in a sentence, and no secret of it gets out."""

import datetime as dt
import json
from pathlib import Path

import pytest

from commonhour.errors import RefusedInput
from commonhour.formats.ical import expand_calendar, read_calendar

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FILES = sorted(DATA.rglob("*.ics")) if DATA.is_dir() else []


@pytest.mark.skipif(not FILES, reason="the real calendars (../shared/data) are not on this machine")
def test_every_real_calendar_is_read_or_refused_in_a_sentence() -> None:
    refused = [path for path in FILES if not _is_read(path)]
    assert len(refused) < len(FILES) / 2


def _is_read(path: Path) -> bool:
    body = path.read_bytes()
    try:
        draft = read_calendar(body, where=path.name)
    except RefusedInput as refusal:
        sentence = refusal.sentence()
    else:
        sentence = ""
        window = (dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
        found = expand_calendar(body, where=path.name, after=window[0], before=window[1])
        assert found == sorted(found, key=lambda each: each.occurrence.start)
    said = sentence or json.dumps(draft.as_json())
    assert "REDACTED-SECRET-0000" not in said
    assert "\n" not in sentence
    assert sentence.startswith(path.name if sentence else "")
    return not sentence
