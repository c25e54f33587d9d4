"""Generated hubs with calls of outside calendars: whatever is asked for, every ending of one address holds the same calls."""

import datetime as dt
import random
import re
from dataclasses import dataclass

import icalendar
import pytest
import recurring_ical_events
from cast import NOW, make_community, make_group, make_series, make_space

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.source import stop_source, take_copy
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.models import Series, Source

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"Call \d\d")
# What stands there of each call; the name of the document may be a call's as well.
HELD = {"ics": r"^SUMMARY:.*", "json": r'"title": "[^"]*"', "atom": r"(?s)<entry>.*?</entry>", "md": r"^- .*"}
WEEKS = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "")
UNTIL = dt.datetime(2026, 12, 10, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Call:
    title: str
    slug: str
    group: str
    space: str
    tags: tuple[str, ...]
    is_theirs: bool
    is_shown: bool


def read_source(number, group, calls) -> Source:
    """A calendar that is shown and was read: so many weekly calls."""
    url = f"https://partner{number}.example.org/calendar.ics"
    source = Source.objects.create(
        kind="ics", url=url, feed_url=url, label=f"Partner {number}", is_shown=True, group=group
    )
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}{n}@there\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Call {number}{n}\r\n"
        f"DTSTART;TZID=Europe/Madrid:20261124T1{n}0000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
        for n in range(calls)
    )  # fmt: skip
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//there//EN\r\n{events}END:VCALENDAR\r\n"
    take_copy(source, body.encode(), etag="", modified="", now=NOW, actor=WORKER)
    source.refresh_from_db()
    return source


def generated(seed) -> list[Call]:
    """Some calls of ours, some of a calendar that is shown, some of one that was shown before."""
    dice = random.Random(seed)
    make_community()
    groups = [
        make_group(slug, slug, space=make_space(space, space))
        for slug, space in (("a", "s"), ("b", "s"), ("c", "t"))
    ]
    sources = [read_source(n, dice.choice([*groups, None]), dice.randint(1, 3)) for n in (1, 2)]
    for n in range(dice.randint(2, 5)):
        series = make_series(
            f"Call 0{n}", dice.choice([*groups, None]), f"202611{24 + n}T160000", rrule=dice.choice(WEEKS)
        )
        series.tags = dice.sample(["x", "y"], dice.randint(0, 2))
        series.save()
        first = series.occurrences.order_by("start")[0]
        if dice.random() < 0.3:
            cancel_occurrence(first, now=NOW, actor=TERMINAL)
        elif dice.random() < 0.5:
            move_occurrence(first, now=NOW, actor=TERMINAL, dtstart="20261130T070000")
    stop_source(sources[1], now=NOW, actor=TERMINAL)
    return [
        Call(
            row.title, row.slug, row.group.slug if row.group else "", row.group.space.slug if row.group else "",
            tuple(row.tags), row.source_id is not None, row.source_id != sources[1].pk,
        )
        for row in Series.objects.select_related("group__space")
    ]  # fmt: skip


def addresses(calls):
    """The stem of an address, its filter, and whether a call is of it."""
    yield "/calendar", "", lambda call: True
    yield "/calendar", "group=a,b", lambda call: call.group in ("a", "b")
    yield "/calendar", "space=s&tag=x", lambda call: call.space == "s" and "x" in call.tags
    yield "/calendar", "space=t", lambda call: call.space == "t"
    yield "/groups/a", "", lambda call: call.group == "a"
    for slug in [call.slug for call in calls if call.is_shown]:
        yield f"/meetings/{slug}", "", lambda call, slug=slug: call.slug == slug


@pytest.mark.parametrize("seed", range(6))
def test_every_ending_of_an_address_holds_the_same_calls(now, client, seed):
    calls = generated(seed)
    assert {(call.is_theirs, call.is_shown) for call in calls} == {(False, True), (True, True), (True, False)}
    for stem, chosen, is_of in addresses(calls):
        for outside, has_theirs in (("", False), ("outside=hide", False), ("outside=include", True)):
            expected = {
                call.title
                for call in calls
                if is_of(call) and call.is_shown and (has_theirs or not call.is_theirs)
            }
            query = "&".join(part for part in (chosen, outside) if part)
            for ending in HELD:
                text = client.get(f"{stem}.{ending}?{query}").content.decode()
                held = "".join(re.findall(HELD[ending], text, re.MULTILINE))
                assert set(TITLE.findall(held)) == expected, (stem, ending, query)


@pytest.mark.parametrize("seed", range(6))
def test_feed_and_json_have_the_same_dates(now, client, seed):
    for stem, chosen, _ in addresses(generated(seed)):
        for outside in ("hide", "include"):
            query = f"{chosen}&outside={outside}"
            feed = icalendar.Calendar.from_ical(client.get(f"{stem}.ics?{query}").content)
            called_off = [one for one in feed.events if one.get("STATUS") == "CANCELLED"]
            dates = [*recurring_ical_events.of(feed).between(NOW, UNTIL), *called_off]
            window = f"after={NOW:%Y-%m-%dT%H:%M:%SZ}&before={UNTIL:%Y-%m-%dT%H:%M:%SZ}"
            listed = client.get(f"{stem}.json?{query}&limit=1000&{window}").json()["occurrences"]
            assert {(one["uid"], one["start"], one["status"]) for one in listed} == {
                (
                    str(one["UID"]),
                    f"{one.start.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
                    str(one.get("STATUS", "CONFIRMED")),
                )
                for one in dates
            }, (stem, query)


@pytest.mark.parametrize("seed", range(3))
def test_pages_show_both_and_say_whose_a_call_is(now, client, seed):
    calls = generated(seed)
    for query in ("", "?outside=hide"):
        page = client.get(f"/calendar/{query}").content.decode()
        assert set(TITLE.findall(page)) == {call.title for call in calls if call.is_shown}
        rows = page.split('<li class="row')[1:]
        for call in calls:
            for row in rows:
                assert call.title not in row or ("outside calendar" in row) == call.is_theirs
