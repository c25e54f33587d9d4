"""Files of every kind we read, with one text in each of the places where people write."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from commonhour.formats.ical.lines import escape

FIXTURES = Path(__file__).parents[1] / "formats" / "catalogues"
_PROPERTIES = (
    "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONFERENCE", "URL", "CONTACT", "CATEGORIES", "RESOURCES", "ATTACH", "RELATED-TO",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-ALT-DESC", "X-UNKNOWN",
    "ORGANIZER;CN={}", "ATTENDEE;CN={}", "STYLED-DESCRIPTION", "GEO", "STRUCTURED-DATA",
)  # fmt: skip
_LINES_OF_A_PAGE = (
    "{}", "* {}", "* Call: Mondays 10:00 UTC, {}", "* **Notes:** {}", "* Channel: {}", "* Lead: Ana Ruiz, {}", "### {}", "> {}", "1. {}", "<p>{}</p>",
    "| What | Where |\n|---|---|\n| Notes | {} |", "| {} | x |\n|---|---|\n| a | b |", "* Goal: ship {} by 2027", "<!-- {} -->", "[Docs]({})", "[{}](https://example.org/)",
    '<a href="{}">x</a>', "* Mailing list: {}", "* Recordings: {}", "*{}*", "Next call: 2026-12-01, {}", "`{}`",
)  # fmt: skip
_CATALOGUES = {
    "sigs-words.yaml": "sigs", "irc-one.yaml": "irc-meetings", "tsc.meeting.json": "node-meetings",
}  # fmt: skip
_YAML_CALLS = "name: Calls\nevents:\n- summary: Call\n  begin: 2026-01-05 16:00:00\n  timezone: Europe/Madrid\n  duration: {hours: 1}\n  description: d\n  location: l\n  url: u\n  organizer: o\n"  # fmt: skip
_THINGS = "- id: a\n  name: Ada\n  about: x\n  notes: y\n  people:\n  - chair: ana\n  resources:\n  - meeting:\n      schedule: Every Thursday at 08:00 PT\n      link: l\n      room: r\n  - slack:\n      name: '#a'\n  - repository: a/b\n"  # fmt: skip


def calendars(text: str) -> Iterator[tuple[str, bytes, str]]:
    """(name of the place, the file, its kind)."""
    for number, name in enumerate(_PROPERTIES):
        line = (
            f"{name.format(chr(34) + text.replace(chr(34), '') + chr(34))}:mailto:a@example.org"
            if "{}" in name
            else f"{name}:{escape(text)}"
        )
        yield (
            name,
            _calendar(f"UID:p{number}", "SUMMARY:Call" if name != "SUMMARY" else line, line),
            "calendar",
        )
    yield "UID", _calendar(f"UID:{escape(text)}", "SUMMARY:Call"), "calendar"
    yield (
        "folded",
        _calendar("UID:f", "SUMMARY:Call", *_folded(f"DESCRIPTION:We meet. {escape(text)}")),
        "calendar",
    )
    yield (
        "alarm",
        _calendar("UID:m", "SUMMARY:Call", "BEGIN:VALARM", f"DESCRIPTION:{escape(text)}", "END:VALARM"),
        "calendar",
    )
    for name in ("X-WR-CALNAME", "X-WR-CALDESC", "NAME", "PRODID", "SOURCE"):
        yield name, _calendar("UID:c", "SUMMARY:Call", of_calendar=f"{name}:{escape(text)}"), "calendar"
    for name in ("SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION"):
        date = (
            "BEGIN:VEVENT",
            "UID:o",
            "RECURRENCE-ID:20261207T160000Z",
            "DTSTART:20261207T170000Z",
            f"{name}:{escape(text)}",
            "END:VEVENT",
        )
        yield (
            f"date's {name}",
            _calendar("UID:o", "SUMMARY:Call", "RRULE:FREQ=WEEKLY", after=date),
            "calendar",
        )


def _calendar(*lines: str, after: tuple[str, ...] = (), of_calendar: str = "X-A:b") -> bytes:
    event = ("BEGIN:VEVENT", "DTSTART:20261130T160000Z", *lines, "END:VEVENT", *after)
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", of_calendar, *event, "END:VCALENDAR", "")).encode()


def _folded(line: str) -> list[str]:
    return [line[:60], *(f" {line[at : at + 20]}" for at in range(60, len(line), 20))]


def pages(text: str) -> Iterator[tuple[str, bytes, str]]:
    for line in _LINES_OF_A_PAGE:
        said = line.replace("{}", text)
        yield (
            line,
            f"# Meetings\n\n## Groups\n\n### Ada\n\n* Call: Tuesdays 10:00 UTC\n\n{said}\n".encode(),
            "page",
        )
    for line in ("{}", "* {}", "About us: {}"):
        said = line.replace("{}", text)
        yield (
            f"intro {line}",
            f"# Meetings\n\n{said}\n\n## Groups\n\n{said}\n\n### Ada\n\n* Call: Tuesdays 10:00 UTC\n".encode(),
            "page",
        )
    for key in ("title", "description", "url", "author"):
        head = f"---\n{key}: {json.dumps(text, ensure_ascii=False)}\n---\n"
        yield (
            f"front matter {key}",
            f"{head}\n## Groups\n\n### Ada\n\n* Call: Tuesdays 10:00 UTC\n".encode(),
            "page",
        )


def catalogues(text: str) -> Iterator[tuple[str, bytes, str]]:
    sources = [(name, (FIXTURES / name).read_text("utf-8"), kind) for name, kind in _CATALOGUES.items()]
    sources += [("calls.yaml", _YAML_CALLS, "yaml2ics"), ("things.yml", _THINGS, "list")]
    for name, source, kind in sources:
        tree = YAML(typ="safe").load(source)
        for path in _texts(tree, ()):
            changed = _with(tree, path, lambda old: f"{old} {text}")
            body = json.dumps(changed, default=str) if name.endswith("json") else _as_yaml(changed)
            yield f"{name} {'.'.join(map(str, path))}", body.encode(), kind


def _as_yaml(tree: Any) -> str:
    written = io.StringIO()
    YAML(typ="safe").dump(tree, written)
    return written.getvalue()


def _texts(tree: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The way to each text, of alike ones only the first."""
    if isinstance(tree, str):
        yield path
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree[:1]) if isinstance(tree, list) else ()
    for key, part in parts:
        yield from _texts(part, (*path, key))


def _with(tree: Any, path: tuple[str | int, ...], change: Callable[[str], str]) -> Any:
    if not path:
        return change(tree)
    if isinstance(tree, dict):
        return {key: _with(part, path[1:], change) if key == path[0] else part for key, part in tree.items()}
    return [_with(part, path[1:], change) if number == path[0] else part for number, part in enumerate(tree)]
