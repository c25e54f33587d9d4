"""Agendas, notes and READMEs read as claims: labelled lines, rules in prose, tables, links; each on its line."""

import datetime as dt

import pytest

from commonhour.core.audit.claim import ON_DEMAND, REGULAR, Claims
from commonhour.core.audit.contradictions import contradictions
from commonhour.errors import RefusedInput
from commonhour.formats.claims import draft_claims, embed_claims, read_page_claims
from commonhour.formats.ical import read_calendar

TODAY = dt.date(2026, 11, 23)
HEAD = "---\ntitle: Meetings\nurl: /meetings/\n---\n\n"


def read(text, where="README.md"):
    return read_page_claims(text, where=where, today=TODAY)


def calls(text, where="README.md"):
    return [
        (
            int(c.place.where.rpartition(":")[2]),
            c.clock.text if c.clock else "",
            sorted(c.days),
            c.cadence,
            c.date,
        )
        for c in read(text, where).calls
    ]


def codes(text, where="README.md"):
    return [(int(f.where.rpartition(":")[2]), f.code) for f in read(text, where).findings]


def across(**files):
    claims = Claims()
    for name, text in files.items():
        claims.add(read(text, f"{name}.md"))
    return [(f.code, f.where, f.other) for f in contradictions(claims, TODAY) if f.other]


def test_date_and_time_on_two_lines_with_pictures():
    text = "## EMEA & APAC Touchpoint  \n\n📅 **Date**: Thursday, February 27, 2025  \n⏰ **Time**: 12:00 PM GMT  \n"
    (claim,) = read(text, "Agenda/Feb-27.md").calls
    assert (claim.place.where, claim.on.where) == ("Agenda/Feb-27.md:4", "Agenda/Feb-27.md:3")
    assert (claim.clock.text, claim.days, claim.date) == ("12:00 GMT", {3}, dt.date(2025, 2, 27))
    assert claim.subject.regions == {"emea", "apac"}


@pytest.mark.parametrize(
    "text",
    [
        "# Metrics call 2026-12-03\n\n- **Time:** 16:00 UTC\n- Zoom: tbd\n",
        "# Metrics call\n\n- Date: 2026-12-03\n- Time: 16:00 UTC\n",
        "# Metrics call\n\nDate: Thursday, 3 December 2026\nTime: 4 pm UTC\n",
        "# Metrics call\n\n* When: Dec 3rd, 2026, 16:00 - 17:00 UTC\n",
    ],
)
def test_agendas_as_people_write_them(text):
    assert [call[1:] for call in calls(text)] == [("16:00 UTC", calls(text)[0][2], "", dt.date(2026, 12, 3))]


def test_the_name_of_a_file_is_its_date():
    assert calls("# Notes of the metrics call\n\nTime: 16:00 UTC\n", "notes/2026-12-03.md")[0][4] == dt.date(
        2026, 12, 3
    )


@pytest.mark.parametrize("where", ["Agenda_2025/Feb-24.md", "2025/agenda.md"])
def test_a_year_from_the_folder_counts_but_is_missed(where):
    text = "## Touchpoint\n\n- Date: Thursday, February 24\n- Time: 18:00 PM GMT\n"
    assert calls(text, where)[0][4] == dt.date(2025, 2, 24)
    assert set(codes(text, where)) == {(3, "no-year"), (3, "contradiction"), (4, "unreadable-time")}
    assert any("is a Monday, not a Thursday" in one.message for one in read(text, where).findings)


def test_a_rule_in_a_bullet_and_one_in_prose():
    text = (
        "# OSPOlogy APAC Sync meetings\n\n* APAC-friendly meetings are scheduled every last Monday of the month: "
        "https://example.org/ at 8am (UTC) via Zoom\n\n## Communication Channels\n\n"
        "* Monthly calls: This community meets monthly at 7:00 AM UTC\n"
    )
    claims = read(text).calls
    assert [(c.clock.text, c.cadence) for c in claims] == [("08:00 UTC", "nth"), ("07:00 UTC", "monthly")]
    assert {(c.subject.words, c.subject.regions) for c in claims} == {
        (frozenset({"ospology"}), frozenset({"apac"}))
    }


def test_a_plural_day_is_no_rhythm():
    assert calls("# Calls\n\n- Touchpoints: Thursdays, 12:00 PM GMT\n")[0][3] == REGULAR
    assert calls("# Calls\n\n- Touchpoints: every Thursday, 12:00 PM GMT\n")[0][3] == "weekly"


