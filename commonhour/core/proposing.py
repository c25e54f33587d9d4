"""What a speaker sends to a call for proposals: a talk, who speaks, and answers to the call's own questions."""

from dataclasses import dataclass, field

from commonhour.core.named_links import Link

KINDS = ("line", "text", "choice", "yes-no")  # of a call's own questions
QUESTIONS, OTHERS, LINKS = 10, 5, 10  # at most: of a call, and of a proposal


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the call's own; `choices` only for the kind "choice"."""

    id: str
    text: str
    kind: str = "line"
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """`spoken` is the language it is held in, `level` one of `models.proposal.LEVELS`, `answers` are by the ids of questions."""

    title: str
    abstract: str = ""
    takeaway: str = ""
    topic: str = ""
    level: str = ""
    spoken: str = ""
    format: str = ""
    links: list[Link] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    may_be_listed: bool = True


@dataclass(frozen=True, slots=True)
class Speaker:
    """As they say it themselves. `hours` are those of a day at which they can speak, on the clock of `tzid`."""

    name: str
    organisation: str = ""
    bio: str = ""
    pronouns: str = ""
    picture: str = ""
    tzid: str = "UTC"
    hours: list[list[int]] = field(default_factory=list)


def may_change(state: str, *, is_open: bool) -> bool:
    """Whether a speaker may change a proposal of this state, while its call is open or not: a draft and what was asked about
    always, all else until it is decided or the call closes."""
    return state in ("draft", "asked") or (is_open and state in ("submitted", "waitlisted"))
