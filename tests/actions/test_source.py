"""An outside calendar becomes read-only rows beside our own; upstream is the truth, and every page stays where it is."""

import datetime as dt
from pathlib import Path

import pytest
from cast import NOW, asked, make_community, make_group, make_manager, make_series, worded

from commonhour.actions.join_target import set_join_target
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.series import change_series_following, decide_series, edit_series
from commonhour.actions.source import (
    add_source,
    decline_source,
    keep_last_copy,
    show_source,
    stop_source,
    take_copy,
)
from commonhour.actions.upstream import Placing, import_draft, place_calls, unplace_series
from commonhour.core.draft import Draft, DraftSource
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.scope import Scope
from commonhour.errors import Conflict, NotAllowed, RefusedInput, UserError
from commonhour.errors.telling import fault, tell
from commonhour.models import ChangeSet, Community, Occurrence, OldPath, Schedule, Series, Source
from commonhour.reads.feed import calendar_feed
from commonhour.reads.source import sources_page

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "calendars"
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def community():
    make_community()


def source_of(**facts) -> Source:
    defaults = {"kind": "ics", "url": "https://cal.example.org/a.ics", "feed_url": "https://cal.example.org/a.ics",
                "is_shown": True, "due_at": NOW}  # fmt: skip
    return Source.objects.create(**(defaults | facts))


def event(
    uid="a@there", title="Metrics call", start="20261103T160000", rule="RRULE:FREQ=WEEKLY", *more: str
) -> str:
    lines = [
        f"UID:{uid}",
        f"SUMMARY:{title}",
        f"DTSTART;TZID=Europe/Madrid:{start}",
        "DURATION:PT1H",
        rule,
        *more,
    ]
    return "\r\n".join(["BEGIN:VEVENT", *filter(None, lines), "END:VEVENT"])


def calendar(*events: str, head: tuple[str, ...] = ()) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *events, "END:VCALENDAR", ""]).encode()


def override(date: str, *more: str, uid="a@there") -> str:
    lines = [f"UID:{uid}", f"RECURRENCE-ID;TZID=Europe/Madrid:{date}", "SUMMARY:Metrics call", *more]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def take(source: Source, body: bytes, now=NOW):
    return take_copy(source, body, etag='"1"', modified="", now=now, actor=WORKER)


def coming(**where) -> list[Occurrence]:
    return list(Occurrence.objects.upcoming(NOW).filter(**where))


def days(rows: list[Occurrence]) -> list[str]:
    return [row.recurrence_id for row in rows]


# --- adding -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind", "feed"),
    [
        ("https://cal.example.org/calls.ics", "ics", "https://cal.example.org/calls.ics"),
        ("webcal://cal.example.org/calls.ics", "ics", "https://cal.example.org/calls.ics"),
        ("https://lists.example.org/g/tac/ics/123/456/feed?format=ics", "ics", None),
        (
            "https://calendar.google.com/calendar/embed?src=abc%40group.calendar.google.com&ctz=Europe%2FMadrid",
            "google",
            "https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/public/basic.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/0a@b.org/1c/calendar.html",
            "outlook",
            "https://outlook.office365.com/owa/calendar/0a@b.org/1c/calendar.ics",
        ),
        ("https://teamup.com/ks1a2b3c4d", "teamup", "https://ics.teamup.com/feed/ks1a2b3c4d/0.ics"),
        (
            "https://cloud.example.org/index.php/apps/calendar/p/aBcD1234eFgH",
            "nextcloud",
            "https://cloud.example.org/remote.php/dav/public-calendars/aBcD1234eFgH/?export",
        ),
    ],
)
def test_an_address_people_have_leads_to_what_is_polled(address, kind, feed) -> None:
    source = add_source(address, now=NOW, actor=TERMINAL, label="Partner")
    assert (source.kind, source.feed_url, str(source)) == (kind, feed or address, "Partner")
    assert (source.is_shown, source.due_at) == (True, NOW)
    with pytest.raises(Conflict, match="shown already"):
        add_source(address, now=NOW, actor=TERMINAL)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/private-0123abc/basic.ics", "secret"),
        ("https://cal.example.org/calls.ics?token=abc", "secret"),
        ("https://me:word@cal.example.org/calls.ics", "secret"),
        ("https://hub.example.org/calendar.ics", "this hub itself"),
        ("https://example.org/about", "not the address of a calendar"),
        ("ftp://example.org/calls.ics", "not the address of a calendar"),
        ("https://cal.example.org:8443/calls.ics", "ports 80 and 443"),
        ("", "from one to"),
        ("https://cal.example.org/" + "a" * 2_000 + ".ics", "from one to"),
    ],
)  # fmt: skip
def test_what_is_no_public_calendar_is_refused_in_a_sentence(settings, address, why) -> None:
    settings.BASE_URL = "https://hub.example.org"
    with pytest.raises(RefusedInput, match=why) as refused:
        add_source(address, now=NOW, actor=TERMINAL)
    assert "0123abc" not in str(refused.value)
    assert not Source.objects.exists()


