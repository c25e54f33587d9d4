"""Series in the desk: new ones, undecided ones, changes from a date on, facts, and how to join."""

import datetime as dt
import re

import pytest
from cast import worded

from commonhour import clock
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import change_series_following, decide_series
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.models import ChangeSet, JoinTarget, Occurrence, Schedule, Series
from commonhour.web.desk import repeats, schedule_change
from tests.cast import give_join, make_community, make_group, make_manager, make_moderator, make_series

BACKEND = "django.contrib.auth.backends.ModelBackend"
WHEN = {
    "date": "2026-12-10", "time": "12:00", "zone": "Europe/London", "minutes": "60", "repeat": "nth", "weeks": "2",
    "rrule": "", "ends": "never", "until": "", "count": "",
}  # fmt: skip


@pytest.fixture
def group(db, now):
    make_community()
    return make_group()


@pytest.fixture
def manager(client, group):
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def undecided(group):
    return Series.objects.create(
        slug="forum", title="Forum", group=group, question=worded("Biweekly: counted from which date?")
    )


def test_show_the_dates_writes_nothing(client, manager, group):
    before = (Series.objects.count(), ChangeSet.objects.count())
    answer = client.post(
        "/desk/series/new/?tz=Asia/Tokyo", WHEN | {"title": "Book club", "group": "metrics", "show": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "On the second Thursday of each month at 12:00 London time, 60 min" in text
    dates = text[text.index('class="dates"') :]
    assert dates.count("<li>") >= 12
    assert "21:00 Tokyo" in dates
    assert "Clocks in London have changed: UTC → UTC+1" in dates
    assert (Series.objects.count(), ChangeSet.objects.count()) == before


def test_the_fragment_shows_the_same_dates(client, manager, group):
    text = client.get("/desk/series/preview/", WHEN).content.decode()
    assert "On the second Thursday" in text
    assert "<html" not in text
    assert text.count("London") >= 12


@pytest.mark.parametrize("odd", [{}, {"date": "x"}, {"repeat": "never"}, {"count": "99999999999"}])
def test_the_fragment_takes_odd_input(client, manager, group, odd):
    assert client.get("/desk/series/preview/", WHEN | odd if odd else {}).status_code == 200


def test_adding_a_series_puts_it_on_page_and_feed(client, manager, group):
    answer = client.post("/desk/series/new/", WHEN | {"title": "Book club", "group": "metrics"}, follow=True)
    assert "is in the calendar" in answer.content.decode()
    series = Series.objects.get(title="Book club")
    assert series.schedules.get().rrule == "FREQ=MONTHLY;BYDAY=2TH"
    assert "Book club" in client.get("/meetings/book-club/").content.decode()
    assert "BEGIN:VEVENT" in client.get("/meetings/book-club.ics").content.decode()


@pytest.mark.parametrize(
    ("choice", "rule"),
    [
        ({"repeat": "once"}, ""),
        ({"repeat": "weekly"}, "FREQ=WEEKLY"),
        ({"repeat": "weeks", "weeks": "3"}, "FREQ=WEEKLY;INTERVAL=3"),
        ({"repeat": "nth"}, "FREQ=MONTHLY;BYDAY=2TH"),
        ({"repeat": "last", "date": "2026-12-31"}, "FREQ=MONTHLY;BYDAY=-1TH"),
        ({"repeat": "day"}, "FREQ=MONTHLY;BYMONTHDAY=10"),
        ({"repeat": "yearly"}, "FREQ=YEARLY"),
        ({"repeat": "custom", "rrule": "RRULE:freq=monthly;byday=1TU,3TU"}, "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ({"repeat": "weekly", "ends": "after", "count": "5"}, "FREQ=WEEKLY;COUNT=5"),
        ({"repeat": "weekly", "ends": "on", "until": "2027-01-31"}, "FREQ=WEEKLY;UNTIL=20270131T235959"),
    ],
)
def test_every_way_to_repeat(client, manager, undecided, choice, rule):
    assert client.post("/desk/series/forum/schedule/", WHEN | choice).status_code == 302
    assert undecided.schedules.get().rrule == rule
    undecided.refresh_from_db()
    assert undecided.question is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Madird"}, "is not a time zone we know"),
        ({"zone": "EST"}, "is an abbreviation, not a place; write America/New_York"),
        ({"zone": "GMT"}, "write UTC or Europe/London"),
        ({"repeat": "weeks", "weeks": ""}, "Enter every how many weeks"),
        ({"repeat": "custom", "rrule": ""}, "Write the rule"),
        ({"repeat": "custom", "rrule": "FREQ=HOURLY"}, "repeats more than once a day"),
        ({"repeat": "custom", "rrule": "FREQ=WEEKLY;FREQ=DAILY"}, "gives FREQ twice"),
        ({"ends": "on", "until": ""}, "Enter the last possible date"),
        ({"ends": "on", "until": "2026-01-01"}, "ends before it begins"),
        ({"ends": "after", "count": "0"}, "at least one meeting"),
        ({"minutes": "0"}, "at least one minute"),
        ({"date": "1066-10-14"}, "between the years 2000 and 2100"),
        ({"repeat": ""}, "Choose how it repeats"),
    ],
)
def test_wrong_answers_get_a_sentence_at_the_field_and_at_the_top(
    client, manager, undecided, wrong, sentence
):
    answer = client.post("/desk/series/forum/schedule/", WHEN | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count(sentence) == 2
    assert "_error" in text
    assert not undecided.schedules.exists()


def test_fields_are_described_by_their_errors(client, manager, undecided):
    text = client.post("/desk/series/forum/schedule/", WHEN | {"zone": "Madird"}).content.decode()
    field = re.search(r'<input[^>]*name="zone"[^>]*>', text)[0]
    assert 'aria-invalid="true"' in field
    for name in re.search(r'aria-describedby="([^"]+)"', field)[1].split():
        assert f'id="{name}"' in text


def test_a_rule_that_never_matches_is_a_page(client, manager, undecided):
    never = WHEN | {"repeat": "custom", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "show": "1"}
    assert client.post("/desk/series/forum/schedule/", never).status_code == 200


def test_answering_twice_is_a_conflict(client, manager, undecided):
    client.post("/desk/series/forum/schedule/", WHEN)
    assert client.post("/desk/series/forum/schedule/", WHEN).status_code == 409
    assert Schedule.objects.count() == 1


def test_undecided_lists_the_question(client, manager, undecided):
    text = client.get("/desk/undecided/").content.decode()
    assert "counted from which date?" in text
    assert "/desk/series/forum/schedule/" in text


def test_change_from_a_date_on_keeps_ids_and_the_past(client, manager, group):
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:4])
    form = client.get(
        f"/desk/series/{series.slug}/change/", {"from": str(dates[2].public_id)}
    ).content.decode()
    assert f'value="{dates[2].public_id}" selected' in form
    assert re.search(r'value="weekly"[^>]*checked', form)
    typed = WHEN | {
        "from": str(dates[2].public_id),
        "date": "2026-12-11",
        "time": "18:00",
        "zone": "Europe/Madrid",
        "repeat": "weekly",
    }
    shown = client.post(f"/desk/series/{series.slug}/change/", typed | {"show": "1"}).content.decode()
    assert "Until then:" in shown
    assert Schedule.objects.count() == 1
    assert client.post(f"/desk/series/{series.slug}/change/", typed).status_code == 302
    after = {one.public_id: one.start for one in Occurrence.objects.all()}
    assert after[dates[1].public_id] == dates[1].start
    assert after[dates[2].public_id].isoformat() == "2026-12-11T17:00:00+00:00"
    assert after[dates[3].public_id].isoformat() == "2026-12-18T17:00:00+00:00"


