"""Calendars as exporters write them, each oddity in its smallest form: what they mean, and what is said about it."""

import datetime as dt

import pytest

from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.formats.ical import expand_calendar, read_calendar

WINDOW = (dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.datetime(2027, 11, 1, tzinfo=dt.UTC))
PARIS = (
    "BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\n"
    "BEGIN:STANDARD\r\nDTSTART:{0}1025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:{0}0329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE"
)
WEEKLY = ("DTSTART:20261201T160000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")


def event(*lines: str, uid: str = "a", title: str = "Book club") -> str:
    named = [f"UID:{uid}", *([f"SUMMARY:{title}"] if title else [])]
    return "\r\n".join(["BEGIN:VEVENT", *named, *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode()


def draft_of(*parts: str) -> Draft:
    return read_calendar(calendar(*parts), where="a.ics", may_be_empty=True)


def dates(*parts: str) -> list[str]:
    """Every start; an "x" behind those that are called off."""
    return [
        f"{one.start:%m%d}" + (f"T{one.start:%H%M}" if not one.all_day else "") + "x" * one.is_cancelled
        for each in expand_calendar(calendar(*parts), where="a.ics", after=WINDOW[0], before=WINDOW[1])
        for one in [each.occurrence]
    ]


def findings(draft: Draft) -> list[str]:
    return [f"{one.code}/{one.case}" if one.case else one.code for one in draft.findings]


def only(draft: Draft) -> DraftSeries:
    (series,) = draft.series
    return series


def changed(day: str, *lines: str, title: str = "Book club") -> str:
    return event(f"RECURRENCE-ID:2026{day}T160000Z", *lines, title=title)


# --- called off


@pytest.mark.parametrize(
    "title",
    ["Canceled: Book club", "Cancelled: Cancelled: Book club", "[CANCELLED] Book club", "Book club (cancelled)",
     "Book club - CANCELED", "CANCELLED Book club", "Abgesagt: Book club", "Annulé : Book club"],
)  # fmt: skip
def test_a_title_that_says_so_is_a_cancellation_of_a_call_and_of_a_date(title: str) -> None:
    series = only(draft_of(event(*WEEKLY, title=title)))
    assert (series.title, series.schedules[0].status) == ("Book club", CANCELLED)
    moved = changed("1208", "DTSTART:20261208T160000Z", "STATUS:CONFIRMED", title=title)
    assert dates(event(*WEEKLY), moved) == ["1201T1600", "1208T1600x", "1215T1600"]
    (override,) = only(draft_of(event(*WEEKLY), moved)).schedules[0].overrides
    assert override.summary is None


@pytest.mark.parametrize(
    "title", ["Cancelled orders", "Cancellation policy: a talk", "CANCELLED ORDERS", "Uncancelled: how"]
)
def test_other_titles_keep_their_words(title: str) -> None:
    series = only(draft_of(event(*WEEKLY, title=title)))
    assert (series.title, series.schedules[0].status) == (title, "CONFIRMED")


@pytest.mark.parametrize(
    "title",
    [
        "CANCELED! Book club",
        "**CANCELLED** Book club",
        "Re: Canceled: Book club",
        "Book club (cancelled!)",
        "İPTAL EDİLDİ: Book club",
    ],
)
def test_a_title_says_it_with_stars_and_in_an_answer(title: str) -> None:
    series = only(draft_of(event(*WEEKLY, title=title)))
    assert (series.title, series.schedules[0].status) == ("Book club", CANCELLED)


@pytest.mark.parametrize("title", ["Canceled:", "Canceled", "[Canceled]", "Canceled!"])
def test_a_title_that_says_nothing_else_names_no_call_and_no_date(title: str) -> None:
    series = only(draft_of(event(*WEEKLY, title=title)))
    assert (series.title, series.schedules[0].status) == ("Canceled", CANCELLED)
    assert (
        only(draft_of(event(*WEEKLY, "DESCRIPTION:Budget round\\nmore", title=title))).title == "Budget round"
    )
    moved = changed("1208", "DTSTART:20261208T160000Z", title=title)
    assert dates(event(*WEEKLY), moved) == ["1201T1600", "1208T1600x", "1215T1600"]
    (override,) = only(draft_of(event(*WEEKLY), moved)).schedules[0].overrides
    assert override.summary is None


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Budget round for Q4\\nmore", "Budget round for Q4"),
        ("Hi all\\nwelcome", "Untitled meeting"),
        ("We talk about money.\\nAnd more", "Untitled meeting"),
        ("Agenda: https://pad.example.org", "Untitled meeting"),
        ("x" * 80, "Untitled meeting"),
    ],
)
def test_a_call_without_a_title_has_the_one_its_description_opens_with(about: str, title: str) -> None:
    assert only(draft_of(event(*WEEKLY, f"DESCRIPTION:{about}", title=""))).title == title


