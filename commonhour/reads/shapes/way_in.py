"""A way into a series as pages offer it: what it is called, and never where it leads."""

from dataclasses import dataclass

from commonhour.models import JoinTarget


@dataclass(frozen=True, slots=True)
class WayIn:
    """`kind` is a code of `models.join_target.KINDS`; `provider` is for the desk."""

    key: int
    kind: str
    label: str
    provider: str

    @classmethod
    def of(cls, row: JoinTarget) -> "WayIn":
        return cls(row.pk, row.kind, row.label, row.provider)