@pytest.mark.parametrize(("typed_date", "first"), [("", "2026-12-17"), ("2026-12-18", "2026-12-18")])
def test_the_chosen_date_decides_without_a_second_button(client, manager, group, typed_date, first):
    """The form was drawn for the next date; another one is chosen, and it is saved at once."""
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:5])
    page = f"/desk/series/{series.slug}/change/"
    shown = client.get(page).content.decode()
    drawn = re.search(r'name="drawn" value="([^"]+)"', shown)[1]
    assert drawn == str(dates[0].public_id)
    typed = WHEN | {"date": typed_date, "time": "18:00", "zone": "Europe/Madrid", "repeat": "weekly",
                    "drawn": drawn, "from": str(dates[3].public_id)}  # fmt: skip
    assert first in client.post(page, typed | {"show": "1"}).content.decode()
    live = client.get(page, typed | {"live": "1"}).content.decode()
    assert ("17 Dec" if not typed_date else "18 Dec") in live
    assert "26 Nov" not in live
    assert client.post(page, typed).status_code == 302
    after = {one.public_id: one.start for one in Occurrence.objects.all()}
    assert [after[one.public_id] for one in dates[:3]] == [one.start for one in dates[:3]]
    assert after[dates[3].public_id].isoformat() == f"{first}T17:00:00+00:00"


