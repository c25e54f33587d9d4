"""Hostile times: dates that do not exist, lengths without end, changed instances of nothing, rules that never match."""

from collections.abc import Iterator

from tests.hostile.shape import START, Hostile, event, ics, one

_REFUSED_RULES = {
    "none": ("RRULE:", ""),
    "secondly": ("RRULE:FREQ=SECONDLY", "more than once a day"),
    "minutely": ("RRULE:FREQ=MINUTELY;INTERVAL=1440", "more than once a day"),
    "hourly": ("RRULE:FREQ=HOURLY", "more than once a day"),
    "no-frequency": ("RRULE:COUNT=3", "not a frequency"),
    "unknown-frequency": ("RRULE:FREQ=" + "NEVER" * 1_000, "not a frequency"),
    "twice": ("RRULE:FREQ=DAILY;COUNT=3;COUNT=4", "COUNT twice"),
    "two-rules": ("RRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY", "more than one RRULE"),
    "exrule": ("RRULE:FREQ=DAILY\r\nEXRULE:FREQ=WEEKLY", "EXRULE"),
    "count-over-the-limit": ("RRULE:FREQ=DAILY;COUNT=10001", "the limit of 10,000"),
    "count-giant": ("RRULE:FREQ=DAILY;COUNT=" + "9" * 5_000, "COUNT"),
    "count-negative": ("RRULE:FREQ=DAILY;COUNT=-1", "COUNT"),
    "count-zero": ("RRULE:FREQ=DAILY;COUNT=0", "COUNT"),
    "interval-zero": ("RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL"),
    "interval-giant": ("RRULE:FREQ=YEARLY;INTERVAL=10001", "the limit of 10,000"),
    "count-and-until": ("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z", "COUNT and UNTIL"),
    "until-impossible": ("RRULE:FREQ=DAILY;UNTIL=20260231T250000Z", ""),
    "until-year-zero": ("RRULE:FREQ=DAILY;UNTIL=00000101T000000Z", ""),
    "until-year-one": ("RRULE:FREQ=DAILY;UNTIL=00010101T000000Z", ""),
    "until-last-second": ("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z", ""),
    "setpos-alone": ("RRULE:FREQ=DAILY;BYSETPOS=1", "BYSETPOS"),
    "week-54": ("RRULE:FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO"),
    "weekday-99": ("RRULE:FREQ=MONTHLY;BYDAY=99MO", "BYDAY"),
    "arabic-digits": ("RRULE:FREQ=DAILY;COUNT=٣", "COUNT"),
    "superscript-digits": ("RRULE:FREQ=MONTHLY;BYMONTHDAY=²", "BYMONTHDAY"),
    "unknown-part": ("RRULE:FREQ=DAILY;" + "A" * 5_000 + "=1", "RFC 5545"),
    "semicolons": ("RRULE:" + ";" * 60_000, ""),
    "ten-thousand-parts": ("RRULE:FREQ=DAILY" + "".join(f";X-{n}=1" for n in range(6_000)), ""),
    "ten-thousand-numbers": ("RRULE:FREQ=DAILY;BYMONTH=" + "1," * 20_000 + "99", "BYMONTH"),
    "calendar-scale": ("RRULE:RSCALE=CHINESE;FREQ=YEARLY", "RSCALE"),
}
_HEAVY_RULES = {
    "february-30": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "april-31": "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
    "366th-of-366": "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366",
    "setpos-never": "FREQ=DAILY;BYMONTH=1;BYSETPOS=2",
    "week-53": "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    "week-53-never": "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    "year-10000": "FREQ=YEARLY;INTERVAL=10000",
    "month-10000": "FREQ=MONTHLY;INTERVAL=10000;BYMONTHDAY=31",
    "day-10000": "FREQ=DAILY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29",
    "friday-13": "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;INTERVAL=7",
    "53rd-monday": "FREQ=YEARLY;BYDAY=53MO;BYMONTH=2",
    "day-366": "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3",
    "every-second-of-a-day": "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24)))
    + ";BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join(map(str, range(60))),
    "every-second-of-a-year": "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=" + ",".join(map(str, range(24)))
    + ";BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join(map(str, range(60))) + ";BYSETPOS=-1",
    "every-minute-counted": "FREQ=DAILY;COUNT=10000;BYHOUR=" + ",".join(map(str, range(24)))
    + ";BYMINUTE=" + ",".join(map(str, range(60))),
    "count-at-the-limit": "FREQ=YEARLY;COUNT=10000;INTERVAL=100",
    "never-counted": "FREQ=YEARLY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30",
    "daily-for-ever": "FREQ=DAILY",
    "every-part": "FREQ=YEARLY;BYMONTH=1,2,3;BYWEEKNO=1,-1;BYYEARDAY=1,-1;BYMONTHDAY=1,31;BYDAY=MO;BYSETPOS=1,-366",
}  # fmt: skip


