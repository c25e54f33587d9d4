"""Charters: who and when from the front matter, the rest from the text, one group in all."""

import datetime as dt

import pytest

from commonhour.errors import RefusedInput
from commonhour.formats.charter import is_charter, read_charter

TODAY = dt.date(2026, 11, 23)
CHARTER = """---
name: Lantern
description: Lights for everybody
status: Active
chairs:
  - name: Ana Example
    email: ana@example.org
meeting_schedule: "14:30-15:30 MT, third Friday of the month"
links:
  - label: Slack channel
    url: https://lantern.slack.com/archives/C0
---

# Lantern Working Group Charter

## Communication

* Mailing list: https://lists.example.org/lantern
"""


def test_head_and_text_are_one_group() -> None:
    draft = read_charter(CHARTER.encode(), where="a.md", today=TODAY)
    (group,), (series,) = draft.groups, draft.series
    assert (draft.kind, group.slug, group.description) == ("charter", "lantern", "Lights for everybody")
    assert [(person.name, person.role) for person in group.people] == [("Ana Example", "chair")]
    assert {channel.kind for channel in group.channels} == {"chat", "list"}
    assert series.schedules[0].rrule == "FREQ=MONTHLY;BYDAY=3FR"
    assert next(f.where for f in draft.findings if f.code == "assumed-start") == "a.md:8"


def test_the_community_is_not_named_by_a_charter() -> None:
    assert not read_charter(CHARTER.encode(), where="a.md", today=TODAY).community.title


def test_without_a_time_in_the_head_the_text_says_when() -> None:
    text = CHARTER.replace("meeting_schedule", "motto") + "\n## Meetings\n\nEvery Tuesday at 16:00 UTC\n"
    assert not is_charter(text.encode())
    with pytest.raises(RefusedInput):
        read_charter(b"# Lantern\n", where="a.md", today=TODAY)


def test_a_page_of_an_event_is_no_charter() -> None:
    assert is_charter(CHARTER.encode())
    assert not is_charter(
        b"---\ntitle: Call\ndate: every Wednesday at 15:00 UTC\nrepeated: true\n---\nText.\n"
    )
    assert not is_charter(b"---\n---\n")
    assert not is_charter(b"---\nname: [\n---\n")
