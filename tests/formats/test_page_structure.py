"""Groups told by structure under any heading, on pages of eight made-up communities; and what is no group."""

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from cast import asked
from markdown_it import MarkdownIt

from commonhour.core.draft import Draft, DraftGroup
from commonhour.formats.page import read_page, write_page

PAGES = Path(__file__).parent / "pages"
TODAY = dt.date(2026, 11, 23)
DOC = "https://docs.google.com/document/d/x/edit"


def read(text: str) -> Draft:
    return read_page(text, where="page.md", today=TODAY)


def page(name: str) -> Draft:
    return read_page((PAGES / name).read_bytes(), where=name, today=TODAY)


def group(draft: Draft, name: str) -> DraftGroup:
    return next(group for group in draft.groups if group.name == name)


def facts(draft: Draft, name: str) -> tuple[list[str], list[str], list[str]]:
    """The kinds of a group's channels, its people with their roles, its goals."""
    one = group(draft, name)
    return (
        [channel.kind for channel in one.channels],
        [f"{person.role} {person.name}" for person in one.people],
        [goal.text for goal in one.goals],
    )


def said(draft: Draft, name: str) -> str:
    """What the page says about when a group meets; what was understood when nothing is asked."""
    (series,) = [series for series in draft.series if series.group == group(draft, name).slug]
    if series.schedules:
        (one,) = series.schedules
        return f"{one.rrule.removeprefix('FREQ=')} {one.dtstart[9:13]} {one.tzid}"
    found = re.match(r"The page says “(.*?)”", asked(series) or "")
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    "heading", ["Working groups", "Teams", "Squads", "Technical groups", "Arbeitskreise", ""]
)
@pytest.mark.parametrize("level", ["#", "##"])
def test_bold_names_with_facts_are_groups_under_any_heading(heading: str, level: str) -> None:
    draft = read(
        f"{level + ' ' if heading else ''}{heading}\n\n"
        f"- **Alpha**: every Tuesday at 15:00 UTC · [notes]({DOC}) · [repo](https://github.com/a/alpha) · #alpha\n"
        f"- **Beta**: second Monday of the month at 10:00 Asia/Tokyo · [list](https://groups.io/g/beta)\n"
    )
    assert [g.name for g in draft.groups] == ["Alpha", "Beta"]
    assert facts(draft, "Alpha") == (["notes", "repo", "chat"], [], [])
    assert said(draft, "Alpha") == "WEEKLY;BYDAY=TU 1500 UTC"
    assert said(draft, "Beta") == "MONTHLY;BYDAY=2MO 1000 Asia/Tokyo"
    assert group(draft, "Beta").region == ""
    assert draft.unplaced == []


def test_a_dash_or_a_colon_behind_the_name() -> None:
    draft = read(
        f"## Crews\n\n- **[Alpha WG](https://github.com/a/alpha)** — every Tuesday at 15:00 UTC, [notes]({DOC})\n"
        f"- **Beta WG**: [notes]({DOC}), [list](https://groups.io/g/beta)\n"
    )
    assert facts(draft, "Alpha WG")[0] == ["repo", "notes"]
    assert facts(draft, "Beta WG")[0] == ["notes", "list"]


MARKDOWN = """- **Parser WG**
  - Chair: Olga
  - Goals: Ship 2.0 by June 2027; Write docs
  - [Repo](https://github.com/acme/parser)
  - Meets: Every Thursday at 16:00 Berlin time
- **Runtime WG**
  - Chair: Piet
  - [recordings](https://www.youtube.com/playlist?list=PL1)
"""
HTML = """<ul>
<li><b>Parser WG</b>
<ul><li>Chair: Olga</li><li>Goals: Ship 2.0 by June 2027; Write docs</li>
<li><a href="https://github.com/acme/parser">Repo</a></li><li>Meets: Every Thursday at 16:00 Berlin time</li></ul></li>
<li><b>Runtime WG</b><ul><li>Chair: Piet</li>
<li><a href="https://www.youtube.com/playlist?list=PL1">recordings</a></li></ul></li>
</ul>
"""


@pytest.mark.parametrize("heading", ["## Technical groups\n\n", "<h2>People</h2>\n", "# Squads\n\n", ""])
@pytest.mark.parametrize("body", [MARKDOWN, HTML], ids=["markdown", "html"])
def test_facts_nested_below_a_name(heading: str, body: str) -> None:
    draft = read(heading + body)
    assert facts(draft, "Parser WG") == (["repo"], ["chair Olga"], ["Ship 2.0 by June 2027", "Write docs"])
    assert facts(draft, "Runtime WG") == (["recordings"], ["chair Piet"], [])
    assert said(draft, "Parser WG") == "WEEKLY;BYDAY=TH 1600 Europe/Berlin"
    assert [space.description for space in draft.spaces] == [""] * len(draft.spaces)


