"""What whoever sent in a meeting asks to have changed: as their own page shows it, and as the desk does."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import wall_of
from commonhour.models import Occurrence, Submission, Wish
from commonhour.models.wish import CANCEL, MOVE

COMING = 12


@dataclass(frozen=True, slots=True)
class WishShape:
    """`date` is what it is about as it stands now, None for no date or one that is gone; `start` the instant asked for.
    `is_granted` is None while nobody answered."""

    id: int
    kind: str
    submission: int
    title: str
    name: str
    date: ListedDate | None
    start: dt.datetime | None
    typed: str
    words: str
    wished_at: dt.datetime
    is_granted: bool | None
    answer: str
    version: int

    @classmethod
    def of(cls, row: Wish) -> "WishShape":
        """Select the submission and the date when reading many."""
        date, sent = row.occurrence, row.submission
        shown = Occurrence.objects.filter(pk=date.pk).first_listed() if date else None
        return cls(
            row.pk, row.kind, sent.pk, sent.title, sent.name, shown, row.start, row.typed, row.words,
            row.wished_at, row.is_granted, row.answer, row.version,
        )  # fmt: skip

    @property
    def desk_path(self) -> str:
        """The page of the desk that does it, filled in; "" when there is none."""
        if self.kind == CANCEL and self.date:
            return f"/desk/occurrence/{self.date.id}/cancel"
        if self.kind == MOVE and self.date and self.start:
            wall = wall_of(self.start, self.date.tzid)
            asked = {"date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}", "zone": self.date.tzid}
            return f"/desk/occurrence/{self.date.id}/move?{urlencode(asked)}"
        return ""


def wishes_of(submission: int) -> list[WishShape]:
    """The open one, and what was answered before, the latest first."""
    rows = Wish.objects.select_related("submission", "occurrence").filter(submission=submission)
    return [WishShape.of(row) for row in rows.order_by("-wished_at", "-pk")]


def open_wishes(groups: list[int] | None, limit: int = 50) -> list[WishShape]:
    """The one that waits longest first."""
    rows = Wish.objects.open().for_groups(groups).select_related("submission", "occurrence")
    return [WishShape.of(row) for row in rows[:limit]]


def wish_count(groups: list[int] | None) -> int:
    return Wish.objects.open().for_groups(groups).count()


def coming_dates(row: Submission, now: dt.datetime) -> list[ListedDate]:
    """The next dates of what it became."""
    return Occurrence.objects.upcoming(now).confirmed().filter(series=row.series_id).listed(COMING)
