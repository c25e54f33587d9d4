"""Fifty people who edit one series at once: one wins, the others see both versions, nobody's change is lost unseen."""

import http.client
import json
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from run_on_postgres import postgres
from serving.running_hub import ROOT, RunningHub, environment_of

SERIES = "/desk/series/metrics-call/"
PEOPLE, CSRF = 50, "a" * 32
FACTS = {"title": "Metrics call", "description": "", "region": "", "tags": "", "url": ""}
HOURS = {"zone": "Europe/Madrid", "minutes": "60", "repeat": "weekly", "weeks": "2", "ends": "keep"}
DATE = "/desk/occurrence/{}/"


Form = tuple[str, dict[str, str]]


class Answer(NamedTuple):
    status: int
    text: str


class Editors:
    """The people of a hub, and what its own processes say of it."""

    def __init__(self, hub: RunningHub, environment: dict[str, str]) -> None:
        self.hub, self.environment = hub, environment
        self.filled = self.ask("fill")

    @property
    def told(self) -> dict:
        return self.ask("told")

    def ask(self, word: str) -> dict:
        done = subprocess.run(
            [sys.executable, ROOT / "tests/serving/editors.py", word], env=self.environment, cwd=ROOT, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    def send(self, number: int, path: str, typed: dict[str, str] | None = None) -> Answer:
        """As the editor of that number; a form when something was typed."""
        line = http.client.HTTPConnection("127.0.0.1", self.hub.port, timeout=60)
        headers = {"Cookie": f"sessionid={self.filled['sessions'][number]}; csrftoken={CSRF}"}
        body = None
        if typed is not None:
            body = urlencode(typed | {"csrfmiddlewaretoken": CSRF})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("GET" if body is None else "POST", path, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, unescape(answer.read().decode()))
        finally:
            line.close()

    def seen(self, path: str) -> dict[str, str]:
        """What a page carries along that says which version everybody saw who opened it."""
        return dict(re.findall(r'name="(seen|version|drawn)" value="([^"]*)"', self.send(0, path).text))

    def at_once(self, forms: list[Form]) -> list[Answer]:
        """Each of the forms by another editor, all in the same moment."""
        ready = threading.Barrier(len(forms))

        def post(number: int) -> Answer:
            ready.wait(30)
            return self.send(number, *forms[number])

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(post, range(len(forms))))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def editors(request, tmp_path_factory):
    database = postgres() if request.param == "postgresql" else nullcontext("")
    with pytest.MonkeyPatch.context() as patch, database as url:
        patch.setenv("COMMONHOUR_NOW", "2026-11-23T10:00:00Z")
        patch.setenv("PYTHONPATH", f"{ROOT}:{ROOT / 'tests'}")
        folder = tmp_path_factory.mktemp(request.param)
        hub = RunningHub(folder, workers=2, database=url)
        yield Editors(hub, environment_of(folder, url))
        hub.stop()


def hour(number: int) -> str:
    """Another one for each editor, and never that of the series."""
    return f"{7 + number // 6:02d}:{number % 6 * 10:02d}"


def facts(number: int) -> dict[str, str]:
    """Half of them write another name, half what it is about."""
    return FACTS | (
        {"title": f"Name {number} of mine"} if number % 2 else {"description": f"Text {number} of mine"}
    )


class Edit(NamedTuple):
    """The page, with the number of the date it is about; what the editor of a number types, and how that reads."""

    page: str
    date: int
    typed: Callable[[int], dict[str, str]]
    words: Callable[[int], str]


