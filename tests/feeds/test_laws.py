"""The laws of a feed: its bytes rest while nothing changes, SEQUENCE and LAST-MODIFIED move exactly when they should."""

import datetime as dt
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import icalendar
import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from depth import examples
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.actions.community import edit_community
from commonhour.actions.group import edit_group
from commonhour.actions.join_target import set_join_target
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.series import change_series_following, edit_series
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.errors import UserError
from commonhour.models import Community, Schedule
from commonhour.reads.feed import calendar_feed
from commonhour.tasks.horizon import move_horizon
from commonhour.tasks.old_cancellations import forget_old_cancellations
from commonhour.tasks.own_feeds import read_own_feeds

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[2] / "demo"
_STAMPS = ("DTSTAMP", "LAST-MODIFIED")
_WHERE = ("DTSTART", "DTEND", "DURATION", "RRULE", "LOCATION", "STATUS")
Events = dict[tuple[str, str], icalendar.Event]  # by UID and RECURRENCE-ID


def feed() -> bytes:
    return calendar_feed(Scope(), base_url="https://hub.example.org")


def events(body: bytes) -> Events:
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {(str(one["UID"]), wall_of(one)): one for one in found}


def wall_of(event: icalendar.Event) -> str:
    return wall_text(event["RECURRENCE-ID"].dt.replace(tzinfo=None)) if "RECURRENCE-ID" in event else ""


def content(found: Events, uid: str) -> list[tuple[tuple[str, str], bytes]]:
    """Everything a component says but its stamps and SEQUENCE."""
    return sorted(
        (key, b"".join(one.to_ical(sorted=True).splitlines(keepends=True)))
        for key, one in ((key, without(one, *_STAMPS, "SEQUENCE")) for key, one in found.items())
        if key[0] == uid
    )


def without(event: icalendar.Event, *names: str) -> icalendar.Event:
    bare = event.copy()
    for name in names:
        bare.pop(name, None)
    return bare


def stamps(found: Events, uid: str) -> set[str]:
    return {one[name].to_ical().decode() for key, one in found.items() for name in _STAMPS if key[0] == uid}


def at(found: Events, uid: str, place: str) -> icalendar.Event:
    """What speaks for one date: its own component, or the master."""
    return found.get((uid, place)) or found[(uid, "")]


def where(event: icalendar.Event, place: str) -> tuple[object, ...]:
    """Time, place and status of one date; the master's own are those of the date it speaks for."""
    if "RECURRENCE-ID" in event:
        start, end = event.start.astimezone(dt.UTC), event.end.astimezone(dt.UTC)
    else:
        start = parse_wall(place).replace(tzinfo=event.start.tzinfo).astimezone(dt.UTC)
        end = start + (event.end.astimezone(dt.UTC) - event.start.astimezone(dt.UTC))
    return start, end, str(event["STATUS"]), str(event["LOCATION"])


