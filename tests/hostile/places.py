"""Files of every kind we read, with a text in each of the places where people write."""

import io
import json
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from commonhour.formats.ical.lines import escape

FIXTURES = Path(__file__).parents[1] / "formats" / "catalogues"
_OF_A_CALENDAR = ("X-WR-CALNAME", "X-WR-CALDESC", "NAME", "PRODID", "SOURCE")
_OF_A_DATE = ("SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION")
_PROPERTIES = (
    "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONFERENCE", "URL", "CONTACT", "CATEGORIES", "RESOURCES", "ATTACH", "RELATED-TO",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-UNKNOWN", "STYLED-DESCRIPTION", "GEO",
    "STRUCTURED-DATA",
)  # fmt: skip
_FRONT_MATTER = ("title", "description", "url", "author")
_LINES_OF_A_PAGE = (
    "{}", "* {}", "* Call: Mondays 10:00 UTC, {}", "* **Notes:** {}", "* Channel: {}", "* Lead: Ana Ruiz, {}", "> {}", "1. {}", "<p>{}</p>",
    "| What | Where |\n|---|---|\n| Notes | {} |", "| {} | x |\n|---|---|\n| a | b |", "* Goal: ship {} by 2027", "<!-- {} -->", "[Docs]({})", "[{}](https://example.org/)",
    '<a href="{}">x</a>', "* Mailing list: {}", "* Recordings: {}", "*{}*", "Next call: 2026-12-01, {}", "`{}`",
    "<table><tr><th>Notes</th><td>{}</td></tr></table>", "<table>\n<tr>\n<th>What</th><th>Notes</th>\n</tr>\n<tr>\n<td>a</td>\n<td>\n{}\n</td>\n</tr>\n</table>",
    "<table><tr><td>{}</td><td>x</td></tr></table>", "<dl>\n<dt>Notes</dt>\n<dd>{}</dd>\n</dl>", "<ul><li>{}</li></ul>", '<img alt="{}" src="https://example.org/a.png">', "### {}",
)  # fmt: skip
_CATALOGUES = {
    "sigs-words.yaml": "sigs", "irc-one.yaml": "irc-meetings", "tsc.meeting.json": "node-meetings", "rust-team.toml": "rust-calendar",
}  # fmt: skip
_YAML_CALLS = "name: Calls\nevents:\n- summary: Call\n  begin: 2026-01-05 16:00:00\n  timezone: Europe/Madrid\n  duration: {hours: 1}\n  description: d\n  location: l\n  url: u\n  organizer: o\n"  # fmt: skip
_THINGS = "- id: a\n  name: Ada\n  about: x\n  notes: y\n  people:\n  - chair: ana\n  resources:\n  - meeting:\n      schedule: Every Thursday at 08:00 PT\n      link: l\n      room: r\n  - slack:\n      name: '#a'\n  - repository: a/b\n"  # fmt: skip
_CHARTER = "name: Ada\ndescription: About\nstatus: Active\nchairs:\n- name: Ana\n  email: a@example.org\n  company: c\nmeeting_schedule: 14:30-15:30 MT, third Friday of the month\nlinks:\n- label: l\n  url: u\n"  # fmt: skip
# What says when: with other words in it a call is read otherwise, so that they are tried in a file of their own.
_TIMES = {"day", "time", "tz", "frequency", "timezone", "date", "schedule", "meeting_schedule", "start"}

# What stands in a place, by its name; the kind of a file, and what writes one.
Fill = Callable[[str], str]
Form = tuple[str, Callable[[Fill], str]]


def forms() -> list[Form]:
    """Each file we read, with all its places."""
    sources = [(name, (FIXTURES / name).read_text("utf-8"), kind) for name, kind in _CATALOGUES.items()]
    sources += [
        ("a.yaml", _YAML_CALLS, "yaml2ics"),
        ("a.yml", _THINGS, "list"),
        ("a.md", _CHARTER, "charter"),
    ]
    found: list[Form] = [("calendar", _calendar), ("page", _page)]
    for name, source, kind in sources:
        tree = tomllib.loads(source) if name.endswith(".toml") else YAML(typ="safe").load(source)
        write = _WRITTEN.get(Path(name).suffix, _as_yaml)
        found += [(kind, partial(_catalogue, name, tree, write, says_when)) for says_when in (False, True)]
    return found