# --- one UID


def test_a_list_under_one_uid_has_dates_with_status_title_and_hour_of_their_own() -> None:
    draft = draft_of(
        event("DTSTART:20261203T160000Z", "STATUS:CANCELLED"),
        event("DTSTART:20261210T170000Z", "SEQUENCE:2", title="Book club with a guest"),
        event("DTSTART;TZID=Europe/Paris:20261217T170000"),
        event("DTSTART:20261224T160000Z"),
    )
    series = only(draft)
    assert (series.title, findings(draft)) == ("Book club", ["listed-dates/one-uid"])
    assert series.schedules[0].rdates == ("20261210T170000", "20261217T160000", "20261224T160000")
    assert [(one.recurrence_id, one.status, one.summary) for one in series.schedules[0].overrides] == [
        ("20261203T160000", CANCELLED, None),
        ("20261210T170000", "CONFIRMED", "Book club with a guest"),
    ]


def test_single_dates_beside_a_rule_are_further_dates_of_it() -> None:
    more = event("DTSTART:20261203T180000Z", "DURATION:PT1H")
    assert dates(event(*WEEKLY), more) == ["1201T1600", "1203T1800", "1208T1600", "1215T1600"]


def test_different_calls_under_one_uid_are_all_kept_and_told() -> None:
    parts = (
        event("DTSTART:20261203T160000Z", title="Onboarding call"),
        event("DTSTART:20261212T190000Z", title="Release party"),
    )
    draft = draft_of(*parts)
    assert [series.title for series in draft.series] == ["Onboarding call", "Release party"]
    uids = [series.schedules[0].uid for series in draft.series]
    assert uids[0] == "a"
    assert uids == [series.schedules[0].uid for series in draft_of(*parts).series]
    assert len(set(uids)) == 2
    assert findings(draft) == ["contradiction/one-uid-calls"]


@pytest.mark.parametrize("title", ["With the lawyer", "Cancelled"])
def test_a_date_of_a_list_that_is_private_or_named_for_nothing_is_no_other_call(title: str) -> None:
    off = event(
        "DTSTART:20261203T160000Z",
        "DURATION:PT1H",
        "CLASS:PRIVATE" if "lawyer" in title else "X-A:b",
        title=title,
    )
    draft = draft_of(off, event("DTSTART:20261210T160000Z"), event("DTSTART:20261217T160000Z"))
    assert (only(draft).title, "contradiction" in repr(draft.findings)) == ("Book club", False)
    assert [one.dtstart for one in draft.busy] == ["20261203T160000"] * ("lawyer" in title)
    assert only(draft).schedules[0].exdates == ()


def test_versions_of_one_event_are_its_newest() -> None:
    draft = draft_of(
        event("DTSTART:20261203T160000Z", "SEQUENCE:0"),
        event("DTSTART:20261204T160000Z", "SEQUENCE:2"),
        event("DTSTART:20261205T160000Z", "SEQUENCE:1"),
    )
    assert only(draft).schedules[0].dtstart == "20261204T160000"
    assert findings(draft) == ["contradiction/one-uid"]


# --- lengths and rules


@pytest.mark.parametrize(
    "length", ["DTEND:20261201T150000Z", "DURATION:-PT1H", "DURATION:an hour", "DTEND:20261131T160000Z"]
)
def test_a_length_that_is_none_loses_the_length_and_not_the_event(length: str) -> None:
    draft = draft_of(event("DTSTART:20261201T160000Z", length))
    assert only(draft).schedules[0].duration == dt.timedelta()
    assert findings(draft) == ["refused-input"]


def test_a_moved_date_that_ends_before_it_starts_is_moved_and_as_long_as_the_others() -> None:
    moved = changed("1208", "DTSTART:20261209T180000Z", "DTEND:20261208T170000Z")
    (override,) = only(draft_of(event(*WEEKLY), moved)).schedules[0].overrides
    assert (override.dtstart, override.duration) == ("20261209T180000", None)


