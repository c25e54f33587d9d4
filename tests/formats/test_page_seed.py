"""The page the product starts from, line by line. The file lies outside the project; without it these skip."""

import datetime as dt
import re
from pathlib import Path

import pytest
from cast import asked

from commonhour.core.draft import Draft
from commonhour.formats.page import read_page

SEED = Path(__file__).parents[3] / "shared" / "data" / "seed" / "meetings.md"
TODAY = dt.date(2026, 11, 23)

pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} is not here")


@pytest.fixture(scope="module")
def draft() -> Draft:
    return read_page(SEED.read_bytes(), where="meetings.md", today=TODAY)


def test_community_and_spaces(draft: Draft) -> None:
    assert (draft.community.title, draft.community.path) == ("Virtual Meetings", "/community/meetings/")
    assert draft.community.contact_email == "info@todogroup.org"
    assert [space.name for space in draft.spaces] == ["Learning Space", "Contributor Space"]


def test_groups_with_kinds_regions_and_parents(draft: Draft) -> None:
    kinds = sorted(group.kind for group in draft.groups)
    assert kinds == ["chapter", "programme", "programme", "working-group", "working-group", "working-group"]
    chapter = next(g for g in draft.groups if g.kind == "chapter")
    sync = next(g for g in draft.groups if g.name == "OSPOlogy Europe Sync")
    panel = next(g for g in draft.groups if g.kind == "programme" and g is not sync)
    assert (chapter.name, sync.parent, sync.region, panel.region) == (
        "TODO Europe Chapter",
        chapter.slug,
        "Europe",
        "global",
    )
    assert {g.space for g in draft.groups} == {space.slug for space in draft.spaces}


def test_goals_people_and_leading_organisation(draft: Draft) -> None:
    guide, metrics, path = [g for g in draft.groups if g.kind == "working-group"]
    assert [len(g.goals) for g in (guide, metrics, path)] == [2, 3, 1]
    assert [goal.due for goal in guide.goals] == [None, dt.date(2023, 12, 31)]
    assert (metrics.name, metrics.lead_organisation) == ("CHAOSS OSPO Metrics", "CHAOSS")
    assert [(p.name, p.role) for p in guide.people] == [
        ("Alyssa", "moderator"),
        ("Cornelius", "moderator"),
        ("Josep", "moderator"),
    ]
    assert [p.name for p in metrics.people] == ["Matt", "Ana"]


def test_every_group_but_the_chapter_has_an_undecided_series(draft: Draft) -> None:
    meeting = [g.slug for g in draft.groups if g.kind != "chapter"]
    assert [series.group for series in draft.series] == meeting
    assert all(asked(series) and not series.schedules for series in draft.series)
    assert [call.label for series in draft.series for call in series.calls_for_proposals] == ["Submit a CFP"]


def test_one_calendar(draft: Draft) -> None:
    (source,) = draft.sources
    assert source.url.endswith("/public/basic.ics")
    assert source.tzid == "Europe/Madrid"


def test_findings(draft: Draft) -> None:
    found = [(int(f.where.removeprefix("meetings.md:")), f.code) for f in draft.findings]
    assert sorted(found) == [
        (8, "no-time"),
        (10, "no-time"),
        (18, "no-time"),
        (20, "goal-date-passed"),
        (23, "broken-link-syntax"),
        (23, "link-kind"),
        (26, "no-time"),
        (30, "copied-channel"),
        (32, "same-name"),
        (34, "no-time"),
        (38, "channel-name-differs"),
        (40, "same-name"),
        (46, "mis-decoded-text"),
        (48, "mis-decoded-text"),
        (50, "mis-decoded-text"),
        (52, "mis-decoded-text"),
        (52, "relative-link"),
    ]


def test_every_link_is_kept_and_the_emoji_are_whole(draft: Draft) -> None:
    channels = [*draft.community.channels, *(c for g in draft.groups for c in g.channels)]
    urls = {c.url for c in channels} | {call.url for s in draft.series for call in s.calls_for_proposals}
    page = SEED.read_text(encoding="utf-8")
    assert {url.rstrip(".") for url in re.findall(r"https?://[^\s()]+", page)} <= urls
    assert "https://worldtimebuddy.com" in urls
    assert "".join(c.label[0] for c in draft.community.channels) == "📅📥📨🕐"
    assert draft.unplaced == []
