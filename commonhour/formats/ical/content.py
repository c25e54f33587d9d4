"""Content lines and components: the RFC 5545 tree of a scanned file, each node with its line number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from commonhour.formats.ical.prescan import ContentLine, boundary

_NAME = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Property:
    """NAME;PARAM=value:VALUE (RFC 5545 §3.1). Names are upper case, parameter values without quotes."""

    name: str
    params: dict[str, str]
    value: str
    line: int


@dataclass(slots=True)
class Component:
    """BEGIN:NAME … END:NAME. `broken` are lines inside that are no properties."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [prop for prop in self.properties if prop.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of that name with a value, or None."""
        return next((prop for prop in self.properties if prop.name == name and prop.value.strip()), None)

    def text(self, name: str) -> str:
        """The value of the first property of that name, as it stands, or ""."""
        prop = self.first(name)
        return prop.value.strip() if prop else ""

    def walk(self) -> Iterator["Component"]:
        """This component and everything in it."""
        yield self
        for child in self.children:
            yield from child.walk()


def components(lines: list[ContentLine]) -> Component:
    """The tree of lines that passed the pre-scan, under a root without a name."""
    root = Component("", 1)
    stack = [root]
    for line in lines:
        mark = boundary(line.text)
        if mark and mark[0] == "BEGIN":
            opened = Component(mark[1], line.number)
            stack[-1].children.append(opened)
            stack.append(opened)
        elif mark:
            stack.pop()
        else:
            _add_property(stack[-1], line)
    return root


def _add_property(component: Component, line: ContentLine) -> None:
    prop = parse_line(line)
    if prop is None:
        component.broken.append(line.number)
    else:
        component.properties.append(prop)


def parse_line(line: ContentLine) -> Property | None:
    """The property of one unfolded line, or None when it is none.

    Outside quotes the first colon ends the parameters; blanks around names are let pass, as old exports fold there.
    """
    match = _NAME.match(line.text)
    if not match:
        return None
    params: dict[str, str] = {}
    position = _skip_blanks(line.text, match.end())
    while line.text[position : position + 1] == ";":
        name, value, position = _parameter(line.text, position + 1)
        params.setdefault(name, value)
    if line.text[position : position + 1] != ":":
        return None
    return Property(match[0].upper(), params, line.text[position + 1 :], line.number)


def _parameter(text: str, start: int) -> tuple[str, str, int]:
    """Name, value and end of one parameter. Several values stay together, joined by commas."""
    quoted, position = False, start
    while position < len(text) and (quoted or text[position] not in ";:"):
        if text[position] == '"':
            quoted = not quoted
        position += 1
    name, _, value = text[start:position].partition("=")
    return name.strip().upper(), value.replace('"', "").strip(), position


def _skip_blanks(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t"):
        position += 1
    return position
