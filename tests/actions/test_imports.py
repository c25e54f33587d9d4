"""Importing a page, and importing it again after it changed there, here, on both sides, or not at all."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy

import pytest
from cast import asked, worded

from commonhour.actions.upstream import ImportReport, import_draft
from commonhour.core.draft import (
    Draft,
    DraftCallForProposals,
    DraftChannel,
    DraftCommunity,
    DraftGoal,
    DraftGroup,
    DraftJoin,
    DraftPerson,
    DraftSeries,
    DraftSession,
    DraftSource,
    DraftSpace,
)  # fmt: skip
from commonhour.core.finding import notice
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import Question, told
from commonhour.models import (
    Change,
    ChangeSet,
    Channel,
    Community,
    ExternalRef,
    Goal,
    Group,
    Import,
    JoinTarget,
    Membership,
    Occurrence,
    Person,
    Series,
    Session,
    Source,
)  # fmt: skip
from commonhour.models import Schedule as ScheduleRow

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=3)
SECRET = "https://zoom.us/j/987654321"
pytestmark = pytest.mark.django_db


def schedule(**changed: object) -> Schedule:
    facts = {
        "dtstart": "20261103T160000", "tzid": "Europe/Madrid", "duration": dt.timedelta(hours=1), "rrule": "FREQ=WEEKLY",
        "uid": "call@page",
    }  # fmt: skip
    return Schedule(**{**facts, **changed})  # type: ignore[arg-type]


def page() -> Draft:
    return Draft(
        "page",
        community=DraftCommunity("Meetings", "/community/", "info@example.org", "About us."),
        spaces=[DraftSpace("work", "Working")],
        groups=[
            DraftGroup(
                "metrics", "OSPO Metrics", space="work", description="We count.", region="EMEA", lead_organisation="CHAOSS",
                goals=[DraftGoal("Count", dt.date(2026, 12, 31))], people=[DraftPerson("Ana", "moderator", "ACME")],
                channels=[DraftChannel("repo", "Repo", "", "https://github.com/x/y")],
            ),
            DraftGroup("book", "OSPO Book", people=[DraftPerson("Ana", "moderator")]),
        ],
        series=[
            DraftSeries(
                "metrics-call", "Metrics call", "metrics", description="Weekly.", url="https://a.example",
                calls_for_proposals=[DraftCallForProposals("Submit", "https://cfp.example")], schedules=[schedule()], joins=[DraftJoin(SECRET, "4711")],
            ),
            DraftSeries("book-call", "Book call", "book", question=told("Which day?")),
        ],
        sessions=[DraftSession("metrics-call", dt.date(2026, 11, 3), "On counting")],
        sources=[DraftSource("google", "https://calendar.example/a.ics")],
    )  # fmt: skip


def bring(draft: Draft, now: dt.datetime = NOW) -> ImportReport:
    return import_draft(deepcopy(draft), now=now, actor=TERMINAL, name="page.md")


def codes(report: ImportReport) -> list[str]:
    return [finding.code for finding in report.findings]


def test_everything_of_a_page_is_written() -> None:
    report = bring(page())
    group = Group.objects.get(slug="metrics")
    assert (group.space.slug, group.lead_organisation) == ("work", "CHAOSS")  # type: ignore[union-attr]
    assert [goal.due for goal in group.goals.all()] == [dt.date(2026, 12, 31)]
    assert [str(m) for m in group.memberships.all()] == ["Ana (moderator)"]
    assert asked(Series.objects.get(slug="book-call")) == "Which day?"
    assert Occurrence.objects.filter(series__slug="metrics-call", start__gte=NOW).count() > 50
    assert Community.the().title == "Meetings"
    assert Source.objects.get().kind == "google"
    assert report.added["group"] == 2
    assert "added" in report.summary


def test_two_people_with_one_first_name_are_not_made_one() -> None:
    bring(page())
    assert Person.objects.filter(name="Ana").count() == 2


def test_the_same_page_again_changes_nothing() -> None:
    bring(page())
    version, sets = Community.the().content_version, ChangeSet.objects.count()
    report = bring(page(), LATER)
    assert (Community.the().content_version, ChangeSet.objects.count()) == (version, sets)
    assert codes(report) == []
    assert Import.objects.count() == 2


def test_the_way_in_is_sealed_and_in_no_log() -> None:
    bring(page())
    assert JoinTarget.objects.get().reveal() == (SECRET, "4711")
    assert JoinTarget.objects.get().provider == "Zoom"
    rows = [
        *ExternalRef.objects.values_list("fields", flat=True),
        *Change.objects.values_list("after", flat=True),
    ]
    assert "987654321" not in str(rows) + str(list(Import.objects.values()))
    assert "4711" not in str(rows)


FIELDS: list[tuple[str, Callable[[Draft], object], Callable[[], object], str, str]] = [
    ("group name", lambda d: d.groups[0], lambda: Group.objects.get(slug="metrics"), "name", "name"),
    ("group description", lambda d: d.groups[0], lambda: Group.objects.get(slug="metrics"), "description", "description"),
    ("group region", lambda d: d.groups[0], lambda: Group.objects.get(slug="metrics"), "region", "region"),
    ("group lead", lambda d: d.groups[0], lambda: Group.objects.get(slug="metrics"), "lead_organisation", "lead_organisation"),
    ("series title", lambda d: d.series[0], lambda: Series.objects.get(slug="metrics-call"), "title", "title"),
    ("series description", lambda d: d.series[0], lambda: Series.objects.get(slug="metrics-call"), "description", "description"),
    ("series url", lambda d: d.series[0], lambda: Series.objects.get(slug="metrics-call"), "url", "url"),
    ("community title", lambda d: d.community, Community.the, "title", "title"),
    ("community description", lambda d: d.community, Community.the, "description", "description"),
    ("space name", lambda d: d.spaces[0], lambda: Group.objects.get(slug="metrics").space, "name", "name"),
    ("channel label", lambda d: d.groups[0].channels[0], lambda: Channel.objects.get(), "label", "label"),
    ("organisation", lambda d: d.groups[0].people[0], lambda: Person.objects.get(organisation__gt=""), "organisation", "organisation"),
    ("session url", lambda d: d.sessions[0], lambda: Session.objects.get(), "url", "url"),
]  # fmt: skip
each_field = pytest.mark.parametrize(
    ("there", "here", "draft_field", "field"), [f[1:] for f in FIELDS], ids=[f[0] for f in FIELDS]
)


def change_there(draft: Draft, there: Callable[[Draft], object], field: str, value: str) -> Draft:
    setattr(there(draft), field, value)
    return draft


def change_here(row: object, field: str, value: str) -> None:
    setattr(row, field, value)
    row.save()  # type: ignore[attr-defined]


@each_field
def test_changed_there_is_taken(
    there: Callable[[Draft], object], here: Callable[[], object], draft_field: str, field: str
) -> None:
    bring(page())
    report = bring(change_there(page(), there, draft_field, "theirs"), LATER)
    assert getattr(here(), field) == "theirs"
    assert "kept-both" not in codes(report)


@each_field
def test_changed_here_stays(
    there: Callable[[Draft], object], here: Callable[[], object], draft_field: str, field: str
) -> None:
    bring(page())
    change_here(here(), field, "ours")
    report = bring(page(), LATER)
    assert getattr(here(), field) == "ours"
    assert "kept-both" not in codes(report)


@each_field
def test_changed_on_both_sides_keeps_ours_and_shows_both(
    there: Callable[[Draft], object], here: Callable[[], object], draft_field: str, field: str
) -> None:
    bring(page())
    change_here(here(), field, "ours")
    report = bring(change_there(page(), there, draft_field, "theirs"), LATER)
    assert getattr(here(), field) == "ours"
    messages = [f.message for f in report.findings if f.code == "kept-both"]
    assert len(messages) == 1
    assert "theirs" in messages[0]
    assert "ours" in messages[0]


@each_field
def test_changed_alike_on_both_sides_is_fine(
    there: Callable[[Draft], object], here: Callable[[], object], draft_field: str, field: str
) -> None:
    bring(page())
    change_here(here(), field, "same")
    report = bring(change_there(page(), there, draft_field, "same"), LATER)
    assert getattr(here(), field) == "same"
    assert "kept-both" not in codes(report)


WHEN: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("dtstart", {"dtstart": "20261103T170000"}, {"dtstart": "20261103T180000"}),
    ("tzid", {"tzid": "Europe/London"}, {"tzid": "Asia/Tokyo"}),
    ("duration", {"duration": dt.timedelta(hours=2)}, {"duration_seconds": 1800}),
    ("rrule", {"rrule": "FREQ=WEEKLY;INTERVAL=2"}, {"rrule": "FREQ=MONTHLY;BYDAY=1TU"}),
    ("rdates", {"rdates": ("20261126T160000",)}, {"rdates": ["20261127T160000"]}),
    ("exdates", {"exdates": ("20261201T160000",)}, {"exdates": ["20261208T160000"]}),
]
each_when = pytest.mark.parametrize(("theirs", "ours"), [w[1:] for w in WHEN], ids=[w[0] for w in WHEN])


def stored(facts: dict[str, object]) -> dict[str, object]:
    """The draft's facts as the row has them."""
    found = {k: list(v) if isinstance(v, tuple) else v for k, v in facts.items()}
    if "duration" in found:
        found["duration_seconds"] = int(found.pop("duration").total_seconds())  # type: ignore[attr-defined]
    return found


