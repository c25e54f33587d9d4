"""yaml2ical files: odd and even weeks become an anchor and an interval, skipped dates keep their reasons."""

import datetime as dt

import pytest
from cast import asked
from catalogue_counts import FIXTURES, codes, counts

from commonhour.core.draft import Draft
from commonhour.core.recurrence.expansion import occurrences
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.irc_meetings import read_irc_meetings

TODAY = dt.date(2026, 11, 23)  # ISO week 48


def read(name: str, today: dt.date = TODAY) -> Draft:
    return read_irc_meetings((FIXTURES / name).read_bytes(), where=name, today=today)


def test_an_odd_week_is_an_anchor_and_an_interval() -> None:
    draft = read("irc-one.yaml")
    (schedule,) = draft.series[0].schedules
    assert (schedule.dtstart, schedule.rrule) == ("20261202T010000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE")
    assert (schedule.tzid, schedule.duration) == ("UTC", dt.timedelta(hours=1))
    assert codes(draft) == ["week-parity"]
    assert "2026 has 53 weeks" in draft.findings[0].message
    assert "ISO week 49" in draft.findings[0].message


def test_the_next_year_of_53_weeks_is_named() -> None:
    assert "2032 has 53 weeks" in read("irc-one.yaml", dt.date(2027, 1, 14)).findings[0].message


def test_group_people_and_channels() -> None:
    (group,) = read("irc-one.yaml").groups
    assert group.name == "First Contact SIG"
    assert [(p.name, p.role) for p in group.people] == [("Kendall Nelson", "chair"), ("Egle Sigler", "chair")]
    assert [(c.kind, c.label, c.name) for c in group.channels] == [
        ("notes", "Agenda", ""), ("chat", "IRC", "#openstack-upstream-institute"),
    ]  # fmt: skip


def test_several_schedules_are_one_series_and_an_adhoc_one_is_asked() -> None:
    draft = read("irc-nova.yaml")
    assert counts(draft) == (1, 1, 0)
    nova, adhoc = draft.series
    assert [(one.dtstart, one.rrule) for one in nova.schedules] == [
        ("20180906T140000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("20261203T210000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("20151007T013000", "FREQ=WEEKLY;BYDAY=WE"),
        ("20261207T100000", "FREQ=MONTHLY;BYDAY=1MO"),
        ("20261102T100000", "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO"),
    ]
    assert "when is the next one?" in asked(adhoc)


def test_an_old_anchor_that_left_its_parity_is_said() -> None:
    said = [finding.message for finding in read("irc-nova.yaml").findings if finding.code == "week-parity"]
    assert (
        "the interval leads to Thursday 3 December 2026, the week number to Thursday 26 November 2026"
        in said[0]
    )


def test_a_skipped_date_with_a_reason_is_called_off() -> None:
    schedule = read("irc-nova.yaml").series[0].schedules[2]
    after, before = dt.datetime(2015, 10, 20, tzinfo=dt.UTC), dt.datetime(2015, 11, 5, tzinfo=dt.UTC)
    assert [(o.recurrence_id, o.status) for o in occurrences(schedule, after, before)] == [
        ("20151021T013000", "CONFIRMED"), ("20151028T013000", "CANCELLED"), ("20151104T013000", "CONFIRMED"),
    ]  # fmt: skip
    assert schedule.overrides[0].reason == "Summit"
    assert schedule.duration == dt.timedelta(minutes=30)


def test_a_date_skipped_without_a_reason_is_none_and_a_wrong_one_is_said() -> None:
    body = (FIXTURES / "irc-nova.yaml").read_text().replace("        reason: Summit\n", "")
    draft = read_irc_meetings(body.encode(), where="a.yaml", today=TODAY)
    assert draft.series[0].schedules[2].exdates == ("20151028T013000",)
    assert "It skips 2015-10-29, a date on which it does not meet." in [f.message for f in draft.findings]


@pytest.mark.parametrize(
    ("slot", "question"),
    [
        ("{time: '1600', day: Monday, frequency: biweekly}", "It skips weeks"),
        ("{time: '1600', day: Monday, frequency: weekly, start_date: 2026-99-99}", "How often does it meet"),
        ("{day: Monday, frequency: weekly}", "At what time?"),
        ("{time: '1600', day: Noday, frequency: biweekly-odd}", "How often does it meet"),
        ("{time: '1600', day: Tuesday, frequency: first-monday}", "two different days"),
    ],
)
def test_what_is_not_said_is_asked(slot: str, question: str) -> None:
    body = f"project: P Meeting\nschedule:\n- {slot}\nchair: A\n".encode()
    draft = read_irc_meetings(body, where="a.yaml", today=TODAY)
    assert counts(draft)[:2] == (0, 1)
    assert question in (asked(draft.series[0]))


def test_another_file_is_refused() -> None:
    with pytest.raises(RefusedInput, match=r"a\.yaml: The file has no project with a schedule"):
        read_irc_meetings(b"project: x\n", where="a.yaml", today=TODAY)


def test_too_many_skipped_dates_are_refused() -> None:
    skips = (
        "".join(f"    - {{skip_date: 2027{m:02d}{d:02d}}}\n" for m in range(1, 13) for d in range(1, 28)) * 8
    )
    body = (
        "project: P\nschedule:\n  - time: '1600'\n    day: Monday\n    frequency: weekly\n    skip_dates:\n"
        + skips
    )
    with pytest.raises(TooLarge, match=r"a\.yaml:3"):
        read_irc_meetings(body.encode(), where="a.yaml", today=TODAY)


def test_what_an_undecided_slot_says_besides_waits_with_its_question() -> None:
    body = b"""project: X
schedule:
  - {time: '1000', day: Monday, irc: x, frequency: weekly, start_date: soon, end_date: 20271231,
     skip_dates: [{skip_date: 20261228, reason: Holidays}]}
"""
    draft = read_irc_meetings(body, where="x.yaml", today=dt.date(2026, 11, 23))
    (series,) = draft.series
    assert [one.schedules[0].dtstart for one in series.readings] == ["20261123T100000"]
    assert [one.text for one in draft.unplaced] == [
        "X: end_date: 20271231",
        "X: does not meet on 20261228 Holidays",
    ]
