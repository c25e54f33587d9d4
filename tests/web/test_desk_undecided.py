"""Questions on the desk: answered in two clicks by a reading, typed, or as "no regular time"; and taken back."""

import datetime as dt
import re

import pytest
from cast import NOW, asked, make_community, make_group, make_manager, make_moderator, worded
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.readings import readings, stored
from commonhour.core.undecided.zone_said import zone_choices
from commonhour.formats.sigs import read_sigs
from commonhour.models import ChangeSet, Group, Series

pytestmark = pytest.mark.django_db

FILE = """sigs:
- dir: sig-apps
  name: Apps
  meetings:
  - {description: Fortnight, day: Thursday, time: "11:00", tz: PT (Pacific Time), frequency: biweekly}
  - {description: London or UTC, day: Monday, time: "12:00 - 13:00", tz: GMT, frequency: weekly}
  - {description: When needed, frequency: as needed}
"""


def imported(text=FILE, now=NOW):
    draft = read_sigs(text.encode(), where="sigs.yaml", today=now.date())
    return import_draft(draft, now=now, actor=TERMINAL, name="sigs.yaml")


@pytest.fixture
def desk(now, client):
    make_community()
    imported()
    client.force_login(make_manager())
    return client


def seen_on(page, title):
    """The hidden token of the card of a series."""
    slug = Series.objects.get(title=title).slug
    card = page[page.index(f"/desk/series/{slug}/answer/") :]
    return re.search(r'name="seen" value="(\w+)"', card)[1]


def answer(client, title, reading, **more):
    page = client.get("/desk/undecided/").content.decode()
    slug = Series.objects.get(title=title).slug
    typed = {"reading": reading, "seen": seen_on(page, title), **more}
    return client.post(f"/desk/series/{slug}/answer/", typed, follow=True)


def test_each_question_stands_with_its_answers_and_their_next_dates(desk):
    text = desk.get("/desk/undecided/").content.decode()
    assert text.index("London or UTC") < text.index("Fortnight") < text.index("When needed")
    assert "Every other Thursday at 11:00 Los Angeles time, counted from 3 December 2026" in text
    assert '<time datetime="2026-12-03T19:00:00Z">3 Dec</time>' in text
    assert "The first date that differs from the first answer: Mon, 29 Mar 2027." in text
    assert text.count("It has no regular time") == 3


def test_question_and_answers_are_in_the_readers_language(desk):
    text = desk.get("/desk/undecided/?lang=es").content.decode()
    assert "¿Cuánto dura?" in text
    assert "contando desde el jueves, 26 de noviembre de 2026" in text
    assert "It skips weeks" not in text
    assert "counted from" not in text


def test_the_second_click_saves_and_the_next_page_says_so(desk):
    text = answer(desk, "Fortnight", "1").content.decode()
    series = Series.objects.get(title="Fortnight")
    (row,) = series.schedules.all()
    assert (row.dtstart, row.tzid, row.rrule) == (
        "20261203T110000", "America/Los_Angeles", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    )  # fmt: skip
    assert (asked(series), series.readings) == ("", [])
    assert "“Fortnight” is in the calendar: Every other Thursday" in text
    assert "undo" in text
    assert series.occurrences.order_by("start").first().start == dt.datetime(2026, 12, 3, 19, tzinfo=dt.UTC)


def test_a_length_may_be_said_with_the_answer(desk):
    answer(desk, "Fortnight", "0", length="45")
    assert Series.objects.get(title="Fortnight").schedules.get().duration_seconds == 45 * 60


def test_importing_again_does_not_undo_the_answer(desk):
    answer(desk, "Fortnight", "1")
    answer(desk, "When needed", "demand")
    before = list(Series.objects.values("title", "question", "readings", "version"))
    report = imported(now=NOW + dt.timedelta(days=3))
    assert (report.added, report.changed) == ({}, {})
    assert list(Series.objects.values("title", "question", "readings", "version")) == [
        one if one["title"] != "London or UTC" else one | {"readings": Series.objects.get(title="London or UTC").readings}
        for one in before
    ]  # fmt: skip
    assert Series.objects.get(title="Fortnight").schedules.get().dtstart == "20261203T110000"


def test_an_open_question_takes_the_answers_of_the_last_import_and_no_history(desk):
    changes = ChangeSet.objects.count()
    imported(now=NOW + dt.timedelta(days=14))
    first = Series.objects.get(title="Fortnight").readings[0]
    assert (first["dtstart"], ChangeSet.objects.count()) == ("20261210T110000", changes)


def test_no_regular_time_is_an_answer(desk):
    text = answer(desk, "When needed", "demand").content.decode()
    series = Series.objects.get(title="When needed")
    assert (asked(series), series.schedules.count()) == ("", 0)
    assert "nobody is asked again" in text
    assert "It meets when needed" in desk.get(series.path).content.decode()


def way_back():
    """The button's address that undoes the newest answer."""
    return f"/desk/undo/{ChangeSet.objects.filter(kind__startswith='series-').first().pk}/"


@pytest.mark.parametrize("reading", ["0", "demand"])
def test_undo_asks_again(desk, reading):
    before = Series.objects.get(title="Fortnight")
    answer(desk, "Fortnight", reading)
    path = way_back()
    text = desk.post(path, follow=True).content.decode()
    after = Series.objects.get(title="Fortnight")
    assert (asked(after), after.readings) == (asked(before), before.readings)
    assert (after.schedules.count(), after.occurrences.count()) == (0, 0)
    assert "is undecided again" in text
    assert desk.post(path).status_code == 409


def test_undo_leaves_what_was_changed_since(desk):
    answer(desk, "Fortnight", "0")
    series = Series.objects.get(title="Fortnight")
    series.schedules.update(rrule="FREQ=WEEKLY")
    assert desk.post(way_back()).status_code == 409
    assert series.schedules.count() == 1


