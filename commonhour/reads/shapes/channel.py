"""A channel as pages show it."""

from dataclasses import dataclass

from commonhour.models import Channel


@dataclass(frozen=True, slots=True)
class ChannelShape:
    """`url` may be "": a chat channel known by name only."""

    kind: str
    label: str
    name: str
    url: str

    @classmethod
    def of(cls, row: Channel) -> "ChannelShape":
        return cls(row.kind, row.label, row.name, row.url)
