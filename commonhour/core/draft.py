"""A Draft: what an importer read, before anything is written. Its JSON is the `import --dry-run` document."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from commonhour.core.finding import Finding
from commonhour.core.schedule.as_json import schedule_json
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.questions import question_sentence, reading_label
from commonhour.core.time.zones import resolve
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.readings import Reading
from commonhour.errors.telling import Fault, tell

CHANNEL_KINDS = (
    "chat", "list", "forum", "repo", "notes", "docs", "recordings", "video", "calendar", "site", "other",
)  # fmt: skip
GROUP_KINDS = ("working-group", "programme", "chapter", "committee", "other")
GROUP_STATES = ("forming", "active", "paused", "concluded")


@dataclass(slots=True)
class DraftChannel:
    """Where people talk or keep things. `label` is what the source called it, `name` the channel's own
    name ("#wg-metrics", "WG-ospo-career-path"), `url` "" when the source gave none."""

    kind: str
    label: str = ""
    name: str = ""
    url: str = ""


@dataclass(slots=True)
class DraftGoal:
    text: str
    due: dt.date | None = None  # the last day of a partial date: "in 2023" is 2023-12-31


@dataclass(slots=True)
class DraftPerson:
    name: str
    role: str = "member"
    organisation: str = ""
    url: str = ""


@dataclass(slots=True)
class DraftCallForProposals:
    """A call for proposals: today, a link to wherever the community collects them."""

    label: str
    url: str


@dataclass(slots=True)
class DraftCommunity:
    title: str = ""
    path: str = ""
    contact_email: str = ""
    description: str = ""
    channels: list[DraftChannel] = field(default_factory=list)
    tzid: str = ""
    chosen: dict[str, bool] = field(default_factory=dict)  # which facts a person takes or leaves


@dataclass(slots=True)
class DraftSpace:
    slug: str
    name: str
    description: str = ""
    position: int = 0


@dataclass(slots=True)
class DraftGroup:
    slug: str
    name: str
    kind: str = "working-group"
    space: str | None = None
    state: str = "active"
    description: str = ""
    region: str = ""
    lead_organisation: str = ""
    parent: str | None = None
    goals: list[DraftGoal] = field(default_factory=list)
    people: list[DraftPerson] = field(default_factory=list)
    channels: list[DraftChannel] = field(default_factory=list)
    where: str = ""  # file:line of its heading, for findings
    as_read: dict[str, Any] = field(
        default_factory=dict
    )  # what a person's answer changed, as the file has it


@dataclass(frozen=True, slots=True)
class DraftJoin:
    """How to join, kept behind our join page. Never part of any JSON, log or message."""

    url: str = ""
    passcode: str = ""


@dataclass(slots=True)
class DraftSeries:
    slug: str
    title: str
    group: str | None = None
    region: str = ""
    description: str = ""
    calls_for_proposals: list[DraftCallForProposals] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    question: Question | None = None  # why it has no schedule
    url: str = ""
    categories: list[str] = field(default_factory=list)
    joins: list[DraftJoin] = field(default_factory=list)
    where: str = ""
    readings: list[Reading] = field(default_factory=list)  # the answers its words allow, while undecided
    said: str = ""  # the words that say when
    as_read: dict[str, Any] = field(
        default_factory=dict
    )  # what a person's answer changed, as the file has it


@dataclass(slots=True)
class DraftSession:
    """A talk or topic in a series, on a date."""

    series: str | None
    date: dt.date | None
    title: str
    speakers: list[dict[str, str]] = field(default_factory=list)  # {"name", "organisation"}
    tags: list[str] = field(default_factory=list)
    recording: str = ""
    url: str = ""
    slides: str = ""
    language: str = ""
    links: list[dict[str, str]] = field(default_factory=list)  # {"label", "url"}


@dataclass(slots=True)
class DraftSource:
    """An outside calendar. `kind` is google, teamup, ics, tockify …; `url` is its .ics where known."""

    kind: str
    url: str
    tzid: str = ""


@dataclass(slots=True)
class Match:
    """Which group a calendar's call was given to, and why. `certain` is False when a person must decide."""

    uid: str
    title: str
    group: str | None
    reason: Fault
    certain: bool


@dataclass(slots=True)
class Unplaced:
    where: str
    text: str


