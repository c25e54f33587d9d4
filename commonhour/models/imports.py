"""An ImportDraft is an upload being previewed, its owner's for an hour; an Import is one that was done."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models

from commonhour.models.change import Change, ChangeSet
from commonhour.models.group import Group
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicValues

LIFETIME = dt.timedelta(hours=1)


class ImportDraft(models.Model):
    """`state` says whose turn it is: a worker's, to fetch it (then its address is the body), to read or to write it, or its
    owner's. `lease_until` is how long the
    worker that took it has for it. `seen` is what a worker found in it (counts and findings; {} when it is looked at in
    the request), `fault` why it could not be done, and `imported` what it became."""

    TO_FETCH, TO_READ, READY, TO_WRITE, DONE = "to-fetch", "to-read", "ready", "to-write", "done"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    name = PublicLine(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    group_slug = models.CharField(max_length=64, blank=True)
    body = models.BinaryField()
    answers = PublicValues(default=dict)
    state = models.CharField(max_length=10, default=READY)
    seen = PublicValues(default=dict)
    fault = PublicValues(default=dict)
    lease_until = models.DateTimeField(null=True, blank=True)
    imported = models.ForeignKey("Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """`findings` and `unplaced` are what the preview showed, kept so that nothing an import saw is lost; `answers` what
    people said to it, so that they need not say it again. `taken_away` are the texts among `unplaced` that somebody took
    off the public page, also those of earlier imports."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    name = PublicLine(max_length=200)
    change_set = models.ForeignKey(ChangeSet, null=True, on_delete=models.SET_NULL)
    findings = PublicValues(default=list)
    unplaced = PublicValues(default=list)
    taken_away = PublicValues(default=list)
    matches = PublicValues(default=list)
    answers = PublicValues(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @classmethod
    def last_page(cls) -> "Import | None":
        return cls.objects.filter(kind="page").first()

    @property
    def left_over(self) -> list[dict[str, str]]:
        """What fits no field and still stands on the public page: {"where", "text"}."""
        return [one for one in self.unplaced if one["text"] not in self.taken_away]

    def brought_groups(self) -> "models.QuerySet[Group]":
        """The groups that came with it and are here still."""
        return Group.objects.filter(pk__in=self._brought("group")).order_by("pk")

    def brought_series(self) -> "models.QuerySet[Series]":
        """The series that came with it and are here still, and all that stand in a group that did."""
        came = models.Q(pk__in=self._brought("series")) | models.Q(group__in=self.brought_groups())
        return Series.objects.filter(came, source=None).select_related("group").order_by("pk")

    def _brought(self, noun: str) -> "models.QuerySet[Any, Any]":
        came = Change.objects.filter(change_set=self.change_set_id, field="", before__isnull=True, noun=noun)
        return came.order_by().values("object_id")
