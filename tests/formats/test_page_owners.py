"""Whose the facts of a page are: one small page for each way in which communities write, read from the facts up."""

import datetime as dt

import pytest
from cast import asked

from commonhour.core.draft import Draft
from commonhour.formats.page import read_page

TODAY = dt.date(2026, 11, 23)
DOC = "https://docs.google.com/document/d/x"


def read(text: str, where: str = "page.md") -> Draft:
    return read_page(text, where=where, today=TODAY)


def names(draft: Draft) -> list[str]:
    return [group.name for group in draft.groups]


def titles(draft: Draft) -> list[tuple[str, str | None]]:
    return [(series.title, series.group) for series in draft.series]


def people(draft: Draft) -> list[tuple[str, str]]:
    return [(person.name, person.role) for group in draft.groups for person in group.people]


def codes(draft: Draft) -> set[str]:
    return {finding.code for finding in draft.findings}


FACTS = "- **Meeting time:** every Tuesday at 15:00 UTC\n- **Meeting notes:** [doc]({doc})\n- **Invites group:** [cal-{slug}](https://groups.google.com/g/cal-{slug})\n- **Slack channel:** [#{slug}](https://x.slack.com/archives/{slug})\n"


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (  # A heading that names one side of the page owns nothing: its facts are the title's.
            "# Harbour Crew Call\n\n## Meeting Mechanics\n\n* When: every Wednesday 16:00-17:00 UTC since 2026-12-02\n",
            ["Harbour Crew Call"],
        ),
        (
            "# Harbour\n\n## Meeting times\n\nBi-weekly Thursday at 08:00 UTC.\n\nBi-weekly Tuesday at 16:00 UTC.\n",
            ["Harbour"],
        ),
        ("# SIG-Harbour Meetings\n\n## Time and Location\n\n**When**: every Friday at 8am UTC\n", ["SIG-Harbour"]),
        (  # Nor does one that returns below each of several.
            "## HARBOUR NORTH\n\n### About\n\nWe sail.\n\n### How to take part?\n\nWe meet on Thursdays at 15:00 UTC.\n\n"
            "## HARBOUR SOUTH\n\n### About\n\nSoon.\n\n### How to take part?\n\n1. **Live:** We meet on Mondays at 09:00 UTC.\n"
            "2. **Written:** on [Slack](https://x.slack.com).\n3. **Social:** [@south](https://x.com/south).\n",
            ["HARBOUR NORTH", "HARBOUR SOUTH"],
        ),
        (  # Labels that end in a group's word are labels.
            "# Harbour SIGs\n\n## Special Interest Groups\n\n"
            + "".join(f"### {n}\n\n{FACTS.format(doc=DOC, slug=n.lower())}\n" for n in ("Ropes", "Sails")),
            ["Ropes", "Sails"],
        ),
        (  # A group may be called like a label, when what is said calls it one, or it states what its siblings state.
            "# Groups\n\n## Working Groups\n\n### Community Calls\n\nThe Community Calls working group plans them.\n\n"
            "### Security\n\n* Lead: Ann Lee\n* Slack: #sec\n\n### Ropes\n\n* Lead: Bo Ray\n* Slack: #ropes\n",
            ["Community Calls", "Security", "Ropes"],
        ),
        (  # Dated entries, questions and what other people keep are no groups.
            "# Harbour meetings\n\n## Meetings\n\n* [Harbour January 9th video call](2025/01-09.md)\n* [Harbour January 23rd video call](2025/01-23.md)\n",
            [],
        ),
        ("# Meetings\n\n### 1. Harbour workshop 2023\n\nDate: 27-29 June 2023\nAgenda: [x](/a.pdf)\n", []),
        (
            "# Meetings\n\n## FAQ\n\n### How do I schedule a meeting?\n\nOpen the form, fill in date and title, send it and wait for an answer.\n",
            [],
        ),
        (
            "# Harbour community\n\n## Meetings\n\n- **Agenda and minutes**: [doc](https://hackmd.io/x)\n- **Harbour calendar:** <https://lists.x.org/g/x/calendar>\n",
            [],
        ),
        (  # Names in a list or table below "Working Groups" that lead to pages of their own.
            "# Groups\n\n## Active Working Groups\n\n* [Ropes](/wg/ropes)\n* [Community Documentation](/wg/docs)\n* [Sails](/wg/sails)\n",
            ["Ropes", "Community Documentation", "Sails"],
        ),
        (
            "# SIGs - Special Interest Groups\n\n## Taking part\n\nJoin [the chat](https://x.slack.com).\n\n## Current SIGs\n\n"
            "| Name | Responsibilities |\n|---|---|\n| [Optics](optics) | Lenses. |\n| [Ropes](ropes) | Knots. |\n",
            ["Optics", "Ropes"],
        ),
        (
            "# Working Groups\n\n## Context Working Groups\n\n* [**Ropes**](https://github.com/x/ropes): The Ropes group looks after everything"
            " that is tied, in many harbours and on boats of all kinds, with everybody who ever tied one. Co-Chairs: Ann Lee, Bo Ray.\n",
            ["Ropes"],
        ),
        ("# Meetings\n\n## Project Meetings\n\n* [Ropes](./r) (bi-weekly)\n* [Sails](./s) (weekly)\n", ["Ropes", "Sails"]),
        (  # Of a table of work, only what meets.
            "# Work\n\n| Work Item | Repo | Meetings |\n|---|---|---|\n| [knots](https://x.org/k) | https://github.com/x/k | Thursdays 1-2pm UTC |\n\n"
            "## Texts\n\n| Work Item | Repo | Stage |\n|---|---|---|\n| [Glossary](https://x.org/g) | https://github.com/x/g | [Draft](https://docs.google.com/document/d/1) |\n",
            ["knots"],
        ),
        (
            "# Groups\n\n## Working Groups\n\n### Ropes <small>Lead: [Ann Lee](https://x.org/ann)</small>\n\n> Ties.\n\n### .NET <small>Lead: [Bo Ray](https://x.org/bo)</small>\n\n> Nets.\n",
            ["Ropes", ".NET"],
        ),
        ("# Harbour TOC Meetings\n\nThe Harbour TOC meets weekly on Thursdays at 7:00 AM UTC.\n", ["Harbour TOC"]),
        ("# Harbour\n\n## Related groups\n\n- [Sea SIG](https://x.org/sea)\n- [Air SIG](https://x.org/air)\n", []),
    ],
)  # fmt: skip
def test_groups_are_what_owns_facts(text: str, groups: list[str]) -> None:
    assert names(read(text)) == groups


