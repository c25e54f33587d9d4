"""A zoo of schedules: every kind of rule, of change and of odd hour, each as a series whose feed others must read."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from commonhour.core.schedule.schedule import CANCELLED, TENTATIVE, Override, Schedule
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of

WRITTEN = dt.datetime(2026, 1, 1, 8, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"

# name: (dtstart, zone, rule)
_RULES = {
    "once": ("20260303T160000", MADRID, ""),
    "weekly": ("20260106T160000", MADRID, "FREQ=WEEKLY"),
    "weekly-on-two-days": ("20260106T160000", NEW_YORK, "FREQ=WEEKLY;BYDAY=TU,TH"),
    "every-second-week": ("20260106T160000", MADRID, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    "every-second-week-on-two-days": ("20260105T090000", "Asia/Tokyo", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
    "every-second-week-from-sunday": ("20260106T160000", MADRID, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU"),
    "every-third-week": ("20260108T110000", "America/Los_Angeles", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH"),
    "daily": ("20260301T091500", "Europe/Dublin", "FREQ=DAILY;UNTIL=20271231T091500"),
    "every-tenth-day": ("20260301T091500", "America/Sao_Paulo", "FREQ=DAILY;INTERVAL=10"),
    "weekdays": ("20260302T093000", "Europe/London", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20271231T093000"),
    "monthly-second-tuesday": ("20260113T160000", MADRID, "FREQ=MONTHLY;BYDAY=2TU"),
    "monthly-last-friday": ("20260130T160000", NEW_YORK, "FREQ=MONTHLY;BYDAY=-1FR"),
    "monthly-first-and-third": ("20260106T160000", MADRID, "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    "monthly-by-day": ("20260115T160000", MADRID, "FREQ=MONTHLY;BYMONTHDAY=15"),
    "monthly-on-the-31st": ("20260131T160000", MADRID, "FREQ=MONTHLY"),
    "monthly-last-day": ("20260131T230000", "Asia/Kolkata", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    "every-second-month": ("20260113T160000", MADRID, "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU"),
    "friday-the-13th": ("20260213T200000", MADRID, "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
    "last-working-day": ("20260130T120000", MADRID, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    "second-working-day": ("20260102T120000", MADRID, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2"),
    "yearly": ("20260314T150000", NEW_YORK, "FREQ=YEARLY"),
    "yearly-leap-day": ("20280229T150000", MADRID, "FREQ=YEARLY"),
    "yearly-by-weekday": ("20260329T150000", MADRID, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    "quarterly": ("20260107T150000", MADRID, "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1WE"),
    "counted": ("20260106T160000", MADRID, "FREQ=WEEKLY;COUNT=40"),
    "until": ("20260106T160000", MADRID, "FREQ=WEEKLY;UNTIL=20270330T160000"),
    "until-in-a-far-zone": ("20260106T090000", "Pacific/Kiritimati", "FREQ=WEEKLY;UNTIL=20260630T090000"),
    "until-beyond-2038": ("20260106T160000", NEW_YORK, "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20391231T160000"),
    "utc": ("20260106T160000", "UTC", "FREQ=WEEKLY"),
    "half-hour-zone": ("20260106T193000", "Asia/Kolkata", "FREQ=WEEKLY"),
    "quarter-hour-zone": ("20260106T081500", "Asia/Kathmandu", "FREQ=WEEKLY;INTERVAL=2"),
    "half-hour-summer": ("20260106T183000", "Australia/Lord_Howe", "FREQ=WEEKLY"),
    "southern-summer": ("20260106T183000", "Pacific/Auckland", "FREQ=WEEKLY"),
    "ramadan": ("20260106T183000", "Africa/Casablanca", "FREQ=WEEKLY"),
    "changes-at-midnight": ("20260106T000000", "Africa/Cairo", "FREQ=DAILY;INTERVAL=2"),
    "saint-johns": ("20260106T003000", "America/St_Johns", "FREQ=WEEKLY"),
    "gap-madrid": ("20260301T023000", MADRID, "FREQ=WEEKLY"),
    "gap-once-a-year": ("20260329T023000", MADRID, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    "gap-of-half-an-hour": ("20260906T021500", "Australia/Lord_Howe", "FREQ=WEEKLY"),
    "fold-madrid": ("20261004T023000", MADRID, "FREQ=WEEKLY"),
    "fold-of-half-an-hour": ("20260301T014500", "Australia/Lord_Howe", "FREQ=WEEKLY"),
    "fold-new-york": ("20261004T013000", NEW_YORK, "FREQ=WEEKLY"),
    "off-rule": ("20260105T160000", MADRID, "FREQ=WEEKLY;BYDAY=WE"),
    "off-rule-counted": ("20260105T160000", MADRID, "FREQ=WEEKLY;COUNT=14;BYDAY=WE"),
    "off-rule-until": ("20260105T160000", NEW_YORK, "FREQ=MONTHLY;BYDAY=1WE;UNTIL=20291231T160000"),
    "far-future": ("20380112T160000", MADRID, "FREQ=WEEKLY"),
    "far-past": ("19950103T160000", NEW_YORK, "FREQ=MONTHLY;BYDAY=1TU"),
    "ends-on-another-day": ("20260106T233000", MADRID, "FREQ=WEEKLY"),
    "every-hour-of-an-afternoon": ("20260106T140000", MADRID, "FREQ=WEEKLY;COUNT=150;BYDAY=TU;BYHOUR=14,15,16"),
}  # fmt: skip
_WHOLE_DAYS = {
    "day-once": ("20260303", DAY, ""),
    "days-once": ("20260303", 3 * DAY, ""),
    "day-weekly": ("20260303", DAY, "FREQ=WEEKLY"),
    "days-monthly": ("20260331", 2 * DAY, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    "day-yearly-until": ("20260521", DAY, "FREQ=YEARLY;UNTIL=20390521"),
    "day-off-rule": ("20260302", DAY, "FREQ=WEEKLY;COUNT=9;BYDAY=TH"),
}
_WEEKLY = Schedule("20260106T160000", MADRID, HOUR, "FREQ=WEEKLY;COUNT=64")
_DAY_WEEKLY = Schedule("20260303", MADRID, DAY, "FREQ=WEEKLY")
_CHANGES = {
    "retitled": replace(_WEEKLY, overrides=(Override("20260113T160000", summary="Metrics, with guests"),)),
    "described": replace(_WEEKLY, overrides=(Override("20260113T160000", description="Bring numbers."),)),
    "moved": replace(_WEEKLY, overrides=(Override("20260113T160000", "20260113T180000", reason="Clash"),)),
    "moved-longer": replace(
        _WEEKLY, overrides=(Override("20260113T160000", "20260113T150000", duration=3 * HOUR),)
    ),
    "moved-across-midnight": replace(
        _WEEKLY,
        overrides=(
            Override("20260113T160000", "20260114T001500"),
            Override("20260120T160000", "20260119T234500"),
        ),
    ),
    "moved-across-the-clock-change": replace(
        _WEEKLY,
        overrides=(
            Override("20260324T160000", "20260330T160000"),
            Override("20261027T160000", "20261024T160000"),
        ),
    ),
    "moved-into-another-year": replace(_WEEKLY, overrides=(Override("20261229T160000", "20270104T100000"),)),
    "moved-to-another-zone": replace(
        _WEEKLY,
        overrides=(
            Override("20260317T160000", "20260317T160000", NEW_YORK),
            Override("20260324T160000", "20260324T160000", "UTC"),
            Override("20260331T160000", "20260401T093000", "Asia/Kolkata"),
        ),
    ),
    "moved-into-a-gap": replace(_WEEKLY, overrides=(Override("20260324T160000", "20260329T023000"),)),
    "cancelled-date": replace(
        _WEEKLY, overrides=(Override("20260113T160000", status=CANCELLED, reason="Holiday", sequence=1),)
    ),
    "cancelled-first": replace(_WEEKLY, overrides=(Override("20260106T160000", status=CANCELLED),)),
    "tentative-date": replace(_WEEKLY, overrides=(Override("20260113T160000", status=TENTATIVE),)),
    "cancelled-once": Schedule("20260303T160000", MADRID, HOUR, status=CANCELLED),
    "cancelled-series": replace(_WEEKLY, status=CANCELLED, rrule="FREQ=WEEKLY;COUNT=5"),
    "left-out": replace(
        _WEEKLY, rrule="FREQ=WEEKLY", exdates=("20260113T160000", "20260331T160000", "20380112T160000")
    ),
    "left-out-utc": replace(_WEEKLY, tzid="UTC", exdates=("20260113T160000",)),
    "first-left-out": replace(_WEEKLY, exdates=("20260106T160000",)),
    "counted-with-one-left-out": replace(_WEEKLY, rrule="FREQ=WEEKLY;COUNT=6", exdates=("20260120T160000",)),
    "extra-dates": replace(
        _WEEKLY, rrule="FREQ=WEEKLY", rdates=("20260115T100000", "20260705T220000", "20380801T100000")
    ),
    "extra-dates-only": replace(_WEEKLY, rrule="", rdates=("20260205T160000", "20260405T160000")),
    "extra-date-before-the-first": replace(_WEEKLY, rdates=("20251223T160000", "20260101T100000")),
    "extra-date-moved": replace(
        _WEEKLY, rdates=("20260115T100000",), overrides=(Override("20260115T100000", "20260116T110000"),)
    ),
    "extra-date-cancelled": replace(
        _WEEKLY, rdates=("20260115T100000",), overrides=(Override("20260115T100000", status=CANCELLED),)
    ),
    "date-only-a-change-makes": replace(_WEEKLY, overrides=(Override("20260701T120000", "20260702T120000"),)),
    "gap-date-moved": replace(
        _WEEKLY, dtstart="20260301T023000", overrides=(Override("20260329T023000", "20260329T120000"),)
    ),
    "gap-date-cancelled": replace(
        _WEEKLY, dtstart="20260301T023000", overrides=(Override("20260329T023000", status=CANCELLED),)
    ),
    "gap-date-left-out": replace(_WEEKLY, dtstart="20260301T023000", exdates=("20260329T023000",)),
    "off-rule-and-moved": replace(
        _WEEKLY,
        rrule="FREQ=WEEKLY;COUNT=8;BYDAY=WE",
        overrides=(Override("20260106T160000", "20260106T170000"),),
    ),
    "day-moved": replace(_DAY_WEEKLY, overrides=(Override("20260310", "20260312"),)),
    "day-cancelled": replace(_DAY_WEEKLY, overrides=(Override("20260310", status=CANCELLED),)),
    "day-longer": replace(_DAY_WEEKLY, overrides=(Override("20260310", duration=2 * DAY),)),
    "day-left-out": replace(_DAY_WEEKLY, exdates=("20260310",), rdates=("20260401",)),
    "once-in-a-gap": Schedule("20260329T023000", MADRID, HOUR),
    "once-in-a-fold": Schedule("20261025T023000", MADRID, HOUR),
    "moved-into-a-fold": replace(_WEEKLY, overrides=(Override("20261020T160000", "20261025T023000"),)),
    "extra-date-in-a-gap": replace(_WEEKLY, rdates=("20260329T023000",)),
    "extra-date-in-a-fold": replace(_WEEKLY, rrule="", rdates=("20261025T023000",)),
    "day-and-night": replace(_WEEKLY, dtstart="20260307T120000", duration=DAY),
    "day-and-night-from-the-clock-change-on": replace(_WEEKLY, dtstart="20260328T120000", duration=DAY),
    "two-days-and-an-hour": replace(
        _WEEKLY, dtstart="20260327T120000", duration=2 * DAY + HOUR, rrule="FREQ=MONTHLY;BYDAY=-1FR"
    ),
    "half-an-hour": replace(_WEEKLY, duration=HOUR / 2),
    "ninety-minutes-over-the-clock-change": replace(
        _WEEKLY, dtstart="20260301T013000", duration=1.5 * HOUR, rrule="FREQ=WEEKLY;COUNT=9"
    ),
}
_TEXTS = {
    "line-ends": "Two\r\nlines\rand\nmore",
    "injection": "Call\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil@example.org\r\nDTSTART:20260101T000000Z",
    "controls": "A\x00b\x07c\x1b[31md\x7fe\x9ff\ttab",
    "separators": 'Comma, semicolon; colon: backslash \\ quote " \\n \\, \\;',
    "unicode-line-ends": "a\u2028BEGIN:VALARM\u2029b\x85c\x0bd\x0ce",
    "four-octets-at-the-fold": "é" * 29 + "😀" * 40 + "x" * 71 + "😀",
    "three-octets-at-the-fold": "x" + "日本語" * 60,
    "right-to-left": "\u202eهذا\u202c اجتماع \u200fabc\u2066def\u2069",
    "joined-emoji": "👩🏽‍💻👨‍👩‍👧‍👦🇪🇸 call",
    "very-long": "A very long line, " * 250 + "and its end",
    "looks-like-a-property": "RRULE:FREQ=DAILY",
    "looks-folded": "a\r\n b\r\n\tc",
}


def _schedules() -> Iterator[tuple[str, list[Schedule]]]:
    for name, (dtstart, tzid, rule) in _RULES.items():
        yield name, [Schedule(dtstart, tzid, HOUR, rule)]
    for name, (dtstart, length, rule) in _WHOLE_DAYS.items():
        yield name, [Schedule(dtstart, MADRID, length, rule)]
    yield from ((name, [schedule]) for name, schedule in _CHANGES.items())
    yield "two-regions", [_WEEKLY, replace(_WEEKLY, dtstart="20260108T090000", tzid="Asia/Tokyo")]
    yield (
        "rotation",
        [
            Schedule("20260106T160000", MADRID, HOUR, "FREQ=WEEKLY;INTERVAL=3"),
            Schedule("20260113T090000", MADRID, HOUR, "FREQ=WEEKLY;INTERVAL=3"),
            Schedule("20260120T160000", "America/Los_Angeles", HOUR, "FREQ=WEEKLY;INTERVAL=3"),
        ],
    )
    yield (
        "ended-and-opened",
        [
            replace(_WEEKLY, rrule="FREQ=WEEKLY;UNTIL=20260324T160000"),
            replace(_WEEKLY, dtstart="20260401T170000"),
        ],
    )


def _feeds() -> Iterator[tuple[str, list[FeedSeries]]]:
    for name, schedules in _schedules():
        yield (
            name,
            [_feed(replace(one, uid=f"{name}-{n}@zoo"), "Metrics call") for n, one in enumerate(schedules)],
        )
    for name, text in _TEXTS.items():
        one = replace(_CHANGES["cancelled-date"], uid=f"{name}@zoo", rrule="FREQ=WEEKLY;COUNT=4")
        feed = _feed(one, text)
        yield (
            name,
            [
                replace(
                    feed, description=text, categories=(text, "open"), url=f"https://hub.example.org/{text}"
                )
            ],
        )


def _feed(schedule: Schedule, summary: str) -> FeedSeries:
    return FeedSeries(
        schedule, summary, last_modified=WRITTEN, created=WRITTEN, description="What we measure.",
        url="https://hub.example.org/meetings/metrics/", categories=("metrics",),
        join_url="https://hub.example.org/meetings/metrics/join",
    )  # fmt: skip


ZOO: dict[str, list[FeedSeries]] = dict(_feeds())


def calendar_of(feeds: list[FeedSeries]) -> bytes:
    """The feed of these series, as the hub writes it."""
    return write_calendar(
        FeedCalendar(
            "Zoo", MADRID, tuple(map(write_component, feeds)), frozenset().union(*map(zones_of, feeds)),
            description="Everything there is.", colour="teal",
            source_url="https://hub.example.org/calendar.ics", url="https://hub.example.org/",
        )
    )  # fmt: skip