def test_saving_a_change_without_changing_anything_keeps_every_date(client, manager, group):
    series = make_series(group=group, rrule="FREQ=MONTHLY;COUNT=7;BYDAY=4TH")
    before = list(series.occurrences.order_by("start").values_list("public_id", "start"))
    start = series.occurrences.order_by("start")[2]
    page = client.get(f"/desk/series/{series.slug}/change/", {"from": str(start.public_id)}).context
    typed = {
        name: field.value() if field.value() is not None else ""
        for name, field in ((f.name, f) for f in page["form"])
    }
    client.post(f"/desk/series/{series.slug}/change/", typed | {"from": str(start.public_id)})
    assert (
        list(series.occurrences.filter(is_detached=False).order_by("start").values_list("public_id", "start"))
        == before
    )


def test_a_change_into_the_past_is_refused(client, manager, group):
    series = make_series(group=group)
    answer = client.post(f"/desk/series/{series.slug}/change/", WHEN | {"date": "2026-01-01"})
    assert answer.status_code == 422
    assert "lies ahead" in answer.content.decode()


def test_change_of_whole_days(client, manager, group):
    series = make_series("Open days", group, dtstart="20261201", rrule="FREQ=MONTHLY")
    page = client.get(f"/desk/series/{series.slug}/change/")
    assert 'name="time"' not in page.content.decode()
    assert (
        client.post(
            f"/desk/series/{series.slug}/change/", {"date": "2026-12-02", "repeat": "day", "ends": "never"}
        ).status_code
        == 302
    )
    assert series.occurrences.order_by("start").first().start.date().isoformat() == "2026-12-02"


@pytest.mark.parametrize("start", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_change_from_an_unknown_date_is_a_sentence(client, manager, group, start):
    series = make_series(group=group)
    answer = client.get(f"/desk/series/{series.slug}/change/", {"from": start})
    assert answer.status_code == 400
    assert "not one of the next dates" in answer.content.decode()


def test_join_links_are_never_shown(client, manager, group):
    series = make_series(group=group)
    give_join(series)
    page = f"/desk/series/{series.slug}/"
    assert "MARKER" not in client.get(page).content.decode()
    text = client.post(
        page + "join/", {"url": "https://zoom.us/j/1?pwd=MARKER2", "passcode": "MARKER3"}, follow=True
    ).content.decode()
    assert "MARKER" not in text
    assert JoinTarget.objects.get(series=series).reveal() == ("https://zoom.us/j/1?pwd=MARKER2", "MARKER3")
    assert "MARKER" not in client.get("/desk/history/").content.decode()
    series.refresh_from_db()
    target = series.join_targets.get()
    client.post(f"{page}join/{target.pk}/remove/", {"version": series.version})
    assert "not set" in client.get(page).content.decode()


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "zoom.us/j/1", "https://", "https://a b"])
def test_join_links_must_be_links(client, manager, group, url):
    series = make_series(group=group)
    assert client.post(f"/desk/series/{series.slug}/join/", {"url": url, "passcode": ""}).status_code == 422


FACTS = {
    "title": "Metrics call",
    "description": "",
    "state": "active",
    "region": "",
    "tags": "",
    "url": "",
    "version": "1",
}


