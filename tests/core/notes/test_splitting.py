"""One endless document, cut by its days: nothing is lost, the order stays, and the years nobody wrote are those they must be."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.notes.days import days_in
from commonhour.core.notes.splitting import split

TODAY = dt.date(2026, 11, 29)
DAYS = {
    "2026-11-26": (2026, 11, 26), "2019.04.18": (2019, 4, 18), "26/11/2026": (2026, 11, 26), "11/26/2026": (2026, 11, 26),
    "Nov 26th": (None, 11, 26), "April 1, 2024": (2024, 4, 1), "Feb-27": (None, 2, 27), "20261126": (2026, 11, 26),
    "26 de noviembre de 2026": (2026, 11, 26), "26. November 2026": (2026, 11, 26), "2026年11月26日": (2026, 11, 26),
    "26.11.2026": (2026, 11, 26), "26/11": (None, 11, 26), "Thursday, November 26, 2026": (2026, 11, 26),
    "26-Nov-2026": (2026, 11, 26), "2026_11_26": (2026, 11, 26), "2026-11-26T16:00Z": (2026, 11, 26), "11/26/26": (2026, 11, 26),
}  # fmt: skip
NO_DAYS = [
    "rfcs#3067",
    "version 1.54.0",
    "2026-13-40",
    "room 12/404",
    "10:30",
    "ip 10.0.0.1",
    "may 70",
    "99/99/2026",
]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_in_the_ways_people_write_it(text):
    (found,) = days_in(text)
    assert (found.year, found.month, found.day, found.is_either) == (*DAYS[text], False)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_none(text):
    assert not days_in(text)


def meetings(text, **hints):
    return [str(one.date) for one in split(text, TODAY, **hints) if one.is_meeting]


def document(*headings):
    return "".join(f"{heading}\n\n- said\n\n" for heading in headings)


def test_years_are_inferred_newest_first_and_last():
    newest_first = document("## Nov 26th", "## Nov 12th", "## Jan 8", "## Dec 18", "## Dec 4")
    assert meetings(newest_first) == ["2026-11-26", "2026-11-12", "2026-01-08", "2025-12-18", "2025-12-04"]
    newest_last = document("## 4 Dec", "## 18 Dec", "## 8 Jan", "## 12 Nov", "## 26 Nov")
    assert meetings(newest_last) == ["2025-12-04", "2025-12-18", "2026-01-08", "2026-11-12", "2026-11-26"]


def test_one_year_that_is_written_is_that_of_its_neighbours():
    assert meetings(document("## Feb 3", "## Jan 20, 2022", "## Dec 30", "## Dec 16")) == [
        "2022-02-03", "2022-01-20", "2021-12-30", "2021-12-16",
    ]  # fmt: skip


def test_a_heading_with_the_year_gives_it_and_is_no_meeting():
    text = document("# 2025", "## 3 March", "## 3 February", "# 2024", "## 2 December")
    assert meetings(text) == ["2025-03-03", "2025-02-03", "2024-12-02"]


def test_which_number_is_the_month_is_told_by_the_other_days():
    assert meetings(document("## 04/03/2026", "## 18/03/2026")) == ["2026-03-04", "2026-03-18"]
    assert meetings(document("## 03/04/2026", "## 03/18/2026")) == ["2026-03-04", "2026-03-18"]
    assert meetings(document("## 01/03/2026", "## 01/10/2026", "## 02/07/2026")) == [
        "2026-01-03", "2026-01-10", "2026-02-07",
    ]  # fmt: skip
    assert meetings(document("## Wed 04/03/2026", "## Thu 05/03/2026")) == ["2026-03-04", "2026-03-05"]


def test_what_nobody_can_tell_stays_undecided():
    assert meetings(document("## 01/02/2026", "## 03/04/2026", "## 2026-05-06")) == [
        "None",
        "None",
        "2026-05-06",
    ]


def test_a_table_of_contents_is_no_meeting():
    text = "# Notes\n\n2026-11-26\n2026-11-12\n\n" + document("2026-11-26", "2026-11-12")
    assert meetings(text) == ["2026-11-26", "2026-11-12"]
    linked = "- [Nov 26](#a)\n- [Nov 12](#b)\n\n" + document("## Nov 26, 2026", "## Nov 12, 2026")
    assert meetings(linked) == ["2026-11-26", "2026-11-12"]


def test_a_day_within_notes_begins_no_meeting():
    text = "## 2026-11-26\n\nNext release: 2026-12-01\n\n### Due 2026-12-05\n\n```\n## 2026-01-01\n```\n## 2026-11-12\n\nx\n"
    assert meetings(text) == ["2026-11-26", "2026-11-12"]


@pytest.mark.parametrize(
    "form",
    [
        "# **{}**",
        "**{}**",
        "{}\n===",
        "{} | Weekly call",
        "## TSC Meeting {}",
        "## {}: planning",
        "## \\[{}\\]",
    ],
)
def test_days_stand_over_meetings_in_many_ways(form):
    text = document(*(form.format(day) for day in ("2026-11-26", "2026-11-12", "2026-10-29")))
    assert meetings(text) == ["2026-11-26", "2026-11-12", "2026-10-29"]


def test_the_template_and_the_archive_belong_to_no_meeting():
    text = document("## 2026-11-26", "## 2026-11-12", "## YYYY-MM-DD", "## Archive")
    pieces = split(text, TODAY)
    assert [one.is_meeting for one in pieces] == [True, True, False, False]


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
HEADING = st.sampled_from(
    ["## Nov 26th", "## 2026-11-12", "# 2025", "**Oct 29**", "2026-10-15", "## 03/04/2026", "```", "---", "===", "- 2026-01-02", "## Notes 1 May"]
)  # fmt: skip


@given(st.lists(LINE | HEADING, max_size=30).map("\n".join))
def test_all_pieces_are_the_text_and_no_meeting_moves(text):
    pieces = split(text, TODAY)
    assert "".join(one.text for one in pieces) == text
    assert [one.line for one in pieces] == sorted(one.line for one in pieces)
    lines = text.splitlines()
    assert all(lines[one.line - 1] == one.text.splitlines()[0] for one in pieces)


@given(
    st.lists(st.integers(7, 120), min_size=1, max_size=40),
    st.booleans(),
    st.sampled_from(["%B %d", "%d %b", "%b %d, %A"]),
)
def test_meetings_that_follow_each_other_within_months_get_their_years_back(gaps, is_newest_first, form):
    days = [TODAY]
    for gap in gaps:
        days.append(days[-1] - dt.timedelta(days=gap))
    if len({(day.month, day.day) for day in days}) < len(days):
        return
    shown = days if is_newest_first else days[::-1]
    assert meetings(document(*(f"## {day:{form}}" for day in shown))) == [str(day) for day in shown]