@pytest.mark.parametrize(("text", "days"), [("PT1W", 7), ("PT2D", 2), ("P1D", 1)])
def test_a_duration_with_a_misplaced_t(text: str, days: int) -> None:
    series = only(draft_of(event("DTSTART;VALUE=DATE:20261207", f"DURATION:{text}")))
    assert series.schedules[0].duration == dt.timedelta(days=days)


def test_a_rule_that_ended_before_it_began_has_no_date() -> None:
    ghost = event("DTSTART:20261207T100000Z", "RRULE:FREQ=WEEKLY;UNTIL=20261206T235959Z", uid="ghost")
    draft = draft_of(ghost, event(*WEEKLY))
    assert [series.title for series in draft.series] == ["Book club"]
    assert findings(draft) == ["never-held"]
    assert dates(ghost) == []


def test_a_rule_that_ended_before_it_began_leaves_its_listed_and_changed_dates() -> None:
    ended = ("DTSTART:20261207T160000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261206T235959Z")
    assert dates(event(*ended, "RDATE:20261209T160000Z")) == ["1209T1600"]
    assert dates(event(*ended), changed("1214", "DTSTART:20261215T160000Z")) == ["1215T1600"]


@pytest.mark.parametrize(
    ("rule", "kept", "case"),
    [
        ("FREQ=WEEKLY;COUNT=10;UNTIL=20261215T155959Z", "FREQ=WEEKLY;UNTIL=20261215T155959", "two-ends"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20271215T155959Z", "FREQ=WEEKLY;COUNT=2", "two-ends"),
        ("FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY", "no-count"),
        ("FREQ=WEEKLY;COUNT=0;UNTIL=20261215T160000Z", "FREQ=WEEKLY;UNTIL=20261215T160000", "no-count"),
        ("RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=OMIT", "FREQ=WEEKLY", "scale"),
        ("FREQ=WEEKLY\r\nRRULE:FREQ=WEEKLY", "FREQ=WEEKLY", "given-twice"),
    ],
)
def test_rules_that_are_read_as_readers_agree_and_told(rule: str, kept: str, case: str) -> None:
    draft = draft_of(event("DTSTART:20261201T160000Z", f"RRULE:{rule}"))
    assert (only(draft).schedules[0].rrule, findings(draft)) == (kept, [f"odd-rule/{case}"])


@pytest.mark.parametrize("rule", ["RSCALE=HEBREW;FREQ=WEEKLY", "RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=FORWARD"])
def test_another_scale_changes_the_dates_and_is_refused(rule: str) -> None:
    odd = event("DTSTART:20261201T160000Z", f"RRULE:{rule}", uid="b")
    draft = draft_of(event(*WEEKLY), odd)
    assert only(draft).schedules[0].uid == "a"
    assert (findings(draft), draft.unread) == (["refused-input"], ["b"])


# --- whole days written in UTC


def test_the_days_of_a_whole_day_call_written_in_utc_are_those_of_the_calendar() -> None:
    all_day = ("DTSTART;VALUE=DATE:20261204", "RRULE:FREQ=WEEKLY;UNTIL=20261224T230000Z")
    skipped, moved = "EXDATE:20261210T230000Z", "RECURRENCE-ID:20261217T230000Z"
    found = dates(PARIS.format("1601"), event(*all_day, skipped), event(moved, "DTSTART;VALUE=DATE:20261219"))
    assert found == ["1204", "1219", "1225"]


def test_midnight_in_utc_is_that_day_wherever_the_calendar_is() -> None:
    rule = event("DTSTART;VALUE=DATE:20261204", "RRULE:FREQ=WEEKLY;UNTIL=20261211T000000Z")
    assert dates("X-WR-TIMEZONE:America/Chicago", rule) == ["1204", "1211"]


def test_a_day_with_a_z_is_a_date_of_the_list() -> None:
    assert dates(event("DTSTART:20261204T160000Z", "RDATE;VALUE=DATE:20261206Z")) == [
        "1204T1600",
        "1206T1600",
    ]


def test_a_recurrence_id_that_lost_its_z_names_the_date_in_utc() -> None:
    master = event(
        "DTSTART;TZID=America/Chicago:20261201T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    moved = event("RECURRENCE-ID:20261209T020000", "DTSTART;TZID=America/Chicago:20261208T180000")
    assert dates(master, moved) == ["1202T0200", "1209T0000"]


def test_a_recurrence_id_at_midnight_names_the_date_of_that_day() -> None:
    master = event(
        "DTSTART;TZID=America/Chicago:20261201T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    named = "RECURRENCE-ID;TZID=America/Chicago:20261208T000000"
    moved = event(named, "DTSTART;TZID=America/Chicago:20261208T180000")
    assert dates(master, moved) == ["1202T0200", "1209T0000"]
    assert dates(master, event(named, "CLASS:PRIVATE")) == ["1202T0200"]
    at_midnight = event("DTSTART:20261201T000000Z", "RRULE:FREQ=DAILY;COUNT=2")
    assert dates(at_midnight, event("RECURRENCE-ID:20261202T000000Z", "STATUS:CANCELLED")) == [
        "1201T0000",
        "1202T0000x",
    ]


# --- lines


def test_begin_and_end_in_a_text_that_was_not_folded_are_text() -> None:
    broken = "DESCRIPTION:Doors open early\r\nBegin: 18:00\r\nEnd: 20:00\r\nand then we go home"
    assert only(draft_of(event(*WEEKLY, broken))).description == (
        "Doors open early\nBegin: 18:00\nEnd: 20:00\nand then we go home"
    )


@pytest.mark.parametrize(
    ("prop", "start"),
    [
        ("DTSTART;TZID=GMT+05:30:20261207T100000", "1207T0430"),
        ("DTSTART;TZID=(UTC+10:00) Brisbane;VALUE=DATE-TIME:20261207T100000", "1207T0000"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20261207T100000", "1207T1000"),
    ],
)
def test_a_zone_with_a_colon_and_no_quotes(prop: str, start: str) -> None:
    assert dates(event(prop)) == [start]


def test_alarms_and_what_is_attached_within_the_file_count_for_no_limit() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM"
    picture = "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:" + "A" * 80_000
    folded = "IMAGE;VALUE=BINARY;ENCODING=BASE64:" + "\r\n ".join(["B" * 70] * 1_200)
    draft = draft_of(event(*WEEKLY, *[alarm] * 6_000, picture, folded))
    assert [one.facts["name"] for one in draft.findings] == ["VALARM", "ATTACH", "IMAGE"]


# --- zones of the file


@pytest.mark.parametrize("year", ["0001", "0000", "1601"])
def test_a_zone_that_began_in_the_year_one(year: str) -> None:
    zone = PARIS.format(year).replace("Romance Standard Time", "Ours")
    assert dates(zone, event("DTSTART;TZID=Ours:20270705T100000")) == ["0705T0800"]


def test_a_zone_whose_name_is_unknown_has_the_offset_it_states() -> None:
    once = event("DTSTART;TZID=(UTC+05:30) Nowhere:20261207T100000")
    assert dates(once) == ["1207T0430"]
    assert findings(draft_of(once)) == ["no-zone/offset"]


# --- private


def test_nothing_of_a_private_event_is_read_but_its_time() -> None:
    secret = ("CLASS:PRIVATE", "DESCRIPTION:about a salary\\, https://zoom.us/j/1?pwd=x", "X-NOTE:y")
    draft = draft_of(
        event("DTSTART:20261207T100000Z", "DURATION:PT1H", *secret, uid="b", title="Job interview"),
        event("DTSTART:20261208T100000Z", "CLASS:CONFIDENTIAL", uid="c", title="Board"),
        event(*WEEKLY),
    )
    assert [series.title for series in draft.series] == ["Book club"]
    assert findings(draft) == ["private-event"]
    assert [(one.dtstart, one.uid) for one in draft.busy] == [
        ("20261207T100000", "b"),
        ("20261208T100000", "c"),
    ]
    assert "interview" not in repr(draft)
    assert "salary" not in repr(draft)


def test_a_private_date_of_an_open_call_is_not_shown() -> None:
    hidden = changed("1208", "DTSTART:20261209T160000Z", "CLASS:PRIVATE", title="With the lawyer")
    assert dates(event(*WEEKLY), hidden) == ["1201T1600", "1215T1600"]
    draft = draft_of(event(*WEEKLY), hidden)
    assert "lawyer" not in repr(draft)
    assert findings(draft) == ["private-event"]
    (busy,) = draft.busy
    assert (busy.uid, busy.overrides[0].dtstart) == ("", "20261209T160000")


def test_a_rule_in_a_half_hour_is_followed_where_that_offset_is_one_place() -> None:
    weekly = event("DTSTART;TZID=GMT+05:30:20261207T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert dates(weekly) == ["1207T0430", "1214T0430"]
    assert only(draft_of(weekly)).question is not None
