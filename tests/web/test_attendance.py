"""How many were there: typed, pasted or from a file, by who keeps the record; only the number is kept."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.actions.attendance import keep_attendance
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict, UserError
from commonhour.models import Attendance, ChangeSet, Grant, Series

pytestmark = pytest.mark.django_db
LIST = "Name,Email\nMARKER Ana,marker@example.org\nBen,ben@example.org\n"


@pytest.fixture
def date(now, client):
    make_community()
    group = make_group()
    make_series(group=group, dtstart="20261119T160000")
    Series.objects.update(keeps_attendance=True)
    user = make_moderator(group)
    Grant.objects.filter(user=user).update(role="note-taker")
    client.force_login(user)
    return Series.objects.get().occurrences.order_by("start").first()


def path_of(date):
    return f"/desk/occurrence/{date.public_id}/"


@pytest.mark.parametrize(
    ("typed", "number"),
    [({"number": "12"}, 12), ({"number": "0"}, 0), ({"people": LIST}, 2), ({"people": "Ana\nBen\nana"}, 2), ({"number": "2", "people": LIST}, 2),
     ({"file": LIST.encode("utf-16")}, 2)],
)  # fmt: skip
def test_only_the_number_is_kept(client, date, typed, number):
    given = {
        name: SimpleUploadedFile("a.csv", value) if name == "file" else value for name, value in typed.items()
    }
    page = client.post(path_of(date) + "attendance/", given | {"version": "0"}, follow=True).content.decode()
    assert Attendance.objects.get().number == number
    assert "there." in page
    row = ChangeSet.objects.first()
    assert "MARKER" not in page + str(list(row.changes.values())) + str(row.kept_rows.rows)
    public = (
        client.get("/meetings/metrics-call/").content
        + client.get(f"/meetings/metrics-call/{date.slug}/").content
    )
    assert b"were there" not in public


@pytest.mark.parametrize(
    "typed",
    [{"number": "-1"}, {"number": "many"}, {"number": "3", "people": LIST}, {"people": ", ,\n,"}, {"file": b"\xff\xfe\x00"}, {"file": b"Ana\n" * 20_000},
     {"number": "1", "version": ""}],
)  # fmt: skip
def test_what_is_no_count_is_refused(client, date, typed):
    given = {
        name: SimpleUploadedFile("a.csv", value) if name == "file" else value for name, value in typed.items()
    }
    answered = client.post(path_of(date) + "attendance/", {"version": "0"} | given)
    assert answered.status_code == 422
    assert not Attendance.objects.exists()


def test_it_is_changed_forgotten_and_locked(client, date):
    path = path_of(date) + "attendance/"
    client.post(path, {"number": "3", "version": "0"})
    late = client.post(path, {"number": "5", "version": "0"})
    assert late.status_code == 409
    assert "Saved by somebody else:</b> 3" in late.content.decode()
    client.post(path, {"number": "5", "version": "1"})
    assert Attendance.objects.get().number == 5
    client.post(path, {"version": "2"})
    assert not Attendance.objects.exists()
    with pytest.raises(Conflict):
        keep_attendance(date, 1, version=2, now=NOW, actor=TERMINAL)


def test_nothing_is_counted_before_it_begins_or_where_nobody_wants_it(client, date):
    ahead = Series.objects.get().occurrences.filter(start__gt=NOW).first()
    assert "attendance/" not in client.get(path_of(ahead)).content.decode()
    with pytest.raises(UserError, match="begun"):
        keep_attendance(ahead, 1, version=0, now=NOW, actor=TERMINAL)
    keep_attendance(ahead, 1, version=0, now=ahead.start, actor=TERMINAL)
    Series.objects.update(keeps_attendance=False)
    assert "attendance/" not in client.get(path_of(date)).content.decode()
    assert client.post(path_of(date) + "attendance/", {"number": "1", "version": "0"}).status_code == 400


def test_the_series_shows_its_last_dates_in_numbers(client, date, settings):
    for number, row in enumerate(Series.objects.get().occurrences.order_by("start")[:2]):
        keep_attendance(row, 10 + number, version=0, now=row.start, actor=TERMINAL)
    settings.NOW = (NOW + dt.timedelta(days=10)).isoformat()
    client.force_login(make_manager())
    page = client.get("/desk/series/metrics-call/replies/")
    assert [(one.said, one.attended) for one in page.context["trend"]] == [(None, 11), (None, 10)]
