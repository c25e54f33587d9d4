"""One calendar, one case: what the reader makes of what people really export."""

import datetime as dt
import json
from pathlib import Path

import pytest
from cast import asked

from commonhour.core.draft import Draft
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.errors import RefusedInput
from commonhour.formats.ical import expand_calendar, read_calendar

CALENDARS = Path(__file__).parent.parent / "calendars"
HOUR = dt.timedelta(hours=1)
UTC = dt.UTC


def draft_of(name: str, **kwargs: str) -> Draft:
    return read_calendar((CALENDARS / f"{name}.ics").read_bytes(), where=f"{name}.ics", **kwargs)


def schedule_of(name: str) -> Schedule:
    return draft_of(name).series[0].schedules[0]


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def event(*lines: str, calendar: str = "") -> bytes:
    titled = [] if any(line.startswith("SUMMARY") for line in lines) else ["SUMMARY:Call"]
    body = ["BEGIN:VCALENDAR", calendar, "BEGIN:VEVENT", *titled, *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(line for line in body if line).encode() + b"\r\n"


def starts(body: bytes, year: int = 2026) -> list[str]:
    after, before = dt.datetime(year, 1, 1, tzinfo=UTC), dt.datetime(year + 1, 1, 1, tzinfo=UTC)
    found = expand_calendar(body, where="a.ics", after=after, before=before)
    return [each.occurrence.start.strftime("%m%dT%H%M") for each in found]


def test_overrides_without_a_master_are_the_dates_we_know() -> None:
    assert schedule_of("override_without_master") == Schedule(
        dtstart="20260310T160000",
        tzid="Europe/Madrid",
        duration=HOUR,
        rdates=("20260317T160000",),
        overrides=(
            Override("20260310T160000", dtstart="20260310T170000", tzid="Europe/Madrid"),
            Override("20260317T160000", status=CANCELLED),
        ),
        uid="orphan@example.org",
    )


def test_an_exchange_zone_is_recognised_by_its_rules_and_said() -> None:
    draft = draft_of("exchange_1601_zone", community_tzid="Europe/Madrid")
    assert draft.series[0].schedules[0].tzid == "Europe/Madrid"
    assert [(f.code, f.where) for f in draft.findings] == [("no-zone", "exchange_1601_zone.ics:21")]
    assert "Europe/Madrid was assumed" in draft.findings[0].message


def test_a_moved_instance_keeps_its_own_zone_and_words() -> None:
    schedule = schedule_of("moved_across_dst")
    assert schedule.exdates == ("20260311T160000",)
    assert schedule.overrides == (
        Override(
            "20260325T160000",
            dtstart="20260330T110000",
            tzid="America/New_York",
            duration=dt.timedelta(minutes=90),
            summary="Weekly call, with guests",
            sequence=2,
        ),
    )
    body = (CALENDARS / "moved_across_dst.ics").read_bytes()
    assert starts(body) == ["0304T1500", "0318T1500", "0330T1500", "0401T1400", "0408T1400"]


def test_this_and_future_makes_a_second_schedule() -> None:
    first, second = draft_of("range_this_and_future").series[0].schedules
    assert first.rrule == "FREQ=WEEKLY;UNTIL=20260203T155959;BYDAY=TU"
    assert (second.dtstart, second.rrule) == ("20260204T180000", "FREQ=WEEKLY;COUNT=6;BYDAY=WE")
    assert second.exdates == ("20260211T180000",)
    assert second.duration == dt.timedelta(minutes=30)
    assert second.uid == "future@example.org-20260203T160000"


def test_this_and_future_that_no_rule_can_say_changes_one_instance_and_says_so() -> None:
    draft = draft_of("range_moves_nth_weekday")
    (schedule,) = draft.series[0].schedules
    assert schedule.overrides == (
        Override("20260310T160000", dtstart="20260311T160000", tzid="Europe/Madrid"),
    )
    assert [f.where for f in draft.findings] == ["range_moves_nth_weekday.ics:11"]


def test_exdates_of_every_type_fall_on_their_instance() -> None:
    draft = draft_of("exdates_typed_oddly")
    schedule = draft.series[0].schedules[0]
    assert schedule.exdates == tuple(f"2026010{day}T160000" for day in (6, 7, 8, 9))
    assert schedule.rdates == ("20260120T160000", "20260121T160000")
    assert schedule.overrides == (Override("20260120T160000", duration=2 * HOUR),)
    assert [(f.code, f.where) for f in draft.findings] == [("refused-input", "exdates_typed_oddly.ics:13")]


def test_a_rule_in_an_offset_is_a_question_and_a_single_date_is_not() -> None:
    weekly, once, etc = draft_of("fixed_offset_zone").series
    assert weekly.schedules == []
    assert etc.schedules == []
    assert "which city" in asked(weekly)
    assert (once.schedules[0].dtstart, once.schedules[0].tzid) == ("20260107T150000", "UTC")


def test_expand_follows_an_offset_as_it_stands() -> None:
    body = (CALENDARS / "fixed_offset_zone.ics").read_bytes()
    assert starts(body).count("0707T1500") == 1


def test_floating_times_take_the_calendars_zone_and_are_reported_once() -> None:
    draft = draft_of("floating_times")
    assert {series.schedules[0].tzid for series in draft.series} == {"America/New_York"}
    assert codes(draft).count("no-zone") == 1
    assert draft.community.title == "Community calls"
    assert draft.community.tzid == "America/New_York"
    assert [series.slug for series in draft.series] == ["floating-call", "floating-call-2"]


def test_floating_times_without_any_zone_take_the_communitys() -> None:
    draft = read_calendar(event("DTSTART:20260105T160000"), where="a.ics", community_tzid="Asia/Calcutta")
    assert draft.series[0].schedules[0].tzid == "Asia/Kolkata"
    assert codes(draft) == ["no-zone"]


def test_a_start_off_its_rule_is_kept_and_reported() -> None:
    draft = draft_of("off_rule_start")
    assert [(f.code, f.where) for f in draft.findings] == [("off-rule-start", "off_rule_start.ics:8")]
    assert starts((CALENDARS / "off_rule_start.ics").read_bytes()) == [
        "0105T1500", "0107T1500", "0114T1500", "0121T1500",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "is_off"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", True),  # never
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=13", False),
        ("FREQ=MONTHLY;BYDAY=1TU", True),
    ],
)
def test_what_counts_as_off_the_rule(rule: str, is_off: bool) -> None:
    draft = read_calendar(event("DTSTART:20260113T160000Z", f"RRULE:{rule}"), where="a.ics")
    assert codes(draft) == (["off-rule-start"] if is_off else [])


