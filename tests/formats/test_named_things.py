"""Lists under anybody's keys: told by what stands in them, mapped with the reason, nothing lost."""

import datetime as dt

import pytest
from cast import asked

from commonhour.core.draft import Draft, DraftSeries
from commonhour.errors import RefusedInput
from commonhour.formats.named_things import has_named_things, read_named_things

TODAY = dt.date(2026, 11, 23)
STREAMS = """- id: sampling
  kind: sig
  name: Sampling
  people:
  - liaison: ana
  - sponsor:
      username: bo
  resources:
  - meeting:
      schedule: Every Thursday at 08:00 PT
      inviteGroup: calendar-sampling
  - slack:
      name: '#lantern-sampling'
  - repository: lantern/sampling
- id: logs
  name: Logs
  parent: sampling
  resources:
  - meeting:
      schedule: Every other Tuesday at 10:00 PT
"""
SERIES = """defaults:
  duration: 60
  rate: bi-weekly
call_series:
  glass:
    display_name: All Glass Makers
    playlist_id: PLx1
    autopilot_defaults: {duration: 90, occurrence_rate: bi-weekly}
  wick:
    display_name: Wick Breakout
"""


def read(text: str, where: str = "a.yml") -> Draft:
    return read_named_things(text.encode(), where=where, today=TODAY)


def when(series: DraftSeries) -> tuple[str, str, str]:
    (schedule,) = series.schedules
    return schedule.dtstart, schedule.tzid, schedule.rrule


def test_a_list_of_groups_with_a_time_in_words_deep_inside() -> None:
    draft = read(STREAMS)
    one, two = draft.groups
    assert [(one.slug, one.name), (two.slug, two.parent)] == [("sampling", "Sampling"), ("logs", "sampling")]
    assert [(person.name, person.role) for person in one.people] == [("ana", "liaison"), ("bo", "sponsor")]
    assert [(c.kind, c.name, c.url) for c in one.channels] == [
        ("chat", "#lantern-sampling", ""), ("repo", "lantern/sampling", ""),
    ]  # fmt: skip
    assert when(draft.series[0]) == ("20261126T080000", "America/Los_Angeles", "FREQ=WEEKLY;BYDAY=TH")
    assert "on which date is one of its meetings" in asked(draft.series[1])
    assert len(draft.series[1].readings) == 2


def test_which_keys_were_taken_for_what_is_said() -> None:
    found = {
        one.case: (one.facts["keys"], one.where) for one in read(STREAMS).findings if one.code == "read-as"
    }
    assert found["name"] == (["name"], "a.yml:3")
    assert found["when"] == (["meeting", "schedule"], "a.yml:10")
    assert found["chat"] == (["slack"], "a.yml:13")
    assert found["people"][0] == ["liaison", "sponsor"]


def test_a_key_that_says_nothing_we_know_is_not_lost() -> None:
    draft = read(
        "- name: A\n  when: Mondays 15:00 UTC, weekly\n  motto: Let there be light\n  x: 5\n  x: 6\n"
    )
    assert [(one.where, one.text) for one in draft.unplaced] == [("a.yml:3", "A: motto: Let there be light")]
    assert ("dropped-property", "x") in [(one.code, one.facts.get("name")) for one in draft.findings]


def test_a_mapping_of_calls_by_their_short_names() -> None:
    draft = read(SERIES)
    assert [(one.slug, one.name) for one in draft.groups] == [
        ("glass", "All Glass Makers"),
        ("wick", "Wick Breakout"),
    ]
    assert [bool(one.schedules) for one in draft.series] == [False, False]
    assert "bi-weekly" in asked(draft.series[0])
    assert "The file gives no time" in asked(draft.series[1])


def test_a_list_in_toml_with_fields_and_a_room() -> None:
    draft = read(
        """[[groups]]
name = "Lantern"
chairs = ["Ana Example", "Bo Example <bo@example.org>"]
[groups.meeting]
day = "Tuesday"
time = "16:00"
timezone = "Europe/Madrid"
frequency = "weekly"
duration = "60 minutes"
url = "https://zoom.us/j/99?pwd=hunter2"
""",
        "a.toml",
    )
    (series,) = draft.series
    assert when(series) == ("20261124T160000", "Europe/Madrid", "FREQ=WEEKLY;BYDAY=TU")
    assert (series.schedules[0].duration, len(series.joins)) == (dt.timedelta(hours=1), 1)
    assert [person.name for person in draft.groups[0].people] == ["Ana Example", "Bo Example"]
    assert "hunter2" not in str(draft.as_json())
    assert next(f.where for f in draft.findings if f.code == "assumed-start") == "a.toml:4"


def test_a_json_mapping_with_dates_in_the_key_of_the_zone() -> None:
    draft = read(
        """{"wg-a": {"name": "A", "date": "Every Monday", "time_utc": "17:00"},
 "wg-b": {"name": "B", "status": "archived", "when": "Every Friday 10:00 ET"}}""",
        "a.json",
    )
    assert when(draft.series[0]) == ("20261123T170000", "UTC", "FREQ=WEEKLY;BYDAY=MO")
    assert (draft.groups[1].state, draft.groups[1].where) == ("concluded", "a.json:2")
    assert "paused" in asked(draft.series[1])


