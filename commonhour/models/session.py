"""A Session: a talk or topic, held once or in paired editions."""

from typing import Any

from django.db import models

from commonhour.core.slugs import slugify, unique_slug
from commonhour.core.speakers import without_unnamed
from commonhour.models.occurrence import Occurrence
from commonhour.models.old_path import OldPath
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicLink, PublicText, PublicValues
from commonhour.models.unnamed import Unnamed


class SessionQuerySet(models.QuerySet["Session"]):
    def on(self, date: Occurrence) -> "SessionQuerySet":
        """Those held on this date, in their order; one that was imported says its day only."""
        of_that_day = models.Q(occurrences=None, series=date.series_id, date=date.local_day)
        return self.filter(models.Q(occurrences=date) | of_that_day).distinct().order_by("position", "pk")

    def latest_first(self) -> "SessionQuerySet":
        """The last day first, and those of one day in their order."""
        return self.order_by(models.F("date").desc(nulls_last=True), "position", "pk")


class Session(models.Model):
    """`speakers` is a list of {"name", "organisation"}, with "is_unnamed" where somebody asked not to be named; `links` of
    {"label", "url"}. One that is held on several dates has one `position` for all. `slug` follows the title; the addresses
    it had lead to it for ever."""

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    occurrences = models.ManyToManyField(Occurrence, blank=True, related_name="sessions")
    slug = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    title = PublicLine(max_length=300)
    date = models.DateField(null=True, blank=True)
    speakers = PublicValues(default=list, blank=True)
    abstract = PublicText(blank=True)
    language = PublicLine(max_length=60, blank=True)
    tags = PublicValues(default=list, blank=True)
    links = PublicValues(default=list, blank=True)
    slides = PublicLink(max_length=2000, blank=True)
    recording = PublicLink(max_length=2000, blank=True)
    url = PublicLink(max_length=2000, blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["date", "position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/talks/{self.slug}/"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever writes it: it has an address of its own, and nobody is named who asked not to be."""
        if not self.slug:
            self.slug = self.free_slug(self.title)
        if self.speakers:
            self.speakers = without_unnamed(self.speakers, Unnamed.is_one)
        super().save(*args, **kwargs)

    def free_slug(self, title: str) -> str:
        """One that no other session has or had."""
        start = slugify(title, "talk")
        others = Session.objects.exclude(pk=self.pk).filter(slug__startswith=start)
        old = OldPath.objects.filter(noun="session", path__startswith=f"/talks/{start}")
        past = old.exclude(object_id=self.pk or 0).values_list("path", flat=True)
        taken = {*others.values_list("slug", flat=True), *(path.split("/")[2] for path in past)}
        return unique_slug(title, taken, "talk")
