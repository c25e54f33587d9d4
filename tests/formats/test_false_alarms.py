"""What several pages say without contradicting each other, and what they do contradict that is easily missed."""

import datetime as dt

import pytest

from commonhour.core.audit.claim import Claims
from commonhour.core.audit.contradictions import contradictions
from commonhour.formats.claims import read_page_claims

TODAY = dt.date(2026, 11, 23)


def found(**files: str) -> list[tuple[str, str, str]]:
    """Code, place and other place of what is found; `a__b` is the file a/b.md."""
    claims = Claims()
    for name, text in files.items():
        claims.add(read_page_claims(text, where=f"{name.replace('__', '/')}.md", today=TODAY))
    return [(one.code, one.where, one.other) for one in contradictions(claims, TODAY)]


def codes(text: str, where: str = "page") -> set[str]:
    return {code for code, _, _ in found(**{where: text})}


def contradicted(**files: str) -> list[tuple[str, str]]:
    return [(where, other) for code, where, other in found(**files) if code == "contradiction"]


@pytest.mark.parametrize("heading", ["Time and Location", "Meeting mechanics", "Call details", "Whereabouts"])
def test_a_heading_of_a_part_is_no_common_name(heading):
    pages = {
        name: f"# SIG {name.title()} Meetings\n\n## {heading}\n\n**When**: every {day} at 16:00 UTC\n"
        for name, day in (("brass", "Thursday"), ("copper", "Tuesday"))
    }
    assert contradicted(**pages) == []
    same = pages["brass"].replace("16:00", "17:00")
    assert len(contradicted(**pages, other=same)) == 1


def test_two_calls_of_one_community():
    monthly = "# Lantern Community\n\nWe meet on the fourth Thursday of every month at 10 AM US/Pacific.\n"
    weekly = (
        "# Lantern Community\n\nAll groups share a weekly meeting, on Wednesdays at 9:00 AM US/Pacific.\n"
    )
    assert contradicted(a=monthly, b=weekly) == []
    assert len(contradicted(a=monthly, b=monthly.replace("10 AM", "9 AM"))) == 1


def rule(hour: str = "16:00") -> str:
    return f"# Lantern WG\n\n- Lantern call: every Thursday at {hour} UTC\n"


def minutes(day: str, hour: str = "16:00") -> str:
    return f"# Lantern WG\n\n**Date**: {day}\n**Time**: {hour} UTC\n"


def test_old_minutes_were_right_in_their_time():
    old = {
        "minutes__2021-03-29": minutes("March 29, 2021"),
        "minutes__2021-04-01": minutes("April 1, 2021", "15:00"),
    }
    assert contradicted(readme=rule(), **old) == []
    assert (
        len(contradicted(readme=rule(), **{"minutes__2026-10-01": minutes("October 1, 2026", "15:00")})) == 1
    )


def test_an_old_hour_among_dates_that_kept_the_rule_is_a_slip():
    kept = {
        "minutes__2025-03-06": minutes("March 6, 2025"),
        "minutes__2025-03-13": minutes("March 13, 2025", "23:00"),
    }
    assert contradicted(readme=rule(), **kept) == [("minutes/2025-03-13.md:4", "readme.md:3")]


def test_another_day_among_dates_that_kept_the_rule_was_an_exception():
    kept = {
        "minutes__2026-10-01": minutes("October 1, 2026"),
        "minutes__2026-10-07": minutes("October 7, 2026"),
    }
    assert contradicted(readme=rule(), **kept) == []
    never = {
        "minutes__2026-10-06": minutes("October 6, 2026"),
        "minutes__2026-10-07": minutes("October 7, 2026"),
    }
    assert len(contradicted(readme=rule(), **never)) == 2