def test_a_page_of_several_calendars_adds_them_all() -> None:
    ids = ["abc@group.calendar.google.com", "def@group.calendar.google.com"]
    add_source(
        f"https://calendar.google.com/calendar/embed?src={ids[0]}&src={ids[1]}", now=NOW, actor=TERMINAL
    )
    assert Source.objects.shown().count() == 2


def test_the_calendar_of_an_imported_page_is_offered_at_once() -> None:
    url = "https://calendar.google.com/calendar/ical/abc%40group.calendar.google.com/public/basic.ics"
    import_draft(Draft("page", sources=[DraftSource("google", url)]), now=NOW, actor=TERMINAL, name="page.md")
    offered = Source.objects.offered().get()
    assert offered.feed_url == url
    assert [row.pk for row in sources_page(NOW).offered] == [offered.pk]
    show_source(offered, now=NOW, actor=TERMINAL)
    assert (list(Source.objects.offered()), Source.objects.due(NOW).get()) == ([], offered)


def test_a_no_is_remembered_and_may_become_a_yes() -> None:
    source = source_of(is_shown=False)
    decline_source(source, now=NOW, actor=TERMINAL)
    assert [row.pk for row in sources_page(NOW).stopped] == [source.pk]
    assert not Source.objects.offered().exists()
    assert add_source(source.url, now=NOW, actor=TERMINAL) == source
    assert Source.objects.shown().get() == source


# --- a copy becomes rows ------------------------------------------------------------------------------------------


def test_a_copy_becomes_read_only_rows_that_are_in_every_list_and_in_no_feed_of_ours() -> None:
    source = source_of()
    report = take(source, calendar(event(), head=("X-WR-CALNAME:Partner",)))
    series = Series.objects.get()
    assert (report.calls, report.added, report.is_news) == (1, 1, True)
    assert (series.source, series.title, series.schedules.get().uid) == (source, "Metrics call", "a@there")
    assert (str(source), source.read_at, source.fault, source.due_at) == ("Partner", NOW, {}, NOW + HOUR)
    assert Occurrence.objects.upcoming(NOW).count() == len(coming()) > 100
    assert b"Metrics call" not in calendar_feed(Scope(), base_url="https://hub.example.org")
    row = sources_page(NOW + HOUR).shown[0]
    assert (row.label, row.host, row.calls, row.dates, row.age) == (
        "Partner",
        "cal.example.org",
        1,
        len(coming()),
        HOUR,
    )
    with pytest.raises(NotAllowed):
        edit_series(series, now=NOW, actor=make_manager().as_actor(NOW), version=series.version, title="Mine")


