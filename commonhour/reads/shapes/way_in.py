"""A way into a series as pages offer it: what it is called, and never where it leads."""

from dataclasses import dataclass

from commonhour.models import JoinTarget
from commonhour.models.join_target import EVERYBODY


@dataclass(frozen=True, slots=True)
class WayIn:
    """`kind` is a code of `models.join_target.KINDS`; `provider` is for the desk, `tier` whom it is for."""

    key: int
    kind: str
    label: str
    provider: str
    tier: str

    @property
    def is_for_everybody(self) -> bool:
        return self.tier == EVERYBODY

    @classmethod
    def of(cls, row: JoinTarget) -> "WayIn":
        return cls(row.pk, row.kind, row.label, row.provider, row.tier)
