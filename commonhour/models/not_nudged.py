"""A NotNudged: somebody who looks after a call wants no mail about an agenda or notes that are missing there."""

from django.conf import settings
from django.db import models

from commonhour.models.series import Series


class NotNudged(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="not_nudged")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "series"], name="not_nudged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} not of {self.series_id}"
