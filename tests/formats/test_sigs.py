"""sigs.yaml: groups and people as they are written, calls scheduled when all is said, asked about otherwise."""

import datetime as dt

import pytest
from cast import asked
from catalogue_counts import FIXTURES, MARK, codes, counts, real

from commonhour.core.draft import Draft, DraftSeries
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.sigs import read_sigs
from commonhour.formats.words.hours import hour_of
from commonhour.formats.words.rhythms import rhythm_of
from commonhour.formats.words.zones import zone_of

TODAY = dt.date(2026, 11, 23)  # a Monday


def read(name: str) -> Draft:
    return read_sigs((FIXTURES / name).read_bytes(), where=name, today=TODAY)


def by_title(draft: Draft, title: str) -> DraftSeries:
    return next(one for one in draft.series if one.title == title)


def test_groups_people_and_channels() -> None:
    draft = read("sigs-words.yaml")
    apps, kind, steering = draft.groups
    assert (apps.slug, apps.name, apps.space) == ("sig-apps", "Apps", "special-interest-groups")
    assert (kind.parent, steering.kind) == ("sig-apps", "committee")
    assert [(p.name, p.role, p.organisation) for p in apps.people] == [
        ("Ana Ruiz", "chair", "Example"), ("Bo Lund", "tech lead", ""), ("Cy Old", "emeritus", ""),
    ]  # fmt: skip
    assert apps.people[0].url == "https://github.com/ana"
    assert {"chat", "list", "notes", "recordings"} == {channel.kind for channel in apps.channels}
    assert "ana@example.org" not in apps.description
    assert [one.text for one in draft.unplaced] == [
        "Charter: sig-apps/charter.md", "Apps: subprojects without calls: kompose",
    ]  # fmt: skip


def test_a_weekly_call_needs_no_anchor_and_says_where_it_begins() -> None:
    draft = read("sigs-words.yaml")
    (schedule,) = draft.series[0].schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule) == (
        "20261126T090000", "America/Los_Angeles", "FREQ=WEEKLY;BYDAY=TH",
    )  # fmt: skip
    assert any("Thursday 26 November 2026" in finding.message for finding in draft.findings)
    assert draft.series[0].joins[0].url.endswith(MARK)


def test_the_second_thursday_is_exact() -> None:
    (schedule,) = by_title(read("sigs-words.yaml"), "Second Thursday").schedules
    assert (schedule.dtstart, schedule.rrule) == ("20261210T160000", "FREQ=MONTHLY;BYDAY=2TH")
    assert schedule.duration == dt.timedelta(minutes=90)


def test_every_other_week_counts_from_a_date_or_is_asked() -> None:
    draft = read("sigs-words.yaml")
    question = asked(by_title(draft, "Every fortnight"))
    assert "“biweekly, Thursday, 11:00, PT (Pacific Time)”" in question
    assert "It skips weeks: on which date is one of its meetings?" in question
    (schedule,) = by_title(draft, "Every fortnight from a date").schedules
    assert (schedule.dtstart, schedule.rrule) == ("20260303T110000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("kind: Regular SIG Meeting", "Does GMT mean UTC or London?"),
        ("Once a month", "On which Monday of the month?"),
        ("Third week or third Tuesday", "How often does it meet"),
        ("Two hours", "Which one hour is its beginning?"),
        ("Fixed offset", "which city's clock"),
        ("Ambiguous letters", "Does IST mean Kolkata or Dublin or Jerusalem?"),
        ("When needed", "when is the next one?"),
        ("Says nothing", "On which day, at what time, in which zone and how often does it meet?"),
    ],
)
def test_what_is_not_said_is_asked(title: str, question: str) -> None:
    assert question in (asked(by_title(read("sigs-words.yaml"), title)))


def test_counts_of_the_words() -> None:
    assert counts(read("sigs-words.yaml")) == (3, 9, 1)


