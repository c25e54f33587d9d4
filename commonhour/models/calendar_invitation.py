"""A CalendarInvitation is a call that was put into a subscriber's own calendar by mail: one for each iCalendar UID."""

from django.db import models

from commonhour.models.series import Series
from commonhour.models.subscriber import Subscriber


class CalendarInvitation(models.Model):
    """`sent` is a digest of what their calendar shows ("" for nothing), `queued` of what the newest mail brings, and
    `number` counts these mails. `sequence` is the highest that was sent. Their calendar counts `shift` more than our
    feed: who leaves and comes back goes on counting where the cancellation ended."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="invitations")
    series = models.ForeignKey(Series, null=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.CharField(max_length=400)
    title = models.CharField(max_length=300)
    sequence = models.IntegerField(default=0)
    shift = models.IntegerField(default=0)
    sent = models.CharField(max_length=64, blank=True)
    queued = models.CharField(max_length=64, blank=True)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "uid"], name="invitation_once")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
