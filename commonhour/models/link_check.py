"""A LinkCheck: what a public address answered when the worker last asked, kept so that it asks seldom."""

import datetime as dt

from django.db import models

from commonhour.models.texts import PublicLink, PublicValues

OK, MOVED, DEAD, UNSURE = "ok", "moved", "dead", "unsure"


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def due(self, now: dt.datetime) -> "LinkCheckQuerySet":
        return self.filter(models.Q(due_at=None) | models.Q(due_at__lte=now))


class LinkCheck(models.Model):
    """`state` is ok, moved (for ever, to `location`), dead, or unsure (a site that turns robots away, a time-out).

    `since` is when it came into that state, `fault` the code and facts of why.
    """

    url = PublicLink(max_length=2000, unique=True)
    state = models.CharField(max_length=8, blank=True)
    code = models.IntegerField(null=True, blank=True)
    location = PublicLink(max_length=2000, blank=True)
    fault = PublicValues(default=dict, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return f"{self.url}: {self.state or 'not asked yet'}"
