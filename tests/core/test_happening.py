"""What happened to a date is told from how it was seen before and after, and nothing is told twice."""

import datetime as dt
from dataclasses import replace

import pytest

from commonhour.core.happening import Happened, Seen, seen_from_json, what_happened

START = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
BEFORE = Seen(START, START + HOUR, False, "Europe/Madrid", "CONFIRMED")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (BEFORE, []),
        (replace(BEFORE, start=START + HOUR, end=START + 2 * HOUR), [Happened.MOVED]),
        (replace(BEFORE, end=START + 2 * HOUR), [Happened.MOVED]),
        (replace(BEFORE, tzid="Asia/Tokyo"), []),
        (replace(BEFORE, status="CANCELLED", reason="Flu"), [Happened.CANCELLED]),
        (replace(BEFORE, status="TENTATIVE"), []),
        (replace(BEFORE, title="Guests"), [Happened.RETITLED]),
        (replace(BEFORE, status="CANCELLED", start=START - HOUR), [Happened.CANCELLED, Happened.MOVED]),
        (replace(BEFORE, is_shown=False), [Happened.GONE]),
        (replace(BEFORE, is_shown=False, start=START + HOUR), [Happened.GONE]),
        (None, [Happened.GONE]),
    ],
)
def test_one_date(after, told):
    assert what_happened(BEFORE, after) == told


def test_what_comes_back_or_is_new_is_added():
    assert what_happened(None, BEFORE) == [Happened.ADDED]
    assert what_happened(replace(BEFORE, is_shown=False), BEFORE) == [Happened.ADDED]
    assert what_happened(None, replace(BEFORE, is_shown=False)) == []


def test_back_on_after_it_was_called_off():
    assert what_happened(replace(BEFORE, status="CANCELLED"), BEFORE) == [Happened.RESTORED]


def test_what_was_seen_survives_json():
    seen = replace(BEFORE, reason="Flu", title="Guests", all_day=True)
    assert seen_from_json(seen.as_json()) == seen