def test_nothing_of_it_can_be_changed_here() -> None:
    take(source_of(), calendar(event()))
    series, schedule = Series.objects.get(), Schedule.objects.get()
    with pytest.raises(UserError, match="adopt it"):
        cancel_occurrence(coming()[0], now=NOW, actor=TERMINAL)
    with pytest.raises(NotAllowed, match="adopt it"):
        change_series_following(
            schedule, coming()[0].recurrence_id, now=NOW, actor=TERMINAL, dtstart="20261124T170000"
        )
    with pytest.raises(NotAllowed, match="adopt it"):
        edit_series(series, now=NOW, actor=TERMINAL, version=series.version, title="Ours")
    with pytest.raises(NotAllowed, match="adopt it"):
        set_join_target(series, "https://zoom.us/j/1", "", now=NOW, actor=TERMINAL)
    with pytest.raises(NotAllowed, match="adopt it"):
        decide_series(series, schedule.as_core(), now=NOW, actor=TERMINAL)


def test_the_same_copy_again_writes_nothing_also_when_only_its_stamp_is_new() -> None:
    source = source_of()
    take(
        source,
        calendar(
            event(
                "a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", "DTSTAMP:20261123T100000Z"
            )
        ),
    )
    digest = source.digest
    sets, version = ChangeSet.objects.count(), Community.the().content_version
    report = take(
        source,
        calendar(
            event(
                "a@there", "Metrics call", "20261103T160000", "RRULE:FREQ=WEEKLY", "DTSTAMP:20261123T110000Z"
            )
        ),
        NOW + HOUR,
    )
    assert (ChangeSet.objects.count(), Community.the().content_version, report.is_news) == (
        sets,
        version,
        False,
    )
    assert (source.read_at, source.digest) == (NOW + HOUR, digest)


def test_upstream_is_the_truth_and_pages_keep_their_ids_when_times_move() -> None:
    source = source_of()
    cancelled = override("20261201T160000", "STATUS:CANCELLED")
    take(source, calendar(event(), cancelled))
    ids = [row.public_id for row in coming()]
    assert [row.recurrence_id for row in coming() if row.is_cancelled] == ["20261201T160000"]
    take(source, calendar(event(title="Metrics, later", start="20261103T170000")), NOW + HOUR)
    rows = coming()
    assert [row.public_id for row in rows] == ids
    assert {row.recurrence_id[9:] for row in rows} == {"170000"}
    assert not [row for row in rows if row.is_cancelled]
    assert Series.objects.get().title == "Metrics, later"


def test_what_is_gone_is_detached_its_past_stays_and_all_is_back_when_it_is() -> None:
    source = source_of()
    take(source, calendar(event(), event("b@there", "Book club", "20261105T180000")))
    before = Occurrence.objects.count()
    ids = {row.public_id for row in coming(series__title="Metrics call")}
    report = take(source, calendar(event("b@there", "Book club", "20261105T180000")), NOW + HOUR)
    series = Series.objects.get(title="Metrics call")
    assert (report.gone, coming(series=series), series.state) == (1, [], "concluded")
    assert Occurrence.objects.count() == before
    assert Occurrence.objects.attached().filter(series=series, end__lte=NOW).count() == 3
    take(source, calendar(event(), event("b@there", "Book club", "20261105T180000")), NOW + 2 * HOUR)
    assert {row.public_id for row in coming(series=series)} == ids
    assert Series.objects.get(title="Metrics call").state == "active"


def test_a_component_that_cannot_be_read_any_more_is_not_gone() -> None:
    source = source_of()
    take(source, calendar(event(), event("b@there", "Book club", "20261105T180000")))
    take(
        source,
        calendar(event(rule="RRULE:FREQ=HOURLY"), event("b@there", "Book club", "20261105T190000")),
        NOW + HOUR,
    )
    assert coming(series__title="Metrics call")
    assert "refused-input" in [finding["code"] for finding in source.findings]


def test_an_emptied_calendar_is_believed_when_it_says_so_twice() -> None:
    source = source_of()
    take(source, calendar(event()))
    with pytest.raises(RefusedInput, match="suddenly empty"):
        take(source, calendar(), NOW + HOUR)
    keep_last_copy(source, fault("emptied-calendar"), now=NOW + HOUR)
    assert coming()
    take(source, calendar(), NOW + 2 * HOUR)
    assert (coming(), source.fault) == ([], {})


