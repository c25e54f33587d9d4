"""Five readers read every animal of the zoo and find the instants our engine makes, in all years a clock may show."""

import datetime as dt
import functools
from collections import Counter
from dataclasses import dataclass

import pytest
from feeds.five_readers import EVERY_READER, READERS, Row, Window, expected
from feeds.zoo import ZOO, calendar_of
from readers import libical

# Each window begins where a clock of the tests stands, so that all of them together are 2026–2029 and 2037–2039.
EDGES = [("2026-01-01", "2027-01-14"), ("2027-01-14", "2030-01-01"), ("2037-01-01", "2038-01-19"), ("2038-01-19", "2040-01-01")]  # fmt: skip
WINDOWS: list[Window] = [
    (dt.datetime.fromisoformat(f"{after}T00:00:00Z"), dt.datetime.fromisoformat(f"{before}T00:00:00Z"))
    for after, before in EDGES
]


@dataclass(frozen=True)
class Fault:
    """Where a reader itself is wrong: what it shows and should not, what it misses; each by start and status."""

    shows: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


def _after_gap(days: str, right: str, wrong: str) -> Fault:
    """libical 3.0 puts a skipped wall time where the clocks go (its issue 318), and keeps that hour for the instance
    after it too, for which nothing is skipped."""
    return Fault(
        tuple(f"{day}T{wrong}:00Z CONFIRMED" for day in days.split()),
        tuple(f"{day}T{right}:00Z CONFIRMED" for day in days.split()),
    )


def _unmatched(shown: str, missed: str = "") -> Fault:
    """… and so it finds neither the changed date nor the EXDATE that names the skipped wall time itself."""
    late = _after_gap("2026-04-05 2027-04-04", "00:30", "01:30")
    return Fault((shown, *late.shows), (*filter(None, [missed]), *late.misses))


_WEEK_AFTER_MARCH_GAP = "2027-04-04 2028-04-02 2029-04-01 2037-04-05 2038-04-04 2039-04-03"
_WEEK_AFTER_OCTOBER_GAP = "2026-10-10 2027-10-09 2028-10-07 2029-10-13 2037-10-10 2038-10-09 2039-10-08"
FAULTS = {
    # ical.js 2.2 (its issue 91): a yearly rule from 29 February goes on to 1 March in other years, where RFC 5545
    # §3.3.10 has dates that do not exist ignored.
    ("ical.js", "yearly-leap-day"): Fault(
        tuple(f"{year}-03-01T14:00:00Z CONFIRMED" for year in (2029, 2037, 2038, 2039))
    ),
    ("libical", "gap-madrid"): _after_gap(f"2026-04-05 {_WEEK_AFTER_MARCH_GAP}", "00:30", "01:30"),
    ("libical", "fold-madrid"): _after_gap(_WEEK_AFTER_MARCH_GAP, "00:30", "01:30"),
    ("libical", "gap-of-half-an-hour"): _after_gap(_WEEK_AFTER_OCTOBER_GAP, "15:15", "15:45"),
    ("libical", "gap-date-moved"): _unmatched("2026-03-29T01:30:00Z CONFIRMED", "2026-03-29T10:00:00Z CONFIRMED"),
    ("libical", "gap-date-cancelled"): _unmatched(
        "2026-03-29T01:30:00Z CONFIRMED", "2026-03-29T01:30:00Z CANCELLED"
    ),
    ("libical", "gap-date-left-out"): _unmatched("2026-03-29T01:30:00Z CONFIRMED"),
    # The same: the iterator gives DTSTART at 03:30, so that it stands beside the one at 02:30.
    ("libical", "gap-once-a-year"): Fault(("2026-03-29T01:30:00Z CONFIRMED",)),
}  # fmt: skip
BODIES = {name: calendar_of(feeds) for name, feeds in ZOO.items()}


TRUTH = {name: expected(feeds, WINDOWS) for name, feeds in ZOO.items()}


@functools.cache
def answers(reader: str) -> dict[str, list[Row]]:
    """One reader's reading of the whole zoo."""
    return READERS[reader](BODIES, WINDOWS)


@EVERY_READER
def test_a_reader_finds_the_same_instants(reader: str) -> None:
    found = answers(reader)
    faults = {
        name: fault for name in ZOO if (fault := difference(reader, found[name], TRUTH[name])) != Fault()
    }
    assert faults == {name: fault for (one, name), fault in FAULTS.items() if one == reader}


def difference(reader: str, found: list[Row], wanted: list[Row]) -> Fault:
    # Taken in by ourselves, a title loses its line ends, its "Cancelled:" and addresses in it.
    compared = 4 if reader == "ourselves" else 5
    shown, due = (Counter(row[:compared] for row in rows) for rows in (found, wanted))
    return Fault(starts(shown - due), starts(due - shown))


def starts(rows: "Counter[Row]") -> tuple[str, ...]:
    return tuple(sorted(f"{row[1]} {row[3]}" for row in rows.elements()))


@EVERY_READER
def test_a_reader_finds_them_in_one_calendar_too(reader: str) -> None:
    """All animals in one feed, as a hub has it: one VTIMEZONE serves many components."""
    body = calendar_of([feed for feeds in ZOO.values() for feed in feeds])
    together = READERS[reader]({"all": body}, WINDOWS[:1])["all"]
    alone = [row for rows in answers(reader).values() for row in rows if row[1] < EDGES[0][1]]
    assert sorted(row[:4] for row in together) == sorted(row[:4] for row in alone)


def test_the_zoo_is_as_large_as_it_says() -> None:
    assert len(ZOO) > 100
    assert sum(map(len, TRUTH.values())) > 15_000
    assert not {name for name, rows in TRUTH.items() if not rows}


@pytest.mark.skipif(libical.LIBICAL is None, reason="libical is not installed; run tests/install_readers.sh")
@pytest.mark.parametrize("name", [*ZOO, "all"])
def test_libical_has_nothing_to_object_to(name: str) -> None:
    feeds = ZOO[name] if name in ZOO else [feed for feeds in ZOO.values() for feed in feeds]
    assert libical.faults(calendar_of(feeds)) == []


@pytest.mark.skipif(libical.LIBICAL is None, reason="libical is not installed; run tests/install_readers.sh")
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"DTSTART;TZID", b"DTSTART;TZID=Europe/Madrid:20260106T16000\r\nX-WAS;TZID"),
        (b"SUMMARY:", b"SUMMARY:Once\r\nSUMMARY:"),
        (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSTATUS:CANCELLED"),
        (b"FREQ=WEEKLY", b"FREQ=FORTNIGHTLY"),
        (b"DTSTAMP:", b"DTSTAMP:20260101T000000Z\r\nDTSTAMP:"),
    ],
)
def test_the_strict_check_can_object(good: bytes, bad: bytes) -> None:
    body = calendar_of(ZOO["weekly"])
    assert good in body
    assert libical.faults(body.replace(good, bad, 1))