def refused_rules() -> Iterator[Hostile]:
    for name, (lines, says) in _REFUSED_RULES.items():
        yield one(f"rule-{name}", "a rule that RFC 5545 or a limit does not allow", lines, says=says)


def heavy_rules() -> Iterator[Hostile]:
    """Sound rules that cost a careless engine minutes; from a start of today and from one long ago."""
    for name, rule in _HEAVY_RULES.items():
        yield one(f"rule-{name}", "a sound rule that is dear to follow", f"RRULE:{rule}")
        long_ago = "DTSTART:15000101T000000"
        yield one(f"rule-{name}-since-1500", "the same since the year 1500", f"RRULE:{rule}", start=long_ago)
    yield ics("rule-two-hundred-heavy", "".join(
        event(f"RRULE:{rule}", uid=f"{name}{n}") for n in range(10) for name, rule in _HEAVY_RULES.items()
    ), "190 of them at once")  # fmt: skip


def impossible_times() -> Iterator[Hostile]:
    for name, value in {
        "year-zero": "00000101T000000", "year-one": "00010101T000000Z", "year-9999": "99991231T235959", "february-31": "20260231T160000",
        "hour-25": "20260105T250000", "minute-60": "20260105T236000", "leap-second": "20261231T235960Z", "month-13": "20261301",
        "word": "tomorrow", "number": "1", "empty": "", "long": "2026" * 10_000, "arabic": "٢٠٢٦٠١٠٥T١٦٠٠٠٠", "negative": "-20260105",
        "offset-day": "20260105T160000+9959", "offset-year-one": "10000101T000000+2359", "fraction": "20260105T160000.999999999Z",
    }.items():  # fmt: skip
        yield one(
            f"start-{name}",
            "a start that does not exist",
            "RRULE:FREQ=WEEKLY;COUNT=2",
            start=f"DTSTART:{value}",
        )
    yield one("start-none", "an event at no time", start="", says="no DTSTART")
    yield ics("start-twice", event("DTSTART:20270101T000000Z"), "two starts")
    yield ics(
        "start-last-hour",
        event("RRULE:FREQ=WEEKLY", start="DTSTART;TZID=Pacific/Kiritimati:90001231T235959"),
        "near the end of time",
    )
    yield ics(
        "start-first-hour",
        event("RRULE:FREQ=WEEKLY", start="DTSTART;TZID=Pacific/Kiritimati:10000101T000000"),
        "near its beginning",
    )
    for name, line in {
        "huge": "DURATION:P999999999W", "negative": "DURATION:-PT1H", "empty": "DURATION:P", "giant": "DURATION:PT" + "9" * 5_000 + "S",
        "ten-years": "DURATION:P3660D", "zero": "DURATION:PT0S", "end-before-start": "DTEND;TZID=Europe/Madrid:20260104T160000",
        "end-in-9999": "DTEND:99991231T235959Z", "end-far": "DTEND:90001231T000000Z", "end-date": "DTEND;VALUE=DATE:20260105",
        "end-in-other-zone": "DTEND;TZID=Pacific/Kiritimati:20260106T000000", "both": "DTEND:20260105T160000Z\r\nDURATION:PT5H",
    }.items():  # fmt: skip
        yield one(f"length-{name}", "a length that is none", line, "RRULE:FREQ=DAILY;COUNT=3")
    for name, line in {
        "periods": "RDATE;VALUE=PERIOD:" + ",".join(f"2026{n % 12 + 1:02d}01T000000Z/PT{n}H" for n in range(1_500)),
        "period-backwards": "RDATE;VALUE=PERIOD:20260101T000000Z/19700101T000000Z", "period-cut": "RDATE;VALUE=PERIOD:20260101T000000Z/",
        "period-endless": "RDATE;VALUE=PERIOD:20260101T000000Z/P99999999W", "far": "RDATE:90000101T000000Z,10000101T000000Z",
        "words": "RDATE:" + "x," * 20_000, "excluded": "EXDATE;TZID=Europe/Madrid:20260105T160000", "all-excluded": "EXDATE:" + ",".join(
            f"202601{n:02d}T160000" for n in range(5, 32)), "dates": "EXDATE;VALUE=DATE:20260105\r\nRDATE;VALUE=DATE:20260107",
    }.items():  # fmt: skip
        yield one(
            f"dates-{name}", "more dates, or fewer, than there can be", line, "RRULE:FREQ=DAILY;COUNT=5"
        )


