"""A session and its speakers as pages show them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonhour.core.speakers import speaker_key
from commonhour.models import Session


@dataclass(frozen=True, slots=True)
class SpeakerShape:
    """`name` is "" for one who asked not to be named; `path` is their page, "" where there is none."""

    name: str
    organisation: str
    path: str

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "SpeakerShape":
        name, organisation = (str(facts.get(one) or "") for one in ("name", "organisation"))
        key = speaker_key(name)
        return cls(name, organisation, f"/speakers/{key}/" if key else "")


@dataclass(frozen=True, slots=True)
class SessionShape:
    title: str
    path: str
    url: str
    slides: str
    recording: str
    date: dt.date | None
    speakers: list[SpeakerShape]
    tags: list[str]
    language: str

    @classmethod
    def of(cls, row: Session) -> "SessionShape":
        return cls(
            row.title, row.path, web(row.url), web(row.slides), web(row.recording), row.date, speakers_of(row),
            [str(tag) for tag in row.tags], row.language,
        )  # fmt: skip

    @property
    def line(self) -> str:
        """The title and who speaks."""
        names = ", ".join(one.name for one in self.speakers if one.name)
        return ": ".join(filter(None, [self.title, names]))


def speakers_of(row: Session) -> list[SpeakerShape]:
    return [SpeakerShape.of(one) for one in row.speakers if isinstance(one, Mapping)]


def web(address: str) -> str:
    """What a page may lead to, wherever it came from; "" for anything else."""
    return address if address.lower().startswith(("https://", "http://")) else ""
