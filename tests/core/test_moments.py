"""A moment in words that cannot be misread: over midnights, over days, and while clocks change."""

import datetime as dt

import pytest

from commonhour.core.message import Moment
from commonhour.core.speech.moments import in_both
from commonhour.core.speech.words import ENGLISH


def at(day, hour, minute=0, month=11):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "end", "host", "reader", "says"),
    [
        (at(26, 15), at(26, 16), "Europe/Madrid", "Asia/Kathmandu",
         "Thursday, 26 November 2026, 20:45–21:45 Kathmandu (UTC+5:45) = 16:00–17:00 Madrid (UTC+1)"),
        (at(26, 15), at(26, 16), "Europe/Madrid", "Asia/Tokyo",
         "Friday, 27 November 2026, 00:00–01:00 Tokyo (UTC+9) = Thursday, 26 November 2026, 16:00–17:00 Madrid (UTC+1)"),
        (at(26, 15), None, "Europe/Madrid", "Europe/Paris", "Thursday, 26 November 2026, 16:00 Paris (UTC+1)"),
        (at(1, 5, 30), at(1, 6, 30), "America/New_York", "UTC",
         "Sunday, 1 November 2026, 05:30–06:30 UTC = 01:30–01:30 New York (UTC−4 → UTC−5)"),
        (at(27, 8), at(28, 17), "Europe/Berlin", "Europe/Berlin",
         "Friday, 27 November 2026, 09:00 – Saturday, 28 November 2026, 18:00 Berlin (UTC+1)"),
        (at(27, 8), at(28, 17), "Europe/Berlin", "UTC",
         "Friday, 27 November 2026, 08:00 – Saturday, 28 November 2026, 17:00 UTC"
         " = Friday, 27 November 2026, 09:00 – Saturday, 28 November 2026, 18:00 Berlin (UTC+1)"),
    ],
)  # fmt: skip
def test_a_moment_of_the_reader_and_of_the_host(start, end, host, reader, says):
    assert in_both(Moment(start, host, end), reader, ENGLISH) == says


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (at(28, 0), "Friday, 27 November 2026"),
        (None, "Friday, 27 November 2026"),
        (at(30, 0), "Friday, 27 November 2026 – Sunday, 29 November 2026"),
    ],
)
def test_whole_days_are_named_from_the_first_to_the_last(end, says):
    assert in_both(Moment(at(27, 0), "UTC", end, all_day=True), "Asia/Tokyo", ENGLISH) == says
