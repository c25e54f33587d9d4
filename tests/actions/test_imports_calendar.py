"""A calendar's calls: into their groups, into the undecided series they answer, or waiting to be placed."""

import datetime as dt
from copy import deepcopy

import pytest
from cast import asked

from commonhour.actions.upstream import (
    ImportReport,
    Placing,
    foresee,
    import_draft,
    place_calls,
    unplace_series,
)
from commonhour.core.draft import Draft, DraftChannel, DraftCommunity, DraftGroup, DraftJoin, DraftSeries
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import told
from commonhour.errors import Conflict
from commonhour.errors.telling import tell
from commonhour.models import (
    ChangeSet,
    Community,
    ExternalRef,
    Group,
    Import,
    JoinTarget,
    Occurrence,
    OldPath,
    Series,
)  # fmt: skip
from commonhour.models import Schedule as ScheduleRow

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=3)
pytestmark = pytest.mark.django_db


def call(uid: str, title: str, **facts: object) -> DraftSeries:
    when = Schedule("20261103T160000", "Europe/Madrid", dt.timedelta(hours=1), "FREQ=WEEKLY", uid=uid)
    return DraftSeries(uid, title, schedules=[when], where=f"a.ics:{uid}", **facts)  # type: ignore[arg-type]


def page() -> Draft:
    return Draft(
        "page",
        community=DraftCommunity("TODO Group", tzid="Europe/Madrid"),
        groups=[
            DraftGroup("metrics", "OSPO Metrics", channels=[DraftChannel("chat", "Slack", "#wg-metrics")]),
            DraftGroup("book", "OSPO Book"),
        ],
        series=[
            DraftSeries("metrics-call", "The metrics call", "metrics", question=told("Which day?")),
            DraftSeries("book-call", "The book call", "book", question=told("Which day?")),
        ],
    )


def calendar() -> Draft:
    return Draft(
        "calendar",
        community=DraftCommunity("Some calendar", tzid="Asia/Tokyo"),
        series=[call("a", "OSPO Metrics"), call("b", "OSPO Metrics – APAC"), call("c", "Steering", joins=[DraftJoin("https://zoom.us/j/1")])],
    )  # fmt: skip


def bring(draft: Draft, now: dt.datetime = NOW, group: Group | None = None) -> ImportReport:
    return import_draft(deepcopy(draft), now=now, actor=TERMINAL, name="a.ics", group=group)


def test_the_first_match_fills_the_undecided_series_and_the_next_are_further_ones() -> None:
    bring(page())
    bring(calendar())
    filled = Series.objects.get(slug="metrics-call")
    assert (filled.title, asked(filled)) == ("The metrics call", "")
    assert [row.uid for row in filled.schedules.all()] == ["a"]
    assert tell(filled.match_reason) == "The title names “OSPO Metrics”."
    assert {one.title for one in Series.objects.for_groups(["metrics"])} == {
        "The metrics call",
        "OSPO Metrics – APAC",
    }
    assert filled.occurrences.exists()


def test_what_names_no_group_waits_with_its_reason() -> None:
    bring(page())
    report = bring(calendar())
    waiting = Series.objects.unplaced().get()
    assert (waiting.title, tell(waiting.match_reason)) == ("Steering", "The title names no group.")
    finding = next(f for f in report.findings if f.code == "unmatched-event")
    assert finding.where == "a.ics:c"
    assert "Steering" in finding.message


def test_a_calendar_does_not_rename_the_community() -> None:
    bring(page())
    bring(calendar())
    assert (Community.the().title, Community.the().tzid) == ("TODO Group", "Europe/Madrid")


def test_the_same_calendar_again_changes_nothing() -> None:
    bring(page())
    bring(calendar())
    sets, rows = ChangeSet.objects.count(), Series.objects.count()
    report = bring(calendar(), LATER)
    assert (ChangeSet.objects.count(), Series.objects.count()) == (sets, rows)
    assert [f.code for f in report.findings] == ["unmatched-event"]


def test_the_page_again_after_the_calendar_does_not_ask_again() -> None:
    for draft in (page(), calendar(), page(), calendar()):
        report = bring(draft)
        assert "kept-both" not in [f.code for f in report.findings]
    assert asked(Series.objects.get(slug="metrics-call")) == ""
    assert ScheduleRow.objects.count() == 3


def test_a_call_renamed_there_stays_in_its_group() -> None:
    bring(page())
    bring(calendar())
    renamed = calendar()
    renamed.series[1].title = "Something else entirely"
    bring(renamed, LATER)
    assert Series.objects.get(schedules__uid="b").group == Group.objects.get(slug="metrics")
    assert Series.objects.get(schedules__uid="b").title == "Something else entirely"


def test_a_filled_series_keeps_its_title_when_the_calendar_changes_its_own() -> None:
    bring(page())
    bring(calendar())
    renamed = calendar()
    renamed.series[0].title = "OSPO Metrics, renamed"
    report = bring(renamed, LATER)
    assert Series.objects.get(schedules__uid="a").title == "The metrics call"
    assert "kept-both" in [f.code for f in report.findings]


def test_a_chosen_group_takes_every_call() -> None:
    bring(page())
    bring(calendar(), group=Group.objects.get(slug="book"))
    assert set(Series.objects.filter(schedules__isnull=False).values_list("group__slug", flat=True)) == {
        "book"
    }