def _calendar(fill: Fill) -> str:
    def said(name: str, place: str = "") -> str:
        return f"{name}:{escape(fill(place or name))}"

    people = [
        f'{name};CN="{fill(name).replace(chr(34), "")}":mailto:a@example.org'
        for name in ("ORGANIZER", "ATTENDEE")
    ]
    alarm = ("BEGIN:VALARM", said("DESCRIPTION", "alarm"), "END:VALARM")
    date = ("RECURRENCE-ID:20261207T160000Z", *(said(name, f"date's {name}") for name in _OF_A_DATE))
    lines = [
        *map(said, _OF_A_CALENDAR),
        *_event("UID:all", *map(said, _PROPERTIES), *people),
        *_event("UID:html", "SUMMARY:Call", said("X-ALT-DESC")),
        *_event(said("UID"), "SUMMARY:Call", *alarm),
        *_event("UID:folded", "SUMMARY:Call", *_folded(f"DESCRIPTION:We meet. {escape(fill('folded'))}")),
        *_event("UID:rule", "SUMMARY:Call", "RRULE:FREQ=WEEKLY"),
        *_event("UID:rule", *date, start="20261207T170000Z"),
    ]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""))


def _event(*lines: str, start: str = "20261130T160000Z") -> tuple[str, ...]:
    return ("BEGIN:VEVENT", f"DTSTART:{start}", *lines, "END:VEVENT")


def _folded(line: str) -> list[str]:
    return [line[:60], *(f" {line[at : at + 20]}" for at in range(60, len(line), 20))]


def _page(fill: Fill) -> str:
    head = "".join(f"{key}: {json.dumps(fill(key), ensure_ascii=False)}\n" for key in _FRONT_MATTER)
    above = "\n\n".join(line.replace("{}", fill(f"intro {line}")) for line in ("{}", "* {}", "About us: {}"))
    lines = "\n\n".join(line.replace("{}", fill(line)) for line in _LINES_OF_A_PAGE)
    group = "### Ada\n\n* Call: Tuesdays 10:00 UTC"
    return f"---\n{head}---\n\n# Meetings\n\n{above}\n\n## Groups\n\n{fill('groups')}\n\n{group}\n\n{lines}\n"


def _catalogue(name: str, tree: Any, write: Callable[[Any], str], says_when: bool, fill: Fill) -> str:
    text = "" if says_when or not name.endswith(".md") else f"# Ada\n\n{fill(f'{name} text')}\n"
    return write(_with(tree, (name,), fill, says_when)) + text


def _with(tree: Any, path: tuple[str, ...], fill: Fill, says_when: bool) -> Any:
    """The tree with something behind each of its texts, of alike ones only behind the first."""
    if isinstance(tree, str):
        return f"{tree} {fill('.'.join(path))}" if (path[-1] in _TIMES) == says_when else tree
    if isinstance(tree, dict):
        return {key: _with(part, (*path, key), fill, says_when) for key, part in tree.items()}
    if isinstance(tree, list):
        return [*(_with(part, path, fill, says_when) for part in tree[:1]), *tree[1:]]
    return tree


def _as_yaml(tree: Any) -> str:
    written = io.StringIO()
    YAML(typ="safe").dump(tree, written)
    return written.getvalue()


def _as_charter(tree: Any) -> str:
    return f"---\n{_as_yaml(tree)}---\n\n"


def _as_toml(tree: Any) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in tree.items())


def _toml_value(value: Any) -> str:
    """Tables within the line; its strings are those of JSON."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


_WRITTEN = {".json": partial(json.dumps, default=str), ".toml": _as_toml, ".md": _as_charter}
