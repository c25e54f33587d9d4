"""Claims of several places about one call: told apart by instants, and only when they are about the same call."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.audit.calls import call_contradictions
from commonhour.core.audit.channels import other_contradictions
from commonhour.core.audit.claim import (
    ON_DEMAND,
    REGULAR,
    AddressClaim,
    CalendarClaim,
    CallClaim,
    ChannelClaim,
    Claims,
    Clock,
    Held,
    Passage,
    SpeakerClaim,
)
from commonhour.core.audit.clashes import clashes
from commonhour.core.audit.clocks import clock_findings
from commonhour.core.audit.contradictions import contradictions
from commonhour.core.audit.endings import ending
from commonhour.core.audit.hours import Difference, differences
from commonhour.core.audit.link_health import health, is_same_page
from commonhour.core.audit.report import finding_key, old_key, report, split_place
from commonhour.core.audit.subject import owner_words, subject
from commonhour.core.finding import notice
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time import zones
from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.errors.telling import fault

TODAY = dt.date(2026, 11, 23)
HOUR = dt.timedelta(hours=1)


def place(file="a.md", line=1, page=""):
    return Passage(f"{file}:{line}", page or file)


def clock(text):
    """ "16:00 CET", "16:00 Europe/Madrid"."""
    hour, _, zone = text.partition(" ")
    return Clock(dt.time.fromisoformat(hour), ABBREVIATIONS.get(zone, (zone,) if zone else ()), zone)


def claim(text, days="", *, file="a.md", date=None, name="Metrics call", **more):
    numbers = frozenset(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day) for day in days.split())
    return CallClaim(subject(name), place(file), clock(text) if text else None, numbers, date=date, **more)


def found(*claims):
    return [finding.message for finding in call_contradictions(claims, TODAY)]


# --- hours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("16:00 CET", "16:00 Europe/Madrid"),
        ("16:00 Europe/Madrid", "15:00 Europe/London"),
        ("10:00 ET", "07:00 PT"),
        ("12:00 GMT", "12:00 Europe/London"),
        ("12:00 GMT", "12:00 UTC"),
        ("08:00 PT", "17:00 Europe/Paris"),  # a few weeks a year they are an hour apart; both are meant
        ("23:00 America/Los_Angeles", "07:00 Europe/London"),
    ],
)
def test_one_hour_written_in_two_ways(one, two):
    late = one.startswith("23")
    ones, twos = claim(one, "Wed"), claim(two, "Thu" if late else "Wed", file="b.md")
    assert differences(ones, twos, TODAY) == set()
    assert found(ones, twos) == []


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [
        ("16:00 CET", "17:00 CET", Difference.HOUR),
        ("18:00 GMT", "17:00 GMT", Difference.HOUR),  # the same letters mean the same
        ("16:00 Europe/Madrid", "16:00 Europe/London", Difference.HOUR),
        ("16:00 Europe/Madrid", "15:00 UTC", Difference.ZONE),  # right in winter only
        ("07:00 UTC", "08:00 UTC", Difference.HOUR),
    ],
)
def test_two_hours_for_one_call(one, two, difference):
    assert differences(claim(one, "Wed"), claim(two, "Wed"), TODAY) == {difference}


def test_letters_are_also_read_as_they_stand():
    """ "17:30 CET" in April is 16:30 UTC to whoever minds the letters, and 15:30 UTC to whoever lives there."""
    date = dt.date(2026, 4, 12)
    for other in ("16:30 UTC", "15:30 UTC", "17:30 Europe/Paris"):
        assert differences(claim("17:30 CET", date=date), claim(other, date=date), TODAY) == set()
    assert differences(claim("17:30 CET", date=date), claim("17:30 UTC", date=date), TODAY) == {
        Difference.HOUR
    }


def test_two_days():
    assert differences(claim("16:00 UTC", "Mon"), claim("16:00 UTC", "Thu"), TODAY) == {Difference.DAY}
    assert differences(claim("", "Mon"), claim("", "Thu"), TODAY) == {Difference.DAY}
    assert differences(claim("", "Mon Thu"), claim("", "Thu"), TODAY) == set()


@pytest.mark.parametrize("date", [dt.date.min, dt.date.max])
def test_the_first_and_the_last_day_there_are(date):
    rule, dated = claim("16:00 CET", "Mon Fri Sat Sun"), claim("16:00 PST", date=date, file="b.md")
    for today in (TODAY, date):
        assert differences(dated, rule, today) == set()  # nobody meets then
        differences(rule, claim("23:59 HST", "Mon"), today)


def test_what_is_not_said_cannot_differ():
    assert differences(claim("16:00", "Mon"), claim("17:00 UTC", "Mon"), TODAY) == set()
    assert differences(claim("16:00 UTC"), claim("", "Mon"), TODAY) == set()


def test_a_date_is_compared_on_that_date():
    winter, summer = dt.date(2026, 1, 15), dt.date(2026, 7, 16)
    rule = claim("15:00 UTC", "Thu", file="b.md")
    assert differences(claim("16:00 Europe/Madrid", date=winter), rule, TODAY) == set()
    assert differences(claim("16:00 Europe/Madrid", date=summer), rule, TODAY) == {Difference.HOUR}
    assert differences(claim("16:00 UTC", date=winter), claim("17:00 UTC", date=summer), TODAY) == set()


@given(
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1)),
    st.sampled_from(sorted(zones.places())), st.sampled_from(sorted(zones.places())),
)  # fmt: skip
def test_a_right_translation_never_contradicts(moment, one, two):
    moment = moment.replace(tzinfo=dt.UTC, second=0, microsecond=0)
    claims = []
    for tzid in (one, two):
        wall = zones.wall_of(moment, tzid)
        if zones.instant(wall, tzid) != moment:
            return  # the second of two equal wall times cannot be written down
        claims.append(
            CallClaim(subject("X"), place(tzid), Clock(wall.time(), (tzid,), tzid), date=wall.date())
        )
    if claims[0].date == claims[1].date:
        assert differences(*claims, TODAY) == set()


@given(st.times(), st.times(), st.sampled_from(sorted(zones.places())), st.integers(0, 6))
def test_two_hours_in_one_zone_always_contradict(one, two, tzid, day):
    claims = [
        CallClaim(
            subject("X"),
            place(),
            Clock(time.replace(second=0, microsecond=0), (tzid,), tzid),
            frozenset({day}),
        )
        for time in (one, two)
    ]
    is_same = claims[0].clock == claims[1].clock
    assert (differences(*claims, TODAY) == set()) is is_same
    assert differences(*claims, TODAY) == differences(*reversed(claims), TODAY)


# --- which claims meet ----------------------------------------------------------------------------------------------


def test_a_contradiction_names_both_places():
    (finding,) = call_contradictions(
        [claim("16:00 CET", "Thu"), claim("17:00 CET", "Thu", file="b.md")], TODAY
    )
    assert (finding.code, finding.where, finding.other) == ("contradiction", "a.md:1", "b.md:1")
    assert finding.message == "Metrics call: 16:00 CET here, 17:00 CET in b.md:1."
    assert finding.suggestion


def test_a_date_stands_first_and_its_repeats_are_one_finding():
    dates = [
        replace(claim("18:00 UTC", date=dt.date(2026, 2, day)), place=place("b.md", day))
        for day in (5, 12, 19)
    ]
    (finding,) = call_contradictions([claim("17:00 UTC", "Thu"), *dates], TODAY)
    assert (finding.where, finding.other, finding.also) == ("b.md:5", "a.md:1", ("b.md:12", "b.md:19"))
    assert "Also in lines 12, 19." in finding.message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Metrics call", "Training call"),
        ("APAC & EMEA Touchpoint", "AMER & EMEA Touchpoint"),
        ("Touchpoint", "APAC Touchpoint"),
        ("Storage: Triage meeting", "Storage meeting"),
        ("Next Thursday Touchpoint", "Next Friday Touchpoint"),
        ("Meeting", "Meeting"),
        ("Agenda 2026", "Agenda 2026"),
    ],
)
def test_two_calls_cannot_contradict_each_other(one, two):
    assert found(claim("16:00 UTC", "Thu", name=one), claim("17:00 UTC", "Thu", name=two, file="b.md")) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("APAC & EMEA Touchpoints", "EMEA & APAC Touchpoint"),
        ("WG Metrics", "Metrics Working Group weekly call"),
        ("Welcome to APAC OSPOlogy meetings", "OSPOlogy APAC Sync meetings"),
    ],
)
def test_one_call_by_two_names(one, two):
    assert (
        len(found(claim("16:00 UTC", "Thu", name=one), claim("17:00 UTC", "Thu", name=two, file="b.md"))) == 1
    )


def test_versions_of_one_page_are_no_two_places():
    old, new = (
        replace(claim("16:00 UTC", "Thu"), place=place(file, page="/meetings/"))
        for file in ("old.md", "new.md")
    )
    assert call_contradictions([old, replace(new, clock=clock("17:00 UTC"))], TODAY) == []


def test_who_agrees_with_one_of_two_slots_is_right():
    slots = [claim("08:00 UTC", "Thu"), claim("17:00 UTC", "Thu")]
    assert found(*slots, claim("17:00 UTC", "Thu", file="b.md")) == []
    assert len(found(*slots, claim("12:00 UTC", "Thu", file="b.md"))) == 1


def test_a_moved_date_is_an_exception_but_not_on_another_page_of_that_date():
    date = dt.date(2026, 12, 2)
    moved = claim("16:00 UTC", date=date, is_moved=True)
    assert found(moved, claim("17:00 UTC", "Thu", file="b.md")) == []
    assert len(found(moved, claim("17:00 UTC", date=date, file="b.md"))) == 1


def test_two_rhythms_and_none_at_all():
    weekly, every_two = claim("", "Thu", cadence="weekly"), claim("", "Thu", cadence="biweekly", file="b.md")
    assert "weekly, Thursday here, every two weeks, Thursday" in found(weekly, every_two)[0]
    assert found(claim("", "Thu", cadence=REGULAR), every_two) == []
    on_demand = claim("", cadence=ON_DEMAND, file="c.md", name="Touchpoints")
    fixed = claim("12:00 UTC", "Thu", cadence=REGULAR, name="APAC Touchpoints")
    assert "on demand" in found(on_demand, fixed)[0]


def test_the_communitys_own_name_tells_nothing_apart():
    owners = owner_words(["todogroup", "google"], ["TODO Touchpoint", "Touchpoint"])
    assert owners == {"todo"}
    claims = [
        claim("16:00 UTC", "Thu", name="TODO Touchpoint"),
        claim("17:00 UTC", "Thu", name="Touchpoint", file="b.md"),
    ]
    assert call_contradictions(claims, TODAY) == []
    assert len(call_contradictions(claims, TODAY, owners)) == 1


# --- channels and the rest ------------------------------------------------------------------------------------------


def others(**claims):
    return other_contradictions(Claims(**claims))


def channel(name, file, kind="chat", group="Metrics"):
    return ChannelClaim(subject(group), kind, name, place(file))


def test_a_channel_named_two_ways():
    (finding,) = others(channels=[channel("#wg-metrics", "a.md"), channel("#metrics", "b.md")])
    assert (finding.code, finding.other) == ("channel-name-differs", "b.md:1")
    (finding,) = others(channels=[channel("#wg-metrics", "a.md"), channel("#random", "b.md")])
    assert finding.code == "contradiction"


def test_channels_that_agree_or_are_several():
    assert others(channels=[channel("#WG_Metrics", "a.md"), channel("wg-metrics", "b.md")]) == []
    assert others(channels=[channel("#a", "a.md"), channel("#b", "a.md"), channel("#c", "b.md")]) == []
    assert others(channels=[channel("#a", "a.md"), channel("#b", "b.md", group="Training")]) == []


def test_a_calendar_in_two_zones():
    shown = [
        CalendarClaim("https://x/basic.ics", tzid, place(f"{tzid}.md"))
        for tzid in ("UTC", "Europe/Madrid", "UTC")
    ]
    assert ["UTC here and in Europe/Madrid" in one.message for one in others(calendars=shown)] == [True]


def test_a_speaker_of_two_houses():
    date = dt.date(2026, 5, 12)

    def speaks(organisation, file):
        return SpeakerClaim(subject("Touchpoint"), date, "Ada Lovelace", organisation, place(file))

    assert len(others(speakers=[speaks("Fannie Mae", "a.md"), speaks("InnerSource Commons", "b.md")])) == 1
    assert others(speakers=[speaks("Hitachi", "a.md"), speaks("Head of OSPO, Hitachi", "b.md")]) == []


def test_an_address_with_a_slip_is_found_and_not_shown():
    written = [
        "steering-committee@group.org",
        "steering-committee@group.org",
        "streering-committee@gruop.org",
    ]
    (finding,) = others(addresses=[AddressClaim(text, place(line=n)) for n, text in enumerate(written, 1)])
    assert (finding.where, finding.other) == ("a.md:3", "a.md:1")
    assert "committee" not in finding.message
    assert (
        others(
            addresses=[
                AddressClaim(text, place()) for text in ("wg-metrics@lists.a.org", "wg-training@lists.a.org")
            ]
        )
        == []
    )
    assert (
        others(
            addresses=[
                AddressClaim(text, place())
                for text in ("meeting-2025@lists.a.org", "meeting-2026@lists.a.org")
            ]
        )
        == []
    )


def test_a_page_need_not_say_what_another_place_says():
    missing = notice("no-time", "a.md:3", title="Metrics")
    told = claim("16:00 UTC", "Thu", file="b.md")
    assert contradictions(Claims(findings=[missing]), TODAY) == [missing]
    assert contradictions(Claims(findings=[missing], calls=[told]), TODAY) == []


def test_a_page_without_times_is_asked_once():
    rows = [("a.md:3", "A"), ("a.md:9", "B"), ("a.md:9", "C"), ("b.md:1", "D")]
    missing = [notice("no-time", where, title=name) for where, name in rows]
    alone, asked = contradictions(Claims(findings=missing), TODAY)
    assert alone == missing[3]
    assert (asked.where, asked.also, asked.suggestion) == (
        "a.md:3", ("a.md:9",), "Give day, time, zone and how often."
    )  # fmt: skip
    assert asked.message == "It does not say when these meet: “A”, “B”, “C”."


@pytest.mark.parametrize(
    ("letters", "is_told"), [("JST", False), ("PT", False), ("EST", True), ("IST", True)]
)
def test_letters_that_mean_one_place_all_year_mislead_nobody(letters, is_told):
    zones_meant = list(ABBREVIATIONS[letters])
    asked = notice("zone-abbreviation", "a.md:3", letters=letters, zones=zones_meant, best=zones_meant[0])
    assert bool(contradictions(Claims(findings=[asked]), TODAY)) is is_told


def test_one_name_in_two_groups_is_one_finding():
    lines = [notice("same-name", f"a.md:{line}", name="Ana", groups=["A", "B"]) for line in (3, 9)]
    (finding,) = contradictions(Claims(findings=lines), TODAY)
    assert (finding.where, finding.other) == ("a.md:3", "a.md:9")


# --- clashes, endings, links, the report ------------------------------------------------------------------------------


def held(series, hour, group="g", length=HOUR):
    start = dt.datetime(2026, 11, 26, hour, tzinfo=dt.UTC)
    return Held(group, series, series.title(), start, start + length, f"/{series}/")


def test_clashes_of_one_group_only():
    assert clashes([held("a", 9), held("b", 10), held("c", 9, group="h"), held("a", 12)]) == []
    (finding,) = clashes([held("a", 9, length=2 * HOUR), held("b", 10), held("b", 10), held("c", 11)])
    assert (finding.where, finding.other) == ("/a/", "/b/")


@pytest.mark.parametrize(
    ("rules", "ends"),
    [
        (["FREQ=WEEKLY;COUNT=3"], True),
        (["FREQ=WEEKLY"], False),
        (["FREQ=WEEKLY;COUNT=30"], False),
        (["FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY"], False),
        ([""], False),
        (["FREQ=HOURLY;COUNT=3"], False),
    ],
)
def test_a_series_about_to_end(rules, ends):
    schedules = [Schedule("20261126T160000", "Europe/Madrid", HOUR, rule) for rule in rules]
    assert (ending("Call", schedules, "a.md:1", TODAY) is not None) is ends


@pytest.mark.parametrize(
    ("status", "failures", "is_new_day", "state", "counted"),
    [
        (200, 2, True, "ok", 0), (404, 0, True, "dead", 3), (410, 0, True, "dead", 3), (403, 2, True, "unsure", 0),
        (429, 0, True, "unsure", 0), (999, 1, False, "unsure", 1), (503, 0, True, "unsure", 1), (503, 1, False, "unsure", 1),
        (503, 1, True, "unsure", 2), (0, 2, True, "dead", 3), (0, 2, False, "unsure", 2),
    ],
)  # fmt: skip
def test_what_an_answer_says(status, failures, is_new_day, state, counted):
    found = health(status, "", {}, url="https://a.example/", failures=failures, is_new_day=is_new_day)
    assert (found.state, found.failures) == (state, counted)
    assert dt.timedelta(days=1) <= found.again <= dt.timedelta(days=7)


def test_what_counts_as_moved():
    assert is_same_page("http://www.a.example/x", "https://a.example/x/")
    assert not is_same_page("https://a.example/x", "https://a.example/y")
    assert not is_same_page("https://a.example/?a=1", "https://a.example/?a=2")


def test_worst_first_then_by_file_and_line():
    rows = [("same-name", "a.md:1"), ("no-zone", "b.md:10"), ("no-zone", "b.md:9"), ("clash", "b.md:9"),
            ("refused-input", "a.md:1"), ("contradiction", "z.md:1"), ("no-zone", "b.md:9")]  # fmt: skip
    assert [(f.code, f.where) for f in report(notice(code, where) for code, where in rows)] == [
        ("contradiction", "z.md:1"), ("refused-input", "a.md:1"), ("clash", "b.md:9"), ("no-zone", "b.md:9"),
        ("no-zone", "b.md:10"), ("same-name", "a.md:1"),
    ]  # fmt: skip


def test_a_check_does_not_say_it_did_something():
    found = notice("empty-link", "a:1", text="x; it was nice")
    assert found.message == "The link “x; it was nice” leads nowhere; its text was kept."
    assert report([found])[0].message == "The link “x; it was nice” leads nowhere."


def test_a_finding_that_says_something_new_has_another_key():
    one = notice("past-next-meeting", "/meetings/a/", "was", title="Next call", last="2026-11-03")
    others = [
        replace(one, facts={**one.facts, "last": "2026-11-10"}),
        replace(one, where="/meetings/b/"),
        replace(one, case="next"),
        replace(one, subject="b"),
    ]
    assert len({finding_key(one), *map(finding_key, others)}) == 5


def test_what_is_told_about_it_otherwise_leaves_its_key():
    one = notice("dead-link", "/a/", subject="u", url="u", reason=fault("page-gone", host="u", status=404))
    later = notice("dead-link", "/a/", subject="u", url="u", reason=fault("answer-unfinished", host="u"))
    assert finding_key(one) == finding_key(later) == finding_key(replace(one, is_checked=True))
    (clash,) = clashes([held("a", 9, length=2 * HOUR), held("b", 10)])
    (often,) = clashes([held("a", 9, length=2 * HOUR), held("b", 9), held("b", 10)])
    assert finding_key(clash) == finding_key(often)
    assert clash.message != often.message


def test_the_old_key_is_that_of_the_english_words():
    """As the version wrote it that set findings aside by their words."""
    one = notice("goal-date-passed", "/groups/a/", subject="a", name="A", due="2026-01-01", text="Ship")
    words = "A goal of A was due on 2026-01-01: “Ship”."
    assert old_key(one) == hashlib.sha256(f"goal-date-passed\0/groups/a/\0{words}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("where", "parts"), [("a.md:3", ("a.md", 3)), ("C:\\a.md:3", ("C:\\a.md", 3)), ("/desk/", ("/desk/", 0))]
)
def test_places(where, parts):
    assert split_place(where) == parts


def test_whose_hour_changes_is_told_with_both_hours():
    madrid = Schedule("20270105T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY", uid="a")
    after, before = dt.datetime(2027, 2, 20, tzinfo=dt.UTC), dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
    found = clock_findings("TODO call", [madrid], "c.ics:5", "America/New_York", after, before)
    assert [(one.code, one.where, one.message) for one in found] == [
        ("hour-change", "c.ics:5",
         "“TODO call” is at 11:00 instead of 10:00 in New York from 14 to 27 March 2027.")
    ]  # fmt: skip
    assert clock_findings("TODO call", [madrid], "c.ics:5", "Europe/Berlin", after, before) == []