def page_with(**when: object) -> Draft:
    draft = page()
    draft.series[0].schedules = [schedule(**when)]
    return draft


def row_facts(names: dict[str, object]) -> dict[str, object]:
    row = ScheduleRow.objects.get()
    return {name: getattr(row, name) for name in names}


@each_when
def test_a_time_changed_there_is_taken_and_told(theirs: dict[str, object], ours: dict[str, object]) -> None:
    bring(page())
    bring(page_with(**theirs), LATER)
    assert row_facts(stored(theirs)) == stored(theirs)
    row = ScheduleRow.objects.get()
    assert (row.sequence, row.changed_at) == (1, LATER)


@each_when
def test_a_time_changed_here_stays(theirs: dict[str, object], ours: dict[str, object]) -> None:
    bring(page())
    ScheduleRow.objects.update(**ours)
    report = bring(page(), LATER)
    assert row_facts(ours) == ours
    assert "kept-both" not in codes(report)


@each_when
def test_a_time_changed_on_both_sides_keeps_ours(theirs: dict[str, object], ours: dict[str, object]) -> None:
    bring(page())
    ScheduleRow.objects.update(**ours)
    report = bring(page_with(**theirs), LATER)
    assert row_facts(ours) == ours
    assert codes(report).count("kept-both") == 1


