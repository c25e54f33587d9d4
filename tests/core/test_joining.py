"""Several drafts as one: groups that meet again, series that share a slug, and nothing lost."""

import datetime as dt
from copy import deepcopy

import pytest

from commonhour.core import limits
from commonhour.core.draft import (
    Draft,
    DraftChannel,
    DraftCommunity,
    DraftGroup,
    DraftJoin,
    DraftPerson,
    DraftSeries,
    DraftSession,
)
from commonhour.core.joining import joined
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import TooLarge

HOUR = dt.timedelta(hours=1)
WEEKLY = Schedule("20260107T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY")


def draft(group: str, *series: DraftSeries, where: str = "a.md:1") -> Draft:
    return Draft("page", groups=[DraftGroup(group, group.title(), where=where)], series=[*series])


def call(group: str, slug: str = "weekly", *schedules: Schedule) -> DraftSeries:
    return DraftSeries(slug, "Weekly", group, schedules=[*schedules], where=f"{group}.md:3")


def test_a_slug_of_two_groups_has_the_group_in_front_in_any_order() -> None:
    one, two = draft("lantern", call("lantern")), draft("optics", call("optics"))
    there = {series.slug for series in joined(deepcopy([one, two]), DraftCommunity()).series}
    back = {series.slug for series in joined([two, one], DraftCommunity()).series}
    assert there == back == {"lantern-weekly", "optics-weekly"}


def test_a_group_of_two_files_is_one_with_the_facts_of_both() -> None:
    one, two = draft("lantern"), draft("lantern", where="b.md:7")
    one.groups[0].description, two.groups[0].description = "Light.", "Also light."
    two.groups[0].people.append(DraftPerson("Ana", "chair"))
    whole = joined([one, two], DraftCommunity())
    (group,) = whole.groups
    assert (group.description, [person.name for person in group.people]) == ("Light.", ["Ana"])
    assert [(one.where, one.text) for one in whole.unplaced] == [("b.md:7", "Also light.")]


def test_a_call_that_two_files_tell_of_is_one_and_a_contradiction_two() -> None:
    plain, timed = draft("lantern", call("lantern")), draft("lantern", call("lantern", "weekly", WEEKLY))
    timed.series[0].joins.append(DraftJoin("https://zoom.us/j/1"))
    later = draft(
        "lantern", call("lantern", "weekly", Schedule("20260107T170000", "UTC", HOUR, "FREQ=WEEKLY"))
    )
    whole = joined([plain, timed, later], DraftCommunity())
    assert [(one.slug, len(one.schedules)) for one in whole.series] == [("weekly", 1), ("weekly-2", 1)]
    assert whole.series[0].joins


def test_sessions_go_with_their_series() -> None:
    two = draft("optics", call("optics"))
    two.sessions.append(DraftSession("weekly", dt.date(2026, 1, 7), "Mirrors"))
    whole = joined([draft("lantern", call("lantern")), two], DraftCommunity())
    assert whole.sessions[0].series == "optics-weekly"


def test_one_uid_is_one_call_and_said_so() -> None:
    uid = Schedule("20260107T160000", "UTC", HOUR, uid="1@example.org")
    whole = joined([draft("a", call("a", "x", uid)), draft("b", call("b", "y", uid))], DraftCommunity())
    assert [one.slug for one in whole.series] == ["x"]
    assert [(one.code, one.where) for one in whole.findings] == [("contradiction", "b.md:3")]


def test_a_further_file_never_names_the_community_but_keeps_its_channels() -> None:
    other = draft("optics")
    other.community = DraftCommunity("Optics", "/optics/", "o@example.org", tzid="Asia/Tokyo")
    other.community.channels.append(DraftChannel("chat", "Chat", "#o"))
    whole = joined([draft("lantern"), other], DraftCommunity("Lights"))
    assert whole.community == DraftCommunity("Lights", channels=[DraftChannel("chat", "Chat", "#o")])


def test_the_calls_of_a_folder_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COMPONENTS", 2)
    with pytest.raises(TooLarge):
        joined([draft(name, call(name)) for name in ("a", "b", "c")], DraftCommunity())
