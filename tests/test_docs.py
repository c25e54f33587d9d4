"""The reference is complete: every setting, command, URL, feed, finding and limit is named in it; links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
from django.contrib.admindocs.utils import (
    remove_non_capturing_groups,
    replace_metacharacters,
    replace_named_groups,
)
from django.urls import URLPattern, URLResolver, get_resolver

from commonhour.core import limits
from commonhour.core.finding import SEVERITIES
from commonhour.core.speech.noticed import WORDS

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
_FEED = re.compile(r"\.(ics|json|atom|md)$")
_NOT_OURS = {
    ".venv",
    "node_modules",
    "demo",
    "tests",
    "data",
    "build",
}  # demo/meetings.md is broken on purpose


def reference(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "commonhour").rglob("*.py"))
    names = set(re.findall(r"COMMONHOUR_[A-Z]+(?:_[A-Z]+)*", sources))
    assert "COMMONHOUR_DATA" in names
    assert not {name for name in names if f"`{name}`" not in reference("settings.md")}


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}".strip())
    else:
        yield path, command


def section_of(text: str, path: str) -> str:
    """What stands under the heading that begins with this command."""
    found = re.search(rf"^##+ `commonhour {re.escape(path)}[ `].*?(?=^##+ |\Z)", text, re.M | re.S)
    return found.group() if found else ""


def test_every_command_and_option_is_documented() -> None:
    from commonhour.cli import main

    text = reference("commands.md")
    missing = []
    for path, command in commands(main):
        section = section_of(text, path)
        options = [
            max(p.opts, key=len) for p in command.params if isinstance(p, click.Option) and not p.hidden
        ]
        missing += [path] if not section else [f"{path} {o}" for o in options if f"`{o}" not in section]
    assert not missing


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every route as people write it: `/groups/<slug>.ics`."""
    for pattern in patterns:
        route = before + plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def plain(pattern: str) -> str:
    named = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern.replace("/?$", "$").replace(".*", ""))
    bare = replace_named_groups(remove_non_capturing_groups(named))
    return replace_metacharacters(bare).replace("\\.", ".")


def known_routes() -> set[str]:
    return {re.sub(r"<[^>]*>", "<>", route) for route in routes(get_resolver().url_patterns)}


def test_every_url_is_documented() -> None:
    """By their route; what stands in <…> may be called anything."""
    text = re.sub(r"<[^>]*>", "<>", reference("urls.md"))
    assert not {route for route in known_routes() if f"`{route}`" not in text and f"`{route}?" not in text}


def test_every_feed_is_documented() -> None:
    text = re.sub(r"<[^>]*>", "<>", reference("feeds.md"))
    feeds = {
        route for route in known_routes() if _FEED.search(route) and not route.startswith(("/desk/", "/api/"))
    }
    assert not {route for route in feeds if f"`{route}`" not in text}


def test_every_finding_is_documented() -> None:
    text = reference("findings.md")
    for code, severity in SEVERITIES.items():
        assert re.search(rf"^\| `{code}` \| {severity.value} \|", text, re.M), code


def test_the_facts_of_every_finding_are_documented() -> None:
    text = reference("findings.md")
    for key, words in WORDS.items():
        code, _, case = key.partition("/")
        row = re.search(rf"^\| `{code}` \| {f'`{case}`' if case else ''} \| (.*) \|$", text, re.M)
        said = {
            name
            for part in (words.message, words.suggestion)
            for _, name, _, _ in Formatter().parse(part)
            if name
        }
        assert row, key
        assert said <= set(re.findall(r"`(\w+)`", row[1])), key


def test_every_limit_is_documented_with_its_number() -> None:
    text = reference("limits.md")
    for name, value in vars(limits).items():
        if name.isupper():
            assert f"`{name}`" in text, name
            assert any(shown in text for shown in written(value)), f"{name} is {value:,} now"


def written(number: int) -> list[str]:
    """The ways the reference may write a number."""
    return [f"| {number:,}", f"| {number // 1024} KiB", f"| {number // 1024**2} MiB"]


def test_the_readme_fits_on_two_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in ROOT.rglob("*.md"):
        if _NOT_OURS & set(page.relative_to(ROOT).parts[:1]):
            continue
        text = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path = target.split("#")[0]
            if path and "://" not in target and not target.startswith("mailto:"):
                broken += [] if (page.parent / path).exists() else [f"{page.relative_to(ROOT)}: {target}"]
    assert not broken


_OF_OPERATORS = {"deploy.md", "upgrade-and-back-up.md"}  # nothing is pressed there


def _prose(page: Path) -> str:
    return re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def test_what_is_pressed_has_that_name() -> None:
    """In the tutorial and the how-tos bold words are what a button or a link says; the head of a point ends with a mark."""
    pages = [path for path in (ROOT / "docs" / "how-to").glob("*.md") if path.name not in _OF_OPERATORS]
    pages += (ROOT / "docs" / "tutorial").glob("*.md")
    ours = [
        path.read_text(encoding="utf-8")
        for kind in ("*.html", "*.py")
        for path in (ROOT / "commonhour").rglob(kind)
    ]
    said = [words for text in ours for words in re.findall(r"""(?<=["'}])[^"'{}]{2,80}(?=["'{])""", text)]
    known = {" ".join(words.split()) for words in said}
    shown = {"bold", "Upstream Guide"}  # a word about this page, and a group of the demo
    bold = {
        (page.name, " ".join(words.split()))
        for page in pages
        for words in re.findall(r"\*\*([^*\n]+(?:\n[^*\n]+)?)\*\*", _prose(page))
    }
    pressed = {(page, words) for page, words in bold if words[-1] not in ".?:"}
    assert not {one for one in pressed if one[1] not in known | shown}
    assert len(pressed) > 40
