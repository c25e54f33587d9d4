"""A call for proposals as pages show it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.core.proposals import Standing, standing
from commonhour.models import CallForProposals


@dataclass(frozen=True, slots=True)
class ProposalsShape:
    """`owner` is the name of the group it is for, or of the series; "" for the whole community. Instants are UTC. `url` is
    where proposals are sent, "" where they are collected here, at `path`."""

    id: str  # as in its address
    label: str
    url: str
    path: str
    description: str
    owner: str
    opens_at: dt.datetime | None
    deadline: dt.datetime | None
    tzid: str
    standing: Standing
    is_listed: bool = False

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN

    @property
    def is_shown(self) -> bool:
        """Whether a public page has it."""
        return self.standing in (Standing.OPENING, Standing.OPEN)

    @classmethod
    def of(cls, row: CallForProposals, now: dt.datetime) -> "ProposalsShape":
        """Select `series__group` when reading many."""
        series = row.series
        owner = "" if series is None else series.group.name if series.group else series.title
        return cls(
            str(row.pk), row.label, row.url, row.path, row.description, owner, row.opens_at, row.deadline, row.tzid,
            standing(row.state, row.opens_at, row.deadline, now), row.is_listed,
        )  # fmt: skip


def shown(rows: Iterable[CallForProposals], now: dt.datetime) -> list[ProposalsShape]:
    """Those a public page has."""
    return [one for one in (ProposalsShape.of(row, now) for row in rows) if one.is_shown]