class Hub:
    """One weekly call of a group, and what may be done to it; each deed comes an hour after the last."""

    def __init__(self) -> None:
        make_community()
        self.now = NOW
        self.group = make_group()
        self.series = make_series(group=self.group, rrule="FREQ=WEEKLY;COUNT=9")
        make_series("Another call", rrule="FREQ=WEEKLY;COUNT=3")

    def later(self) -> dt.datetime:
        self.now += HOUR
        return self.now

    def date(self, place: int):
        return list(self.series.occurrences.filter(end__gt=self.now + HOUR).order_by("recurrence_id"))[place]

    def cancel(self, place: int) -> None:
        cancel_occurrence(self.date(place), now=self.later(), actor=TERMINAL, reason="Holiday")

    def move(self, place: int, hours: int, reason: str = "") -> None:
        row = self.date(place)
        wall = wall_text(parse_wall(row.recurrence_id) + hours * HOUR)
        move_occurrence(row, now=self.later(), actor=TERMINAL, dtstart=wall, reason=reason)

    def move_to_new_york(self, place: int) -> None:
        row = self.date(place)
        move_occurrence(
            row, now=self.later(), actor=TERMINAL, dtstart=row.recurrence_id, tzid="America/New_York"
        )

    def restore(self, place: int) -> None:
        restore_occurrence(self.date(place), now=self.later(), actor=TERMINAL)

    def edit(self, **facts: object) -> None:
        self.series.refresh_from_db()
        edit_series(self.series, now=self.later(), actor=TERMINAL, version=self.series.version, **facts)

    def edit_group(self, **facts: object) -> None:
        self.group.refresh_from_db()
        edit_group(self.group, now=self.later(), actor=TERMINAL, version=self.group.version, **facts)

    def all_later(self, **change: object) -> None:
        """From the first date on: the schedule itself changes."""
        schedule = self.series.schedules.first()
        self.now = min(self.now, NOW + 24 * HOUR)
        if "hours" in change:
            change["dtstart"] = wall_text(parse_wall(schedule.dtstart) + change.pop("hours") * HOUR)
        change_series_following(schedule, schedule.dtstart, now=self.later(), actor=TERMINAL, **change)

    def join(self, url: str) -> None:
        set_join_target(self.series, url, "", now=self.later(), actor=TERMINAL)


PLACES = st.integers(0, 6)
WORDS = st.sampled_from(["", "What we measure", "A new text; with, separators"])
DEEDS = st.one_of(
    st.tuples(st.just("cancel"), PLACES),
    st.tuples(st.just("move"), PLACES, st.sampled_from([0, 1, 26, -3])),
    st.tuples(st.just("move"), PLACES, st.sampled_from([0, 1]), st.sampled_from(["", "Clash"])),
    st.tuples(st.just("move_to_new_york"), PLACES),
    st.tuples(st.just("restore"), PLACES),
    st.builds(lambda text: ("edit", {"description": text}), WORDS),
    st.builds(lambda text: ("edit", {"title": text or "Metrics call"}), WORDS),
    st.builds(lambda text: ("edit", {"region": text}), WORDS),
    st.builds(lambda text: ("edit", {"url": "https://example.org/" + text[:1]}), WORDS),
    st.builds(lambda text: ("edit", {"tags": text.split()}), WORDS),
    st.builds(lambda text: ("edit_group", {"name": text or "Metrics"}), WORDS),
    st.builds(lambda text: ("edit_group", {"description": text}), WORDS),
    st.builds(lambda hours: ("all_later", {"hours": hours}), st.sampled_from([0, 1])),
    st.builds(lambda hours: ("all_later", {"duration": hours * HOUR}), st.sampled_from([1, 2])),
    st.tuples(st.just("join"), st.sampled_from(["", "https://example.org/room"])),
)


