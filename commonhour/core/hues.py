"""Twelve hues that tell groups apart where their names stand beside them; a group keeps its own for ever."""

HUES = 12


def hue_of(group: int | None) -> int:
    """The hue of a group by its key, -1 for what belongs to none. Neighbours are far apart on the wheel (hub.css)."""
    return -1 if group is None else group % HUES
