"""Signs that a group may need a hand, from what can be counted; none of them says that somebody did wrong."""

import datetime as dt
import enum
from dataclasses import dataclass

ENDS_SOON = dt.timedelta(weeks=3)
_CALLED_OFF = 3


class Sign(enum.StrEnum):
    """Worst first."""

    NO_NEXT_DATE = "no-next-date"
    THREE_CANCELLED = "three-cancelled"
    NOBODY_SIGNS_IN = "nobody-signs-in"
    ENDS_SOON = "ends-soon"
    DEAD_LINK = "dead-link"


# After which a group is asked whether it still meets; the others are about the hub and not about the group.
ASKING = frozenset({Sign.NO_NEXT_DATE, Sign.THREE_CANCELLED, Sign.ENDS_SOON})
_WEIGHTS = {sign: 2 ** (len(Sign) - place) for place, sign in enumerate(Sign)}


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """`meets_by_plan` is False when the group meets when needed, or not for now; `last` says of its last dates, the newest
    first, whether each was cancelled; `final` is the day of its last date that is planned, None for no end in sight."""

    meets_by_plan: bool
    has_next: bool
    last: tuple[bool, ...]
    final: dt.date | None
    signers: int
    dead_links: int


def signs(facts: GroupFacts, today: dt.date) -> list[Sign]:
    """Worst first; [] when nothing is the matter."""
    found = {
        Sign.NO_NEXT_DATE: facts.meets_by_plan and not facts.has_next,
        Sign.THREE_CANCELLED: len(facts.last) >= _CALLED_OFF and all(facts.last[:_CALLED_OFF]),
        Sign.NOBODY_SIGNS_IN: facts.signers == 0,
        Sign.ENDS_SOON: facts.has_next and facts.final is not None and facts.final <= today + ENDS_SOON,
        Sign.DEAD_LINK: facts.dead_links > 0,
    }
    return [sign for sign in Sign if found[sign]]


def weight(found: list[Sign]) -> int:
    """The worst sign counts for more than all that come after it."""
    return sum(_WEIGHTS[sign] for sign in found)
