"""A series as pages show it."""

from dataclasses import dataclass

from commonhour.core.undecided.question import Question, question_of
from commonhour.models import Series
from commonhour.reads.shapes.group import GroupName


@dataclass(frozen=True, slots=True)
class SeriesShape:
    """`question` is what must be answered before it has a time; `state` is a code."""

    slug: str
    title: str
    group: GroupName | None
    region: str
    description: str
    url: str
    state: str
    question: Question | None
    is_sourced: bool

    @property
    def path(self) -> str:
        return f"/meetings/{self.slug}/"

    @classmethod
    def of(cls, row: Series) -> "SeriesShape":
        """Select `group` when reading many."""
        return cls(
            row.slug, row.title, GroupName.of(row.group), row.region, row.description, row.url, row.state,
            question_of(row.question), row.source_id is not None,
        )  # fmt: skip