def test_a_moved_series_keeps_the_pages_of_its_dates_and_never_its_past() -> None:
    bring(page_with(overrides=(Override("20261208T160000", status=CANCELLED),)))
    before = {o.recurrence_id[:8]: o.public_id for o in Occurrence.objects.filter(start__gt=LATER)}
    past = list(Occurrence.objects.filter(start__lt=LATER).values_list("public_id", "start", "is_detached"))
    bring(
        page_with(dtstart="20261103T170000", overrides=(Override("20261208T170000", status=CANCELLED),)),
        LATER,
    )
    after = Occurrence.objects.filter(start__gt=LATER, is_detached=False)
    assert {o.recurrence_id[:8]: o.public_id for o in after} == before
    assert {o.recurrence_id[9:] for o in after} == {"170000"}
    assert [o.recurrence_id for o in after if o.is_cancelled] == ["20261208T170000"]
    assert (
        list(Occurrence.objects.filter(start__lt=LATER).values_list("public_id", "start", "is_detached"))
        == past
    )


def test_a_date_cancelled_here_stays_cancelled_when_the_series_moves_there() -> None:
    bring(page())
    ScheduleRow.objects.get().overrides.create(
        recurrence_id="20261208T160000", status=CANCELLED, changed_at=NOW
    )
    bring(page_with(dtstart="20261103T170000"), LATER)
    assert [o.recurrence_id for o in ScheduleRow.objects.get().overrides.all()] == ["20261208T170000"]
    assert Occurrence.objects.get(recurrence_id="20261208T170000").is_cancelled


