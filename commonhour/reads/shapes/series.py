"""A series as pages show it."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.undecided.question import Question, question_of
from commonhour.models import Series
from commonhour.reads.shapes.group import GroupName


@dataclass(frozen=True, slots=True)
class SeriesShape:
    """`question` is what must be answered before it has a time; `state` is a code. `stops_on` is the first day without dates of one
    that is paused or has concluded, on the clocks of its place."""

    slug: str
    title: str
    group: GroupName | None
    region: str
    description: str
    url: str
    state: str
    question: Question | None
    is_sourced: bool
    state_reason: str = ""
    stops_on: dt.date | None = None
    back_on: dt.date | None = None
    is_planned: bool = True

    @property
    def path(self) -> str:
        return f"/meetings/{self.slug}/"

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def is_on_demand(self) -> bool:
        """It has no regular time and asks for none."""
        return self.is_active and not (self.is_planned or self.question or self.is_sourced)

    @property
    def last_day(self) -> dt.date | None:
        """The last on which it may meet."""
        return self.stops_on - dt.timedelta(days=1) if self.stops_on else None

    @classmethod
    def of(cls, row: Series) -> "SeriesShape":
        """Read many with `told`, which knows whether they are planned."""
        return cls(
            row.slug, row.title, GroupName.of(row.group), row.region, row.description, row.url, row.state,
            question_of(row.question), row.source_id is not None, row.state_reason, row.stops_on, row.back_on,
            getattr(row, "is_planned", True),
        )  # fmt: skip
