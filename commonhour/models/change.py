"""A ChangeSet is one edit by one actor; its Changes say what was and what is. Log, undo and notices read it."""

from django.conf import settings
from django.db import models

from commonhour.models.group import Group
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicValues


class ChangeSet(models.Model):
    """`kind` and `facts` are a code and its values; `core/speech/changes.py` has the words. `group` and `series` are
    the pages whose history it belongs to; `undoes` is the set that this one took back."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    actor_kind = models.CharField(max_length=10, default="user")
    actor_role = models.CharField(max_length=10, blank=True)
    actor_name = PublicLine(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    facts = PublicValues(default=dict)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="change_sets"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="change_sets"
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")

    @property
    def has_kept_rows(self) -> bool:
        return hasattr(self, "kept_rows")


class KeptRows(models.Model):
    """What a change set found and left of each row (`actions/news/kept.py`), for taking it back. Never shown."""

    change_set = models.OneToOneField(ChangeSet, on_delete=models.CASCADE, related_name="kept_rows")
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"rows of change set {self.change_set_id}"


class Change(models.Model):
    """One field of one row, before and after; `noun` is the model's name in lower case.

    Of a date (`noun` occurrence) `field` is what happened to it, one of `core.happening.Happened`, and both sides are
    what a reader saw. `series` says for whom: whose dates they are.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    noun = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    before = PublicValues(null=True)
    after = PublicValues(null=True)
    series = models.ForeignKey(Series, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["noun", "object_id"])]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id}: {self.field}"
