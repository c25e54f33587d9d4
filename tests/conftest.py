"""What all tests share: a clock that stands still when asked, pages that are not kept between tests, and which tests run
where."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from depth import examples
from hypothesis import HealthCheck
from hypothesis import settings as laws

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop and the database share a thread
laws.register_profile(
    "house", derandomize=True, deadline=None, max_examples=examples(100), database=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no fault of the law
)  # fmt: skip
laws.load_profile("house")


# What opens sockets, starts programs, reads everything back by five readers, or walks every page: not in `make quick`.
SLOW = (
    "browser", "serving", "feeds", "hostile", "fuzz", "gateways", "test_tzdata_swap.py", "test_clock_shift.py", "test_cli_",
    "test_check", "test_foresight_commands.py", "tasks/test_poll", "tasks/test_links.py", "web", "formats/test_page_",
    "test_bench.py", "models/test_", "actions/test_materialise_laws.py", "formats/test_ical_real_files.py", "core/test_recurrence_cases.py",
)  # fmt: skip
# What waits more than it works comes first, so that at the end of a run no worker stands idle.
WAITING = ("serving", "browser", "test_")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(config, items) -> None:
    """On PostgreSQL only what touches the database runs: a pure law is the same there."""
    items.sort(key=lambda item: not where(item).startswith(WAITING))
    for item in items:
        if where(item).startswith(SLOW):
            item.add_marker("slow")
    if os.environ.get("COMMONHOUR_DATABASE_URL"):
        chosen = [item for item in items if "db" in item.fixturenames or item.get_closest_marker("django_db")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen


def where(item) -> str:
    return item.path.relative_to(HERE).as_posix()


@pytest.fixture(autouse=True)
def empty_shelf():
    from commonhour.web.desk.noticed import forget
    from commonhour.web.kept import last_word, shelf
    from commonhour.web.picture import PICTURES_AT_ONCE, drawn, pace

    shelf.clear()
    drawn.cache_clear()
    pace.left = PICTURES_AT_ONCE
    last_word.again_at = 0.0
    forget()


@pytest.fixture(scope="session")
def standing(django_db_setup, django_db_blocker):
    """`with standing():` in a fixture of a module: what is written stands below all its tests, and is gone behind them."""

    @contextmanager
    def held():
        from django.db import transaction

        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return held


@pytest.fixture(scope="session", autouse=True)
def nobody_else_is_connected(request):
    """A database of PostgreSQL is dropped at the end, also when a thread of a test has not ended yet."""
    if not os.environ.get("COMMONHOUR_DATABASE_URL"):
        yield
        return
    request.getfixturevalue("django_db_setup")
    unblocked = request.getfixturevalue("django_db_blocker").unblock
    yield
    from django.db import connection

    with unblocked(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def now(settings):
    """The clock stands at Monday, 23 November 2026, 10:00 UTC."""
    from cast import NOW

    settings.NOW = NOW.isoformat()
    return NOW