def test_a_page_without_a_title_is_called_after_its_file() -> None:
    draft = read("## North\n\nContent soon.\n\n## South\n\n* Slack: #south\n", "local-chapters.md")
    assert names(draft) == ["North", "South"]


def test_a_group_lists_its_calls_and_its_subcommittees_in_tables() -> None:
    draft = read(
        "# Prism Working Group\n\n## Upcoming\n\n| Meeting | Time | Host |\n|---|---|---|\n"
        "| Main | 1st Thu, 10:30am - 12:00pm UTC | [Ann Lee](https://github.com/a) |\n"
        "| ~~Second~~ | ~~2nd Wed, 3:30pm - 5:00pm UTC~~ | (on hiatus) |\n\n"
        "### Subcommittees\n\n| Subcommittee | Time | Host |\n|---|---|---|\n| Lens | 2nd Tue, 09:00 - 11:00 UTC | Bo Ray |\n"
    )
    prism, lens = draft.groups
    assert (lens.name, lens.parent) == ("Lens", prism.slug)
    assert titles(draft) == [("Main", prism.slug), ("Second", prism.slug), ("Lens", lens.slug)]
    assert [(s.question.code if s.question else "", s.schedules) for s in draft.series][1] == (
        "group-paused",
        [],
    )
    assert people(draft) == [("Ann Lee", "host"), ("Bo Ray", "host")]


