"""Whatever stands twice in what is imported: it becomes rows or findings, never a collision in the database."""

import datetime as dt
import random
from itertools import product

import pytest
from depth import examples
from django.apps import apps

from commonhour.actions.upstream import foresee, import_draft
from commonhour.core.draft import (
    Draft,
    DraftCallForProposals,
    DraftChannel,
    DraftGoal,
    DraftGroup,
    DraftJoin,
    DraftPerson,
    DraftSeries,
    DraftSession,
    DraftSource,
    DraftSpace,
)
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.models import Membership, Session
from commonhour.models import Schedule as ScheduleRow
from tests.cast import NOW, make_community

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
LONG = "a very long name that goes on and on " * 15  # over every column


@pytest.fixture(autouse=True)
def community() -> None:
    make_community()


def test_two_sessions_of_one_title_and_date_are_two() -> None:
    twice = [
        DraftSession("talks", dt.date(2026, 5, 1), "Lightning talks", recording=url) for url in ("a", "b")
    ]
    draft = Draft("page", series=[DraftSeries("talks", "Talks")], sessions=twice)
    import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")
    assert sorted(Session.objects.values_list("recording", flat=True)) == ["a", "b"]
    import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")
    assert Session.objects.count() == 2


def test_one_uid_in_two_calls_of_a_page_is_kept_once() -> None:
    one = Schedule("20261124T160000", "UTC", HOUR, "FREQ=WEEKLY", uid="same@example.org")
    draft = Draft("page", series=[DraftSeries(n, n.title(), schedules=[one]) for n in ("one", "two")])
    import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")
    assert ScheduleRow.objects.filter(uid="same@example.org").count() == 1


def test_one_person_twice_in_a_role_is_named_once() -> None:
    people = [DraftPerson("Ana Example", "x" * 40 + tail) for tail in ("", "y", "z")]
    import_draft(
        Draft("page", groups=[DraftGroup("g", "Group", people=people)]), now=NOW, actor=TERMINAL, name="p"
    )
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("seed", "kind"), list(product(range(examples(12)), ("page", "calendar", "sigs", "list")))
)
def test_nothing_that_stands_twice_collides(seed: int, kind: str) -> None:
    chance = random.Random(seed * 7 + len(kind))
    for number in range(3):
        draft = drafted(chance, kind)
        if number == 1:
            before = rows()
            foresee(drafted(chance, kind), now=NOW, name="file")
            assert rows() == before, "a preview leaves nothing behind"
        import_draft(draft, now=NOW + number * HOUR, actor=TERMINAL, name="file")
    assert rows()["Import"] == 3, "each was taken, however much stood twice"


def rows() -> dict[str, int]:
    """How many there are in each table."""
    return {table.__name__: table.objects.count() for table in apps.get_app_config("commonhour").get_models()}


def drafted(chance: random.Random, kind: str) -> Draft:
    """Few names for many things, so that everything meets everything."""
    name = lambda: chance.choice(("Metrics", "metrics", "Metrics!", "Métrics", LONG, LONG + "x", "new", ""))  # noqa: E731
    key = lambda: chance.choice(("metrics", "metrics-2", "talks", "new", LONG.replace(" ", "-")))  # noqa: E731
    url = lambda: chance.choice(("https://example.org/a", "https://example.org/b", ""))  # noqa: E731
    some = lambda make, most=3: [make() for _ in range(chance.randrange(most + 1))]  # noqa: E731

    def schedule() -> Schedule:
        texts = ("20261124T160000", "20261201T160000", "20261124T170000", "20261124")
        overrides = [
            Override(text, status=chance.choice(("CONFIRMED", "CANCELLED")))
            for text in chance.sample(texts[:3], chance.randrange(3))
        ]
        rule = chance.choice(("", "FREQ=WEEKLY;COUNT=5", "FREQ=WEEKLY;COUNT=9"))
        uid = chance.choice(("", "one@example.org", "two@example.org", "u" * 390 + chance.choice("ab") * 20))
        dates = tuple(chance.sample(texts[:3], chance.randrange(3)))
        return Schedule(chance.choice(texts), chance.choice(("UTC", "Asia/Tokyo")), HOUR, rule, rdates=dates,
                        overrides=tuple(overrides), uid=uid)  # fmt: skip

    def group() -> DraftGroup:
        return DraftGroup(
            key(), name() or "Group", space=key(), parent=key(),
            goals=some(lambda: DraftGoal(name() or "goal")),
            people=some(lambda: DraftPerson(name() or "Ana Example", chance.choice(("lead", "chair", LONG)))),
            channels=some(lambda: DraftChannel("chat", name(), name(), url())),
        )  # fmt: skip

    def series() -> DraftSeries:
        return DraftSeries(
            key(), name() or "Call", group=chance.choice((key(), None)), url=url(), schedules=some(schedule),
            joins=some(lambda: DraftJoin("https://meet.example.org/x"), 1),
            calls_for_proposals=some(lambda: DraftCallForProposals(name(), url() or "https://example.org/c")),
        )  # fmt: skip

    def session() -> DraftSession:
        day = chance.choice((dt.date(2026, 5, 1), dt.date(2026, 5, 2), None))
        return DraftSession(chance.choice((key(), None)), day, name() or "Talk", recording=url(), url=url())

    return Draft(
        kind, spaces=some(lambda: DraftSpace(key(), name() or "Space")), groups=some(group, 4), series=some(series, 6),
        sessions=some(session, 6), sources=some(lambda: DraftSource("google", url() or "https://example.org/cal")),
    )  # fmt: skip
