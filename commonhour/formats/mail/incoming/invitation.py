"""The invitation of a mail (RFC 6047), inline or attached, as Google, Outlook and Apple send it."""

import datetime as dt
from dataclasses import dataclass
from email.message import EmailMessage

from commonhour.core import limits
from commonhour.core.coming_call import coming_call, from_date_on
from commonhour.core.letter import Described
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import is_fixed
from commonhour.errors import UserError
from commonhour.formats.ical.content import Component, components
from commonhour.formats.ical.prescan import scan
from commonhour.formats.ical.reader import read_calendar
from commonhour.formats.ical.values import plain_text
from commonhour.formats.mail.incoming.headers import clean

_TYPES = ("text/calendar", "application/ics", "application/x-ics")
_UID = 255
_MOST = 10  # parts of a mail that are looked at
_SEQUENCE = 9  # digits


@dataclass(frozen=True, slots=True)
class Invitation:
    """`method` is what it asks (RFC 5546), "REQUEST" where it does not say."""

    method: str
    described: Described


def invitation_in(
    mail: EmailMessage, tzid: str, now: dt.datetime
) -> tuple[Invitation | None, tuple[str, ...]]:
    """The first that can be read, and the codes of what could not. `tzid` counts for an hour without a zone."""
    found = [part for part in mail.walk() if _is_calendar(part)][:_MOST]
    problems = ["winmail"] if any(map(_is_winmail, mail.walk())) else []
    for part in found:
        try:
            return _read(part, tzid, now), ()
        except UserError:
            problems.append("invitation-unreadable")
    return None, tuple(dict.fromkeys(problems))


def _read(part: EmailMessage, tzid: str, now: dt.datetime) -> Invitation:
    body = _body(part)
    root = components(scan(body, where="invitation", max_bytes=limits.MAIL_CALENDAR_BYTES).lines)
    events = [one for one in root.walk() if one.name == "VEVENT"]
    calendar = next((one for one in root.walk() if one.name == "VCALENDAR"), root)
    method = (calendar.text("METHOD") or str(part.get_param("method", "") or "") or "REQUEST").upper()[:20]
    named = _named(events)
    if method in ("REQUEST", "PUBLISH"):
        return Invitation(method, _with_call(named, body, tzid, now))
    return Invitation(method, named)


def _named(events: list[Component]) -> Described:
    """Which call it is about; RECURRENCE-ID makes it about one of its dates."""
    if not events:
        return Described()
    event = next((one for one in events if not one.first("RECURRENCE-ID")), events[0])
    said = event.text("SEQUENCE")
    sequence = int(said) if said.isascii() and said.isdigit() and len(said) <= _SEQUENCE else 0
    summary = event.first("SUMMARY")
    title = " ".join(clean(plain_text(summary) if summary else "").split())[:200]
    is_one_date = event.first("RECURRENCE-ID") is not None
    return Described(
        title=title, uid=clean(event.text("UID"))[:_UID], sequence=sequence, is_one_date=is_one_date
    )


def _with_call(named: Described, body: bytes, tzid: str, now: dt.datetime) -> Described:
    draft = read_calendar(body, where="invitation", community_tzid=tzid, max_bytes=limits.MAIL_CALENDAR_BYTES)
    call = coming_call(draft, now)
    about = clean(draft.series[0].description) if draft.series else ""
    if call is None:
        return Described(
            named.title, about, uid=named.uid, sequence=named.sequence, is_one_date=named.is_one_date
        )
    schedule = from_date_on(call.schedule, call.start)
    is_offset = (
        is_fixed(schedule.tzid) and schedule.tzid != "UTC"
    )  # of no place, so wrong after the clocks change
    typed = f"{parse_wall(schedule.dtstart):%Y-%m-%d %H:%M} {schedule.tzid}" if is_offset else ""
    return Described(
        clean(call.series.title)[:200], clean(call.series.description), clean(call.link), typed,
        None if is_offset else schedule, named.uid, named.sequence, named.is_one_date,
    )  # fmt: skip


def _body(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_calendar(part: EmailMessage) -> bool:
    return part.get_content_type() in _TYPES or _file_name(part).endswith(".ics")


def _is_winmail(part: EmailMessage) -> bool:
    """Outlook's own wrapping (TNEF), in which an invitation may be."""
    return (
        part.get_content_type() in ("application/ms-tnef", "application/vnd.ms-tnef")
        or _file_name(part) == "winmail.dat"
    )


def _file_name(part: EmailMessage) -> str:
    try:
        return str(part.get_filename("") or "").lower()
    except Exception:  # as with any header
        return ""
