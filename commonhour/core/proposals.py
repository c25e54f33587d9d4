"""Where a call for proposals stands at an instant: what people set, and what its two dates make of it."""

import datetime as dt
import enum


class Standing(enum.StrEnum):
    DRAFT = "draft"
    OPENING = "opening"  # announced, and not open yet
    OPEN = "open"
    CLOSED = "closed"


def standing(
    state: str, opens_at: dt.datetime | None, deadline: dt.datetime | None, now: dt.datetime
) -> Standing:
    """`state` is draft, open or closed, as somebody set it. At the instant of its deadline a call is closed."""
    if state != Standing.OPEN:
        return Standing(state)
    if deadline is not None and deadline <= now:
        return Standing.CLOSED
    return Standing.OPENING if opens_at is not None and opens_at > now else Standing.OPEN


# What a call may ask beside title and abstract, in the order in which it asks, and what it asks of each speaker.
TALK_FIELDS = ("takeaway", "topic", "level", "spoken", "format", "links")
SPEAKER_FIELDS = ("organisation", "bio", "pronouns", "picture", "hours")
OPTIONAL, REQUIRED = "optional", "required"
ASKED_AT_FIRST = dict.fromkeys(
    ("takeaway", "topic", "level", "format", "links", "organisation", "bio", "hours"), OPTIONAL
)
