"""The shapes a page may have, one small page each, and what must be refused or reported."""

import datetime as dt
import json
from pathlib import Path

import pytest
from cast import asked

from commonhour.core.draft import Draft
from commonhour.errors import RefusedInput
from commonhour.formats.page import read_page, write_page

PAGES = Path(__file__).parent / "pages"
TODAY = dt.date(2026, 11, 23)


def read(text: str) -> Draft:
    return read_page(text, where="page.md", today=TODAY)


def page(name: str) -> Draft:
    return read_page((PAGES / name).read_bytes(), where=name, today=TODAY)


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_toml_head_prose_people_and_repairs() -> None:
    draft = page("sigs-with-toml-head.md")
    net, storage = draft.groups
    assert (draft.community.title, draft.community.path) == ("Open Fabric SIGs", "/calls/")
    assert [(p.name, p.role, p.organisation) for p in net.people] == [
        ("Ann Smith", "chair", "Foo Inc"),
        ("Bob Jones", "chair", ""),
    ]
    assert [c.kind for c in net.channels] == ["site", "list", "chat", "notes"]
    assert (storage.name, storage.state) == ("Storage SIG", "paused")
    assert [person.name for person in storage.people] == ["Carla Díaz", "Deng Wei"]
    assert {
        "assumed-start",
        "link-kind",
        "relative-link",
        "empty-link",
        "mis-decoded-text",
        "no-anchor-date",
        "zone-abbreviation",
    } == set(codes(draft))
    assert any(channel.label.startswith("Café time") for channel in draft.community.channels)


def test_an_iframe_and_its_ics_are_one_source() -> None:
    (source,) = page("sigs-with-toml-head.md").sources
    assert (
        source.url
        == "https://calendar.google.com/calendar/ical/team_abc123%40group.calendar.google.com/public/basic.ics"
    )
    assert source.tzid == "Europe/Madrid"


def test_groups_in_rows_and_calls_in_bullets() -> None:
    draft = page("groups-in-rows.md")
    assert [g.name for g in draft.groups] == ["Docs WG", "Security SIG", "Community Sync", "Triage"]
    sync = next(series for series in draft.series if series.title == "Community Sync")
    (schedule,) = sync.schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule) == (
        "20260107T150000",
        "Europe/Berlin",
        "FREQ=WEEKLY;BYDAY=WE",
    )
    assert schedule.duration == dt.timedelta(hours=1)
    assert "count-mismatch" in codes(draft)


def test_join_links_and_passcodes_are_kept_apart() -> None:
    draft = page("groups-in-rows.md")
    sync = next(series for series in draft.series if series.title == "Community Sync")
    assert [join.passcode for join in sync.joins] == ["", "987654"]
    assert "[join link]" in sync.description
    for shown in (json.dumps(draft.as_json()), write_page(draft)):
        assert "HUNTER2" not in shown
        assert "987654" not in shown
    assert codes(draft).count("secret-in-public") == 2


@pytest.mark.parametrize(
    "line",
    [
        "* Call: Mondays 10:00 UTC <https://zoom.us/j/5?pwd=SECRET1>",
        "* Call: Mondays 10:00 UTC https://zoom.us/j/5?pwd=SECRET1.",
        '* Call: Mondays 10:00 UTC <a href="https://zoom.us/j/5?pwd=SECRET1">join</a>',
        "* Call: Mondays 10:00 UTC [join][z]\n\n[z]: https://zoom.us/j/5?pwd=SECRET1",
        "* Call: Mondays 10:00 UTC, **Passcode:** SECRET1",
        "* Call: Mondays 10:00 UTC (passcode `SECRET1`, dial in)\n* Passcode: SECRET1",
        "| Call | Passcode |\n|---|---|\n| Mondays 10:00 UTC | Password: SECRET1 |",
        "See https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/private-SECRET1/basic.ics",
        '{{< card title="Call WG" zoom_url="https://zoom.us/j/5?pwd=SECRET1" zoom_text="Join" >}}',
    ],
)
def test_no_form_of_a_secret_is_shown(line: str) -> None:
    draft = read(f"# Docs Working Group\n\n## Meetings\n\n{line}\n")
    assert "SECRET1" not in json.dumps(draft.as_json())
    assert "SECRET1" not in write_page(draft)
    assert "secret-in-public" in codes(draft)


