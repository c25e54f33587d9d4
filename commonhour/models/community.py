"""The community itself: one row."""

from django.db import models

from commonhour.core.door import OPENS_MINUTES
from commonhour.models.texts import PublicLine, PublicText, PublicValues


class Community(models.Model):
    """`path` is where its meetings page has always been; `content_version` grows with every write and makes
    every public ETag. `skipped_steps` are those of the first run that somebody left out, by their names;
    `submissions_paused` says why nothing may be sent in for now, "" when it may; with `trusts_own` what is sent in by who
    could put it into the calendar anyway goes there once their address is confirmed. Who comes to a date is known for
    `replies_kept_days` after it, and its notes are open to note-takers for `notes_frozen_days`. `policies` and `door_opens_minutes` hold
    for every series that says nothing else."""

    title = PublicLine(max_length=200, blank=True)
    path = PublicLine(max_length=200, blank=True)
    description = PublicText(blank=True)
    contact_email = models.EmailField(blank=True)
    tzid = models.CharField(max_length=64, default="UTC")
    accent = models.CharField(max_length=7, default="#0b5d66")
    language = models.CharField(max_length=8, default="en")
    published_at = models.DateTimeField(null=True, blank=True)
    content_version = models.BigIntegerField(default=1)
    submissions_paused = PublicLine(max_length=300, blank=True)
    trusts_own = models.BooleanField(default=False)
    replies_kept_days = models.PositiveSmallIntegerField(default=30)
    notes_frozen_days = models.PositiveSmallIntegerField(default=30)
    policies = PublicValues(default=dict, blank=True)
    door_opens_minutes = models.IntegerField(default=OPENS_MINUTES)
    skipped_steps = models.JSONField(default=list, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="community_is_one_row")]

    def __str__(self) -> str:
        return self.title or "Common Hour"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @classmethod
    def the(cls) -> "Community":
        """The row, made on first use."""
        return cls.objects.get_or_create(id=1)[0]