def test_a_table_of_dates_with_the_zone_in_its_header():
    text = (
        "## TODO Touchpoint Agenda (2026)\n\nThe upcoming sessions:\n\n"
        "| **Date** | **Region** | **Time (GMT)** | **Speaker(s)** |\n|:---|---|---|---|\n"
        "| Thursday, February 5 | EMEA & APAC | 12:00 PM | Ada Lovelace, Hitachi |\n"
        "| Friday, February 19 | AMER & EMEA | 18:00 PM | TBA |\n"
    )
    claims = read(text)
    assert [(c.clock.text, c.date, sorted(c.subject.regions)) for c in claims.calls] == [
        ("12:00 GMT", dt.date(2026, 2, 5), ["apac", "emea"]), ("18:00 GMT", dt.date(2026, 2, 19), ["amer", "emea"]),
    ]  # fmt: skip
    assert claims.speakers[0].organisation == "Hitachi"
    assert sorted(codes(text)) == [(3, "past-next-meeting"), (8, "contradiction"), (8, "unreadable-time")]


@pytest.mark.parametrize(
    "table",
    [
        "| Meeting | Day | Time | Zone |\n|---|---|---|---|\n| Metrics call | Thursday | 16:00 | UTC |\n",
        "| Group | When |\n|---|---|\n| Metrics | Thursdays at 4 pm UTC |\n",
        "| WG | Day | Time (UTC) | Frequency |\n|---|---|---|---|\n| Metrics | Thu | 16:00 | weekly |\n",
        "| Name | Schedule |\n|---|---|\n| Metrics WG | every two weeks on Thursday, 16:00-17:00 UTC |\n",
    ],
)
def test_a_table_of_calls(table):
    (claim,) = read(f"# Our calls\n\n{table}").calls
    assert (claim.place.where, claim.clock.text, claim.days) == ("README.md:5", "16:00 UTC", {3})
    assert claim.subject.words == {"metric"}


def test_a_table_of_facts_and_one_with_a_call_in_each_column():
    facts = "# Metrics\n\n| Artifact | Link |\n|---|---|\n| Community Meeting Calendar | Thurs 8:00am PST |\n| Slack | #wg |\n"
    assert calls(facts) == [(5, "08:00 PST", [3], REGULAR, None)]
    columns = (
        "# Calls 2024\n\n| | Next Thursday Touchpoint | Next Friday Touchpoint |\n|---|---|---|\n| Theme | AI | Tools |\n"
        "| Date 📆 | April, Thursday 25th - 2:00 to 3:00 pm CEST | April, Friday 12 - 5:30 to 6:30 pm CEST |\n"
    )
    assert [(c.subject.words, c.date) for c in read(columns).calls] == [
        ({"thursday", "touchpoint"}, dt.date(2024, 4, 25)), ({"friday", "touchpoint"}, dt.date(2024, 4, 12)),
    ]  # fmt: skip


def test_minutes_do_not_claim_what_they_talk_about():
    text = "# TAC\n\n* WG X: weekly calls Tuesdays at 12p ET\n* Move from Monday at noon to Wednesday 10am US Pacific\n"
    assert calls(text, "minutes/2023-05-30.md") == []
    assert codes(text, "minutes/2023-05-30.md") == []


def test_a_file_named_for_another_day():
    assert codes("# Feb 5, 2024\n\n## Agenda\n", "meeting-notes/04-01-2024.md") == [(1, "contradiction")]
    assert codes("# April 1, 2024\n\n## Agenda\n", "meeting-notes/04-01-2024.md") == []
    assert codes("# T-lang\n\n* Meeting date: 2021-12-07\n", "minutes/2021-12-01.md") == [
        (3, "contradiction")
    ]


def test_a_page_with_an_address_is_no_minutes():
    text = HEAD + "## Groups\n\n### Metrics\n\n* Slack: #wg-metrics\n"
    claims = read(text, "meetings.2024-04-11.md")
    assert {c.name for c in claims.channels} == {"#wg-metrics"}
    assert {c.place.page for c in claims.channels} == {"/meetings/"}


def test_a_next_that_is_past():
    text = "## Season 3\n\n* [NEXT: January 18 2023 - How OSPOs manage change](https://example.org/)\n* Next steps: 1 May 2020\n"
    assert codes(text) == [(3, "past-next-meeting")]


