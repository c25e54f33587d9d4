"""What reviewers think of a proposal, and who sees it when: nobody is led by what others said before them."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

LOWEST, HIGHEST = 1, 5
Row = TypeVar("Row")


class Stand(enum.StrEnum):
    """How a reviewer stands to one proposal."""

    UNSAID = "unsaid"  # has not said what they think yet
    SCORED = "scored"
    LOOKS_ON = "looks-on"  # decides without a score of their own, and gives none any more
    NEAR = "near"  # too near to it to judge

    @property
    def sees_others(self) -> bool:
        return self in (Stand.SCORED, Stand.LOOKS_ON)


def stand_of(score: int | None, *, is_partial: bool) -> Stand:
    """Of who left a review."""
    if score is not None:
        return Stand.SCORED
    return Stand.NEAR if is_partial else Stand.LOOKS_ON


@dataclass(frozen=True, slots=True)
class Scores:
    """What a proposal got, from those who gave a score."""

    given: tuple[int, ...] = ()

    @property
    def mean(self) -> float | None:
        return sum(self.given) / len(self.given) if self.given else None

    @property
    def spread(self) -> int | None:
        """How far the highest is from the lowest."""
        return max(self.given) - min(self.given) if self.given else None


def in_order(rows: Sequence[Row], key: Callable[[Row], Any], *, is_turned: bool = False) -> list[Row]:
    """By what the reader sees of each; those of which they see nothing (None) come last, in the order in which they came:
    a place in a list would tell what is hidden."""
    seen = [row for row in rows if key(row) is not None]
    hidden = [row for row in rows if key(row) is None]
    return [*sorted(seen, key=key, reverse=is_turned), *hidden]
