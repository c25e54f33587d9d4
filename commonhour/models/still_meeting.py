"""A StillMeeting: a group was asked whether it still meets, and what it answered."""

import datetime as dt

from django.conf import settings
from django.db import models

from commonhour.models.group import Group

YES, PAUSED, OVER = "yes", "paused", "over"


class StillMeetingQuerySet(models.QuerySet["StillMeeting"]):
    def open(self) -> "StillMeetingQuerySet":
        return self.filter(answered_at=None)

    def unanswered(self, now: dt.datetime) -> "StillMeetingQuerySet":
        """Those that a programme manager should know of: nobody answered in two weeks."""
        return self.open().filter(asked_at__lte=now - StillMeeting.PATIENCE)


class StillMeeting(models.Model):
    """`signs` are why it was asked, as codes of `core/audit/group_health.py`; `answer` is yes, paused or over, by whoever
    was written to and pressed a button."""

    PATIENCE = dt.timedelta(days=14)
    QUIET = dt.timedelta(days=90)  # for so long nobody is asked again

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="asked")
    asked_at = models.DateTimeField()
    signs = models.JSONField(default=list)
    answer = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StillMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.group}: still meeting?"
