"""What keeps its page though its slot is over or its call was away: dates moved ahead, and dates that took place."""

import datetime as dt

import pytest
from cast import HOUR, NOW, make_community

from commonhour.actions.source import show_source, stop_source, take_copy
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.models import Occurrence, Source

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def source() -> Source:
    make_community()
    address = "https://cal.example.org/a.ics"
    return Source.objects.create(kind="ics", url=address, feed_url=address, is_shown=True, due_at=NOW)


def event(uid: str, start: str, rule="RRULE:FREQ=WEEKLY", instead_of="") -> str:
    lines = [f"UID:{uid}", f"SUMMARY:{uid}", f"DTSTART;TZID=Europe/Madrid:{start}", "DURATION:PT1H"]
    lines.append(f"RECURRENCE-ID;TZID=Europe/Madrid:{instead_of}" if instead_of else rule)
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


OTHER = event("b@there", "20261104T160000")


def copy(source: Source, *events: str, now: dt.datetime) -> None:
    source.refresh_from_db()
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])
    take_copy(source, body.encode(), etag="", modified="", now=now, actor=WORKER)


def page(recurrence_id: str) -> Occurrence:
    return Occurrence.objects.get(recurrence_id=recurrence_id, series__title="a@there")


@pytest.mark.parametrize(
    ("shifted", "slot", "place"),
    [
        ("20261103T170000", "20261124T170000", "20261127T170000"),
        ("20261102T160000", "20261123T160000", "20261127T160000"),
    ],
)
def test_a_date_moved_ahead_keeps_its_page_when_all_are_shifted_after_its_slot(source, shifted, slot, place):
    moved = event("a@there", "20261127T160000", instead_of="20261124T160000")
    copy(source, event("a@there", "20261103T160000"), moved, now=NOW)
    before = page("20261124T160000")
    later = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    copy(source, event("a@there", shifted), event("a@there", place, instead_of=slot), now=later)
    after = Occurrence.objects.get(pk=before.pk)
    assert (after.recurrence_id, after.is_detached, after.public_id) == (slot, False, before.public_id)
    assert Occurrence.objects.filter(start__gt=later, start__lt=later + 4 * DAY).count() == 1


def test_what_took_place_while_a_call_was_not_listed_has_its_page_again(source):
    call = event("a@there", "20261103T160000")
    copy(source, call, OTHER, now=NOW)
    copy(source, OTHER, now=NOW + HOUR)
    assert page("20261124T160000").is_detached
    copy(source, call, OTHER, now=NOW + 3 * DAY)
    assert not page("20261124T160000").is_detached
    assert not page("20261201T160000").is_detached


def test_what_the_call_does_not_make_any_more_stays_detached(source):
    copy(source, event("a@there", "20261103T160000"), OTHER, now=NOW)
    copy(source, OTHER, now=NOW + HOUR)
    without = event(
        "a@there", "20261103T160000", "RRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Madrid:20261124T160000"
    )
    copy(source, without, OTHER, now=NOW + 3 * DAY)
    assert page("20261124T160000").is_detached


def test_what_took_place_while_a_calendar_was_stopped_has_its_page_again(source):
    call = event("a@there", "20261103T160000")
    copy(source, call, now=NOW)
    source.refresh_from_db()
    stop_source(source, now=NOW + HOUR, actor=TERMINAL)
    assert page("20261124T160000").is_detached
    show_source(source, now=NOW + 3 * DAY, actor=TERMINAL)
    copy(source, call, now=NOW + 3 * DAY)
    assert not page("20261124T160000").is_detached
