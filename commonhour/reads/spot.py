"""A Spot: where on the hub something stands that the audit noticed, and which form of the desk can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """`page` is the public page ("" for none), `mend` the form; `group_id` None is the community's own."""

    page: str
    name: str
    mend: str = ""
    group_id: int | None = None

    @property
    def where(self) -> str:
        return self.page or self.mend