EDITS = {
    "name or text": Edit(SERIES, 0, facts, lambda n: f" {n} of mine"),
    "a date called off": Edit(DATE + "cancel", 20, lambda n: {"reason": f"Reason {n} of mine"}, lambda n: f"Reason {n} of mine"),
    "a date moved": Edit(DATE + "move", 21, lambda n: {"date": "2027-04-21", "time": hour(n), "zone": "Europe/Madrid"}, hour),
    "a date moved among all": Edit(SERIES + "change/?from={}", 14, lambda n: HOURS | {"which": "one", "time": hour(n)}, hour),
    "another hour from a date on": Edit(
        SERIES + "change/?from={}", 16, lambda n: HOURS | {"which": "following", "time": hour(n)}, hour
    ),
    "another hour": Edit(SERIES + "change/?from={}", 12, lambda n: HOURS | {"which": "all", "time": hour(n)}, hour),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_one_wins_and_the_others_see_both_versions(editors, name):
    edit, before = EDITS[name], len(editors.told["history"])
    date = editors.filled["dates"][edit.date]
    page = edit.page.format(date)
    seen = editors.seen(page) | {"from": date}
    answers = editors.at_once([(page, edit.typed(number) | seen) for number in range(PEOPLE)])
    assert Counter(one.status for one in answers) == {302: 1, 409: PEOPLE - 1}
    (winner,) = (number for number, one in enumerate(answers) if one.status == 302)
    for number, one in enumerate(answers):
        if number != winner:
            assert edit.words(number) in one.text, "what they typed"
            assert edit.words(winner) in one.text, "what was saved meanwhile"
    told = editors.told
    assert [who for _, who in told["history"][before:]] == [f"editor{winner}@example.org"]
    assert told["is_sound"]


PAUSED_FROM = "2027-09-02"  # the date of number 40


def pauses(editors) -> list[Form]:
    page = SERIES + "pause/"
    return [(page, {"day": PAUSED_FROM, "back_on": "", "reason": ""} | editors.seen(page))] * 10


def cancels(editors, dates: list[str]) -> list[Form]:
    pages = [DATE.format(one) + "cancel" for one in dates]
    return [(page, {"reason": ""} | editors.seen(page)) for page in pages]


def moves(editors, dates: list[str]) -> list[Form]:
    """Each to half past seven of its own day."""
    known, pages = editors.told["dates"], {one: DATE.format(one) + "move" for one in dates}
    return [
        (
            page,
            {"date": known[one]["start"][:10], "time": "19:30", "zone": "Europe/Madrid"} | editors.seen(page),
        )
        for one, page in pages.items()
    ]


def all_at_once(editors, forms: list[Form]) -> list[int]:
    """Their statuses: whoever is told that it is done finds it in the history, and nobody else does."""
    before = len(editors.told["history"])
    statuses = [one.status for one in editors.at_once(forms)]
    assert set(statuses) <= {302, 409}, Counter(statuses)
    told = editors.told
    done = [f"editor{number}@example.org" for number, status in enumerate(statuses) if status == 302]
    assert sorted(who for _, who in told["history"][before:]) == sorted(done)
    assert told["is_sound"]
    return statuses


def holds(editors, statuses: list[int], cancelled: list[str], moved: list[str]) -> None:
    """What was acknowledged is so, once the series meets again, of these dates in the order of their statuses."""
    if editors.told["state"] == "paused":
        page = SERIES + "bring-back/"
        assert editors.send(0, page, {"day": PAUSED_FROM} | editors.seen(page)).status == 302
    told = editors.told
    now = [told["dates"][one]["status"] == "CANCELLED" for one in cancelled]
    now += ["T19:30" in told["dates"][one]["there"] for one in moved]
    assert now == [status == 302 for status in statuses]
    assert told["is_sound"]


def test_fifty_who_do_different_things_are_all_in_the_history_or_refused(editors):
    undone, cancelled, moved = (editors.filled["dates"][first:52:3] for first in (22, 23, 24))
    assert all_at_once(editors, cancels(editors, undone)) == [302] * 10
    changes = [change for change, _ in editors.told["history"][-10:]]
    seen = editors.seen(SERIES)
    forms = cancels(editors, cancelled) + moves(editors, moved) + pauses(editors)
    forms += [(f"/desk/undo/{change}/", {}) for change in changes]
    forms += [(SERIES, facts(number) | seen) for number in range(10)]
    statuses = all_at_once(editors, forms)
    assert (statuses[20:30] + statuses[40:]).count(302) == 1
    holds(editors, statuses[:20], cancelled, moved)


def test_a_pause_loses_no_date_that_was_changed_at_the_same_moment(editors):
    cancelled, moved = editors.filled["dates"][54:60], editors.filled["dates"][0:6]
    forms = cancels(editors, cancelled) + moves(editors, moved) + pauses(editors)
    statuses = all_at_once(editors, forms)
    assert statuses[12:].count(302) == 1
    holds(editors, statuses[:12], cancelled, moved)
