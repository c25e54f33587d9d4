"""A hub of the version before the refit, with history, findings set aside, people and join links, takes the step.

`hub_at_0003.json` is the demo as that version wrote it, with a few changes made on its desk; dates far ahead left out.
"""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from commonhour.core.finding import Finding
from commonhour.core.happening import Happened
from commonhour.core.rights import Verb
from commonhour.core.speech.changes import change_sentence
from commonhour.errors.telling import tell
from commonhour.models import (
    Change,
    ChangeSet,
    Dismissal,
    Grant,
    Group,
    Import,
    JoinTarget,
    Membership,
    Occurrence,
    Series,
    User,
)
from commonhour.reads.history import history, history_of_date

pytestmark = pytest.mark.django_db
ROWS = json.loads(Path(__file__).with_name("hub_at_0003.json").read_text("utf-8"))
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def hub(django_db_setup, django_db_blocker):
    """The rows written into tables as they were, and all steps taken since; once, as the tests leave them as they are."""
    with django_db_blocker.unblock():
        _take_every_step()
        yield
        call_command("flush", interactive=False, verbosity=0)


def _take_every_step() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("commonhour", "0003_offer_known_calendars")])
    apps = (
        MigrationExecutor(connection)
        .loader.project_state([("commonhour", "0003_offer_known_calendars")])
        .apps
    )
    with transaction.atomic():  # parents may come after their children
        for name, key, fields in ROWS:
            _write(apps.get_model("commonhour", name), key, fields)
    models = [apps.get_model("commonhour", name) for name in dict.fromkeys(name for name, *_ in ROWS)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _write(model, key, fields) -> None:
    plain, many = {}, {}
    for name, value in fields.items():
        field = model._meta.get_field(name)
        if field.many_to_many:
            many[name] = value
        else:
            plain[field.attname] = value if field.is_relation else field.to_python(value)
    row = model(pk=key, **plain)
    row.save(force_insert=True)
    for name, value in many.items():
        getattr(row, name).set(value)


def before(name: str) -> list[dict]:
    return [fields for noun, _, fields in ROWS if noun == name]


def test_the_history_says_what_it_said_and_by_whom(hub):
    told = [
        (change_sentence(row.kind, row.facts), row.actor_name, row.at)
        for row in ChangeSet.objects.order_by("pk")
    ]
    was = [
        (one["summary"], one["actor_name"], dt.datetime.fromisoformat(one["at"]))
        for one in before("changeset")
    ]
    assert told == was
    assert {row.actor_kind for row in ChangeSet.objects.exclude(actor=None)} == {"user"}


def test_what_happened_to_dates_is_told_as_facts(hub):
    found = {(change.field, change.change_set.kind) for change in Change.objects.filter(noun="occurrence")}
    assert {field for field, _ in found} == {Happened.MOVED, Happened.CANCELLED, Happened.RESTORED}
    moved = Change.objects.get(noun="occurrence", field=Happened.MOVED)
    date = Occurrence.objects.get(pk=moved.object_id)
    assert dt.datetime.fromisoformat(moved.after["start"]) == date.start
    assert date.start - dt.datetime.fromisoformat(moved.before["start"]) == dt.timedelta(hours=2)
    assert (moved.after["reason"], moved.series) == ("The room is taken", date.series)
    [entry] = history_of_date(date.pk)
    assert entry.changes[0].field == Happened.MOVED
    back = Change.objects.get(noun="occurrence", field=Happened.RESTORED)
    assert (back.before["status"], back.after["status"]) == ("CANCELLED", "CONFIRMED")
    called_off = Change.objects.get(noun="occurrence", field=Happened.CANCELLED, object_id=back.object_id)
    assert (called_off.before["status"], called_off.after["reason"]) == ("CONFIRMED", "By mistake")
    assert len(history(series=date.series_id)) == sum(
        one["series"] == date.series_id for one in before("changeset")
    )


def test_who_was_given_rights_keeps_them_and_a_name_on_a_page_grants_nothing(hub):
    manager, moderator, named = (
        User.objects.get(email=f"{name}@example.org") for name in ("manager", "moderator", "named")
    )
    assert manager.as_actor(LATER).groups(Verb.CHANGE_GROUP) is None
    group = Group.objects.get(memberships__person__user=moderator)
    assert moderator.as_actor(LATER).groups(Verb.CHANGE_GROUP) == [group.pk]
    assert Membership.objects.filter(person__user=named, role="moderator", until=None).exists()
    assert not named.as_actor(LATER).may(Verb.CHANGE_GROUP, group.pk)
    assert Grant.objects.count() == 2


def test_people_join_links_and_dates_are_all_there(hub, settings):
    settings.SECRET_KEY = "fixture-key-fixture-key-fixture-key-fixture-key-50"
    assert Membership.objects.count() == len(before("membership"))
    assert Occurrence.objects.count() == len(before("occurrence"))
    sealed = {one["series"]: one["url_sealed"] for one in before("jointarget")}
    assert dict(JoinTarget.objects.values_list("series", "url_sealed")) == sealed
    assert JoinTarget.objects.get(series=1).reveal() == (
        "https://us02web.zoom.us/j/987654321?pwd=FIXTURE",
        "123456",
    )
    asked = {one["slug"] for one in before("series") if one["undecided"]}
    assert {one.slug for one in Series.objects.undecided()} == asked
    assert not Change.objects.filter(field="join_target").exists()
    assert {one.after for one in Change.objects.filter(field=Happened.RELOCATED)} == {"kept"}


def test_what_was_set_aside_stays_set_aside(hub, now, client):
    assert Dismissal.objects.count() == len(before("dismissal")) == 3
    client.force_login(User.objects.get(email="manager@example.org"))
    shown = client.get("/desk/check/").context
    assert shown["set_aside"] == 3
    # Seen once, they are known by what they say, and stay so when a wording changes.
    assert not Dismissal.objects.filter(finding__case="told").exists()
    assert client.get("/desk/check/").context["set_aside"] == 3
    texts = {Finding.of(row.finding).message for row in Dismissal.objects.all()}
    assert texts == {one["message"] for one in before("dismissal")}


def test_what_was_kept_in_words_is_told_as_it_was(hub):
    kept = [Finding.of(row) for one in Import.objects.order_by("pk") for row in one.findings]
    was = [row for one in before("import") for row in one["findings"]]
    assert [(one.code, one.where, one.message, one.suggestion) for one in kept] == [
        (row["code"], row["where"], row["message"], row["suggestion"]) for row in was
    ]
    reasons = {one["slug"]: one["match_reason"] for one in before("series") if one["match_reason"]}
    assert {row.slug: tell(row.match_reason) for row in Series.objects.exclude(match_reason={})} == reasons