def test_editions_are_told_by_their_regions() -> None:
    facts = "| Artifact | Link |\n|---|---|\n| Meeting Calendar | {when} |\n"
    draft = read(
        "# Harbour working group\n\n## General\n\n| Artifact | Link |\n|---|---|\n| Forum | [list](https://groups.io/g/x) |\n"
        f"| Slack Channel | [#x](https://x.slack.com/archives/1) |\n| Meeting Notes | [Notes]({DOC}) |\n\n"
        f"### Europe + Asia\n\n{facts.format(when='Wednesday 9:00-10:00 UTC')}\n### Europe + North America\n\n{facts.format(when='Wednesday 17:00-18:00 UTC')}\n"
    )
    assert [title for title, _ in titles(draft)] == [
        "Harbour working group (Europe + Asia)",
        "Harbour working group (Europe + North America)",
    ]


@pytest.mark.parametrize(
    ("cell", "clocks"),
    [
        ("early: Odd weeks: Wed, 12:00 UTC <br/>late: Even weeks: Thu, 15:00 UTC", 2),
        (
            "Ropes: every Tuesday 9:00 UTC, every other Tuesday 9:00 Asia/Tokyo; knots: every Monday 9:00 UTC",
            3,
        ),
        ("Alternating between Thursday at 08:00 UTC and Thursday at 05:30 UTC", 1),
    ],
)
def test_a_cell_may_hold_several_calls(cell: str, clocks: int) -> None:
    draft = read(f"# Calls\n\n| Which | Times | Notes |\n|---|---|---|\n| Dev | {cell} | [doc]({DOC}) |\n")
    assert (names(draft), len(draft.series)) == (["Dev"], clocks)


def test_a_call_of_nobody_s_is_the_community_s() -> None:
    draft = read(
        "# Communication\n\n## Slack\n\nTalk at #users.\n\n## Meetings\n\nWe have a weekly development meeting every Thursday at 9:30am UTC.\n"
    )
    assert (names(draft), titles(draft)) == ([], [("Development meeting", None)])


def test_one_call_for_all_groups_leaves_none_of_them_without_a_time() -> None:
    draft = read(
        "# Working Groups\n\n| Group | Docs | Slack Channel |\n|---|---|---|\n| Ropes | [a](https://drive.google.com/drive/folders/1) | #ropes |\n"
        "| Sails | [b](https://drive.google.com/drive/folders/2) | #sails |\n\n## Working group meetings\n\n"
        "Currently all working groups share a weekly meeting, on Wednesdays at 9:00 AM UTC.\n"
    )
    assert names(draft) == ["Ropes", "Sails"]
    assert titles(draft) == [("Working group meetings", None)]
    assert "no-time" not in codes(draft)


def test_what_a_page_states_for_all_its_calls_holds_below() -> None:
    draft = read(
        "# Meeting schedule\n\nAll times are listed for US Eastern time zone, 24-hour.\n\n## Teams\n\n"
        "### Prism Team meetings\n* Time and cadence: weekly on Tuesdays at 12:00\n\n### Lens Team meetings\n* Time and cadence: weekly on Fridays at 12:00 UTC\n"
    )
    assert names(draft) == ["Prism Team", "Lens Team"]
    assert "no-zone" not in codes(draft)
    zones = [
        {s.tzid for r in series.readings for s in r.schedules} | {s.tzid for s in series.schedules}
        for series in draft.series
    ]
    assert zones == [{"America/New_York"}, {"UTC"}]


