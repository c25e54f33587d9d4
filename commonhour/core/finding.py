"""A Finding: something an importer or the audit noticed, with its place and what to do about it."""

import enum
from dataclasses import dataclass
from typing import Any


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
    "source-failing": Severity.WARNING,
    "hour-change": Severity.INFO,  # nobody's fault, and good to know before it happens
    "moved-link": Severity.INFO,
    "kept-both": Severity.WARNING,  # importing again: changed here and there; ours was kept
    "dropped-property": Severity.INFO,
    "listed-dates": Severity.INFO,  # a repeating call that came as single dates; no rule is made up for it
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is "file:line"; `code` is one of SEVERITIES. `other` is the second place of a contradiction,
    `also` are further places that say the same as one of the two."""

    code: str
    where: str
    message: str
    suggestion: str = ""
    other: str = ""
    also: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]

    def as_json(self) -> dict[str, Any]:
        places: dict[str, Any] = {"other": self.other} if self.other else {}
        if self.also:
            places["also"] = list(self.also)
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "message": self.message,
            "suggestion": self.suggestion,
            **places,
        }
