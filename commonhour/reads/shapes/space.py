"""A space as pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpaceName:
    slug: str
    name: str