def test_no_secret_and_no_address_gets_out() -> None:
    draft = draft_of("secrets_everywhere")
    text = json.dumps(draft.as_json()) + repr([(s.url, s.description, s.categories) for s in draft.series])
    assert "REDACTED-SECRET-0000" not in text
    for gone in ("jane.doe", "rik.roe", "Jane Doe", "Rik Roe", "94411527940", "1152 7940"):
        assert gone not in text
    series = draft.series[0]
    assert "https://example.org/agenda" in series.description
    assert sum(1 for join in series.joins if join.url) == 5
    assert "secret-in-public" in codes(draft)
    assert "refused-input" in codes(draft)


def test_one_bad_component_refuses_itself_and_not_the_file() -> None:
    draft = draft_of("one_bad_component")
    assert [series.title for series in draft.series] == ["Good"]
    refused = [(f.where, f.message) for f in draft.findings if f.code == "refused-input"]
    assert [where for where, _ in refused] == [
        f"one_bad_component.ics:{line}" for line in (12, 19, 26, 32, 38)
    ]
    assert "dropped-property" in codes(draft)


def test_lengths_with_and_without_an_end() -> None:
    lengths = {series.title: series.schedules[0].duration for series in draft_of("lengths").series}
    day = dt.timedelta(days=1)
    assert lengths == {
        "Date alone": day,
        "Time alone": dt.timedelta(),
        "Same day": day,
        "Two zones": 7 * HOUR,
        "Over the change": 3 * day,
        "A week": 7 * day,
    }


