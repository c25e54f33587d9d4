"""A WorkerLane: when a lane of a background worker was last seen at work, by whichever worker."""

import datetime as dt

from django.db import models


class WorkerLane(models.Model):
    """`is_late` while a duty of the lane needs more time than it may take."""

    # Longer than any one thing a duty does takes; a lane that is not seen for so long is stuck or gone.
    GONE_AFTER = dt.timedelta(minutes=5)

    name = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def is_gone(self, now: dt.datetime) -> bool:
        return self.seen_at <= now - self.GONE_AFTER
