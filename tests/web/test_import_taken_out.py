"""What an import brought is taken out again after asking, as one change that comes back as one."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_series

from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Schedule
from commonhour.models import ChangeSet, Group, Import, Occurrence, Series

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def page(client, now):
    """One group was there, and its series; the import brings another group with two series, and changes the first."""
    make_community()
    make_series("Metrics call", make_group("metrics", "Metrics"))
    draft = Draft(
        "page",
        groups=[DraftGroup("metrics", "Metrics", description="As on the page."), DraftGroup("book", "Book club")],
        series=[
            DraftSeries(slug, title, group=group, schedules=[Schedule("20261203T160000", "UTC", HOUR, "FREQ=WEEKLY;COUNT=3", uid=f"{slug}@x")])
            for slug, title, group in (("reading", "Reading", "book"), ("writing", "Writing", "book"), ("extra", "Extra", "metrics"))
        ],
    )  # fmt: skip
    done = import_draft(draft, now=NOW, actor=TERMINAL, name="page.md").row
    client.force_login(make_manager())
    return f"/desk/import/done/{done.pk}/"


def there():
    names = set(Group.objects.values_list("name", flat=True))
    return names, set(Series.objects.values_list("title", flat=True)), Occurrence.objects.attached().count()


def test_it_asks_takes_out_what_came_and_brings_it_back(client, page):
    before = there()
    assert f'href="{page}remove/?tz=Asia/Tokyo"' in client.get(f"{page}?tz=Asia/Tokyo").content.decode()
    asked = client.get(f"{page}remove/").content.decode()
    assert all(name in asked for name in ("Book club", "Reading", "Writing", "Extra", "9 coming dates"))
    assert "Metrics call" not in asked
    assert there() == before
    assert client.post(f"{page}remove/").status_code == 302
    assert there()[:2] == ({"Metrics"}, {"Metrics call"})
    assert there()[2] == before[2] - 9
    assert client.get("/groups/book/").status_code == 410
    assert client.get("/meetings/reading/").status_code == 410
    assert "remove/" not in client.get(page).content.decode()
    assert "Nothing of it is here any more." in client.get(f"{page}remove/").content.decode()
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert there() == before
    assert client.get("/meetings/reading/2026-12-03/").status_code == 200


def test_what_was_done_twice_takes_out_nothing_more(client, page):
    client.post(f"{page}remove/")
    number = ChangeSet.objects.count()
    assert client.post(f"{page}remove/").status_code == 302
    assert ChangeSet.objects.count() == number


def test_too_much_is_refused_with_a_sentence(client, page, monkeypatch):
    monkeypatch.setattr("commonhour.actions.removal.REMOVED_AT_ONCE", 2)
    before = there()
    answer = client.post(f"{page}remove/")
    assert answer.status_code == 413
    assert "more than 2 series" in answer.content.decode()
    assert there() == before


def test_an_import_that_brought_nothing_offers_nothing(client, page):
    row = Import.objects.create(kind="page", name="same.md", at=NOW)
    assert "remove/" not in client.get(f"/desk/import/done/{row.pk}/").content.decode()
