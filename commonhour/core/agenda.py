"""An AskedItem is what somebody without an account would like to be talked about, before their address is proved."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AskedItem:
    """`key` is what it is known by once it is confirmed, `date` the public id of the date it is for."""

    key: str
    email: str
    date: str
    text: str
    name: str
    language: str
    tzid: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
