"""A CalendarInvitation is a call that was put into a subscriber's own calendar by mail: one for each iCalendar UID."""

from django.db import models

from commonhour.models.series import Series
from commonhour.models.subscriber import Subscriber


class CalendarInvitation(models.Model):
    """`sent` is a digest of what their calendar shows ("" for nothing), `queued` of what the newest mail is to bring, and
    `number` counts these mails. `sequence`, `title` and `begins` (as iCalendar writes a start) are those that were sent
    last, for calling off what is there no more."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="invitations")
    series = models.ForeignKey(Series, null=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.CharField(max_length=400)
    title = models.CharField(max_length=300, blank=True)
    sequence = models.IntegerField(default=0)
    begins = models.CharField(max_length=16, blank=True)
    sent = models.CharField(max_length=64, blank=True)
    queued = models.CharField(max_length=64, blank=True)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "uid"], name="invitation_once")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
