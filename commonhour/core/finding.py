"""A Finding: something an importer or the audit noticed, as facts. `core/speech/findings.py` puts it into words."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonhour.core.speech.findings import message, suggestion


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES = {
    "broken-link-syntax": Severity.WARNING,
    "relative-link": Severity.WARNING,
    "empty-link": Severity.WARNING,
    "mis-decoded-text": Severity.WARNING,
    "zone-abbreviation": Severity.WARNING,
    "zone-contradicts-date": Severity.ERROR,
    "no-anchor-date": Severity.WARNING,
    "assumed-start": Severity.INFO,  # nothing is lost: a rule that skips no weeks needs no first date
    "no-time": Severity.WARNING,
    "no-zone": Severity.WARNING,
    "time-left-over": Severity.WARNING,
    "unreadable-time": Severity.WARNING,
    "goal-date-passed": Severity.WARNING,
    "past-next-meeting": Severity.WARNING,
    "count-mismatch": Severity.WARNING,
    "copied-channel": Severity.WARNING,
    "contradiction": Severity.ERROR,
    "secret-in-public": Severity.ERROR,
    "dead-link": Severity.WARNING,
    "unknown-shortcode": Severity.INFO,
    "series-ending": Severity.WARNING,
    "week-parity": Severity.WARNING,
    "link-kind": Severity.INFO,
    "channel-name-differs": Severity.WARNING,
    "same-name": Severity.INFO,
    "unmatched-event": Severity.WARNING,
    "off-rule-start": Severity.WARNING,
    "refused-input": Severity.ERROR,
    "no-year": Severity.WARNING,
    "undecided": Severity.WARNING,
    "clash": Severity.WARNING,
    "room-clash": Severity.WARNING,
    "source-failing": Severity.WARNING,
    "hour-change": Severity.INFO,  # nobody's fault, and good to know before it happens
    "moved-link": Severity.INFO,
    "kept-both": Severity.WARNING,  # importing again: changed here and there; ours was kept
    "dropped-property": Severity.INFO,
    "read-as": Severity.INFO,  # which keys of somebody's own data file were taken for what
    "gone-upstream": Severity.WARNING,
    "never-held": Severity.INFO,  # what exporters leave behind when a call is divided at its first date
    "no-title": Severity.WARNING,
    "odd-rule": Severity.WARNING,
    "private-event": Severity.INFO,
    "notes-undated": Severity.WARNING,
    "notes-twice": Severity.WARNING,
    "notes-contradict-calendar": Severity.WARNING,
    "notes-private-address": Severity.WARNING,
    "notes-too-long": Severity.ERROR,
    "notes-frozen": Severity.WARNING,
    "notes-with-names": Severity.WARNING,
    "notes-secret": Severity.ERROR,
    "listed-dates": Severity.INFO,  # a repeating call that came as single dates; no rule is made up for it
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is "file:line"; `code` is one of SEVERITIES, and `case` tells its sentences apart where it has several.

    `subject` is what it is about, by a name that stays: a slug, a title, an address. `facts` are what the sentence
    says, as JSON values. `other` is the second place of a contradiction, `also` are further places that say the
    same as one of the two. `is_checked`: told by a check, which repairs nothing, moves nothing and keeps nothing.
    """

    code: str
    where: str
    case: str = ""
    subject: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    other: str = ""
    also: tuple[str, ...] = ()
    is_checked: bool = False

    def __hash__(self) -> int:
        return hash((self.code, self.where, self.case, repr(self.facts)))

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]

    @property
    def message(self) -> str:
        """The English sentence."""
        return message(self)

    @property
    def suggestion(self) -> str:
        """What to do about it, in English."""
        return suggestion(self)

    def as_row(self) -> dict[str, Any]:
        """What is kept of it; `of` reads it back."""
        found: dict[str, Any] = {"code": self.code, "where": self.where}
        given = {"case": self.case, "subject": self.subject, "other": self.other, "also": list(self.also)}
        return found | {"facts": dict(self.facts)} | {name: value for name, value in given.items() if value}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Finding":
        return cls(**{**row, "also": tuple(row.get("also", ()))})

    def as_json(self) -> dict[str, Any]:
        words = {"message": self.message, "suggestion": self.suggestion}
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            **words,
            **self.as_row(),
        }


def notice(
    code: str,
    where: str,
    case: str = "",
    /,
    *,
    subject: str = "",
    other: str = "",
    also: tuple[str, ...] = (),
    **facts: Any,
) -> Finding:
    """A Finding from what its sentence says."""
    return Finding(code, where, case, subject, facts, other, also)


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Facts with each of their texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [with_texts(part, change) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: change(part) if isinstance(part, str) else with_texts(part, change)
        for name, part in value.items()
    }
