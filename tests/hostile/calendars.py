"""Hostile calendars: over every limit, broken in their structure, their bytes, their texts and their names."""

import base64
import gzip
from collections.abc import Iterator

from commonhour.core import limits
from tests.hostile.shape import HEAD, START, TAIL, Hostile, calendar, event, ics, one

_OBSERVANCE = "BEGIN:STANDARD\r\nDTSTART:{}\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n{}END:STANDARD\r\n"


def over_limits() -> Iterator[Hostile]:
    """One over each limit of what is counted before anything is parsed, and one right at it."""
    many = "".join(event(uid=f"{n}@example.org") for n in range(limits.COMPONENTS - 1))
    yield ics("components-at-the-limit", many, "as many components as may be", "")
    yield ics("components-over-the-limit", many + event(), "one component too many", "5,000 components")
    filler = f"X-A:{'x' * 60_000}\r\n"
    times = limits.STAFF_BODY_BYTES // len(filler) + 1
    yield ics("bytes-over-the-limit", filler * times, "over ten megabytes", "the limit is 10,485,760")
    yield ics("bytes-under-the-limit", filler * (times - 2) + event(), "ten megabytes of nothing")
    yield one("line-at-the-limit", "a text of nearly 64 KiB", "X-A:" + "x" * (limits.LINE_BYTES - 4))
    yield one(
        "line-over-the-limit", "a text over 64 KiB", "X-A:" + "x" * limits.LINE_BYTES, says="65,536 bytes"
    )
    yield one(
        "folded-for-ever",
        "one text in half a million folds",
        "X-A:x" + "\r\n x" * 500_000,
        says="65,536 bytes",
    )
    yield one("folds-of-nothing", "folds that add nothing", "X-A:x" + "\r\n " * 200_000)
    yield one("wide-characters", "few characters, many bytes", "X-A:" + "😀" * 17_000, says="65,536 bytes")
    yield one(
        "name-of-a-megabyte",
        "a property's name without an end",
        "X-" + "A" * 2**20 + ":1",
        says="65,536 bytes",
    )
    deep = "".join(f"BEGIN:X{n}\r\n" for n in range(5)) + "".join(f"END:X{n}\r\n" for n in range(4, -1, -1))
    yield ics("nested-six-deep", deep, "components in components", "nested more than 4 deep")
    yield ics(
        "nested-a-million-deep",
        "BEGIN:A\r\n" * 1_000_000,
        "recursion without an end",
        "nested more than 4 deep",
    )
    yield ics("observances", _zone("Far/Away", _OBSERVANCE.format("19700101T000000", "") * 20_000) + event(),
              "20,000 VTIMEZONE parts", "5,000 components")  # fmt: skip
    yield ics("observances-under-the-limit", _zone("Far/Away", "".join(
        _OBSERVANCE.format(f"{1600 + n % 400}0101T000000", "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU\r\n") for n in range(4_900)
    )) + event(start="DTSTART;TZID=Far/Away:20260105T160000"), "4,900 rules for ever in one zone")  # fmt: skip
    dates = ",".join(f"2026{1 + n % 12:02d}{1 + n // 12 % 28:02d}T{n // 336:02d}0000" for n in range(2_001))
    yield one("rdates-over-the-limit", "2,001 more dates", f"RDATE;TZID=Europe/Madrid:{dates}", says="2,000")
    half = dates.split(",")
    yield one("rdates-and-exdates-over-the-limit", "1,001 of each",
              "RDATE:" + ",".join(half[:1_001]), "EXDATE:" + ",".join(half[1_000:]), says="2,000")  # fmt: skip