def test_a_call_written_for_summer_and_winter_is_one_series() -> None:
    draft = read("sigs-seasons.yaml")
    assert [one.group for one in draft.series] == ["wg-one", "wg-two", "wg-three", "wg-four", "wg-four"]
    one, two, three, *others = draft.series
    assert "08:00 in Los Angeles" in asked(one)
    assert three.question == one.question
    assert (two.schedules[0].dtstart, two.schedules[0].tzid) == ("20261127T100000", "America/New_York")
    assert all(each.schedules for each in others)
    assert "contradiction" not in codes(draft)
    assert sum("this reads as one call" in finding.message for finding in draft.findings) == 3


@pytest.mark.parametrize(
    ("frequency", "day", "kind", "rule"),
    [
        (
            "biweekly - every other Monday of the month",
            "Monday",
            "interval",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        ),
        ("every third week", "Tuesday", "interval", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
        ("every four weeks", "Wednesday", "interval", "FREQ=WEEKLY;INTERVAL=4;BYDAY=WE"),
        ("Second and Fourth Wednesday of every month", "", "nth", "FREQ=MONTHLY;BYDAY=2WE,4WE"),
        ("monthly", "first Thursday", "nth", "FREQ=MONTHLY;BYDAY=1TH"),
        ("last Friday of the month", "Friday", "nth", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("weekly", "Tuesday and Thursday", "weekly", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("", "Every Thursday", "weekly", "FREQ=WEEKLY;BYDAY=TH"),
    ],
)
def test_how_often_in_words(frequency: str, day: str, kind: str, rule: str) -> None:
    cadence = rhythm_of(frequency, day)
    assert (cadence.kind, cadence.rule()) == (kind, rule)


@pytest.mark.parametrize(
    ("frequency", "day"),
    [
        ("weekly except the first week", "Monday"), ("twice a month", "Monday"), ("bimonthly", "Monday"),
        ("weekly", "Monday/Wednesday"), ("every other Tuesday", "Thursday"), ("weekly (summer)", "Monday"),
        ("every third Tuesday", "Tuesday"), ("weekly" * 100, "Monday"),
    ],
)  # fmt: skip
def test_what_is_not_understood_whole_is_not_read(frequency: str, day: str) -> None:
    assert rhythm_of(frequency, day).kind == ""


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("7:00PM-8:00PM", dt.time(19), 60), ("08:00AM", dt.time(8), None), ("09:00 (Pacific Time)", dt.time(9), None),
        ("1600", dt.time(16), None), ("11-1PM", dt.time(11), 120), ("noon", dt.time(12), None),
    ],
)  # fmt: skip
def test_hours(text: str, start: dt.time, minutes: int | None) -> None:
    clock = hour_of(text)
    assert clock is not None
    assert clock.start == start
    assert clock.length == (dt.timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize("text", ["9", "8:00 / 16:00", "25:00", "5:00 PM PT / 8:00 PM ET", "", "x" * 200])
def test_no_one_hour(text: str) -> None:
    assert hour_of(text) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("PT (Pacific Time)", "America/Los_Angeles"), ("Eastern Standard Time (EST)", "America/New_York"),
        ("CST (China Standard Time)", "Asia/Shanghai"), ("Europe/Berlin (CET)", "Europe/Berlin"),
        ("US/Pacific", "America/Los_Angeles"), ("UTC+0", "UTC"), ("CET", "Europe/Paris"), ("Beijing", "Asia/Shanghai"),
        ("PST", None), ("GMT", None), ("UTC+8", None), ("Etc/GMT+5", None), ("Moon", None), ("", None),
    ],
)  # fmt: skip
def test_zones(text: str, zone: str | None) -> None:
    assert zone_of(text).tzid == zone


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"events: []", "none of sigs"), (b"- a\n- b", "no mapping"), (b"sigs: [", r"x.yaml:1: The YAML cannot"),
        (b"sigs: *nobody", "refers to nothing"), (b"\xff\xfesigs", "no mapping|not UTF-8"), (b"sigs: \xff", "x.yaml:1"),
        (b"? [a]\n: b\n", "keys are words"), (b'sigs: "\\xZZ"', "cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_place(body: bytes, sentence: str) -> None:
    with pytest.raises(RefusedInput, match=sentence):
        read_sigs(body, where="x.yaml", today=TODAY)


@pytest.mark.parametrize(
    "body",
    [
        b"sigs: " + b"[" * 50,
        b"sigs: []\nx: " + b"a" * 1_100_000,
        b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n".encode()
            for old, new in zip("abcde", "bcdef", strict=True)
        ),
    ],
)
def test_what_is_over_a_limit_is_refused_whole(body: bytes) -> None:
    with pytest.raises(TooLarge):
        read_sigs(body, where="x.yaml", today=TODAY)