def test_events_with_dates_take_place_on_them() -> None:
    draft = read(
        """events:
- {title: Community call, date: 2026-12-14, time: "16:00", timezone: UTC, location: Town hall}
- {title: Launch, start: 2027-01-14T16:00:00+02:00, end: 2027-01-14T17:00:00+02:00}
- {title: Weekly sync, start: 2026-11-24 16:00, recurrence: weekly, tz: Europe/Berlin}
- {title: Rule, start: 2026-11-24 16:00, rrule: FREQ=MONTHLY;BYDAY=4TU, tz: Europe/Berlin}
- {title: Never, start: 2026-11-24 16:00, end: 2026-11-24 15:00, tz: UTC}
"""
    )
    assert [when(one) for one in draft.series] == [
        ("20261214T160000", "UTC", ""), ("20270114T140000", "UTC", ""),
        ("20261124T160000", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU"),
        ("20261124T160000", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=4TU"),
    ]  # fmt: skip
    assert "Town hall" in draft.series[0].description
    assert [one.where for one in draft.findings if one.code == "refused-input"] == ["a.yml:6"]


def test_words_in_a_sentence_that_nobody_understands_are_asked_about() -> None:
    one, two = read(
        "- {name: A, schedule: Every Tuesday 16:00 UTC except holidays}\n- {name: B, schedule: Every Tuesday 16:00 UTC}\n"
    ).series
    assert one.question
    assert not one.schedules
    assert two.schedules


def test_two_hours_in_a_sentence_are_never_scheduled_as_one() -> None:
    for text in (
        "Tuesday at 16:00 PT and Thursday at 8:00 PT",
        "Weekly, Monday alternating between 9:00 PT and 10:00 PT",
    ):
        (series,) = read(f"- name: A\n  schedule: {text}\n").series
        assert not series.schedules
        assert text in asked(series)


@pytest.mark.parametrize(
    "limit", ["until: 2026-12-31", "interval: 2", "nth: 2", "except: [2026-12-24]", "weeks: odd or so"]
)
@pytest.mark.parametrize(
    "said",
    [
        "schedule: Every Thursday at 08:00 UTC",
        "{day: Thursday, time: '08:00', tz: UTC, frequency: weekly}",
        "start: 2026-11-26T08:00:00Z",
    ],
)
def test_a_key_that_limits_the_dates_is_asked_about(said: str, limit: str) -> None:
    said = said.strip("{}").replace(", ", "\n  ")
    (series,) = read(f"- name: A\n  day: Thursday\n  {said}\n  {limit}\n").series
    assert not series.schedules or series.schedules[0].rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
    assert series.schedules or series.question


def test_a_group_inside_a_group_is_its_child_and_two_calls_have_two_titles() -> None:
    draft = read(
        """tags:
- name: Glass
  slack: glass
  meetings: [{schedule: "Every Monday 10:00 UTC"}, {schedule: "Every Friday 10:00 UTC"}]
  subprojects:
  - {name: Lenses, chairs: [{name: Cy}], agenda: [{title: Talk, date: 2024-01-02}]}
"""
    )
    assert [(one.name, one.parent) for one in draft.groups] == [("Glass", None), ("Lenses", "glass")]
    assert [one.title for one in draft.series] == ["Glass meeting", "Glass meeting (Every Friday 10:00 UTC)"]


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("package.json", '{"name": "x", "scripts": {"test": "run every monday 10:00"}}'),
        ("renew.yml", "version: 2\nupdates:\n- ecosystem: npm\n  schedule: {interval: weekly, day: monday, time: '09:00'}\n"),
        ("posts.yml", "- title: A post\n  date: 2026-01-05 10:00:00\n"),
        ("people.yml", "- name: Ana\n  role: chair\n"), ("broken.json", '{"name": '), ("empty.yml", ""),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_list_is_none(where: str, text: str) -> None:
    assert not has_named_things(text.encode(), where)
    with pytest.raises(RefusedInput):
        read(text, where)


PRIVATE = """- name: Sampling
  when: Every Thursday at 08:00 PT
- name: Hidden Hands
  {0}
  when: Every Friday at 08:00 PT
- name: Logs
  when: Every Tuesday at 08:00 PT
"""


@pytest.mark.parametrize("mark", ["private: true", "public: no", "is_internal: 'yes'", "visibility: members"])
def test_what_is_marked_as_not_for_everybody_leaves_only_that_it_was_there(mark: str) -> None:
    draft = read(PRIVATE.format(mark))
    assert [one.slug for one in draft.groups] == ["sampling", "logs"]
    assert ("private-event", "marked") in [(one.code, one.case) for one in draft.findings]
    assert "Hidden" not in str(draft)


@pytest.mark.parametrize("mark", ["private: false", "public: true", "visibility: everybody"])
def test_what_is_for_everybody_stays(mark: str) -> None:
    assert len(read(PRIVATE.format(mark)).groups) == 3


def test_a_start_date_beside_the_only_sentence_is_where_it_counts_from() -> None:
    draft = read(
        STREAMS.replace("schedule: Every other", "start_date: 2026-12-08\n      schedule: Every other")
    )
    assert when(draft.series[1]) == (
        "20261208T100000",
        "America/Los_Angeles",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    )


def test_a_group_that_stands_twice_is_one_and_two_of_one_name_are_told() -> None:
    both = "- name: Logs\n  kind: {0}\n  when: Every Tuesday at 08:00 PT\n- name: Logs\n  kind: {1}\n  when: Every Friday at 08:00 PT\n"
    assert [one.slug for one in read(both.format("sig", "sig")).groups] == ["logs"]
    apart = read(both.format("sig", "committee"))
    assert len(apart.groups) == 2
    assert ("contradiction", "two-groups") in [(one.code, one.case) for one in apart.findings]
