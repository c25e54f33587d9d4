"""Why a call has no time yet, as facts: a code, and the plain values its sentence is made of when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A code with its values, as JSON keeps it: {"code": "which-zone", "word": "IST", "zones": […]}.
Facts = dict[str, Any]


def fact(code: str, **values: Any) -> Facts:
    return {"code": code, **values}


@dataclass(frozen=True, slots=True)
class Question:
    """`facts` are plain values. What a text leaves open, one thing after the other, stands in their `asks`."""

    code: str
    facts: Facts = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": self.facts}


def told(text: str) -> Question | None:
    """A reason in somebody's own words; None for no words."""
    return Question("told", {"text": text}) if text.strip() else None


def question_of(kept: Mapping[str, Any] | None) -> Question | None:
    """What `as_json` gave."""
    return Question(kept["code"], kept["facts"]) if kept else None
