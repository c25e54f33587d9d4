"""A Source: an outside calendar the community points to."""

from django.db import models


class Source(models.Model):
    kind = models.CharField(max_length=20)
    url = models.CharField(max_length=2000, unique=True)
    tzid = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label or self.url