def test_no_tag_makes_an_object() -> None:
    body = b"sigs:\n- name: !!python/object/apply:os.system [ls]\n- {dir: a, dir: b}\n"
    draft = read_sigs(body, where="x.yaml", today=TODAY)
    assert codes(draft) == ["refused-input", "contradiction"]


def test_counts_of_the_real_file(capsys: pytest.CaptureFixture[str]) -> None:
    path = real("code-kubeflow") / "wgs.yaml"
    draft = read_sigs(path.read_bytes(), where="wgs.yaml", today=TODAY)
    with capsys.disabled():
        print(f"\nsigs wgs.yaml: scheduled, undecided, refused = {counts(draft)}")
    assert counts(draft) == (1, 5, 0)
    assert (codes(draft).count("no-anchor-date"), codes(draft).count("assumed-start")) == (5, 1)
    assert sum(len(group.people) for group in draft.groups) == 22
    assert by_title(draft, "Kubeflow Hub Call").group == "wg-data-hub"


@pytest.mark.parametrize(
    "meeting",
    [
        "{description: Call, weekday: Thursday, start_time: '16:00', timezone: Europe/Madrid, cadence: weekly, length: 45}",
        "{name: Call, day: Thursdays, time: 16.00-16.45, time_zone: Europe/Madrid, frequency: every week}",
        "{title: Call, days: [Thursday], hour: 4:00 PM, tz: Europe/Madrid (CET), recurrence: Weekly, duration: 45 minutes}",
        "{Description: Call, Day: Thu, Time: 16h00, TZ: europe/madrid, Frequency: Once a week, duration: 45min}",
        "{description: Call, schedule: every Thursday, time: '1600', zone: Madrid, duration: 0.5h 15min}",
    ],
)
def test_other_spellings_of_the_same_call(meeting: str) -> None:
    body = f"working_groups:\n- name: X\n  meetings:\n  - {meeting}\n".encode()
    (series,) = read_sigs(body, where="x.yaml", today=TODAY).series
    (schedule,) = series.schedules
    assert (schedule.dtstart, schedule.tzid, schedule.rrule, schedule.duration) == (
        "20261126T160000", "Europe/Madrid", "FREQ=WEEKLY;BYDAY=TH", dt.timedelta(minutes=45),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frequency", "first"),
    [
        ("biweekly (odd weeks)", "20261204"), ("bi-weekly, even weeks", "20261127"), ("weekly in odd weeks", "20261204"),
        ("every other week on even numbered weeks", "20261127"),
    ],
)  # fmt: skip
def test_odd_and_even_weeks_are_an_anchor_and_an_interval(frequency: str, first: str) -> None:
    meeting = f"{{description: Call, day: Friday, time: '15:00', tz: UTC, frequency: '{frequency}'}}"
    draft = read_sigs(f"sigs:\n- name: X\n  meetings:\n  - {meeting}\n".encode(), where="x.yaml", today=TODAY)
    (schedule,) = draft.series[0].schedules
    assert (schedule.dtstart[:8], schedule.rrule) == (first, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    assert "week-parity" in codes(draft)
