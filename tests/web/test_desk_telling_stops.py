"""Pausing, ending, bringing back and breaks: each offers to tell, shows what it would say, and that is what goes."""

import datetime as dt
import re

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from depth import examples
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as law
from hypothesis import strategies as st

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.words import Voice
from commonhour.models import Delivery, Notice, Series
from commonhour.reads.news import news_of
from commonhour.web.desk.telling import blocks_of
from tests.web.test_desk_telling import buttons, room, subscribe

pytestmark = pytest.mark.django_db
PAUSE, CONCLUDE, BACK = (f"/desk/series/metrics-call/{verb}/" for verb in ("pause", "conclude", "bring-back"))
BREAK = {"first": "2026-12-21", "last": "2027-01-03", "everything": "on"}
PAUSED = {"day": "2026-12-10", "back_on": "2027-01-07", "reason": "Winter"}


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group())


@pytest.fixture
def desk(client, series):
    client.force_login(make_manager())
    return client


def post(desk, path, typed, **options):
    """With the version of the series that the page shows."""
    found = re.search(r'name="version" value="(\d+)"', desk.get(path).content.decode())
    return desk.post(path, typed | {"version": found[1]}, **options)


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


def as_it_goes(*series):
    """The message of the one notice, as it would be made now."""
    (notice,) = Notice.objects.filter(state=Notice.WAITING)
    news = news_of(notice, [one.pk for one in series], NOW)
    message = news_message(news, settings.BASE_URL, "Europe/Madrid", Voice())
    return message.subject, blocks_of(message, "Europe/Madrid")


@pytest.mark.parametrize(("path", "typed"), [
    (PAUSE, PAUSED), (PAUSE, {"day": "2026-11-24"}), (CONCLUDE, {"day": "2026-12-10", "reason": "Done"}),
    (CONCLUDE, {"day": "2026-11-24"}), (CONCLUDE, {"day": "2029-11-24"}), (BACK, {"day": "2026-12-24"}),
])  # fmt: skip
def test_what_is_shown_is_what_goes(desk, series, path, typed):
    subscribe()
    if path == BACK:
        post(desk, PAUSE, PAUSED)
    shown = post(desk, path, typed | {"show": "1"})
    assert shown.status_code == 200
    telling = shown.context["telling"]
    assert post(desk, path, typed | {"tell": "yes"}).status_code == 302
    series.refresh_from_db()
    assert (telling.subject, telling.blocks) == as_it_goes(series)


@pytest.mark.parametrize("number", [1, 4])
def test_what_is_shown_of_a_break_is_what_goes_without_the_dates_that_were_taken_out(desk, series, number):
    subscribe()
    for n in range(number - 1):
        make_series(f"Call {n}", make_group(f"group-{n}", f"Group {n}"))
    kept = series.occurrences.get(start__date="2026-12-24").public_id
    page = desk.get("/desk/breaks/", BREAK)
    sent = BREAK | {"seen": seen(page), "reason": "Holidays", "keep": str(kept)}
    shown = desk.post("/desk/breaks/", sent | {"show": "1"})
    assert shown.status_code == 200
    telling, text = shown.context["telling"], shown.content.decode()
    assert 'value="Holidays"' in text
    assert f'id="keep-{kept}" checked' in text
    assert str(telling.blocks).count("24 December") == number - 1
    answer = desk.post("/desk/breaks/", sent | {"tell": "yes"}, follow=True).content.decode()
    assert "It is told at 11:10, unless you undo it." in answer
    assert (telling.subject, telling.blocks) == as_it_goes(*Series.objects.all())


def test_everybody_of_all_series_is_counted_once_and_places_by_their_label(desk, series):
    other = make_series("Parsers", make_group("parsers", "Parsers"))
    subscribe()
    subscribe(series=series)
    subscribe(series=other)
    subscribe("bo@example.org", series=other)
    subscribe("elsewhere@example.org", groups=[999])
    room(group=series.group)
    page = desk.get("/desk/breaks/", BREAK).content.decode()
    assert "<b>2 people by mail and #wg-metrics</b>" in page
    assert "@example.org" not in page.replace("hello@example.org", "")
    desk.post("/desk/breaks/", BREAK | {"seen": seen(desk.get("/desk/breaks/", BREAK)), "tell": "yes"})
    assert Delivery.objects.count() == 3
    assert Notice.objects.count() == 1


def test_a_break_of_one_group_tells_only_those_of_its_series(client, series):
    other = make_series("Parsers", make_group("parsers", "Parsers"))
    subscribe("bo@example.org", series=other)
    client.force_login(make_moderator(series.group))
    asked = BREAK | {"group": "metrics"}
    del asked["everything"]
    page = client.get("/desk/breaks/", asked).content.decode()
    assert "Who would be told" not in page
    assert "Call them off</button>" in page


@pytest.mark.parametrize(
    ("path", "first"), [(PAUSE, "Pause it"), (CONCLUDE, "Let it end"), (BACK, "Bring it back")]
)
def test_nobody_to_tell_nothing_to_choose(desk, series, path, first):
    if path == BACK:
        post(desk, PAUSE, PAUSED)
    page = desk.get(path)
    assert f"{first}</button>" in page.content.decode()
    assert 'name="tell"' not in page.content.decode()


