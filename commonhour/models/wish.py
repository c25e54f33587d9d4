"""A Wish: what whoever sent in a meeting, which is in the calendar now, would like to have changed there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhour.models.occurrence import Occurrence
from commonhour.models.submission import Submission
from commonhour.models.texts import PublicLine, PublicText

MOVE, CANCEL, OTHER = "move", "cancel", "other"
KINDS = [(MOVE, _("Move a date")), (CANCEL, _("Call off a date")), (OTHER, _("Something else"))]


class WishQuerySet(models.QuerySet["Wish"]):
    def open(self) -> "WishQuerySet":
        return self.filter(settled_at=None)

    def for_groups(self, groups: list[int] | None) -> "WishQuerySet":
        """Those that somebody settles who looks after these groups; None for all."""
        return self if groups is None else self.filter(submission__group__in=groups)


class Wish(models.Model):
    """`occurrence` is the date it is about; `typed` is how the new time of a move was written, and `start` which instant that
    is, in UTC. `is_granted` and `answer` are what was said to it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=8, choices=KINDS)
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    typed = PublicLine(max_length=200, blank=True)
    start = models.DateTimeField(null=True, blank=True)
    words = PublicText(max_length=1000, blank=True)
    wished_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_granted = models.BooleanField(null=True, blank=True)
    answer = PublicText(max_length=2000, blank=True)
    version = models.IntegerField(default=1)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["wished_at", "id"]

    def __str__(self) -> str:
        return f"wish {self.pk}"
