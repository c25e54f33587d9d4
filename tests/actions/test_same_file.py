"""The same calendar file once more: shifted, under new UIDs or none, with a call less; and our own feed, back again."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_series

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.upstream import ImportReport, import_draft
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.formats.ical import read_calendar
from commonhour.models import ExternalRef, Occurrence, Override, Schedule, Series
from commonhour.reads.feed import calendar_feed

pytestmark = pytest.mark.django_db
WEEKLY = ("DTSTART;TZID=Europe/Madrid:20261201T{hour}0000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")


@pytest.fixture(autouse=True)
def community():
    make_community()


def event(*lines: str, uid: str = "a", title: str = "Book club") -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), f"SUMMARY:{title}", *lines, "END:VEVENT"]
    )


def weekly(hour: int = 16, **facts: str) -> str:
    return event(*(line.format(hour=hour) for line in WEEKLY), **facts)


def moved(day: str, *lines: str, uid: str = "a") -> str:
    return event(f"RECURRENCE-ID;TZID=Europe/Madrid:2026{day}T160000", *lines, uid=uid)


PARTY = event("DTSTART;TZID=Europe/Madrid:20261210T180000", uid="party", title="Release party")
OFF = moved("1215", "DTSTART;TZID=Europe/Madrid:20261215T160000", "STATUS:CANCELLED")
LATER = moved("1208", "DTSTART;TZID=Europe/Madrid:20261209T180000")


def bring(*parts: str, name: str = "calls.ics") -> ImportReport:
    body = "\r\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode()
    return import_draft(read_calendar(body, where=name), now=NOW, actor=TERMINAL, name=name)


def dates() -> list[str]:
    rows = Occurrence.objects.attached().order_by("start")
    return [f"{one.start:%m%dT%H%M}" + "x" * (one.status == "CANCELLED") for one in rows]


def told(report: ImportReport) -> list[tuple[str, str, str]]:
    return [(one.code, one.case, one.subject) for one in report.findings if one.code != "unmatched-event"]


def test_a_call_shifted_upstream_loses_the_changes_that_were_reset_there() -> None:
    bring(weekly(), LATER, OFF)
    assert dates() == ["1201T1500", "1209T1700", "1215T1500x"]
    ids = set(Occurrence.objects.values_list("id", flat=True))
    report = bring(weekly(17))
    assert dates() == ["1201T1600", "1208T1600", "1215T1600"]
    assert set(Occurrence.objects.values_list("id", flat=True)) == ids
    assert told(report) == []


def test_a_change_made_here_stays_when_the_call_is_shifted() -> None:
    bring(weekly(), LATER)
    third = Occurrence.objects.get(recurrence_id="20261215T160000")
    cancel_occurrence(third, reason="Ill", now=NOW, actor=TERMINAL)
    bring(weekly(17))
    assert dates() == ["1201T1600", "1208T1600", "1215T1600x"]


@pytest.mark.parametrize("uid", ["b", ""])
def test_the_same_call_under_a_new_uid_or_none_is_no_twin(uid: str) -> None:
    bring(weekly(), LATER, PARTY)
    series = Series.objects.get(title="Book club")
    report = bring(weekly(uid=uid), PARTY)
    assert Series.objects.count() == 2
    assert dates()[-1] == "1215T1500"
    assert told(report) == []
    bring(weekly(17, uid=uid), PARTY)
    assert list(Schedule.objects.filter(series=series).values_list("uid", flat=True)) == ["a"]
    assert dates().count("1208T1600") == 1


def test_a_call_without_a_uid_that_was_shifted_is_the_same_call() -> None:
    bring(weekly(uid=""), PARTY)
    bring(weekly(17, uid=""), PARTY)
    assert (Series.objects.count(), dates()[0]) == (2, "1201T1600")


def test_another_file_with_a_call_of_that_name_at_another_hour_adds_one() -> None:
    bring(weekly())
    bring(weekly(10, uid="b"), name="others.ics")
    assert Series.objects.count() == 2


def test_what_the_file_does_not_list_any_more_stays_and_is_told_until_it_is_over() -> None:
    bring(weekly(), PARTY)
    report = bring(weekly())
    assert told(report) == [("gone-upstream", "", "release-party")]
    assert "1210T1700" in dates()
    party = Occurrence.objects.get(series__slug="release-party")
    cancel_occurrence(party, reason="", now=NOW, actor=TERMINAL)
    assert told(bring(weekly())) == []


def test_another_file_says_nothing_about_what_is_not_in_it() -> None:
    bring(weekly(), PARTY)
    assert told(bring(event("DTSTART:20261220T100000Z", uid="c"), name="others.ics")) == []


def test_what_cannot_be_read_this_time_is_not_gone() -> None:
    bring(weekly(), PARTY)
    broken = event("DTSTART:TBD", uid="party", title="Release party")
    assert [code for code, _, _ in told(bring(weekly(), broken))] == ["refused-input"]


def test_a_call_that_became_private_is_told_and_makes_its_hour_busy() -> None:
    bring(weekly(), PARTY)
    private = event(
        "DTSTART;TZID=Europe/Madrid:20261208T163000", "DURATION:PT1H", "CLASS:PRIVATE", uid="party"
    )
    report = bring(weekly(), private)
    assert sorted(told(report)) == [
        ("clash", "busy", "book-club"), ("gone-upstream", "private", "release-party"), ("private-event", "", "")
    ]  # fmt: skip
    (clash,) = [one for one in report.findings if one.code == "clash"]
    assert (clash.facts["first_date"], clash.facts["more"]) == ("2026-12-08", 0)


def test_a_private_event_of_days_is_busy_behind_many_short_ones() -> None:
    private = ["CLASS:PRIVATE", "TRANSP:OPAQUE"]
    long = event("DTSTART:20261207T000000Z", "DURATION:P2D", *private, uid="long")
    short = [
        event(f"DTSTART:20261207T{hour:02}{minute:02}00Z", "DURATION:PT1M", *private, uid=f"{hour}.{minute}")
        for hour in range(1, 13)
        for minute in range(0, 60, 10)
    ]
    report = bring(weekly(), long, *short)
    (clash,) = [one for one in report.findings if one.code == "clash"]
    assert (clash.facts["first_date"], clash.facts["more"]) == ("2026-12-08", 0)


def test_a_cancelled_call_that_became_private_is_told() -> None:
    bring(weekly())
    bring(weekly(title="Canceled: Book club"))
    report = bring(event("DTSTART:20261208T163000Z", "CLASS:PRIVATE"))
    assert ("gone-upstream", "private", "book-club") in told(report)


def feed() -> bytes:
    return calendar_feed(Scope(), base_url="https://hub.example.org")


def test_our_feed_comes_back_byte_by_byte_with_moved_and_cancelled_one_offs() -> None:
    for title, hour in (("Party", 18), ("Summit", 10), ("Book club", 12), ("Book club", 11)):
        make_series(title, dtstart=f"20261210T{hour}0000", rrule="", uid=f"{title}{hour}@here")
    make_series("Weekly", uid="weekly@here")
    party, summit = (Occurrence.objects.get(series__title=title) for title in ("Party", "Summit"))
    move_occurrence(party, dtstart="20261211T190000", reason="Room", now=NOW, actor=TERMINAL)
    cancel_occurrence(summit, reason="Ill, all of us", now=NOW, actor=TERMINAL)
    one = feed()
    report = import_draft(read_calendar(one, where="f"), now=NOW, actor=TERMINAL, name="f")
    assert (feed(), told(report)) == (one, [])  # into the same hub: nothing is new
    for model in (Occurrence, Override, Schedule, Series, ExternalRef):
        model.objects.all().delete()
    import_draft(read_calendar(one, where="f"), now=NOW, actor=TERMINAL, name="f")
    assert feed() == one
    assert Override.objects.count() == 2  # why it is so: the rest is in the call itself
    assert dt.datetime(2026, 12, 11, 18, tzinfo=dt.UTC) in Occurrence.objects.values_list("start", flat=True)
