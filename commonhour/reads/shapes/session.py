"""A session as pages show it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from commonhour.models import Session


@dataclass(frozen=True, slots=True)
class SessionShape:
    """`speakers` have a "name" and an "organisation"."""

    title: str
    url: str
    recording: str
    date: dt.date | None
    speakers: list[Mapping[str, str]]
    tags: list[str]

    @classmethod
    def of(cls, row: Session) -> "SessionShape":
        return cls(row.title, row.url, row.recording, row.date, list(row.speakers), list(row.tags))

    @property
    def line(self) -> str:
        """The title and who speaks."""
        return ": ".join(filter(None, [self.title, ", ".join(one.get("name", "") for one in self.speakers)]))