def changed_instances() -> Iterator[Hostile]:
    rid = "RECURRENCE-ID;TZID=Europe/Madrid:20260112T160000"
    yield ics("override-alone", event(rid), "a changed instance of nothing")
    yield ics(
        "override-twice", event("RRULE:FREQ=WEEKLY") + event(rid) * 2_000, "one instance changed 2,000 times"
    )
    yield ics("overrides-alone", "".join(
        event(f"RECURRENCE-ID:2026{n % 12 + 1:02d}{n // 12 % 28 + 1:02d}T{n % 24:02d}0000Z") for n in range(2_500)
    ), "2,500 changed instances of nothing")  # fmt: skip
    for name, value in {
        "other-zone": ";TZID=Asia/Tokyo:20260113T000000", "utc": ":20260112T150000Z", "date": ";VALUE=DATE:20260112", "never": ":20260113T160000",
        "far": ":90000101T000000Z", "impossible": ":20260231T160000", "empty": ":", "unknown-zone": ";TZID=No/Where:20260112T160000",
    }.items():  # fmt: skip
        yield ics(f"override-{name}", event("RRULE:FREQ=WEEKLY") + event(f"RECURRENCE-ID{value}", start="DTSTART:20260112T180000Z"),
                  "an instance named in another way than its master's")  # fmt: skip
    future = [event(f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:2026{n % 12 + 1:02d}{n // 12 + 1:02d}T160000",
                    start=f"DTSTART;TZID=Europe/Madrid:2026{n % 12 + 1:02d}{n // 12 + 1:02d}T{n % 20:02d}0000") for n in range(300)]  # fmt: skip
    yield ics(
        "override-for-ever", event("RRULE:FREQ=DAILY") + "".join(future), "300 changes from one date on"
    )
    yield ics(
        "override-with-rule",
        event("RRULE:FREQ=WEEKLY") + event(rid, "RRULE:FREQ=SECONDLY"),
        "an instance that repeats",
    )
    yield ics(
        "override-year-away",
        event("RRULE:FREQ=WEEKLY") + event(rid, start="DTSTART:89991231T000000Z"),
        "moved seven thousand years",
    )
    yield ics(
        "override-all-day",
        event("RRULE:FREQ=WEEKLY") + event(rid, start="DTSTART;VALUE=DATE:20260112"),
        "an hour that became a day",
    )
    yield ics("method-cancel", "METHOD:CANCEL\r\n" + event(), "a calendar that only cancels")
    yield ics("zone-everywhere", "X-WR-TIMEZONE:../../etc/passwd\r\n" + event("RRULE:FREQ=WEEKLY", start="DTSTART:20260105T160000"),
              "a calendar's zone that is a path")  # fmt: skip
    yield one(
        "start-in-gap",
        "an hour the clocks skip",
        "RRULE:FREQ=YEARLY",
        start="DTSTART;TZID=Europe/Madrid:20260329T023000",
    )
    yield one(
        "start-in-lost-day",
        "a day that never was",
        "RRULE:FREQ=DAILY;COUNT=3",
        start="DTSTART;TZID=Pacific/Apia:20111230T120000",
    )
    assert START
