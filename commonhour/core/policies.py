"""Policies: what people may expect in a call, as codes. The community says what is usual, and a series what is otherwise."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

CODES = {"recorded": ("yes", "no", "said"), "bots": ("allowed", "ask", "no"), "chatham": ("yes", "no")}


@dataclass(frozen=True, slots=True)
class Policies:
    """What is "" is not said. `conduct` is a web address, `antitrust` one or a sentence; `line` is whatever else there is to
    know, in one line."""

    recorded: str = ""
    bots: str = ""
    chatham: str = ""
    conduct: str = ""
    antitrust: str = ""
    line: str = ""

    def as_json(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def over(self, usual: "Policies") -> "Policies":
        """These, and what is usual where they say nothing."""
        return Policies(**{**usual.as_json(), **self.as_json()})

    @property
    def is_empty(self) -> bool:
        return not self.as_json()


NOTHING_SAID = Policies()


def policies_of(kept: Mapping[str, Any]) -> Policies:
    """As they were kept. What is no code of ours, or no address any more because the guard took it, is not said."""
    known = {one.name: str(kept.get(one.name) or "") for one in fields(Policies)}
    for name, codes in CODES.items():
        known[name] = known[name] if known[name] in codes else ""
    known["conduct"] = known["conduct"] if is_address(known["conduct"]) else ""
    return Policies(**known)


def is_address(text: str) -> bool:
    return text.lower().startswith(("https://", "http://")) and not any(one.isspace() for one in text)
