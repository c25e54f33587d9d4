"""A subscription reaches what the pages of its address list, and nothing else."""

import pytest
from cast import NOW
from depth import examples
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from commonhour.core.scope import Scope
from commonhour.models import Group, Series, Space, Subscription

pytestmark = pytest.mark.django_db
SPACES, GROUPS, CALLS, TAGS = (
    ("a", "b"),
    ("one", "two", "three"),
    ("first", "second", "third"),
    ("talk", "Talk", "x,y"),
)


def several(names):
    return some.lists(some.sampled_from(names), unique=True, max_size=2).map(sorted).map(tuple)


# The space of each group; the group, co-groups and tags of each call; whether it was removed.
HUBS = some.tuples(
    some.tuples(*[some.sampled_from((None, *SPACES))] * len(GROUPS)),
    some.tuples(
        *[some.tuples(some.sampled_from((None, *GROUPS)), several(GROUPS), several(TAGS), some.booleans())]
        * len(CALLS)
    ),
)
SCOPES = some.builds(
    Scope, groups=several(GROUPS), spaces=several(SPACES), series=some.sampled_from(("", "", *CALLS)), tags=several(TAGS)
)  # fmt: skip
TOGETHER = (
    ("a", "b", None),
    (("one", ("two",), ("talk",), False), (None, ("one",), (), False), ("two", (), (), True)),
)


def make(hub):
    of_groups, of_calls = hub
    spaces = {slug: Space.objects.create(slug=slug, name=slug) for slug in SPACES}
    groups = {
        slug: Group.objects.create(slug=slug, name=slug, space=spaces.get(space))
        for slug, space in zip(GROUPS, of_groups, strict=True)
    }
    for slug, (group, co_groups, tags, is_removed) in zip(CALLS, of_calls, strict=True):
        row = Series.objects.create(
            slug=slug, title=slug, group=groups.get(group), tags=list(tags), removed_at=NOW if is_removed else None
        )  # fmt: skip
        row.co_groups.set(groups[one] for one in co_groups)


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(hub=HUBS, scopes=some.lists(SCOPES, min_size=1, max_size=6))
@example(TOGETHER, [Scope(), Scope(("two",)), Scope(("two",), ("a",)), Scope(("one",), series="first")])
@example(
    TOGETHER,
    [Scope(series="first"), Scope(("three",), series="first"), Scope(tags=("talk",), series="second")],
)
def test_it_reaches_what_its_page_lists(hub, scopes):
    with transaction.atomic():
        make(hub)
        for scope in scopes:
            if scope.series and not Series.objects.filter(slug=scope.series).exists():
                continue  # its address answers 410, with nothing to subscribe to
            row = Subscription.of(scope, NOW)
            reached = [one.pk for one in Series.objects.all() if row.reaches(one)]
            assert sorted(reached) == sorted(Series.objects.ids_within(scope)), scope
        transaction.set_rollback(True)
