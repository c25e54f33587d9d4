"""`commonhour sync` asks the outside calendars now: 0 all read, 1 one could not be read, 2 no such calendar."""

import json

import pytest
from cast import NOW, make_community
from click.testing import CliRunner
from gateways.rogue import Rogue, reply
from tasks.test_poll import GOOD

from commonhour.cli import main
from commonhour.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def rogue(settings, monkeypatch):
    monkeypatch.setattr("commonhour.management.sources.prepare", lambda **_: None)
    settings.NOW = NOW.isoformat()
    make_community()

    def answer(head: bytes):
        return [reply(body=GOOD) if b"GET /good" in head else reply("500 No")]

    with Rogue(answer) as found:
        settings.FETCH_ALLOW = frozenset({("127.0.0.1", found.port)})
        for name in ("good", "bad"):
            url = found.url(f"/{name}.ics")
            Source.objects.create(kind="ics", url=url, feed_url=url, label=name, is_shown=True, due_at=NOW)
        yield found


def sync(*args: str):
    return CliRunner().invoke(main, ["sync", *args])


def test_all_are_asked_and_each_says_what_came(rogue: Rogue) -> None:
    result = sync()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Partner: 1 new." in result.stderr or "good: 1 new." in result.stderr
    assert "bad: 127.0.0.1 answered with status 500.\n" in result.stderr


def test_one_by_name_as_a_document(rogue: Rogue) -> None:
    result = sync("GOOD", "--json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert (row["label"], row["fault"], row["calls"], row["added"], row["read_at"]) == (
        "good",
        None,
        1,
        1,
        "2026-11-23T10:00:00Z",
    )


def test_an_unknown_one_is_refused_before_any_is_asked(rogue: Rogue) -> None:
    result = sync("good", "nobody")
    assert result.exit_code == 2
    assert "called “nobody”" in result.stderr
    assert rogue.heads == []