def test_a_calendar_that_always_was_empty_is_a_good_one() -> None:
    source = source_of()
    take(source, calendar())
    assert (source.fault, source.read_at) == ({}, NOW)


def test_our_own_feed_by_another_way_is_refused(settings) -> None:
    settings.BASE_URL = "https://hub.example.org"
    with pytest.raises(RefusedInput, match="this hub itself"):
        take(source_of(), calendar(event(), head=("SOURCE;VALUE=URI:https://hub.example.org/calendar.ics",)))
    assert not Series.objects.exists()


def test_two_calendars_may_have_one_uid_and_ours_is_made_no_second_time() -> None:
    make_series(title="Ours", uid="ours@here")
    take(source_of(), calendar(event(), event("ours@here", "Ours")))
    take(source_of(url="https://two.example.org/a.ics"), calendar(event(), event("ours@here", "Ours")))
    assert Schedule.objects.filter(uid="a@there").count() == 2
    assert Schedule.objects.get(uid="ours@here").source is None


def test_a_secret_in_it_is_behind_the_join_page(settings) -> None:
    secret = "LOCATION:https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET"
    source = source_of()
    take(source, calendar(event("a@there", "Metrics call", "20261103T160000", "", secret)))
    series = Series.objects.get()
    assert series.join_targets.get().reveal()[0].endswith("MARKER-SECRET")
    kept = [
        *Source.objects.values_list("findings", flat=True),
        series.description,
        *ChangeSet.objects.values_list("changes__after", flat=True),
    ]
    assert "MARKER-SECRET" not in repr(kept)
    take(source, calendar(event("a@there", "Metrics call", "20261103T160000", "")), NOW + HOUR)
    assert not hasattr(Series.objects.get(), "join_target")


# --- groups -------------------------------------------------------------------------------------------------------


def undecided(group) -> Series:
    return Series.objects.create(
        slug="metrics-when", title="The metrics call", group=group, question=worded("Which day?")
    )


def test_a_call_joins_the_group_its_title_names_and_others_wait_with_the_reason() -> None:
    group = make_group(name="OSPO Metrics")
    source = source_of()
    take(source, calendar(event(title="OSPO Metrics call"), event("b@there", "Steering")))
    series = Series.objects.get(group=group)
    assert (series.source, tell(series.match_reason)) == (source, "The title names “OSPO Metrics”.")
    assert tell(Series.objects.unplaced().get().match_reason) == "The title names no group."
    assert "unmatched-event" in [finding["code"] for finding in source.findings]


def test_a_calendar_of_one_group_gives_it_every_call() -> None:
    group = make_group()
    take(source_of(group=group), calendar(event(title="Anything"), event("b@there", "Steering")))
    assert set(Series.objects.values_list("group", flat=True)) == {group.pk}


def test_a_group_that_comes_later_takes_what_waited() -> None:
    source = source_of()
    body = calendar(event(title="OSPO Metrics call"))
    take(source, body)
    group = make_group(name="OSPO Metrics")
    take(source, body, NOW + HOUR)
    assert Series.objects.get().group == group


