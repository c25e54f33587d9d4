"""The check on the real pages and agendas: what they really contradict, line by line, and how often it is wrong.

`judged_findings.txt` holds the verdict of a person on every finding that comes out: "real" when whoever keeps the
file would want to know, "false" when they would shrug. A finding that is not in it fails the test until it is judged.
"""

import datetime as dt
import functools
import os
from pathlib import Path

import pytest

from commonhour.core.audit.contradictions import contradictions
from commonhour.core.audit.report import report
from commonhour.core.finding import Finding
from commonhour.management.checked_claims import read_files
from commonhour.management.checked_files import checked_files

DATA = Path(__file__).parents[2] / "shared" / "data"
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
JUDGED = Path(__file__).with_name("judged_findings.txt")
COMMUNITIES = (
    ("page-todo-org", "notes-todo-touchpoints", "notes-todo-ospology", "todo-meetings-page"),
    ("notes-ossf-tac",),
    ("notes-rust-lang/design-meeting-minutes",),
    ("page-knative",),
    ("page-kubernetes-sigs",),
    ("page-chaoss", "page-finos"),
)
MOST_FALSE = 0.10
TOUCHPOINTS = "notes-todo-touchpoints/meetings"
PAGE_2025 = "todo-meetings-page/meetings.2025-03-17.35ac9cf.md"
NEIGHBOURS = "page-todo-org/content/en/meetings.md"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not here")