def test_conflicting_edits_keep_both_texts(client, manager, group):
    series = make_series(group=group)
    page = f"/desk/series/{series.slug}/"
    assert client.post(page, FACTS | {"description": "Theirs, first", "tags": "b, a"}).status_code == 302
    answer = client.post(page, FACTS | {"description": "Mine, second"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs, first" in text
    assert "Mine, second" in text
    assert 'name="version" value="2"' in text
    series.refresh_from_db()
    assert series.description == "Theirs, first"
    assert client.post(page, FACTS | {"description": "Both", "version": "2"}).status_code == 302
    series.refresh_from_db()
    assert series.description == "Both"


def test_hostile_titles_are_escaped(client, manager, group):
    series = make_series(group=group)
    page = f"/desk/series/{series.slug}/"
    text = client.post(
        page,
        FACTS | {"title": "<script>alert(1)</script>", "description": "<img src=x onerror=1>"},
        follow=True,
    ).content.decode()
    for path in (page, "/desk/", "/desk/history/", "/desk/groups/", page + "change/"):
        text += client.get(path).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_who_may(client, group, undecided):
    own = make_moderator(group, "own@example.org")
    other = make_moderator(make_group("other", "Other"), "other@example.org")
    client.force_login(other, backend=BACKEND)
    for path in ("", "schedule/", "change/"):
        assert client.get(f"/desk/series/forum/{path}").status_code == 403
        assert client.post(f"/desk/series/forum/{path}", WHEN).status_code == 403
    assert (
        client.post("/desk/series/forum/join/", {"url": "https://x.example", "passcode": ""}).status_code
        == 403
    )
    assert client.post("/desk/series/new/", WHEN | {"title": "X", "group": "metrics"}).status_code == 422
    client.force_login(own, backend=BACKEND)
    assert client.get("/desk/series/forum/schedule/").status_code == 200
    assert client.post("/desk/series/new/", WHEN | {"title": "X", "group": "metrics"}).status_code == 302


CHANGE = WHEN | {"date": "2026-12-03", "time": "17:00", "zone": "Europe/Madrid", "repeat": "weekly"}


@pytest.fixture
def changed(group):
    """A weekly series with a moved and a cancelled date, and the date a change begins with."""
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:4])
    move_occurrence(dates[2], now=clock.now(), actor=TERMINAL, dtstart="20261211T100000")
    cancel_occurrence(dates[3], now=clock.now(), actor=TERMINAL)
    return dates[1]


def listed(response):
    """(date and hour, notes) of the preview's rows."""
    rows = re.findall(r"<li>(.*?)</li>", response.content.decode().split('<ol class="dates">')[1])
    return [re.sub(r"<[^>]+>", "", row) for row in rows]


@pytest.mark.parametrize("is_live", [False, True])
def test_the_preview_of_a_change_is_what_is_stored(client, manager, changed, is_live):
    page = f"/desk/series/{changed.series.slug}/change/"
    typed = CHANGE | {"from": str(changed.public_id)}
    path = re.search(r'data-preview="([^"]+)"', client.get(page, {"from": typed["from"]}).content.decode())[1]
    assert path.endswith("?live=1")
    shown = listed(
        client.get(page, typed | {"live": "1"}) if is_live else client.post(page, typed | {"show": "1"})
    )
    assert "10:00" in shown[1]
    assert shown[1].endswith("Moved")
    assert "17:00" in shown[2]
    assert shown[2].endswith("Cancelled")
    client.post(page, typed)
    stored = Occurrence.objects.filter(is_detached=False, start__gte="2026-12-01T00:00Z").order_by("start")[
        :12
    ]
    hours = [f"{one.start + dt.timedelta(hours=1):%H:%M}" for one in stored[:8]]
    assert [re.search(r"\d\d:\d\d", row)[0] for row in shown[:8]] == hours


def test_the_live_preview_of_somebody_elses_series_is_refused(client, changed):
    other = make_moderator(make_group("other", "Other"), "other@example.org")
    client.force_login(other, backend=BACKEND)
    asked = CHANGE | {"from": str(changed.public_id)}
    page = f"/desk/series/{changed.series.slug}/change/"
    assert client.get(page, asked | {"live": "1"}).status_code == 403


