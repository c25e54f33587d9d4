"""A Guest is an address that says whether it comes; each Reply is one answer of theirs. No account is needed."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from commonhour.core.replies import Answer
from commonhour.models.series import Series
from commonhour.models.subscriber import UNDO_WITHIN
from commonhour.models.texts import PublicLine


class Guest(models.Model):
    """Proved by a link that was mailed to `email`. `name` is what they want to be called, for those who run the call.
    `before` is what one series had of them before they changed it at `changed_at`, for taking it back."""

    email = models.EmailField(unique=True)
    name = PublicLine(max_length=80, blank=True)
    language = models.CharField(max_length=8, default="en")
    tzid = models.CharField(max_length=64, default="UTC")
    before = models.JSONField(null=True, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"guest {self.pk}"

    def may_undo(self, series: int, now: dt.datetime) -> bool:
        """A clock that was set back by a moment takes nobody's way back."""
        is_of_it = self.before is not None and self.before["series"] == series
        return is_of_it and abs(now - self.changed_at) < UNDO_WITHIN


class Reply(models.Model):
    """`date` is the public id of the one date it is for, which outlives every row of that date; `begins` the first RECURRENCE-ID
    of the date from which on it holds; neither of them for every date. `since` and `said_at` are those of
    `core.replies.Answer`."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="replies", db_index=False)
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="replies")
    comes = models.BooleanField()
    date = models.UUIDField(null=True, blank=True, db_index=True)
    begins = models.CharField(max_length=15, blank=True)
    since = models.DateTimeField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "guest", "date"], name="reply_once_a_date"),
            models.UniqueConstraint(
                fields=["series", "guest", "begins"], condition=Q(date=None), name="reply_once_from_a_date_on"
            ),
            models.CheckConstraint(condition=Q(date=None) | Q(begins=""), name="reply_has_one_reach"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"reply {self.pk}"

    def as_answer(self) -> Answer:
        return Answer(self.comes, self.since, self.said_at, str(self.date or ""), self.begins)

    def as_kept(self) -> dict[str, Any]:
        """What brings it back."""
        return {
            "comes": self.comes, "date": str(self.date) if self.date else None, "begins": self.begins,
            "since": self.since.isoformat(), "said_at": self.said_at.isoformat(),
        }  # fmt: skip


class Attendance(models.Model):
    """How many people were there, as somebody counted afterwards; who they were is kept nowhere."""

    occurrence = models.OneToOneField(
        "commonhour.Occurrence", on_delete=models.CASCADE, related_name="attendance"
    )
    number = models.PositiveIntegerField()
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.number} people"
