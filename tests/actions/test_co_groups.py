"""A series that two groups hold: on the page of each, and who looks after either may change its dates, and no more."""

import re

import pytest
from cast import HOUR, LONG_AGO, NOW, make_community, make_group, make_manager, make_moderator, make_series

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import edit_series
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.errors import NotAllowed
from commonhour.models import ChangeSet
from commonhour.reads.group import group_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    make_community()
    series = make_series(group=make_group())
    host = make_group("parsers", "Parsers")
    series.co_groups.add(host)
    return series, make_moderator(host)


def test_the_moderator_of_a_co_group_changes_dates_and_takes_that_back(held):
    series, moderator = held
    actor, date = moderator.as_actor(NOW), series.occurrences.filter(start__gt=NOW).order_by("start").first()
    cancel_occurrence(date, now=NOW, actor=actor)
    undo(ChangeSet.objects.order_by("pk").last().pk, now=NOW, actor=actor)
    date.refresh_from_db()
    assert date.status == "CONFIRMED"
    with pytest.raises(NotAllowed):
        edit_series(series, now=NOW, actor=actor, version=series.version, title="Ours")


def test_a_third_group_s_moderator_may_not(held):
    series, _ = held
    other = make_moderator(make_group("other", "Other"), "third@example.org").as_actor(NOW)
    with pytest.raises(NotAllowed):
        cancel_occurrence(series.occurrences.filter(start__gt=NOW).first(), now=NOW, actor=other)


def test_the_desk_lets_them_in_and_each_group_shows_it(held, client, now):
    series, moderator = held
    client.force_login(moderator)
    date = series.occurrences.filter(start__gt=NOW).order_by("start").first()
    assert client.get(f"/desk/occurrence/{date.public_id}/").status_code == 200
    for slug in ("metrics", "parsers"):
        page = group_page(slug, NOW)
        assert [one.slug for one, _ in page.card.meetings] == ["metrics-call"]
        assert page.upcoming


def names(series):
    return sorted(series.co_groups.values_list("name", flat=True))


def edited(client, series, *slugs):
    series.refresh_from_db()
    sent = {"title": series.title, "version": series.version, "co_groups": slugs}
    return client.post(f"/desk/series/{series.slug}/", sent)


def test_a_manager_ticks_them_in_one_change_and_undo_brings_them_back(held, client, now):
    series, _ = held
    make_group("book", "Book")
    client.force_login(make_manager())
    assert edited(client, series, "book").status_code == 302
    assert names(series) == ["Book"]
    change = ChangeSet.objects.first()
    assert (change.kind, ChangeSet.objects.filter(kind="series-edited").count()) == ("series-edited", 1)
    assert "further groups" in client.get("/desk/history/").content.decode()
    undo(change.pk, now=NOW, actor=TERMINAL)
    assert names(series) == ["Parsers"]
    undo(ChangeSet.objects.first().pk, now=NOW, actor=TERMINAL)
    assert names(series) == ["Book"]


def test_a_moderator_ticks_their_own_and_those_of_others_stay(held, client, now):
    series, _ = held
    both = make_moderator(series.group, "both@example.org")
    book, _ = make_group("book", "Book"), make_group("other", "Other")
    both.grants.create(role="moderator", group=book, since=LONG_AGO)
    client.force_login(both)
    assert edited(client, series, "book").status_code == 302
    assert names(series) == ["Book", "Parsers"]
    assert edited(client, series, "book", "other").status_code == 422
    assert edited(client, series).status_code == 302
    assert names(series) == ["Parsers"]
    series.refresh_from_db()
    third, actor = make_group("x", "X"), both.as_actor(NOW)
    with pytest.raises(NotAllowed):
        edit_series(series, now=NOW, actor=actor, version=series.version, co_groups=[third])


def test_only_who_looks_after_the_group_takes_back_that_it_holds_a_series(held, client, now):
    series, _ = held
    client.force_login(make_manager())
    edited(client, series)
    with pytest.raises(NotAllowed):
        undo(
            ChangeSet.objects.first().pk,
            now=NOW,
            actor=make_moderator(series.group, "m@example.org").as_actor(NOW),
        )
    assert names(series) == []


def test_readers_see_who_holds_it_and_when_the_group_meets_next(held, client, now):
    series, _ = held
    page = client.get(series.path).content.decode()
    assert re.search(r"Held by <a [^>]*>Metrics</a>, <a [^>]*>Parsers</a>", page)
    sooner = make_series("Parsers call", series.co_groups.get(), "20261125T090000")
    assert group_page("parsers", NOW).card.next.series == sooner.slug
    sooner.occurrences.filter(start__lt=NOW + 3 * 24 * HOUR).update(status="CANCELLED")
    assert group_page("parsers", NOW).card.next.series == series.slug
    edit_series(series, now=NOW, actor=TERMINAL, version=series.version, co_groups=[])
    assert "Held by" not in client.get(series.path).content.decode()