# Found by reading the files, before there was a check: (code, where, the other place or "").
BY_HAND = [
    # An agenda says Thursday at 18:00 PM, the page Monday at 5 PM; 24 February 2025 was a Monday.
    ("contradiction", f"{TOUCHPOINTS}/Agenda_2025/Feb-24.md:3", f"{PAGE_2025}:22"),
    ("contradiction", f"{TOUCHPOINTS}/Agenda_2025/Feb-24.md:4", f"{TOUCHPOINTS}/README.md:16"),
    ("unreadable-time", f"{TOUCHPOINTS}/Agenda_2025/Feb-24.md:4", ""),
    # 11:00 PM for a call that is at 12:00 PM.
    ("contradiction", f"{TOUCHPOINTS}/Agenda_2025/Jul-03.md:4", f"{TOUCHPOINTS}/README.md:15"),
    # One speaker of two houses.
    ("contradiction", f"{TOUCHPOINTS}/Agenda_2025/May-12.md:5", f"{PAGE_2025}:26"),
    # The agenda of 2026 holds the AMER call on Thursdays at 18:00, the format says Mondays at 17:00.
    ("contradiction", f"{TOUCHPOINTS}/Agenda_2026/README.md:9", f"{TOUCHPOINTS}/README.md:16"),
    ("unreadable-time", f"{TOUCHPOINTS}/Agenda_2026/README.md:9", ""),
    ("past-next-meeting", f"{TOUCHPOINTS}/Agenda_2026/README.md:3", ""),
    # The APAC sync at 8am in one README and at 7:00 AM in the one below it.
    ("contradiction", f"{TOUCHPOINTS}/Sync Chapters/README.md:20", f"{TOUCHPOINTS}/Sync Chapters/APAC-notes/README.md:22"),
    # "Rather than running on a fixed calendar", with fixed hours in the repository.
    ("contradiction", f"{NEIGHBOURS}:40", f"{TOUCHPOINTS}/README.md:15"),
    # The link shows the calendar in Madrid, the embed in UTC; once the heading said UTC, too.
    ("contradiction", f"{NEIGHBOURS}:48", "page-todo-org/layouts/shortcodes/todo_community_calendar.html:16"),
    ("contradiction", "todo-meetings-page/meetings.2024-04-12.bfdcaf5.md:62", ""),
    ("contradiction", "todo-meetings-page/meetings.2024-04-12.dc574a6.md:58", ""),
    # streering-committee (at) todogorup.org
    ("contradiction", f"{TOUCHPOINTS}/README.md:38", f"{TOUCHPOINTS}/README.md:34"),
    ("past-next-meeting", f"{TOUCHPOINTS}/README.md:104", ""),
    ("empty-link", f"{TOUCHPOINTS}/README.md:32", ""),
    ("no-year", f"{TOUCHPOINTS}/Agenda_2025/Feb-27.md:3", ""),
    ("secret-in-public", f"{TOUCHPOINTS}/Agenda_2025/Feb-27.md:9", ""),
    ("secret-in-public", f"{TOUCHPOINTS}/Agenda_2025/Feb-27.md:30", ""),
    # Notes of one day in a file named for another one.
    ("contradiction", "notes-todo-ospology/ospo-book/docs/meeting-notes/04-01-2024.md:3", ""),
    ("broken-link-syntax", "notes-todo-ospology/ospo-book/docs/meeting-notes/04-01-2024.md:1", ""),
    ("contradiction", "notes-rust-lang/design-meeting-minutes/2021-12-01-Planning-Meeting.md:8", ""),
    # "April, Friday 12 - 5:30 to 6:30 pm CET"
    ("zone-contradicts-date", "todo-meetings-page/meetings.2024-03-20.758b208.md:31", ""),
    ("zone-contradicts-date", "todo-meetings-page/meetings.2024-04-11.69d75f6.md:38", ""),
    ("past-next-meeting", "todo-meetings-page/meetings.2024-03-20.758b208.md:18", ""),
    ("no-year", "todo-meetings-page/meetings.2024-03-20.758b208.md:18", ""),
    # The Slack channel of one group copied to another one; "#wg-ecareer-path".
    ("copied-channel", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:30", ""),
    ("channel-name-differs", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:38", ""),
    ("channel-name-differs", "todo-meetings-page/meetings.2024-04-12.bfdcaf5.md:54", "todo-meetings-page/meetings.2024-04-12.bfdcaf5.md:52"),
    ("count-mismatch", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:14", ""),
    ("goal-date-passed", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:20", ""),
    ("link-kind", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:23", ""),
    ("relative-link", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:59", ""),
    ("relative-link", f"{PAGE_2025}:20", ""),
    ("same-name", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:32", "todo-meetings-page/meetings.2024-02-07.6d6dd96.md:40"),
    ("no-anchor-date", f"{NEIGHBOURS}:16", ""),
    ("zone-abbreviation", "todo-meetings-page/meetings.2025-09-11.ca11e49.md:10", ""),
    # "8am EDT (12am UTC, 2pm CEST)"
    ("contradiction", "page-knative/working-groups/WORKING-GROUPS.md:260", ""),
]  # fmt: skip


@functools.cache
def found() -> list[Finding]:
    before = Path.cwd()
    os.chdir(DATA)  # so that places are told from there
    try:
        return [finding for folders in COMMUNITIES for finding in findings_of(folders)]
    finally:
        os.chdir(before)


def findings_of(folders: tuple[str, ...]) -> list[Finding]:
    checked = read_files(checked_files(folders), NOW)
    return report(contradictions(checked.claims, NOW.date()))


def judged() -> dict[tuple[str, str], str]:
    rows = (line.split(" ", 2) for line in JUDGED.read_text(encoding="utf-8").splitlines())
    return {(code, where): verdict for verdict, code, where in rows}


@pytest.mark.parametrize(("code", "where", "other"), BY_HAND)
def test_what_was_found_by_hand_is_found(code: str, where: str, other: str) -> None:
    """Which of the two places is called the other one does not matter."""
    places = {where, other} - {""}
    fitting = [f for f in found() if f.code == code and places <= {f.where, f.other, *f.also}]
    assert fitting, [f.code for f in found() if where in (f.where, f.other, *f.also)]
    assert all(finding.suggestion for finding in fitting)


def test_every_finding_is_judged_and_few_are_false() -> None:
    verdicts = judged()
    rows = [(finding.code, finding.where) for finding in found()]
    assert [row for row in rows if row not in verdicts] == []
    false = [row for row in rows if verdicts[row] == "false"]
    assert len(false) <= MOST_FALSE * len(rows), false


def test_nothing_that_was_found_once_is_lost() -> None:
    rows = {(finding.code, finding.where) for finding in found()}
    assert [row for row, verdict in judged().items() if verdict == "real" and row not in rows] == []


def test_no_secret_is_quoted() -> None:
    assert "REDACTED-SECRET" not in "".join(f"{f.message}{f.suggestion}" for f in found())
