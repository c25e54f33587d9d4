"""Mutations: of bytes, of lines, of words, and grammar that makes iCalendar nobody wrote. All from one Random."""

from collections.abc import Callable
from random import Random

from tests.fuzz.seeds import MARKS

_TOKENS = (
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VTIMEZONE\r\nTZID:X\r\n", b"END:VCALENDAR\r\n", b"BEGIN:VALARM\r\n", b"\r\n ", b"\r\n",
    b"RECURRENCE-ID:20260120T160000\r\n", b"RRULE:FREQ=DAILY\r\n", b"EXDATE:20260106T160000\r\n", b";VALUE=DATE", b";TZID=", b";RANGE=THISANDFUTURE",
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xf0\x9f\x93\x85", b"\xd9\xa3", b"\xc2\xb2", b"\xcc\x81", b"\\n", b"\\", b'"', b"'", b"`", b"<!--", b"-->",
    b"{{<", b">}}", b"{%", b"%}", b"[", b"](", b")", b"|", b"|---|\n", b"# ", b"### ", b"* ", b"> ", b"- ", b"1. ", b"```\n", b"<table><tr><td>", b"</li>", b"<a href=",
    b"---\n", b"+++\n", b"&a ", b"*a", b"<<: ", b"!!python/object:x ", b"? ", b": ", b"{", b"}", b"[[", b"]]", b"null", b"[]", b"{}", b"-1", b"0", b"1e999",
    b"99999999999999999999", b"20260231", b"0000-00-00", b"9999-12-31", b"T250000", b"00010101T000000", b"99991231T235959Z", b"24:00", b"12:00 GMT", b"PST/PDT",
    b"every other Monday ", b"first and third Friday ", b"biweekly ", b"Europe/Kiev", b"Asia/Calcutta", b"../../etc/passwd", b"common-hour-join:7", b"<!--shortcode:9-->",
    b"P99999999W", b"-PT1H", b"COUNT=10001", b"BYSETPOS=-366", b"BYDAY=53MO", b"UNTIL=19700101", b"INTERVAL=10000", b"=3D", b"%25", b"http://[::1", b"javascript:alert(1)",
)  # fmt: skip
Mutation = Callable[[bytes, Random], bytes]


def mutated(body: bytes, others: tuple[bytes, ...], random: Random) -> bytes:
    """One to a dozen mutations, few as a rule, so that most files still mean something."""
    for _ in range(min(12, int(random.expovariate(0.5)) + 1)):
        if random.random() < 0.08:
            body = _spliced(body, random.choice(others), random)
        else:
            body = random.choices(_MUTATIONS, _WEIGHTS)[0](body, random)
    return body[:200_000]


def _place(body: bytes, random: Random) -> int:
    """Anywhere but inside what is planted: a secret that is cut apart is none any more, and no finding either."""
    for _ in range(8):
        place = random.randrange(len(body) + 1)
        near = body[max(0, place - 60) : place + 60].lower()
        if not any(mark in near for mark in MARKS):
            return place
    return 0


def _spliced(body: bytes, other: bytes, random: Random) -> bytes:
    begin = _place(other, random)
    part = other[begin : begin + random.randrange(400)]
    if any(mark in part.lower() for mark in MARKS):
        part = b""
    place = _place(body, random)
    return body[:place] + part + body[place:]


def _flip(body: bytes, random: Random) -> bytes:
    place = _place(body, random)
    return body[:place] + bytes([random.randrange(256)]) + body[place + 1 :]


def _cut(body: bytes, random: Random) -> bytes:
    place = _place(body, random)
    end = min(len(body), place + random.choice((1, 2, 5, 20)))
    return (
        body
        if any(mark in body[place - 60 : end + 60].lower() for mark in MARKS)
        else body[:place] + body[end:]
    )


def _insert(body: bytes, random: Random) -> bytes:
    place = _place(body, random)
    return body[:place] + random.choice(_TOKENS) * random.choice((1, 1, 1, 2, 30)) + body[place:]


def _lines(change: Callable[[list[bytes], int, Random], None]) -> Mutation:
    def mutation(body: bytes, random: Random) -> bytes:
        lines = body.splitlines(keepends=True)
        if lines:
            change(lines, random.randrange(len(lines)), random)
        return b"".join(lines)

    return mutation


def _drop_line(lines: list[bytes], at: int, random: Random) -> None:
    del lines[at]


def _repeat_line(lines: list[bytes], at: int, random: Random) -> None:
    lines.insert(random.randrange(len(lines)), lines[at] * random.choice((1, 1, 2, 40)))