def cancelled(reason: str) -> Override:
    return Override("20261208T160000", status=CANCELLED, reason=reason)


def test_an_override_follows_the_three_way_rule() -> None:
    bring(page_with(overrides=(cancelled("Holiday"),)))
    bring(page_with(overrides=(cancelled("Strike"),)), LATER)
    row = ScheduleRow.objects.get().overrides.get()
    assert row.reason == "Strike"
    row.reason = "Storm"
    row.save()
    report = bring(page_with(overrides=(cancelled("Snow"),)), LATER)
    assert ScheduleRow.objects.get().overrides.get().reason == "Storm"
    assert "Storm" in next(f.message for f in report.findings if f.code == "kept-both")


def test_an_override_taken_back_there_takes_place_again() -> None:
    bring(page_with(overrides=(cancelled("Holiday"),)))
    assert Occurrence.objects.get(recurrence_id="20261208T160000").is_cancelled
    bring(page(), LATER)
    assert not Occurrence.objects.get(recurrence_id="20261208T160000").is_cancelled


def test_list_members_come_and_go_there() -> None:
    bring(page())
    changed = page()
    changed.groups[0].goals = [DraftGoal("Sum")]
    changed.groups[0].people = [DraftPerson("Ben Short", "chair")]
    changed.groups[0].channels = [DraftChannel("chat", "Slack", "#metrics")]
    changed.series[0].calls_for_proposals = [DraftCallForProposals("Propose", "https://new.example")]
    bring(changed, LATER)
    group = Group.objects.get(slug="metrics")
    assert [goal.text for goal in group.goals.all()] == ["Sum"]
    assert [str(m) for m in group.memberships.filter(until=None)] == ["Ben Short (chair)"]
    assert [channel.name for channel in group.channels.all()] == ["#metrics"]
    assert [call.url for call in Series.objects.get(slug="metrics-call").calls_for_proposals.all()] == [
        "https://new.example"
    ]


def test_list_members_added_edited_and_removed_here_stay_so() -> None:
    bring(page())
    group = Group.objects.get(slug="metrics")
    Goal.objects.create(group=group, text="Our own goal")
    group.channels.all().delete()
    bring(page(), LATER)
    assert {goal.text for goal in group.goals.all()} == {"Count", "Our own goal"}
    assert not group.channels.exists()


def test_a_goal_edited_here_and_dropped_there_stays_and_is_reported() -> None:
    bring(page())
    Goal.objects.update(due=dt.date(2027, 1, 1))
    changed = page()
    changed.groups[0].goals = []
    report = bring(changed, LATER)
    assert Goal.objects.get().due == dt.date(2027, 1, 1)
    assert "kept-both" in codes(report)


def test_a_role_that_ended_there_ends_here_and_the_person_stays() -> None:
    bring(page())
    changed = page()
    changed.groups[0].people = []
    bring(changed, LATER)
    assert Membership.objects.get(group__slug="metrics").until == LATER.date()
    assert Person.objects.count() == 2


def test_a_group_renamed_on_the_page_stays_one_group_with_its_address() -> None:
    bring(page())
    changed = page()
    changed.groups[0].slug, changed.groups[0].name = (
        "ospo-metrics-working-group",
        "OSPO Metrics Working Group",
    )
    changed.series[0].group = "ospo-metrics-working-group"
    report = bring(changed, LATER)
    assert set(Group.objects.values_list("slug", "name")) == {
        ("metrics", "OSPO Metrics Working Group"),
        ("book", "OSPO Book"),
    }
    assert Series.objects.count() == 2
    assert "kept-both" not in codes(report)