def test_a_stale_change_shows_both_and_overwrites_nothing(client, manager, changed):
    page = f"/desk/series/{changed.series.slug}/change/"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]
    schedule = Schedule.objects.get()
    first = schedule.occurrences.order_by("start").first().recurrence_id
    change_series_following(schedule, first, now=clock.now(), actor=TERMINAL, dtstart="20261126T190000")
    answer = client.post(page, CHANGE | {"from": str(changed.public_id), "seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "19:00" in text
    assert 'value="17:00"' in text
    assert Schedule.objects.get().dtstart == "20261126T190000"
    again = re.search(r'name="seen" value="(\w+)"', text)[1]
    assert client.post(page, CHANGE | {"from": str(changed.public_id), "seen": again}).status_code == 302


def test_whole_days_stay_as_many_as_they_were(client, manager, group):
    three = dt.timedelta(days=3)
    series = make_series("Open days", group, dtstart="20261201", rrule="FREQ=MONTHLY", duration=three)
    client.post(
        f"/desk/series/{series.slug}/change/", {"date": "2026-12-02", "repeat": "day", "ends": "never"}
    )
    schedule = series.schedules.get()
    assert (schedule.duration, schedule.tzid, schedule.dtstart) == (three, "Europe/Madrid", "20261202")


def test_a_change_is_offered_from_regular_dates_only(client, manager, group):
    series = make_series(group=group, rdates=("20261124T090000", "20261201T090000"))
    page = f"/desk/series/{series.slug}/change/"
    extra = series.occurrences.get(recurrence_id="20261201T090000")
    text = client.get(page).content.decode()
    assert str(extra.public_id) not in text
    answer = client.get(page, {"from": str(extra.public_id)})
    assert answer.status_code == 400
    assert "choose a regular date" in answer.content.decode()


def test_the_first_day_of_the_week_stays_in_a_rule():
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"
    assert repeats.without_end(f"{rule};COUNT=4") == rule


@pytest.mark.parametrize(("which", "moved"), [("one", [3]), ("following", [3, 4]), ("all", [0, 1, 2, 3, 4])])
def test_which_dates_change(client, manager, group, which, moved):
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:5])
    page = f"/desk/series/{series.slug}/change/"
    drawn = re.search(r'name="drawn" value="([^"]+)"', client.get(page).content.decode())[1]
    typed = {"from": str(dates[3].public_id), "drawn": drawn, "which": which, "date": "", "time": "18:30",
             "zone": "Europe/Madrid", "minutes": "60", "repeat": "weekly", "ends": "keep"}  # fmt: skip
    shown = client.post(page, typed | {"show": "1"}).content.decode()
    assert 'value="18:30"' in shown
    assert "<s>" in shown
    assert client.post(page, typed).status_code == 302
    after = {one.public_id: one.start for one in Occurrence.objects.all()}
    assert [n for n, one in enumerate(dates) if after[one.public_id] != one.start] == moved
    assert {after[dates[n].public_id].strftime("%H:%M") for n in moved} == {"17:30"}


@pytest.mark.parametrize("end", ["COUNT=9", "UNTIL=20270107T160000"])
def test_the_end_stays_when_the_hour_changes(client, manager, group, end):
    series = make_series(group=group, rrule=f"FREQ=WEEKLY;{end}")
    dates = list(series.occurrences.order_by("start"))
    typed = {"from": str(dates[2].public_id), "time": "20:00", "zone": "Europe/Madrid", "minutes": "60",
             "repeat": "weekly", "ends": "keep"}  # fmt: skip
    client.post(f"/desk/series/{series.slug}/change/", typed)
    assert series.occurrences.filter(is_detached=False).count() == len(dates)


def test_what_nobody_touched_is_that_of_the_chosen_dates_schedule(client, manager, group):
    """A change is planned from a date on; a date behind it is chosen, and only the length is typed."""
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:6])
    change_series_following(
        dates[3].schedule, dates[3].recurrence_id, now=clock.now(), actor=TERMINAL, dtstart="20261217T190000"
    )
    typed = {"from": str(dates[4].public_id), "drawn": str(dates[0].public_id), "time": "16:00", "zone": "Europe/Madrid",
             "minutes": "90", "repeat": "weekly", "weeks": "2", "ends": "keep"}  # fmt: skip
    client.post(f"/desk/series/{series.slug}/change/", typed)
    dates[4].refresh_from_db()
    assert (dates[4].start.hour, dates[4].end - dates[4].start) == (18, dt.timedelta(minutes=90))


def type_change(client, series, **typed):
    """What the preview says of the first date, before and after, and of all; and what was said once it was saved."""
    page = f"/desk/series/{series.slug}/change/"
    typed = {
        "date": "",
        "time": "18:30",
        "zone": "Europe/Madrid",
        "minutes": "60",
        "repeat": "weekly",
        "ends": "keep",
    } | typed
    shown = client.post(page, typed | {"show": "1"})
    clocks = shown.content.decode().split('class="clocks"')[1]
    was, becomes = (text.rstrip("Z") for text in re.findall(r'datetime="([^"]+)"', clocks)[:2])
    answer = client.post(page, typed, follow=True)
    assert answer.redirect_chain, re.findall(r"class=.error.*?</", answer.content.decode())
    said = re.search(r"✓</span> (.*?)</p>", answer.content.decode())[1]
    return was, becomes, listed(shown), said


def hours_of(series):
    rows = series.occurrences.filter(is_detached=False, start__gt=clock.now()).order_by("start")
    return [f"{one.start + dt.timedelta(hours=1):%d %b %H:%M}" for one in rows[:5]]


