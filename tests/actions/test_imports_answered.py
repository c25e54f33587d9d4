"""An import with answers: what the preview shows is what is written, and importing again keeps what was answered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest
from cast import NOW, make_group

from commonhour.actions.upstream import foresee, import_draft
from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import (
    CONFIRM,
    KEEP,
    MERGE,
    REJECT,
    RENAME,
    WHEN_NEEDED,
    Answers,
    GroupAnswer,
    MeetingAnswer,
)
from commonhour.core.draft import Draft
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule import schedule as core
from commonhour.formats.page import read_page
from commonhour.formats.sigs import read_sigs
from commonhour.models import Community, Group, OldPath, Schedule, Series

pytestmark = pytest.mark.django_db

PAGE = """---
title: Weavers
url: "/weavers/"
---

## Groups

### Thread Quality

* Meets: Tuesdays, 9:30 PST, 45 minutes
* Moderated by: Ana Lopez
* [Chat](https://looms.slack.example) #thread

### Pattern Library

* Meets: every other Thursday at 16:00 PST
* Chair: Bo Chen

### Dyeing Team

* Lead: Dana Ek
* [Notes](https://docs.example.org/dyeing)

### Board

* Chair: Eve Fox

[calendar](https://calendar.google.com/calendar/embed?src=looms%40example.org&ctz=Europe/Madrid)
"""
SIGS = b"""sigs:
- name: Parsers
  meetings:
  - {description: Weekly, day: Thursday, time: "11:00", tz: Europe/Madrid, frequency: weekly, duration: 30}
"""
NONE = Answers()
LETTERS = Answers(letters={"PST": "America/Los_Angeles"})


def page(text: str = PAGE, now: dt.datetime = NOW) -> Draft:
    return read_page(text.encode(), where="page.md", today=now.date())


def imported(draft: Draft, answers: Answers = NONE, *, now: dt.datetime = NOW, name: str = "page.md") -> None:
    import_draft(answered(draft, answers), now=now, actor=TERMINAL, name=name)


def bare(schedules: Iterable[core.Schedule]) -> list[core.Schedule]:
    """Without their UIDs, which are made up each time."""
    return [replace(one, uid="") for one in schedules]


def groups() -> list[str]:
    return sorted(Group.objects.values_list("name", flat=True))


def times(title: str) -> list[tuple[str, str]]:
    return list(Schedule.objects.filter(series__title=title).values_list("dtstart", "tzid"))


@pytest.mark.parametrize(
    "answers",
    [
        Answers(),
        LETTERS,
        Answers(groups={"dyeing-team": GroupAnswer(REJECT), "board": GroupAnswer(RENAME, "The Board")}),
        Answers(groups={"dyeing-team": GroupAnswer(MERGE, "thread-quality"), "board": GroupAnswer(MERGE, "metrics")}),
        Answers(meetings={"pattern-library": MeetingAnswer(WHEN_NEEDED), "thread-quality": MeetingAnswer("Asia/Manila")}),
        Answers(community={"title": False, "path": False, "tzid": False}),
    ],
    ids=["none", "letters", "rejected", "merged", "meetings", "facts"],
)  # fmt: skip
@pytest.mark.parametrize("is_again", [False, True], ids=["first", "again"])
def test_what_the_preview_shows_is_what_is_written(answers: Answers, is_again: bool) -> None:
    make_group("metrics", "Metrics")
    if is_again:
        imported(page())
        Series.objects.filter(slug="board").delete()  # removed here: it stays away
    found = foresee(answered(page(), answers), now=NOW, name="page.md")
    imported(page(), answers)
    here = Community.the()
    assert {name: fact.then for name, fact in found.facts.items()} == {name: getattr(here, name) for name in found.facts}  # fmt: skip
    assert sorted([one.name for one in found.groups.values()] + ["Metrics"]) == groups() or is_again
    rows = Series.objects.filter(slug__in=found.series) if is_again else Series.objects.all()
    written = {
        row.slug: (
            row.title,
            row.group.name,
            bare(one.as_core() for one in row.schedules.all()),
            row.question,
        )
        for row in rows
    }
    assert written == {
        slug: (one.title, one.group, bare(one.schedules), one.question and one.question.as_json())
        for slug, one in found.series.items()
    }


def test_one_answer_schedules_every_call_with_these_letters() -> None:
    imported(page(), LETTERS)
    assert times("Thread Quality") == [("20261124T093000", "America/Los_Angeles")]
    weeks = Series.objects.get(slug="pattern-library")
    assert [one["tzid"] for one in weeks.readings] == ["America/Los_Angeles"] * 2


def test_importing_again_without_the_answers_keeps_them() -> None:
    given = Answers(
        groups={"dyeing-team": GroupAnswer(REJECT), "board": GroupAnswer(RENAME, "The Board")},
        letters=LETTERS.letters, meetings={"pattern-library": MeetingAnswer(WHEN_NEEDED)},
    )  # fmt: skip
    imported(page(), given)
    imported(page())
    assert groups() == ["Pattern Library", "The Board", "Thread Quality"]
    assert Series.objects.get(slug="board").title == "The Board"
    assert times("Thread Quality") == [("20261124T093000", "America/Los_Angeles")]
    on_demand = Series.objects.get(slug="pattern-library")
    assert (on_demand.question, on_demand.has_schedule) == (None, False)


def test_narrowed_readings_stay_narrowed() -> None:
    imported(page(), LETTERS)
    imported(page())
    row = Series.objects.get(slug="pattern-library")
    assert "which-zone" not in str(row.question)
    assert [one["tzid"] for one in row.readings] == ["America/Los_Angeles"] * 2


def test_the_same_answers_some_weeks_later_move_nothing() -> None:
    later = NOW + dt.timedelta(weeks=5)
    given = Answers(letters=LETTERS.letters, meetings={"pattern-library": MeetingAnswer("America/Los_Angeles, 2026-12-03")})  # fmt: skip
    imported(page(), given)
    before = list(Schedule.objects.values("series", "dtstart", "sequence"))
    imported(page(now=later), given, now=later)
    assert list(Schedule.objects.values("series", "dtstart", "sequence")) == before
    assert len(before) == 2


def test_another_answer_changes_what_an_answer_gave() -> None:
    imported(page(), LETTERS)
    imported(page(), Answers(letters={"PST": "Asia/Manila"}))
    assert times("Thread Quality") == [("20261124T093000", "Asia/Manila")]


def test_an_assumed_start_does_not_move_with_the_day_of_the_import() -> None:
    later = NOW + dt.timedelta(weeks=5)
    for given in (Answers(), Answers(starts={"weekly": CONFIRM})):
        imported(read_sigs(SIGS, where="sigs.yaml", today=NOW.date()), given)
        imported(read_sigs(SIGS, where="sigs.yaml", today=later.date()), given, now=later)
        assert times("Weekly") == [("20261126T110000", "Europe/Madrid")]


def test_a_rejected_group_comes_back_when_it_is_kept() -> None:
    imported(page(), Answers(groups={"dyeing-team": GroupAnswer(REJECT)}))
    imported(page(), Answers(groups={"dyeing-team": GroupAnswer(KEEP)}))
    assert "Dyeing Team" in groups()
    assert Series.objects.filter(group__name="Dyeing Team").exists()


def test_rejecting_a_group_that_is_here_leaves_it_alone() -> None:
    imported(page())
    imported(page(), Answers(groups={"dyeing-team": GroupAnswer(REJECT)}))
    imported(page())
    assert "Dyeing Team" in groups()


def test_a_merged_group_goes_on_in_the_other_one() -> None:
    given = Answers(groups={"dyeing-team": GroupAnswer(MERGE, "thread-quality")})
    imported(page(), given)
    thread = Group.objects.get(slug="thread-quality")
    imported(page(PAGE.replace("* Lead: Dana Ek", "* Lead: Dana Ek, Fay Gil")))
    assert groups() == ["Board", "Pattern Library", "Thread Quality"]
    assert sorted(one.person.name for one in thread.memberships.all()) == ["Ana Lopez", "Dana Ek", "Fay Gil"]
    assert thread.name == "Thread Quality"
    assert [one.slug for one in thread.series.all()] == ["thread-quality"]


# the community's own facts


def test_an_empty_hub_takes_the_zone_of_the_page_s_calendar() -> None:
    imported(page())
    assert Community.the().tzid == "Europe/Madrid"


def test_a_page_with_calendars_in_two_zones_gives_none() -> None:
    other = "\n[more](https://calendar.google.com/calendar/embed?src=b%40example.org&ctz=Asia/Tokyo)\n"
    imported(page(PAGE + other))
    assert Community.the().tzid == "UTC"


OTHER = (
    PAGE.replace("Weavers", "Spinners")
    .replace("/weavers/", "/spinners/")
    .replace("Europe/Madrid", "Asia/Tokyo")
)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("page.md", "title: Spinners"),
        ("other.md", "title: Weavers"),
        ("other.md", 'title: Spinners\nurl: "/weavers/"'),
        ("other.md", 'title: Spinners\nurl: "/spinners/"'),
    ],
    ids=["file", "title", "path", "nothing"],
)
def test_a_further_page_changes_no_fact_unasked(name: str, head: str) -> None:
    """Its file's name, its title, its path or a group: one of them alone does not make it the same page."""
    imported(page())
    text = OTHER.replace('title: Spinners\nurl: "/spinners/"', head)
    for old, new in (("Pattern", "Spindle"), ("Dyeing", "Wool"), ("Board", "Council")):
        text = text.replace(old, new)
    imported(page(text), name=name)
    here = Community.the()
    assert (here.title, here.path, here.tzid) == ("Weavers", "/weavers/", "Europe/Madrid")


@pytest.mark.parametrize("name", ["page.md", "moved.md"])
def test_the_same_page_brings_what_changed_on_it(name: str) -> None:
    imported(page())
    imported(page(PAGE.replace("title: Weavers", "title: Weavers United")), name=name)
    assert Community.the().title == "Weavers United"


def test_a_further_page_s_facts_are_taken_when_somebody_ticks_them() -> None:
    imported(page())
    text = (
        OTHER.replace("Pattern", "Spindle")
        .replace("Dyeing Team", "Wool")
        .replace("Board", "Council")
        .replace("Thread", "Yarn")
    )
    imported(page(text), Answers(community={"path": True, "tzid": True}), name="other.md")
    here = Community.the()
    assert (here.title, here.path, here.tzid) == ("Weavers", "/spinners/", "Asia/Tokyo")
    assert OldPath.objects.filter(path="/weavers/").exists()


def test_a_page_that_does_not_give_its_path_any_more_erases_nothing() -> None:
    imported(page())
    imported(page(PAGE.replace('url: "/weavers/"\n', "")))
    assert Community.the().path == "/weavers/"


def test_a_fact_that_is_left_stays_as_it_is_here() -> None:
    imported(page())
    imported(
        page(PAGE.replace("title: Weavers", "title: Weavers United")), Answers(community={"title": False})
    )
    assert Community.the().title == "Weavers"
