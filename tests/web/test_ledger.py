"""The ledgers of decisions and of actions: everything that published notes say, found, ordered and taken along."""

import csv
import datetime as dt
import io
from xml.etree import ElementTree

import pytest
from cast import make_community, make_group, make_notes, make_series

from commonhour.models import ActionItem, Occurrence

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def dates(now):
    make_community()
    series = make_series(group=make_group(), dtstart="20261001T160000")
    return list(Occurrence.objects.filter(series=series).order_by("start")[:6])


def text_of(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status, page.content.decode()[:400]
    return page.content.decode()


def texts(client, path, noun):
    return [one["text"] for one in client.get(path).json()[noun]]


def test_a_decision_leads_to_its_line_in_the_notes_of_its_date(client, dates):
    make_notes(dates[0], "Hello\nDECISION: Ship on *Friday*\n")
    path = f"/meetings/metrics-call/{dates[0].slug}/"
    page = text_of(client, "/decisions/")
    assert f'<a href="{path}#line-2">' in page
    assert "Ship on <em>Friday</em>" in page
    facts = client.get("/decisions.json").json()
    assert facts["total"] == 1
    assert facts["decisions"][0]["url"] == f"http://127.0.0.1:8000{path}#line-2"
    rows = list(csv.reader(io.StringIO(client.get("/decisions.csv").content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["Ship on *Friday*", "", dates[0].local_day.isoformat()]
    feed = ElementTree.fromstring(client.get("/decisions.atom").content)
    assert [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")] == ["Ship on *Friday*"]


def test_a_draft_is_in_no_ledger(client, dates):
    make_notes(dates[0], "DECISION: Secret\nACTION: @ana hide it by 2026-12-01\n", stage="draft")
    for path in ("/decisions", "/actions"):
        for end in ("/", ".json", ".csv"):
            assert "Secret" not in text_of(client, path + end)
            assert "hide it" not in text_of(client, path + end)
    assert "hide it" not in text_of(client, "/actions.ics")


def test_actions_are_narrowed_and_ordered(client, dates):
    make_notes(
        dates[0],
        "ACTION: @ana write the post by 2026-11-01\nACTION: @Bob book a room by 2026-11-27\nACTION: think\n"
        "- [x] @ana old thing\n",
    )
    for query, found in {
        "": ["write the post", "book a room", "think"],
        "?owner=ana": ["write the post"],
        "?owner=bob": ["book a room"],
        "?q=POST": ["write the post"],
        "?due=overdue": ["write the post"],
        "?due=week": ["book a room"],
        "?state=done": ["old thing"],
        "?state=all&owner=ana": ["write the post", "old thing"],
        "?year=2025": [],
        "?series=metrics-call&group=metrics&sort=newest": ["think", "book a room", "write the post"],
        "?state=bogus&year=x&due=never&sort=up": ["write the post", "book a room", "think"],
    }.items():
        assert texts(client, f"/actions.json{query}", "actions") == found, query
        text_of(client, f"/actions/{query}")
    assert "overdue" in text_of(client, "/actions/?owner=ana")


def test_how_often_it_was_carried_over_is_told(client, dates):
    for date in dates[:3]:
        make_notes(date, "ACTION: @ana write the post\n")
    assert "carried over 2 times" in text_of(client, "/actions/")
    assert client.get("/actions.json").json()["actions"][0]["carried_over"] == 2


def test_due_days_are_whole_days_of_a_calendar(client, dates):
    make_notes(dates[0], "ACTION: @ana write; the post by 2026-12-01\nACTION: think\n")
    item = ActionItem.objects.get(owner="ana")
    text = text_of(client, "/actions.ics")
    assert f"UID:{item.public_id}@127.0.0.1:8000\r\n" in text
    assert "DTSTART;VALUE=DATE:20261201\r\n" in text
    assert "SUMMARY:ana: write\\; the post\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1


def test_a_table_for_a_spreadsheet_starts_no_formula(client, dates):
    make_notes(dates[0], "ACTION: =HYPERLINK(1)\n")
    assert "'=HYPERLINK(1)" in text_of(client, "/actions.csv")


@pytest.mark.parametrize(
    "path", ["/decisions/", "/decisions.json", "/actions/", "/actions.json", "/actions.ics"]
)
def test_one_and_four_take_the_same_number_of_queries(client, dates, django_assert_num_queries, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(date, number):
        make_notes(date, f"DECISION: Number {number}\nACTION: @ana do {number} by 2026-12-0{number}\n")

    fill(dates[0], 1)
    client.get(path + "?sort=newest")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(path + "?page=1")
    for number in (2, 3, 4):
        fill(dates[number], number)
    with CaptureQueriesContext(connection) as four:
        client.get(path + "?page=1")
    assert len(four) <= len(one) + 1


def test_many_are_turned_over(client, dates):
    make_notes(dates[0], "\n".join(f"DECISION: Number {n}" for n in range(60)))
    assert "Page 2 of 2" in text_of(client, "/decisions/?page=2")
    first = client.get("/decisions.json").json()
    assert (len(first["decisions"]), first["total"]) == (50, 60)
    assert first["next"].endswith("/decisions.json?page=2")


def test_what_has_a_removed_series_is_in_no_ledger(client, dates):
    make_notes(dates[0], "DECISION: Ship\nACTION: @ana ship\n")
    type(dates[0].series).objects.update(removed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert texts(client, "/decisions.json", "decisions") == []
    assert texts(client, "/actions.json", "actions") == []