def test_it_answers_the_undecided_series_which_stays_ours_and_has_its_question_back_when_the_call_goes() -> (
    None
):
    series = undecided(make_group(name="OSPO Metrics"))
    source = source_of()
    body = calendar(event(title="OSPO Metrics"), event("b@there", "Steering"))
    take(source, body)
    series.refresh_from_db()
    assert (series.source, asked(series), series.title) == (None, "", "The metrics call")
    assert (series.schedules.get().source, bool(coming(series=series))) == (source, True)
    stop_source(source, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    assert (asked(series), coming(series=series)) == ("Which day?", [])
    show_source(source, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    assert (asked(series), bool(coming(series=series))) == ("", True)
    take(source, calendar(event("b@there", "Steering")), NOW + HOUR)
    series.refresh_from_db()
    assert (asked(series), coming(series=series)) == ("Which day?", [])


def test_whoever_answers_meanwhile_is_right_and_the_call_gets_a_series_of_its_own() -> None:
    series = undecided(make_group(name="OSPO Metrics"))
    source = source_of()
    body = calendar(event(title="OSPO Metrics"))
    take(source, body)
    stop_source(source, now=NOW, actor=TERMINAL)
    series.refresh_from_db()
    decide_series(
        series, CoreSchedule("20261125T100000", "Europe/Madrid", HOUR, "FREQ=WEEKLY"), now=NOW, actor=TERMINAL
    )
    show_source(source, now=NOW, actor=TERMINAL)
    take(source, body, NOW + HOUR)
    assert {row.recurrence_id[9:] for row in coming(series=series)} == {"100000"}
    assert Series.objects.get(source=source).schedules.get().uid == "a@there"


def test_a_person_places_and_unplaces_it_and_the_next_copies_remember() -> None:
    group = make_group(name="Book")
    asking = undecided(group)
    source = source_of()
    take(source, calendar(event(title="Steering")))
    waiting = Series.objects.unplaced().get()
    (placed,) = place_calls([Placing(waiting, group)], now=NOW, actor=TERMINAL)
    assert (placed, OldPath.objects.get().object_id) == (asking, asking.pk)
    take(source, calendar(event(title="Steering", start="20261103T170000")), NOW + HOUR)
    assert {row.recurrence_id[9:] for row in coming(series=asking)} == {"170000"}
    own = unplace_series(Series.objects.get(pk=asking.pk), now=NOW, actor=TERMINAL)
    asking.refresh_from_db()
    assert (asked(asking), own.source, own.group) == ("Which day?", source, None)
    take(source, calendar(event(title="Book call", start="20261103T170000")), NOW + 2 * HOUR)
    assert tell(Series.objects.get(pk=own.pk).match_reason) == "A person took it out of its group."
    assert not Series.objects.filter(group=group).exclude(pk=asking.pk).exists()


# --- stopping -----------------------------------------------------------------------------------------------------


def test_a_stopped_calendar_is_hidden_and_the_last_copy_is_back_at_once() -> None:
    source = source_of()
    take(source, calendar(event()))
    ids, past = {row.public_id for row in coming()}, Occurrence.objects.filter(end__lte=NOW).count()
    stop_source(source, now=NOW, actor=TERMINAL)
    assert (coming(), Series.objects.get().state) == ([], "concluded")
    assert Occurrence.objects.attached().filter(end__lte=NOW).count() == past > 0
    with pytest.raises(Conflict):
        stop_source(source, now=NOW, actor=TERMINAL)
    show_source(source, now=NOW, actor=TERMINAL)
    assert ({row.public_id for row in coming()}, Series.objects.get().state) == (ids, "active")
    assert (source.etag, source.digest, source.due_at) == ("", "", NOW)


# --- the desk's page ----------------------------------------------------------------------------------------------


def test_the_page_of_three_calendars_takes_as_many_queries_as_that_of_one() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = sources_page(NOW)
        assert all(row.calls == 1 for row in page.shown)
        return len(queries)

    take(source_of(), calendar(event()))
    one = counted()
    for number in (2, 3):
        url = f"https://cal.example.org/{number}.ics"
        take(source_of(url=url, feed_url=url), calendar(event(f"{number}@there")))
    assert counted() == one


@pytest.mark.parametrize("before", ["", "Canceled: "])
def test_a_call_that_became_private_is_shown_no_more(before: str) -> None:
    source = source_of()
    take(source, calendar(event()))
    assert Occurrence.objects.attached().exists()
    take(source, calendar(event(title=f"{before}Steering")))
    take(source, calendar(event(title="Board", rule="RRULE:FREQ=WEEKLY\r\nCLASS:PRIVATE")))
    assert not Occurrence.objects.attached().filter(end__gt=NOW).exists()
    source.refresh_from_db()
    assert [one["code"] for one in source.findings] == ["private-event"]
    assert "Board" not in repr(list(Series.objects.values_list("title", flat=True)))
