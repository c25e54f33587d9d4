"""`contradictions`: all claims of all places against each other."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

from commonhour.core.audit.calls import call_contradictions
from commonhour.core.audit.channels import other_contradictions
from commonhour.core.audit.claim import Claims
from commonhour.core.audit.clashes import clashes
from commonhour.core.audit.report import split_place
from commonhour.core.audit.subject import owner_words, subject
from commonhour.core.finding import Finding
from commonhour.core.time.abbreviations import ABBREVIATIONS, CLAIMED_HOURS, SPELT_OUT
from commonhour.core.time.zones import UTC, instant

_OWNERS = 3
_OF_IMPORTS = {
    "dropped-property",
    "assumed-start",
    "listed-dates",
    "private-event",
}  # what an import does, and a check does not


def contradictions(claims: Claims, today: dt.date) -> list[Finding]:
    """The findings about single places, less those another place answers, and what places contradict."""
    named = [claim.subject.name for claim in claims.calls]
    named += [claim.subject.name for claim in claims.channels]
    owners = owner_words((label for label, _ in Counter(claims.hosts).most_common(_OWNERS)), named)
    across = [*call_contradictions(claims.calls, today, owners), *other_contradictions(claims, owners)]
    alone = _one_for_a_file(_without_answered(claims, owners))
    return [*_in_pairs(_without_told(alone, across)), *across, *clashes(claims.held)]


def _without_answered(claims: Claims, owners: frozenset[str]) -> list[Finding]:
    """A page need not say when a call is where another place, or its own text, does."""
    told = {claim.subject.key(owners)[0] for claim in claims.calls if claim.clock or claim.cadence}
    asked = (finding for finding in claims.findings if finding.code not in _OF_IMPORTS)
    return [f for f in asked if f.code != "no-time" or _about(f, owners) not in told]


def _one_for_a_file(findings: list[Finding]) -> list[Finding]:
    """A page that leaves the times to its calendar is asked once, not for each of its groups."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code == "no-time":
            files[split_place(finding.where)[0]].append(finding)
    several = {file: alike for file, alike in files.items() if len(alike) > 1}
    single = [f for f in findings if f.code != "no-time" or split_place(f.where)[0] not in several]
    return [*single, *map(_asked_once, several.values())]


def _asked_once(alike: list[Finding]) -> Finding:
    first, *others = alike
    titles = [one.facts["title"] for one in alike]
    also = tuple(dict.fromkeys(f.where for f in others if f.where != first.where))
    return replace(first, facts={"title": titles[0], "titles": titles, "times": len(titles)}, also=also)


def _about(finding: Finding, owners: frozenset[str]) -> frozenset[str]:
    return subject(finding.facts["title"]).key(owners)[0]


def _without_told(alone: list[Finding], across: list[Finding]) -> list[Finding]:
    """A place that contradicts another one need not be told besides that it contradicts itself, and letters that
    are wrong need not be told besides that they are letters."""
    told = {finding.where for finding in across if finding.code == "contradiction"}
    wrong = {finding.where for finding in alone if finding.code == "zone-contradicts-date"}
    return [
        f
        for f in alone
        if not (f.code == "contradiction" and not f.other and f.where in told)
        and not (f.code == "zone-abbreviation" and (f.where in wrong or _is_plain(f)))
    ]


def _is_plain(finding: Finding) -> bool:
    """True for letters that mean one place's clocks all year, such as PT and JST: an importer asks, nobody is misled."""
    written = finding.facts["letters"]
    letters = SPELT_OUT.get(written.casefold(), written)
    meant = ABBREVIATIONS.get(letters, ())
    return len(meant) == 1 and (letters not in CLAIMED_HOURS or _is_kept(CLAIMED_HOURS[letters], meant[0]))


def _is_kept(hours: float, tzid: str) -> bool:
    """A place whose clocks are so far from UTC in summer and winter."""
    noons = [dt.datetime(2026, month, 1, 12) for month in (1, 7)]
    return all(
        instant(noon, tzid) == (noon - dt.timedelta(hours=hours)).replace(tzinfo=UTC) for noon in noons
    )


def _in_pairs(findings: list[Finding]) -> list[Finding]:
    """One name in two groups is one question with two places."""
    firsts: dict[tuple[str, ...], Finding] = {}
    done = []
    for finding in findings:
        if finding.code != "same-name":
            done.append(finding)
            continue
        key = (finding.where.rpartition(":")[0], finding.facts["name"], *finding.facts["groups"])
        first = firsts.setdefault(key, finding)
        if first is not finding and not first.other:
            firsts[key] = replace(first, other=finding.where)
    return [*done, *firsts.values()]