@pytest.mark.parametrize("heading", ["## Technical groups", "## Who we are", "# Equipos", ""])
def test_tables_with_groups_as_rows_or_as_columns(heading: str) -> None:
    rows = (
        "<table>\n<tr><th>Group</th><th>Meets</th><th>Repo</th><th>Chair</th></tr>\n"
        '<tr><td>Alpha</td><td>Tuesdays 15:00 UTC</td><td><a href="https://github.com/a/a">a</a></td><td>Zed</td></tr>\n'
        '<tr><td>Beta</td><td>Mondays 10:00 UTC</td><td><a href="https://github.com/a/b">b</a></td><td>Yan</td></tr>\n</table>\n'
    )
    columns = (
        "| | Gamma | Delta |\n|---|---|---|\n| Repo | [g](https://github.com/a/g) | [d](https://github.com/a/d) |\n"
        "| Chair | Xi | Wu |\n| Meets | Fridays 9:00 UTC | Thursdays 9:00 UTC |\n"
    )
    draft = read(f"{heading}\n\n{rows}\n{columns}")
    assert [g.name for g in draft.groups] == ["Alpha", "Beta", "Gamma", "Delta"]
    assert all([channel.kind for channel in g.channels] == ["repo"] for g in draft.groups)
    assert [p.name for g in draft.groups for p in g.people] == ["Zed", "Yan", "Xi", "Wu"]
    assert said(draft, "Delta") == "WEEKLY;BYDAY=TH 0900 UTC"


def test_a_weekly_time_without_a_date_is_counted_from_its_next_one() -> None:
    draft = page("groups-in-html.md")
    series = next(s for s in draft.series if s.title == "Parser WG")
    assert [one.dtstart for one in series.schedules] == ["20261126T160000"]
    codes = [finding.code for finding in draft.findings if finding.facts.get("title") == "Parser WG"]
    assert codes == ["assumed-start"]


def test_squads_in_bullets() -> None:
    draft = page("squads-in-bullets.md")
    assert [g.name for g in draft.groups] == [
        "Anchor Squad",
        "Beacon",
        "Contribution Guide",
        "Licence Compliance",
    ]
    assert facts(draft, "Beacon") == (["notes", "list"], ["lead Mei Tanaka"], [])
    assert group(draft, "Contribution Guide").people[0].organisation == "Foo"
    assert said(draft, "Licence Compliance") == "WEEKLY;BYDAY=TH 0900 America/New_York"
    assert [c.kind for c in draft.community.channels] == ["chat", "list", *["recordings"] * 3]


def test_groups_in_html_with_headings_and_markdown_right_below() -> None:
    draft = page("groups-in-html.md")
    assert [space.name for space in draft.spaces] == ["Technical groups", "Design", "Chapters"]
    assert [(g.name, g.kind, g.space) for g in draft.groups][2:] == [
        ("Interface", "working-group", "design"),
        ("Icons", "working-group", "design"),
        ("Loom Paris", "chapter", "chapters"),
        ("Loom Lagos", "chapter", "chapters"),
    ]
    assert facts(draft, "Interface")[1] == ["facilitator Zed"]
    assert [s.schedules[0].rrule for s in draft.series if s.title == "Interface"] == ["FREQ=WEEKLY;BYDAY=TU"]


def test_groups_in_prose() -> None:
    draft = page("groups-in-prose.md")
    assert facts(draft, "Kernel Working Group") == (["repo", "notes"], ["chair Uta Hagen"], [])
    assert facts(draft, "Outreach committee") == (["list", "chat"], [], [])
    people = ["lead Bob Jones", "lead Carla Díaz"]
    assert facts(draft, "Security Response Team") == (["notes", "list", "chat"], people, [])
    assert said(draft, "Kernel Working Group") == "WEEKLY;BYDAY=FR 1400 Europe/Berlin"
    assert draft.community.description.startswith("We have three working groups.")


def test_other_languages_and_their_column_names() -> None:
    draft = page("arbeitskreise.md")
    assert [g.name for g in draft.groups] == ["Werkzeuge", "Recht", "Nord", "Süd"]
    assert facts(draft, "Recht") == (["list"], ["chair Jörg Müller"], [])
    assert said(draft, "Nord") == "WEEKLY;BYDAY=TH 1900 Europe/Berlin"


def test_a_group_may_be_named_like_furniture() -> None:
    draft = page("guides-as-groups.md")
    assert [g.name for g in draft.groups][:2] == ["Contribution Guide", "Licence Compliance"]
    assert "Useful links" not in [g.name for g in draft.groups]


def test_a_project_s_readme_has_no_groups() -> None:
    draft = page("project-readme.md")
    assert (draft.groups, draft.series, draft.findings) == ([], [], [])


def test_cards_with_plain_attributes() -> None:
    draft = page("cards-and-columns.md")
    assert facts(draft, "Granite") == (["repo", "chat"], ["lead Rosa Luz"], [])
    assert said(draft, "Granite") == "WEEKLY;BYDAY=MO 1700 UTC"
    assert facts(draft, "Marble")[2] == ["Polish it by 2027"]


