"""Who is told of a change, as numbers and names that everybody of the desk may see: no address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """`mails` counts people, each once; `places` are the labels of chat rooms and lists; `zones` are those of the people,
    the most frequent first."""

    mails: int
    places: tuple[str, ...]
    zones: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.mails or self.places)