def test_an_hour_that_no_call_took_is_told_with_its_line() -> None:
    draft = read(
        "# Docs Working Group\n\n## Meetings\n\n* Editors sync: Mondays 10:00-11:00 UTC\n\n## Scope\n\nWe also meet every Friday at 15:00 UTC.\n"
    )
    (left,) = [finding for finding in draft.findings if finding.code == "time-left-over"]
    assert (left.where, left.facts["text"]) == ("page.md:9", "We also meet every Friday at 15:00 UTC.")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("## Emeritus Members\n\n| Avatar | Name | Role |\n|---|---|---|\n| ![](a.png) | Bo Ray [@bor](https://github.com/bor) | Member |\n", [("Bo Ray", "emeritus")]),
        ("## SIG Leads\n\n* Ann Lee (Wick): July 2024 - Current\n* Bo Ray (Glass) 04.2023 - 07.2024\n", [("Ann Lee", "lead"), ("Bo Ray", "emeritus")]),
        ("## Former SIG Leads\n\n* Bo Ray\n", [("Bo Ray", "emeritus")]),
        ("## Special Interest Groups\n\n| Name | Chairs [2] |\n|---|---|\n| Ropes WG | <ol><li>[Ann Lee](https://github.com/a), Wick</li><li>[Bo Ray](https://github.com/b), Wick</li></ol> |\n", [("Ann Lee", "chair"), ("Bo Ray", "chair")]),
        ("## Leadership\n\nThe organizers of the SIG, who run operations:\n\n- Ann Lee ([@a](https://github.com/a))\n", [("Ann Lee", "organizer")]),
        ("## Additional responsibilities of Chairs\n\n* Welcome new contributors\n* Resolve conflicts\n", []),
        ("## Chairs\n\n* Welcome new people\n* María de la Cruz\n", [("María de la Cruz", "chair")]),
        ("**Sponsors:** [Ann Lee](https://github.com/a) (guiding), tbd (leading)\n", [("Ann Lee", "guiding sponsor")]),
    ],
)  # fmt: skip
def test_people_and_what_is_none(body: str, found: list[tuple[str, str]]) -> None:
    title = "Harbour" if "Special" in body else "SIG Harbour"
    assert people(read(f"# {title}\n\n{body}")) == found


@pytest.mark.parametrize(
    "body",
    [
        "This working group is currently looking for new chairs and is INACTIVE.\n\n**Co-chairs**: INACTIVE\n",
        "## Meetings\n\n> [!IMPORTANT]\n> The recurring meetings are currently paused\n\n~Harbour, on Fridays at 16:00-17:00 UTC.~\n",
    ],
)
def test_who_does_not_meet_has_no_dates_and_no_people_of_that_name(body: str) -> None:
    draft = read(f"# SIG Harbour\n\n{body}")
    assert draft.groups[0].state in ("paused", "concluded")
    assert (people(draft), [s.schedules for s in draft.series if s.schedules]) == ([], [])


@pytest.mark.parametrize(
    "head",
    [
        "rrule:\n  - DTSTART;TZID=Europe/Berlin:20231108T150000\n  - RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        'rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"\ndtstart: 2023-11-08 15:00\ntimezone: Europe/Berlin',
    ],
)
def test_front_matter_may_carry_the_rule(head: str) -> None:
    draft = read(
        f"---\ntitle: Harbour Call\n{head}\n---\n\nIt lasts for one hour, every other Wednesday at 3 pm (CET).\n"
    )
    (series,) = draft.series
    (schedule,) = series.schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule, schedule.duration) == (
        "20231108T150000", "Europe/Berlin", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", dt.timedelta(hours=1),
    )  # fmt: skip
    assert asked(series) == ""