@pytest.mark.parametrize(
    "days",
    [
        "Tuesday-Wednesday, October 28-29, 2025", "October 28 – November 2, 2025", "28-29 October 2025",
        "28 October to 2 November 2025",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["page", "2025__page"])
def test_some_days_in_a_row(days, where):
    text = f"# Lantern meeting\n\n- **Dates**: {days}\n- **Times**: 09:00 - 17:30 Europe/Berlin\n"
    assert codes(text, where) == set()
    assert (
        contradicted(rule="# Lantern\n\n- Lantern meeting: every Friday at 9:00 Europe/Berlin\n", page=text)
        == []
    )


def test_an_hour_behind_a_date_is_no_last_day():
    assert codes("# PUG\n\nApril 12, 2027 - 5:30 pm CET\n") == {"zone-contradicts-date"}


def test_nobody_sees_a_comment():
    link = "[RFC](link.to/the-relevant/pr) [x]() [y] (https://example.org)"
    assert codes(f"# Agenda\n\n<!--\n- {link}\n-->\n\n```\n{link}\n```\n") == set()
    assert codes(f"# Agenda\n\n<!-- none -->\n\n- {link}\n") == {
        "relative-link",
        "empty-link",
        "broken-link-syntax",
    }


def test_a_link_may_end_on_the_next_line():
    assert codes("# Lantern\n\nThe [feed](https://example.org/basic.ics\n) of all calls.\n") == set()
    assert codes("# Lantern\n\nThe [feed](https://example.org/basic.ics\n\nof all calls.\n") == {
        "broken-link-syntax"
    }


SECRET = "password: hunter2\nurl: https://example.org/disk?token=8fmf94kf\n"


def test_a_password_in_a_sample_of_code_opens_no_call():
    assert codes(f"# Proposal\n\n```yaml\n{SECRET}```\n") == set()
    assert codes(f"# Proposal\n\n```\nJoin the Zoom meeting\n{SECRET}```\n") == {"secret-in-public"}
    assert codes(f"# Proposal\n\n```yaml\nx: y\n```\n\n{SECRET}") == {"secret-in-public"}


@pytest.mark.parametrize(
    ("mail", "chat", "is_odd"),
    [
        ("calendar-sampling", "#lantern-sampling", False), ("calendar-logs", "#lantern-log", False),
        ("wg-career-path", "#wg-ecareer-path", True), ("lantern-metrics", "#lantern-metrisc", True),
    ],
)  # fmt: skip
def test_a_list_and_a_chat_may_have_prefixes_of_their_own(mail, chat, is_odd):
    text = (
        "# Lantern SIGs\n\n| Name | Meeting Time | Mailing list | Slack Channel |\n|---|---|---|---|\n"
        f"| Sampling | Thursdays 08:00 PT | [{mail}](https://groups.google.com/a/l.example/g/{mail}) | [{chat}](https://l.slack.com/archives/C1) |\n"
        "| Traces | Tuesdays 08:00 PT | [traces](https://groups.google.com/a/l.example/g/traces) | [#traces](https://l.slack.com/archives/C2) |\n"
    )
    assert ("channel-name-differs" in codes(text)) is is_odd


@pytest.mark.parametrize(
    ("said", "is_wrong"),
    [
        ("every Wednesday at 9am PT (1pm ET)", True), ("every Wednesday at 9am PT (12pm ET)", False),
        ("every Wednesday, 9am PT / 1pm ET", True), ("Tuesdays 16:00 UTC; on Wednesdays 9am PT / 1pm ET", True),
        ("every Wednesday, 9:00-10:00 PT (12:00-13:00 ET)", False), ("Wednesdays 9:00-10:00 PT (1:00-2:00 ET)", True),
        ("Wednesdays, alternating 9am PT / 9am CET", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", ["**When**: {}", "- {}", "| Group | When |\n|---|---|\n| Lantern | {} |"])
def test_a_wrong_translation_wherever_it_stands(said, is_wrong, line):
    assert ("contradiction" in codes(f"# Lantern call\n\n{line.format(said)}\n")) is is_wrong


@pytest.mark.parametrize(
    ("said", "is_odd"),
    [
        ("every Tuesday, 6:30am–7:30pm PT", True), ("every Tuesday, 6:30am–7:30am PT", False),
        ("every Tuesday, 9am–5pm PT", False), ("Monday, Tuesday, Wednesday and Thursday every week, 7am–8pm PT", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", ["**When**: {}", "- {}", "| Group | When |\n|---|---|\n| Lantern | {} |"])
def test_half_a_day_for_a_call(said, is_odd, line):
    assert ("unreadable-time" in codes(f"# Lantern call\n\n{line.format(said)}\n")) is is_odd


TABLE = "# Our SIGs\n\n| Name | Meeting Time |\n|---|---|\n| Storage | Tuesdays at 9:00 PT |\n"


@pytest.mark.parametrize(
    "charter",
    [
        "# Storage SIG Charter\n\nThe SIG was formed in 2019. It meets every Tuesday at 10:00 PT on Zoom.\n",
        "# Charter\n\nIt keeps public notes of all calls. The Storage SIG meets every\nTuesday at 10:00 PT. Notes are public.\n",
        "# SIG Storage Charter\n\n## Operations\n\n- Regular meetings are held weekly on Tuesdays at 10:00 PT\n",
        "# SIG Storage Charter\n\n## How we work\n\nMeetings: weekly on Tuesday, 10am Pacific Time.\n",
    ],
)
def test_the_sentence_of_a_charter_against_the_list(charter):
    assert len(contradicted(list=TABLE, charter=charter)) == 1
    assert contradicted(list=TABLE, charter=charter.replace("10:00", "9:00").replace("10am", "9am")) == []


OPTICS = "# Lantern Optics SIG\n\n# Slack channel\nPlease join [lantern-optics](https://l.slack.com/archives/C2).\n"
OWN = (
    "# Lantern Wick SIG\n\n## Slack channel\n\nPlease join [lantern-wick](https://l.slack.com/archives/C1).\n"
)


def test_a_chat_that_was_copied_from_another_group():
    copied = OWN + "\n## Discussion\n\n* Slack channel https://l.slack.com/archives/C2\n"
    assert [one for one in found(a=OPTICS, b=copied) if one[0] == "copied-channel"] == [
        ("copied-channel", "b.md:9", "a.md:4")
    ]


def test_a_copied_chat_whose_name_is_an_abbreviation():
    there = "# Lantern Lenses & Mirrors SIG\n\nJoin [lantern-lensmirr](https://l.slack.com/archives/C3).\n"
    copied = OWN + "\n## Discussion\n\n* Slack channel https://l.slack.com/archives/C3\n"
    assert ("copied-channel", "b.md:9", "a.md:3") in found(a=there, b=copied)
    community = there.replace("Lenses & Mirrors SIG", "Community")
    assert found(a=community, b=copied) == []


@pytest.mark.parametrize(
    "more",
    [
        "* See also [lantern-optics](https://l.slack.com/archives/C2)",  # named: it is meant
        "* All of us: https://l.slack.com/archives/C9",
        "* Slack channel https://l.slack.com/archives/C1",
    ],
)
def test_a_chat_that_is_meant(more):
    everybody = OPTICS + "And [lantern-general](https://l.slack.com/archives/C9).\n"
    assert found(a=everybody, b=f"{OWN}\n## Discussion\n\n{more}\n") == []
