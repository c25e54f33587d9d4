"""A Source: an outside calendar the community points to, and may show beside its own."""

import datetime as dt
from urllib.parse import urlsplit

from django.db import models

from commonhour.models.group import Group
from commonhour.models.texts import PublicLine, PublicLink, PublicValues


class SourceQuerySet(models.QuerySet["Source"]):
    def shown(self) -> "SourceQuerySet":
        return self.filter(is_shown=True)

    def linked(self) -> "SourceQuerySet":
        """Those that public pages point to: not one that was asked, or is to be, and has never answered."""
        return self.exclude(
            models.Q(read_at=None) & (models.Q(is_shown=True) | models.Q(tried_at__isnull=False))
        )

    def offered(self) -> "SourceQuerySet":
        """Known from an imported page, with an address that can be polled, and nobody has said yes or no."""
        return self.filter(is_shown=False, is_declined=False).exclude(feed_url="")

    def read_anew(self) -> int:
        """At the next round, and whatever the last copy was: without validators and digest all of it is news."""
        return self.update(etag="", modified="", digest="", due_at=None)

    def due(self, now: dt.datetime) -> "SourceQuerySet":
        return self.shown().filter(models.Q(due_at=None) | models.Q(due_at__lte=now))


class Source(models.Model):
    """`url` is where people find it, `feed_url` the .ics that is polled ("" when none is known).

    Only pointed to until `is_shown`. `etag` and `modified` are the validators of the last good copy, `digest`
    its SHA-256; `read_at` is when that copy was last known to be the present one, and `fault` the code and facts of what
    the last try met ({} when it was good). `upstream` lists what changed there in calls that became ours.
    """

    kind = models.CharField(max_length=20)
    url = PublicLink(max_length=2000, unique=True)
    tzid = models.CharField(max_length=64, blank=True)
    label = PublicLine(max_length=200, blank=True)
    feed_url = PublicLink(max_length=2000, blank=True)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_shown = models.BooleanField(default=False)
    is_declined = models.BooleanField(default=False)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0)
    fault = PublicValues(default=dict, blank=True)
    findings = PublicValues(default=list, blank=True)
    upstream = PublicValues(default=list, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        """Fit for every sentence: an address may hold a token, and sentences about a group are public."""
        return source_name(self.label, self.feed_url or self.url, self.kind)

    @property
    def host(self) -> str:
        return _host(self.feed_url or self.url)


def source_name(label: str, url: str, kind: str) -> str:
    """What an outside calendar is called where everybody may read it."""
    return label or _host(url) or kind


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
