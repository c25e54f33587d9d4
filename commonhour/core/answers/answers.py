"""Answers to what a draft asks, by the draft's own keys, so that they can be kept and given again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEEP, REJECT, MERGE, RENAME = "keep", "reject", "merge", "rename"
TAKE, LEAVE = "take", "leave"
CONFIRM = "confirm"
OPEN = "open"  # in a file: not answered yet
WHEN_NEEDED = "when-needed"
FACTS = ("title", "path", "contact_email", "description", "tzid")  # the community's own


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """`verb` is KEEP, REJECT, MERGE or RENAME; `to` the slug it is merged into, or its new name."""

    verb: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """`reading` is the code of one of its readings, a time written out, or WHEN_NEEDED; `minutes` how long it lasts where no words say."""

    reading: str
    minutes: int = 0

    @property
    def length(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is not in it stays as it was read.

    `community` says which of its FACTS are taken; `letters` which zone an abbreviation or offset means for every call
    that asks about it; `starts` CONFIRM or the first date (ISO) of a call whose start was assumed.
    """

    community: Mapping[str, bool] = field(default_factory=dict)
    groups: Mapping[str, GroupAnswer] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, MeetingAnswer] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the file of answers has it; parts without an answer are left out."""
        parts = {
            "community": {name: TAKE if taken else LEAVE for name, taken in self.community.items()},
            "groups": {slug: _group(one) for slug, one in self.groups.items()},
            "letters": dict(self.letters),
            "starts": dict(self.starts),
            "meetings": {slug: _meeting(one) for slug, one in self.meetings.items()},
        }
        return {name: part for name, part in parts.items() if part}


def _group(answer: GroupAnswer) -> str | dict[str, str]:
    return {answer.verb: answer.to} if answer.to else answer.verb


def _meeting(answer: MeetingAnswer) -> str | dict[str, Any]:
    return {"reading": answer.reading, "minutes": answer.minutes} if answer.minutes else answer.reading


def answers_of(kept: Mapping[str, Any]) -> Answers:
    """What `as_json` gave."""
    return Answers(
        community={name: value == TAKE for name, value in kept.get("community", {}).items()},
        groups={slug: group_answer(value) for slug, value in kept.get("groups", {}).items()},
        letters=dict(kept.get("letters", {})),
        starts=dict(kept.get("starts", {})),
        meetings={slug: meeting_answer(value) for slug, value in kept.get("meetings", {}).items()},
    )


def group_answer(value: str | Mapping[str, str]) -> GroupAnswer:
    return GroupAnswer(value) if isinstance(value, str) else GroupAnswer(*next(iter(value.items())))


def meeting_answer(value: str | Mapping[str, Any]) -> MeetingAnswer:
    if isinstance(value, str):
        return MeetingAnswer(value)
    return MeetingAnswer(value["reading"], int(value.get("minutes", 0)))