@contextmanager
def forgotten():
    """What is done in here was never done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def do(hub: Hub, deed: tuple) -> bool:
    """False when the hub refused it, as it refuses to cancel twice."""
    name, *arguments = deed
    facts = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
    try:
        with transaction.atomic():
            getattr(hub, name)(*arguments, **dict(facts))
    except UserError:
        return False
    return True


@settings(max_examples=examples(25))
@given(st.lists(DEEDS, min_size=1, max_size=6))
def test_stamps_move_exactly_when_a_component_says_something_new(deeds):
    with forgotten():
        hub = Hub()
        uids = list(Schedule.objects.values_list("uid", flat=True))
        before = events(feed())
        for deed in deeds:
            do(hub, deed)
            after = events(feed())
            for uid in uids:
                is_new = content(before, uid) != content(after, uid)
                assert (stamps(before, uid) != stamps(after, uid)) == is_new, deed
                assert len(stamps(after, uid)) == 1
                assert not is_new or stamps(after, uid) == {f"{hub.now:%Y%m%dT%H%M%SZ}"}
            before = after


@settings(max_examples=examples(25))
@given(st.lists(DEEDS, min_size=1, max_size=6))
def test_sequence_grows_by_one_exactly_when_time_place_or_status_change(deeds):
    with forgotten():
        hub = Hub()
        uid = hub.series.schedules.get().uid
        before = events(feed())
        for deed in deeds:
            places = [row.recurrence_id for row in hub.series.occurrences.order_by("recurrence_id")]
            do(hub, deed)
            after = events(feed())
            master = (uid, "")
            is_other = [before[master].get(name) for name in _WHERE] != [
                after[master].get(name) for name in _WHERE
            ]
            assert after[master]["SEQUENCE"] - before[master]["SEQUENCE"] == is_other, deed
            for place in [] if is_other else places:  # a new rule gives its dates new places
                old, new = at(before, uid, place), at(after, uid, place)
                assert new["SEQUENCE"] - old["SEQUENCE"] == (where(old, place) != where(new, place)), (
                    deed,
                    place,
                )
            before = after


def test_a_new_length_counts_up_the_changed_dates_that_take_it_over():
    hub = Hub()
    uid = hub.series.schedules.get().uid
    hub.cancel(2)
    place = hub.date(2).recurrence_id
    assert at(events(feed()), uid, place)["SEQUENCE"] == 1
    hub.all_later(duration=2 * HOUR)
    found = events(feed())
    assert (found[(uid, "")]["SEQUENCE"], found[(uid, place)]["SEQUENCE"]) == (1, 2)


def test_a_change_to_the_same_writes_nothing():
    hub = Hub()
    before, version = feed(), Community.the().content_version
    schedule = hub.series.schedules.get()
    for place in (schedule.dtstart, hub.date(3).recurrence_id):
        change_series_following(
            schedule, place, now=hub.later(), actor=TERMINAL, dtstart=place, duration=HOUR
        )
    assert (feed(), Community.the().content_version) == (before, version)


def demo_feed() -> bytes:
    for name in ("meetings.md", "community.ics"):
        body = (DEMO / name).read_bytes()
        draft = read_any(name, body, kind=recognise(name, body), now=NOW)
        import_draft(draft, now=NOW, actor=TERMINAL, name=name)
    return feed()


def test_bytes_rest_while_the_clock_runs_and_the_worker_works(settings):
    make_community()
    before = demo_feed()
    for moment in (NOW + HOUR, NOW + dt.timedelta(days=20), dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)):
        settings.NOW = moment.isoformat()
        move_horizon(moment)
        read_own_feeds(moment)
        forget_old_cancellations(NOW + HOUR)
        assert feed() == before
    assert Client().get("/calendar.ics").content == Client().get("/calendar.ics").content


def test_bytes_rest_when_the_same_files_are_imported_again():
    make_community()
    assert demo_feed() == demo_feed()


def test_a_new_process_writes_the_same_bytes():
    """No set's order, no process's own number is in them."""
    script = "from feeds.zoo import *; import hashlib; print(hashlib.sha256(calendar_of([f for fs in ZOO.values() for f in fs])).hexdigest())"
    path = os.pathsep.join([str(DEMO.parent), str(DEMO.parent / "tests")])
    prints = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(prints) == 1


def test_foresight_for_a_zone_moves_neither_sequence_nor_stamps(settings):
    settings.NOW = "2027-03-01T10:00:00Z"
    make_community()
    make_series("Weekly in Madrid")
    community = Community.the()
    edit_community(now=NOW, actor=TERMINAL, version=community.version, title="Others")
    plain = events(Client().get("/calendar.ics").content)
    told = events(Client().get("/calendar.ics?tz=America/New_York").content)
    assert plain.keys() == told.keys()
    for key, event in plain.items():
        assert without(event, "DESCRIPTION") == without(told[key], "DESCRIPTION")
    assert any(str(event["DESCRIPTION"]) != str(told[key]["DESCRIPTION"]) for key, event in plain.items())
