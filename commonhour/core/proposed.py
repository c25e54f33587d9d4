"""Proposals on their way in or out: what a file of any kind says of them, as plain values."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from commonhour.core.time.zones import resolve

# What a column of the tables holds, in characters.
LENGTHS = {"title": 200, "topic": 100, "spoken": 60, "format": 100, "abstract": 5_000, "takeaway": 2_000}
LEVELS = ("", "beginner", "intermediate", "advanced")
LANGUAGES = ("en", "es", "ja")  # in which the hub writes
OF_A_SPEAKER = {"name": 100, "organisation": 100, "bio": 2_000, "pronouns": 40, "picture": 500}


@dataclass(slots=True)
class Speaking:
    """One who speaks. `email` is never shown; `hours` are those of a day at which they can, on their clock."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    bio: str = ""
    pronouns: str = ""
    picture: str = ""
    tzid: str = "UTC"
    hours: list[list[int]] = field(default_factory=list)
    confirmed_at: dt.datetime | None = None


@dataclass(slots=True)
class Proposed:
    """`key` tells it from others of its file; `answers` are by the text of the question, `links` {"label", "url"}. With
    `held_at` (UTC) or a recording it may have been held."""

    key: str
    title: str = ""
    abstract: str = ""
    takeaway: str = ""
    topic: str = ""
    level: str = ""
    spoken: str = ""
    format: str = ""
    links: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    may_be_listed: bool = True
    state: str = "submitted"
    answer: str = ""
    language: str = "en"
    created_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    submitted_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    speakers: list[Speaking] = field(default_factory=list)
    held_at: dt.datetime | None = None
    recording: str = ""
    slides: str = ""
    call: str = ""  # the slug of its call, where the file says it
    apart: dict[str, str] = field(default_factory=dict)  # told to who imports, and kept nowhere


@dataclass(slots=True)
class ProposedCall:
    """A call for proposals as our own files have it; `facts` are fields of the row."""

    slug: str
    label: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ProposalsRead:
    """All that a file holds. `left_over` says what found no place, as (where, text)."""

    kind: str
    where: str
    proposals: list[Proposed] = field(default_factory=list)
    calls: list[ProposedCall] = field(default_factory=list)
    left_over: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What a dry run prints: without addresses."""
        found = asdict(self)
        for proposal in found["proposals"]:
            del proposal["apart"]
            for one in proposal["speakers"]:
                one["has_email"] = bool(one.pop("email"))
        found["left_over"] = [{"where": where, "text": text} for where, text in self.left_over]
        return _plain(found)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value


def fitted(one: Proposed) -> Proposed:
    """As the tables hold it: what is longer than its column is cut there, and whole among the answers; so is what a column does
    not take."""
    for name, most in LENGTHS.items():
        whole = getattr(one, name)
        if len(whole) > most:
            one.answers[f"{name.capitalize()}, whole"] = whole
            setattr(one, name, whole[: most - 1] + "…")
    if one.level not in LEVELS:
        one.answers["Level"], one.level = one.level, ""
    one.language = one.language if one.language in LANGUAGES else "en"
    for number, link in enumerate([link for link in one.links if not is_web(link["url"])], 1):
        one.answers[f"Link {number}"] = f"{link['label']} {link['url']}".strip()
    one.links = [link for link in one.links if is_web(link["url"])]
    for number, speaker in enumerate(one.speakers, 1):
        _fit_speaker(one, f"Speaker {number}", speaker)
    return one


def _fit_speaker(one: Proposed, who: str, speaker: Speaking) -> None:
    for name, most in OF_A_SPEAKER.items():
        whole = getattr(speaker, name)
        if len(whole) > most or (name == "picture" and whole and not is_web(whole)):
            one.answers[f"{who}, {name}, whole"] = whole
            setattr(speaker, name, "" if name == "picture" else whole[: most - 1] + "…")
    zone = resolve(speaker.tzid[:100])
    if zone is None and speaker.tzid:
        one.answers[f"{who}, time zone"] = speaker.tzid
    speaker.tzid = zone or "UTC"
    speaker.hours = [pair for pair in speaker.hours if 0 <= pair[0] < pair[1] <= 24]


def is_web(address: str) -> bool:
    return address.lower().startswith(("https://", "http://")) and len(address) <= 2_000