def structure() -> Iterator[Hostile]:
    """BEGIN, END and what stands between them."""

    def raw(name: str, text: str, why: str, says: str = "") -> Hostile:
        return Hostile(f"{name}.ics", "calendar", text.encode(), why, says)

    yield raw("no-end", f"{HEAD}BEGIN:VEVENT\r\nUID:a\r\n", "a download that was cut", "truncated")
    yield raw("no-begin", event() + TAIL, "an END that closes nothing", "closes nothing")
    yield raw(
        "crossed",
        f"{HEAD}BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VEVENT\r\nEND:VALARM\r\n{TAIL}",
        "ENDs that cross",
        "does not match",
    )
    yield raw("only-ends", "END:VCALENDAR\r\n" * 50_000, "ends without a beginning", "closes nothing")
    yield raw(
        "many-calendars", calendar(event()).decode() * 1_600, "1,600 calendars in one file", "share one UID"
    )
    yield ics("calendar-in-calendar", calendar(event()).decode(), "a calendar inside a calendar")
    yield ics(
        "calendars-in-calendars",
        HEAD * 3 + event() + TAIL * 3,
        "calendars all the way down",
        "nested more than 4 deep",
    )
    yield raw("bare-event", event(), "an event without a calendar")
    yield raw("no-events", f"{HEAD}{TAIL}", "a calendar of nothing", "no events")
    yield raw(
        "only-todos",
        calendar("BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n").decode(),
        "nothing that takes place",
        "no events",
    )
    yield raw(
        "empty-names",
        f"{HEAD}BEGIN:\r\nEND:\r\n:\r\n;\r\n=:\r\n{event()}{TAIL}",
        "components and properties without a name",
    )
    yield raw(
        "long-component-name",
        f"{HEAD}BEGIN:{'A' * 60_000}\r\nEND:VEVENT\r\n{TAIL}",
        "a component's name of 60 kB",
        "does not match",
    )
    yield ics(
        "ten-thousand-properties",
        event(*(f"X-P{n}:{n}" for n in range(10_000))),
        "10,000 properties of its own",
        "not kept",
    )
    yield ics("same-property", event(*["SUMMARY:Again"] * 20_000), "one property 20,000 times")
    yield ics(
        "ten-thousand-broken-lines",
        event(*["no property at all"] * 10_000),
        "lines that are no property",
        "no property",
    )
    yield ics("alarms", event(*["BEGIN:VALARM\r\nTRIGGER:-PT1M\r\nREPEAT:999999999\r\nDURATION:PT1S\r\nEND:VALARM"] * 4_000),
              "4,000 alarms that repeat a thousand million times", "VALARM")  # fmt: skip
    yield one(
        "endless-quotes",
        "a quoted parameter that never ends",
        'X-A;P="' + "x;y=" * 10_000,
        says="no property",
    )
    yield one("parameter-bomb", "10,000 parameters", "X-A" + ";P=1" * 10_000 + ":v")
    yield one("quote-bomb", "60,000 quotes", "X-A;P=" + '"' * 60_000 + ":v")
    yield one("backslash-bomb", "60,000 escapes", "DESCRIPTION:" + "\\" * 60_000)
    yield one("comma-bomb", "60,000 tags that are empty", "CATEGORIES:" + "," * 60_000)
    yield one("tag-bomb", "30,000 tags", "CATEGORIES:" + ",".join("abcdefgh"[n % 8] for n in range(30_000)))


def encodings() -> Iterator[Hostile]:
    """Bytes that are no text, or another one than they look."""
    plain = calendar(event())

    def raw(name: str, body: bytes, why: str, says: str = "") -> Hostile:
        return Hostile(name, "calendar", body, why, says)

    yield raw("empty.ics", b"", "nothing", "empty")
    yield raw("blank.ics", b"\r\n" * 500_000, "a megabyte of blank lines", "empty")
    yield raw("nuls.ics", b"\0" * 100_000, "NULs only", "")
    yield raw("nul-in-text.ics", plain.replace(b"Call", b"Ca\0ll"), "a NUL in a text", "binary")
    yield raw(
        "invalid-utf-8.ics",
        plain.replace(b"Call", b"C\xff\xfe\xc0\x80\xedall"),
        "bytes that are no UTF-8",
        "UTF-8",
    )
    yield raw(
        "overlong-utf-8.ics",
        plain.replace(b"Call", b"C\xc0\xafall \xe0\x80\xaf"),
        "a slash in too many bytes",
        "UTF-8",
    )
    yield raw("cut-utf-8.ics", plain + b"\xf0\x9f", "an emoji cut at the end", "")
    yield raw("utf-16.ics", plain.decode().encode("utf-16"), "UTF-16 with its mark")
    yield raw("utf-16-odd.ics", plain.decode().encode("utf-16") + b"x", "UTF-16 with half a character")
    yield raw("utf-32.ics", plain.decode().encode("utf-32"), "UTF-32", "")
    yield raw("three-marks.ics", b"\xef\xbb\xbf" * 3 + plain, "byte order marks in a row")
    yield raw(
        "mixed-line-ends.ics",
        plain.replace(b"\r\n", b"\n\r", 3).replace(b"\r\n", b"\r", 2),
        "three kinds of line ends",
    )
    yield raw("gzip.ics", gzip.compress(plain), "a compressed calendar", "")
    yield raw("gzip-bomb.ics", gzip.compress(b"\0" * 20_000_000), "twenty megabytes in twenty kilobytes", "")
    yield raw(
        "page.ics",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        "the sign-in page instead",
        "web page",
    )
    yield raw("picture.ics", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40, "a picture", "binary")
    yield raw("executable.ics", b"\x7fELF\2\1\1\0" + bytes(4_000), "a program", "binary")
    yield raw("json.ics", b'["vcalendar",[],[]]', "jCal, which is not iCalendar", "BEGIN:VCALENDAR")
    yield raw(
        "template.ics",
        calendar(event("DESCRIPTION:{{ page.text }}", start="DTSTART:{{ date }}")),
        "a template",
        "template",
    )
    yield raw("latin-1.ics", calendar(event("LOCATION:Café")).decode().encode("latin-1"), "Latin-1", "UTF-8")


