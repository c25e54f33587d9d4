"""A Finding: something an importer or the audit noticed, with its place and what to do about it."""

import enum
from dataclasses import dataclass


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
    "kept-both": Severity.WARNING,  # importing again: changed here and there; ours was kept
    "dropped-property": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is "file:line"; `code` is one of SEVERITIES."""

    code: str
    where: str
    message: str
    suggestion: str = ""

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "message": self.message,
            "suggestion": self.suggestion,
        }
