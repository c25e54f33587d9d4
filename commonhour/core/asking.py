"""An Asking is what somebody wants to hear by mail, before the address is proved to be theirs."""

from dataclasses import asdict, dataclass
from typing import Any

# What may be asked for, each with the field of a subscriber that says so.
KINDS = {"changes": "tells_changes", "reminders": "reminder_minutes", "week": "tells_week", "notes": "tells_notes",
         "calendar": "invites"}  # fmt: skip
USUAL_REMINDER = 60  # minutes
REMINDERS = (10, 30, 60, 120, 1440, 2880)


@dataclass(frozen=True, slots=True)
class Asking:
    """`groups`, `spaces` and `series` are ids, as a subscription keeps them; `kinds` are of KINDS."""

    email: str
    kinds: tuple[str, ...]
    groups: tuple[int, ...] = ()
    spaces: tuple[int, ...] = ()
    series: int | None = None
    tags: tuple[str, ...] = ()
    language: str = "en"
    tzid: str = "UTC"

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ((), None)}


def asking_from_json(facts: dict[str, Any]) -> Asking:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
    }
    return Asking(**values)