@pytest.mark.parametrize(("day", "first"), [
    ("2026-12-10", ["Pause it quietly", "Pause it and tell"]), ("2026-11-24", ["Pause it and tell", "Pause it quietly"]),
])  # fmt: skip
def test_telling_comes_first_where_a_date_within_two_days_falls_out(desk, series, day, first):
    make_series("Tomorrow", series.group, dtstart="20261124T160000")
    subscribe()
    page = post(desk, "/desk/series/tomorrow/pause/", {"day": day, "show": "1"})
    assert [one for one in first if one in page.content.decode()] == first
    assert buttons(page)[1] == first[0]


def test_telling_comes_first_for_a_break_that_begins_tomorrow(desk, series):
    make_series("Tomorrow", series.group, dtstart="20261124T160000")
    subscribe()
    page = desk.get("/desk/breaks/", BREAK | {"first": "2026-11-24"}).content.decode()
    assert page.index("Call them off and tell") < page.index("Call them off quietly")
    page = desk.get("/desk/breaks/", BREAK).content.decode()
    assert page.index("Call them off quietly") < page.index("Call them off and tell")


@pytest.mark.parametrize("tell", [{}, {"tell": "yes"}])
def test_quiet_is_quiet_and_telling_says_when(desk, series, tell):
    subscribe()
    answer = post(desk, PAUSE, PAUSED | tell, follow=True).content.decode()
    assert ("It is told at 11:10, unless you undo it." in answer) is bool(tell)
    assert Delivery.objects.count() == len(tell)


def test_undo_on_the_desk_takes_it_back(desk, series):
    subscribe()
    answer = post(desk, PAUSE, PAUSED | {"tell": "yes"}, follow=True).content.decode()
    desk.post(re.search(r'action="(/desk/undo/\d+/)', answer)[1])
    assert Delivery.objects.get().state == Delivery.WITHDRAWN


def test_where_nothing_changes_there_is_nothing_to_tell(desk, series):
    subscribe()
    post(desk, PAUSE, PAUSED)
    page = desk.get(PAUSE)
    assert page.context["telling"] is None
    assert "Pause it and tell" in page.content.decode()


def test_a_wrong_day_keeps_both_ways_to_save(desk, series):
    subscribe()
    page = post(desk, PAUSE, PAUSED | {"day": "2026-01-01", "tell": "yes"})
    assert page.status_code == 422
    assert "Pause it and tell" in page.content.decode()


def test_the_page_of_a_break_asks_as_much_for_four_series_as_for_two(desk, series):
    subscribe()
    room(group=series.group)
    counts = []
    for number in (1, 3):
        for n in range(number):
            make_series(f"Call {number} {n}", make_group(f"group-{number}-{n}", "Group"))
        with CaptureQueriesContext(connection) as found:
            assert desk.get("/desk/breaks/", BREAK).context["telling"]
        counts.append(len(found))
    assert counts[0] == counts[1]


DAYS = st.integers(1, 60).map(lambda days: (NOW + dt.timedelta(days=days)).date())
RULES = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;COUNT=9", "FREQ=MONTHLY;BYDAY=1TH", ""]
)
STARTS = st.sampled_from([("20261105T160000", "Europe/Madrid"), ("20261126T003000", "Asia/Tokyo"),
                          ("20261105T233000", "America/Los_Angeles"), ("20261112", "UTC")])  # fmt: skip


@law(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=RULES,
    start=STARTS,
    day=DAYS,
    later=DAYS,
    verb=st.sampled_from([PAUSE, CONCLUDE, BACK]),
    moved=st.integers(-6, 6),
)
def test_what_is_shown_is_what_goes_whatever_it_is(desk, rule, start, day, later, verb, moved):
    """Rules and zones, a date that was moved and one that was called off, days of all kinds."""
    with transaction.atomic():
        subscribe()
        length = dt.timedelta(days=1) if len(start[0]) == 8 else dt.timedelta(hours=1)
        call = make_series("Other call", dtstart=start[0], tzid=start[1], rrule=rule, duration=length)
        odd = list(call.occurrences.filter(start__gt=NOW).order_by("start")[2:4])
        if len(odd) == 2:
            there = odd[0].start + dt.timedelta(days=moved)
            move_occurrence(odd[0], dtstart=f"{there:%Y%m%d}{start[0][8:]}", now=NOW, actor=TERMINAL)
            cancel_occurrence(odd[1], now=NOW, actor=TERMINAL)
        path = verb.replace("metrics-call", "other-call")
        typed = {"day": f"{day}", "back_on": f"{later}" if verb == PAUSE and later > day else ""}
        if verb == BACK:
            post(desk, PAUSE.replace("metrics-call", "other-call"), {"day": f"{later}"})
        telling = post(desk, path, typed | {"show": "1"}).context["telling"]
        assert post(desk, path, typed | {"tell": "yes"}).status_code == 302
        assert (telling.subject, telling.blocks) == as_it_goes(call)
        transaction.set_rollback(True)
