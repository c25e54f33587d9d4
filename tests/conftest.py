"""What all tests share: a clock that stands still when asked, and pages that are not kept between tests."""

import os

import pytest

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop and the database share a thread


@pytest.fixture(autouse=True)
def empty_shelf():
    from commonhour.web.desk.noticed import forget
    from commonhour.web.kept import shelf

    shelf.clear()
    forget()


@pytest.fixture
def now(settings):
    """The clock stands at Monday, 23 November 2026, 10:00 UTC."""
    from cast import NOW

    settings.NOW = NOW.isoformat()
    return NOW
