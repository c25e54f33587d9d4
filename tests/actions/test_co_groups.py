"""A series that two groups hold: on the page of each, and who looks after either may change its dates, and no more."""

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_series

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import edit_series
from commonhour.actions.undo import undo
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