def test_a_group_made_by_hand_is_found_by_its_name_and_not_overwritten() -> None:
    Group.objects.create(slug="our-metrics", name="OSPO-metrics WG", description="Ours.")
    report = bring(page())
    group = Group.objects.get(slug="our-metrics")
    assert (group.description, group.region) == ("Ours.", "EMEA")
    assert Group.objects.count() == 2
    assert "kept-both" in codes(report)


def test_a_schedule_that_vanished_from_the_page_is_left() -> None:
    bring(page())
    changed = page()
    changed.series[0].schedules = []
    changed.series[0].question = told("Which day?")
    bring(changed, LATER)
    assert ScheduleRow.objects.count() == 1
    assert asked(Series.objects.get(slug="metrics-call")) == ""


def test_an_undecided_series_that_the_page_answers_gets_its_schedule() -> None:
    bring(page())
    changed = page()
    changed.series[1].question = None
    changed.series[1].schedules = [schedule(uid="book@page")]
    bring(changed, LATER)
    book = Series.objects.get(slug="book-call")
    assert book.question is None
    assert book.occurrences.exists()


SINCE = Question("page-says", {"quote": "Tuesdays, 16:00 CET", "asks": [{"code": "since"}]})


def bring_asking(question: Question | None, now: dt.datetime = NOW) -> ImportReport:
    draft = page()
    draft.series[1].question = question
    return bring(draft, now)


def book_call() -> Series:
    return Series.objects.get(slug="book-call")


def test_a_question_that_changes_there_is_taken_and_one_changed_here_is_kept() -> None:
    bring_asking(SINCE)
    bring_asking(Question("no-time-said"), LATER)
    assert book_call().question == {"code": "no-time-said", "facts": {}}
    Series.objects.filter(slug="book-call").update(question=worded("Ask Ada."))
    report = bring_asking(SINCE, LATER)
    assert asked(book_call()) == "Ask Ada."
    assert [one.code for one in report.findings] == ["kept-both"]
    assert "Since which date?" in report.findings[0].message


def test_the_same_question_in_words_is_no_change() -> None:
    """As a page that an older version exported has it."""
    bring_asking(SINCE)
    assert bring_asking(told(question_sentence(SINCE)), LATER).changed == {}
    assert book_call().question == SINCE.as_json()


def test_a_question_an_older_version_kept_in_words_becomes_facts_unless_it_was_changed_here() -> None:
    bring_asking(told(question_sentence(SINCE)))
    Series.objects.filter(slug="book-call").update(question=worded("Ask Ada."))
    assert bring_asking(SINCE, LATER).findings == ()
    assert asked(book_call()) == "Ask Ada."
    Series.objects.filter(slug="book-call").update(question=worded(question_sentence(SINCE)))
    bring_asking(told(question_sentence(SINCE)), LATER)
    bring_asking(SINCE, LATER)
    assert book_call().question == SINCE.as_json()


def test_a_series_answered_here_and_on_the_page_keeps_one_schedule() -> None:
    bring(page())
    book = Series.objects.get(slug="book-call")
    ScheduleRow.objects.create(
        series=book, uid="hand@hub", dtstart="20261105T100000", tzid="UTC", created_at=NOW, changed_at=NOW
    )
    changed = page()
    changed.series[1].schedules = [schedule(uid="")]
    report = bring(changed, LATER)
    assert [row.uid for row in book.schedules.all()] == ["hand@hub"]
    assert "kept-both" in codes(report)


def test_a_schedule_without_uid_is_the_same_one_next_time() -> None:
    draft = page_with(uid="")
    bring(draft)
    uid = ScheduleRow.objects.get().uid
    bring(page_with(uid="", rrule="FREQ=WEEKLY;INTERVAL=2"), LATER)
    assert (ScheduleRow.objects.get().uid, ScheduleRow.objects.get().rrule) == (uid, "FREQ=WEEKLY;INTERVAL=2")