def test_shortcodes() -> None:
    draft = page("groups-in-rows.md")
    assert codes(draft).count("unknown-shortcode") == 1
    assert [left.text for left in draft.unplaced] == ["Win a prize today"]


def test_talks_find_their_year_and_their_edition() -> None:
    draft = page("talks.md")
    maps, boats, trains = draft.sessions
    europe, asia = draft.series
    assert (maps.date, maps.series, maps.url, maps.recording) == (
        dt.date(2026, 3, 2),
        europe.slug,
        "./maps.md",
        "https://youtu.be/x",
    )
    assert maps.speakers == [
        {"name": "Ann Lee", "organisation": "Foo"},
        {"name": "Bo Ito", "organisation": "Bar"},
    ]
    assert (boats.date, boats.series) == (dt.date(2026, 3, 5), asia.slug)
    assert trains.date is None
    assert "unreadable-time" in codes(draft)


def test_a_readme_has_no_groups() -> None:
    draft = page("readme.md")
    assert draft.groups == []
    assert draft.series == []


def test_a_table_of_contents_is_no_group() -> None:
    contents = "* [Working Groups](#wgs)\n    * [Docs](#docs)\n    * [Infra](#infra)\n"
    draft = read(
        f"# Calls\n\n{contents}\n## Working Groups\n\n### Docs\n\n* Slack: #docs\n* Lead: Ann\n\n### Infra\n\n* Slack: #infra\n* Lead: Bo\n"
    )
    assert [group.name for group in draft.groups] == ["Docs", "Infra"]
    assert draft.unplaced == []


@pytest.mark.parametrize(
    ("heading", "name", "state", "lead"),
    [
        ("Guide - Maintenance Phase", "Guide", "paused", ""),
        ("Guide (archived)", "Guide", "concluded", ""),
        ("Metrics - Lead by Acme", "Metrics", "active", "Acme"),
        ("Metrics (led by the Acme Foundation)", "Metrics", "active", "Acme Foundation"),
        ("Career Path & Training", "Career Path & Training", "active", ""),
    ],
)
def test_what_a_heading_says_besides_the_name(heading: str, name: str, state: str, lead: str) -> None:
    (group,) = read(f"# Calls\n\n## {heading}\n\n* Goals: a\n* [Notes](https://hackmd.io/x)\n").groups
    assert (group.name, group.state, group.lead_organisation) == (name, state, lead)


@pytest.mark.parametrize(
    ("goal", "due"),
    [
        ("Publish it in 2023", dt.date(2023, 12, 31)),
        ("Publish it by June 2027", dt.date(2027, 6, 30)),
        ("Publish it in Q1 2028", dt.date(2028, 3, 31)),
        ("Publish it by 2027-02-03", dt.date(2027, 2, 3)),
        ("Publish it before 5 May 2027", dt.date(2027, 5, 5)),
        ("Publish the 2023 report", None),
    ],
)
def test_the_date_of_a_goal_is_its_last_day(goal: str, due: dt.date | None) -> None:
    draft = read(
        f"# Calls\n\n## Docs WG\n\n* Goals:\n    * {goal}\n    * Rest\n* [Notes](https://hackmd.io/x)\n"
    )
    assert [g.due for g in draft.groups[0].goals] == [due, None]
    assert ("goal-date-passed" in codes(draft)) == (due is not None and due < TODAY)


@pytest.mark.parametrize(
    ("words", "expected", "question"),
    [
        ("Thursdays, 12:00 PM GMT", {"zone-abbreviation"}, "UTC or London"),
        ("every other Tuesday at 16:00 Europe/Rome", {"no-anchor-date"}, "which date"),
        ("Mondays at 16:00", {"no-zone"}, "time zone"),
        ("Friday, January 8, 2027, 9:00 am CEST", {"zone-abbreviation", "zone-contradicts-date"}, "CEST"),
        ("in the usual slot", {"unreadable-time"}, "day"),
    ],
)
def test_what_is_asked_about_a_time(words: str, expected: set[str], question: str) -> None:
    draft = read(f"# Calls\n\n## Docs WG\n\n* [Notes](https://hackmd.io/x)\n* When: {words}\n")
    assert expected <= set(codes(draft))
    assert question in (asked(draft.series[0]))


