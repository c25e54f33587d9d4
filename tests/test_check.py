"""`commonhour check`: what scripts and pull requests see of it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from cast import NOW, make_community, make_group, make_series
from click.testing import CliRunner, Result

from commonhour.actions.dismissal import set_aside
from commonhour.cli import main
from commonhour.core.finding import SEVERITIES, notice
from commonhour.core.rights import TERMINAL
from commonhour.management.annotations import annotation
from commonhour.models import Goal
from commonhour.reads.audit import hub_findings

PAGE = "# Calls\n\n- Metrics call: Thursdays at 16:00 UTC\n"
AGENDA = "# Metrics call\n\n- Date: 2026-12-03\n- Time: 17:00 UTC\n- [Notes]()\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: object) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("agendas/.git").mkdir(parents=True)
    Path("page.md").write_text(PAGE, "utf-8")
    Path("agendas/next.md").write_text(AGENDA, "utf-8")
    Path("agendas/config.yaml").write_text("a: b\n", "utf-8")
    Path("agendas/picture.png").write_bytes(b"\x89PNG")
    Path("agendas/.git/page.md").write_text(PAGE.replace("16", "18"), "utf-8")
    return tmp_path


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words])


def test_two_places_are_named_and_nothing_fails(folder: Path) -> None:
    done = check("page.md", "agendas")
    assert done.exit_code == 0
    assert (
        "agendas/next.md:4: error [contradiction] Metrics call: 17:00 UTC on 2026-12-03 here" in done.stdout
    )
    assert "    page.md:3: the other place" in done.stdout
    assert "agendas/next.md:5: warning [empty-link]" in done.stdout
    assert done.stderr.endswith("2 files: 1 error, 1 warning.\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("page.md",), 0), (("page.md", "--fail-on", "warning"), 0), (("agendas", "--fail-on", "error"), 0),
        (("agendas", "--fail-on", "warning"), 1), ((".", "--fail-on", "error"), 1), (("nowhere.md",), 2),
        (("agendas/picture.png",), 2), (("agendas/config.yaml",), 2), ((".", "nowhere.md", "--fail-on", "error"), 2),
        ((".", "--json", "--annotations", "github"), 2), ((".", "--fail-on", "info"), 2), (("--links",), 2),
    ],
)  # fmt: skip
def test_exit_codes(folder: Path, words: tuple[str, ...], code: int) -> None:
    done = check(*words)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit | type(None))


def test_one_json_document(folder: Path) -> None:
    done = check(".", "--json")
    document = json.loads(done.stdout)
    assert document["checked"] == ["page.md", "agendas/next.md"]
    finding = document["findings"][0]
    assert {name: finding[name] for name in ("code", "severity", "where", "other")} == {
        "code": "contradiction", "severity": "error", "where": "agendas/next.md:4", "other": "page.md:3",
    }  # fmt: skip
    assert all(
        {"code", "severity", "where", "message", "suggestion"} <= set(row) for row in document["findings"]
    )


def test_a_bad_file_refuses_itself(folder: Path) -> None:
    Path("agendas/bad.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "utf-8")
    Path("agendas/binary.md").write_bytes(b"\0\1\2")
    done = check(".", "--json")
    refused = [f["where"] for f in json.loads(done.stdout)["findings"] if f["code"] == "refused-input"]
    assert sorted(where.split(":")[0] for where in refused) == ["agendas/bad.ics", "agendas/binary.md"]
    assert done.exit_code == 0
    assert check("agendas/binary.md").exit_code == 2


def test_a_template_and_standard_input(folder: Path) -> None:
    Path("calendar.html").write_text(
        '<iframe src="https://calendar.google.com/calendar/embed?ctz=UTC&src=a%40group.calendar.google.com">'
    )
    Path("about.html").write_text("<p>Hello</p>")
    link = "https://calendar.google.com/calendar/embed?ctz=Europe/Madrid&src=a%40group.calendar.google.com"
    done = CliRunner().invoke(
        main, ["check", "calendar.html", "-"], input=f"# Calendar\n\n[Public link]({link})\n"
    )
    assert "calendar.html:1: error [contradiction]" in done.stdout
    assert check(".", "--json").exit_code == 0
    assert check("about.html").exit_code == 2


def test_annotations_cannot_be_broken_out_of(folder: Path) -> None:
    finding = notice(
        "contradiction",
        "a,b:c%.md:7",
        "told",
        text="100 % wrong\n::error::x",
        suggestion="Write it.\r",
        other="d.md:1",
    )
    assert annotation(finding) == (
        "::error file=a%2Cb%3Ac%25.md,line=7,title=contradiction::"
        "100 %25 wrong%0A::error::x The other place: d.md:1. Write it.%0D"
    )
    assert annotation(notice("same-name", "/groups/a/", "told", text="x", suggestion="")).startswith(
        "::notice file=/groups/a/,title="
    )
    lines = check(".", "--annotations", "github").stdout.splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "::error file=agendas/next.md",
        "::warning file=agendas/next.md",
    ]


def test_a_secret_is_told_and_not_shown(folder: Path) -> None:
    Path("secret.md").write_text(
        "# Notes\n\nJoin https://zoom.us/j/123456789?pwd=hunter2\n\nPasscode: 987654\n", "utf-8"
    )
    for words in ((), ("--json",), ("--annotations", "github")):
        done = check("secret.md", *words)
        assert "secret-in-public" in done.stdout
        assert "hunter2" not in done.output
        assert "987654" not in done.output
        assert "moved" not in done.stdout  # a check moves nothing


def test_files_need_no_database(folder: Path, settings: object) -> None:
    """No mark for the database: a query would fail this test."""
    Path("calls.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a\nDTSTART:20261203T160000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Metrics call\nEND:VEVENT\nEND:VCALENDAR\n", "utf-8",
    )  # fmt: skip
    codes = {f["code"] for f in json.loads(check(".", "--json").stdout)["findings"]}
    assert {"no-zone", "series-ending"} <= codes


@pytest.mark.django_db
def test_the_hub_without_what_was_set_aside(now: object) -> None:
    make_community()
    goal = Goal.objects.create(group=make_group(), text="Publish", due="2023-12-31")
    done = check("--json", "--fail-on", "warning")
    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert document["checked"] == ["hub"]
    assert [(f["code"], f["where"]) for f in document["findings"]] == [
        ("goal-date-passed", "/groups/metrics/")
    ]
    from cast import NOW

    set_aside(hub_findings(NOW)[0].finding, now=NOW, actor=TERMINAL)
    assert json.loads(check("--json").stdout)["findings"] == []
    goal.delete()


def test_every_code_has_a_severity_that_annotations_know() -> None:
    assert all(
        annotation(notice(code, "a:1", "told", text="x", suggestion="")).startswith("::")
        for code in SEVERITIES
    )


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a@there
SUMMARY:Metrics call
DTSTART;TZID=Europe/Madrid:20261203T160000
DURATION:PT1H
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_asked_whose_hour_changes_in_a_city(folder: Path) -> None:
    Path("calls.ics").write_text(CALENDAR, "utf-8")
    done = check("calls.ics", "--zone", "America/New_York", "--json")
    found = [one for one in json.loads(done.stdout)["findings"] if one["code"] == "hour-change"]
    assert [one["message"] for one in found][:1] == [
        "“Metrics call” is at 11:00 instead of 10:00 in New York from 14 to 27 March 2027."
    ]
    assert found[0]["where"] == "calls.ics:3"
    assert "hour-change" not in check("calls.ics", "--json").stdout
    assert check("calls.ics", "--zone", "Atlantis").exit_code == 2


def test_the_hub_tells_its_own_zones_changes_when_they_are_near(db: object, now: object) -> None:
    make_community(tzid="Europe/Madrid")
    make_series("Metrics call", make_group(), tzid="America/New_York")
    near = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)

    def changes(at: dt.datetime, tzid: str = "") -> list[str]:
        return [one.finding.message for one in hub_findings(at, tzid) if one.finding.code == "hour-change"]

    assert changes(near) == [
        "“Metrics call” is at 21:00 instead of 22:00 in Madrid from 14 to 28 March 2027."
    ]
    assert changes(NOW) == []
    assert changes(NOW, "Europe/Madrid")[0] == changes(near)[0]
    assert changes(NOW, "America/New_York") == []


def test_a_refusal_stands_on_its_line_and_names_its_file_once(folder: Path) -> None:
    Path("bad.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20270230T100000Z\nEND:VEVENT\nEND:VCALENDAR\n", "utf-8"
    )
    (finding,) = json.loads(check("bad.ics", "--json").stdout)["findings"]
    assert finding["where"] == "bad.ics:4"
    assert finding["message"].startswith("DTSTART")


def test_what_is_no_calendar_is_skipped_in_a_folder_and_refused_by_name(folder: Path) -> None:
    Path("more").mkdir()
    template, zones = Path("more/group.ics"), Path("more/_timezones.toml")
    template.write_text("BEGIN:VCALENDAR\n{{ content }}\nEND:VCALENDAR\n", "utf-8")
    zones.write_text('name = "Timezones"\n\n[[timezones]]\nname = "Asia/Tokyo"\n', "utf-8")
    done = check("more", "--fail-on", "error")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "skipped: more/group.ics" in done.stderr
    assert "skipped: more/_timezones.toml" in done.stderr
    for file in (template, zones):
        assert check(str(file)).exit_code == 2
        assert "refused-input" in check(str(file)).stdout


LINKS = [
    ("https://meet.google.com/abc-defg-hij", False), ("https://zoom.us/j/99988877766", False),
    ("https://meet.jit.si/AlphaWG", False), ("https://zoom.us/j/99988877766?pwd=abcDEF123", True),
    ("https://zoom.us/j/99988877766 Passcode: 998877", True),
    ("https://meet.jit.si/AlphaWG https://x.example/feed?token=abcdef0123456789", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_secret"), LINKS)
def test_only_what_is_secret_beside_a_join_link_is_an_error(folder: Path, text: str, is_secret: bool) -> None:
    Path("calls.ics").write_text(CALENDAR.replace("SUMMARY", f"DESCRIPTION:{text}\nSUMMARY"), "utf-8")
    Path("calls.yaml").write_text(
        "name: Calls\nevents:\n  - summary: Metrics call\n    begin: 2026-12-03 16:00:00 +00:00\n"
        f"    duration: {{hours: 1}}\n    description: '{text}'\n", "utf-8",
    )  # fmt: skip
    for file in ("calls.ics", "calls.yaml"):
        found = [f["code"] for f in json.loads(check(file, "--json").stdout)["findings"]]
        assert ("secret-in-public" in found) is is_secret, file


def test_many_files_are_read_by_several_processes_and_told_in_their_order(folder: Path) -> None:
    names = [f"many/{n:03}.md" for n in range(230)]
    Path("many").mkdir()
    for name in names:
        Path(name).write_text(AGENDA, "utf-8")
    Path("many/011.md").write_bytes(b"\0\1")
    done = check("many", "--json")
    document = json.loads(done.stdout)
    assert document["checked"] == [name for name in names if name != "many/011.md"]
    links = [f["where"] for f in document["findings"] if f["code"] == "empty-link"]
    assert links == [f"{name}:5" for name in document["checked"]]
    assert [f["where"] for f in document["findings"] if f["code"] == "refused-input"] == ["many/011.md:1"]
    assert "100 of 230 files read\ncommonhour: 200 of 230 files read\n" in done.stderr
    assert "files read" not in check("agendas").stderr
