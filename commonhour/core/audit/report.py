"""The report: findings without repeats, worst first, and the digest a set-aside one is known by."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable

from commonhour.core.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
# Among equals: what misleads somebody, then what is missing, then what is untidy.
_URGENT = (
    "secret-in-public",
    "contradiction",
    "zone-contradicts-date",
    "room-clash",
    "clash",
    "past-next-meeting",
    "dead-link",
)
# What may change while the finding stays the same: how often, since when, and words of other people about it.
_PASSING = {"times", "more", "first_date", "first_clock", "reason", "question"}


def report(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, worst first, then file by file and line by line."""
    return sorted(dict.fromkeys(map(as_checked, findings)), key=_order)


def as_checked(finding: Finding) -> Finding:
    """The finding of an importer as a check tells it, which repairs, moves and keeps nothing."""
    return dataclasses.replace(finding, is_checked=True)


def _order(finding: Finding) -> tuple[int, int, str, int, str]:
    file, line = split_place(finding.where)
    urgency = _URGENT.index(finding.code) if finding.code in _URGENT else len(_URGENT)
    return _RANK[finding.severity], urgency, file, line, finding.code


def split_place(where: str) -> tuple[str, int]:
    """File and line of "file:line"; line 0 where there is none."""
    found = re.fullmatch(r"(.*?):(\d+)", where, re.DOTALL)
    return (found[1], int(found[2])) if found else (where, 0)


def finding_key(finding: Finding) -> str:
    """The digest of what it is about and says: a finding that says something new has another one, whatever words
    it is told in."""
    lasting = {name: value for name, value in finding.facts.items() if name not in _PASSING}
    said = (finding.code, finding.case, finding.where, finding.subject, lasting)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def old_key(finding: Finding) -> str:
    """What it was set aside by until its words were parted from its facts: see `actions/dismissal.py`."""
    text = "\0".join((finding.code, finding.where, finding.message))
    return hashlib.sha256(text.encode()).hexdigest()