def test_after_ten_minutes_it_is_asked_back_from_the_history(desk, settings):
    answer(desk, "Fortnight", "0")
    settings.NOW = (NOW + dt.timedelta(minutes=11)).isoformat()
    assert way_back() not in desk.get("/desk/").content.decode()
    assert way_back() in desk.get("/desk/history/").content.decode()
    desk.post(way_back())
    assert Series.objects.get(title="Fortnight").question


def test_somebody_was_quicker(desk):
    page = desk.get("/desk/undecided/").content.decode()
    typed = {"reading": "1", "seen": seen_on(page, "Fortnight")}
    answer(desk, "Fortnight", "0")
    refused = desk.post("/desk/series/sig-apps-fortnight/answer/", typed)
    assert refused.status_code == 409
    assert "Somebody else has answered this in the meantime." in refused.content.decode()
    assert Series.objects.get(title="Fortnight").schedules.get().dtstart == "20261126T110000"


def test_another_question_is_not_answered_by_an_old_page(desk):
    page = desk.get("/desk/undecided/").content.decode()
    typed = {"reading": "0", "seen": seen_on(page, "Fortnight")}
    imported(now=NOW + dt.timedelta(days=14))
    assert desk.post("/desk/series/sig-apps-fortnight/answer/", typed).status_code == 409
    assert not Series.objects.get(title="Fortnight").schedules.exists()


@pytest.mark.parametrize(
    ("typed", "status"),
    [({}, 422), ({"reading": "9"}, 404), ({"reading": "-1"}, 422), ({"reading": "0", "length": "61"}, 422)],
)
def test_what_is_no_answer_changes_nothing(desk, typed, status):
    page = desk.get("/desk/undecided/").content.decode()
    typed = {"seen": seen_on(page, "Fortnight"), **typed}
    assert desk.post("/desk/series/sig-apps-fortnight/answer/", typed).status_code in (status, 400)
    assert not Series.objects.get(title="Fortnight").schedules.exists()


def test_an_answer_without_a_choice_is_asked_for_beside_its_question(desk):
    series = Series.objects.get(title="Fortnight")
    text = desk.post(f"/desk/series/{series.slug}/answer/", {"length": "45"}).content.decode()
    sentence = "Nothing was saved: choose one of the answers first."
    assert (
        text.count(f'<p class="error" id="e{series.pk}">{sentence}</p>')
        == text.count('<p class="error"')
        == 1
    )
    assert f'<a href="#a{series.pk}">{sentence}</a>' in text
    assert f'id="a{series.pk}" aria-describedby="e{series.pk}"' in text
    card = text[text.index(f'action="/desk/series/{series.slug}/answer/"') :]
    assert "error" in card[: card.index("</form>")]
    assert "✓" not in text
    assert 'action="/desk/undecided/"' in text
    assert sentence not in desk.get("/desk/undecided/").content.decode()


def test_the_question_without_a_choice_is_found_on_its_own_page(now, client):
    make_community()
    client.force_login(make_manager())
    fill(40)
    text = client.post("/desk/series/s9/answer/", {"page": "1"}).content.decode()
    assert "Page 3 of 3" in text
    assert "Nothing was saved" in text


def test_the_hour_for_the_reader_says_that_it_is_another_day(desk):
    text = desk.get("/desk/undecided/?tz=Asia/Tokyo").content.decode()
    assert "11:00 Los Angeles · UTC-8 = 04:00 Tokyo +1 day" in text.replace("−", "-")
    assert (
        "day"
        not in desk.get("/desk/undecided/?tz=Europe/London").content.decode().split("= 19:00 London")[1][:6]
    )


def test_the_form_for_typing_begins_with_what_the_words_say(desk):
    text = desk.get("/desk/series/sig-apps-fortnight/schedule/").content.decode()
    assert 'value="America/Los_Angeles"' in text
    assert 'value="11:00"' in text
    assert "Save this answer" in text


def test_only_those_who_look_after_the_group_may_answer(now, client):
    make_community()
    imported()
    page = "/desk/series/sig-apps-fortnight/answer/"
    assert client.post(page, {"reading": "0"})["Location"].startswith("/desk/sign-in/")
    client.force_login(make_moderator(make_group("other", "Other"), "other@example.org"))
    assert client.post(page, {"reading": "0"}).status_code == 403
    assert "Fortnight" not in client.get("/desk/undecided/").content.decode()
    client.force_login(make_moderator(Group.objects.get(slug="sig-apps"), "own@example.org"))
    assert client.get(page).status_code == 405
    answer(client, "Fortnight", "0")
    assert Series.objects.get(title="Fortnight").schedules.count() == 1


def fill(number):
    group = make_group("metrics", "Metrics")
    found = readings(
        Cadence("interval", (3,), 2), dt.time(11), dt.timedelta(hours=1), zone_choices("IST", ("Asia/Kolkata", "Europe/Dublin")),
        NOW.date(),
    )  # fmt: skip
    for one in range(number):
        Series.objects.create(
            slug=f"s{one}", title=f"S{one}", group=group, question=worded("When?"), readings=stored(found)
        )


def test_two_hundred_questions_come_in_pages_with_as_many_queries_as_one(now, client):
    make_community()
    client.force_login(make_manager())
    fill(200)
    client.get("/desk/undecided/")
    with CaptureQueriesContext(connection) as many:
        text = client.get("/desk/undecided/?page=2").content.decode()
    assert text.count("Save this answer") == 15
    assert "Page 2 of 14" in text
    Series.objects.exclude(slug="s0").delete()
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/undecided/?page=99")
    assert len(many) == len(one)
