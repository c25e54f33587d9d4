"""The report: findings without repeats, worst first, and the digest a set-aside one is known by."""

import dataclasses
import hashlib
import re
from collections.abc import Iterable

from commonhour.core.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
# Among equals: what misleads somebody, then what is missing, then what is untidy.
_URGENT = (
    "secret-in-public",
    "contradiction",
    "zone-contradicts-date",
    "clash",
    "past-next-meeting",
    "dead-link",
)

# What the importer says it did, which a check does not do.
_DONE = re.compile(
    r"; (?:it was|its text was|they were) [^.;“”]*\.$|(?<=\.) (?:It was|The address was|Its text was|Their text was) [^.;“”]*(?:[.;]|$)"
)
_DONE_FIRST = re.compile(r"^It was [^.;]*; (\w)")


def report(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, worst first, then file by file and line by line."""
    return sorted(dict.fromkeys(map(as_checked, findings)), key=_order)


def as_checked(finding: Finding) -> Finding:
    """The finding of an importer without what it says was repaired, moved or kept: a check changes nothing."""
    message = _DONE.sub(lambda found: "." if found[0].startswith(";") else "", finding.message)
    suggestion = _DONE_FIRST.sub(lambda found: found[1].upper(), finding.suggestion)
    return dataclasses.replace(finding, message=message, suggestion=suggestion)


def _order(finding: Finding) -> tuple[int, int, str, int, str]:
    file, line = split_place(finding.where)
    urgency = _URGENT.index(finding.code) if finding.code in _URGENT else len(_URGENT)
    return _RANK[finding.severity], urgency, file, line, finding.code


def split_place(where: str) -> tuple[str, int]:
    """File and line of "file:line"; line 0 where there is none."""
    found = re.fullmatch(r"(.*?):(\d+)", where, re.DOTALL)
    return (found[1], int(found[2])) if found else (where, 0)


def finding_key(finding: Finding) -> str:
    """The digest of code, place and message: a finding that says something new has another one."""
    text = "\0".join((finding.code, finding.where, finding.message))
    return hashlib.sha256(text.encode()).hexdigest()
