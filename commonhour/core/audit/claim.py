"""Claims: what one place says about a call, a channel, a calendar or a speaker, with the line it says it on."""

import datetime as dt
from dataclasses import dataclass, field, fields

from commonhour.core.audit.subject import Subject
from commonhour.core.finding import Finding
from commonhour.core.schedule.schedule import Schedule

ON_DEMAND = "on demand"
REGULAR = "regular"  # it recurs, and nothing says how often: "Thursdays"


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something is said. `page` names what is one document to its readers: versions of a page at one
    address are one page."""

    where: str
    page: str


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day with every zone its letters may mean. `letters` as written: "GMT", "Europe/Madrid"."""

    start: dt.time
    zones: tuple[str, ...] = ()
    letters: str = ""

    @property
    def text(self) -> str:
        return f"{self.start:%H:%M} {self.letters}".strip()


@dataclass(frozen=True, slots=True)
class CallClaim:
    """When a call is: on one `date`, or by rule on `days` (0 is Monday). What is not said is empty.

    `place` is where the hour stands, `day_place` where the day does. `is_moved`: the words say that this date
    is an exception.
    """

    subject: Subject
    place: Passage
    clock: Clock | None = None
    days: frozenset[int] = frozenset()
    cadence: str = ""
    date: dt.date | None = None
    day_place: Passage | None = None
    is_moved: bool = False

    @property
    def on(self) -> Passage:
        return self.day_place or self.place


@dataclass(frozen=True, slots=True)
class ChannelClaim:
    subject: Subject
    kind: str  # chat, list, repo
    name: str
    place: Passage


@dataclass(frozen=True, slots=True)
class ChatLinkClaim:
    """A link to a chat channel; `name` is what the channel is called there, "" where the words are only about a chat."""

    subject: Subject
    url: str
    name: str
    place: Passage


@dataclass(frozen=True, slots=True)
class CalendarClaim:
    """A link shows a calendar in a zone; `url` is the same for all links of one calendar."""

    url: str
    tzid: str
    place: Passage


@dataclass(frozen=True, slots=True)
class SpeakerClaim:
    """Who speaks on a date, and for whom."""

    subject: Subject
    date: dt.date
    name: str
    organisation: str
    place: Passage


@dataclass(frozen=True, slots=True)
class AddressClaim:
    """An e-mail address, also one written with "(at)"."""

    address: str
    place: Passage


@dataclass(frozen=True, slots=True)
class Held:
    """A date of a call, for clashes; `group` is "" for none. `start` and `end` are UTC. `rooms` are names or digests of where
    it is held, as secret as links."""

    group: str
    series: str
    title: str
    start: dt.datetime
    end: dt.datetime
    where: str
    rooms: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(slots=True)
class Claims:
    """All that places say. `hosts` are the owners of what they link to, by name; `held` are dates to come;
    `meets` are titles with all their schedules and where they stand."""

    calls: list[CallClaim] = field(default_factory=list)
    channels: list[ChannelClaim] = field(default_factory=list)
    chat_links: list[ChatLinkClaim] = field(default_factory=list)
    calendars: list[CalendarClaim] = field(default_factory=list)
    speakers: list[SpeakerClaim] = field(default_factory=list)
    addresses: list[AddressClaim] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    links: list[tuple[str, Passage]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    meets: list[tuple[str, list[Schedule], str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: "Claims") -> None:
        for one in fields(self):
            getattr(self, one.name).extend(getattr(other, one.name))
