"""The command line tells coming clock changes, and what new zone data moved."""

import datetime as dt
import json

import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from click.testing import CliRunner, Result

from commonhour.cli import main
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Occurrence, Schedule

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def series(settings):
    settings.NOW = "2027-02-25T10:00:00Z"
    make_community()
    return make_series("Metrics call", make_group(), now=NOW)


def test_next_mentions_a_change_of_the_hour_for_the_zone_asked_for(series):
    done = run("next", "--zone", "America/New_York", "--limit", "2")
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == (
        "Metrics call: From 14 to 27 March 2027 this call is one hour later for you (New York).\n"
    )
    assert run("next", "--zone", "Europe/Madrid").stderr == ""
    assert "for you" not in run("next").output


def test_recompute_lists_what_moved_and_then_has_nothing_to_do(series):
    now = dt.datetime(2027, 2, 25, 10, tzinfo=dt.UTC)
    coming = Occurrence.objects.filter(end__gt=now)
    dates = coming.count()
    for row in coming:
        Occurrence.objects.filter(pk=row.pk).update(start=row.start - HOUR, end=row.end - HOUR)
    Schedule.objects.update(tzdata_version="2026a")

    told = run("recompute", "--dry-run")
    assert told.stderr == (
        f"Time zone data 2026a → {TZDATA_VERSION}: 1 series moved (dry run: nothing was written).\n"
    )
    line = f"Metrics call: {dates} dates, first 2027-02-25, 60 min later (2027-02-25 14:00 → 2027-02-25 15:00 UTC)\n"
    assert told.stdout == line
    assert run("recompute").stdout == line
    assert run("recompute").stderr == (
        f"Every coming date was made with time zone data {TZDATA_VERSION}; nothing to do.\n"
    )
    assert json.loads(run("recompute", "--json").stdout) == {
        "made_with": [], "tzdata": TZDATA_VERSION, "schedules": 0, "dry_run": False, "moved": [],
    }  # fmt: skip
