"""Front matter of a Hugo or Jekyll page: YAML between `---` lines or TOML between `+++`, its flat keys."""

import re
from dataclasses import dataclass, field

from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.plain_files import read_toml

_YAML_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$")
_COMMENT = re.compile(r"(?<!\s)\s++#.*$")


@dataclass(slots=True)
class FrontMatter:
    """The flat keys of a page's head, and how many lines the head takes (0 when there is none)."""

    values: dict[str, str] = field(default_factory=dict)
    lines: int = 0


def read_front_matter(text: str) -> FrontMatter:
    """The head of a page. An unclosed or unreadable head counts as none."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return FrontMatter()
    ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() in (fence, "..."))
    end = next(ends, None)
    if end is None:
        return FrontMatter()
    read = _yaml_values if fence == "---" else _toml_values
    return FrontMatter(read(lines[1:end]), end + 1)


def _yaml_values(lines: list[str]) -> dict[str, str]:
    values = {}
    for line in lines:
        found = _YAML_KEY.match(line)
        if found:
            values[found.group(1).lower()] = _scalar(found.group(2) or "")
    return values


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return _COMMENT.sub("", text)


def _toml_values(lines: list[str]) -> dict[str, str]:
    try:
        table = read_toml("\n".join(lines).encode(), "")
    except RefusedInput:
        return {}
    return {key.lower(): value for key, value in table.values.items() if isinstance(value, str)}


def yaml_quoted(text: str) -> str:
    """A YAML double-quoted scalar, on one line."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