def test_all_coming_dates_begin_with_the_first_that_is_planned_ahead(client, manager, group, settings):
    """While one is being held, and where a later one was moved before the first; that one stays where it is."""
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start")[:4])
    move_occurrence(dates[3], now=clock.now(), actor=TERMINAL, dtstart="20261202T100000")
    settings.NOW = (dates[0].start + dt.timedelta(minutes=10)).isoformat()
    text = client.get(f"/desk/series/{series.slug}/change/").content.decode()
    assert "The same from Thu, 3 Dec 2026 at 16:00 Madrid time on" in text
    assert "moved from Thu, 17 Dec 2026" in text
    assert str(dates[0].public_id) not in text
    was, becomes, rows, said = type_change(client, series, which="all", **{"from": str(dates[2].public_id)})
    assert (was, becomes) == ("2026-12-03T15:00:00", "2026-12-03T17:30:00")
    assert said == "Changed from Thu, 3 Dec 2026 at 16:00 Madrid time on."
    stored = hours_of(series)
    assert stored == ["02 Dec 10:00", "03 Dec 18:30", "10 Dec 18:30", "24 Dec 18:30", "31 Dec 18:30"]
    assert [re.search(r"\d\d:\d\d", row)[0] for row in rows[:5]] == [one[-5:] for one in stored]
    dates[0].refresh_from_db()
    assert dates[0].start.hour == 15


def test_a_date_that_was_moved_by_itself_stays_there(client, manager, group):
    series = make_series(group=group)
    second = series.occurrences.order_by("start")[1]
    move_occurrence(second, now=clock.now(), actor=TERMINAL, dtstart="20261204T100000")
    was, becomes, _, _ = type_change(client, series, which="following", **{"from": str(second.public_id)})
    assert was == becomes == "2026-12-04T09:00:00"
    assert hours_of(series)[:3] == ["26 Nov 16:00", "04 Dec 10:00", "10 Dec 18:30"]


@pytest.mark.parametrize("which", ["following", "all"])
def test_a_series_of_two_rhythms_changes_that_of_the_chosen_date(client, manager, group, which):
    weekly = [
        CoreSchedule(begins, "Europe/Madrid", dt.timedelta(hours=1), "FREQ=WEEKLY")
        for begins in ("20261126T160000", "20261201T090000")
    ]
    series = Series.objects.create(slug="two", title="Two", group=group, question=worded("Which?"))
    decide_series(series, weekly[0], weekly[1:], now=clock.now(), actor=TERMINAL)
    tuesday = series.occurrences.get(recurrence_id="20261201T090000")
    text = client.get(f"/desk/series/{series.slug}/change/").content.decode()
    assert "planned in another way than the chosen one stay as they are" in text
    type_change(client, series, which=which, **{"from": str(tuesday.public_id)})
    assert hours_of(series) == [
        "26 Nov 16:00",
        "01 Dec 18:30",
        "03 Dec 16:00",
        "08 Dec 18:30",
        "10 Dec 16:00",
    ]


def test_a_change_that_changes_nothing_says_so(client, manager, group):
    series = make_series(group=group)
    first = series.occurrences.order_by("start").first()
    _, _, _, said = type_change(client, series, time="16:00", which="all", **{"from": str(first.public_id)})
    assert said == "It is that way already: nothing was changed."


def test_who_saves_while_the_dates_are_read_is_no_reason_for_a_missing_page(
    client, manager, group, monkeypatch
):
    """Somebody else's change comes between the reading of the dates and that of what makes them."""
    series = make_series(group=group)
    start, page = series.occurrences.order_by("start").first(), f"/desk/series/{series.slug}/change/"
    shown = client.get(page).content.decode()
    seen, drawn = (re.search(rf'name="{name}" value="([^"]+)"', shown)[1] for name in ("seen", "drawn"))
    typed = {"from": str(start.public_id), "drawn": drawn, "seen": seen, "which": "all", "date": "", "time": "18:30",
             "zone": "Europe/Madrid", "minutes": "60", "repeat": "weekly", "ends": "keep"}  # fmt: skip
    read, saved = schedule_change._schedule_of, []

    def meanwhile(date):
        if not saved:
            saved.append(change_series_following(
                series.schedules.get(), start.recurrence_id, dtstart="20261126T190000", now=clock.now(), actor=TERMINAL
            ))  # fmt: skip
        return read(date)

    monkeypatch.setattr(schedule_change, "_schedule_of", meanwhile)
    answer = client.post(page, typed)
    assert answer.status_code == 409
    assert "19:00" in answer.content.decode()