def _swap_lines(lines: list[bytes], at: int, random: Random) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _swap_values(lines: list[bytes], at: int, random: Random) -> None:
    """One property's value behind another one's name and parameters."""
    other = random.randrange(len(lines))
    for mark in (b":", b"=", b"|"):
        if (
            mark in lines[at]
            and mark in lines[other]
            and not any(m in (lines[at] + lines[other]).lower() for m in MARKS)
        ):
            (a, _, b), (c, _, d) = lines[at].partition(mark), lines[other].partition(mark)
            lines[at], lines[other] = a + mark + d, c + mark + b
            return


def _number(body: bytes, random: Random) -> bytes:
    """A digit becomes another number: dates, hours, counts."""
    places = [n for n in range(len(body)) if 48 <= body[n] <= 57]
    if not places:
        return body
    place = random.choice(places)
    if any(mark in body[max(0, place - 60) : place + 60].lower() for mark in MARKS):
        return body
    return (
        body[:place]
        + random.choice((b"0", b"9", b"%d" % random.randrange(100), b"-1", b""))
        + body[place + 1 :]
    )


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _insert, _number, _lines(_drop_line), _lines(_repeat_line), _lines(_swap_lines), _lines(_swap_values),
)  # fmt: skip
_WEIGHTS = (2, 2, 4, 4, 2, 2, 2, 4)


def made_rule(random: Random) -> str:
    """An RRULE out of the grammar: most are sound, some odd, some forbidden."""
    parts = [f"FREQ={random.choice(('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'YEARLY', 'HOURLY'))}"]
    numbers = {
        "INTERVAL": (1, 60), "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53), "BYHOUR": (0, 23),
        "BYMINUTE": (0, 59), "BYSECOND": (0, 60), "BYSETPOS": (-9, 9),
    }  # fmt: skip
    for name, (low, high) in numbers.items():
        if random.random() < 0.2:
            size = 1 if name == "INTERVAL" else random.choice((1, 1, 2, 4))
            parts.append(f"{name}={','.join(str(random.randint(low, high)) for _ in range(size))}")
    if random.random() < 0.5:
        days = [random.choice(("", "", "1", "-1", "2", "5", "53")) + random.choice(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
                for _ in range(random.choice((1, 2, 3)))]  # fmt: skip
        parts.append("BYDAY=" + ",".join(days))
    end = random.random()
    if end < 0.3:
        parts.append(f"COUNT={random.choice((1, 2, 9, 40, 400))}")
    elif end < 0.6:
        parts.append(f"UNTIL={made_wall(random)}{random.choice(('', 'Z'))}")
    if random.random() < 0.2:
        parts.append(f"WKST={random.choice(('SU', 'MO', 'WE'))}")
    return ";".join(parts)


def made_wall(random: Random) -> str:
    year = random.choice((2025, 2026, 2026, 2026, 2027, 2038, 1970))
    text = f"{year}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    return (
        text
        if random.random() < 0.1
        else f"{text}T{random.choice((0, 1, 2, 3, 9, 16, 23)):02d}{random.choice((0, 30)):02d}00"
    )


def made_calendar(random: Random) -> bytes:
    """A calendar of random components that are well formed line by line."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(random.choice((1, 1, 2, 4))):
        uid = f"u{number}"
        zone = random.choice(_ZONES)
        lines += ["BEGIN:VEVENT", f"UID:{uid}", _date("DTSTART", zone, random), f"SUMMARY:Call {number}"]
        lines += [f"RRULE:{made_rule(random)}"] if random.random() < 0.7 else []
        lines += [
            random.choice(
                (f"DURATION:PT{random.randint(0, 2000)}M", "DURATION:P1DT1H", _date("DTEND", zone, random))
            )
        ]
        for name in ("EXDATE", "RDATE"):
            lines += [_date(name, zone, random) for _ in range(random.choice((0, 0, 1, 5)))]
        lines.append("END:VEVENT")
        for _ in range(random.choice((0, 0, 1, 3))):
            ranged = random.choice(("", "", ";RANGE=THISANDFUTURE"))
            rid = _date("RECURRENCE-ID", zone, random).replace("RECURRENCE-ID", f"RECURRENCE-ID{ranged}", 1)
            lines += [
                "BEGIN:VEVENT",
                f"UID:{uid}",
                rid,
                _date("DTSTART", random.choice(_ZONES), random),
                "SUMMARY:Moved",
            ]
            lines += ["STATUS:CANCELLED"] if random.random() < 0.3 else []
            lines += [f"SEQUENCE:{random.randint(0, 5)}", "END:VEVENT"]
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


_ZONES = ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "Asia/Kolkata", "Pacific/Apia",
          "UTC", "", "W. Europe Standard Time", "Nowhere/None")  # fmt: skip


def _date(name: str, zone: str, random: Random) -> str:
    wall = made_wall(random)
    if "T" not in wall:
        return f"{name};VALUE=DATE:{wall}"
    return f"{name}:{wall}Z" if zone == "UTC" else f"{name};TZID={zone}:{wall}" if zone else f"{name}:{wall}"
