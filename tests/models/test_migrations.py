"""A hub of the version before takes the step to this one with everything it holds."""

import pytest
from cast import NOW, worded
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

pytestmark = pytest.mark.django_db(transaction=True)
GOOGLE = "https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/public/basic.ics"


def migrate(name: str):
    executor = MigrationExecutor(connection)
    executor.migrate([("commonhour", name)])
    return MigrationExecutor(connection).loader.project_state([("commonhour", name)]).apps


@pytest.fixture
def before():
    yield migrate("0001_initial")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_calendars_of_an_imported_page_are_offered_afterwards(before):
    source = before.get_model("commonhour", "Source")
    for url in (GOOGLE, "https://example.org/whatever", GOOGLE.replace("public", "private-0123456789abcdef")):
        source.objects.create(kind="google", url=url)
    after = migrate("0003_offer_known_calendars").get_model("commonhour", "Source")
    assert dict(after.objects.values_list("url", "feed_url")) == {
        GOOGLE: GOOGLE,
        "https://example.org/whatever": "",
        GOOGLE.replace("public", "private-0123456789abcdef"): "",
    }
    assert not after.objects.filter(is_shown=True).exists()


def test_a_question_in_words_is_told_from_then_on(before):
    """With what undo, importing again and a calendar that went away need to know of it."""
    old = migrate("0004_calls_for_proposals")
    series = old.get_model("commonhour", "Series").objects.create(
        slug="when", title="When", undecided="Which day?"
    )
    old.get_model("commonhour", "Series").objects.create(slug="known", title="Known")
    change_set = old.get_model("commonhour", "ChangeSet").objects.create(at=NOW, summary="Answered")
    row = {"change_set": change_set, "noun": "series", "object_id": series.pk}
    old.get_model("commonhour", "Change").objects.create(
        **row, field="undecided", before="Which day?", after=""
    )
    fields = {"title": "When", "undecided": "Which day?", "filled": ""}
    ref = old.get_model("commonhour", "ExternalRef").objects.create(
        origin="page", noun="series", key="when", object_id=series.pk, fields=fields
    )
    new = migrate("0011_questions")
    assert dict(new.get_model("commonhour", "Series").objects.values_list("slug", "question")) == {
        "when": worded("Which day?"), "known": None,
    }  # fmt: skip
    change = new.get_model("commonhour", "Change").objects.get()
    assert (change.field, change.before, change.after) == ("question", worded("Which day?"), None)
    kept = new.get_model("commonhour", "ExternalRef").objects.get(pk=ref.pk).fields
    assert kept == {"title": "When", "question": worded("Which day?"), "filled": None}
    assert list(
        new.get_model("commonhour", "Series")
        .objects.filter(question__isnull=True)
        .values_list("slug", flat=True)
    ) == ["known"]


def test_what_was_written_before_loses_its_secrets(before):
    old = migrate("0012_answers")
    series = old.get_model("commonhour", "Series").objects.create(
        slug="a",
        title="A",
        description="Join: https://zoom.us/j/99887766",
        url="https://zoom.us/j/99887766",
        tags=["PIN: 998877#"],
    )
    for url in (GOOGLE, GOOGLE.replace("public", "private-0123456789abcdef")):
        old.get_model("commonhour", "Source").objects.create(kind="google", url=url)
    new = migrate("0015_texts_without_secrets")
    fresh = new.get_model("commonhour", "Series").objects.get(pk=series.pk)
    assert (fresh.description, fresh.url, fresh.tags) == ("Join: [join link]", "", ["PIN: [passcode]"])
    urls = list(new.get_model("commonhour", "Source").objects.order_by("id").values_list("url", flat=True))
    assert urls[0] == GOOGLE
    assert urls[1].startswith(f"{GOOGLE}#")


def test_the_models_and_the_migrations_say_the_same():
    loader = MigrationLoader(None)
    models = ProjectState.from_apps(apps)
    assert "commonhour" not in MigrationAutodetector(loader.project_state(), models).changes(loader.graph)