@dataclass(slots=True)
class Draft:
    kind: str
    community: DraftCommunity = field(default_factory=DraftCommunity)
    spaces: list[DraftSpace] = field(default_factory=list)
    groups: list[DraftGroup] = field(default_factory=list)
    series: list[DraftSeries] = field(default_factory=list)
    sessions: list[DraftSession] = field(default_factory=list)
    sources: list[DraftSource] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    labels: list[Unplaced] = field(default_factory=list)  # words that became structure ("Strategic Goals:")
    merged: list[tuple[DraftGroup, str]] = field(default_factory=list)  # into which group each one goes
    rejected: list[tuple[str, str]] = field(default_factory=list)  # (noun, slug) of what a person leaves out
    kept: list[tuple[str, str]] = field(
        default_factory=list
    )  # and of what comes even if it was left out before
    answers: dict[str, Any] = field(default_factory=dict)  # from which it follows, as JSON keeps them
    notes: int = 0
    occurrences: int = 0
    unread: list[str] = field(default_factory=list)  # UIDs of what is there and could not be read
    busy: list[Schedule] = field(default_factory=list)  # when private events are; in no JSON, and never kept
    findings: list[Finding] = field(default_factory=list)
    _noted: set[Finding] = field(default_factory=set, repr=False, compare=False)
    _looked_at: int = field(default=0, repr=False, compare=False)

    def note(self, finding: Finding) -> None:
        """Adds a finding, once. A file may give thousands: each is compared by its hash, and only once."""
        self._noted.update(self.findings[self._looked_at :])
        if finding not in self._noted:
            self.findings.append(finding)
        self._looked_at = len(self.findings)
        self._noted.add(finding)

    @property
    def tzid(self) -> str:
        """The community's zone: as stated, else the one that its calendars are shown in."""
        shown = {source.tzid for source in self.sources if source.tzid}
        stated = self.community.tzid or (shown.pop() if len(shown) == 1 else "")
        return resolve(stated) or "" if stated else ""

    def as_json(self) -> dict[str, Any]:
        """The document of docs/reference/import.md. Join links are left out by construction."""
        return {
            "kind": self.kind,
            "community": {
                "title": self.community.title,
                "path": self.community.path,
                "contact_email": self.community.contact_email,
                "description": self.community.description,
                "channels": [_channel(c) for c in self.community.channels],
            },
            "spaces": [
                {"slug": s.slug, "name": s.name, "description": s.description, "position": s.position}
                for s in self.spaces
            ],
            "groups": [_group(g) for g in self.groups],
            "series": [_series(s) for s in self.series],
            "sessions": [
                {
                    "series": s.series,
                    "date": s.date.isoformat() if s.date else None,
                    "title": s.title,
                    "speakers": s.speakers,
                    "tags": s.tags,
                    "recording": s.recording,
                    "url": s.url,
                }
                for s in self.sessions
            ],
            "sources": [{"kind": s.kind, "url": s.url, "tzid": s.tzid} for s in self.sources],
            "matches": [asdict(m) | {"reason": tell(m.reason)} for m in self.matches],
            "unplaced": [{"where": u.where, "text": u.text} for u in self.unplaced],
            "labels": [{"where": u.where, "text": u.text} for u in self.labels],
            "notes": self.notes,
            "occurrences": self.occurrences,
            "findings": [f.as_json() for f in self.findings],
        }


def _channel(channel: DraftChannel) -> dict[str, str]:
    return {"kind": channel.kind, "label": channel.label, "name": channel.name, "url": channel.url}


def _group(group: DraftGroup) -> dict[str, Any]:
    return {
        "slug": group.slug,
        "name": group.name,
        "kind": group.kind,
        "space": group.space,
        "state": group.state,
        "description": group.description,
        "region": group.region,
        "lead_organisation": group.lead_organisation,
        "parent": group.parent,
        "goals": [{"text": g.text, "due": g.due.isoformat() if g.due else None} for g in group.goals],
        "people": [
            {"name": p.name, "role": p.role, "organisation": p.organisation, "url": p.url}
            for p in group.people
        ],
        "channels": [_channel(c) for c in group.channels],
    }


def _series(series: DraftSeries) -> dict[str, Any]:
    return {
        "slug": series.slug,
        "title": series.title,
        "group": series.group,
        "region": series.region,
        "description": series.description,
        "calls": [{"label": c.label, "url": c.url} for c in series.calls_for_proposals],
        "schedules": [schedule_json(s) for s in series.schedules],
        "undecided": question_sentence(series.question) if series.question else None,
        "question": series.question.as_json() if series.question else None,
        "readings": [_reading(one) for one in series.readings],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    """A reading of two schedules has the second one under `also`."""
    first, *others = map(schedule_json, reading.schedules)
    return {"label": reading_label(reading), **first, "also": others}
