"""The sessions of one date, kept in the desk: by note-takers too, when it is over too, and told from an import's."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series

from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftSeries, DraftSession
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Session

pytestmark = pytest.mark.django_db
TALK = {"title": "Parsing", "speakers": "Ada Long, Acme\n\nBo Short", "tags": "text, tables, text"}


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group(), dtstart="20260903T160000")


@pytest.fixture
def taker(client, series):
    """A note-taker of its group, signed in."""
    user = make_moderator(series.group)
    user.grants.update(role="note-taker")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def coming(series):
    return series.occurrences.filter(start__gt=NOW).order_by("start")


def over(series):
    return series.occurrences.filter(end__lte=NOW).order_by("-start")


def path(date, rest=""):
    return f"/desk/occurrence/{date.public_id}/{rest}"


def edit(session, date, **typed):
    return path(date, f"sessions/{session.pk}/"), TALK | {"version": session.version} | typed


def test_a_note_taker_comes_from_today_and_changes_nothing_else(client, taker, series):
    date = coming(series)[0]
    assert path(date) in client.get("/desk/").content.decode()
    text = client.get(path(date)).content.decode()
    assert path(date, "sessions/new/") in text
    assert path(date, "move") not in text
    assert client.get(path(date, "move")).status_code == 403


def test_a_session_stands_on_its_dates_pages(client, taker, series):
    first, second = coming(series)[:2]
    answer = client.post(path(first, "sessions/new/"), TALK | {"also": [second.pk]})
    assert answer.status_code == 302
    session = Session.objects.get()
    assert session.speakers == [
        {"name": "Ada Long", "organisation": "Acme"}, {"name": "Bo Short", "organisation": ""},
    ]  # fmt: skip
    assert session.tags == ["text", "tables"]
    for date in (first, second):
        assert "Parsing" in client.get(f"{series.path}{date.slug}/").content.decode()
    assert ChangeSet.objects.get(kind="session-added").actor == taker


def test_the_recording_comes_when_it_is_over_and_is_undone(client, taker, series):
    date = over(series)[0]
    client.post(path(date, "sessions/new/"), TALK)
    client.post(*edit(Session.objects.get(), date, recording="https://video.example.org/1"))
    assert Session.objects.get().recording == "https://video.example.org/1"
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert Session.objects.get().recording == ""


def test_no_way_into_a_call_is_kept(client, taker, series):
    join = "https://us02web.zoom.us/j/123456789?pwd=MARKER"
    client.post(path(coming(series)[0], "sessions/new/"), TALK | {"title": f"Talk {join}", "recording": join})
    session = Session.objects.get()
    assert "MARKER" not in f"{session.title} {session.recording}"
    assert not any("MARKER" in str(row.facts) for row in ChangeSet.objects.all())
    assert not series.join_targets.exists()


def test_who_is_late_overwrites_nothing(client, taker, series):
    date = coming(series)[0]
    client.post(path(date, "sessions/new/"), TALK)
    late = edit(Session.objects.get(), date, title="Late")
    client.post(*edit(Session.objects.get(), date, title="Quick"))
    answer = client.post(*late)
    assert answer.status_code == 409
    assert "Quick" in answer.content.decode()
    assert Session.objects.get().title == "Quick"


def test_taken_off_one_date_it_stays_on_the_other(client, taker, series):
    first, second = coming(series)[:2]
    client.post(path(first, "sessions/new/"), TALK | {"also": [second.pk]})
    remove = path(first, f"sessions/{Session.objects.get().pk}/remove/")
    assert "Take it off this date only" in client.get(remove).content.decode()
    client.post(remove, {"from": "date"})
    assert list(Session.objects.get().occurrences.all()) == [second]
    assert Session.objects.get().date == second.local_day
    assert client.get(remove).status_code == 404


def test_a_session_of_another_date_is_not_there(client, taker, series):
    first, second = coming(series)[:2]
    client.post(path(first, "sessions/new/"), TALK)
    assert client.post(*edit(Session.objects.get(), second)).status_code == 404


def page_of(series, date):
    talk = DraftSession(series=series.slug, title="Parsing", date=date.local_day)
    return Draft(
        "page", groups=[DraftGroup("metrics", "Metrics")],
        series=[DraftSeries(series.slug, series.title, group="metrics", schedules=[])], sessions=[talk],
    )  # fmt: skip


def test_an_import_leaves_what_was_edited_here(client, taker, series):
    date = over(series)[0]
    import_draft(page_of(series, date), now=NOW, actor=TERMINAL, name="a.md")
    assert "Parsing" in client.get(path(date)).content.decode()  # it has its day only
    client.post(*edit(Session.objects.get(), date, title="Parsing tables"))
    import_draft(page_of(series, date), now=NOW + dt.timedelta(days=1), actor=TERMINAL, name="a.md")
    assert Session.objects.get().title == "Parsing tables"
    remove = path(date, f"sessions/{Session.objects.get().pk}/remove/")
    client.post(remove, {"from": "everywhere"})
    import_draft(page_of(series, date), now=NOW + dt.timedelta(days=2), actor=TERMINAL, name="a.md")
    assert not Session.objects.exists()