def test_on_demand():
    text = "## Touchpoints\n\nOn-demand discussions. Rather than running on a fixed calendar, they are scheduled as needed.\n"
    assert read(text).calls[0].cadence == ON_DEMAND
    assert read("## Talks\n\nWatch the on-demand videos.\n").calls == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("bi-weekly, Wednesday, 8am EDT (12am UTC, 2pm CEST)", True),
        ("bi-weekly, Wednesday, 8am EDT (12pm UTC, 2pm CEST)", False),
        ("Wednesdays at 10am PT / 7pm CET", False),
        ("Wednesdays at 10am PT / 9pm CET", True),
        ("Wednesdays at 8am UTC and 4pm CET", False),
        ("Wednesdays 9:00am - 10:00am EST", False),
    ],
)
def test_an_hour_and_its_translation(text, is_wrong):
    assert (
        "contradiction" in [code for _, code in codes(f"# Productivity\n\n* Meeting: {text}\n")]
    ) is is_wrong
    table = f"# Productivity\n\n| Artifact | Link |\n|---|---|\n| Meeting | {text} |\n"
    assert ("contradiction" in [code for _, code in codes(table)]) is is_wrong


@pytest.mark.parametrize(("hour", "is_wrong"), [("9%3A00", False), ("10%3A00", True)])
def test_a_link_to_a_converter(hour, is_wrong):
    text = (
        "# Storage Special Interest Group\n\n* Regular SIG Meeting: Thursdays at 9:00 PT (weekly). "
        f"[Convert to your timezone](http://www.thetimezoneconverter.com/?t={hour}&tz=PT%20%28Pacific%20Time%29).\n"
    )
    assert ("contradiction" in [code for _, code in codes(text)]) is is_wrong


def test_a_calendar_in_utc_that_is_shown_in_madrid():
    link = "[Public link](https://calendar.google.com/calendar/embed?src=a%40group.calendar.google.com&ctz=Europe%2FMadrid)"
    text = f"## Calendar\n### Using Coordinated Universal Time (UTC)\n\n{link}\n"
    assert (4, "contradiction") in codes(text)
    embed = b'<iframe\n src="https://calendar.google.com/calendar/embed?ctz=UTC&amp;src=YUBncm91cC5jYWxlbmRhci5nb29nbGUuY29t">'
    shown = embed_claims(embed, where="calendar.html").calendars
    assert [(one.tzid, one.place.where) for one in shown] == [("UTC", "calendar.html:2")]
    assert shown[0].url == read(text).calendars[0].url


def test_one_call_two_hours_in_two_files():
    agenda = "# Metrics call\n\n- Date: 2026-12-03\n- Time: 17:00 UTC\n"
    page = "# Calls\n\n- Metrics call: Thursdays at 16:00 UTC\n"
    assert across(agenda=agenda, page=page) == [("contradiction", "agenda.md:4", "page.md:3")]
    assert across(agenda=agenda, page=page.replace("16:00 UTC", "18:00 Europe/Berlin")) == []


def test_a_calendar_against_a_page():
    body = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;TZID=Europe/Madrid:20261126T160000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Metrics call\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    draft = read_calendar(body.encode(), where="calls.ics", community_tzid="UTC")
    claims = draft_claims(draft, page="calls.ics", today=TODAY)
    claims.add(read("# Calls\n\n- Metrics call: Thursdays at 4 pm London\n"))
    (finding,) = (f for f in contradictions(claims, TODAY) if f.other)
    assert (finding.where, finding.other) == ("calls.ics:4", "README.md:3")


def test_a_link_that_is_cut_off():
    text = HEAD + (
        "## Working Groups\n\n### AI Compliance\n\n* Notes: [archive](https://lists.openchain.org/g/ai/messages)\n"
        "* [Mailing list](https://lists.openchain.org/g/a)\n"
    )
    assert across(page=text) == [("channel-name-differs", "page.md:11", "page.md:10")]


def test_an_agenda_is_not_asked_for_what_a_page_owes():
    text = "## Touchpoint\n\n### Other Meeting Details\n- Meeting ID: TBA\n\n### Sessions can include:\n\n- News\n"
    assert codes(text, "agendas/next.md") == []