def texts() -> Iterator[Hostile]:
    """Words that would run, or pretend, wherever they are shown without care."""
    xss = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for name, text in {
        "script": xss, "markdown": "[click](javascript:alert(1)) ![x](data:text/html;base64,PHN2Zz4=)",
        "sql": "'; DROP TABLE commonhour_series; --", "formula": "=cmd|' /C calc'!A0", "template-tag": "{% include 'x' %}{{ 7*7 }}",
        "emoji": "👩‍👩‍👧‍👦" * 3_000, "right-to-left": "\u202egnp.exe\u202c\u2066\u2069", "combining": "a" + "\u0301" * 20_000,
        "controls": "a\x07\x1b[31mred\x7f", "line-separators": "a\u2028BEGIN:VEVENT\u2029\x85\x0bX:1\x0c",
        "surrogates": "a\ud800b", "not-a-character": "\ufffe\uffff\U0010ffff", "percent": "%s%n%00%0d%0aSet-Cookie:a=b" * 50,
        "long-words": "x" * 60_000, "only-spaces": " " * 60_000, "brackets": "[" * 30_000, "angles": "<" * 30_000,
        "slashes": "http://" * 8_000, "ats": "a@" * 30_000, "dots": "a." * 30_000, "digits": "1 " * 30_000,
        "plus-digits": "+1" * 30_000, "labels": "passcode: " * 6_000, "codes": "Meeting ID: 1 2 3 " * 3_000,
        "equals": "pwd==" * 12_000, "percents": "%25" * 20_000, "dial-in": "+1,,," * 12_000, "addresses": "a.b-c+d@e-f." * 5_000,
    }.items():  # fmt: skip
        escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        lines = [
            f"{field}:{escaped}" for field in ("DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES", "URL")
        ]
        short = escaped[:200]
        yield one(
            f"text-{name}",
            f"a text of {name} in every property",
            f"SUMMARY:{short}",
            *lines,
            f'X-A;P="{short}":v',
        )
    yield one(
        "url-javascript",
        "a link that runs",
        "URL:javascript:alert(document.cookie)",
        "ATTACH:data:text/html,<script>",
    )
    yield one(
        "url-file",
        "a link to the server's own files",
        "URL:file:///etc/passwd",
        "ATTACH:file:///etc/passwd",
        says="ATTACH",
    )
    yield one(
        "url-broken",
        "links no parser agrees on",
        "URL:http://[::1",
        "LOCATION:https://[v1.x]:99999/%zz",
        "CONFERENCE:https://\\@[",
    )
    blob = base64.b64encode(b"\0" * 45_000).decode()
    yield one("attach-base64", "a file inside", f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{blob}", says="ATTACH")
    yield one(
        "quoted-printable", "an encoding of 1996", "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:" + "=" * 60_000
    )


def names() -> Iterator[Hostile]:
    """UID, SEQUENCE, TZID: what other things are found by."""
    yield ics(
        "uid-none", event(uid="") + event(uid="", start=START.replace("05", "06")), "events without a UID"
    )
    yield ics("uid-same", event() * 3_000, "3,000 events of one UID", "share one UID")
    yield one("uid-giant", "a UID of 60 kB", uid="u" * 60_000)
    yield one("uid-lines", "a UID that would write lines", uid="a\\nBEGIN:VEVENT\x0b\u2028X:1")
    yield one("uid-path", "a UID that is a path", uid="../../../etc/passwd\0".replace("\0", ""))
    yield one("uid-secret", "a UID that is a way in", uid="https://zoom.us/j/123456789?pwd=HOSTILEMARK")
    for name, number in {
        "negative": "-1",
        "huge": "9" * 5_000,
        "word": "many",
        "arabic": "٣",
        "fraction": "1.5",
    }.items():
        yield one(f"sequence-{name}", "a SEQUENCE that is no number of versions", f"SEQUENCE:{number}")
    for name, tzid in {
        "traversal": "../../etc/passwd", "absolute": "/etc/passwd", "nul": "Europe/Mad\\0rid", "giant": "Z" * 60_000,
        "folder": "Europe", "dot": ".", "empty": "", "posixrules": "posixrules", "secret": "https://zoom.us/j/1?pwd=HOSTILEMARK",
        "emoji": "🌍", "windows-like": "C:\\Windows\\win.ini", "markup": "<b>Madrid</b>",
    }.items():  # fmt: skip
        yield one(
            f"tzid-{name}",
            "a zone's name that is none",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            start=f"DTSTART;TZID={tzid}:20260105T160000",
        )
    yield ics("tzid-two-thousand", "".join(
        event("RRULE:FREQ=WEEKLY", uid=f"{n}", start=f"DTSTART;TZID=Nowhere/{n}:20260105T160000") for n in range(2_000)
    ), "2,000 zones nobody knows", "not one we know")  # fmt: skip
    yield ics("vtimezone-recursive", _zone("A", "TZURL:A\r\n" + _OBSERVANCE.format("20000101T000000", "RRULE:FREQ=YEARLY;RRULE=1\r\n"))
              + event(start="DTSTART;TZID=A:20260105T160000"), "a zone of itself")  # fmt: skip
    for name, rule in {
        "secondly": "FREQ=SECONDLY", "daily": "FREQ=DAILY", "february": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "setpos": "FREQ=YEARLY;BYMONTH=3;BYSETPOS=9" + "9" * 5_000, "until": "FREQ=YEARLY;UNTIL=99999999T999999Z",
        "weekday": "FREQ=YEARLY;BYMONTH=3;BYDAY=9SU", "superscript": "FREQ=YEARLY;BYMONTH=²;BYMONTHDAY=²",
    }.items():  # fmt: skip
        part = _OBSERVANCE.format("19700101T000000", f"RRULE:{rule}\r\n") + _OBSERVANCE.format(
            "00010101T000000", ""
        ).replace("+0000", "+0200")
        yield ics(f"vtimezone-{name}", _zone("Own", part) + event("RRULE:FREQ=DAILY;COUNT=9", start="DTSTART;TZID=Own:20260105T160000"),
                  "a zone whose rule never ends or never begins")  # fmt: skip
    for name, offset in {"giant": "+9999", "word": "noon", "seconds": "+235959", "day": "+2400"}.items():
        part = f"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\n"
        yield ics(f"vtimezone-offset-{name}", _zone("Own", part) + event(start="DTSTART;TZID=Own:20260105T160000"),
                  "a zone a day away from UTC")  # fmt: skip
    yield ics(
        "vtimezone-empty",
        _zone("Own", "") + event(start="DTSTART;TZID=Own:20260105T160000"),
        "a zone without a part",
    )
    yield ics("vtimezone-same-name", "".join(_zone("Own", _OBSERVANCE.format("19700101T000000", "")) for _ in range(1_500))
              + event(start="DTSTART;TZID=Own:20260105T160000"), "one zone 1,500 times")  # fmt: skip


def _zone(tzid: str, parts: str) -> str:
    return f"BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n{parts}END:VTIMEZONE\r\n"