def test_broken_links_are_read_and_reported_with_their_lines() -> None:
    draft = read(
        "# Calls\n\n## Docs WG\n\n"
        "* [Notes]()https://hackmd.io/a\n* [Repo] (https://github.com/a/b)\n* (Forum)[https://discourse.x.org/c]\n"
        "* [List](https://lists.x.org/g/a\n* Goals: one\n"
    )
    assert [c.url for c in draft.groups[0].channels] == [
        "https://hackmd.io/a",
        "https://github.com/a/b",
        "https://discourse.x.org/c",
        "https://lists.x.org/g/a",
    ]
    broken = [f.where for f in draft.findings if f.code == "broken-link-syntax"]
    assert broken == ["page.md:5", "page.md:6", "page.md:7", "page.md:8"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<!DOCTYPE html><html></html>",
        b"BEGIN:VCALENDAR\r\n",
        b"a" * 70_000,
        b"\x00\x01",
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence(body: bytes) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_page(body, where="x.md", today=TODAY)
    assert str(refused.value).startswith("x.md")
    assert "\n" not in str(refused.value)


def test_latin_1_bytes_and_windows_lines_are_read() -> None:
    draft = read_page(
        "# Calls\r\n\r\n## Café WG\r\n\r\n* Lead: Zoë\r\n* Slack: #cafe\r\n".encode("cp1252"),
        where="x",
        today=TODAY,
    )
    assert draft.groups[0].name == "Café WG"
    assert draft.groups[0].people[0].name == "Zoë"


@pytest.mark.parametrize(
    ("secret", "left"),
    [
        ("https://gitlab.example/x/-/issues.ics?feed_token=MARKER", "https://gitlab.example/x/-/issues.ics"),
        ("https://cal.example.org/a.ics?key=MARKER", "https://cal.example.org/a.ics"),
        ("webcal://me:MARKER@cal.example.org/a.ics", "https://cal.example.org/a.ics"),
        (
            "https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/private%2DMARKER/basic.ics",
            "https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/public/basic.ics",
        ),
    ],
)
def test_the_secret_of_a_calendar_is_told_and_taken_out(secret: str, left: str) -> None:
    draft = read(f"# Community\n\n## Metrics Working Group\n\n* [Calendar]({secret})\n")
    assert "MARKER" not in json.dumps(draft.as_json())
    assert codes(draft).count("secret-in-public") == 1
    assert [source.url for source in draft.sources] == [left]


def test_the_token_of_any_address_is_told_and_taken_out() -> None:
    address = "https://x.org/board?b=1&private_token=MARKER"
    draft = read(f"# Community\n\n## Metrics Working Group\n\n* [Board]({address})\n")
    assert "MARKER" not in json.dumps(draft.as_json())
    assert codes(draft).count("secret-in-public") == 1
    assert "https://x.org/board?b=1" in json.dumps(draft.as_json())


def test_the_address_of_a_person_is_in_no_question_and_in_no_fact() -> None:
    when = "every other Tuesday at 16:00 with ana.lopez@example.org"
    goal = "(2024) ask ana.lopez@example.org"
    draft = read(f"# Community\n\n## Working Groups\n\n### Metrics\n\n- When: {when}\n- Goal: {goal}\n")
    assert {"no-anchor-date", "goal-date-passed"} <= set(codes(draft))
    assert draft.series[0].question
    assert "ana.lopez" not in json.dumps(draft.as_json())


def test_what_stands_for_a_code_is_said_once() -> None:
    page = "# SIG\n\nWe meet.\n\n## Meeting\n\nMeeting Passcode: 884450\n"
    (group,) = read_page(page, where="p.md", today=TODAY).groups
    assert group.description.endswith("Meeting Passcode: [join link]")
