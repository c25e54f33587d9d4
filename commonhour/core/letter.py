"""A mail that came in, as it was read: who it says it is from, what it says, and what kind of mail it is. Nothing is believed."""

import enum
from dataclasses import dataclass

from commonhour.core.schedule.schedule import Schedule


class MailKind(enum.StrEnum):
    MEETING = "meeting"  # an invitation, or words that say when something takes place
    CANCEL = "cancel"  # an invitation that is taken back
    REPLY = "reply"  # a calendar's answer to an invitation of ours
    WORDS = "words"  # from somebody to somebody
    LIST = "list"  # of a mailing list or a newsletter
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


# What programs send, which nobody has to read.
OF_PROGRAMS = frozenset({MailKind.REPLY, MailKind.AUTOMATIC, MailKind.BOUNCE})


@dataclass(frozen=True, slots=True)
class Described:
    """A meeting as a mail describes it; what it does not say is "" or None. `typed` are the words that say when, `uid` and
    `sequence` those of an invitation (RFC 5545), `is_one_date` says that it is about one date of several."""

    title: str = ""
    about: str = ""
    link: str = ""
    typed: str = ""
    schedule: Schedule | None = None
    uid: str = ""
    sequence: int = 0
    is_one_date: bool = False


@dataclass(frozen=True, slots=True)
class CameBack:
    """A mail of ours that did not arrive, by its Message-ID, and what the other server said."""

    message_id: str
    says: str


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`digest` is the same for the same mail, whatever way it came. `sender` is the one address it says it is from, "" when
    there is none or several. `problems` are codes of what could not be read. `may_answer` is False where an answer would go
    to a program, a list or in a circle."""

    digest: str
    kind: MailKind
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    language: str = ""
    problems: tuple[str, ...] = ()
    described: Described | None = None
    came_back: CameBack | None = None
    may_answer: bool = False