def test_one_bad_schedule_refuses_itself_and_not_the_page() -> None:
    report = bring(page_with(rrule="FREQ=MINUTELY"))
    assert Group.objects.count() == 2
    assert not ScheduleRow.objects.exists()
    assert "refused-input" in codes(report)


def test_an_import_that_fails_leaves_nothing() -> None:
    """The last thing of an import fails: everything before it is undone too."""
    draft = page()
    draft.findings.append(notice("no-zone", "page.md:1", text={"no JSON"}))
    with pytest.raises(TypeError):
        import_draft(draft, now=NOW, actor=TERMINAL, name="page.md")
    assert not Import.objects.exists()
    assert not Group.objects.exists()
    assert not Series.objects.exists()


def test_a_corrected_session_is_the_same_session() -> None:
    bring(page())
    changed = page()
    changed.sessions[0].title = "On counting well"
    bring(changed, LATER)
    assert [session.title for session in Session.objects.all()] == ["On counting well"]


def test_a_join_link_changed_here_stays_and_neither_link_is_told() -> None:
    bring(page())
    target = JoinTarget.objects.get()
    target.seal("https://meet.jit.si/ours", "")
    target.save()
    changed = page()
    changed.series[0].joins = [DraftJoin("https://zoom.us/j/555", "")]
    report = bring(changed, LATER)
    assert JoinTarget.objects.get().reveal()[0] == "https://meet.jit.si/ours"
    message = next(f.message for f in report.findings if f.code == "kept-both")
    assert "zoom" not in message
    assert "jit.si" not in message


def test_an_import_sets_the_main_way_in_and_leaves_the_others() -> None:
    bring(page())
    phone = JoinTarget(series=JoinTarget.objects.get().series, kind="dial-in", position=1)
    phone.seal("tel:+49301239977", "")
    phone.save()
    changed = page()
    changed.series[0].joins = [DraftJoin("https://zoom.us/j/555", "")]
    bring(changed, LATER)
    assert [one.reveal()[0] for one in JoinTarget.objects.all()] == [
        "https://zoom.us/j/555",
        "tel:+49301239977",
    ]


def test_texts_longer_than_their_columns_are_cut_and_stay_equal() -> None:
    draft = page()
    draft.groups[0].name = "x" * 500
    draft.groups[0].region = "y" * 500
    bring(draft)
    assert len(Group.objects.get(slug="metrics").name) == 200
    assert "kept-both" not in codes(bring(draft, LATER))


def second_page() -> Draft:
    return Draft(
        kind="page",
        community=DraftCommunity(
            "SIG Docs",
            "/sigs/docs/",
            "docs@example.org",
            "Ours.",
            [DraftChannel("chat", "Chat", "#docs")],
            "Asia/Tokyo",
        ),
        groups=[DraftGroup("docs", "Docs")],
    )


@pytest.mark.parametrize("name", ["docs.md", "page.md"])
def test_a_further_page_leaves_the_community_as_it_is(name):
    """Every subscription hangs on its name and path; the new page brings its groups and its channels."""
    import_draft(page(), now=NOW, actor=TERMINAL, name="page.md")
    names = ("title", "path", "contact_email", "description", "tzid")
    before = Community.objects.values(*names).get()
    channels = set(Channel.objects.filter(group=None).values_list("name", "url"))
    import_draft(second_page(), now=LATER, actor=TERMINAL, name=name)
    assert Community.objects.values(*names).get() == before
    assert Group.objects.filter(slug="docs").exists()
    assert set(Channel.objects.filter(group=None).values_list("name", "url")) == channels | {("#docs", "")}
    again = second_page()
    again.community.channels = []
    import_draft(again, now=LATER, actor=TERMINAL, name=name)
    assert set(Channel.objects.filter(group=None).values_list("name", "url")) == channels
