"""The sessions of one date, kept in the desk: by note-takers too, when it is over too, and told from an import's."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series

from commonhour.actions.session import edit_session
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftSeries, DraftSession
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Session
from commonhour.reads.page_draft import page_draft

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


def in_order(text):
    text = text.partition("Sessions</h2>")[2] or text  # what was just done is said above
    return sorted((one for one in ("Opening", "Demo", "Questions") if one in text), key=text.index)


def test_they_stand_in_the_order_the_desk_gives_them(client, taker, series):
    date, other = coming(series)[:2]
    for title in ("Opening", "Questions", "Demo"):
        client.post(path(date, "sessions/new/"), TALK | {"title": title, "also": [other.pk]})
    client.post(path(date, f"sessions/{Session.objects.get(title='Demo').pk}/move/"), {"to": "up"})
    public = f"{series.path}{date.slug}"
    pages = (path(date), f"{public}/", f"{series.path}{other.slug}/", series.path, "/groups/metrics/", "/")
    for page in (*pages, f"{public}.md"):
        assert in_order(client.get(page).content.decode()) == ["Opening", "Demo", "Questions"], page
    document = client.get(f"{public}.json").json()
    assert [one["title"] for one in document["sessions"]] == ["Opening", "Demo", "Questions"]
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert in_order(client.get(f"{public}/").content.decode()) == ["Opening", "Questions", "Demo"]


def test_the_buttons_are_those_that_lead_somewhere(client, taker, series):
    date = coming(series)[0]
    for title in ("Opening", "Questions"):
        client.post(path(date, "sessions/new/"), TALK | {"title": title})
    text = client.get(path(date)).content.decode()
    first, last = (text.index(f'id="session-{one.pk}"') for one in Session.objects.on(date))
    assert 'value="up"' not in text[first:last]
    assert 'value="down"' in text[first:last]
    assert 'value="down"' not in text[last:]
    assert client.get(path(date, f"sessions/{Session.objects.first().pk}/move/")).status_code == 405


def test_a_place_on_the_page_they_came_with_is_no_other_dates(client, taker, series):
    """Those of a page share the places they had; a new one is the last."""
    date, earlier = over(series)[:2]
    draft = page_of(series, date)
    draft.sessions = [
        DraftSession(series=series.slug, title=title, date=day.local_day)
        for day, title in ((date, "Opening"), (earlier, "Before"), (date, "Questions"))
    ]
    import_draft(draft, now=NOW, actor=TERMINAL, name="a.md")
    client.post(path(date, "sessions/new/"), TALK | {"title": "Demo"})
    assert in_order(client.get(path(date)).content.decode()) == ["Opening", "Questions", "Demo"]
    client.post(path(date, f"sessions/{Session.objects.get(title='Questions').pk}/move/"), {"to": "up"})
    titles = [one.title for one in page_draft().sessions]
    assert titles == ["Questions", "Before", "Opening", "Demo"]


def test_a_session_of_others_keeps_its_place(client, taker, series):
    date = coming(series)[0]
    client.post(path(date, "sessions/new/"), TALK)
    theirs = make_series("Book call", make_group("book", "Book")).sessions.create(title="Theirs", position=9)
    theirs.occurrences.add(date)
    answer = client.post(
        path(date, f"sessions/{Session.objects.get(title='Parsing').pk}/move/"), {"to": "down"}
    )
    assert answer.status_code == 403
    assert Session.objects.get(title="Theirs").position == 9


def test_what_others_did_to_a_session_of_theirs_is_not_ones_to_undo(client, taker, series):
    date = coming(series)[0]
    theirs = make_series("Book call", make_group("book", "Book")).sessions.create(title="Theirs")
    theirs.occurrences.add(date)
    edit_session(theirs, date, version=1, title="Corrected", now=NOW, actor=TERMINAL)
    assert client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/").status_code == 403
    assert Session.objects.get().title == "Corrected"


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
