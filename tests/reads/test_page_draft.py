"""Importing a page and taking the hub as a draft again gives the same page."""

import datetime as dt
from copy import deepcopy
from pathlib import Path

import pytest
from cast import worded
from django.apps import apps

from commonhour.actions.source import stop_source, take_copy
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import (
    Draft,
    DraftCallForProposals,
    DraftChannel,
    DraftCommunity,
    DraftGoal,
    DraftGroup,
    DraftPerson,
    DraftSeries,
    DraftSession,
    DraftSource,
    DraftSpace,
    Unplaced,
)  # fmt: skip
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.undecided.question import told
from commonhour.formats.ical import read_calendar
from commonhour.formats.page import read_page, write_page
from commonhour.models import Group, Occurrence, Series, Source
from commonhour.reads.page_draft import page_draft

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def a_page() -> Draft:
    weekly = Schedule(
        "20261103T160000", "Europe/Madrid", dt.timedelta(hours=1), "FREQ=WEEKLY;INTERVAL=2",
        rdates=("20261126T160000",), exdates=("20261229T160000",), uid="metrics@page",
        overrides=(Override("20261201T160000", status=CANCELLED, reason="Holiday"),),
    )  # fmt: skip
    chat = DraftChannel("chat", "Slack", "#wg-metrics")
    twice = DraftChannel("repo", "Repo", "", "https://github.com/x/y")
    return Draft(
        "page",
        community=DraftCommunity("Meetings", "/community/", "info@example.org", "All of us.", [chat], "Europe/Madrid"),
        spaces=[DraftSpace("learn", "Learning", "Talks", 0), DraftSpace("work", "Working", "", 1)],
        groups=[
            DraftGroup(
                "metrics", "OSPO Metrics", space="work", parent="umbrella", description="We count.",
                region="Global", lead_organisation="CHAOSS", goals=[DraftGoal("Count", dt.date(2026, 12, 31)), DraftGoal("Sum")],
                people=[DraftPerson("Ana", "moderator", "ACME", "https://ana.example"), DraftPerson("Ben Short", "chair")],
                channels=[chat, twice, twice],
            ),
            DraftGroup("umbrella", "Umbrella", kind="chapter", state="paused", people=[DraftPerson("Ana", "moderator")]),
        ],
        series=[
            DraftSeries("metrics-call", "Metrics call", "metrics", calls_for_proposals=[DraftCallForProposals("Submit", "https://cfp.example")], schedules=[weekly]),
            DraftSeries("umbrella-call", "Umbrella call", "umbrella", question=told("Which day?"), categories=["talk"]),
            DraftSeries("open-call", "Open call", region="EMEA", question=told("When?"), url="https://open.example"),
        ],
        sessions=[
            DraftSession("metrics-call", dt.date(2026, 11, 3), "On counting", [{"name": "Zoe", "organisation": "X"}], ["t"], "https://v.example", ""),
            DraftSession(None, None, "Some day"),
        ],
        sources=[DraftSource("google", "https://calendar.example/a.ics", "Europe/Madrid")],
        unplaced=[Unplaced("page.md:9", "A word")],
    )  # fmt: skip


def test_the_hub_as_a_page_is_the_page_that_was_imported() -> None:
    page = a_page()
    import_draft(deepcopy(page), now=NOW, actor=TERMINAL, name="page.md")
    assert page_draft() == page


def test_it_is_still_that_page_after_importing_it_again() -> None:
    page = a_page()
    for _ in range(2):
        import_draft(deepcopy(page), now=NOW, actor=TERMINAL, name="page.md")
    assert page_draft() == page


def test_a_calendar_s_unplaced_calls_are_in() -> None:
    call = DraftSeries(
        "x", "Steering", schedules=[Schedule("20261103T160000", "UTC", dt.timedelta(hours=1), uid="u")]
    )
    import_draft(Draft("calendar", series=[call]), now=NOW, actor=TERMINAL, name="a.ics")
    (series,) = page_draft().series
    assert (series.title, series.group, series.schedules) == ("Steering", None, call.schedules)


def dates() -> list[tuple[object, ...]]:
    rows = Occurrence.objects.select_related("series__group", "schedule").order_by("start", "series__slug")
    return [
        (o.series.slug, o.series.title, o.series.group and o.series.group.slug, o.recurrence_id, o.start, o.end, o.status, o.summary, o.reason, o.schedule and o.schedule.uid)
        for o in rows
    ]  # fmt: skip


def forget_everything() -> None:
    """An empty hub inside the test's transaction, where PostgreSQL would not truncate."""
    for model in apps.get_app_config("commonhour").get_models():
        model.objects.all().delete()


@pytest.mark.parametrize("shortcodes", [False, True])
def test_the_demo_s_page_in_a_fresh_hub_has_the_same_dates(shortcodes: bool) -> None:
    demo = Path(__file__).parents[2] / "demo"
    page = read_page((demo / "meetings.md").read_bytes(), where="meetings.md", today=NOW.date())
    import_draft(page, now=NOW, actor=TERMINAL, name="meetings.md")
    calendar = read_calendar((demo / "community.ics").read_bytes(), where="community.ics")
    import_draft(calendar, now=NOW, actor=TERMINAL, name="community.ics")
    first, there = page_draft(), dates()
    text = write_page(first, shortcodes=shortcodes)
    assert len(there) > 500
    forget_everything()
    import_draft(read_page(text, where="p.md", today=NOW.date()), now=NOW, actor=TERMINAL, name="p.md")
    assert dates() == there
    assert page_draft().series == first.series
    assert page_draft().groups == first.groups


def test_a_question_that_an_outside_calendar_answers_stands_on_the_page_with_its_time():
    group = Group.objects.create(slug="metrics", name="Metrics")
    open_call = Series.objects.create(
        slug="metrics-call", title="Metrics call", group=group, question=worded("When?")
    )
    source = Source.objects.create(
        kind="ics", url="https://cal.example.org/a.ics", feed_url="https://cal.example.org/a.ics", group=group, is_shown=True
    )  # fmt: skip
    body = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@there\r\nSUMMARY:Metrics call\r\nRRULE:FREQ=WEEKLY\r\n"
        b"DTSTART;TZID=Europe/Madrid:20261103T160000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    take_copy(source, body, etag="", modified="", now=NOW, actor=WORKER)
    open_call.refresh_from_db()
    assert open_call.source_id is None
    there = next(one for one in page_draft().series if one.slug == "metrics-call")
    assert [(one.dtstart, one.rrule) for one in there.schedules] == [("20261103T160000", "FREQ=WEEKLY")]
    again = read_page(write_page(page_draft()).encode(), where="page.md", today=NOW.date())
    report = import_draft(again, now=NOW, actor=TERMINAL, name="page.md")
    assert [one for one in report.findings if one.code == "kept-both"] == []
    assert open_call.schedules.get().source_id == source.pk  # still the calendar's, and still the only one
    stop_source(source, now=NOW, actor=TERMINAL)
    assert next(one for one in page_draft().series if one.slug == "metrics-call").schedules == []