@pytest.mark.parametrize(
    "text",
    [
        "# Calls\n\n## Working Groups\n\n### Ropes (biweekly)\n\n* When: Tuesdays 15:00 UTC\n* Slack: #ropes\n",
        '# Calls\n\n| Which | Times | Notes |\n|---|---|---|\n| Ropes | "AEST" Even weeks: Wed, 8:00 UTC | [notes](https://hackmd.io/x) |\n',
        "# Calls\n\n## Mondays\n\n* 1900 UTC: Ropes Working Group (biweekly)\n",
    ],
)
def test_a_rhythm_beside_the_name_is_never_lost(text: str) -> None:
    (series,) = read(text).series
    rules = {s.rrule for r in series.readings for s in r.schedules} | {s.rrule for s in series.schedules}
    assert rules
    assert all("INTERVAL=2" in rule for rule in rules)


def test_what_stands_below_on_hiatus_does_not_meet() -> None:
    table = "| Subcommittee | Time | Host |\n|---|---|---|\n| {} | 2nd Tue, 09:00 - 11:00 UTC | Bo Ray |\n"
    draft = read(
        f"# Prism Working Group\n\n## Subcommittees\n\n{table.format('Lens')}\n## Subcommittees on hiatus\n\n{table.format('Ropes')}"
    )
    met = {series.title: bool(series.schedules) for series in draft.series}
    assert (met["Lens"], met["Ropes"]) == (True, False)
    assert [group.state for group in draft.groups] == ["active", "active", "paused"]


def test_a_group_that_is_named_twice_is_one() -> None:
    draft = read(
        "# Calls\n\n## Tuesdays\n\n* 1900 UTC: Core Team Meeting\n\n## Thursdays\n\n* 1500 UTC: Core Team Meeting\n\n"
        "## Agendas\n\n### Core Team Meeting\n\nA place to bring ideas and proposals to everybody who works on the core, and to hear of others.\n\n* Lead: Ann Lee\n* Goals: One roadmap for all of us\n"
    )
    assert names(draft) == ["Core Team Meeting"]
    assert sorted(s.rrule for series in draft.series for s in series.schedules) == [
        "FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=TU",
    ]  # fmt: skip
    assert people(draft) == [("Ann Lee", "lead")]
    assert [goal.text for goal in draft.groups[0].goals] == ["One roadmap for all of us"]


@pytest.mark.parametrize(
    "text",
    [
        "# Foo\n\n## Releases\n\nThe code freeze is every Friday at 17:00 UTC.\n",
        "# Communication\n\n## Slack\n\nSomebody is there Thursday at 5pm, mostly.\n",
        "# Communication\n\n## Slack\n\n| Channel | Busy |\n|---|---|\n| #users | Thursday 17:00 |\n",
    ],
)
def test_every_weekday_with_an_hour_is_somebody_s_or_told(text: str) -> None:
    draft = read(text)
    assert (draft.series, codes(draft)) == ([], {"time-left-over"})


