"""yaml2ics calendars: what the tool would publish, without its fixed offsets, and with every doubt asked."""

import datetime as dt
from pathlib import Path

import pytest
from cast import asked
from catalogue_counts import FIXTURES, counts, reader_of, real

from commonhour.core.draft import Draft, DraftSeries
from commonhour.errors import RefusedInput
from commonhour.formats.yaml2ics import read_yaml2ics

TODAY = dt.date(2026, 11, 23)
REAL = {
    "code-coderefinery/calendars": {
        "all.yaml": (49, 0, 0), "community.yaml": (12, 0, 0), "partners.yaml": (0, 0, 0), "team.yaml": (1, 0, 0),
        "training.yaml": (36, 0, 0), "workshops.yaml": (36, 0, 0),
    },
    "code-scientific-python/calendars": {
        "data-umbrella.yaml": (5, 0, 0), "graphblas.yaml": (2, 0, 0), "matplotlib.yaml": (5, 0, 0),
        "networkx.yaml": (1, 0, 0), "numpy.yaml": (4, 0, 0), "podcast.yaml": (1, 0, 0),
        "scientific-python.yaml": (2, 0, 0), "xarray.yaml": (1, 0, 0),
    },
}  # fmt: skip


def read(name: str, folder: Path = FIXTURES) -> Draft:
    return read_yaml2ics((folder / name).read_bytes(), where=name, today=TODAY, read=reader_of(folder))


def by_title(draft: Draft, title: str) -> DraftSeries:
    return next(one for one in draft.series if one.title == title)


def test_repeats_with_their_exceptions() -> None:
    (schedule,) = by_title(read("yaml2ics.yaml"), "Weekly").schedules
    assert (schedule.dtstart, schedule.tzid) == ("20260223T150000", "America/Los_Angeles")
    assert schedule.duration == dt.timedelta(minutes=90)
    # For yaml2ics a date is its midnight.
    assert schedule.rrule == "FREQ=WEEKLY;UNTIL=20261231T000000"
    assert schedule.exdates == ("20260302T150000", "20260309T150000")
    assert schedule.rdates == ("20260304T150000",)


def test_a_merged_event_keeps_what_it_does_not_say() -> None:
    (schedule,) = by_title(read("yaml2ics.yaml"), "Daily, in multiples of seven").schedules
    assert schedule.rrule == "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260323T000000"
    assert schedule.dtstart == "20260223T150000"


@pytest.mark.parametrize(
    ("title", "dtstart", "tzid", "rrule"),
    [
        ("Another zone", "20260923T150000", "America/New_York", ""),
        ("Offset once", "20260923T220000", "UTC", ""),
        ("UTC for ever", "20260114T180000", "UTC", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101T000000"),
        ("Own rule", "20260721T090000", "America/Los_Angeles", "FREQ=MONTHLY;BYDAY=3TU"),
        ("Earth Day", "20260422", "America/Los_Angeles", "FREQ=YEARLY;UNTIL=20300422"),
        ("No length", "20260422T100000", "America/Los_Angeles", ""),
    ],
)
def test_times(title: str, dtstart: str, tzid: str, rrule: str) -> None:
    (schedule,) = by_title(read("yaml2ics.yaml"), title).schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule) == (dtstart, tzid, rrule)


def test_a_fixed_offset_that_recurs_is_asked() -> None:
    series = by_title(read("yaml2ics.yaml"), "Offset for ever")
    assert "“+02:00” is an offset from UTC and not a time zone" in asked(series)


def test_an_offset_that_agrees_with_the_named_zone_is_that_zone() -> None:
    body = b"""events:
- summary: Call
  timezone: Europe/Helsinki
  begin: 2026-09-23 15:00:00 +03:00
  end: 2026-09-23 15:30:00 +03:00
  repeat: {interval: {weeks: 1}, until: 2027-01-01}
"""
    (schedule,) = read_yaml2ics(body, where="a.yaml", today=TODAY).series[0].schedules
    assert (schedule.dtstart, schedule.tzid) == ("20260923T150000", "Europe/Helsinki")


def test_no_zone_at_all_is_utc_and_said() -> None:
    body = b"events:\n- {summary: Call, begin: 2026-09-23 15:00:00, duration: {minutes: 30}}\n"
    draft = read_yaml2ics(body, where="a.yaml", today=TODAY)
    assert draft.series[0].schedules[0].tzid == "UTC"
    assert [finding.code for finding in draft.findings] == ["no-zone"]


def test_addresses_become_calendars_and_findings_have_their_lines() -> None:
    draft = read("yaml2ics.yaml")
    assert counts(draft) == (9, 1, 3)
    assert [(one.kind, one.url.split("/")[2]) for one in draft.sources] == [
        ("ics", "example.org"), ("google", "calendar.google.com"),
    ]  # fmt: skip
    lines = {finding.where.split(":")[1]: finding.code for finding in draft.findings}
    assert lines["50"] == "off-rule-start"
    assert lines["54"] == lines["64"] == "refused-input"


@pytest.mark.parametrize("body", [b"title: x\ndescription: y\n", b"events", b"events: [", b""])
def test_another_file_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedInput, match=r"a\.yaml"):
        read_yaml2ics(body, where="a.yaml", today=TODAY)


@pytest.mark.parametrize(
    "event",
    [
        "{summary: A}", "{summary: A, begin: never}", "{summary: A, begin: 2026-01-01 10:00, duration: long}",
        "{summary: A, begin: 2026-01-01 10:00, end: 2026-01-01 09:00}", "{location: x}", "words",
        "{summary: A, begin: 2026-01-01 10:00, ics: 'RRULE:FREQ=SECONDLY'}",
        "{summary: A, begin: 2026-01-01 10:00, ics: 'RRULE:nonsense'}",
        "{summary: A, begin: 2026-01-01 10:00, repeat: {interval: {weeks: 0}}}",
        "{summary: A, begin: 2026-01-01 10:00, repeat: {interval: {weeks: 1, days: 1}}}",
        "{summary: A, begin: 2026-01-01 10:00, repeat: {interval: {weeks: 1}, until: x}}",
    ],
)  # fmt: skip
def test_one_bad_event_refuses_itself(event: str) -> None:
    body = f"timezone: UTC\nevents:\n- {event}\n- {{summary: B, begin: 2026-01-01}}\n".encode()
    draft = read_yaml2ics(body, where="a.yaml", today=TODAY)
    assert counts(draft) == (1, 0, 1)


@pytest.mark.parametrize("folder", sorted(REAL))
def test_counts_of_the_real_files(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {name: counts(read(name, real(folder))) for name in REAL[folder]}
    with capsys.disabled():
        print(f"\nyaml2ics {folder}: scheduled, undecided, refused = {found}")
    assert found == REAL[folder]


def test_the_settings_of_a_site_are_no_calendar() -> None:
    with pytest.raises(RefusedInput, match="neither events nor an include"):
        read("_config.yaml", real("code-coderefinery/calendars"))


@pytest.mark.parametrize(
    "address", ["https://x.org/a.ics?feed_token=MARKER", "https://x.org/a.ics?key=MARKER"]
)
def test_a_secret_calendar_is_no_source(address: str) -> None:
    text = f"name: Team\ninclude:\n  - {address}\n"
    draft = read_yaml2ics(text.encode(), where="a.yaml", today=TODAY, read=None)
    assert draft.sources == []
    assert "secret-in-public" in [finding.code for finding in draft.findings]
    assert "MARKER" not in str(draft)
