"""A hub of the version before takes the step to this one with everything it holds."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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


def test_the_models_and_the_migrations_say_the_same(db):
    from django.core.management import call_command

    call_command("makemigrations", "commonhour", "--check", "--dry-run", verbosity=0)