@pytest.mark.parametrize(
    "text",
    [
        "## Call\n- When: Thursdays 15:00 UTC\n- Cadence: monthly",
        "## WG A\n**When:** Thursdays 15:00 UTC\n\n**How often:** Every other week",
        "| WG | When | How often |\n|---|---|---|\n| A | Thursdays 15:00 UTC | every other week |",
        "## WG A\nMeeting: Thursdays 15:00 UTC\n\nWe meet every two weeks.",
        "## Biweekly Community Call\nThursdays at 15:00 UTC.",
        "## Monthly meeting\n* When: Thursdays at 15:00 UTC",
        "## Regular meetings\n* **Review** -- Tuesdays at 15:00 UTC\n  - Every two weeks",
        "## WG A\nEvery Thursday at 15:00 UTC. We only meet in even weeks.",
        "## Fortnightly meetings\n\n| WG | Time | Lead |\n|---|---|---|\n| Docs | Thursdays 15:00 UTC | Ann Lee |",
        "## Meetings\n**All meetings are cancelled until further notice.**\n\n- Weekly sync: Mondays at 14:00 UTC",
        "> This working group was concluded in 2024.\n\n## Meetings\nEvery Monday at 14:00 UTC",
        "## Working Groups\n### Inactive\n#### WG A\nMeets: Thursdays 15:00 UTC.",
        "## Regular meetings\n* **Team Meeting** -- Mondays at 15:00 UTC\n  - *Currently suspended over summer*",
        "## WG A\nEvery Thursday at 15:00 UTC. We skip the last Thursday of the month.",
        "## WG A\nEvery Thursday at 15:00 UTC. The last call of each month is at 20:00 UTC.",
        "## WG A\nEvery Thursday at 15:00 UTC. On the first Thursday the call is at 22:00 UTC.",
        "## WG A\nEvery Thursday at 15:00 UTC. From January 2027 the call moves to Fridays.",
        "## WG A\nEvery Thursday at 15:00 UTC. The meeting on 3 December 2026 is cancelled.",
        "## WG A\nSecond-to-last Friday of every month, 15:00 UTC",
        "## WG A\nSecond Thursday at 15:00 UTC, bi-monthly",
        "## WG A\nEvery Thursday at 5:00 in the evening, Central time",
        "## Example\n```\nMeeting: every Thursday at 15:00 UTC\n```",
        "## Meetings\nFor example: every Thursday at 15:00 UTC.",
    ],
)
def test_what_is_said_beside_a_time_is_heard(text: str) -> None:
    """Each of them was once taken for every week at that hour."""
    schedules = [s for series in read(f"# Foo\n{text}\n").series for s in series.schedules]
    assert [s for s in schedules if s.rrule.startswith("FREQ=WEEKLY;BYDAY")] == []


def test_the_nearest_statement_holds() -> None:
    draft = read(
        "# Calls\n\nAll times are in UTC.\n\n## Europe\n\nAll times are in Europe/Berlin.\n\n### Docs WG\n\n* Call: Mondays 10:00-11:00\n* Slack: #docs\n\n"
        "## World\n\n### Web WG\n\n* Call: Mondays 10:00-11:00\n* Slack: #web\n"
    )
    assert [s.tzid for series in draft.series for s in series.schedules] == ["Europe/Berlin", "UTC"]


def test_two_calls_on_one_day_are_two() -> None:
    draft = read("# Foo\n\n## Ropes WG\n\nTuesdays 10:00 UTC\n\nFor Asia also Tuesdays 23:00 UTC.\n")
    assert sorted(s.dtstart[9:11] for series in draft.series for s in series.schedules) == ["10", "23"]


def test_no_two_calls_of_a_page_have_one_slug() -> None:
    draft = read(
        "# Calls\n\n## Docs WG\n\n* Slack: #docs\n* Lead: Ann Lee\n\n## Web WG\n\n* Office Hours: Mondays 10:00 UTC\n* Triage: Fridays 10:00 UTC\n\n"
        "## Docs WG\n\n* Triage: Tuesdays 10:00 UTC\n* Notes: https://hackmd.io/x\n"
    )
    slugs = [series.slug for series in draft.series]
    assert len(slugs) == len(set(slugs)) >= 3


def test_a_way_in_that_stands_in_the_front_matter_is_kept_apart() -> None:
    draft = read(
        "---\ntitle: Ropes\nmeeting: Every Tuesday 15:00-16:00 UTC https://zoom.us/j/987654321?pwd=SECRETPW\n---\n\nWelcome.\n"
    )
    (series,) = draft.series
    assert "SECRETPW" not in f"{draft.as_json()} {series}".replace(repr(series.joins), "")
    assert [join.url for join in series.joins] == ["https://zoom.us/j/987654321?pwd=SECRETPW"]


def test_the_first_date_may_stand_below_the_hour() -> None:
    draft = read(
        "# Foo\n\n## Regular meetings\n* **Lab** -- Wednesdays at 15:00 UTC\n  - Starts 13 January 2027\n"
    )
    assert [s.dtstart[:8] for series in draft.series for s in series.schedules] == ["20270113"]
