"""A ChangeSet is one edit by one person; its Changes say what was and what is. Log, undo and notices read it."""

from django.conf import settings
from django.db import models

from commonhour.models.group import Group
from commonhour.models.series import Series


class ChangeSet(models.Model):
    """`summary` is a sentence for people. `group` and `series` are the pages whose history it belongs to."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    actor_name = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=500)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="change_sets"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="change_sets"
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.summary


class Change(models.Model):
    """One field of one row, before and after. `noun` is the model's name in lower case."""

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    noun = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["noun", "object_id"])]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id}: {self.field}"