def test_groups_without_any_heading() -> None:
    draft = page("no-heading-at-all.md")
    assert [(g.name, g.state) for g in draft.groups] == [
        ("Alpha", "active"), ("Beta", "active"), ("Gamma", "paused"),
    ]  # fmt: skip
    assert facts(draft, "Beta")[1] == ["chair Kim Novak", "chair Lou Reed"]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", text.casefold()))


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_nothing_is_lost_and_both_forms_read_back_the_same(path: Path) -> None:
    draft = page(path.name)
    document = draft.as_json()
    for form in (write_page(draft), write_page(draft, shortcodes=True)):
        again = read_page(form, where=path.name, today=TODAY).as_json()
        for name in ("groups", "series", "spaces", "sessions", "sources", "community"):
            assert again[name] == document[name]
        assert "REDACTED-SECRET-0000" not in form
    kept = json.dumps(document, ensure_ascii=False).replace("\\n", " ")
    body = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", path.read_text(encoding="utf-8"), flags=re.S)
    shown = re.sub(r"<[^>]*>", " ", MarkdownIt("commonmark").enable("table").render(body))
    if "{{<" not in body and "Caf" not in body:
        assert not words(shown) - words(kept) - words("amp quot lt gt www mailto")
    assert sum(len(left.text.split()) for left in draft.unplaced) <= 0.2 * len(shown.split())


def test_terms_cells_without_a_header_and_paragraphs_may_be_groups() -> None:
    cells = "".join(
        f'<tr><td><b>{name} team</b></td><td>Mondays 16:00 UTC</td><td><a href="https://hackmd.io/{name}">notes</a></td></tr>\n'
        for name in ("Core", "Web")
    )
    terms = "".join(
        f'<dt>{name} team</dt><dd>Fridays 12:00 UTC, <a href="https://github.com/x/{name}">repo</a></dd>\n'
        for name in ("Infra", "Art")
    )
    prose = (
        "**Ops** ([repo](https://github.com/x/ops)): meets Mondays at 16:00 UTC. Lead: Ann Lee.\n\n"
        "**Lab**\nLead: Cy Dee\nNotes: https://hackmd.io/lab\n"
    )
    draft = read(f"# All of us\n\n<table>\n{cells}</table>\n\n<dl>\n{terms}</dl>\n\n{prose}")
    names = ["Core team", "Web team", "Infra team", "Art team", "Ops", "Lab"]
    assert [g.name for g in draft.groups] == names
    kinds = ["notes", "notes", "repo", "repo", "repo", "notes"]
    assert [[c.kind for c in g.channels] for g in draft.groups] == [[kind] for kind in kinds]
    assert said(draft, "Art team") == "WEEKLY;BYDAY=FR 1200 UTC"
    assert said(draft, "Ops") == "WEEKLY;BYDAY=MO 1600 UTC"
    assert facts(draft, "Lab")[1] == ["lead Cy Dee"]


@pytest.mark.parametrize(
    "body",
    [
        "## Where to talk\n\n- **General**: [#general](https://x.slack.com/archives/C1)\n- **Developers**: #dev, [list](https://groups.io/g/dev)\n",
        "## Quick links\n\n- **Users**: [list](https://groups.io/g/users)\n- **Makers**: [chat](https://x.slack.com)\n",
        "## Minutes\n\n- **2026-01-08, 15:00 UTC**: [notes](https://hackmd.io/a), [video](https://youtu.be/a)\n- **2026-02-08, 15:00 UTC**: [notes](https://hackmd.io/b), [video](https://youtu.be/b)\n",
        "## Talks\n\n- **Knots**: [video](https://youtu.be/a)\n- **Sails**: [video](https://youtu.be/b)\n",
        "## Maintainers\n\n- **Ann Lee** ([@ann](https://github.com/ann)), lead\n- **Bob Ray** ([@bob](https://github.com/bob))\n",
    ],
)
def test_lists_of_other_things_give_no_groups(body: str) -> None:
    assert read(f"# Gadget\n\n{body}").groups == []


def test_day_time_and_frequency_apart_are_one_time() -> None:
    draft = read(
        "# Calls\n\n## Docs WG\n\n* Day: Tuesday\n* Time: 15:00 Europe/Berlin\n* Frequency: weekly\n* Slack: #docs\n"
    )
    assert said(draft, "Docs WG") == "WEEKLY;BYDAY=TU 1500 Europe/Berlin"


def test_the_nth_weekday_from_a_date_is_a_schedule() -> None:
    when = "First Monday of the month at 10:00 Asia/Tokyo, from 2026-09-07, 30 min"
    (series,) = read(f"# Calls\n\n## Docs WG\n\n* Slack: #docs\n* When: {when}\n").series
    assert [schedule.rrule for schedule in series.schedules] == ["FREQ=MONTHLY;BYDAY=1MO"]