def test_one_uid_twice_keeps_the_newest_and_a_missing_uid_is_made_the_same_again() -> None:
    first, again = draft_of("same_uid_twice"), draft_of("same_uid_twice")
    assert [series.title for series in first.series] == ["Newest", "No UID"]
    assert first.series[1].schedules[0].uid == again.series[1].schedules[0].uid != ""
    assert "contradiction" in codes(first)


def test_names_outlook_and_others_give_to_zones() -> None:
    draft = draft_of("outlook_display_names")
    assert [series.schedules[0].tzid for series in draft.series] == [
        "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/Vienna", "America/Los_Angeles", "UTC",
    ]  # fmt: skip
    assert draft.series[5].schedules[0].dtstart == "20260105T140000"
    assert codes(draft) == ["zone-abbreviation"]


def test_events_without_a_calendar_round_them_are_read() -> None:
    body = event("UID:a", "DTSTART:20260105T160000Z").split(b"\r\n", 1)[1].replace(b"END:VCALENDAR\r\n", b"")
    assert len(read_calendar(body, where="a.ics").series) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:no start",),
        ("DTSTART:20260231T160000",),
        ("DTSTART:00010101T000000",),
        ("DTSTART:20260105T160000Z", "DURATION:P999999999999W"),
        ("DTSTART:20260105T160000Z", "RRULE:FREQ=DAILY;COUNT=99999"),
        ("DTSTART:20260105T160000Z", "RRULE:FREQ=DAILY;FREQ=DAILY"),
        ("DTSTART:20260105T160000Z", "RDATE:" + ",".join(["20260106T160000Z"] * 2_001)),
    ],
)
def test_an_event_that_cannot_be_read_is_refused_with_its_line(lines: tuple[str, ...]) -> None:
    with pytest.raises(RefusedInput, match=r"^a\.ics:\d+: "):
        read_calendar(event(*lines), where="a.ics")


def test_a_calendar_without_events_is_refused_by_the_import_and_empty_when_expanded() -> None:
    body = b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    with pytest.raises(RefusedInput, match="no events"):
        read_calendar(body, where="a.ics")
    assert starts(body) == []


def test_place_and_tags_are_kept_and_a_room_is_only_a_join() -> None:
    series = read_calendar(
        event(
            "DTSTART:20260105T160000Z",
            "SUMMARY:Call\\, and more",
            "LOCATION:Bilbao\\; room 3",
            "CATEGORIES:ospo,public\\, open",
            "URL:https://example.org/events/call",
            "DESCRIPTION:First\\nSecond",
        ),
        where="a.ics",
    ).series[0]
    assert (series.title, series.url) == ("Call, and more", "https://example.org/events/call")
    assert series.description == "First\nSecond\n\nLocation: Bilbao; room 3"
    assert series.categories == ["ospo", "public, open"]


def test_the_window_holds_what_ends_after_it_begins() -> None:
    body = event("UID:a", "DTSTART:20260105T160000Z", "DURATION:PT1H") + event(
        "UID:b", "DTSTART:20260105T160000Z"
    )

    def count(after: tuple[int, int], before: tuple[int, int]) -> int:
        times = [dt.datetime(2026, 1, 5, *clock, tzinfo=UTC) for clock in (after, before)]
        return len(expand_calendar(body, where="a.ics", after=times[0], before=times[1]))

    assert count((16, 0), (16, 1)) == 2
    assert count((16, 30), (18, 0)) == 1
    assert count((17, 0), (18, 0)) == 0
    assert count((15, 0), (16, 0)) == 0