def test_what_is_no_markdown_is_refused():
    with pytest.raises(RefusedInput):
        read(b"\0\1", "a.md")
    with pytest.raises(RefusedInput):
        read("  ", "a.md")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "# PUG\nThe spring board meeting is on April 12, 2027, 5:30 pm CET.\n",
            {(2, "zone-contradicts-date")},
        ),
        ("# PUG\nIt is on April 12, 2027, 5:30 p.m. CET.\n", {(2, "zone-contradicts-date")}),
        (
            "# PUG\nPublic meeting on Tuesday 7 December 2026 at 19:00 CEST.\n",
            {(2, "zone-contradicts-date"), (2, "contradiction")},
        ),
        (
            "# PUG\nTuesday, December 7, 2026, 19:00 CEST\n",
            {(2, "zone-contradicts-date"), (2, "contradiction")},
        ),
        ("# PUG\n\n## Board\n\n- Spring: April 12, 5:30 pm CET\n", {(5, "zone-contradicts-date")}),
        ("# X\n\n* Next meeting: April 12, 5:30 pm CET\n", {(3, "zone-contradicts-date")}),
        ("# X\n\n- A\n  - April 12, 2027, 5:30 pm CET\n", {(4, "zone-contradicts-date")}),
        ("# X\n\n## April 12, 2027, 5:30 pm CET\n", {(3, "zone-contradicts-date")}),
        ("# X\n\n| Date | Time |\n|---|---|\n| 2027-04-12 | 17:30 CET |\n", {(5, "zone-contradicts-date")}),
    ],
)
def test_a_date_with_wrong_letters_or_weekday_in_any_words(text, found):
    about_dates = ("zone-contradicts-date", "contradiction")
    assert {one for one in codes(text) if one[1] in about_dates} == found


@pytest.mark.parametrize(
    "line",
    [
        "The spring board meeting is on April 12, 2027, 5:30 pm CEST.",
        "Public meeting on Monday 7 December 2026 at 19:00 CET.",
        "On 12 April we decided to meet at noon. The call of 7 December is at 19:00 CET.",
        "The call of 12 April 2027 moves from 6 December, 17:00 CET.",
        "Until 12 April 2027 we met at 17:00 CET, since then at 17:00 CEST.",
        "Phoenix meets on July 1, 2027 at 17:00 MST.",
        "> On April 12, 2027, 5:30 pm CET somebody wrote this.",
        "```\nApril 12, 2027, 5:30 pm CET\n```",
        "The Tuesday group decides on 7 December 2026, 19:00 CET.",
    ],
)
def test_what_is_said_of_dates_without_a_fault(line):
    about_dates = ("zone-contradicts-date", "contradiction")
    assert [one for one in codes(f"# PUG\n\n{line}\n") if one[1] in about_dates] == []


@pytest.mark.parametrize(
    "there",
    [
        "Every first and third Wednesday at 17:00 Europe/Berlin.",
        "- When: first and third Wednesday at 17:00 Europe/Berlin",
    ],
)
@pytest.mark.parametrize(
    "here",
    [
        "## Security WG\nEvery first and third Wednesday at 16:00 UTC.\n",
        "# Foo\nThe Security WG meets every first and third Wednesday at 16:00 UTC.\n",
    ],
)
def test_a_heading_and_a_sentence_name_one_call(here, there):
    (found,) = across(a=f"# Foo\n\n## Security WG\n{there}\n", b=here)
    assert found[0] == "contradiction"


def test_who_meets_is_read_from_a_sentence():
    names = [c.subject.name for c in read("# Foo\nThe **Data WG** meets every Tuesday at 16:00 UTC.\n").calls]
    assert names == ["Data WG"]
    for words in ("We meet", "This group meets", "There are meetings held"):
        assert [c.subject.name for c in read(f"# Foo\n{words} every Tuesday at 16:00 UTC.\n").calls] == [
            "Foo"
        ]


def test_a_page_title_does_not_make_two_meetings_one():
    table = "# Python User Group\n\n| Date | Topic | Time |\n|---|---|---|\n| 2026-12-07 | Public: talks | 19:00 CET |\n"
    board = "# Python User Group\nBoard meeting: Mondays 17:00 Berlin time.\n"
    assert across(a=table, b=board) == []
    sentence = "# Python User Group\nThe **board meeting** takes place every Monday at 18:00 Berlin time.\n"
    assert across(a=sentence, b=board) == [("contradiction", "a.md:2", "b.md:2")]
    public = "# Python User Group\nThe public meeting takes place every Monday at 18:00 Berlin time.\n"
    assert across(a=public, b=board) == []


def test_what_a_paragraph_says_is_told_once_on_its_own_line():
    text = "# Foo\nThe Data WG meets every Tuesday at 16:00 UTC.\nThe Docs group meets every other Thursday, 15:00 UTC.\n"
    assert codes(text) == [(2, "assumed-start"), (3, "no-anchor-date")]
