"""A SentIn is a meeting as somebody without an account describes it, before its address is proved and anybody decides."""

from dataclasses import dataclass

from commonhour.core.schedule.schedule import Schedule


@dataclass(frozen=True, slots=True)
class SentIn:
    """`typed` is how its time was written, `schedule` what that means; `link` is how people join, `group` the id of where it
    belongs as its sender sees it."""

    title: str
    about: str
    name: str
    link: str
    typed: str
    schedule: Schedule
    group: int | None = None
