"""Content lines and components: the RFC 5545 tree of a scanned file, each node with its line number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from commonhour.formats.ical.prescan import ContentLine, boundary

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_DATE = r"\d{4}-?\d{2}-?\d{2}(?:[T, /]|$)"
_STARTS_WITH_DATE, _COLON_AND_DATE = re.compile(_DATE), re.compile(f":(?={_DATE})")


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

    def is_private(self) -> bool:
        """CLASS other than PUBLIC (§3.8.1.3); a class that nobody knows counts as private, as the RFC asks."""
        return self.text("CLASS").upper() not in ("", "PUBLIC")

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
    prop, properties = parse_line(line), component.properties
    if prop is not None and prop.name not in ("BEGIN", "END"):
        properties.append(prop)
    elif properties and properties[-1].name == "DESCRIPTION":
        # A text that was broken off without being folded, "Begin: 18:00" in it included.
        last = properties[-1]
        properties[-1] = replace(last, value=f"{last.value}\\n{line.text}")
    else:
        component.broken.append(line.number)


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
    value = line.text[position + 1 :]
    if ":" in value and "TZID" in params and not _STARTS_WITH_DATE.match(value):
        params, value = _unquoted(params, value)
    return Property(match[0].upper(), params, value, line.number)


def _unquoted(params: dict[str, str], value: str) -> tuple[dict[str, str], str]:
    """A TZID with a colon and without its quotes, TZID=GMT+05:30:20261207T100000: it goes on up to the date."""
    match = _COLON_AND_DATE.search(value)
    if match is None:
        return params, value
    rest, *others = value[: match.start()].split(";")
    more = {name.strip().upper(): text for name, _, text in (other.partition("=") for other in others)}
    return {**more, **params, "TZID": f"{params['TZID']}:{rest}"}, value[match.end() :]


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
