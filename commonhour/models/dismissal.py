"""A Dismissal: a finding of the audit that a person looked at and set aside, so that it is not shown again."""

from django.db import models

from commonhour.core.finding import Finding
from commonhour.models.texts import PublicLine, PublicValues


class Dismissal(models.Model):
    """`key` is the digest of what the finding is about and says, whatever the words: one that says something new
    comes back. `finding` is the finding itself, as it was then."""

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=40)
    finding = PublicValues(default=dict)
    at = models.DateTimeField()
    by_name = PublicLine(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.code}: {Finding.of(self.finding).message}"
