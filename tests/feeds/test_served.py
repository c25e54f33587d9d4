"""Feeds as they leave the hub, read by five readers with its clock at three moments: the instants of its pages."""

import datetime as dt
from pathlib import Path

import pytest
from cast import NOW, make_community, make_group
from django.test import Client
from feeds.five_readers import EVERY_READER, READERS, Window
from feeds.zoo import ZOO
from readers import libical

from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.series import add_series
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.formats.feed_readers import text_of
from commonhour.models import Occurrence
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[2] / "demo"
CLOCKS = ["2026-01-01T00:00:00Z", "2027-01-14T00:00:00Z", "2038-01-19T00:00:00Z"]
# Not among them: hours that the clocks skip, where libical is wrong (see test_zoo.py).
SAVED = [
    "weekly", "every-second-week-on-two-days", "weekdays", "monthly-last-friday", "last-working-day", "yearly",
    "until-beyond-2038", "utc", "half-hour-summer", "ramadan", "changes-at-midnight", "fold-new-york", "off-rule-until",
    "day-weekly", "days-monthly", "moved-across-midnight", "moved-across-the-clock-change", "moved-to-another-zone",
    "cancelled-date", "left-out", "extra-dates", "date-only-a-change-makes", "two-regions", "rotation", "injection",
]  # fmt: skip


@pytest.fixture
def zoo():
    """Some animals of the zoo as rows of a hub, added at the first of the clocks."""
    make_community()
    group = make_group()
    start = dt.datetime.fromisoformat(CLOCKS[0])
    for name in SAVED:
        for number, feed in enumerate(ZOO[name]):
            add_series(
                title=f"{name} {number}", group=group, schedule=feed.schedule, now=start, actor=TERMINAL,
                description=feed.description,
            )  # fmt: skip


@pytest.fixture
def demo():
    make_community()
    for name in ("meetings.md", "community.ics"):
        body = (DEMO / name).read_bytes()
        draft = read_any(name, body, kind=recognise(name, body), now=NOW)
        import_draft(draft, now=NOW, actor=TERMINAL, name=name)


def served(path: str, clock: str, settings) -> bytes:
    """The feed over HTTP with the hub's clock at a moment, after its worker has seen that moment."""
    settings.NOW = clock
    move_horizon(dt.datetime.fromisoformat(clock))
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content


def pages(clock: str) -> list[tuple[str, ...]]:
    after = dt.datetime.fromisoformat(clock)
    rows = Occurrence.objects.attached().filter(start__gte=after, start__lt=after + dt.timedelta(days=366))
    return sorted(
        (row.schedule.uid, text_of(row.start, row.all_day), text_of(row.end, row.all_day), row.status)
        for row in rows.select_related("schedule")
    )


_LIVES: dict[str, list[tuple[Window, bytes, list[tuple[str, ...]]]]] = {}


@pytest.fixture(params=["zoo", "demo"])
def life(request, settings):
    """What a hub serves, and what is on its pages, for a year from each clock; lived once, then read by everybody."""
    if request.param not in _LIVES:
        request.getfixturevalue(request.param)
        moments = []
        for clock in CLOCKS if request.param == "zoo" else CLOCKS[1:]:
            after = dt.datetime.fromisoformat(clock)
            body = served("/calendar.ics", clock, settings)
            moments.append(((after, after + dt.timedelta(days=366)), body, pages(clock)))
        _LIVES[request.param] = moments
    return _LIVES[request.param]


@EVERY_READER
def test_what_is_served_is_what_is_on_the_pages(life, reader):
    for window, body, wanted in life:
        found = READERS[reader]({"all": body}, [window])["all"]
        assert len(wanted) > 250
        assert sorted(row[:4] for row in found) == wanted


@pytest.mark.skipif(libical.LIBICAL is None, reason="libical is not installed; run tests/install_readers.sh")
@pytest.mark.parametrize("query", ["", "?cancelled=hide", "?tz=Asia/Tokyo"])
def test_libical_has_nothing_to_object_to_in_what_is_served(zoo, demo, query, settings):
    paths = ["/calendar.ics", "/groups/metrics.ics", "/meetings/injection-0.ics"]
    dates = Occurrence.objects.order_by("pk").select_related("series")[:5]
    paths += [f"{row.series.path}{row.slug}.ics" for row in dates]
    for path in paths:
        assert libical.faults(served(path + query, CLOCKS[1], settings)) == [], path
