"""A date centuries ahead of which somebody changed the words: feeds, copies and edits go on as if it were near."""

import datetime as dt

import pytest
from cast import HOUR, NOW, make_community, make_series
from django.test import Client

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import change_series_following
from commonhour.actions.source import adopt_series, take_copy
from commonhour.actions.upstream.ahead import sound_schedule
from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.recurrence.membership import made_among
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import Override
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.scope import Scope
from commonhour.core.time.wall import parse_wall
from commonhour.errors import RefusedInput
from commonhour.models import FeedReading, Occurrence, Series, Source
from commonhour.reads import feed
from commonhour.tasks.own_feeds import read_own_feeds

pytestmark = pytest.mark.django_db
FAR = "29991201T160000"
RULES = ["FREQ=DAILY", "FREQ=DAILY;BYMONTH=1,12", "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1,1", "FREQ=YEARLY"]


@pytest.fixture(autouse=True)
def community():
    make_community()


def calendar(title: str, rule: str, date: str = FAR, words: str = "Other words") -> bytes:
    event = f"BEGIN:VEVENT\r\nUID:a@there\r\nSUMMARY:{title}\r\nDURATION:PT1H\r\n"
    master = f"DTSTART;TZID=Europe/Madrid:20261201T160000\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
    changed = event.replace(title, words) + f"RECURRENCE-ID;TZID=Europe/Madrid:{date}\r\n"
    changed += f"DTSTART;TZID=Europe/Madrid:{date}\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}{master}{changed}END:VCALENDAR\r\n".encode()


@pytest.fixture
def source() -> Source:
    address = "https://cal.example.org/a.ics"
    return Source.objects.create(kind="ics", url=address, feed_url=address, is_shown=True, due_at=NOW)


def copy(source: Source, body: bytes, now: dt.datetime = NOW):
    return take_copy(source, body, etag="", modified="", now=now, actor=WORKER)


@pytest.mark.parametrize("rule", RULES)
def test_the_calendar_is_served_with_all_that_is_in_it(rule):
    make_series("Plain call")
    make_series(
        "Far call", rrule=rule, dtstart="20261201T160000", overrides=(Override(FAR, summary="Words"),)
    )
    answer = Client().get("/calendar.ics")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert all(
        words in text for words in ("Plain call", "Far call", f"RECURRENCE-ID;TZID=Europe/Madrid:{FAR}")
    )
    if rule.startswith(
        "FREQ=MONTHLY"
    ):  # dateutil walks every date up to the far one: a daily rule takes it a minute
        assert read_own_feeds(NOW) == 3
        assert all(one.is_good for one in FeedReading.objects.all())


def test_a_component_that_cannot_be_written_is_left_out_and_said(monkeypatch, caplog):
    make_series("Plain call")
    make_series("Odd call").schedules.update(rrule="FREQ=NEVER")
    text = Client().get("/calendar.ics").content.decode()
    assert "Plain call" in text
    assert "Odd call" not in text
    assert "“Odd call” is left out of the calendar" in caplog.text
    assert feed.calendar_feed(Scope(series="odd-call"), base_url="").startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("rule", RULES)
def test_every_later_copy_is_taken_and_the_far_date_keeps_its_page(source, rule):
    copy(source, calendar("Far call", rule))
    page = Occurrence.objects.get(recurrence_id=FAR).public_id
    assert copy(source, calendar("Renamed call", rule, words="New words"), NOW + HOUR).changed
    row = Occurrence.objects.get(recurrence_id=FAR)
    assert (row.public_id, row.summary, row.is_detached) == (page, "New words", False)
    assert Series.objects.get().title == "Renamed call"
    series = adopt_series(Series.objects.get(), now=NOW + HOUR, actor=TERMINAL)
    date = series.occurrences.order_by("start")[1]
    cancel_occurrence(date, now=NOW + HOUR, actor=TERMINAL)


def test_a_change_from_a_date_on_leads_the_far_date_along(source):
    copy(source, calendar("Far call", "FREQ=DAILY"))
    series = adopt_series(Series.objects.get(), now=NOW, actor=TERMINAL)
    before = {row.recurrence_id: row.public_id for row in series.occurrences.all()}
    start = series.occurrences.order_by("start")[3].recurrence_id
    moved = start.replace("T16", "T18")
    change_series_following(series.schedules.get(), start, now=NOW, actor=TERMINAL, dtstart=moved)
    after = {row.recurrence_id: row.public_id for row in series.occurrences.filter(is_detached=False)}
    assert after[FAR.replace("T16", "T18")] == before[FAR]
    assert after[moved] == before[start]
    assert set(before.values()) == set(after.values())


def test_a_far_date_whose_words_are_taken_back_stays_while_the_rule_makes_it():
    far = "20421204T160000"
    series = make_series(overrides=(Override(far, summary="Words"),))
    page = series.occurrences.get(recurrence_id=far)
    schedule = series.schedules.get()
    schedule.overrides.all().delete()
    cancel_occurrence(series.occurrences.earliest("start"), now=NOW, actor=TERMINAL)
    page.refresh_from_db()
    assert (page.summary, page.is_detached) == ("", False)


@pytest.mark.parametrize(
    "override",
    [Override("99991231T160000", summary="Words"), Override("20261208T160000", dtstart="99991231T233000")],
)
def test_the_last_year_of_all_is_refused_in_a_sentence(override):
    schedule = CoreSchedule(
        "20261201T160000", "America/New_York", HOUR, "FREQ=WEEKLY", overrides=(override,), uid="a"
    )
    with pytest.raises(RefusedInput, match="9999"):
        sound_schedule(schedule, NOW)


@pytest.mark.parametrize("rule", ["", *RULES, "FREQ=WEEKLY;COUNT=9", "FREQ=WEEKLY;UNTIL=20270301T160000"])
def test_a_date_is_made_alone_as_it_is_made_among_all(rule):
    schedule = CoreSchedule(
        "20261201T160000",
        "Europe/Madrid",
        HOUR,
        rule,
        rdates=("20270105T100000",),
        exdates=("20261208T160000",),
    )
    made = recurrence_ids(schedule, parse_wall("20300101T000000"))
    days = (dt.date(2026, 11, 30) + dt.timedelta(days=n) for n in range(1100))
    asked = [f"{day:%Y%m%d}T{hour}0000" for day in days for hour in (10, 16)]
    assert made_among(schedule, asked) == set(made) & set(asked)
    assert made_among(schedule, []) == set()
