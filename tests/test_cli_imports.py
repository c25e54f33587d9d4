"""The command line: import, export, expand and next, as scripts see them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SEED = """---
title: "Virtual Meetings"
url: "/community/meetings/"
---

## Contributor Space

### OSPO Metrics

* Strategic Goals: Count things
* Communication Channel: Slack #wg-metrics
* Moderated by: Ana
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Madrid:20261103T160000
DTEND;TZID=Europe/Madrid:20261103T170000
RRULE:FREQ=WEEKLY;COUNT=5
SUMMARY:OSPO Metrics WG
DESCRIPTION:Join https://zoom.us/j/998877?pwd=hunter2
END:VEVENT
BEGIN:VEVENT
UID:two@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261105
SUMMARY:Holiday
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(SEED, "utf-8")
    (tmp_path / "calls.ics").write_text(CALENDAR, "utf-8")
    (tmp_path / "readme.md").write_text("# A library\n\nInstall it.\n", "utf-8")
    (tmp_path / "bad.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return tmp_path


@pytest.fixture(scope="module")
def made_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty hub, made once for all that is refused in one."""
    folder = tmp_path_factory.mktemp("made")
    done = python(folder, "from commonhour.management.setting_up import prepare; prepare(static=False)")
    assert done.returncode == 0, done.stderr
    return folder / "hub"


@pytest.fixture
def place_with_hub(place: Path, made_hub: Path) -> Path:
    shutil.copytree(made_hub, place / "hub")
    return place


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(place, "from commonhour.cli import main; main()", *words)


def python(place: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "COMMONHOUR_DATA": str(place / "hub"),
        "COMMONHOUR_NOW": "2026-11-01T10:00:00Z",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=place, capture_output=True, text=True, check=False,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip


def test_a_dry_run_without_a_hub_prints_documents_and_makes_no_database(place: Path) -> None:
    done = run(place, "import", "page.md", "calls.ics", "--dry-run", "--json")
    page, calendar = json.loads(done.stdout)
    assert done.returncode == 0
    assert [group["slug"] for group in page["groups"]] == ["ospo-metrics"]
    assert [match["group"] for match in calendar["matches"]] == ["ospo-metrics", None]
    assert calendar["occurrences"] == 6
    assert "998877" not in done.stdout + done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert not list((place / "hub").glob("*.sqlite3*"))


def test_one_file_prints_the_document_itself(place: Path) -> None:
    assert json.loads(run(place, "import", "page.md", "--dry-run", "--json").stdout)["kind"] == "page"


def test_a_folder_prints_one_document_and_no_bar_outside_of_a_terminal(place: Path) -> None:
    done = run(place, "import", ".", "--as", "page", "--dry-run", "--json")
    assert (done.returncode, [group["slug"] for group in json.loads(done.stdout)["groups"]]) == (
        0,
        ["ospo-metrics"],
    )
    assert "calls.ics:1: info [dropped-property]" in done.stderr
    assert "%" not in done.stderr


def test_import_then_dry_run_then_export(place: Path) -> None:
    assert run(place, "import", "page.md", "calls.ics").returncode == 0
    preview = json.loads(run(place, "import", "calls.ics", "--dry-run", "--json").stdout)
    assert preview["matches"][0]["reason"] == "It was in “OSPO Metrics” before."
    page = run(place, "export", "page").stdout
    assert 'title: "Virtual Meetings"' in page
    assert "OSPO Metrics" in page
    assert "998877" not in page
    assert "UID:one@example.org" in run(place, "export", "calendar", "--group", "ospo-metrics").stdout
    shown = run(place, "next", "--zone", "Asia/Tokyo").stdout
    assert "Wed 2026-11-04 00:00 Tokyo (UTC+9)" in shown
    assert json.loads(run(place, "next", "--json").stdout)["occurrences"]


def test_a_readme_without_groups_is_no_error(place: Path) -> None:
    done = run(place, "import", "readme.md", "--dry-run", "--json")
    assert (done.returncode, json.loads(done.stdout)["groups"]) == (0, [])
    assert "no groups found" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("import", "picture.png"), ("import", "bad.ics", "--dry-run"), ("import", "nowhere.md"), ("import", "hub"),
        ("import", "http://127.0.0.1:1/a.ics"), ("import", "page.md", "--as", "sigs"),
        ("import", "calls.ics", "--group", "none", "--dry-run"), ("import", "calls.ics", "--group", "none"),
        ("export", "calendar", "--group", "none"), ("next", "--zone", "Nowhere/City"), ("import",),
        ("expand", "calls.ics", "--after", "soon", "--before", "2027-01-01"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_refused_is_refused_in_one_sentence(place_with_hub: Path, words: tuple[str, ...]) -> None:
    done = run(place_with_hub, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert done.stdout == ""


def test_a_refused_file_among_others_has_its_place_and_stops_nobody(place_with_hub: Path) -> None:
    done = run(place_with_hub, "import", "bad.ics", "page.md", "--json")
    refused, page = json.loads(done.stdout)
    assert done.returncode == 2
    assert refused["file"] == "bad.ics"
    assert page["kind"] == "page"


def test_expand_lists_occurrences_in_utc_without_a_hub(place: Path) -> None:
    done = run(
        place,
        "expand",
        "calls.ics",
        "bad.ics",
        "--after",
        "2026-11-01T00:00:00Z",
        "--before",
        "2026-11-12",
        "--json",
    )
    rows = json.loads(done.stdout)
    assert done.returncode == 2
    assert [row.get("start") for row in rows if "error" not in row] == [
        "2026-11-03T15:00:00Z", "2026-11-05", "2026-11-10T15:00:00Z",
    ]  # fmt: skip
    assert rows[0].keys() == {"file", "error"}
    assert rows[1] == {
        "file": "calls.ics", "uid": "one@example.org", "recurrence_id": "20261103T160000", "start": "2026-11-03T15:00:00Z",
        "end": "2026-11-03T16:00:00Z", "all_day": False, "status": "CONFIRMED", "summary": "OSPO Metrics WG",
    }  # fmt: skip
    assert rows[2]["all_day"] is True
    assert [json.loads(line.rstrip(",")) for line in done.stdout.splitlines()[1:-1]] == rows
    assert not (place / "hub").exists()


ASKING = """---
title: Weavers
---

## Groups

### Thread Quality

* Meets: Tuesdays, 9:30 PST, 45 minutes
* Moderated by: Ana Lopez
* [Chat](https://looms.slack.example) #thread

### Pattern Library

* Meets: every other Thursday at 16:00 CET
* Chair: Bo Chen
"""
LOS_ANGELES = {"PST: open": "America/Los_Angeles"}


@pytest.fixture
def asked(place: Path) -> Path:
    """The template of a page that asks something, written by a dry run; no hub is made."""
    (place / "asking.md").write_text(ASKING, "utf-8")
    done = run(place, "import", "asking.md", "--dry-run", "--write-answers", "answers.yaml")
    assert (done.returncode, list((place / "hub").glob("*.sqlite3*"))) == (0, [])
    return place


def filled_in(place: Path, answers: dict[str, str]) -> str:
    """The template with some of its lines answered."""
    text = (place / "answers.yaml").read_text("utf-8")
    for line, answer in answers.items():
        assert line in text
        text = text.replace(line, f"{line.partition(':')[0]}: {answer}")
    (place / "answers.yaml").write_text(text, "utf-8")
    return text


def test_a_template_as_it_was_written_changes_nothing(asked: Path) -> None:
    plain = json.loads(run(asked, "import", "asking.md", "--dry-run", "--json").stdout)
    given = run(asked, "import", "asking.md", "--dry-run", "--json", "--answers", "answers.yaml")
    assert json.loads(given.stdout) == plain
    text = (asked / "answers.yaml").read_text("utf-8")
    assert "thread-quality: keep  # Thread Quality, line 7" in text
    assert "# PST, in 1 of them: America/Los_Angeles, Asia/Manila" in text
    assert "#   Asia/Manila: Every Tuesday at 09:30 Manila time, 45 min" in text


def test_answers_are_given_by_a_file_and_may_be_given_again(asked: Path) -> None:
    merged = {"pattern-library: keep": "{merge: thread-quality}", "pattern-library: open": "when-needed"}
    filled_in(asked, LOS_ANGELES | merged)
    for expected in ("added 1 space, 1 group, 2 series", "nothing changed"):
        done = run(asked, "import", "asking.md", "--answers", "answers.yaml", "--json")
        assert expected in done.stderr
        [series] = [one for one in json.loads(done.stdout)["series"] if one["schedules"]]
        assert series["schedules"][0]["tzid"] == "America/Los_Angeles"
    assert "Thread Quality" in run(asked, "next").stdout
    page = run(asked, "export", "page").stdout
    assert [name for name in ("thread-quality", "pattern-library") if f'group slug="{name}"' in page] == [
        "thread-quality"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  groups:", "  circles:", "“circles” is no part of a file of answers"),
        ("    thread-quality: open", "    thread-quality: Europe/Rome", "has no reading “Europe/Rome”"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_by_its_line_and_nothing_is_written(
    asked: Path, old: str, new: str, sentence: str
) -> None:
    text = (asked / "answers.yaml").read_text("utf-8")
    (asked / "answers.yaml").write_text(text.replace(f"\n{old}", f"\n{new}", 1), "utf-8")
    done = run(asked, "import", "page.md", "asking.md", "--answers", "answers.yaml", "--json")
    line = text.partition(f"\n{old}")[0].count("\n") + 2
    assert (done.returncode, done.stdout) == (2, "")
    assert f"commonhour: answers.yaml:{line}: " in done.stderr
    assert sentence in done.stderr
    assert "###" not in run(asked, "export", "page").stdout


def test_a_template_is_never_written_over_what_was_filled_in(asked: Path) -> None:
    text = filled_in(asked, LOS_ANGELES)
    again = run(asked, "import", "asking.md", "--dry-run", "--write-answers", "answers.yaml")
    assert (again.returncode, (asked / "answers.yaml").read_text("utf-8")) == (2, text)
    words = ("--answers", "answers.yaml", "--write-answers", "answers.yaml")
    assert run(asked, "import", "asking.md", "--dry-run", *words).returncode == 0
    assert "    PST: America/Los_Angeles" in (asked / "answers.yaml").read_text("utf-8")
    assert run(asked, "import", "asking.md", "--write-answers", "new.yaml").returncode == 2


def test_a_dry_run_tells_what_would_come_of_it(asked: Path) -> None:
    filled_in(asked, LOS_ANGELES | {"pattern-library: keep": "reject"})
    told = run(asked, "import", "asking.md", "--dry-run", "--answers", "answers.yaml").stderr
    assert "  group Thread Quality: new" in told
    assert "Every Tuesday at 09:30 Los Angeles time, 45 min; next on 2026-11-03" in told
    assert "“Tuesdays, 9:30 PST, 45 minutes”" in told
    assert "Pattern" not in told


@pytest.mark.parametrize(
    "words", [(), ("import",), ("export", "page"), ("export", "calendar"), ("expand",), ("next",)]
)
def test_every_command_explains_itself_with_an_example(place: Path, words: tuple[str, ...]) -> None:
    done = run(place, *words, "--help")
    assert done.returncode == 0
    assert not words or "Examples:" in done.stdout
