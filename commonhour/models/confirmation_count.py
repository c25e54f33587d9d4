"""A ConfirmationCount says how many confirmation mails an address, a network or the hub had on one day (UTC)."""

import datetime as dt

from django.db import models, transaction
from django.db.models import F


class ConfirmationCount(models.Model):
    """`whose` is a keyed digest: neither an address nor a network can be read from it."""

    whose = models.CharField(max_length=64)
    day = models.DateField()
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whose", "day"], name="confirmation_count_once")]

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"

    @staticmethod
    def count(whose: str, day: dt.date, most: int) -> bool:
        """One more, unless there were `most`. The database decides, whoever else counts at this moment."""
        with transaction.atomic():
            ConfirmationCount.objects.bulk_create(
                [ConfirmationCount(whose=whose, day=day)], ignore_conflicts=True
            )
            rows = ConfirmationCount.objects.filter(whose=whose, day=day, number__lt=most)
            return rows.update(number=F("number") + 1) == 1
