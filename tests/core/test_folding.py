"""What came as several components and is one call; how often a calendar is asked; which addresses are secret."""

import datetime as dt

import pytest

from commonhour.core.draft import DraftJoin, DraftSeries
from commonhour.core.matching.folding import folded, in_sentences
from commonhour.core.places.calendars import is_secret_calendar, looks_like_ics, without_secret
from commonhour.core.polling import when_failing, when_good
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.undecided.question import told

HOUR = dt.timedelta(hours=1)


def one(
    uid: str, start: str, rule: str = "", title: str = "Call", tzid: str = "UTC", **more: object
) -> DraftSeries:
    return DraftSeries("", title, schedules=[Schedule(start, tzid, HOUR, rule, uid=uid)], **more)  # type: ignore[arg-type]


def uids(series: list[DraftSeries]) -> list[list[str]]:
    return [[part.uid for part in row.schedules] for row in series]


def test_the_parts_of_a_divided_call_are_one_also_when_the_first_has_one_date_left() -> None:
    first, later = (
        one("x@google.com", "20261103T160000"),
        one("x_R20261215T150000@google.com", "20261215T160000", "FREQ=WEEKLY"),
    )
    later.description = "The newer words."
    found, said = folded([later, first])
    assert (uids(found), found[0].description, said) == (
        [["x@google.com", "x_R20261215T150000@google.com"]],
        "The newer words.",
        [],
    )


def test_another_title_is_another_call() -> None:
    parts = [
        one("x@google.com", "20261103T160000", "FREQ=WEEKLY"),
        one("x_R20261215T150000@google.com", "20261215T160000", "FREQ=WEEKLY", "Other"),
    ]
    assert len(folded(parts)[0]) == 2


def test_single_dates_of_one_title_and_link_are_one_and_a_list_is_said_to_be_one() -> None:
    dates = [one(f"u{day}", f"202612{day:02}T160000") for day in (8, 1, 15)]
    found, said = folded([*dates, one("r", "20261201T160000", "FREQ=WEEKLY")])
    assert uids(found) == [["u1", "u8", "u15"], ["r"]]
    assert [finding.code for finding in said] == ["listed-dates"]
    assert folded(dates[:2])[1] == []


@pytest.mark.parametrize(
    "other",
    [
        one("b", "20261208T160000", title="Another"),
        one("b", "20261208T160000", url="https://example.org/b"),
        one("b", "20261208T160000", joins=[DraftJoin("https://meet.example.org/b")]),
        one("b", "20261208"),
        DraftSeries("", "Call", question=told("When?")),
    ],
)
def test_what_is_not_alike_stays_apart(other: DraftSeries) -> None:
    assert len(folded([one("a", "20261201T160000"), other])[0]) == 2


def test_single_dates_take_one_sentence() -> None:
    single = [Schedule(f"202612{day:02}T160000", "UTC", HOUR, uid=f"u{day}") for day in (8, 1)]
    changed = Schedule(
        "20261215T160000", "UTC", HOUR, uid="c", overrides=(Override("20261215T160000", status="CANCELLED"),)
    )
    weekly = Schedule("20261215T160000", "UTC", HOUR, "FREQ=WEEKLY", uid="w")
    found = in_sentences([*single, changed, weekly])
    assert [(part.dtstart, part.rdates, sorted(names)) for part, names in found] == [
        ("20261201T160000", ("20261208T160000",), ["u1", "u8"]),
        ("20261215T160000", (), ["c"]),
        ("20261215T160000", (), ["w"]),
    ]


def test_how_often_a_calendar_is_asked() -> None:
    minutes = dt.timedelta(minutes=1)
    assert [when_good(wanted) / minutes for wanted in (None, minutes, 90 * minutes, 50 * HOUR)] == [
        60,
        15,
        90,
        1440,
    ]
    waits = [when_failing(number, "a") / minutes for number in range(1, 12)]
    assert all(
        low <= wait <= min(low * 1.1, 1440)
        for low, wait in zip([15, 30, 60, 120, 240, 480, 960], waits, strict=False)
    )
    assert waits[7:] == [1440] * 4
    assert when_failing(1, "a", 5 * HOUR) == 5 * HOUR
    assert when_failing(1, "a", 50 * HOUR) == 24 * HOUR
    assert when_failing(10**9, "a") == 24 * HOUR


@pytest.mark.parametrize(
    ("secret", "plain"),
    [
        ("https://u:p@x.org/a.ics?key=1&b=2", "https://x.org/a.ics?b=2"),
        ("https://x.org/a.ics?feed%5Ftoken=1", "https://x.org/a.ics"),
        ("https://x.org/a.ics", "https://x.org/a.ics"),
    ],
)
def test_what_is_left_of_a_secret_address(secret: str, plain: str) -> None:
    assert without_secret(secret) == plain
    assert not is_secret_calendar(plain)


def test_secret_and_telling_addresses() -> None:
    assert is_secret_calendar("https://calendar.google.com/calendar/ical/a%40b.com/private-1a2b/basic.ics")
    assert is_secret_calendar("https://x.org/a.ics?access_token=1")
    assert is_secret_calendar("https://calendar.google.com/calendar/ical/a%40b.com/private%2D1a2b/basic.ics")
    for name in (
        "feed_token",
        "private_token",
        "authtoken",
        "access_key",
        "ical_token",
        "key",
        "feed%5Ftoken",
    ):
        assert is_secret_calendar(f"https://x.org/a.ics?{name}=1"), name
    assert not is_secret_calendar("https://calendar.google.com/calendar/ical/a%40b.com/public/basic.ics")
    assert not is_secret_calendar(
        "https://calendar.google.com/calendar/embed?src=a%40b.com&ctz=Europe/Madrid"
    )
    assert not is_secret_calendar(
        "https://cloud.example.org/remote.php/dav/public-calendars/aBcD1234eFgH/?export"
    )
    assert looks_like_ics("https://x.org/feed?format=ics")
    assert not looks_like_ics("https://x.org/topics/physics")