def test_a_group_that_comes_later_takes_the_calls_that_waited() -> None:
    bring(calendar())
    assert Series.objects.unplaced().count() == 3
    bring(page())
    bring(calendar(), LATER)
    assert [one.title for one in Series.objects.unplaced()] == ["Steering"]
    assert Series.objects.get(slug="metrics-call").schedules.get().uid == "a"
    assert Occurrence.objects.filter(series__slug="metrics-call").exists()
    assert Series.objects.count() == 4


def test_placing_fills_is_remembered_and_keeps_the_address() -> None:
    bring(page())
    bring(calendar())
    waiting, book = Series.objects.unplaced().get(), Group.objects.get(slug="book")
    (placed,) = place_calls([Placing(waiting, book)], now=NOW, actor=TERMINAL)
    assert (placed.slug, asked(placed), placed.group) == ("book-call", "", book)
    assert placed.occurrences.exists()
    assert JoinTarget.objects.get(series=placed).reveal()[0] == "https://zoom.us/j/1"
    assert OldPath.objects.get(path=f"/meetings/{waiting.slug}/").object_id == placed.pk
    report = bring(calendar(), LATER)
    assert Series.objects.get(schedules__uid="c") == placed
    assert report.findings == ()


def test_placing_into_a_group_with_no_question_adds_a_series() -> None:
    bring(calendar())
    group = Group.objects.create(slug="board", name="Board")
    (placed,) = place_calls([Placing(Series.objects.get(schedules__uid="c"), group)], now=NOW, actor=TERMINAL)
    assert (placed.title, placed.group) == ("Steering", group)


def test_what_is_placed_cannot_be_placed_again() -> None:
    bring(page())
    bring(calendar())
    with pytest.raises(Conflict):
        place_calls(
            [Placing(Series.objects.get(schedules__uid="a"), Group.objects.get(slug="book"))],
            now=NOW,
            actor=TERMINAL,
        )


def test_unplacing_gives_the_question_back_and_is_remembered() -> None:
    bring(page())
    bring(calendar())
    filled = Series.objects.get(slug="metrics-call")
    own = unplace_series(filled, now=NOW, actor=TERMINAL)
    filled.refresh_from_db()
    assert (asked(filled), filled.schedules.count()) == ("Which day?", 0)
    assert (own.title, own.group, own.schedules.get().uid) == ("OSPO Metrics", None, "a")
    bring(calendar(), LATER)
    assert Series.objects.get(schedules__uid="a").group is None


def test_unplacing_then_placing_again() -> None:
    bring(page())
    bring(calendar())
    own = unplace_series(Series.objects.get(schedules__uid="b"), now=NOW, actor=TERMINAL)
    assert own.group is None
    place_calls([Placing(own, Group.objects.get(slug="book"))], now=NOW, actor=TERMINAL)
    bring(calendar(), LATER)
    assert Series.objects.get(schedules__uid="b").group == Group.objects.get(slug="book")


def test_a_call_without_a_readable_time_is_known_by_its_title() -> None:
    draft = Draft("calendar", series=[DraftSeries("x", "OSPO Metrics", question=told("No zone."))])
    bring(page())
    bring(draft)
    bring(draft, LATER)
    assert Series.objects.for_groups(["metrics"]).count() == 1


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (Group, Series, ScheduleRow, Occurrence, ExternalRef, Import, ChangeSet)
    ]  # type: ignore[attr-defined]


def previewed(draft: Draft, **how: object) -> Draft:
    foresee(draft, now=NOW, **how)  # type: ignore[arg-type]
    return draft


def test_a_preview_says_what_would_come_and_writes_nothing() -> None:
    bring(page())
    before, version = counts(), Community.the().content_version
    draft = previewed(calendar())
    assert (counts(), Community.the().content_version) == (before, version)
    assert [match.group for match in draft.matches] == ["metrics", "metrics", None]
    assert draft.series[0].group == "metrics"
    assert draft.occurrences == 3 * 52
    assert [f.code for f in draft.findings] == ["unmatched-event"]


def test_a_preview_shows_what_would_be_kept() -> None:
    bring(page())
    Group.objects.filter(slug="metrics").update(description="Ours.")
    changed = page()
    changed.groups[0].description = "Theirs."
    assert [f.code for f in previewed(changed).findings] == ["kept-both"]
    assert Group.objects.get(slug="metrics").description == "Ours."


def test_a_previewed_draft_can_be_imported_and_finds_nothing_twice() -> None:
    bring(page())
    draft = previewed(calendar())
    report = import_draft(draft, now=NOW, actor=TERMINAL, name="a.ics")
    assert [f.code for f in report.findings] == ["unmatched-event"]


def test_a_preview_counts_on_the_files_before_it() -> None:
    draft = previewed(calendar(), alongside=[page()])
    assert [match.group for match in draft.matches] == ["metrics", "metrics", None]
    assert not Group.objects.exists()


def test_without_a_hub_the_groups_of_the_same_run_are_matched_with() -> None:
    draft = previewed(calendar(), alongside=[page()], with_hub=False)
    assert [match.group for match in draft.matches] == ["metrics", "metrics", None]
    assert draft.occurrences == 3 * 52


def test_a_large_calendar_is_imported_with_queries_in_proportion(
    django_assert_max_num_queries: object,
) -> None:
    draft = Draft("calendar", series=[call(f"u{n}", f"Call {n}") for n in range(40)])
    with django_assert_max_num_queries(40 * 30):  # type: ignore[operator]
        bring(draft)
    assert Series.objects.count() == 40
