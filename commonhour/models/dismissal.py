"""A Dismissal: a finding of the audit that a person looked at and set aside, so that it is not shown again."""

from django.db import models


class Dismissal(models.Model):
    """`key` is the digest of the finding's code, place and message: a finding that says something new comes back."""

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=40)
    message = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
